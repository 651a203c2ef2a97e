import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue, serviceCode } from '@minzheng/contracts/catalogue';
import {
  ReferralAcceptedSchema,
  ReferralDeclinedSchema,
  ReferralNeedSchema,
  ReferralRaisedSchema,
  ReferralUrgencySchema,
  ReferralWithdrawnSchema,
} from '@minzheng/contracts/referrals';
import type { Move, Tx } from '@minzheng/platform/persistence';
import { said, transition } from '../messages/index.js';
import type { Referral } from './referral.entity.js';
import type { ReferralState } from './referral.lifecycle.js';

type Moved = Move<ReferralState> | { readonly from: ''; readonly to: ReferralState };

const about = (referral: Referral, { from, to }: Moved, at: Date) => ({
  ...said(referral.region, at),
  referralId: referral.id,
  transition: transition('referral', referral, from, to),
});

const valuesOf = (needs: readonly string[]) => needs.map((need) => enumValue(ReferralNeedSchema, need));

export function announceRaised(tx: Tx, referral: Referral, needs: readonly string[], at: Date): void {
  const { householdId, householdService, subjectRef, consentId } = referral;
  tx.announce(
    ReferralRaisedSchema,
    {
      ...about(referral, { from: '', to: referral.state }, at),
      sender: serviceCode(referral.sender),
      receiver: referral.receiver,
      personKeys: [...referral.personKeys],
      ...(householdId === null || householdService === null
        ? {}
        : {
            household: {
              service: serviceCode(householdService),
              householdId,
              region: { code: referral.region },
            },
          }),
      ...(subjectRef === null ? {} : { subjectRef }),
      caseRef: referral.caseRef,
      needs: valuesOf(needs),
      reasonCode: referral.reasonCode,
      urgency: enumValue(ReferralUrgencySchema, referral.urgency),
      ...(consentId === null ? {} : { consentId }),
      answerDueAt: timestampFromDate(referral.answerDueAt),
    },
    referral,
  );
}

export function announceAccepted(
  tx: Tx,
  referral: Referral,
  move: Moved,
  answer: { readonly needs: readonly string[]; readonly caseRef: string; readonly handleByOn: string },
  at: Date,
): void {
  tx.announce(
    ReferralAcceptedSchema,
    {
      ...about(referral, move, at),
      sender: serviceCode(referral.sender),
      receiver: referral.receiver,
      caseRef: answer.caseRef,
      needs: valuesOf(answer.needs),
      handleByOn: answer.handleByOn,
    },
    referral,
  );
}

export function announceDeclined(
  tx: Tx,
  referral: Referral,
  move: Moved,
  answer: { readonly needs: readonly string[]; readonly reasonCode: string },
  at: Date,
): void {
  tx.announce(
    ReferralDeclinedSchema,
    {
      ...about(referral, move, at),
      sender: serviceCode(referral.sender),
      receiver: referral.receiver,
      needs: valuesOf(answer.needs),
      reasonCode: answer.reasonCode,
    },
    referral,
  );
}

export function announceWithdrawn(
  tx: Tx,
  referral: Referral,
  move: Moved,
  { needs, reasonCode }: { readonly needs: readonly string[]; readonly reasonCode: string },
  at: Date,
): void {
  tx.announce(
    ReferralWithdrawnSchema,
    { ...about(referral, move, at), receiver: referral.receiver, needs: valuesOf(needs), reasonCode },
    referral,
  );
}
