import { UnitOfWork } from '@minzheng/platform/persistence';
import { openDatabase, PLATFORM_MIGRATIONS } from '@minzheng/platform/start-service';
import { testDatabase } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { SOCIAL_ASSISTANCE } from '../../social-assistance.definition.js';

/** The tables of this service without the service: for statements that are tested by themselves. */
export async function buildDatabase(): Promise<{
  readonly dataSource: DataSource;
  readonly work: UnitOfWork;
  drop(): Promise<void>;
}> {
  const database = await testDatabase();
  const dataSource = await openDatabase({
    type: 'postgres',
    url: database.url,
    entities: [...SOCIAL_ASSISTANCE.entities],
    migrations: [...PLATFORM_MIGRATIONS, ...SOCIAL_ASSISTANCE.migrations],
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
