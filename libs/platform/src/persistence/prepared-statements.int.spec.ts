import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { PreparedStatements } from './index.js';

const SQL = 'select id, name from thing where id = any($1::int[]) order by id';

describe('prepared statements', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let statements: PreparedStatements;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url, poolSize: 1 }).initialize();
    await dataSource.query(
      "create table thing as select n as id, 'new' as name from generate_series(1, 3) n",
    );
    statements = new PreparedStatements(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('see what was committed a moment ago, for any parameters', async () => {
    expect(await statements.query(SQL, [[1, 2]])).toEqual([
      { id: 1, name: 'new' },
      { id: 2, name: 'new' },
    ]);
    await dataSource.query("update thing set name = 'changed' where id = 3");
    expect(await statements.query(SQL, [[3]])).toEqual([{ id: 3, name: 'changed' }]);
  });

  it('are planned once a connection', async () => {
    for (let round = 0; round < 5; round++) await statements.query(SQL, [[round]]);
    const [prepared] = await dataSource.query<{ count: number }[]>(
      'select count(*)::int as count from pg_prepared_statements where statement = $1',
      [SQL],
    );
    expect(prepared).toEqual({ count: 1 });
  });

  it('give the connection back after a failure', async () => {
    await expect(statements.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    expect(await statements.query(SQL, [[1]])).toHaveLength(1);
  });
});
