import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { Tx } from '../persistence/transaction.js';
import type { JsonLogger, Metrics } from '../telemetry/index.js';

const EVERY_MS = 15_000;

/** The segment's name has the timeline on which the server writes now; its checkpoints tell it later. */
const HERE = `
  select system_identifier as server, ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int as timeline,
         d.oid as database
    from pg_control_system(), pg_database d where d.datname = current_database()`;

const INSERT = `insert into database_identity (server, timeline, database) ${HERE}`;

const SEEN = `
  select k.server || '/' || k.timeline || '/' || k.database as known, h.server || '/' || h.timeline || '/' || h.database as here
    from (${HERE}) as h left join database_identity k on true`;

/** Where the tables were last known to be, and where they are: server, timeline, database. */
interface Seen {
  readonly known: string | null;
  readonly here: string;
}

const MESSAGE =
  'this is not the database that was last known: it was put back to an earlier moment or copied, and restored was not run; or a replica has taken over';

/** All that was done because the database may know less than it has told is done: this one is known from now on. */
export async function knowDatabase(tx: Tx): Promise<void> {
  await tx.execute(
    `${INSERT}
     on conflict (is_only) do update
       set server = excluded.server, timeline = excluded.timeline, database = excluded.database,
           known_at = excluded.known_at`,
  );
}

/**
 * Says when the tables are found elsewhere than they were: on another timeline of the server, as after a restore to a moment, or
 * in another database or server. A replica that takes over begins a timeline too, as a rule without losing anything, so a start
 * is not refused: whoever operates it knows what it was.
 */
export async function watchDatabase(
  dataSource: DataSource,
  metrics: Metrics,
  { pino }: JsonLogger,
): Promise<void> {
  const moved = new Gauge({
    name: 'minzheng_database_moved',
    help: '1 while the database is not the one that was last known, and nobody has said what happened to it',
    registers: [metrics.registry],
  });
  const look = async (): Promise<Seen | undefined> => {
    const [seen] = await dataSource.query<Seen[]>(SEEN);
    if (seen?.known === null) await dataSource.query(`${INSERT} on conflict do nothing`);
    const isMoved = typeof seen?.known === 'string' && seen.known !== seen.here;
    moved.set(isMoved ? 1 : 0);
    return isMoved ? seen : undefined;
  };
  metrics.onScrape('database identity', async () => void (await look()), EVERY_MS);
  try {
    const seen = await look();
    if (seen) pino.error(seen, MESSAGE);
  } catch (error) {
    // where the server does not tell it, a service starts all the same; the figure stands among the unreadable
    pino.warn({ err: error }, 'whether the database was put back cannot be known');
  }
}
