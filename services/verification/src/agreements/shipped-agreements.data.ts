import { v5 as uuidv5 } from 'uuid';
import { DATASETS, type Dataset, type DatasetDirection } from './dataset.data.js';

/** An agreement that was concluded before the platform (既有协议). */
export interface ShippedAgreement {
  readonly id: string;
  readonly agency: string;
  readonly direction: DatasetDirection;
  readonly dataset: Dataset;
  readonly purposes: readonly string[];
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  readonly validFrom: string;
  readonly validTo: string;
  readonly impactAssessmentRef: string;
  readonly maxRejectBp: number;
  readonly keepDays: number;
}

const NAMESPACE = '3d1f6a52-6c1b-5f0e-9d1a-70a1f3d0b4c6';
const TERMS = {
  ratePerSecond: 200,
  dailyQuota: 1_000_000,
  validFrom: '2018-01-01',
  validTo: '2035-12-31',
  impactAssessmentRef: '民政厅个人信息保护影响评估〔2017〕1号',
  // as the rows verification.file.* say on the first day
  maxRejectBp: 100,
  keepDays: 180,
} as const;

/** Who may ask in which categories of the low-income population a person is, and for what; each is told of its own requests. */
const MAY_ASK: readonly (readonly [party: string, purposes: readonly string[]])[] = [
  [
    'outside-department',
    ['MEDICAL_AID', 'EDUCATION_AID', 'HOUSING_AID', 'EMPLOYMENT_AID', 'LEGAL_AID', 'HEATING'],
  ],
  ['NHSA', ['MEDICAL_AID']],
  ['EDU', ['EDUCATION_AID']],
  ['HOU', ['HOUSING_AID']],
  ['HRSS', ['EMPLOYMENT_AID']],
];

function shipped(agency: string, dataset: Dataset, purposes: readonly string[]): ShippedAgreement {
  const id = uuidv5(JSON.stringify([agency, dataset.code, dataset.direction]), NAMESPACE);
  return { id, agency, direction: dataset.direction, dataset, purposes, ...TERMS };
}

/** The agreements of today: of each agency for all its datasets, and of the departments that ask. */
export const SHIPPED_AGREEMENTS: readonly ShippedAgreement[] = DATASETS.flatMap((dataset) =>
  dataset.direction === 'OUT'
    ? MAY_ASK.map(([party, purposes]) => shipped(party, dataset, purposes))
    : [shipped(dataset.provider, dataset, [])],
);
