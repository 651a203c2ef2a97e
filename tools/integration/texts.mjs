/**
 * What a text field holds: what its name and its comment in proto/ say. One list gives both its schema and its example, so that
 * the two agree.
 */

/** @typedef {{ readonly schema: object, readonly example: string }} Text */

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const DIGEST = '4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce';

/** @type {readonly (readonly [RegExp, RegExp, object, string])[]} name, comment, schema, example: the first that fits */
const RULES = [
  [/./, /YYYY-MM-DD/, { format: 'date', pattern: '^(\\d{4}-\\d{2}-\\d{2})?$' }, '2025-07-15'],
  [/./, /YYYY-MM/, { pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }, '2025-07'],
  [/_sha256$/, /./, { pattern: '^[0-9a-f]{64}$' }, DIGEST],
  [/^(?:pay(?:er|ee)_key|institution_uscc)$/, /./, {}, '91510800MA6253U27D'],
  [
    /_ids?$/,
    /uuid|fact ids|StatusFacts/i,
    { format: 'uuid', pattern: UUID },
    '0198a000-0000-7000-8000-000000000001',
  ],
  [/./, /personKey/, { format: 'uuid', pattern: UUID }, '66f9367c-2a08-8d62-9d75-d6dbe23270b8'],
  [/^(?:record_id|item_key)$/, /./, {}, DIGEST],
];

/** What only its name tells. @type {Readonly<Record<string, string>>} */
const NAMED = {
  agency: 'TAX',
  aggregate: 'case',
  case_no: '510802-20250715-0001',
  case_ref: '510802-20250715-0001',
  categories: 'dibao',
  cause: 'INCOME_CHANGED',
  code: '510802',
  dataset: 'TAX.wages',
  denominator: '1',
  episode_key: '2025-07',
  fields: 'amountFen',
  from_state: 'SUBMITTED',
  identity_holders: 'assistance',
  ignored_reason: 'DISABLED_VEHICLE',
  kinds: 'wage',
  legal_basis: '社会救助暂行办法 art. 11',
  numerator: '40000',
  opinion: 'APPROVE',
  receiver: 'assistance',
  reason_code: 'INCOME_OVER_STANDARD',
  reason_codes: 'INCOME_OVER_STANDARD',
  region_prefix: '510802',
  result_code: 'ACCOUNT_CLOSED',
  shard: 'a',
  signature: 'eyJhbGciOiJFZERTQSJ9..c2lnbmF0dXJl',
  subject_ref: '0198a000-0000-7000-8000-000000000002',
  to_state: 'ACCEPTED',
  value: '"50000"',
};

/**
 * @param {string} name of the field in proto/
 * @param {string} comment
 * @returns {Text}
 * @throws {RangeError} when nothing says what the field holds
 */
export function textOf(name, comment) {
  const rule = RULES.find(([ofName, ofComment]) => ofName.test(name) && ofComment.test(comment));
  if (rule) return { schema: rule[2], example: rule[3] };
  const said =
    /such as ([^\s,;]+[^\s,;.])/.exec(comment)?.[1] ??
    /\b([A-Z][A-Z_]{3,})\b(?=,| \(| or )/.exec(comment)?.[1];
  const example = said ?? NAMED[name] ?? (/lower camel case/.test(comment) ? 'wage' : undefined);
  if (example === undefined) throw new RangeError(`nothing says what ${name} holds: ${comment}`);
  return { schema: {}, example };
}
