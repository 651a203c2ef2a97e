import { readdirSync, readFileSync } from 'node:fs';
import { checkDigit } from '@minzheng/kernel/id-number';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import type { FileReject } from '@minzheng/platform/files';
import { parse } from 'yaml';
import { COLUMN_NAMES } from './case-import.columns.js';
import { planHousehold, type KeyedPerson, type PlannedHousehold } from './case-import-household.rules.js';
import { readRow, type RawRow } from './case-import-row.rules.js';
import type { Row } from './test/import-file.js';

const TODAY = '2026-01-10';
const POLICIES = new URL('../../policies/', import.meta.url);
const book = new PolicyBook(
  readdirSync(POLICIES).flatMap(
    (name) => parse(readFileSync(new URL(name, POLICIES), 'utf8')) as PolicyRow[],
  ),
);
const EMPTY = Object.fromEntries(COLUMN_NAMES.map((name) => [name, ''])) as RawRow;

function idNumber(born: string, sequence: number): string {
  const first17 = `199001${born.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

const person = (more: Row, born = '1984-03-11', sequence = 1): Row => ({
  ...{ household_ref: 'A-1', id_number: idNumber(born, sequence), name: '某人', hukou_region: '510802' },
  ...{ capacity: 'FULL', labour: 'FULL', study: 'NONE' },
  ...more,
});
const APPLICANT: Row = {
  ...{ relation: 'APPLICANT', case_no: 'N-1', programme: 'DIBAO', subtype: 'HOUSEHOLD', region: '510802001' },
  ...{ hukou_type: 'URBAN', address: '幸福巷12号', decided_on: '2025-03-04', effective_month: '2025-04' },
  ...{ paid_through: '2025-12', bank_code: '103', account: '6228480000000000018' },
};
/** A couple and a child of ten: 14,400 a year. Scenario 1 without the card. */
const family = (applicant: Row = {}, spouse: Row = {}, child: Row = {}): Row[] => [
  person({ ...APPLICANT, income_fen: '1440000', base_fen: '57000', ...applicant }),
  person({ relation: 'SPOUSE', ...spouse }, '1986-09-02', 2),
  person(
    { relation: 'CHILD', labour: 'NONE', study: 'SCHOOL', extra_fen: '11800', ...child },
    '2015-04-20',
    3,
  ),
];

const readAll = (rows: readonly Row[]) =>
  rows.map((row, index) => readRow({ ...EMPTY, ...row }, index + 2, TODAY));
function plan(rows: readonly Row[]): PlannedHousehold | readonly FileReject[] {
  const people = readAll(rows).flatMap(({ person: read }, index): KeyedPerson[] =>
    read ? [{ ...read, personKey: `key-${index}` }] : [],
  );
  expect(people).toHaveLength(rows.length);
  return planHousehold(people, { book, today: TODAY });
}
const planned = (rows: readonly Row[]): PlannedHousehold => {
  const found = plan(rows);
  if (!('awards' in found)) throw new Error(JSON.stringify(found));
  return found;
};
const refused = (rows: readonly Row[]): string[] => {
  const found = plan(rows);
  if ('awards' in found) throw new Error('it is accepted');
  return found.map(({ line, column, problem }) => `${line} ${column} ${problem}`);
};
const sums = ({ awards }: PlannedHousehold) =>
  awards.map(({ programme, subtype, amount }) => [
    programme,
    subtype,
    amount?.parts.map(({ baseFen, extraFen }) => [baseFen, extraFen]),
  ]);

describe('a household of the file', () => {
  it('has the award that the rules give for its income, from the month after the last that was paid', () => {
    const { awards, members } = planned(family());
    expect(members.map(({ counted, reasonCode }) => [counted, reasonCode])).toEqual([
      [true, 'APPLICANT'],
      [true, 'SPOUSE'],
      [true, 'MINOR_CHILD'],
    ]);
    expect(awards).toEqual([
      expect.objectContaining({
        ...{ programme: 'DIBAO', subtype: 'HOUSEHOLD', effectiveMonth: '2025-04', reviewCategory: 'B' },
        ...{ nextReviewDue: '2025-09-30', validTo: null, personKeys: ['key-0', 'key-1', 'key-2'] },
      }),
    ]);
    expect(awards[0]?.amount).toMatchObject({ from: '2026-01', standardFen: 59_000n });
    expect(sums(planned(family()))[0]?.[2]).toEqual([
      [19_000n, 0n],
      [19_000n, 0n],
      [19_000n, 11_800n],
    ]);
  });

  it('is the same whatever the order of its rows', () => {
    const straight = planned(family());
    const people = readAll(family()).flatMap(({ person: read }, index) =>
      read ? [{ ...read, personKey: `key-${index}` }] : [],
    );
    const turned = planHousehold(people.toReversed(), { book, today: TODAY }) as PlannedHousehold;
    expect(turned.awards).toEqual(straight.awards);
  });

  it.each([
    // 2 × 390 − (12,000 − 6,000) ÷ 12
    [
      'after rigid expenditure',
      [
        person({
          ...APPLICANT,
          subtype: 'RIGID_DEDUCTION',
          hukou_type: 'RURAL',
          income_fen: '1200000',
          base_fen: '28000',
        }),
        person({ relation: 'SPOUSE', deducted_fen: '600000' }, '1986-09-02', 2),
      ],
      [
        [
          'DIBAO',
          'RIGID_DEDUCTION',
          [
            [14_000n, 0n],
            [14_000n, 0n],
          ],
        ],
      ],
    ],
    // example 6.4 beside an edge family: 390 − 120
    [
      'alone beside an edge family',
      [
        person({
          ...APPLICANT,
          programme: 'EDGE',
          subtype: 'SINGLE_PERSON',
          hukou_type: 'RURAL',
          income_fen: '900000',
        }),
        person(
          {
            relation: 'SPOUSE',
            income_fen: '144000',
            base_fen: '27000',
            extra_fen: '11700',
            major_illness_code: 'C50',
          },
          ...(['1986-09-02', 2] as const),
        ),
      ],
      [
        ['DIBAO', 'SINGLE_PERSON', [[27_000n, 11_700n]]],
        ['EDGE', null, undefined],
      ],
    ],
    // example 6.3: rounds to nothing, so the floor
    [
      'at the floor',
      family({ income_fen: '2123999', base_fen: '1000' }),
      [
        [
          'DIBAO',
          'HOUSEHOLD',
          [
            [334n, 0n],
            [333n, 0n],
            [333n, 11_800n],
          ],
        ],
      ],
    ],
  ])('is computed %s', (_how, rows, expected) => {
    expect(sums(planned(rows))).toEqual(expected);
  });

  it.each([
    ['a fen too much', family({ base_fen: '57001' }), ['2 base_fen amount-differs']],
    ['an extra that is not due', family({}, { extra_fen: '1' }), ['3 extra_fen amount-differs']],
    ['an extra that is left out', family({}, {}, { extra_fen: '' }), ['4 extra_fen amount-differs']],
    ['income at the standard', family({ income_fen: '2124000' }), ['2 income_fen not-below-standard']],
    ['no base', family({ base_fen: '' }), ['2 base_fen missing']],
    ['a base on another row', family({}, { base_fen: '1' }), ['3 base_fen only-applicant']],
    ['no payee', family({ bank_code: '', account: '' }), ['2 account payee-missing']],
    [
      'two payees',
      family({}, { bank_code: '103', account: '6228480000000000026' }),
      ['3 account second-payee'],
    ],
    [
      'two applicants',
      family({}, { ...APPLICANT }),
      ['3 relation second-applicant', '3 account second-payee'],
    ],
    ['no applicant', family().slice(1), ['2 relation no-applicant']],
    [
      'somebody twice',
      [...family(), ...family({}, {}, {}).slice(1, 2)],
      ['5 relation second-spouse', '5 id_number named-twice'],
    ],
    [
      'a guardian from elsewhere',
      family({}, {}, { guardian_id_number: idNumber('1970-01-01', 9) }),
      ['4 guardian_id_number not-a-member'],
    ],
    [
      'a child born since',
      [...family(), person({ relation: 'CHILD' }, '2025-09-09', 4)],
      ['5 id_number born-later'],
    ],
    [
      'a brother who lives elsewhere but gets something',
      [...family(), person({ relation: 'SIBLING', extra_fen: '1' }, '1980-01-01', 4)],
      ['5 extra_fen not-counted'],
    ],
    ['months that nobody has paid', family({ paid_through: '2025-08' }), ['2 paid_through months-unpaid']],
    ['a month that is to come', family({ paid_through: '2026-02' }), ['2 paid_through paid-out-of-range']],
    [
      'a beginning before the decision',
      family({ effective_month: '2025-02' }),
      ['2 effective_month before-decision'],
    ],
    [
      'a recognition that has run out',
      [
        person({
          ...APPLICANT,
          programme: 'RIGID',
          subtype: '',
          decided_on: '2025-01-10',
          effective_month: '',
          paid_through: '',
        }),
      ],
      ['2 decided_on recognition-expired'],
    ],
    ['a region without rules', family({ region: '110101001' }), ['2  policy-missing']],
  ])('is refused with %s', (_what, rows, expected) => {
    expect(refused(rows)).toEqual(expected);
  });

  it('is well-formed row by row, and told all that is not', () => {
    const wrong: [Row, string[]][] = [
      [person({ ...APPLICANT, household_ref: idNumber('1984-03-11', 1) }), ['household_ref holds-a-number']],
      [person({ ...APPLICANT, id_number: '19900119840311001' }), ['id_number id-number-invalid']],
      [person({ relation: 'SPOUSE', case_no: 'N-1' }), ['case_no only-applicant']],
      [person({ relation: 'COUSIN', name: '' }), ['name missing', 'relation not-allowed']],
      [person({ relation: 'SPOUSE', disability_kind: '4' }), ['disability_grade both-or-none']],
      [
        person({ relation: 'SPOUSE', disability_kind: '8', disability_grade: '1' }),
        ['disability_kind not-allowed'],
      ],
      [person({ relation: 'SPOUSE', account: '6228480000000000018' }), ['bank_code both-or-none']],
      [
        person({ relation: 'SPOUSE', income_fen: '12.50', extra_fen: '-1' }),
        ['extra_fen not-a-sum', 'income_fen not-a-sum'],
      ],
      [person({ ...APPLICANT, decided_on: '2026-01-11' }), ['decided_on in-the-future']],
      [person({ ...APPLICANT, decided_on: '2025-02-30' }), ['decided_on not-a-date']],
      [person({ ...APPLICANT, subtype: '' }), ['subtype missing']],
      [
        person({ ...APPLICANT, programme: 'RIGID', subtype: '' }),
        ['effective_month not-for-programme', 'paid_through not-for-programme'],
      ],
      [person({ ...APPLICANT, paid_through: '' }), ['paid_through missing']],
      [person({ ...APPLICANT, region: '510802' }), ['region not-a-region']],
      [person({ ...APPLICANT, reviewed_on: '2025-03-03' }), ['reviewed_on before-decision']],
    ];
    for (const [row, expected] of wrong) {
      const rejects = readAll([row])[0]?.rejects ?? [];
      expect(rejects.map(({ column, problem }) => `${column} ${problem}`).sort()).toEqual(expected);
    }
  });
});
