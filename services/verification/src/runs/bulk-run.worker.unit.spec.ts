import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { JsonLogger } from '@minzheng/platform/telemetry';
import type { BulkRunEvaluation } from './bulk-run.evaluation.js';
import type { BulkRunService } from './bulk-run.service.js';
import type { BulkRunSettings } from './bulk-run.settings.js';
import { BulkRunWorker } from './bulk-run.worker.js';

/** How many looks for work a process with this setting has begun by the time it has started, none of which is over. */
async function looksOf(bulkRuns: BulkRunSettings['bulkRuns']): Promise<number> {
  const { promise: over, resolve: end } = Promise.withResolvers<boolean>();
  let looks = 0;
  const unitOfWork = {
    run: () => {
      looks += 1;
      return over;
    },
  } as unknown as UnitOfWork;
  const worker = new BulkRunWorker(
    unitOfWork,
    {} as BulkRunService,
    {} as BulkRunEvaluation,
    {} as PolicyStore,
    { pino: { warn: () => undefined } } as unknown as JsonLogger,
    { bulkRuns } as BulkRunSettings,
  );
  worker.onApplicationBootstrap();
  const begun = looks;
  end(false);
  await worker.onApplicationShutdown();
  return begun;
}

describe('a process and bulk runs', () => {
  it('takes two slices at once: while one waits for the database, the other is computed', async () => {
    expect(await looksOf('take')).toBe(2);
  });

  it('leaves them to others where it is told to', async () => {
    expect(await looksOf('leave')).toBe(0);
  });
});
