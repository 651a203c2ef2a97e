import { randomUUID } from 'node:crypto';
import { buildDatabase } from '../test/kit/database.js';
import { countiesOfAwards } from './award-counties.js';

const AWARDS_A_COUNTY = 2_000;
const COUNTIES = ['510802', '510811', '511402', '620102'];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

describe('the counties of awards', () => {
  let database: Awaited<ReturnType<typeof buildDatabase>>;

  beforeAll(async () => {
    database = await buildDatabase();
    await database.dataSource.query(`set session_replication_role = replica`);
    await database.dataSource.query(
      `insert into award (id, region, version, created_by, case_id, household_id, programme, person_keys, effective_month,
                          base_fen, extras_fen, shares, state)
       select gen_random_uuid(), county || lpad((nth % 40)::text, 3, '0') || '001', 1, 'test', $3, $3, 'DIBAO', '{}',
              '2025-01', 0, 0, '[]', 'CEASED'
         from unnest($1::text[]) as county, generate_series(1, $2::int) as nth`,
      [COUNTIES, AWARDS_A_COUNTY, randomUUID()],
    );
    await database.dataSource.query('analyze award');
  });
  afterAll(() => database.drop());

  const codes = async (prefix?: string): Promise<string[]> => {
    const { sql, parameters } = countiesOfAwards(prefix);
    const rows = await database.dataSource.query<{ code: string }[]>(sql, [...parameters]);
    return rows.map(({ code }) => code);
  };

  it('are found by their codes, within a region too', async () => {
    expect(await codes()).toEqual(COUNTIES);
    expect(await codes('51')).toEqual(['510802', '510811', '511402']);
    expect(await codes('5108')).toEqual(['510802', '510811']);
    expect(await codes('510811')).toEqual(['510811']);
    expect(await codes('33')).toEqual([]);
  });

  it('are found by a step each, not by a look at every award', async () => {
    const { sql, parameters } = countiesOfAwards();
    const [row] = await database.dataSource.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
      `explain (analyze, format json) ${sql}`,
      [...parameters],
    );
    const read = (node: PlanNode): number =>
      (node['Node Type'].includes('Scan') ? node['Actual Rows'] * node['Actual Loops'] : 0) +
      (node.Plans ?? []).reduce((sum, each) => sum + read(each), 0);
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    expect(plan && read(plan)).toBeLessThan(50);
  });
});
