import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { PROBLEMS } from '../http/problem.js';
import type { Tx } from '../persistence/transaction.js';
import { auditMetrics } from './audit.metrics.js';

/** What the auditor is told. */
export const ALERT_KINDS = [
  'OUTSIDE_READS',
  'REFUSED_READS',
  'DAILY_READS',
  'SEQUENTIAL_READS',
  'CHAIN_BROKEN',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

// what rises from nothing is no rise for who reads it
for (const kind of ALERT_KINDS) auditMetrics.alerts.inc({ kind }, 0);

/** Refusals that say that somebody looked where he has no business; one is enough (verification, section 11). */
const OUTSIDE = ['out-of-region', 'no-case', 'conflict-of-interest'];
/** So many refused reads (verification, section 11) … */
export const REFUSED_READS = 20;
/** … within this time; and one alert of a kind about an actor in it. */
export const WINDOW_MINUTES = 10;
const WINDOW = `${WINDOW_MINUTES} minutes`;
/** Reason of a read that was refused because its reader tried one record after another. */
export const SCAN = 'sequential-scan';

/** A refused read that was just sealed. */
export interface RefusedRead {
  readonly actor: string;
  readonly at: Date;
  /** Name of the problem. */
  readonly reason: string | null;
}

/**
 * Tells the auditor of actors whose refused reads have become many. Called by the sealer, which is one a database and
 * sees every entry once: two refusals at the same instant cannot miss each other.
 */
export async function alertOfRefusals(
  tx: Tx,
  refused: readonly RefusedRead[],
  logger: Logger,
): Promise<void> {
  const latest = new Map(refused.map((read) => [read.actor, read.at]));
  for (const [actor, at] of latest) {
    const [row] = await tx.query<{ n: number }>(
      `select count(distinct at)::int as n from audit_entry
        where action like '% refused' and actor = $1 and at > $2::timestamptz - $3::interval and at <= $2`,
      [actor, at, WINDOW],
    );
    const count = row?.n ?? 0;
    const reasons = new Set(refused.flatMap((read) => (read.actor === actor ? [read.reason ?? ''] : [])));
    if (OUTSIDE.some((reason) => reasons.has(reason))) {
      await raise(tx, { kind: 'OUTSIDE_READS', actor, count, at }, logger);
    }
    if (reasons.has(PROBLEMS.rateLimited.name)) {
      await raise(tx, { kind: 'DAILY_READS', actor, count, at }, logger);
    }
    if (reasons.has(SCAN)) await raise(tx, { kind: 'SEQUENTIAL_READS', actor, count, at }, logger);
    if (count >= REFUSED_READS) await raise(tx, { kind: 'REFUSED_READS', actor, count, at }, logger);
  }
}

/** An alert; another of its kind about the same actor within ten minutes says nothing new. */
export async function raise(
  tx: Tx,
  alert: {
    readonly kind: AlertKind;
    readonly actor: string | null;
    readonly count: number;
    readonly at: Date;
  },
  logger: Logger,
): Promise<void> {
  const { kind, actor, count, at } = alert;
  const raised = await tx.execute(
    `insert into audit_alert (id, kind, actor, count, at)
     select $1, $2, $3, $4, $5
      where not exists (select from audit_alert where kind = $2 and actor is not distinct from $3
                         and at > $5::timestamptz - $6::interval)`,
    [uuidv7(), kind, actor, count, at, WINDOW],
  );
  if (raised === 0) return;
  tx.afterCommit(() => {
    auditMetrics.alerts.inc({ kind });
    logger.warn({ kind, actor, count }, 'the auditor is told');
  });
}
