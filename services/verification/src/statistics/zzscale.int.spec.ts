import { PolicyBook } from '@minzheng/kernel/policy';
import { Audit1700000000105 } from '@minzheng/platform/audit';
import { Messaging1700000000001 } from '@minzheng/platform/messaging';
import { LifecycleLog1700000000104 } from '@minzheng/platform/persistence';
import { testDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../verification.module.js';
import { VERIFICATION_REPORTS } from './reports.js';

it('scale', async () => {
  const database = await testDatabase();
  const ds = await new DataSource({ type: 'postgres', url: database.url, entities: ENTITIES,
    migrations: [Messaging1700000000001, LifecycleLog1700000000104, Audit1700000000105, ...MIGRATIONS], migrationsRun: true }).initialize();
  const out: string[] = [];
  const q = async (name: string, sql: string) => { const t = Date.now(); const r = await ds.query(sql); out.push(`${name} ${Date.now() - t} ms`); return r as any[]; };
  const REG = `'51' || lpad((n % 18)::text, 2, '0') || lpad((n % 10)::text, 2, '0') || lpad((n % 30)::text, 3, '0')`;
  const KEY = (e: string) => `md5((${e})::text)::uuid`;
  await q('households', `insert into household select ${KEY(`n+1000000000`)}, 'assistance', ${REG}, 'RURAL', now(), 1, false, '[]', '[]' from generate_series(1, 210000) n`);
  await q('hp', `insert into household_person select ${KEY(`(n % 210000)+1+1000000000`)}, ${KEY('n')} from generate_series(0, 442119) n`);
  await q('ms', `insert into monitored_subject (id, region, version, created_by, state, person_key, household_id, periods, categories, entered_on)
     select gen_random_uuid(), h.region, 1, 'x', 'MONITORED', hp.person_key, h.id, '[{"category":"dibao","from":"2025-01-01","source":"a"},{"category":"edge","from":"2025-01-01","to":"2025-06-01","source":"a"}]', '{}', '2025-01-01'
       from household_person hp join household h on h.id = hp.household_id`);
  await q('facts', `insert into fact (person_key, record_key, fact_id, recorded_at, observed_at, valid_from, source_id, kind, quality, flags)
     select ${KEY('n')}, k, gen_random_uuid(), now(), now(), '2025-01-01', 1, case when k = 1 and n % 3 = 0 then (select 4000 + 0) else 1001 end, 1, 0 from generate_series(0, 442119) n, generate_series(1, 4) k`);
  await q('poor', `insert into registered_poor_person select person_key, region from monitored_subject where random() < 0.4`);
  await q('clues', `insert into clue (id, region, version, created_by, state, subject, household_id, household_service, department, direction, severity, due_on, attempt, revision, dispatched_at, closing_outcome, closed_at)
     select ${KEY('n+2000000000')}, h.region, 1, 'x', 'CLOSED', gen_random_uuid(), h.id, 'assistance', 'assistance', 'UNDER', 'RED', '2025-07-01', 1, 1, '2025-06-20', case when n % 2 = 0 then 'CONFIRMED_ADMIT' else 'CONFIRMED_STOP' end, '2025-07-02'
       from generate_series(1, 95000) n join household h on h.id = ${KEY('n+1000000000')}`);
  await q('hits', `insert into indicator_hit (id, clue_id, indicator, subject, episode_key, person_key, programme, severity, months, fact_ids, explanation)
     select gen_random_uuid(), c.id, 'F1', c.household_id, 'x', (select person_key from household_person hp where hp.household_id = c.household_id limit 1), 'DIBAO', 'RED', '{}', '{}', '{}' from clue c`);
  await q('due', `insert into clue_due select id, 1, department, due_on from clue`);
  await q('log', `insert into lifecycle_log (aggregate, aggregate_id, actor, command, to_state, version, business_at) select 'clue', id, 'x', 'raise', 'DISPATCHED', 1, '2025-06-20' from clue`);
  await q('analyze', 'analyze');
  const counties = `with recursive found as (
    (select region, left(region, 6) as county from (${VERIFICATION_REPORTS.places}) p order by region using ~<~ limit 1)
    union all
    select next.region, left(next.region, 6) from found cross join lateral (
        select p.region from (${VERIFICATION_REPORTS.places}) p
         where p.region ~>~ case when length(found.county) < 6 then found.county else found.county || ':' end
         order by p.region using ~<~ limit 1) next)
  select county from found`;
  const found = await q('counties', counties);
  out.push(`${found.length} counties`);
  const months = ['2025-04', '2025-05', '2025-06', '2025-07', '2025-08'];
  for (const definition of VERIFICATION_REPORTS.definitions) for (const region of [found[5].county as string, '51']) {
    const t = Date.now();
    const leaves = await definition.leaves({ months, counties: [region], places: [], parameters: [months, '2025-08-10', `${region}%`], within: (c) => `${c} like $3` },
      { book: new PolicyBook([]), query: (sql, p) => ds.query(sql, [...p]) });
    out.push(`${definition.code} ${region}: ${Date.now() - t} ms, ${leaves.length} leaves`);
  }
  console.log(out.join('\n'));
  const plan = await ds.query('explain ' + counties.replace(/^/, ''));
  console.log(plan.map((r: any) => r['QUERY PLAN']).slice(0, 60).join('\n'));
  await ds.destroy(); await database.drop();
}, 400_000);
