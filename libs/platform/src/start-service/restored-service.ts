import { DATABASE_SETTINGS, readSettings, type Environment } from '../config/index.js';
import { Jobs } from '../jobs/index.js';
import { stateMessages } from '../messaging/index.js';
import type { Tx } from '../persistence/transaction.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { REPUBLICATION } from '../republication/index.js';
import { JsonLogger } from '../telemetry/index.js';
import { dataSourceOptions, openDatabase } from './database.js';
import { knowDatabase } from './database-identity.js';
import { PLATFORM_MIGRATIONS } from './platform.module.js';
import type { ServiceDefinition } from './service-definition.js';

/** Every region begins with it. */
const ALL_REGIONS = '';

/** So many numbers are left out: more than were drawn between the moment and its loss. */
const NUMBERS_LEFT_OUT = 1_000_000;

/**
 * After the database of a service was put back to an earlier moment (恢复后), before its processes start: raises the epoch, so
 * that what it tells counts above what it had told and does not know any more, and asks for its whole state to be sent again.
 * Done twice, or while processes run, it is harmless: each transaction reads the epoch. What they told between their start and
 * this counts below all the same; where it says how something stands it comes again.
 *
 * @returns the epoch from now on
 * @throws InvalidSettings, PendingMigrations, or whatever keeps the database from being reached
 */
export async function serviceRestored(
  definition: ServiceDefinition,
  environment: Environment,
): Promise<number> {
  const { name, writer, migrations } = definition;
  const settings = readSettings(DATABASE_SETTINGS, environment);
  const logger = new JsonLogger(name, 'info');
  const dataSource = await openDatabase(
    dataSourceOptions(name, settings, [], [...PLATFORM_MIGRATIONS, ...migrations]),
    'job',
  );
  try {
    const types = [...stateMessages(definition.states ?? []).keys()];
    const unitOfWork = new UnitOfWork(dataSource, { writer, source: `/service/${name}`, partitions: 1 });
    const epoch = await unitOfWork.run('restore', async (tx) => {
      const [raised] = await tx.query<{ epoch: number }>(
        'insert into sequence_epoch (epoch) select coalesce(max(epoch), 0) + 1 from sequence_epoch returning epoch',
      );
      await liftSequences(tx);
      if (types.length > 0) {
        const parameters = { types, region: ALL_REGIONS };
        await new Jobs().ask(tx, { name: REPUBLICATION, scope: 'restored', parameters });
      }
      return raised?.epoch ?? 0;
    });
    // by itself: where the server does not tell which it is, the rest holds all the same
    await unitOfWork
      .run('restore', knowDatabase)
      .catch((error: unknown) => logger.pino.warn({ err: error }, 'the server does not tell which it is'));
    logger.pino.info(
      { epoch, republished: types.length },
      'the epoch is raised, and the state will be sent again',
    );
    return epoch;
  } finally {
    await dataSource.destroy();
  }
}

/** Numbers that people have seen are not given out again. Those of columns stay: nobody sees them. */
async function liftSequences(tx: Tx): Promise<void> {
  await tx.execute(
    `select setval(s.oid::regclass, nextval(s.oid::regclass) + $1)
       from pg_class s
      where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = s.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0)`,
    [NUMBERS_LEFT_OUT],
  );
}
