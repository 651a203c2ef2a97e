import {
  ApplicationAcceptedSchema,
  ApplicationSubmittedSchema,
  CaseAssessedSchema,
  CaseDecidedSchema,
  CaseOutcome,
  CaseReportedSchema,
  CaseRevokedSchema,
  DiscrepancyFoundSchema,
  NoticePostedSchema,
  ObjectionRaisedSchema,
  PreliminaryOpinionGivenSchema,
} from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import type { Tx } from '@minzheng/platform/persistence';
import { householdRef, said, transition } from '../messages.js';
import type { AidCase, Decision, Opinion, Revocation } from './application.entity.js';
import type { Assessment } from './assessment.js';
import type { CaseMove } from './case-moves.js';

/** What was not there before. */
type Began = Pick<CaseMove, 'to'> & { readonly from: '' };

const about = (aidCase: AidCase, { from, to }: Began | CaseMove, at: Date) => ({
  ...said(aidCase.region, at),
  caseId: aidCase.id,
  transition: transition('case', aidCase, from, to),
});

/** The referral and the clue that it answers. */
const originOf = ({ referralId, clueId }: AidCase) => ({
  ...(referralId ? { referralId } : {}),
  ...(clueId ? { clueId } : {}),
});

const programmeOf = ({ programme }: Pick<AidCase, 'programme'>) => enumValue(ProgrammeSchema, programme);

export function announceSubmitted(tx: Tx, aidCase: AidCase, at: Date): void {
  tx.announce(
    ApplicationSubmittedSchema,
    {
      ...about(aidCase, { from: '', to: aidCase.state }, at),
      caseNo: aidCase.caseNo,
      programme: programmeOf(aidCase),
      household: householdRef(aidCase.householdId, aidCase.region),
      channel: aidCase.channel,
      ...originOf(aidCase),
    },
    aidCase,
  );
}

export function announceAccepted(tx: Tx, aidCase: AidCase, move: CaseMove, at: Date): void {
  tx.announce(
    ApplicationAcceptedSchema,
    {
      ...about(aidCase, move, at),
      caseNo: aidCase.caseNo,
      programme: programmeOf(aidCase),
      household: householdRef(aidCase.householdId, aidCase.region),
      channel: aidCase.channel,
      ...originOf(aidCase),
      dueOn: aidCase.dueOn ?? '',
      delegated: aidCase.delegated,
    },
    aidCase,
  );
}

export function announceDiscrepancy(
  tx: Tx,
  aidCase: AidCase,
  move: CaseMove,
  found: { readonly kinds: string[]; readonly deltaFen: bigint },
  at: Date,
): void {
  tx.announce(DiscrepancyFoundSchema, { ...about(aidCase, move, at), ...found }, aidCase);
}

export function announceAssessed(
  tx: Tx,
  aidCase: AidCase,
  move: CaseMove,
  assessment: Assessment,
  at: Date,
): void {
  tx.announce(
    CaseAssessedSchema,
    {
      ...about(aidCase, move, at),
      policyVersionIds: aidCase.policyVersionIds,
      classification: assessment.householdClass,
      ...(assessment.subtype === undefined ? {} : { subtype: assessment.subtype }),
      perCapitaMonthly: assessment.perCapitaMonthly,
      ...(assessment.hardship ? { hardshipScoreCenti: assessment.hardship.scoreCenti } : {}),
      alternatives: assessment.alternatives.map(({ subtype, monthlyFen }) => ({
        subtype,
        monthlyFen: BigInt(monthlyFen),
      })),
    },
    aidCase,
  );
}

export function announceOpinion(tx: Tx, aidCase: AidCase, move: CaseMove, opinion: Opinion, at: Date): void {
  tx.announce(
    PreliminaryOpinionGivenSchema,
    {
      ...about(aidCase, move, at),
      policyVersionIds: aidCase.policyVersionIds,
      opinion: opinion.opinion,
      proposedFen: BigInt(opinion.proposedFen),
    },
    aidCase,
  );
}

export function announceNotice(
  tx: Tx,
  aidCase: AidCase,
  move: CaseMove,
  notice: { readonly id: string; readonly endsOn: string },
  at: Date,
): void {
  tx.announce(
    NoticePostedSchema,
    { ...about(aidCase, move, at), noticeId: notice.id, endsOn: notice.endsOn },
    aidCase,
  );
}

export function announceReported(tx: Tx, aidCase: AidCase, move: CaseMove, at: Date): void {
  tx.announce(CaseReportedSchema, { ...about(aidCase, move, at), dueOn: aidCase.dueOn ?? '' }, aidCase);
}

export function announceDecided(
  tx: Tx,
  aidCase: AidCase,
  move: CaseMove,
  decision: Pick<Decision, 'reasonCodes' | 'awardId' | 'programme' | 'monthlyFen' | 'effectiveMonth'>,
  personKeys: readonly string[],
  at: Date,
): void {
  const { reasonCodes, awardId, monthlyFen, effectiveMonth, programme = aidCase.programme } = decision;
  const subtype = awardId === undefined ? undefined : aidCase.assessment?.proposed?.subtype;
  tx.announce(
    CaseDecidedSchema,
    {
      ...about(aidCase, move, at),
      policyVersionIds: aidCase.policyVersionIds,
      outcome: CaseOutcome[move.to as 'APPROVED' | 'REJECTED' | 'TERMINATED' | 'WITHDRAWN'],
      household: householdRef(aidCase.householdId, aidCase.region),
      personKeys: [...personKeys],
      programme: programmeOf({ programme }),
      ...(subtype === undefined ? {} : { subtype }),
      reasonCodes: [...reasonCodes],
      ...(awardId === undefined ? {} : { awardId }),
      ...(monthlyFen === undefined ? {} : { monthlyFen: BigInt(monthlyFen) }),
      ...(effectiveMonth === undefined ? {} : { effectiveMonth }),
      delegated: aidCase.delegated,
      ...originOf(aidCase),
    },
    aidCase,
  );
}

export function announceObjection(
  tx: Tx,
  aidCase: AidCase,
  move: CaseMove,
  { id: noticeId }: { readonly id: string },
  at: Date,
): void {
  tx.announce(ObjectionRaisedSchema, { ...about(aidCase, move, at), noticeId }, aidCase);
}

export function announceRevoked(
  tx: Tx,
  aidCase: AidCase,
  move: CaseMove,
  { fromMonth, reasonCodes }: Revocation,
  at: Date,
): void {
  tx.announce(
    CaseRevokedSchema,
    {
      ...about(aidCase, move, at),
      policyVersionIds: aidCase.policyVersionIds,
      awardId: aidCase.decision?.awardId ?? '',
      fromMonth,
      reasonCodes: [...reasonCodes],
    },
    aidCase,
  );
}
