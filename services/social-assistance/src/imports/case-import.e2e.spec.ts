import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { AwardStartedSchema, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType } from '../test/kit/assistance.js';
import type { Answer, Client } from '../test/kit/client.js';
import { adult, couple, DECIDED, fileOf, People, type Row } from './test/import-file.js';

const EXAMPLE = new URL('../../../../docs/examples/earlier-cases.csv', import.meta.url);
const SERVICE = new URL('../main.ts', import.meta.url);
const HOOKS = new URL('../../../../libs/platform/src/messaging/test/typescript-hooks.mjs', import.meta.url);
const NOW = '2026-01-10T02:00:00Z';
const TODAY = '2026-01-10';
const TABLES = ['person', 'household', 'household_member', 'payee', 'aid_case', 'award', 'award_segment'];
const LEFT_BY_A_TRIAL = [
  ...TABLES,
  'award_person',
  'case_import_household',
  'case_import_person',
  'stored_file_part',
];

interface ImportBody {
  readonly id: string;
  readonly jobId: string;
  readonly state: string;
  readonly dryRun: boolean;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
}

describe('a county loads its earlier cases', () => {
  let assistance: Assistance;
  let county: Client;
  const people = new People('imports', 400, TODAY);
  beforeAll(async () => {
    assistance = await Assistance.start(NOW);
    county = await assistance.official('county-data', 'case-imports:write', '510802');
  });
  afterAll(() => assistance.drop());

  const handIn = (path: string, file: string, by = county): Promise<Answer<ImportBody>> =>
    by.send<ImportBody>(
      'POST',
      `/v1/case-imports${path}`,
      { 'idempotency-key': randomUUID(), 'content-type': 'text/csv' },
      file,
    );
  const post = (file: string, dryRun: boolean, by = county) => handIn(`?dryRun=${dryRun}`, file, by);
  const ended = (id: string): Promise<ImportBody> =>
    eventually('the file is dealt with', async () => {
      const { body } = await county.get<ImportBody>(`/v1/case-imports/${id}`);
      return body.state === 'DONE' && body;
    });
  const loaded = async (file: string, dryRun: boolean): Promise<ImportBody> => {
    const answer = await post(file, dryRun);
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
    return ended(answer.body.id);
  };
  const rejectsOf = async (id: string): Promise<string> =>
    (await county.get(`/v1/case-imports/${id}/rejects`)).text;
  const counts = async (tables: readonly string[]): Promise<Record<string, number>> => {
    const sql = tables.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`);
    const rows = await assistance.query<{ name: string; n: number }>(sql.join(' union all '));
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
  };

  it('tries the example of the documentation first: everything fits, and nothing stays', async () => {
    const example = await readFile(EXAMPLE, 'utf8');
    const before = await counts(LEFT_BY_A_TRIAL);
    const tried = await loaded(example, true);
    expect(tried).toMatchObject({ dryRun: true, rows: 8, accepted: 8, rejected: 0, skipped: 0 });
    expect(await rejectsOf(tried.id)).toBe('line,column,problem,zh,en\r\n');
    expect(await counts(LEFT_BY_A_TRIAL)).toEqual(before);
    expect(ofType(await assistance.published(), HouseholdChangedSchema)).toEqual([]);
  });

  it('loads it: households, payees, decided cases, running awards, and what others are told of them', async () => {
    const example = await readFile(EXAMPLE, 'utf8');
    const first = await loaded(example, false);
    expect(first).toMatchObject({ dryRun: false, accepted: 8, rejected: 0 });
    expect(await counts(LEFT_BY_A_TRIAL)).toMatchObject({
      ...{ person: 8, household: 4, household_member: 8, payee: 3, aid_case: 4, award: 5, award_segment: 3 },
      ...{ award_person: 9, case_import_person: 0, stored_file_part: 0 },
    });
    const awards = await assistance.query<object>(
      `select c.case_no, c.state as case_state, c.channel, c.decision ->> 'decidedOn' as decided_on, a.programme, a.subtype,
              a.state, a.effective_month, a.base_fen::text as base, a.extras_fen::text as extras, a.review_category,
              a.next_review_due::text as due, a.valid_to::text as valid_to, a.settle_from, s.months::text as months,
              s.standard_fen::text as standard, a.assessed -> 'perCapita' as per_capita
         from award a join aid_case c on c.id = a.case_id
         left join award_segment s on s.award_id = a.id order by c.case_no desc, a.programme`,
    );
    const decided = { case_state: 'APPROVED', channel: 'IMPORT', state: 'ACTIVE' };
    const paid = { settle_from: '2026-01', months: '[2026-01-01,)' };
    expect(awards).toEqual([
      expect.objectContaining({
        ...{ ...decided, case_no: '510802-2025-0009', decided_on: '2025-08-05', programme: 'RIGID' },
        ...{ effective_month: '2025-08', valid_to: '2026-08-05', due: null, months: null, base: '0' },
      }),
      expect.objectContaining({
        ...{ ...decided, ...paid, case_no: '510802-2025-0002', programme: 'DIBAO', subtype: 'SINGLE_PERSON' },
        ...{ base: '39000', extras: '11700', standard: '39000', effective_month: '2025-07' },
      }),
      expect.objectContaining({
        ...{ ...decided, case_no: '510802-2025-0002', programme: 'EDGE', effective_month: '2025-06' },
        ...{ due: '2026-06-30', months: null },
      }),
      expect.objectContaining({
        ...{ ...decided, ...paid, case_no: '510802-2025-0001', programme: 'DIBAO', subtype: 'HOUSEHOLD' },
        ...{
          base: '57000',
          extras: '29500',
          standard: '59000',
          effective_month: '2025-04',
          decided_on: '2025-03-04',
        },
        ...{ review_category: 'B', due: '2026-03-31', per_capita: { numerator: '40000', denominator: '1' } },
      }),
      expect.objectContaining({
        ...{
          ...decided,
          ...paid,
          case_no: '510802-2024-0117',
          programme: 'DIBAO',
          subtype: 'RIGID_DEDUCTION',
        },
        ...{ base: '28000', extras: '7800', per_capita: { numerator: '25000', denominator: '1' } },
      }),
    ]);
    const published = await eventually('all is told', async () => {
      const events = await assistance.published();
      return ofType(events, StatusFactSchema).length === 9 && events;
    });
    expect(ofType(published, HouseholdChangedSchema).map(({ snapshot }) => snapshot?.members.length)).toEqual(
      expect.arrayContaining([3, 2, 2, 1]),
    );
    expect(ofType(published, AwardStartedSchema)).toHaveLength(5);
    const told = ofType(published, StatusFactSchema).map(
      ({ kind, days }) => `${StatusKind[kind]} ${days?.from}`,
    );
    expect(told.sort()).toEqual([
      ...['DIBAO 2024-12-01', 'DIBAO 2024-12-01', 'DIBAO 2025-04-01', 'DIBAO 2025-04-01', 'DIBAO 2025-04-01'],
      ...['DIBAO 2025-07-01', 'EDGE 2025-06-11', 'EDGE 2025-06-11', 'RIGID 2025-08-05'],
    ]);
    const clerk = await assistance.clerk('clerk-wang', '510802');
    const { body } = await clerk.get<{ items: { members: { name: string }[] }[] }>('/v1/households');
    expect(body.items.flatMap(({ members }) => members.map(({ name }) => name))).toContain('董**');
  });

  it('is answered as before when the same file is loaded again, and skips its households in another one', async () => {
    const example = await readFile(EXAMPLE, 'utf8');
    const before = await counts(LEFT_BY_A_TRIAL);
    const [again, once] = await Promise.all([post(example, false), post(example, false)]);
    expect(again.status).toBe(202);
    expect(again.body).toMatchObject({ state: 'DONE', accepted: 8 });
    expect(once.body.id).toBe(again.body.id);
    expect(await counts(LEFT_BY_A_TRIAL)).toEqual(before);
    const longer = await loaded(
      example + fileOf(couple('LZ-0100', people)).split('\n').slice(1).join('\n'),
      false,
    );
    expect(longer).toMatchObject({ rows: 10, accepted: 2, skipped: 8, rejected: 0 });
    expect((await counts(['household']))['household']).toBe(5);
  });

  it('tells line by line what is wrong, never what stands there, and loads the others', async () => {
    const [applicant, spouse] = couple('LZ-0200', people);
    const both = couple('LZ-0201', people);
    const stored = (await readFile(EXAMPLE, 'utf8')).split('\n')[2]?.split(',') ?? [];
    const rows: Row[] = [
      { ...applicant, id_number: '196001198403110018', base_fen: '58.00' },
      spouse,
      ...both,
      { ...couple('LZ-0202', people)[0], income_fen: '0', base_fen: '58001' },
      { ...adult('LZ-0203', people.next(), { relation: 'SPOUSE' }) },
      {
        ...adult('LZ-0204', people.next(), {
          ...DECIDED,
          relation: 'APPLICANT',
          case_no: '510802-2025-0001',
          region: '510811001',
          income_fen: '0',
          base_fen: '59000',
        }),
      },
      { ...couple('LZ-0205', people)[0], id_number: stored[1] ?? '', base_fen: '59000', income_fen: '0' },
      { ...couple('LZ-0206', people)[0], paid_through: '2025-03' },
      adult(people.next().idNumber, people.next(), { ...DECIDED, relation: 'APPLICANT', case_no: 'x' }),
      ...couple('LZ-0207', people),
    ];
    const file = fileOf(rows).replace(/\n$/, ',too,many\n');
    const result = await loaded(file, false);
    expect(result).toMatchObject({ rows: 12, accepted: 2, rejected: 10 });
    const text = await rejectsOf(result.id);
    const told = text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',').slice(0, 3).join(' '));
    expect(told).toEqual([
      '2 base_fen not-a-sum',
      '2 id_number id-number-invalid',
      '3  household-rejected',
      '6 base_fen amount-differs',
      '7 relation no-applicant',
      '8 case_no case-no-taken',
      '8 region out-of-region',
      '9 id_number duplicate-membership',
      '9 id_number exclusive-programme',
      '9 name name-differs',
      '10 paid_through months-unpaid',
      '11 household_ref holds-a-number',
      '12  household-rejected',
      '13  field-count',
    ]);
    expect(text).toContain('不是有效的公民身份号码,is not a valid resident ID number');
    const secrets = rows.flatMap(({ id_number, name, address, account }) => [
      id_number,
      name,
      address,
      account,
    ]);
    for (const secret of secrets) if (secret) expect(text).not.toContain(secret);
    const kept = await assistance.query<{ household_ref: string }>(
      'select household_ref from case_import_household',
    );
    expect(kept.map(({ household_ref }) => household_ref).sort()).toEqual(
      expect.arrayContaining(['LZ-0001', 'LZ-0100', 'LZ-0201']),
    );
    expect(kept).toHaveLength(6);
  });

  it('pays by the standard that is in force now, from the first month here', async () => {
    await assistance.query(
      `insert into policy_row (id, key, region_prefix, effective_from, value, legal_basis, state, owner, sequence, published_at)
       values (gen_random_uuid(), 'assistance.dibao.standardMonthlyFen', '510802', '2026-01-01',
               '{"URBAN": "64900", "RURAL": "43000"}', 'test', 'PUBLISHED', 'assistance', 1, clock_timestamp())`,
    );
    expect(await loaded(fileOf(couple('LZ-0250', people)), false)).toMatchObject({ accepted: 2 });
    const segments = await assistance.query(
      `select s.months::text as months, s.base_fen::text as base, s.standard_fen::text as standard, s.cause,
              s.superseded_at is null as stands, a.base_fen::text as shown, a.settle_from
         from award_segment s join award a on a.id = s.award_id join aid_case c on c.id = a.case_id
        where c.case_no = '510802-LZ-0250' order by s.superseded_at nulls last`,
    );
    expect(segments).toEqual([
      expect.objectContaining({ base: '58000', standard: '59000', cause: 'IMPORT', stands: false }),
      {
        ...{ months: '[2026-01-01,)', base: '69800', standard: '64900', cause: 'RULES', stands: true },
        ...{ shown: '69800', settle_from: '2026-01' },
      },
    ]);
  });

  it('finds in a trial what would meet within the file', async () => {
    const [one, two] = [couple('LZ-0300', people), couple('LZ-0301', people)];
    const before = await counts(LEFT_BY_A_TRIAL);
    const file = fileOf([
      ...one,
      { ...two[0], id_number: one[1].id_number ?? '', case_no: one[0].case_no ?? '' },
      two[1],
      ...couple('LZ-0302', people),
      { ...couple('LZ-0303', people)[0], income_fen: '0', base_fen: '59000' },
      { ...couple('LZ-0302', people)[1] },
    ]);
    const tried = await loaded(file, true);
    expect(tried).toMatchObject({ rows: 8, accepted: 3, rejected: 5 });
    const told = (await rejectsOf(tried.id)).split('\r\n').slice(1, -1);
    expect(told.map((line) => line.split(',').slice(0, 3).join(' '))).toEqual([
      '4 case_no case-no-taken',
      '4 id_number duplicate-membership',
      '4 name name-differs',
      '5  household-rejected',
      '6 household_ref household-split',
      '7 household_ref household-split',
      '9 household_ref household-split',
    ]);
    expect(await counts(LEFT_BY_A_TRIAL)).toEqual(before);
    // a later trial may find another state of things
    expect((await post(file, true)).body.id).not.toBe(tried.id);
  });

  it('refuses what is no such file, and whoever is no county', async () => {
    const good = fileOf(couple('LZ-0400', people));
    const township = await assistance.official('township', 'case-imports:write', '510802001');
    expect((await post(good, true, township)).problem).toBe('out-of-region');
    const refused = async (file: string): Promise<object> => {
      const { status, problem, body } = await post(file, true);
      const { reason, line, missing } = body as { reason?: string; line?: number; missing?: string[] };
      return { status, problem, reason, line, missing };
    };
    const invalid = { status: 422, problem: 'import-file-invalid' };
    expect(await refused('household_ref,name\nA,陈建国\n')).toMatchObject({
      ...{ ...invalid, reason: 'COLUMN_MISSING' },
      missing: expect.arrayContaining(['id_number', 'case_no']),
    });
    expect(await refused(good.replace('account', 'account_no'))).toMatchObject({
      ...invalid,
      reason: 'COLUMN_UNKNOWN',
    });
    expect(await refused(good.replace('account', 'bank_code'))).toMatchObject({
      ...invalid,
      reason: 'COLUMN_TWICE',
    });
    expect(await refused(`${good}LZ,"never closed\n`)).toMatchObject({ ...invalid, reason: 'NOT_CSV' });
    expect(await refused(`${good.split('\n')[0]}\n`)).toMatchObject({ ...invalid, reason: 'NO_ROWS' });
    expect((await handIn('?dryRun=perhaps', good)).problem).toBe('validation');
    expect((await handIn('', good)).problem).toBe('validation');
    expect((await county.post('/v1/case-imports?dryRun=true', {})).problem).toBe('unsupported-media-type');
    const neighbour = await assistance.official('neighbour', 'case-imports:write', '510811');
    const [{ id }] = (await assistance.query<{ id: string }>('select id from case_import limit 1')) as [
      { id: string },
    ];
    expect((await neighbour.get(`/v1/case-imports/${id}`)).problem).toBe('not-found');
    expect((await neighbour.get(`/v1/case-imports/${id}/rejects`)).problem).toBe('not-found');
    expect((await neighbour.get<{ items: object[] }>('/v1/case-imports')).body.items).toEqual([]);
    const { body } = await county.get<{ items: ImportBody[] }>('/v1/case-imports?limit=2');
    expect(body.items).toHaveLength(2);
  });

  it('loads every household once when its process is killed in the middle', async () => {
    const many = new People('killed', 4_000, TODAY);
    const households = Array.from({ length: 600 }, (_, n) => couple(`LZ-K${n}`, many));
    const file = fileOf(households.flat());
    const before = await counts(TABLES);
    await assistance.stop();
    const child = fork(SERVICE, [], {
      execArgv: ['--conditions=source', '--disable-warning=TimeoutNegativeWarning', '--import', HOOKS.href],
      env: { ...process.env, ...assistance.environment.settings({ LOG_LEVEL: 'info' }) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const url = await ready(child);
    const token = await assistance.environment.token({
      ...{ sub: 'county-data', scope: 'assistance:case-imports:write', region: '510802' },
    });
    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(`${url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
    const taken = (await (
      await ask('/v1/case-imports?dryRun=false', {
        method: 'POST',
        headers: { 'content-type': 'text/csv', 'idempotency-key': 'killed' },
        body: file,
      })
    ).json()) as ImportBody;
    const underWay = await eventually('it is in the middle', async () => {
      const body = (await (await ask(`/v1/case-imports/${taken.id}`)).json()) as ImportBody;
      return body.accepted > 0 && body;
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await assistance.startAgain();
    expect(underWay.accepted).toBeLessThan(1_200);
    await assistance.query('update job set lease_until = clock_timestamp() where id = $1', [taken.jobId]);
    expect(await ended(taken.id)).toMatchObject({ rows: 1_200, accepted: 1_200, rejected: 0 });
    const after = await counts(TABLES);
    const added = Object.fromEntries(
      TABLES.map((table) => [table, (after[table] ?? 0) - (before[table] ?? 0)]),
    );
    expect(added).toEqual({
      ...{ person: 1_200, household: 600, household_member: 1_200, payee: 600, aid_case: 600, award: 600 },
      // as the file says, and by the standard that is in force now
      award_segment: 1_200,
    });
  });
});

async function ready(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    const line = text.split('\n').find((each) => each.includes('"msg":"ready"'));
    if (line) {
      child.stdout?.resume();
      return (JSON.parse(line) as { url: string }).url;
    }
  }
  throw new Error('the service did not start');
}
