import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { Metrics } from '../telemetry/metrics.js';
import type { OutboxRelay } from './outbox-relay.js';

/** What of events on their way is read when it is asked for: the rest is counted as it happens (`messaging.metrics.ts`). */
export function tellOfMessaging(metrics: Metrics, dataSource: DataSource, relay: OutboxRelay): void {
  const registers = [metrics.registry];
  const outboxAge = new Gauge({
    name: 'minzheng_outbox_oldest_seconds',
    help: 'Age of the oldest event that is not sent yet',
    registers,
  });
  const parkedKeys = new Gauge({
    name: 'minzheng_parked_keys',
    help: 'Keys whose events wait: RETRYING, WAITING for a policy row, or until somebody decides (NEEDS_OPERATOR)',
    labelNames: ['consumer', 'state'] as const,
    registers,
  });
  metrics.onScrape('outbox', async () => outboxAge.set(await relay.oldestSeconds()));
  metrics.onScrape('parked keys', async () => {
    const rows = await dataSource.query<{ consumer: string; state: string; keys: number }[]>(
      'select consumer, state, count(*)::int as keys from parked_key group by consumer, state',
    );
    parkedKeys.reset();
    for (const { consumer, state, keys } of rows) parkedKeys.set({ consumer, state }, keys);
  });
}
