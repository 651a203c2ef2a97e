import { readdir, readFile } from 'node:fs/promises';
import type { EconomicFact } from '@minzheng/kernel/means-test';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import type { ConsentForm } from '../../consents/consent.rules.js';
import type { CheckQuestion } from '../check.js';
import type { SourceAnswer } from '../completeness.rules.js';
import type { DeclaredItem, HouseholdUnderCheck } from '../household-under-check.js';

/** Rows that assistance ships (section 8 of its specification), for Guangyuan. */
const ASSISTANCE: Readonly<Record<string, unknown>> = {
  'dibao.standardMonthlyFen': { URBAN: '59000', RURAL: '39000' },
  'household.coResidenceMonths': 12,
  'household.clergyMonths': 36,
  'household.excludedStatuses': ['tekun', 'orphan'],
  'income.windowMonths': 12,
  'income.employmentCostBp': 2000,
  'income.employmentCostCapStdBp': 10000,
  'income.grossToNetBp': 1050,
  'income.carryForwardMonths': 0,
  'income.disregardMonths': 0,
  'income.disregardStd': 3,
  'income.supportMode': 'FORMULA',
  'income.supportFreeStd': 2,
  'income.supportRateBp': 5000,
  'rigid.deductGroups': ['MEDICAL', 'EDUCATION', 'REHAB'],
  'rigid.ratioBp': 5000,
  'edge.multipleBp': 15000,
  'asset.financialStd': { DIBAO: 24, EDGE: 36, RIGID: 48 },
  'asset.vehicleCount': 0,
  'asset.homeCount': 2,
  'asset.homeAreaM2': 30,
  'asset.nonResidentialCount': 0,
  'asset.capitalFen': '3000000',
  'asset.machineryFen': '5000000',
  'disposableIncome.lastYearFen': '4000000',
  minimumWageFen: '200000',
  'illness.enabled': false,
  'singlePerson.categories': ['SEVERE_DISABILITY', 'SERIOUS_ILLNESS'],
  'verification.materialBp': 1000,
};

export const ASSISTANCE_ROWS: readonly PolicyRow[] = Object.entries(ASSISTANCE).map(
  ([key, value], index) => ({
    id: `01900000-0000-7000-8000-${index.toString().padStart(12, '0')}`,
    key: `assistance.${key}`,
    regionPrefix: '5108',
    effectiveFrom: '2018-01-01',
    value,
    legalBasis: '社会救助暂行办法 (Decree 649)',
  }),
);

/** The rows that are shipped here, with those of assistance. */
export async function policyRows(): Promise<PolicyRow[]> {
  const directory = new URL('../../../policies/', import.meta.url);
  const files = await Promise.all(
    (await readdir(directory)).map((file) => readFile(new URL(file, directory), 'utf8')),
  );
  return [...files.flatMap((text) => parse(text) as PolicyRow[]), ...ASSISTANCE_ROWS];
}

export async function policyBook(): Promise<PolicyBook> {
  return new PolicyBook(await policyRows());
}

export const HUSBAND = '11111111-1111-8111-8111-111111111111';
export const WIFE = '22222222-2222-8222-8222-222222222222';
export const CHILD = '33333333-3333-8333-8333-333333333333';

/** T1's household: an urban couple with a child in 510802. */
export const HOUSEHOLD: HouseholdUnderCheck = {
  region: '510802',
  hukouType: 'URBAN',
  members: [
    { personKey: HUSBAND, relation: 'APPLICANT', birthDate: '1985-03-01', capacity: 'FULL' },
    { personKey: WIFE, relation: 'SPOUSE', birthDate: '1986-04-01', capacity: 'FULL' },
    { personKey: CHILD, relation: 'CHILD', birthDate: '2015-05-01', capacity: 'NONE' },
  ].map(
    (member) =>
      ({
        ...member,
        study: 'NONE' as const,
        hukouRegion: '510802',
      }) as HouseholdUnderCheck['members'][number],
  ),
  obligors: [],
};

export const consentOf = (personKey: string, rest: Partial<ConsentForm> = {}): ConsentForm => ({
  consentId: personKey.replace('-8', '-7'),
  personKey,
  signerKey: personKey,
  signerRole: 'SELF',
  purposes: ['DIBAO', 'EDGE', 'RIGID'],
  datasets: ['CORE'],
  signedAt: '2025-07-14T02:00:00Z',
  validTo: '2026-07-13',
  ...rest,
});

export const CORE = ['PSB', 'MCA', 'HRSS', 'TAX', 'NR', 'AMR', 'BANK', 'DPF'];

export const answersOf = (agencies: readonly string[], observedAt = '2025-07-16T02:00:00Z'): SourceAnswer[] =>
  agencies.flatMap((agency) =>
    HOUSEHOLD.members.map(({ personKey }) => ({
      personKey,
      agency,
      dataset: agency,
      state: 'ANSWERED' as const,
      observedAt,
    })),
  );

let lastFact = 0;
const stored = (personKey: string, agency: string) => {
  lastFact += 1;
  const factId = `0f000000-0000-5000-8000-${lastFact.toString().padStart(12, '0')}`;
  return {
    factId,
    personKey,
    source: { agency, dataset: agency, recordKey: factId },
    quality: 'REGISTERED' as const,
    observedAt: '2025-07-16T01:00:00Z',
    recordedAtMicros: BigInt(lastFact),
    retracted: false,
  };
};

export const wageFact = (
  personKey: string,
  monthlyFen: bigint,
  from = '2024-07',
  to = '2025-06',
): EconomicFact => ({
  ...stored(personKey, 'TAX'),
  type: 'INCOME',
  kind: 'wage',
  amountFen:
    monthlyFen *
    BigInt(
      (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
        Number(to.slice(5)) -
        Number(from.slice(5)) +
        1,
    ),
  period: { from, to },
  basis: 'NET',
  payerKey: '91510800MA6253U27D',
  itemKey: 'job',
  householdShare: false,
});

export const assetFact = (
  personKey: string,
  agency: string,
  kind: 'deposit' | 'residence' | 'passengerCar' | 'insuranceCashValue',
  values: { valueFen?: bigint; count?: number; shareBp?: number; attributes?: Record<string, string> },
): EconomicFact => ({
  ...stored(personKey, agency),
  type: 'ASSET',
  kind,
  asOf: '2025-07-10',
  itemKey: `${kind} of ${personKey}`,
  shareBp: 10_000,
  attributes: {},
  ...values,
});

export const medicalFact = (personKey: string, amountFen: bigint): EconomicFact => ({
  ...stored(personKey, 'NHSA'),
  type: 'EXPENDITURE',
  kind: 'medicalInpatientOop',
  amountFen,
  period: { from: '2025-03', to: '2025-03' },
  itemKey: 'stay',
});

/** What T1's household declared: wage 1,800,000 a year, deposit 800,000, one home. */
export const DECLARED: readonly DeclaredItem[] = [
  { personKey: HUSBAND, side: 'INCOME', kind: 'wage', amountFen: '1800000', noneDeclared: false },
  { personKey: HUSBAND, side: 'ASSET', kind: 'deposit', valueFen: '800000', noneDeclared: false },
  { personKey: HUSBAND, side: 'ASSET', kind: 'residence', count: 1, noneDeclared: false },
];

/** What T1's sources know. */
export const FACTS: readonly EconomicFact[] = [
  wageFact(HUSBAND, 180_000n),
  assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 800_000n }),
  assetFact(HUSBAND, 'NR', 'residence', { count: 1 }),
];

/** T1's question: DIBAO, both adults agree, all of the core set has answered. */
export const QUESTION: CheckQuestion = {
  requestId: '01980000-0000-7000-8000-000000000001',
  household: HOUSEHOLD,
  purposes: ['DIBAO'],
  declaredItems: DECLARED,
  asOf: '2025-07-15T02:00:00Z',
  today: '2025-07-18',
  consents: [consentOf(HUSBAND), consentOf(WIFE)],
  answers: answersOf([...CORE, 'INS']),
  watermarks: [],
  disputedFactIds: [],
};
