import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Purpose, ServiceCode } from '@minzheng/contracts/common';
import {
  ClueDirection,
  ClueSeverity,
  ConclusionBasis,
  EconomicSide,
  GapState,
  type AssetFigureSchema,
  type ExpenditureFigureSchema,
  type StatusFigureSchema,
  VerificationResult,
  type ClueDispatchedSchema,
  type VerificationCompletedSchema,
} from '@minzheng/contracts/verification';
import { v4 as uuidv4 } from 'uuid';
import { VILLAGE } from './assistance.js';

const REGION = { code: VILLAGE };
const NUMERATOR_PER_HEAD = '40000';

export interface ReportOptions {
  readonly requestId: string;
  readonly persons: readonly string[];
  readonly sequence?: number;
  /** In fen; whole. */
  readonly perCapita?: string;
  /** The same after rigid expenditure, exact; as `perCapita` without it. */
  readonly afterRigid?: { readonly numerator: string; readonly denominator: string };
  readonly conclusion?: string;
  readonly validTo?: string;
  readonly result?: VerificationResult;
  readonly isMaterial?: boolean;
  readonly reasonCodes?: string[];
  readonly refusals?: { readonly problem: string; readonly personKey?: string }[];
  readonly rigidAnnualFen?: bigint;
  /** What else the report says of somebody, by the place in the household. */
  readonly figuresOf?: (place: number) => {
    readonly ownMonthly?: { readonly numerator: string; readonly denominator: string };
    readonly assets?: MessageInitShape<typeof AssetFigureSchema>[];
    readonly expenditures?: MessageInitShape<typeof ExpenditureFigureSchema>[];
    readonly statuses?: MessageInitShape<typeof StatusFigureSchema>[];
  };
  /** Agencies that have not answered; of anybody. */
  readonly gaps?: readonly string[];
}

/** The report of scenario 1: 400.00 a head, one gap that is not core, one minor discrepancy. */
export function report({
  requestId,
  persons,
  sequence = 1,
  perCapita = NUMERATOR_PER_HEAD,
  afterRigid,
  conclusion = 'WITHIN_LIMITS',
  validTo = '2025-08-17',
  result = VerificationResult.COMPLETE,
  isMaterial = false,
  reasonCodes = [],
  refusals = [],
  rigidAnnualFen = 0n,
  figuresOf = () => ({}),
  gaps = ['INS'],
}: ReportOptions): MessageInitShape<typeof VerificationCompletedSchema> {
  const figure = { numerator: perCapita, denominator: '1' };
  const issuedAt = timestampFromDate(new Date('2025-05-19T01:00:00Z'));
  const [husband = ''] = persons;
  return {
    occurredAt: issuedAt,
    region: REGION,
    requestId,
    requester: ServiceCode.ASSISTANCE,
    result,
    refusals,
    reportId: uuidv4(),
    reportNumber: `51-20250519-${sequence}`,
    sequence,
    asOf: timestampFromDate(new Date('2025-05-11T16:00:00Z')),
    knownAt: issuedAt,
    issuedAt,
    validTo,
    householdFigures: {
      memberCount: persons.length,
      annualIncomeFen: BigInt(perCapita) * 12n * BigInt(persons.length),
      perCapitaMonthly: figure,
      perCapitaAfterRigid: afterRigid ?? figure,
      rigidAnnualFen,
      standardMonthlyFen: 59_000n,
    },
    members: persons.map((personKey, place) => ({
      personKey,
      counted: true,
      reasonCode: 'COUNTED',
      ownMonthly: { numerator: personKey === husband ? '120000' : '0', denominator: '1' },
      ...figuresOf(place),
    })),
    conclusions: [Purpose.DIBAO, Purpose.EDGE, Purpose.RIGID].map((purpose) => ({
      purpose,
      conclusion,
      basis: ConclusionBasis.HOUSEHOLD,
      reasonCodes,
    })),
    discrepancies: [
      {
        personKey: husband,
        side: EconomicSide.INCOME,
        kind: 'wage',
        declaredFen: 1_600_000n,
        verifiedFen: isMaterial ? 3_000_000n : 1_800_000n,
        class: 'UNDER_DECLARED',
        material: isMaterial,
      },
    ],
    gaps: gaps.map((agency) => ({ agency, personKeys: [...persons], state: GapState.NOT_ANSWERED })),
    bodySha256: 'a'.repeat(64),
  };
}

export interface ClueOptions {
  readonly clueId: string;
  readonly householdId: string;
  readonly personKeys: readonly string[];
  readonly revision?: number;
  readonly indicators?: readonly string[];
}

/** A first wage of a recipient: C3, due in ten working days. */
export function clue({
  clueId,
  householdId,
  personKeys,
  revision = 1,
  indicators = ['C3'],
}: ClueOptions): MessageInitShape<typeof ClueDispatchedSchema> {
  return {
    occurredAt: timestampFromDate(new Date('2025-08-12T02:00:00Z')),
    region: REGION,
    clueId,
    department: ServiceCode.ASSISTANCE,
    household: { service: ServiceCode.ASSISTANCE, householdId, region: REGION },
    personKeys: [...personKeys],
    hits: indicators.map((indicator) => ({
      indicator,
      episodeKey: '91510802MA62A7XK18',
      months: ['2025-07'],
    })),
    direction: ClueDirection.OVER,
    severity: ClueSeverity.YELLOW,
    dueAt: timestampFromDate(new Date('2025-08-26T16:00:00Z')),
    attempt: 1,
    revision,
    identityHolders: ['assistance'],
  };
}
