import { UnitOfWork } from '@minzheng/platform/persistence';
import { MIGRATION_TABLE, openDatabase, PLATFORM_MIGRATIONS } from '@minzheng/platform/start-service';
import { testDatabase, type TestTables } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { SOCIAL_ASSISTANCE } from '../../social-assistance.definition.js';

const OPTIONS = {
  ...({ type: 'postgres', migrationsTableName: MIGRATION_TABLE } as const),
  migrations: [...PLATFORM_MIGRATIONS, ...SOCIAL_ASSISTANCE.migrations],
};

/** What the service would make of an empty database. */
export const ASSISTANCE_TABLES: TestTables = {
  migrations: OPTIONS.migrations,
  migrate: async (url) => (await openDatabase({ ...OPTIONS, url })).destroy(),
};

/** The tables of this service without the service: for statements that are tested by themselves. */
export async function buildDatabase(): Promise<{
  readonly dataSource: DataSource;
  readonly work: UnitOfWork;
  drop(): Promise<void>;
}> {
  const database = await testDatabase(ASSISTANCE_TABLES);
  const dataSource = await openDatabase({
    ...OPTIONS,
    url: database.url,
    entities: [...SOCIAL_ASSISTANCE.entities],
  });
  return {
    dataSource,
    work: new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/assistance', partitions: 3 }),
    async drop() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
