import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { JsonLogger } from '@minzheng/platform/telemetry';
import type { BulkRunEvaluation } from './bulk-run.evaluation.js';
import type { BulkRunService } from './bulk-run.service.js';
import type { BulkRunSettings } from './bulk-run.settings.js';
import { BulkRunWorker } from './bulk-run.worker.js';

/** How often a process with this setting looks for work by the time it has started. */
async function looksOf(bulkRuns: BulkRunSettings['bulkRuns']): Promise<number> {
  let looks = 0;
  const unitOfWork = {
    run: async () => {
      looks += 1;
      return false;
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
  await worker.onApplicationShutdown();
  return looks;
}

describe('a process and bulk runs', () => {
  it('takes its share of them', async () => {
    expect(await looksOf('take')).toBeGreaterThan(0);
  });

  it('leaves them to others where it is told to', async () => {
    expect(await looksOf('leave')).toBe(0);
  });
});
