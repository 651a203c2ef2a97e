import { eventually } from '../api.mjs';
import { GRANDMOTHER, GRANDMOTHER_ACCOUNT, GRANDMOTHER_ADDRESS, VILLAGE_OF_GRANDMOTHER } from '../people.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {{ householdId: string, awardId: string, personKey: string }} Loaded */

const HEADER = [
  ...['household_ref', 'id_number', 'name', 'relation', 'hukou_region', 'capacity', 'labour', 'study'],
  ...['income_fen', 'base_fen', 'bank_code', 'account', 'case_no', 'programme', 'subtype', 'region'],
  ...['hukou_type', 'address', 'decided_on', 'effective_month', 'paid_through'],
];

/** @param {string} reference @param {string} idNumber */
const row = (reference, idNumber) => [
  ...[reference, idNumber, GRANDMOTHER.name, 'APPLICANT', VILLAGE_OF_GRANDMOTHER, 'FULL', 'NONE', 'NONE'],
  ...['24000', '57000', '103', GRANDMOTHER_ACCOUNT, `510802-${reference}`, 'DIBAO', 'HOUSEHOLD'],
  ...[VILLAGE_OF_GRANDMOTHER, 'URBAN', GRANDMOTHER_ADDRESS, '2024-09-10', '2024-10', '2025-06'],
];

/** @param {readonly (readonly string[])[]} rows */
const csv = (rows) => [HEADER, ...rows].map((fields) => `${fields.join(',')}\r\n`).join('');

/**
 * The county brings in last year's recipients: first it tries, then it loads what is right.
 * @param {Stage} stage @param {People} people @returns {Promise<Loaded>}
 */
export async function loadCases({ stack, events, narrator }, { dataOfficer }) {
  narrator.chapter('Last year’s cases, from a file');
  narrator.day('2025-06-06');
  await stack.moveClock('2025-06-06T01:00:00Z');
  const imports = `${stack.urls['social-assistance']}/v1/case-imports`;
  const right = row('2024-0317', GRANDMOTHER.idNumber);
  const wrong = row(
    '2024-0318',
    GRANDMOTHER.idNumber.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
  );

  const tried = await dataOfficer.sendText(`${imports}?dryRun=true`, csv([right, wrong]));
  narrator.expect('taken', tried.status, 202);
  const outcome = await done(dataOfficer, `${imports}/${tried.body.id}`);
  narrator.expect('dry run', [outcome.rows, outcome.accepted, outcome.rejected], [2, 1, 1]);
  const rejects = await dataOfficer.getText(`${imports}/${tried.body.id}/rejects`);
  const [, reject = ''] = rejects.body.split('\r\n');
  narrator.expect('the reject names line and column', reject.split(',').slice(0, 3), [
    '3',
    'id_number',
    'id-number-invalid',
  ]);
  narrator.expect('and no number', rejects.body.includes(GRANDMOTHER.idNumber.slice(0, 17)), false);
  narrator.tell(dataOfficer.title, `tries a file of two households: one is right, of the other: ${reject}`);

  const loaded = await dataOfficer.sendText(`${imports}?dryRun=false`, csv([right]));
  const { accepted } = await done(dataOfficer, `${imports}/${loaded.body.id}`);
  narrator.expect('loaded', accepted, 1);
  const started = await events.next('AwardStarted', ({ fromMonth }) => fromMonth === '2024-10');
  const [share] = started.message.shares;
  narrator.tell(dataOfficer.title, 'loads the one that is right: an award of 570.00, paid through 2025-06');
  return {
    householdId: started.message.household.householdId,
    awardId: started.message.awardId,
    personKey: share.personKey,
  };
}

/** @param {import('../api.mjs').Official} official @param {string} url */
function done(official, url) {
  return eventually('the file is dealt with', async () => {
    const { body } = await official.get(url);
    return body.state === 'DONE' && body;
  });
}
