import { readdirSync, readFileSync } from 'node:fs';
import { create } from '@bufbuild/protobuf';
import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import { readMeansPolicy } from '@minzheng/kernel/means-test';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import { verdict } from '../applications/assessment.rules.js';
import { emptyReport, supposeReport, type JoiningPerson, type SupposedMeans } from './supposition.rules.js';

const DAY = '2025-05-20';
const rows = [
  new URL('../../policies/', import.meta.url),
  new URL('../../../verification/policies/', import.meta.url),
].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as PolicyRow[]),
);
const policy = readMeansPolicy(new PolicyBook(rows), '510802', 'URBAN', DAY);

const person = (personKey: string, more: Partial<JoiningPerson> = {}): JoiningPerson => ({
  ...{ personKey, relation: 'APPLICANT', birthDate: '1984-03-11', study: 'NONE', isEmployed: false },
  ...more,
});
const means = (personKey: string, more: Partial<SupposedMeans>): SupposedMeans => ({
  ...{ personKey, incomes: [], expenditures: [], assets: [] },
  ...more,
});
const suppose = (joining: readonly JoiningPerson[], known: readonly SupposedMeans[]) =>
  supposeReport(
    emptyReport(DAY),
    { members: [], obligors: [] },
    { joining, means: known, leaving: [], isPropertyChanged: true },
    DAY,
    policy,
  );

describe('a report that is supposed', () => {
  const couple = [person('a'), person('b', { relation: 'SPOUSE' })];

  it.each([
    ['nothing', [], ['PASS', 'PASS', 'PASS']],
    ['a car', [{ kind: 'passengerCar', count: 1 }], ['FAIL', 'FAIL', 'FAIL']],
    [
      'a car with a value',
      [{ kind: 'passengerCar', count: 1, valueFen: 500_000n }],
      ['FAIL', 'FAIL', 'FAIL'],
    ],
    ['24 standards a head', [{ kind: 'deposit', valueFen: 2n * 24n * 59_000n }], ['PASS', 'PASS', 'PASS']],
    ['a fen more', [{ kind: 'deposit', valueFen: 2n * 24n * 59_000n + 1n }], ['FAIL', 'PASS', 'PASS']],
    [
      'two homes of 59 m² in all',
      [
        { kind: 'residence', count: 1, areaDm2: 3_000 },
        { kind: 'residence', count: 1, areaDm2: 2_900 },
      ],
      ['PASS', 'PASS', 'PASS'],
    ],
  ] as const)('is held against the limits of property: %s', (_what, assets, expected) => {
    const report = suppose(couple, [means('a', { assets })]);
    expect((['DIBAO', 'EDGE', 'RIGID'] as const).map((level) => verdict(report, level))).toEqual(expected);
  });

  it('adds up what one person earns, spends and owns', () => {
    const report = suppose(couple, [
      means('a', {
        incomes: [
          { kind: 'wage', amountFen: 1_200_000n },
          { kind: 'labourFee', amountFen: 300_000n },
        ],
        expenditures: [{ kind: 'medicalInpatientOop', amountFen: 600_000n }],
        assets: [{ kind: 'passengerCar', count: 1 }],
      }),
      means('b', { incomes: [{ kind: 'wage', amountFen: 0n }] }),
    ]);
    // less a fifth of what was earned by work: 12,000 over 24
    expect(report.householdFigures).toMatchObject({
      ...{ memberCount: 2, rigidAnnualFen: 600_000n, annualIncomeFen: 1_200_000n },
      perCapitaMonthly: { numerator: '50000', denominator: '1' },
      perCapitaAfterRigid: { numerator: '25000', denominator: '1' },
    });
    expect(report.members.map(({ ownMonthly }) => ownMonthly?.numerator)).toEqual(['100000', '0']);
    expect(verdict(report, 'DIBAO')).toBe('FAIL');
    expect(verdict(report, 'DIBAO', 'b')).toBe('PASS');
  });

  it('counts a grown child by what the card says, and nobody who lives elsewhere', () => {
    const grown = { relation: 'CHILD' as const, birthDate: '2000-01-01' };
    const disability = { kind: 4, grade: 2 };
    const counted = suppose(
      [
        ...couple,
        person('c', { ...grown, disability }),
        person('d', grown),
        person('e', { ...grown, disability, isEmployed: true }),
      ],
      [means('e', { incomes: [{ kind: 'wage', amountFen: 1n }] })],
    ).members.flatMap((member) => (member.counted ? [member.personKey] : []));
    expect(counted).toEqual(['a', 'b', 'c']);
  });

  it('moves the figures of a report by the difference, and leaves what was not supposed', () => {
    const first = suppose(couple, [means('a', { incomes: [{ kind: 'wage', amountFen: 1_200_000n }] })]);
    const known = { members: couple, obligors: [] };
    const change = { joining: [], leaving: [], isPropertyChanged: false };
    const more = means('b', { incomes: [{ kind: 'labourFee', amountFen: 300_000n }] });
    const second = supposeReport(first, known, { ...change, means: [more] }, DAY, policy);
    expect(second.householdFigures?.perCapitaMonthly).toMatchObject({ numerator: '50000', denominator: '1' });
    const none = supposeReport(first, known, { ...change, means: [] }, DAY, policy);
    expect(none.householdFigures).toEqual(first.householdFigures);
    const alone = supposeReport(first, known, { ...change, means: [], leaving: ['b'] }, DAY, policy);
    expect(alone.householdFigures).toMatchObject({ memberCount: 1, annualIncomeFen: 960_000n });
  });

  it('holds deposits against the limits that a report tells the sum of only', () => {
    const first = suppose([person('a')], []);
    for (const member of first.members) member.financialAssetsFen = 24n * 59_000n;
    const known = { members: [person('a')], obligors: [] };
    const change = { joining: [], leaving: [], isPropertyChanged: false };
    const with1 = (kind: 'security' | 'deposit', valueFen: bigint) =>
      verdict(
        supposeReport(
          first,
          known,
          { ...change, means: [means('a', { assets: [{ kind, valueFen }] })] },
          DAY,
          policy,
        ),
        'DIBAO',
      );
    // what is named replaces the sum
    expect(with1('deposit', 24n * 59_000n)).toBe('PASS');
    expect(with1('security', 24n * 59_000n + 1n)).toBe('FAIL');
    const standard = supposeReport(first, known, { ...change, means: [], isPropertyChanged: true }, DAY, {
      ...policy,
      standardMonthlyFen: 58_999n,
    });
    expect(verdict(standard, 'DIBAO')).toBe('FAIL');
  });

  it('holds what is known of the household together against its limits, and not against those of one person', () => {
    const first = suppose([person('a')], []);
    const financialAssetsPerHead = { numerator: (24n * 59_000n + 1n).toString(), denominator: '1' };
    const report = create(VerificationCompletedSchema, {
      ...{ householdFigures: { memberCount: 1, financialAssetsPerHead }, members: first.members },
      conclusions: first.conclusions,
    });
    const supposed = supposeReport(
      report,
      { members: [person('a')], obligors: [] },
      { joining: [], leaving: [], means: [], isPropertyChanged: true },
      DAY,
      policy,
    );
    expect([verdict(supposed, 'DIBAO'), verdict(supposed, 'DIBAO', 'a')]).toEqual(['FAIL', 'PASS']);
  });
});
