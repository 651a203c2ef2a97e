import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumValue, serviceCode } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import {
  ClueDirectionSchema,
  ClueDispatchedSchema,
  ClueRaisedSchema,
  ClueSeveritySchema,
} from '@minzheng/contracts/verification';
import { addDays } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { Clue } from './clue.entity.js';
import type { IndicatorHit } from './indicator-hit.entity.js';

export function announceRaised(tx: Tx, clue: Clue, hits: readonly IndicatorHit[], at: Date): void {
  tx.announce(ClueRaisedSchema, { ...common(clue, hits, at), transition: transition(clue, 'NEW') }, clue);
}

export function announceDispatched(
  tx: Tx,
  clue: Clue,
  hits: readonly IndicatorHit[],
  at: Date,
  documentCheck: boolean,
): void {
  tx.announce(
    ClueDispatchedSchema,
    {
      ...common(clue, hits, at),
      transition: transition(clue, clue.revision === 1 ? 'NEW' : 'DISPATCHED'),
      dueAt: endOfDay(clue.dueOn),
      attempt: clue.attempt,
      revision: clue.revision,
      reopened: false,
      documentCheck,
      identityHolders: clue.householdService ? [clue.householdService] : [],
    },
    clue,
  );
}

const transition = (clue: Clue, fromState: string) => ({
  aggregate: 'clue',
  aggregateId: clue.id,
  fromState,
  toState: clue.state,
  version: BigInt(clue.version),
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
            region: { code: clue.region },
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
