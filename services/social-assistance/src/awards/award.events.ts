import {
  AwardAdjustedSchema,
  AwardCeasedSchema,
  AwardHeldSchema,
  AwardReleasedSchema,
  AwardStartedSchema,
  GradualExitStartedSchema,
} from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import type { Month } from '@minzheng/kernel/months';
import type { Move, Tx } from '@minzheng/platform/persistence';
import { householdRef, said, transition } from '../messages.js';
import type { Award } from './award.entity.js';
import type { AwardState } from './award.lifecycle.js';

/** What of an award its messages tell. */
export type AwardTold = Pick<
  Award,
  'id' | 'region' | 'version' | 'programme' | 'personKeys' | 'policyVersionIds'
>;

type AmountsTold = AwardTold & Pick<Award, 'subtype' | 'householdId' | 'shares' | 'baseFen' | 'extrasFen'>;

/** First month that something holds for, and why. */
export interface Since {
  readonly fromMonth: Month;
  readonly cause: string;
}

export function announceStarted(
  tx: Tx,
  award: AmountsTold & { state: AwardState },
  since: Since,
  at: Date,
): void {
  tx.announce(
    AwardStartedSchema,
    { ...common(award, { from: '', to: award.state }, since, at), ...amounts(award) },
    subjectOf(award),
  );
}

export function announceAdjusted(
  tx: Tx,
  award: AmountsTold,
  move: Move<AwardState>,
  since: Since,
  at: Date,
): void {
  tx.announce(
    AwardAdjustedSchema,
    { ...common(award, move, since, at), ...amounts(award) },
    subjectOf(award),
  );
}

const ENDS = {
  held: AwardHeldSchema,
  released: AwardReleasedSchema,
  gradualExit: GradualExitStartedSchema,
  ceased: AwardCeasedSchema,
} as const;

/** Held, released, ceased, or in gradual exit: from which month. */
export function announceTurn(
  tx: Tx,
  turn: keyof typeof ENDS,
  award: AwardTold,
  move: Move<AwardState>,
  since: Since,
  at: Date,
): void {
  tx.announce(
    ENDS[turn],
    { ...common(award, move, since, at), personKeys: award.personKeys },
    subjectOf(award),
  );
}

function common(
  award: AwardTold,
  { from, to }: { readonly from: string; readonly to: string },
  { fromMonth, cause }: Since,
  at: Date,
) {
  return {
    ...said(award.region, at),
    awardId: award.id,
    transition: transition('award', award, from, to),
    policyVersionIds: award.policyVersionIds,
    programme: enumValue(ProgrammeSchema, award.programme),
    fromMonth,
    cause,
  };
}

const amounts = ({ subtype, householdId, region, shares, baseFen, extrasFen }: AmountsTold) => ({
  ...(subtype === null ? {} : { subtype }),
  household: householdRef(householdId, region),
  shares: shares.map(({ personKey, amountFen }) => ({ personKey, amountFen: BigInt(amountFen) })),
  baseFen,
  extrasFen,
});

const subjectOf = ({ id, version }: AwardTold) => ({ aggregate: 'award', id, version: BigInt(version) });
