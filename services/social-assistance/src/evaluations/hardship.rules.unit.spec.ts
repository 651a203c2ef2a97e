import { readdirSync, readFileSync } from 'node:fs';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { AssetKind, ExpenditureKind, FactQuality } from '@minzheng/contracts/facts';
import { VerificationCompletedSchema, type AssetFigureSchema } from '@minzheng/contracts/verification';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import type { AssessedMember } from '../applications/assessment.rules.js';
import { assessHardship, type HardshipBasis } from './hardship.rules.js';

const POLICIES = new URL('../../policies/', import.meta.url);
const SHIPPED = readdirSync(POLICIES)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parse(readFileSync(new URL(name, POLICIES), 'utf8')) as PolicyRow[]);
const bookOf = (mode: string): PolicyBook =>
  new PolicyBook(
    SHIPPED.map((row) => (row.key === 'assistance.hardshipScore.mode' ? { ...row, value: mode } : row)),
  );

const WORKER = '00000000-0000-8000-8000-000000000001';
const member: AssessedMember = {
  ...{ personKey: WORKER, birthDate: '1980-01-01', majorIllnessCode: null },
  ...{ disabilityKind: null, disabilityGrade: null, cardValidTo: null, study: 'NONE' },
};
const asset = (
  kind: AssetKind,
  change: { readonly count?: number; readonly ignoredReason?: string } = {},
): MessageInitShape<typeof AssetFigureSchema> => ({ kind, count: 1, shareBp: 10_000, ...change });

interface Input {
  readonly mode?: string;
  readonly basis?: HardshipBasis;
  readonly change?: Partial<AssessedMember>;
  readonly assets?: MessageInitShape<typeof AssetFigureSchema>[];
  readonly isChronic?: boolean;
}

const VOTES: HardshipBasis = {
  evaluation: { agree: 10, against: 0, void: 0, representatives: 10 },
  carers: [],
};

/** One person without income, spending or property, whom all of the village would help. */
function found({
  mode = 'advisory',
  basis = VOTES,
  change = {},
  assets = [],
  isChronic = false,
}: Input = {}) {
  const chronic = { kind: ExpenditureKind.MEDICAL_CHRONIC_OOP, quality: FactQuality.VERIFIED };
  const report = create(VerificationCompletedSchema, {
    householdFigures: { memberCount: 1, perCapitaMonthly: { numerator: '0', denominator: '1' } },
    members: [{ personKey: WORKER, counted: true, assets, expenditures: isChronic ? [chronic] : [] }],
  });
  return assessHardship({
    ...{ basis, report, members: [{ ...member, ...change }], region: '510802001', asOf: '2025-05-12' },
    ...{ standardFen: 39_000n, book: bookOf(mode) },
  });
}

const pointsOf = (input: Input, item: string): string | undefined => {
  const points = found(input)?.stored.items.find(({ code }) => code === item)?.points;
  return points && `${points.numerator}/${points.denominator}`;
};

describe('R15 for a case', () => {
  it('is not computed where it is off, and only shown with an evaluation', () => {
    expect(found({ mode: 'off' })).toBeUndefined();
    expect(found({ basis: { carers: [] } })).toBeUndefined();
    // 30 for income, 10 for property, 5 for the evaluation
    expect(found()?.stored).toMatchObject({ mode: 'advisory', scoreCenti: 4_500, outcome: 'MEANS_DECIDE' });
  });

  it('waits for the evaluation where it is decisive, and says what is below the score', () => {
    expect(found({ mode: 'ranking', basis: { carers: [] } })?.stored.outcome).toBe('EVALUATION_MISSING');
    const below = found({ mode: 'ranking' });
    expect(below?.stored.outcome).toBe('SCORE_BELOW');
    expect(below?.reasons.at(-1)).toMatchObject({
      code: 'SCORE_BELOW',
      zh: expect.stringContaining('45.00分'),
    });
  });

  it.each<[string, Input, string]>([
    ['works', {}, '0/1'],
    ['studies', { change: { study: 'BACHELOR' } }, '50/1'],
    ['is treated for a chronic illness', { isChronic: true }, '50/1'],
    ['cares for another', { basis: { ...VOTES, carers: [WORKER] } }, '30/1'],
    ['is seriously ill', { change: { majorIllnessCode: 'I10' } }, '100/1'],
    [
      'was disabled by a card that is over',
      { change: { disabilityKind: 4, disabilityGrade: 1, cardValidTo: '2025-05-11' } },
      '0/1',
    ],
  ])('counts a member who %s', (_what, input, expected) => {
    expect(pointsOf(input, 'members')).toBe(expected);
  });

  it.each<[string, MessageInitShape<typeof AssetFigureSchema>[], string]>([
    ['nothing', [], '100/1'],
    ['a home', [asset(AssetKind.RESIDENCE)], '100/1'],
    ['two homes', [asset(AssetKind.RESIDENCE), asset(AssetKind.RESIDENCE)], '50/1'],
    ['two homes in one row', [asset(AssetKind.RESIDENCE, { count: 2 })], '50/1'],
    ['a car', [asset(AssetKind.PASSENGER_CAR)], '0/1'],
    ['a car that is gone', [asset(AssetKind.PASSENGER_CAR, { count: 0 })], '100/1'],
    [
      'a car that the test leaves out',
      [asset(AssetKind.PASSENGER_CAR, { ignoredReason: 'EXEMPT' })],
      '100/1',
    ],
  ])('counts %s', (_what, assets, expected) => {
    expect(pointsOf({ assets }, 'assets')).toBe(expected);
  });
});
