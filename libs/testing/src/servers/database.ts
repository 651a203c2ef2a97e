import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Tables that many test files begin with: made once on a server, and copied for each. */
export interface TestTables {
  /** The classes of the migrations: others make other tables. */
  readonly migrations: readonly (abstract new () => object)[];
  readonly migrate: (url: string) => Promise<unknown>;
}

/** A database of its own on the PostgreSQL that the tests were given, empty or with these tables. */
export async function testDatabase(tables?: TestTables): Promise<TestDatabase> {
  const server = required('DATABASE_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = tables === undefined ? 'template1' : await templateOf(server, tables);
  await administer(server, `create database ${name} template ${template}`);
  return {
    url: onDatabase(server, name),
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

/** The source of all migrations of the repository: what a migration does stands beside its class too. */
const sourceOfMigrations = (): string => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  return globSync('{libs,services}/*/src/**/migrations/*.ts', { cwd: root })
    .sort()
    .map((file) => readFileSync(root + file, 'utf8'))
    .join();
};

/** Of any number of test files that need it at once, one makes it and the others wait. On a server that stays, it stays. */
async function templateOf(server: string, { migrations, migrate }: TestTables): Promise<string> {
  const content = createHash('sha256').update(migrations.map(String).join()).update(sourceOfMigrations());
  const name = `template_${content.digest('hex').slice(0, 16)}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const made = await client.query('select from pg_database where datname = $1 and datistemplate', [name]);
    if (made.rowCount === 0) {
      await client.query(`drop database if exists ${name} with (force)`);
      await client.query(`create database ${name}`);
      await migrate(onDatabase(server, name));
      await client.query(`alter database ${name} is_template true`);
    }
    return name;
  } finally {
    await client.end();
  }
}

function onDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Runs one statement on a connection of its own. */
export async function administer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm test`);
  return value;
}
