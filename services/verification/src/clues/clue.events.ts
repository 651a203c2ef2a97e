import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumValue, serviceCode } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import {
  ClueClosedSchema,
  ClueClosingOutcomeSchema,
  ClueDirectionSchema,
  ClueDispatchedSchema,
  ClueRaisedSchema,
  ClueSeveritySchema,
} from '@minzheng/contracts/verification';
import { addDays } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { ClosingOutcome } from './clue-answer.rules.js';
import type { Clue } from './clue.entity.js';
import type { ClueState } from './clue.lifecycle.js';
import type { IndicatorHit } from './indicator-hit.entity.js';

export function announceRaised(
  tx: Tx,
  clue: Clue,
  hits: readonly IndicatorHit[],
  at: Date,
  policyVersionIds: readonly string[],
): void {
  const said = { ...common(clue, hits, at), policyVersionIds: [...policyVersionIds] };
  tx.announce(ClueRaisedSchema, { ...said, transition: transition(clue, 'NEW') }, clue);
}

/** How a clue comes to the department. */
export interface Dispatch {
  readonly fromState: ClueState | 'NEW';
  /** Every hit allows documents instead of a visit at home. */
  readonly documentCheck: boolean;
  /** The rows by which it is a clue, and due then. */
  readonly policyVersionIds: readonly string[];
  readonly reopened?: boolean;
  /** Why it was sent back. */
  readonly reasonCode?: string | undefined;
}

/** Sends the clue to its department: the first time, with more hits, back, elsewhere, or once more after its close. */
export function announceDispatched(
  tx: Tx,
  clue: Clue,
  hits: readonly IndicatorHit[],
  at: Date,
  { fromState, documentCheck, policyVersionIds, reopened = false, reasonCode }: Dispatch,
): void {
  tx.announce(
    ClueDispatchedSchema,
    {
      ...common(clue, hits, at),
      transition: transition(clue, fromState, reasonCode),
      policyVersionIds: [...policyVersionIds],
      dueAt: endOfDay(clue.dueOn),
      attempt: clue.attempt,
      revision: clue.revision,
      reopened,
      documentCheck,
      // whom a department pays it knows
      identityHolders: [clue.householdService ?? clue.department],
    },
    clue,
  );
}

/** Tells the department with what its clue was closed. */
export function announceClosed(
  tx: Tx,
  clue: Clue,
  outcome: ClosingOutcome,
  from: ClueState,
  at: Date,
  policyVersionIds: readonly string[],
): void {
  tx.announce(
    ClueClosedSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: clue.region },
      clueId: clue.id,
      transition: transition(clue, from),
      policyVersionIds: [...policyVersionIds],
      department: serviceCode(clue.department),
      outcome: enumValue(ClueClosingOutcomeSchema, outcome),
      ...(clue.mutedUntilOn === null ? {} : { mutedUntilOn: clue.mutedUntilOn }),
    },
    clue,
  );
}

const transition = (clue: Clue, fromState: string, reasonCode?: string) => ({
  aggregate: 'clue',
  aggregateId: clue.id,
  fromState,
  toState: clue.state,
  version: BigInt(clue.version),
  ...(reasonCode === undefined ? {} : { reasonCode }),
});

function common(clue: Clue, hits: readonly IndicatorHit[], at: Date) {
  const estimate = hits.reduce((sum, { amountFen }) => sum + (amountFen ?? 0n), 0n);
  return {
    occurredAt: timestampFromDate(at),
    region: { code: clue.region },
    clueId: clue.id,
    department: serviceCode(clue.department),
    ...(clue.householdId && clue.householdService
      ? {
          household: {
            service: serviceCode(clue.householdService),
            householdId: clue.householdId,
            // where it lives, which is not always whose office looks into it
            region: { code: clue.householdRegion ?? clue.region },
          },
        }
      : {}),
    personKeys: [...new Set(hits.map(({ personKey }) => personKey))].sort(),
    hits: hits.map((hit) => ({
      indicator: hit.indicator,
      episodeKey: hit.episodeKey,
      factIds: hit.factIds,
      months: hit.months,
      ...(hit.programme === null ? {} : { programme: enumValue(ProgrammeSchema, hit.programme) }),
      ...(hit.amountFen === null ? {} : { amountFen: hit.amountFen }),
    })),
    direction: enumValue(ClueDirectionSchema, clue.direction),
    severity: enumValue(ClueSeveritySchema, clue.severity),
    ...(estimate > 0n ? { estimateFen: estimate } : {}),
  };
}

/** 24:00 in Asia/Shanghai, which has no daylight saving time. */
const endOfDay = (day: string): Timestamp => timestampFromDate(new Date(`${addDays(day, 1)}T00:00:00+08:00`));
