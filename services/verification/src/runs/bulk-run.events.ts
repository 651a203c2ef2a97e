import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { BulkRunCompletedSchema } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import type { BulkRun } from './bulk-run.entity.js';
import { BULK_RUN_LIFECYCLE, type BulkRunState } from './bulk-run.lifecycle.js';
import type { BulkRunCounts } from './bulk-run.counts.js';

export function announceCompleted(
  tx: Tx,
  run: BulkRun,
  fromState: BulkRunState,
  { householdsInScope, householdsEvaluated, ...counts }: BulkRunCounts,
  at: Date,
): void {
  const { personsEvaluated, consentLapsed, hits, cluesRaised, cluesWithdrawn } = counts;
  const told = {
    ...{ householdsInScope, householdsEvaluated, personsEvaluated },
    ...{ consentLapsed, hits, cluesRaised, cluesWithdrawn },
  };
  tx.announce(
    BulkRunCompletedSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: run.region },
      runId: run.id,
      transition: {
        aggregate: BULK_RUN_LIFECYCLE.name,
        aggregateId: run.id,
        fromState,
        toState: run.state,
        version: BigInt(run.version),
      },
      counts: Object.fromEntries(Object.entries(told).map(([name, count]) => [name, BigInt(count)])),
    },
    run,
  );
}
