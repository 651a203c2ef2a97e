import { enumName } from '@minzheng/contracts/catalogue';
import { AssetKindSchema, ExpenditureKind, FactQuality } from '@minzheng/contracts/facts';
import type { MemberFigures, VerificationCompleted } from '@minzheng/contracts/verification';
import { assetKind } from '@minzheng/kernel/means-test';
import { ageOn, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { fromWire, toWire, ZERO } from '@minzheng/kernel/rational';
import type { AssessedMember } from '../applications/assessment.rules.js';
import type { StoredHardship } from '../applications/assessment.js';
import { cardOf } from '../applications/member-card.rules.js';
import { hardshipDecision } from '../entitlement/hardship-ranking.rules.js';
import { hardshipScore, type Evaluation, type HardshipMember } from '../entitlement/hardship-score.rules.js';
import { readHardshipPolicy } from '../entitlement/rule-policies.js';
import type { StatedReason } from '../entitlement/stated-reason.js';

/** What the hardship index rests on beside the report: kept with the assessment. */
export interface HardshipBasis {
  /** Absent while none has been held. */
  readonly evaluation?: Evaluation;
  /** Who cares for somebody of the household, as the visit has seen. */
  readonly carers: readonly string[];
}

interface HardshipInput {
  readonly basis: HardshipBasis;
  readonly report: VerificationCompleted;
  readonly members: readonly AssessedMember[];
  readonly region: string;
  readonly asOf: CivilDate;
  readonly standardFen: bigint;
  readonly book: PolicyBook;
}

const STUDENT_FROM = 16;

/**
 * R15 for a case: the index of its household and what the region makes of it; nothing where it is off, or shown only and
 * no evaluation has been held.
 *
 * @throws PolicyMissing
 */
export function assessHardship(
  input: HardshipInput,
): { readonly stored: StoredHardship; readonly reasons: readonly StatedReason[] } | undefined {
  const { basis, report, members, region, asOf, standardFen, book } = input;
  const policy = readHardshipPolicy(book, region, asOf);
  if (policy.mode === 'off') return undefined;
  const counted = report.members.filter((member) => member.counted);
  const figures = report.householdFigures;
  if (counted.length === 0 || !figures) return undefined;
  const known = new Map(members.map((member) => [member.personKey, member]));
  const groups = counted.flatMap(groupsOf);
  const found = hardshipScore(
    {
      members: counted.flatMap((figure) => {
        const member = known.get(figure.personKey);
        return member ? [toHardshipMember(member, figure, basis, asOf)] : [];
      }),
      on: asOf,
      standardFen,
      perCapita: figures.perCapitaMonthly ? fromWire(figures.perCapitaMonthly) : ZERO,
      rigidAnnualFen: figures.rigidAnnualFen,
      hasVehicle: groups.includes('VEHICLE'),
      hasSecondHome: groups.filter((group) => group === 'HOME').length > 1,
      hasBusiness: groups.includes('BUSINESS'),
      depositsPerHead: figures.financialAssetsPerHead ? fromWire(figures.financialAssetsPerHead) : ZERO,
      ...(basis.evaluation ? { evaluation: basis.evaluation } : {}),
    },
    policy,
  );
  const decision = hardshipDecision(found, policy);
  if (found === undefined) {
    const { mode } = policy;
    if (decision.outcome !== 'EVALUATION_MISSING') return undefined;
    return {
      stored: { mode, exact: toWire(ZERO), scoreCenti: 0, items: [], outcome: decision.outcome },
      reasons: [],
    };
  }
  return {
    stored: {
      mode: policy.mode,
      exact: toWire(found.exact),
      scoreCenti: Number(found.hundredths),
      items: found.items.map(({ code, points }) => ({ code, points: toWire(points) })),
      outcome: decision.outcome,
    },
    reasons: [...found.reasons, ...(decision.outcome === 'SCORE_BELOW' ? [decision.reason] : [])],
  };
}

function toHardshipMember(
  member: AssessedMember,
  { expenditures }: MemberFigures,
  { carers }: HardshipBasis,
  on: CivilDate,
): HardshipMember {
  const disability = cardOf(member);
  return {
    personKey: member.personKey,
    birthDate: member.birthDate,
    ...(disability ? { disability } : {}),
    isSeriouslyIll: member.majorIllnessCode !== null,
    hasChronicIllness: expenditures.some(
      ({ kind, quality }) => kind === ExpenditureKind.MEDICAL_CHRONIC_OOP && quality !== FactQuality.DECLARED,
    ),
    isStudent: (member.study ?? 'NONE') !== 'NONE' && ageOn(member.birthDate, on) >= STUDENT_FROM,
    isCarer: carers.includes(member.personKey),
  };
}

/** The groups of what a member owns, one for each item; a number of things is as many. */
function groupsOf({ assets }: MemberFigures): string[] {
  return assets
    .filter(({ ignoredReason, count }) => ignoredReason === undefined && count !== 0)
    .flatMap(({ kind, count = 1 }) => {
      const { group } = assetKind(enumName(AssetKindSchema, kind));
      return Array.from({ length: group === 'HOME' ? count : 1 }, () => group);
    });
}
