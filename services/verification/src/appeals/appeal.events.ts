import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FactCorrectedSchema, FactDisputedSchema } from '@minzheng/contracts/verification';
import { OWN_AGENCY } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';
import { endOfDay } from '../requests/request.service.js';
import type { Appeal, AppealedFact } from './appeal.entity.js';
import type { AppealState } from './appeal.lifecycle.js';

/** Asks the sender of each fact to look at its row; an agency is asked here, where its steward finds the appeal. */
export function announceDisputed(
  tx: Tx,
  appeal: Appeal,
  facts: readonly AppealedFact[],
  from: AppealState,
  at: Date,
): void {
  for (const fact of facts) {
    if (fact.agency === OWN_AGENCY) continue;
    tx.announce(
      FactDisputedSchema,
      {
        ...common(appeal, fact, from, at),
        dueAt: timestampFromDate(endOfDay(appeal.sourceDueOn ?? appeal.dueOn)),
      },
      subjectOf(appeal, fact),
    );
  }
}

/** Tells the sender of each fact that was wrong what holds instead. */
export function announceCorrected(
  tx: Tx,
  appeal: Appeal,
  facts: readonly AppealedFact[],
  from: AppealState,
  at: Date,
): void {
  for (const fact of facts) {
    if (fact.newFactId === null || fact.agency === OWN_AGENCY) continue;
    tx.announce(
      FactCorrectedSchema,
      { ...common(appeal, fact, from, at), newFactId: fact.newFactId },
      subjectOf(appeal, fact),
    );
  }
}

/** An appeal may be about several facts: each is a subject of its own. */
const subjectOf = ({ version }: Appeal, { id }: AppealedFact) => ({
  aggregate: 'appealedFact',
  id,
  version: BigInt(version),
});

const common = (appeal: Appeal, fact: AppealedFact, fromState: AppealState, at: Date) => ({
  occurredAt: timestampFromDate(at),
  region: { code: appeal.region },
  personKey: appeal.personKey,
  transition: {
    aggregate: 'appeal',
    aggregateId: appeal.id,
    fromState,
    toState: appeal.state,
    version: BigInt(appeal.version),
  },
  receiver: fact.agency,
  factId: fact.factId,
  appealId: appeal.id,
});
