import { fork, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fromBinary } from '@bufbuild/protobuf';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { IncomeFactSchema, type IncomeFact } from '@minzheng/contracts/facts';
import { FieldCipher } from '@minzheng/platform/encryption';
import { administer, eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import pg from 'pg';

const HOOKS = new URL('../../../../platform/src/messaging/test/typescript-hooks.mjs', import.meta.url).href;
const CIPHER = new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1');
export const COUNTY = '510802';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly problem: string | undefined;
  readonly text: string;
  readonly headers: Headers;
}

export interface RunBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly count: number;
  readonly totalFen: string;
  readonly jobId: string;
}

export interface LineBody {
  readonly id: string;
  readonly subjectId: string;
  readonly month: string;
  readonly component: string;
  readonly amountFen: string;
  readonly state: string;
  readonly version: number;
  readonly attempt: number;
  readonly resultCode: string | null;
}

/** The second department's service in processes that are killed and started again, and its database. */
export class PayingDepartment {
  #child: ChildProcess | undefined;
  #url = '';
  #now = '';
  readonly database: pg.Pool;

  private constructor(private readonly environment: ServiceEnvironment) {
    this.database = new pg.Pool({ connectionString: environment.database.url, max: 2 });
  }

  static async start(instant: string): Promise<PayingDepartment> {
    const department = new PayingDepartment(
      await ServiceEnvironment.create([...topicsOf('eldercare'), ...topicsOf('verification')]),
    );
    await department.startProcess();
    await department.moveClock(instant);
    return department;
  }

  async moveClock(instant: string): Promise<void> {
    const clock = { sub: 'sandbox', scope: 'sandbox:clock:write', region: '51' };
    await this.send(clock, 'POST', '/v1/sandbox/clock', { instant });
    this.#now = instant;
  }

  async drop(): Promise<void> {
    await this.kill();
    await this.database.end();
    await this.environment.drop();
  }

  async startProcess(): Promise<void> {
    const child = fork(new URL('child.ts', import.meta.url), [], {
      env: {
        ...process.env,
        ...this.environment.settings(process.env['TEST_LOG'] ? { LOG_LEVEL: 'error' } : {}),
      },
      execArgv: ['--conditions=source', '--disable-warning=TimeoutNegativeWarning', '--import', HOOKS],
    });
    this.#child = child;
    const ended = once(child, 'exit').then(() => {
      throw new Error('the service did not start');
    });
    const [url] = (await Promise.race([once(child, 'message'), ended])) as [string];
    ended.catch(() => undefined);
    this.#url = url;
  }

  /** Without any warning. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** What a killed process had in hand is free at once, as it is after the lease. */
  async endLeases(): Promise<void> {
    await administer(
      this.environment.database.url,
      `update job set lease_until = clock_timestamp() - interval '1 second', not_before = clock_timestamp()
        where state = 'RUNNING'`,
    );
  }

  async query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.database.query<Row>(sql, parameters)).rows;
  }

  /** People with an allowance from a month on, each with an account. @returns their ids */
  async people(
    count: number,
    { fromMonth = '2025-07', monthlyFen = 5_000, account = '' } = {},
  ): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID()).sort();
    const keys = ids.map((id) => `${id.slice(0, 14)}8${id.slice(15)}`);
    const payees = ids.map(() => randomUUID());
    await this.query(`insert into person select * from unnest($1::uuid[], $2::text[], $3::text[])`, [
      keys,
      keys,
      keys.map((key) => CIPHER.encrypt('张三', `person/${key}/name`)),
    ]);
    await this.query(
      `insert into allowance (id, region, person_key, from_month, monthly_fen)
       select id, '510802001001', key, $3, $4 from unnest($1::uuid[], $2::uuid[]) as u(id, key)`,
      [ids, keys, fromMonth, monthlyFen],
    );
    const accounts = ids.map((_, index) =>
      account === '' ? `622848${String(index).padStart(13, '0')}` : account,
    );
    await this.query(
      `insert into payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc,
                          account_hash, since, created_by)
       select id, 'household', subject, subject, key, 'MEMBER', '103', enc, decode(hash, 'hex'), clock_timestamp(), 'test'
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[]) as u(id, subject, key, enc, hash)`,
      [
        ...[payees, ids, keys],
        payees.map((id, index) => CIPHER.encrypt(accounts[index]!, `payee/${id}/account`)),
        accounts.map((each, index) =>
          createHmac('sha256', account === '' ? ids[index]! : 'same')
            .update(each)
            .digest('hex'),
        ),
      ],
    );
    return ids;
  }

  clerk<Body = RunBody>(
    method: string,
    path: string,
    body?: object | string,
    version?: number,
  ): Promise<Answer<Body>> {
    const scope = 'eldercare:payroll-runs:write';
    return this.send({ sub: 'clerk', scope, region: COUNTY }, method, path, body, version);
  }

  finance<Body = RunBody>(
    method: string,
    path: string,
    body?: object | string,
    version?: number,
  ): Promise<Answer<Body>> {
    const scope = 'eldercare:payroll-runs:approve';
    return this.send({ sub: 'finance', scope, region: COUNTY }, method, path, body, version);
  }

  /** Not before the month has begun. */
  async open(month: string, seq = 0): Promise<RunBody> {
    const secondDay = `${month}-02T01:00:00Z`;
    if (secondDay > this.#now) await this.moveClock(secondDay);
    const form = { countyCode: COUNTY, programme: 'OLD_AGE_ALLOWANCE', month, seq };
    const { status, body } = await this.clerk('POST', '/v1/payroll-runs', form);
    expect(status).toBe(202);
    return body;
  }

  becomes(id: string, state: string): Promise<RunBody> {
    return eventually(`the run is ${state}`, async () => {
      const { body } = await this.clerk('GET', `/v1/payroll-runs/${id}`);
      return body.state === state && body;
    });
  }

  /** Locked, approved, and its file fetched. @returns the file */
  async sent(id: string): Promise<Answer<unknown>> {
    const path = `/v1/payroll-runs/${id}`;
    const { version } = await this.becomes(id, 'BUILT');
    const locked = await this.clerk('POST', `${path}/lock`, {}, version);
    expect(locked.status).toBe(200);
    expect((await this.finance('POST', `${path}/approve`, {}, locked.body.version)).status).toBe(200);
    const file = await this.finance('GET', `${path}/bank-file`);
    expect(file.status).toBe(200);
    return file;
  }

  async version(id: string): Promise<number> {
    return (await this.clerk('GET', `/v1/payroll-runs/${id}`)).body.version;
  }

  async import<
    Body = { paid: number; returned: number; unmatched: number; state: string; jobId: string | null },
  >(id: string, file: string): Promise<Answer<Body>> {
    return this.finance<Body>('POST', `/v1/payroll-runs/${id}/import-results`, file, await this.version(id));
  }

  async facts(): Promise<IncomeFact[]> {
    const events = await this.environment.topics.readAll(topicsOf('eldercare'));
    return events
      .filter(({ headers }) => headers['ce_type'] === IncomeFactSchema.typeName)
      .map(({ value }) => fromBinary(IncomeFactSchema, value ?? new Uint8Array()));
  }

  async send<Body>(
    claims: Parameters<ServiceEnvironment['token']>[0],
    method: string,
    path: string,
    body?: object | string,
    version?: number,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.environment.token(claims)}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(body === undefined
          ? {}
          : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Body & { type?: string };
    const { status, headers } = response;
    return { status, body: json, text, headers, problem: json.type?.split('/').at(-1) };
  }
}

/** What the bank answers to a payment file: paid, but for the lines of which it says otherwise. */
export function answerTo(
  file: Answer<unknown>,
  codeOf: (line: { readonly id: string; readonly number: number }) => string | undefined = () => undefined,
): string {
  const [head = '', ...rest] = file.text.trimEnd().split('\r\n');
  const trailer = rest.pop() ?? '';
  const lines = rest.map((line) => {
    const [, number = '', id = '', , , , fen = ''] = line.split(',');
    const code = codeOf({ id, number: Number(number) });
    return `R,${id},${fen},${code === undefined ? 'PAID' : `RETURNED,${code}`}`;
  });
  const [, , runId, , , month] = head.split(',');
  const head2 = `H,1,${runId},${file.headers.get('x-content-sha256')},${month}-02`;
  return `${[head2, ...lines, trailer].join('\r\n')}\r\n`;
}
