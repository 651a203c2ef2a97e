import { UnitOfWork } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import {
  MIGRATION_TABLE,
  openDatabase,
  PLATFORM_MIGRATIONS,
  type MigrationClass,
  type ServiceDefinition,
} from '@minzheng/platform/start-service';
import { testDatabase, type TestTables } from '@minzheng/testing/servers';
import type { DataSource } from 'typeorm';
import { ASSISTANCE_ROWS } from '../../requests/test/households.js';
import { GATEWAY } from '../../gateway/gateway.module.js';
import { VERIFICATION } from '../../verification.definition.js';

const POLICIES = new URL('../../../policies/', import.meta.url);

/** The tables of this service without the service. */
export interface ServiceDatabase {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  drop(): Promise<void>;
}

const OPTIONS = { type: 'postgres', migrationsTableName: MIGRATION_TABLE } as const;

/** What the service would make of an empty database. */
export const VERIFICATION_TABLES = tablesOf(VERIFICATION);
export const GATEWAY_TABLES = tablesOf(GATEWAY);

function tablesOf(
  definition: Pick<ServiceDefinition, 'migrations'>,
): TestTables & { readonly migrations: MigrationClass[] } {
  const migrations = [...PLATFORM_MIGRATIONS, ...definition.migrations];
  return {
    migrations,
    migrate: async (url) => (await openDatabase({ ...OPTIONS, url, migrations })).destroy(),
  };
}

/** A database of its own with all that the service migrates: for what is tested by itself. */
export async function serviceDatabase(): Promise<ServiceDatabase> {
  const database = await testDatabase(VERIFICATION_TABLES);
  const dataSource = await openDatabase({
    ...OPTIONS,
    url: database.url,
    entities: [...VERIFICATION.entities],
    migrations: [...VERIFICATION_TABLES.migrations],
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
