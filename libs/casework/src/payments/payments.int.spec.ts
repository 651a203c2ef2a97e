import { createHash } from 'node:crypto';
import { eventually } from '@minzheng/testing/servers';
import { answerTo, COUNTY, PayingDepartment, type LineBody, type RunBody } from './test/paying-department.js';

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

describe('payments of a second department', () => {
  let department: PayingDepartment;
  beforeAll(async () => {
    department = await PayingDepartment.start('2025-07-02T01:00:00Z');
  });
  afterAll(() => department.drop());
  afterEach(async () => {
    await department.query(`update allowance set region = '510811001001' where region like '510802%'`);
  });

  const linesOf = async (run: string): Promise<LineBody[]> => {
    const { body } = await department.clerk<Listed<LineBody>>(
      'GET',
      `/v1/payment-lines?runId=${run}&limit=200`,
    );
    return [...body.items];
  };
  const blockedOf = async (run: string) => {
    const { body } = await department.clerk<Listed<{ subjectId: string; month: string; reason: string }>>(
      'GET',
      `/v1/payroll-runs/${run}/blocked-lines`,
    );
    return body.items.map(({ subjectId, month, reason }) => ({ subjectId, month, reason }));
  };

  it('go from what is due to what the bank has paid, and each person’s part is told', async () => {
    const people = await department.people(3);
    const run = await department.open('2025-07');
    const built = await department.becomes(run.id, 'BUILT');
    expect(built).toMatchObject({ count: 3, totalFen: '15000', countyCode: COUNTY, payOn: '2025-07-10' });
    const file = await department.sent(run.id);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const [head, ...lines] = file.text.trimEnd().split('\r\n');
    expect(head).toBe(`H,1,${run.id},510802,OLD_AGE_ALLOWANCE,2025-07,0,2025-07-10,11510800MB1K08029Y`);
    expect(lines.at(-1)).toBe('T,3,15000');
    expect(lines[0]).toMatch(/^L,1,[-0-9a-f]{36},103,622848\d{13},张三,5000,2025-07,BASE$/);
    expect(file.headers.get('x-content-sha256')).toBe(createHash('sha256').update(file.text).digest('hex'));

    const again = await department.finance('GET', `/v1/payroll-runs/${run.id}/bank-file`);
    expect(again.text).toBe(file.text);

    const taken = await department.import(run.id, answerTo(file));
    expect(taken.body).toMatchObject({ paid: 3, returned: 0, unmatched: 0, state: 'CLOSED', jobId: null });
    expect((await linesOf(run.id)).map(({ state }) => state)).toEqual(['PAID', 'PAID', 'PAID']);
    const facts = await eventually('all is told', async () => {
      const told = await department.facts();
      return told.length === 3 && told;
    });
    expect(facts.map(({ amountFen }) => amountFen)).toEqual([5_000n, 5_000n, 5_000n]);
    expect(facts[0]).toMatchObject({
      householdShare: false,
      payerKey: '11510800MB1K08029Y',
      period: { fromMonth: '2025-07', toMonth: '2025-07' },
      source: { agency: 'eldercare', dataset: 'eldercare.incomes' },
    });
    expect(people).toHaveLength(3);
  });

  it('are built once, whoever asks again; what is approved later comes with the next run, and its months before as arrears', async () => {
    await department.people(2, { fromMonth: '2025-08' });
    const main = await department.open('2025-08');
    await department.becomes(main.id, 'BUILT');
    const form = { countyCode: COUNTY, programme: 'OLD_AGE_ALLOWANCE', month: '2025-08', seq: 0 };
    const again = await department.clerk('POST', '/v1/payroll-runs', form);
    expect([again.status, again.problem]).toEqual([409, 'run-exists']);

    const [late] = await department.people(1, { fromMonth: '2025-06' });
    const second = await department.open('2025-08', 1);
    expect(await department.becomes(second.id, 'BUILT')).toMatchObject({ count: 3, totalFen: '15000' });
    const lines = await linesOf(second.id);
    expect(lines.map(({ subjectId, month, component }) => [subjectId, month, component]).sort()).toEqual([
      [late, '2025-06', 'ARREARS'],
      [late, '2025-07', 'ARREARS'],
      [late, '2025-08', 'BASE'],
    ]);
  });

  it('are of a month that has begun; built after their day, they are paid on the next one', async () => {
    const form = { countyCode: COUNTY, programme: 'OLD_AGE_ALLOWANCE', month: '2025-09', seq: 0 };
    const early = await department.clerk<{ errors: object[] }>('POST', '/v1/payroll-runs', form);
    expect([early.status, early.problem]).toEqual([400, 'validation']);
    expect(early.body.errors).toMatchObject([{ field: 'month', code: 'max' }]);
    const payOn = async (month: string, seq: number) => {
      const run = await department.open(month, seq);
      return (await department.becomes(run.id, 'BUILT')) as RunBody & { payOn: string };
    };
    expect(await payOn('2025-08', 2)).toMatchObject({ payOn: '2025-08-10' });
    expect(await payOn('2025-06', 0)).toMatchObject({ payOn: '2025-08-10' });
    await department.moveClock('2025-08-10T01:00:00Z');
    expect(await payOn('2025-07', 1)).toMatchObject({ payOn: '2025-08-10' });
    await department.moveClock('2025-08-11T01:00:00Z');
    expect(await payOn('2025-08', 3)).toMatchObject({ payOn: '2025-09-10' });
  });

  it('show what must not be paid, and pay it when the reason is gone', async () => {
    const [dead, bare, ...others] = await department.people(3, { fromMonth: '2025-09' });
    const shared = await department.people(4, { fromMonth: '2025-09', account: '6228480000000000018' });
    // one account may serve three households
    others.push(...(await department.people(3, { fromMonth: '2025-09', account: '6228480000000000026' })));
    await department.query(`update allowance set died_on = '2025-08-20' where id = $1`, [dead]);
    await department.query('update payee set until = clock_timestamp() where subject_id = $1', [bare]);
    const run = await department.open('2025-09');
    await department.becomes(run.id, 'BUILT');
    const expected = [
      { subjectId: dead, month: '2025-09', reason: 'DECEASED' },
      { subjectId: bare, month: '2025-09', reason: 'ACCOUNT_MISSING' },
      ...shared.map((subjectId) => ({ subjectId, month: '2025-09', reason: 'ACCOUNT_SHARED' })),
    ];
    const bySubject = <T extends { subjectId: unknown }>(items: readonly T[]): T[] =>
      items.toSorted((a, b) => (String(a.subjectId) < String(b.subjectId) ? -1 : 1));
    expect(await blockedOf(run.id)).toEqual(bySubject(expected));
    expect((await linesOf(run.id)).map(({ subjectId }) => subjectId).sort()).toEqual(others.sort());
    const noted = await department.query<{ subject_id: string }>(
      `select subject_id from noted where what = 'SHARED' order by subject_id`,
    );
    expect(noted.map(({ subject_id }) => subject_id)).toEqual(shared);

    await department.query('update payee set until = null where subject_id = $1', [bare]);
    const next = await department.open('2025-10');
    await department.becomes(next.id, 'BUILT');
    const paid = (await linesOf(next.id)).filter(({ subjectId }) => subjectId === bare);
    expect(paid.map(({ month, component }) => [month, component]).sort()).toEqual([
      ['2025-09', 'ARREARS'],
      ['2025-10', 'BASE'],
    ]);
  });

  it('refuse a file of results as a whole, and take it once', async () => {
    await department.people(4, { fromMonth: '2025-11' });
    const run = await department.open('2025-11');
    const file = await department.sent(run.id);
    const good = answerTo(file, ({ number }) => (number === 2 ? 'ACCOUNT_CLOSED' : undefined));
    const [head = '', one = '', two = '', three = '', four = '', trailer = ''] = good.split('\r\n');
    const stranger = one.replace(/^R,[-0-9a-f]{36}/, 'R,0197c000-fa92-76bb-8db9-aa6478e2a419');
    const wrong: [string, string[]][] = [
      ['WRONG_TOTAL', [head, one, two, three, four, 'T,4,19999']],
      ['WRONG_COUNT', [head, one, two, three, four, 'T,5,20000']],
      ['WRONG_TOTAL', [head, one.replace(',5000,', ',4999,'), two, three, four, trailer]],
      ['AMOUNT_CHANGED', [head, one.replace(',5000,', ',4999,'), two, three, four, 'T,4,19999']],
      ['UNKNOWN_LINE', [head, stranger, two, three, four, trailer]],
      ['LINE_TWICE', [head, one, two, three, one, trailer]],
      ['MALFORMED', [head, `${one},x`, two, three, four, trailer]],
      [
        'OTHER_RUN',
        [head.replace(run.id, '0197c000-fa92-76bb-8db9-aa6478e2a419'), one, two, three, four, trailer],
      ],
      ['OTHER_FILE', [head.replace(/[0-9a-f]{64}/, 'a'.repeat(64)), one, two, three, four, trailer]],
      // the business day is the 2nd
      ['FUTURE_DAY', [head.replace('2025-11-02', '2025-11-03'), one, two, three, four, trailer]],
    ];
    for (const [reason, lines] of wrong) {
      const refused = await department.import<{ mismatches: { reason: string }[] }>(
        run.id,
        `${lines.join('\r\n')}\r\n`,
      );
      expect([refused.status, refused.problem]).toEqual([422, 'result-file-mismatch']);
      expect(refused.body.mismatches.map((each) => each.reason)).toContain(reason);
    }
    expect(new Set((await linesOf(run.id)).map(({ state }) => state))).toEqual(new Set(['SENT']));
    expect(await department.query('select from bank_result where run_id = $1', [run.id])).toEqual([]);

    const to = `/v1/payroll-runs/${run.id}/import-results`;
    const version = await department.version(run.id);
    const json = await department.finance('POST', to, { lines: [] }, version);
    expect([json.status, json.problem]).toEqual([415, 'unsupported-media-type']);
    const elsewhere = await department.clerk('POST', '/v1/payroll-runs', good);
    expect([elsewhere.status, elsewhere.problem]).toEqual([415, 'unsupported-media-type']);
    const huge = await department.finance('POST', to, 'x'.repeat(33 * 1_048_576), version);
    expect([huge.status, huge.problem]).toEqual([413, 'too-large']);

    const taken = await department.import(run.id, good);
    expect(taken.body).toMatchObject({ paid: 3, returned: 1, unmatched: 0, state: 'CLOSED' });
    const repeated = await department.finance<typeof taken.body>(
      'POST',
      `/v1/payroll-runs/${run.id}/import-results`,
      good,
      1,
    );
    expect([repeated.status, repeated.body]).toEqual([200, taken.body]);
  });

  it('take results in several files, and a line that comes back after it was paid', async () => {
    const [one, two] = await department.people(2, { fromMonth: '2025-12' });
    const run = await department.open('2025-12');
    const file = await department.sent(run.id);
    const all = answerTo(file);
    const [head = '', first = '', second = ''] = all.split('\r\n');
    const part = (line: string) => `${[head, line, 'T,1,5000'].join('\r\n')}\r\n`;
    const begun = await department.import(run.id, part(first));
    expect(begun.body).toMatchObject({ paid: 1, unmatched: 1, state: 'RECONCILING' });
    const twice = await department.import<{ mismatches: object[] }>(run.id, all);
    expect([twice.status, twice.body.mismatches]).toEqual([422, [{ line: 2, reason: 'ALREADY_ANSWERED' }]]);
    expect((await department.import(run.id, part(second))).body).toMatchObject({ state: 'CLOSED' });
    const late = part(first.replace('PAID', 'RETURNED,DORMANT'));
    expect((await department.import(run.id, late)).body).toMatchObject({ returned: 1, state: 'CLOSED' });
    const states = new Map((await linesOf(run.id)).map(({ subjectId, state }) => [subjectId, state]));
    expect(states).toEqual(
      new Map([
        [one, 'RETURNED'],
        [two, 'PAID'],
      ]),
    );
    const told = await eventually('the return is told', async () => {
      const facts = (await department.facts()).filter(({ period }) => period?.fromMonth === '2025-12');
      return facts.length === 3 && facts;
    });
    const [original, replaced] = ['5000', '0'].map((fen) =>
      told.find(
        ({ amountFen, personKey }) => amountFen === BigInt(fen) && personKey.slice(0, 8) === one?.slice(0, 8),
      ),
    );
    expect(replaced?.supersedesFactId).toBe(original?.factId);
    expect(replaced?.itemKey).toBe(original?.itemKey);
  });

  it('are approved by somebody else, within the budget of the year', async () => {
    await department.people(1, { fromMonth: '2025-05', monthlyFen: 99_999_999 });
    const run = await department.open('2025-05');
    const { version } = await department.becomes(run.id, 'BUILT');
    const path = `/v1/payroll-runs/${run.id}`;
    const both = (sub: string) => ({
      ...{ sub, scope: 'eldercare:payroll-runs:approve eldercare:payroll-runs:write', region: COUNTY },
    });
    const early = await department.finance('POST', `${path}/approve`, {}, version);
    expect([early.status, early.problem]).toEqual([409, 'illegal-transition']);
    const locked = await department.send<RunBody>(both('locker'), 'POST', `${path}/lock`, {}, version);
    // neither who ordered it nor who locked it
    for (const sub of ['clerk', 'locker']) {
      const own = await department.send(both(sub), 'POST', `${path}/approve`, {}, locked.body.version);
      expect([sub, own.status, own.problem]).toEqual([sub, 403, 'same-person']);
    }
    const tooMuch = await department.finance<{ budgetFen: string; totalFen: string }>(
      'POST',
      `${path}/approve`,
      {},
      locked.body.version,
    );
    expect([tooMuch.status, tooMuch.problem]).toEqual([422, 'budget-exceeded']);
    expect(tooMuch.body).toMatchObject({ budgetFen: '100000000', totalFen: '99999999' });
    const file = await department.finance('GET', `${path}/bank-file`);
    expect([file.status, file.problem]).toEqual([409, 'illegal-transition']);

    const cancelled = await department.clerk(
      'POST',
      `${path}/cancel`,
      { reason: '预算不足' },
      locked.body.version,
    );
    expect(cancelled.body).toMatchObject({ state: 'CANCELLED' });
    await department.query('update allowance set monthly_fen = 100000 where monthly_fen = 99999999');
    const anew = await department.open('2025-05');
    expect(await department.becomes(anew.id, 'BUILT')).toMatchObject({ count: 1, totalFen: '100000' });
  });

  it('are not locked when the lines do not add up to the run', async () => {
    await department.people(2, { fromMonth: '2025-04' });
    const run = await department.open('2025-04');
    const { version } = await department.becomes(run.id, 'BUILT');
    await department.query(
      `update payment_line set amount_fen = 4999, parts_fen = '{4999}' where run_id = $1 and id in
         (select id from payment_line where run_id = $1 limit 1)`,
      [run.id],
    );
    const locked = await department.clerk('POST', `/v1/payroll-runs/${run.id}/lock`, {}, version);
    expect([locked.status, locked.problem]).toEqual([409, 'run-not-balanced']);
  });

  it('are issued again to a corrected account, in a supplementary run', async () => {
    const [subject = ''] = await department.people(2, { fromMonth: '2025-03' });
    const run = await department.open('2025-03');
    const file = await department.sent(run.id);
    await department.import(
      run.id,
      answerTo(file, ({ number }) => (number === 1 ? 'NAME_MISMATCH' : undefined)),
    );
    const lines = await linesOf(run.id);
    const returned = lines.find(({ subjectId }) => subjectId === subject)!;
    const paid = lines.find(({ subjectId }) => subjectId !== subject)!;
    expect(returned).toMatchObject({ state: 'RETURNED', resultCode: 'NAME_MISMATCH' });
    const payee = { holderIdNumber: '51080219850214901X', bankCode: '104', account: '6228480000000000026' };
    const refused = await department.clerk(
      'POST',
      `/v1/payment-lines/${paid.id}/reissue`,
      { payee },
      paid.version,
    );
    expect([refused.status, refused.problem]).toEqual([422, 'line-not-returned']);
    const path = `/v1/payment-lines/${returned.id}/reissue`;
    const stranger = await department.clerk('POST', path, { payee }, returned.version);
    expect([stranger.status, stranger.problem]).toEqual([403, 'custodian-not-allowed']);

    // the person is who the number says
    await department.query(
      `insert into person_key_alias select '66f9367c-2a08-8d62-9d75-d6dbe23270b8', person_key from allowance where id = $1`,
      [subject],
    );
    const stored = () =>
      department.query(
        `select id, until::text as mark from payee union all select id, version::text from payment_line order by 1`,
      );
    const before = await stored();
    const refusedFor = async (sql: string, back: string): Promise<unknown> => {
      await department.query(sql, [subject]);
      const { status, problem, body } = await department.clerk<{ reason: string }>(
        ...(['POST', path, { payee }, returned.version] as const),
      );
      expect([status, problem]).toEqual([422, 'line-not-payable']);
      expect(await stored()).toEqual(before);
      await department.query(back, [subject]);
      return body.reason;
    };
    const set = (assignment: string) => `update allowance set ${assignment} where id = $1`;
    expect(await refusedFor(set(`died_on = '2025-02-10'`), set('died_on = null'))).toBe('DECEASED');
    expect(await refusedFor(set('monthly_fen = 4999'), set('monthly_fen = 5000'))).toBe('NOT_DUE');
    const limit = (households: number) =>
      `update payroll_run set max_households = ${households} where id in (select run_id from payment_line where subject_id = $1)`;
    expect(await refusedFor(limit(0), limit(3))).toBe('ACCOUNT_SHARED');
    expect(await refusedFor(set(`from_month = '2025-04'`), set(`from_month = '2025-03'`))).toBe('NOT_DUE');

    const issued = await department.clerk<LineBody & { runId: string }>(
      'POST',
      path,
      { payee },
      returned.version,
    );
    expect(issued.status).toBe(201);
    expect(issued.body).toMatchObject({ attempt: 2, state: 'PLANNED', amountFen: '5000', component: 'BASE' });
    const next = await department.clerk<RunBody & { seq: number }>(
      'GET',
      `/v1/payroll-runs/${issued.body.runId}`,
    );
    expect(next.body).toMatchObject({ state: 'BUILT', seq: 1, count: 1, totalFen: '5000' });
    const second = await department.sent(issued.body.runId);
    expect(second.text).toContain(',104,6228480000000000026,');
    expect((await department.import(issued.body.runId, answerTo(second))).body).toMatchObject({
      state: 'CLOSED',
    });
    const states = await department.query<{ state: string }>(
      'select state from payment_line where subject_id = $1 order by attempt',
      [subject],
    );
    expect(states.map(({ state }) => state)).toEqual(['REISSUED', 'PAID']);
  });

  it('that keep coming back are told to the department, once the limit of the policy is reached', async () => {
    const [often = '', once = ''] = await department.people(2, { fromMonth: '2026-01' });
    await department.query(
      `update policy_row set effective_to = null where key = 'eldercare.payroll.budgetFen'`,
    );
    const returns = async (month: string, subjects: readonly string[]): Promise<string[]> => {
      const run = await department.open(month);
      const file = await department.sent(run.id);
      const of = new Map((await linesOf(run.id)).map(({ id, subjectId }) => [id, subjectId]));
      await department.import(
        run.id,
        answerTo(file, ({ id }) => (subjects.includes(of.get(id) ?? '') ? 'DORMANT' : undefined)),
      );
      const noted = await department.query<{ subject_id: string }>(
        `select subject_id from noted where what = 'RETURNS'`,
      );
      return noted.map(({ subject_id }) => subject_id);
    };
    expect(await returns('2026-01', [often, once])).toEqual([]);
    // what was paid in between begins the count anew
    expect(await returns('2026-02', [often])).toEqual([often]);
    expect(await returns('2026-03', [once])).toEqual([often]);
  });
});
