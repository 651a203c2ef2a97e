import type { MessageInitShape } from '@bufbuild/protobuf';
import { Purpose, ServiceCode } from '@minzheng/contracts/common';
import {
  ConclusionBasis,
  VerificationResult,
  type VerificationCompletedSchema,
} from '@minzheng/contracts/verification';
import { AssetKind } from '@minzheng/contracts/facts';
import { addDays, incomeWindow, type CivilDate } from '@minzheng/kernel/months';
import { v4 as uuidv4 } from 'uuid';
import type { MeansSupplement } from '../../applications/means-supplement.rules.js';
import type { HardshipBasis } from '../../evaluations/hardship.rules.js';
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
    const hukouType = oneOf(['URBAN', 'RURAL'] as const);
    const asOf = oneOf(days);
    const carId = below(4) === 0 ? uuidv4() : undefined;
    return {
      basis: {
        ...{ members, region, hukouType, asOf },
        ...(below(3) > 0 ? { hardship: evaluated(members, below) } : {}),
        ...(below(3) === 0 || carId !== undefined
          ? { supplement: supplement(members, asOf, carId, below) }
          : {}),
      },
      report: report(members, below, carId),
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

function evaluated(members: readonly AssessedMember[], below: (bound: number) => number): HardshipBasis {
  const [agree, against] = [1 + below(20), below(10)];
  const carers = members.filter(() => below(5) === 0).map(({ personKey }) => personKey);
  return { evaluation: { agree, against, void: 0, representatives: agree + against }, carers };
}

/** A visit has seen some work, and a person has decided of a car that the report leaves open. */
function supplement(
  members: readonly AssessedMember[],
  asOf: CivilDate,
  carId: string | undefined,
  below: (bound: number) => number,
): MeansSupplement {
  const [{ personKey }] = members as [AssessedMember];
  const window = incomeWindow(asOf, 12);
  return {
    items: [
      {
        ...{ factId: uuidv4(), personKey, side: 'INCOME', kind: 'casualWork', payerKey: '*' },
        ...{ amountFen: String(120_000 + below(600_000)), fromMonth: window.from, toMonth: window.to },
        ...{ quality: 'SURVEYED', agency: 'assistance', on: asOf },
      },
    ],
    assetDecisions: carId === undefined ? [] : [{ assetId: carId, count: below(2), by: 'clerk', on: asOf }],
    answered: [],
    snapshot: {
      members: members.map((each, place) => ({
        personKey: each.personKey,
        relation: place === 0 ? ('APPLICANT' as const) : ('CHILD' as const),
        birthDate: each.birthDate,
        study: 'NONE' as const,
      })),
      obligors: [],
    },
  };
}

function report(
  members: readonly AssessedMember[],
  below: (bound: number) => number,
  carId: string | undefined,
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
    members: members.map(({ personKey }, place) => ({
      personKey,
      assets: place === 0 && carId !== undefined ? [car(carId)] : [],
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

const car = (factId: string) => ({
  ...{ kind: AssetKind.PASSENGER_CAR, shareBp: 10_000, itemKey: 'car', agency: 'PSB' },
  ...{ asOf: '2025-01-01', factId },
});

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
