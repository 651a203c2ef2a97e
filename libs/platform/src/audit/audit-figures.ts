import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { Metrics } from '../telemetry/metrics.js';

/** More are not counted: a look costs the same however far the sealer is behind. */
const COUNTED = 10_000;

/** How the audit stands, whoever seals and verifies it. */
export function tellOfAudit(metrics: Metrics, dataSource: DataSource): void {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name, help, registers: [metrics.registry] });
  const unsealed = gauge('minzheng_audit_unsealed_entries', 'Audit entries without their seal, up to 10,000');
  const unsealedAge = gauge(
    'minzheng_audit_unsealed_oldest_seconds',
    'Age of the oldest audit entry without its seal',
  );
  const broken = gauge(
    'minzheng_audit_chain_broken_shards',
    'Shards of the audit chain that the last verification found changed',
  );
  const verified = gauge(
    'minzheng_audit_verified_timestamp_seconds',
    'When the whole audit chain was last verified, or began',
  );
  metrics.onScrape('audit', async () => {
    const [row] = await dataSource.query<
      { unsealed: number; seconds: number | null; broken: number | null; verified: number | null }[]
    >(
      `select count(*)::int as unsealed, extract(epoch from clock_timestamp() - min(at))::float8 as seconds,
              (select cardinality(broken_shards) from audit_verification) as broken,
              (select extract(epoch from at)::float8 from audit_verification) as verified
         from (select at from audit_entry where seq is null order by id limit $1) as oldest`,
      [COUNTED],
    );
    unsealed.set(row?.unsealed ?? 0);
    unsealedAge.set(Math.max(row?.seconds ?? 0, 0));
    broken.set(row?.broken ?? 0);
    verified.set(row?.verified ?? 0);
  });
}
