import { DATABASE_SETTINGS, readSettings, type Environment } from '../config/index.js';
import { JsonLogger } from '../telemetry/index.js';
import { dataSourceOptions, migrateDatabase } from './database.js';
import { PLATFORM_MIGRATIONS } from './platform.module.js';
import type { ServiceDefinition } from './service-definition.js';

/**
 * Brings the database of a service up to date before its release starts: the schema is one that the release before works
 * with too. It needs no more than the settings of the database.
 *
 * @returns the names of the migrations that it has run
 * @throws InvalidSettings, or whatever keeps the database from being reached or changed
 */
export async function migrateService(
  { name, migrations }: ServiceDefinition,
  environment: Environment,
): Promise<string[]> {
  const settings = readSettings(DATABASE_SETTINGS, environment);
  const logger = new JsonLogger(name, 'info');
  const run = await migrateDatabase(
    dataSourceOptions(name, settings, [], [...PLATFORM_MIGRATIONS, ...migrations]),
  );
  logger.pino.info({ migrations: run }, 'the database is up to date');
  return run;
}
