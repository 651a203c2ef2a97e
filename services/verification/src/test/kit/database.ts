import { UnitOfWork } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { openDatabase, PLATFORM_MIGRATIONS } from '@minzheng/platform/start-service';
import { testDatabase } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { ASSISTANCE_ROWS } from '../../requests/test/households.js';
import { VERIFICATION } from '../../verification.definition.js';

const POLICIES = new URL('../../../policies/', import.meta.url);

/** The tables of this service without the service. */
export interface ServiceDatabase {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  drop(): Promise<void>;
}

/** A database of its own with all that the service migrates: for what is tested by itself. */
export async function serviceDatabase(): Promise<ServiceDatabase> {
  const database = await testDatabase();
  const dataSource = await openDatabase({
    type: 'postgres',
    url: database.url,
    entities: [...VERIFICATION.entities],
    migrations: [...PLATFORM_MIGRATIONS, ...VERIFICATION.migrations],
  });
  return {
    dataSource,
    unitOfWork: new UnitOfWork(dataSource, {
      writer: 'verification',
      source: '/service/verification',
      partitions: 3,
    }),
    async drop() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

/** The rows that this service ships. */
export async function shippedPolicies({ dataSource, unitOfWork }: ServiceDatabase): Promise<PolicyStore> {
  const policies = new PolicyStore(dataSource, unitOfWork, 'verification');
  await policies.ship(POLICIES, () => false);
  return policies;
}

/** The rows that this service ships, and those of the means test that it copies from assistance. */
export async function allPolicies(database: ServiceDatabase): Promise<PolicyStore> {
  for (const row of ASSISTANCE_ROWS) {
    await database.dataSource.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       values ($1, 'assistance', $2, $3, $4, $5, $6, 1)`,
      [row.id, row.key, row.regionPrefix, row.effectiveFrom, JSON.stringify(row.value), row.legalBasis],
    );
  }
  return shippedPolicies(database);
}
