import { PolicyBook } from '../../policy/index.js';
import { roundHalfUp, type Rational } from '../../rational/index.js';
import {
  readMeansPolicy,
  shippedTreatments,
  testMeans,
  type AssetFact,
  type AssetKind,
  type EconomicFact,
  type ExpenditureFact,
  type ExpenditureKind,
  type HouseholdMember,
  type HukouType,
  type IncomeFact,
  type IncomeKind,
  type MeansPolicy,
  type MeansQuestion,
  type MeansResult,
  type StatusFact,
  type StatusKind,
} from '../index.js';

export const REGION = '510802001001';
/** Examples of verification 5.15: Guangyuan 2020, asked on this day; the window is 2024-07 to 2025-06. */
export const AS_OF = '2025-07-15';

const SHIPPED: Readonly<Record<string, unknown>> = {
  'assistance.dibao.standardMonthlyFen': { URBAN: '59000', RURAL: '39000' },
  'assistance.household.coResidenceMonths': 12,
  'assistance.household.clergyMonths': 36,
  'assistance.household.excludedStatuses': ['tekun', 'orphan'],
  'assistance.income.windowMonths': 12,
  'assistance.income.grossToNetBp': 1050,
  'assistance.income.carryForwardMonths': 0,
  'assistance.income.disregardMonths': 0,
  'assistance.income.disregardStd': 3,
  'assistance.income.employmentCostBp': 2000,
  'assistance.income.employmentCostCapStdBp': 10000,
  'assistance.income.supportMode': 'FORMULA',
  'assistance.income.supportFreeStd': 2,
  'assistance.income.supportRateBp': 5000,
  'assistance.rigid.deductGroups': ['MEDICAL', 'EDUCATION', 'REHAB'],
  'assistance.rigid.educationCapFen': { SCHOOL: '600000', BACHELOR: '600000' },
  'assistance.rigid.ratioBp': 5000,
  'assistance.edge.multipleBp': 15000,
  'assistance.asset.financialStd': { DIBAO: 24, EDGE: 36, RIGID: 48 },
  'assistance.asset.vehicleCount': 0,
  'assistance.asset.homeCount': 2,
  'assistance.asset.homeAreaM2': 30,
  'assistance.asset.nonResidentialCount': 0,
  'assistance.asset.capitalFen': '3000000',
  'assistance.asset.machineryFen': '5000000',
  'assistance.minimumWageFen': '200000',
  'assistance.disposableIncome.lastYearFen': '3600000',
  'verification.property.minShareBp': 5000,
  ...Object.fromEntries(shippedTreatments()),
};

export function policyBook(overrides: Readonly<Record<string, unknown>> = {}): PolicyBook {
  return new PolicyBook(
    Object.entries({ ...SHIPPED, ...overrides }).map(([key, value], index) => ({
      id: `01900000-0000-7000-8000-${index.toString().padStart(12, '0')}`,
      key,
      regionPrefix: '51',
      effectiveFrom: '2018-01-01',
      value,
      legalBasis: 'test',
    })),
  );
}

export const policyOf = (
  overrides: Readonly<Record<string, unknown>> = {},
  hukou: HukouType = 'URBAN',
): MeansPolicy => readMeansPolicy(policyBook(overrides), REGION, hukou, AS_OF);

/** Persons by a letter: `key('a')`. */
export const key = (letter: string): string => `${letter.repeat(8)}-0000-8000-8000-000000000000`;

let serial = 0;

type Common = Pick<
  IncomeFact,
  'factId' | 'personKey' | 'source' | 'quality' | 'observedAt' | 'recordedAtMicros' | 'retracted'
>;

const common = (letter: string, agency: string): Common => ({
  factId: `00000000-0000-4000-8000-${(++serial).toString().padStart(12, '0')}`,
  personKey: key(letter),
  source: { agency, dataset: `${agency}.records`, recordKey: `record-${serial}` },
  quality: 'REGISTERED',
  observedAt: '2025-07-01T00:00:00.000000Z',
  recordedAtMicros: BigInt(1_750_000_000_000_000 + serial),
  retracted: false,
});

/** `amountFen` in all for the months; of TAX unless it says otherwise. */
export const income = (
  letter: string,
  kind: IncomeKind,
  amountFen: bigint,
  months: readonly [string, string],
  more: Partial<IncomeFact> = {},
  agency = 'TAX',
): IncomeFact => ({
  ...common(letter, agency),
  type: 'INCOME',
  kind,
  amountFen,
  period: { from: months[0], to: months[1] },
  basis: 'NET',
  payerKey: 'X',
  itemKey: 'contract',
  householdShare: false,
  ...more,
});

export const WINDOW = ['2024-07', '2025-06'] as const;

/** A wage of so many fen in each of the twelve months of the window. */
export const wage = (letter: string, monthlyFen: bigint, more: Partial<IncomeFact> = {}): IncomeFact =>
  income(letter, 'wage', monthlyFen * 12n, WINDOW, more);

export const spending = (
  letter: string,
  kind: ExpenditureKind,
  amountFen: bigint,
  more: Partial<ExpenditureFact> = {},
  agency = 'NHSA',
): ExpenditureFact => ({
  ...common(letter, agency),
  type: 'EXPENDITURE',
  kind,
  amountFen,
  period: { from: '2025-03', to: '2025-03' },
  itemKey: `bill-${serial}`,
  ...more,
});

export const asset = (
  letter: string,
  kind: AssetKind,
  more: Partial<AssetFact> = {},
  agency = 'NR',
): AssetFact => ({
  ...common(letter, agency),
  type: 'ASSET',
  kind,
  count: 1,
  asOf: '2025-07-01',
  itemKey: `item-${serial}`,
  shareBp: 10_000,
  attributes: {},
  ...more,
});

export const deposit = (letter: string, valueFen: bigint): AssetFact => {
  const { count: _, ...fact } = asset(letter, 'deposit', { valueFen }, 'BANK');
  return fact;
};

export const state = (
  letter: string,
  kind: StatusKind,
  from: string,
  more: { readonly to?: string; readonly attributes?: Record<string, string> } = {},
  agency = 'PSB',
): StatusFact => ({
  ...common(letter, agency),
  type: 'STATUS',
  kind,
  days: more.to === undefined ? { from } : { from, to: more.to },
  attributes: more.attributes ?? {},
});

export const member = (
  letter: string,
  relation: HouseholdMember['relation'],
  more: Partial<HouseholdMember> = {},
): HouseholdMember => ({ personKey: key(letter), relation, birthDate: '1980-01-01', study: 'NONE', ...more });

/** Applicant a, spouse b and minor children c, d …: n members who all count. */
export const family = (n: number): HouseholdMember[] =>
  ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    .slice(0, n)
    .map((letter, index) =>
      index === 0
        ? member(letter, 'APPLICANT')
        : index === 1
          ? member(letter, 'SPOUSE')
          : member(letter, 'CHILD', { birthDate: '2015-01-01' }),
    );

export interface Ask extends Partial<Omit<MeansQuestion, 'policy' | 'snapshot' | 'facts'>> {
  readonly members?: readonly HouseholdMember[];
  readonly obligors?: MeansQuestion['snapshot']['obligors'];
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly hukou?: HukouType;
}

export function means(
  facts: readonly EconomicFact[],
  { members, obligors, overrides, hukou, ...more }: Ask = {},
): MeansResult {
  return testMeans({
    snapshot: { members: members ?? family(3), obligors: obligors ?? [] },
    facts,
    asOf: AS_OF,
    policy: policyOf(overrides, hukou),
    ...more,
  });
}

export const printed = (value: Rational | undefined): bigint | undefined =>
  value === undefined ? undefined : roundHalfUp(value);

/** Letters of those who count. */
export const counted = (result: MeansResult): string =>
  result.members
    .filter(({ membership }) => membership.counted)
    .map(({ personKey }) => personKey.charAt(0))
    .join('');
