import type { MessageInitShape } from '@bufbuild/protobuf';
import { Purpose, ServiceCode } from '@minzheng/contracts/common';
import {
  ConclusionBasis,
  VerificationResult,
  type VerificationCompletedSchema,
} from '@minzheng/contracts/verification';
import { addDays } from '@minzheng/kernel/months';
import { v4 as uuidv4 } from 'uuid';
import type { AssessedMember, AssessmentBasis } from '../../applications/assessment.rules.js';

const REGIONS = ['510802001', '510803002', '510811003', '510821004'];
const CONCLUSIONS = [
  ...['WITHIN_LIMITS', 'WITHIN_LIMITS', 'WITHIN_LIMITS', 'WITHIN_LIMITS'],
  ...['EXCEEDS_INCOME', 'EXCEEDS_PROPERTY', 'NEEDS_REVIEW', 'INCOMPLETE'],
];
const OLDEST_DAYS = 33_000;

export interface RandomHousehold {
  readonly basis: Omit<AssessmentBasis, 'firstMonth'>;
  readonly report: MessageInitShape<typeof VerificationCompletedSchema>;
}

/** Households of all sizes, ages and means with the reports on them; the same ones each time. */
export function randomHouseholds(count: number, days: readonly string[]): RandomHousehold[] {
  const below = random(20_250_512);
  const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  return Array.from({ length: count }, () => {
    const members = Array.from({ length: 1 + below(5) }, () => member(below));
    const region = oneOf(REGIONS);
    return {
      basis: { members, region, hukouType: oneOf(['URBAN', 'RURAL'] as const), asOf: oneOf(days) },
      report: report(members, below),
    };
  });
}

function member(below: (bound: number) => number): AssessedMember {
  const isDisabled = below(4) === 0;
  return {
    personKey: uuidv4(),
    birthDate: addDays('2025-01-01', -below(OLDEST_DAYS)),
    disabilityKind: isDisabled ? 1 + below(7) : null,
    disabilityGrade: isDisabled ? 1 + below(4) : null,
    cardValidTo: isDisabled && below(2) === 0 ? addDays('2025-05-31', below(400)) : null,
    majorIllnessCode: below(6) === 0 ? 'I10' : null,
  };
}

function report(
  members: readonly AssessedMember[],
  below: (bound: number) => number,
): RandomHousehold['report'] {
  const annualFen = BigInt(below(members.length * 1_200_000));
  const rigidFen = BigInt(below(400_000));
  const afterRigidFen = annualFen > rigidFen ? annualFen - rigidFen : 0n;
  const monthly = (fen: bigint) => ({
    numerator: fen.toString(),
    denominator: String(12 * members.length),
  });
  const conclusion = CONCLUSIONS[below(CONCLUSIONS.length)] as string;
  return {
    requestId: uuidv4(),
    requester: ServiceCode.ASSISTANCE,
    result: VerificationResult.COMPLETE,
    reportId: uuidv4(),
    reportNumber: '51-20250519-1',
    sequence: 1,
    validTo: '2025-12-31',
    householdFigures: {
      memberCount: members.length,
      annualIncomeFen: annualFen,
      perCapitaMonthly: monthly(annualFen),
      perCapitaAfterRigid: monthly(afterRigidFen),
      rigidAnnualFen: rigidFen,
    },
    members: members.map(({ personKey }) => ({
      personKey,
      counted: true,
      reasonCode: 'COUNTED',
      ownMonthly: { numerator: String(below(120_000)), denominator: '1' },
    })),
    conclusions: [Purpose.DIBAO, Purpose.EDGE, Purpose.RIGID].map((purpose) => ({
      purpose,
      conclusion,
      basis: ConclusionBasis.HOUSEHOLD,
    })),
  };
}

/** Mulberry32: whole numbers from 0, below a bound. */
function random(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
