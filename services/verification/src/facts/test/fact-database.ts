import { Messaging1700000000001 } from '@minzheng/platform/messaging';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { testDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { Facts1710000000101 } from '../migrations/0001-facts.js';

/** A database of its own with the tables of facts. */
export interface FactDatabase {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  drop(): Promise<void>;
}

export async function factDatabase(): Promise<FactDatabase> {
  const database = await testDatabase();
  const dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    migrations: [Messaging1700000000001, Facts1710000000101],
    migrationsRun: true,
  }).initialize();
  const unitOfWork = new UnitOfWork(dataSource, {
    writer: 'verification',
    source: '/service/verification',
    partitions: 3,
  });
  return {
    dataSource,
    unitOfWork,
    async drop() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
