import { createHash } from 'node:crypto';
import {
  PaymentComponent,
  PaymentFileSentSchema,
  PaymentReturnedSchema,
  PaymentSettledSchema,
  PayrollRunClosedSchema,
  PayrollRunLockedSchema,
} from '@minzheng/contracts/assistance';
import { Programme } from '@minzheng/contracts/common';
import { IncomeFactSchema, IncomeKind, type IncomeFact } from '@minzheng/contracts/facts';
import { FieldCipher } from '@minzheng/platform/encryption';
import { eventually, type RecordedEvent } from '@minzheng/testing/servers';
import { Assistance, ofType, VILLAGE } from '../test/kit/assistance.js';
import { answerTo, linesOf } from '../test/kit/bank.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from '../test/kit/case-story.js';
import type { Answer, Client, Stored } from '../test/kit/client.js';
import { ACCOUNT, ADDRESS, guangyuanFamily, idNumber, type HouseholdForm } from '../test/kit/family.js';
import { PayrollCalendarJob } from './payroll-calendar.job.js';

const COUNTY = '510802';
const OTHER_ACCOUNT = '6228480402564890026';
const CORRECTED_ACCOUNT = '6228480402564890034';

interface RunBody extends Stored {
  readonly count: number;
  readonly totalFen: string;
  readonly jobId: string;
  readonly fileSha256: string | null;
}

interface LineBody extends Stored {
  readonly subjectId: string;
  readonly month: string;
  readonly component: string;
  readonly amountFen: string;
  readonly personKey: string;
  readonly sourceRef: string;
  readonly attempt: number;
  readonly resultCode: string | null;
  readonly runId: string;
  readonly parts: readonly { readonly personKey: string; readonly amountFen: string }[];
}

interface Listed<Item> {
  readonly items: readonly Item[];
}

/** What was told of benefits; what a household declares is told too. */
const benefits = (events: readonly RecordedEvent[]): IncomeFact[] =>
  ofType(events, IncomeFactSchema).filter(({ kind }) => kind === IncomeKind.DIBAO_BENEFIT);

/** Somebody alone with 120.00 a month: 270.00. */
function livesAlone(): HouseholdForm {
  const number = idNumber('1970-02-03');
  return {
    region: VILLAGE,
    hukouType: 'RURAL',
    address: ADDRESS,
    payee: { holderIdNumber: number, bankCode: '104', account: OTHER_ACCOUNT },
    members: [
      {
        ...{ idNumber: number, name: '王福贵', relation: 'APPLICANT', hukouRegion: VILLAGE },
        ...{ capacity: 'FULL', labour: 'FULL', study: 'NONE' },
      },
    ],
  };
}

/** Social assistance, acceptance scenario 5: a payment run of a county. */
describe('a payment run', () => {
  const family = guangyuanFamily();
  const alone = livesAlone();
  let assistance: Assistance;
  let cast: Cast;
  let clerk: Client;
  let finance: Client;
  let persons: [string, string, string];
  let single: string;
  let awards: [string, string];
  let run: RunBody;
  let file: Answer<unknown>;
  let path: string;

  const decided = async (form: HouseholdForm, perCapita: string): Promise<[CaseStory, string]> => {
    const story = await CaseStory.apply(assistance, cast, form);
    await story.toReported('2025-05-12', { perCapita });
    await story.assess();
    await story.giveOpinion();
    await story.postNotice('2025-05-12');
    return [story, story.caseId];
  };
  const approved = async (story: CaseStory): Promise<string> => {
    await story.becomes('REPORTED');
    const decision = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
      outcome: 'APPROVED',
    });
    return succeeded(200, decision).awardId ?? '';
  };
  const lines = async (runId: string): Promise<LineBody[]> => {
    const { body } = await clerk.get<Listed<LineBody>>(`/v1/payment-lines?runId=${runId}`);
    return [...body.items];
  };
  const becomes = (id: string, state: string): Promise<RunBody> =>
    eventually(`the run is ${state}`, async () => {
      const { body } = await clerk.get<RunBody>(`/v1/payroll-runs/${id}`);
      return body.state === state && body;
    });
  const opened = async (seq: number): Promise<Answer<RunBody>> =>
    clerk.post<RunBody>('/v1/payroll-runs', {
      countyCode: COUNTY,
      programme: 'DIBAO',
      month: '2025-07',
      seq,
    });

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    clerk = await assistance.official('clerk-wang', 'payroll-runs:write', COUNTY);
    finance = await assistance.official('finance-liu', 'payroll-runs:approve', COUNTY);
    const [first] = await decided(family, '40000');
    const [second] = await decided(alone, '12000');
    await assistance.moveClock('2025-06-03T01:00:00Z');
    awards = [await approved(first), await approved(second)];
    persons = [...first.persons] as [string, string, string];
    [single = ''] = second.persons;
    await assistance.moveClock('2025-07-02T01:00:00Z');
    await eventually('the awards run', async () => {
      const rows = await assistance.query(`select from award where state = 'ACTIVE'`);
      return rows.length === 2;
    });
  });
  afterAll(() => assistance.drop());

  it('is built: 570.00, 177.00, 118.00 and 270.00 are four lines of 1,135.00', async () => {
    const answer = await opened(0);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/jobs/${answer.body.jobId}`);
    run = await becomes(answer.body.id, 'BUILT');
    path = `/v1/payroll-runs/${run.id}`;
    expect(run).toMatchObject({
      count: 4,
      totalFen: '113500',
      month: '2025-07',
      seq: 0,
      payOn: '2025-07-10',
    });
    const job = await clerk.get<{ state: string; done: number }>(`/v1/jobs/${answer.body.jobId}`);
    expect(job.body).toMatchObject({ state: 'DONE', done: 2 });
    const [husband, wife, child] = persons;
    const found = (await lines(run.id)).map(({ component, personKey, amountFen, state }) => [
      ...[component, personKey, amountFen, state],
    ]);
    expect(found.sort()).toEqual(
      [
        ['BASE', husband, '57000', 'PLANNED'],
        ['EXTRA', wife, '17700', 'PLANNED'],
        ['EXTRA', child, '11800', 'PLANNED'],
        ['BASE', single, '27000', 'PLANNED'],
      ].sort(),
    );
  });

  it('is not built twice', async () => {
    const again = await opened(0);
    expect([again.status, again.problem]).toEqual([409, 'run-exists']);
  });

  it('is locked by the clerk, and approved by finance, not by the same clerk', async () => {
    const locked = succeeded(200, await clerk.command<RunBody>(`${path}/lock`, run.version));
    expect(locked.state).toBe('LOCKED');
    const both = await assistance.official('clerk-wang', 'payroll-runs:approve payroll-runs:write', COUNTY);
    const own = await both.command(`${path}/approve`, locked.version);
    expect([own.status, own.problem]).toEqual([403, 'same-person']);
    run = succeeded(200, await finance.command<RunBody>(`${path}/approve`, locked.version));
    expect(run.state).toBe('APPROVED');
  });

  it('is sent as a file with four lines, their sum, and its digest', async () => {
    file = await finance.get(`${path}/bank-file`);
    expect(file.status).toBe(200);
    const sha256 = createHash('sha256').update(file.text).digest('hex');
    expect(file.headers.get('x-content-sha256')).toBe(sha256);
    expect(file.text.trimEnd().split('\r\n').at(-1)).toBe('T,4,113500');
    expect(
      linesOf(file)
        .map(({ account, holder, amountFen }) => [account, holder, amountFen])
        .sort(),
    ).toEqual([
      [ACCOUNT, '陈建国', '11800'],
      [ACCOUNT, '陈建国', '17700'],
      [ACCOUNT, '陈建国', '57000'],
      [OTHER_ACCOUNT, '王福贵', '27000'],
    ]);
    run = await becomes(run.id, 'SENT');
    expect(run.fileSha256).toBe(sha256);
    const entries = await assistance.query<{ fields: string[]; actor: string }>(
      `select actor, fields from audit_entry where action = 'GET /v1/payroll-runs/{id}/bank-file'`,
    );
    expect(entries).toContainEqual({
      actor: 'finance-liu',
      fields: expect.arrayContaining(['account', 'name']),
    });
  });

  it('refuses results of 1,134.99, and no line has changed', async () => {
    const wrong = answerTo(file).replace('T,4,113500', 'T,4,113499');
    const refused = await finance.upload(`${path}/import-results`, run.version, wrong);
    expect([refused.status, refused.problem]).toEqual([422, 'result-file-mismatch']);
    expect((await lines(run.id)).map(({ state }) => state)).toEqual(['SENT', 'SENT', 'SENT', 'SENT']);
  });

  it('is closed by the right results: three paid, one returned', async () => {
    const results = answerTo(file, ({ amountFen }) => (amountFen === '27000' ? 'ACCOUNT_CLOSED' : undefined));
    const taken = succeeded(
      200,
      await finance.upload<{ paid: number; returned: number; unmatched: number; state: string }>(
        `${path}/import-results`,
        run.version,
        results,
      ),
    );
    expect(taken).toMatchObject({ paid: 3, returned: 1, unmatched: 0, state: 'CLOSED' });
    const states = new Map(
      (await lines(run.id)).map(({ amountFen, state, resultCode }) => [amountFen, [state, resultCode]]),
    );
    expect(states).toEqual(
      new Map([
        ['57000', ['PAID', null]],
        ['17700', ['PAID', null]],
        ['11800', ['PAID', null]],
        ['27000', ['RETURNED', 'ACCOUNT_CLOSED']],
      ]),
    );
  });

  it('is told: three income facts of July, base and extra in one sum', async () => {
    const events = await eventually('all is published', async () => {
      const published = await assistance.published();
      const isAll =
        benefits(published).length === 3 && ofType(published, PayrollRunClosedSchema).length === 1;
      return isAll && published;
    });
    const facts = benefits(events);
    const [husband, wife, child] = persons;
    expect(new Map(facts.map(({ personKey, amountFen }) => [personKey, amountFen]))).toEqual(
      new Map([
        [husband, 19_000n],
        [wife, 36_700n],
        [child, 30_800n],
      ]),
    );
    for (const fact of facts) {
      expect(fact).toMatchObject({
        kind: IncomeKind.DIBAO_BENEFIT,
        programme: Programme.DIBAO,
        householdShare: true,
        period: { fromMonth: '2025-07', toMonth: '2025-07' },
        payerKey: '11510800MB1K08029Y',
      });
    }
    expect(new Set(facts.map(({ itemKey }) => itemKey)).size).toBe(1);
    const told = {
      runId: run.id,
      programme: Programme.DIBAO,
      month: '2025-07',
      count: 4,
      totalFen: 113_500n,
    };
    expect(ofType(events, PayrollRunLockedSchema)).toMatchObject([
      { ...told, transition: { fromState: 'BUILT', toState: 'LOCKED' } },
    ]);
    expect(ofType(events, PaymentFileSentSchema)).toMatchObject([
      { ...told, fileSha256: run.fileSha256, transition: { fromState: 'APPROVED', toState: 'SENT' } },
    ]);
    expect(ofType(events, PayrollRunClosedSchema)).toMatchObject([
      { ...told, transition: { fromState: 'RECONCILING', toState: 'CLOSED' } },
    ]);
    const settled = ofType(events, PaymentSettledSchema);
    expect(new Set(settled.map(({ awardId }) => awardId))).toEqual(new Set([awards[0]]));
    expect(settled.map(({ amountFen }) => amountFen).sort()).toEqual([11_800n, 17_700n, 57_000n]);
    expect(ofType(events, PaymentReturnedSchema)).toMatchObject([
      {
        awardId: awards[1],
        personKey: single,
        component: PaymentComponent.BASE,
        amountFen: 27_000n,
        resultCode: 'ACCOUNT_CLOSED',
        transition: { fromState: 'SENT', toState: 'RETURNED' },
      },
    ]);
    const secrets = [
      ACCOUNT,
      OTHER_ACCOUNT,
      ...[...family.members, ...alone.members].flatMap(({ idNumber: no, name }) => [no, name]),
    ];
    const text = events.map(({ value }) => value?.toString('utf8') ?? '').join(' ');
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('has its returned line paid by run 1, to a corrected account: a fourth fact', async () => {
    const returned = (await lines(run.id)).find(({ state }) => state === 'RETURNED');
    const work = () =>
      assistance.query<{ kind: string; state: string }>(
        `select kind, state, due_at from work_item where subject_id = any($1::uuid[]) order by opened_at, kind`,
        [[run.id, returned?.id]],
      );
    const done = ['payrollLock', 'payrollApproval', 'payrollSending', 'payrollReconciliation'].map(
      (kind) => ({
        ...{ kind, state: 'SETTLED' },
      }),
    );
    const dueAt = new Date('2025-08-02T16:00:00Z');
    expect(await work()).toMatchObject([...done, { kind: 'returnedPayment', state: 'OPEN', due_at: dueAt }]);
    const holderIdNumber = alone.members[0]?.idNumber;
    const issued = succeeded(
      201,
      await clerk.command<LineBody>(`/v1/payment-lines/${returned?.id}/reissue`, returned?.version ?? 0, {
        payee: { holderIdNumber, bankCode: '104', account: CORRECTED_ACCOUNT },
      }),
    );
    expect(issued).toMatchObject({
      ...{ amountFen: '27000', attempt: 2, month: '2025-07', component: 'BASE', state: 'PLANNED' },
      sourceRef: returned?.sourceRef,
    });
    expect((await work()).at(-1)).toMatchObject({ kind: 'returnedPayment', state: 'SETTLED' });
    const next = await becomes(issued.runId, 'BUILT');
    expect(next).toMatchObject({ seq: 1, month: '2025-07', count: 1, totalFen: '27000' });
    const to = `/v1/payroll-runs/${next.id}`;
    const locked = succeeded(200, await clerk.command<RunBody>(`${to}/lock`, next.version));
    succeeded(200, await finance.command(`${to}/approve`, locked.version));
    const second = await finance.get(`${to}/bank-file`);
    expect(linesOf(second)).toMatchObject([{ account: CORRECTED_ACCOUNT, amountFen: '27000' }]);
    const sent = await becomes(next.id, 'SENT');
    const taken = await finance.upload(`${to}/import-results`, sent.version, answerTo(second));
    expect(succeeded(200, taken)).toMatchObject({ paid: 1, returned: 0, unmatched: 0, state: 'CLOSED' });
    const fourth = await eventually('the fourth fact is told', async () => {
      const facts = benefits(await assistance.published());
      return facts.length === 4 && facts.find(({ personKey }) => personKey === single);
    });
    expect(fourth).toMatchObject({
      amountFen: 27_000n,
      period: { fromMonth: '2025-07', toMonth: '2025-07' },
    });
    const again = await opened(0);
    expect([again.status, again.problem]).toEqual([409, 'run-exists']);
  });

  it('shows citizens what was sent to them, and nobody else', async () => {
    const [, wife] = persons;
    const own = await (await assistance.citizen(wife)).get<Listed<LineBody>>('/v1/me/payments');
    expect(own.body.items.map(({ amountFen, state }) => [amountFen, state]).sort()).toEqual([
      ['11800', 'PAID'],
      ['17700', 'PAID'],
      ['57000', 'PAID'],
    ]);
    const stranger = await assistance.citizen('00000000-0000-8000-8000-000000000000');
    expect((await stranger.get<Listed<LineBody>>('/v1/me/payments')).body.items).toEqual([]);
  });

  describe('and a custodian', () => {
    const custodian = { idNumber: idNumber('1965-05-05'), name: '赵守信' };
    const form = {
      custodian,
      bankCode: '105',
      account: '6228480402564890042',
      agreementSha256: 'a'.repeat(64),
    };
    let to: string;
    let county: Client;
    const version = async (): Promise<number> => (await county.get(`/v1/awards/${awards[1]}`)).body.version;

    beforeAll(async () => {
      to = `/v1/awards/${awards[1]}/set-custodian`;
      county = await assistance.official('county-approver', 'awards:approve cases:read', COUNTY);
    });

    it('may be none of the handlers of the case, nor whom they have filed as a relative', async () => {
      const handler = await county.command(to, await version(), {
        ...form,
        custodian: { ...custodian, userId: 'clerk-wang' },
      });
      expect([handler.status, handler.problem]).toEqual([403, 'custodian-not-allowed']);
      const own = await county.command(to, await version(), {
        ...form,
        custodian: { ...custodian, userId: 'county-approver' },
      });
      expect([own.status, own.problem]).toEqual([403, 'custodian-not-allowed']);
      const [wife] = await assistance.query<{ person_key: string }>(
        `insert into official_relative (id, region, version, created_by, official, role, relative_key, relation, valid_from, state)
         values (gen_random_uuid(), '510802', 1, 'test', 'cadre-zhao', 'HANDLER', $1, 'SPOUSE', '2025-01-01', 'FILED')
         returning relative_key as person_key`,
        [persons[1]],
      );
      expect(wife?.person_key).toBe(persons[1]);
      const { idNumber: number, name } = family.members[1]!;
      const relative = await county.command(to, await version(), {
        ...form,
        custodian: { idNumber: number, name },
      });
      expect([relative.status, relative.problem]).toEqual([403, 'custodian-not-allowed']);
      expect(await assistance.query('select from custody_agreement')).toEqual([]);
    });

    it('is paid from the next run on; an account without an agreement is blocked', async () => {
      succeeded(200, await county.command<Stored>(to, await version(), form));
      await assistance.moveClock('2025-08-02T01:00:00Z');
      const august = await clerk.post<RunBody>('/v1/payroll-runs', {
        ...{ countyCode: COUNTY, programme: 'DIBAO', month: '2025-08', seq: 0 },
      });
      const built = await becomes(succeeded(202, august).id, 'BUILT');
      expect(built).toMatchObject({ count: 4, totalFen: '113500' });
      const at = `/v1/payroll-runs/${built.id}`;
      const locked = succeeded(200, await clerk.command<RunBody>(`${at}/lock`, built.version));
      succeeded(200, await finance.command(`${at}/approve`, locked.version));
      const sent = await finance.get(`${at}/bank-file`);
      expect(linesOf(sent).filter(({ amountFen }) => amountFen === '27000')).toMatchObject([
        { account: form.account, holder: '赵守信' },
      ]);

      await assistance.query('update custody_agreement set superseded_at = now()');
      await assistance.moveClock('2025-09-02T01:00:00Z');
      const september = succeeded(
        202,
        await clerk.post<RunBody>('/v1/payroll-runs', {
          ...{ countyCode: COUNTY, programme: 'DIBAO', month: '2025-09', seq: 0 },
        }),
      );
      expect(await becomes(september.id, 'BUILT')).toMatchObject({ count: 3, totalFen: '86500' });
      const blocked = await clerk.get<Listed<object>>(`/v1/payroll-runs/${september.id}/blocked-lines`);
      expect(blocked.body.items).toMatchObject([
        {
          subjectId: awards[1],
          month: '2025-09',
          part: 'BASE',
          amountFen: '27000',
          reason: 'HOLDER_NOT_ALLOWED',
        },
      ]);
    });
  });

  it('is not approved where nobody has entered a budget', async () => {
    const [row] = await assistance.query<{ id: string }>(
      `update policy_row set region_prefix = '5109' where key = 'assistance.payroll.budgetFen' returning id`,
    );
    expect(row).toBeDefined();
    const [september] = await assistance.query<{ id: string; version: number }>(
      `select id, version from payroll_run where month = '2025-09'`,
    );
    const to = `/v1/payroll-runs/${september?.id}`;
    const locked = succeeded(200, await clerk.command<RunBody>(`${to}/lock`, september?.version ?? 0));
    const refused = await finance.command(`${to}/approve`, locked.version);
    expect([refused.status, refused.problem]).toEqual([422, 'policy-missing']);
    await assistance.query(
      `update policy_row set region_prefix = '5108' where key = 'assistance.payroll.budgetFen'`,
    );
  });

  it('is not opened where the pay day is none that every month has', async () => {
    const set = (day: number) =>
      assistance.query(`update policy_row set value = $1 where key = 'assistance.payroll.payDay'`, [day]);
    await set(99);
    const form = { countyCode: COUNTY, programme: 'DIBAO', month: '2025-09', seq: 1 };
    const refused = await clerk.post<object>('/v1/payroll-runs', form);
    expect([refused.status, refused.problem]).toEqual([422, 'policy-out-of-range']);
    expect(refused.body).toMatchObject({ key: 'assistance.payroll.payDay', minimum: 1, maximum: 28 });
    await set(10);
  });

  it('holds an award whose payments keep coming back, and flags accounts that serve too many households', async () => {
    await assistance.query('update custody_agreement set superseded_at = null');
    for (const month of ['2025-10', '2025-11', '2025-12']) {
      await assistance.moveClock(`${month}-02T01:00:00Z`);
      const form = { countyCode: COUNTY, programme: 'DIBAO', month, seq: 0 };
      const next = succeeded(202, await clerk.post<RunBody>('/v1/payroll-runs', form));
      const built = await becomes(next.id, 'BUILT');
      const to = `/v1/payroll-runs/${next.id}`;
      const locked = succeeded(200, await clerk.command<RunBody>(`${to}/lock`, built.version));
      succeeded(200, await finance.command(`${to}/approve`, locked.version));
      const sent = await finance.get(`${to}/bank-file`);
      const { version } = await becomes(next.id, 'SENT');
      const results = answerTo(sent, ({ amountFen }) => (amountFen === '27000' ? 'DORMANT' : undefined));
      succeeded(200, await finance.upload(`${to}/import-results`, version, results));
    }
    const states = await assistance.query<{ id: string; state: string }>('select id, state from award');
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [awards[0], 'ACTIVE'],
        [awards[1], 'HELD'],
      ]),
    );

    const [{ household_id: id } = { household_id: '' }] = await assistance.query<{ household_id: string }>(
      'select household_id from award where id = $1',
      [awards[0]],
    );
    await assistance.query(
      `insert into payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc,
                          account_hash, since, created_by)
       select gen_random_uuid(), 'household', other, other, holder_key, 'MEMBER', '103', '', account_hash, now(), 'test'
         from payee, (select gen_random_uuid() as other from generate_series(1, 3)) as others
        where subject_id = $1 and until is null`,
      [id],
    );
    await assistance.moveClock('2026-01-02T01:00:00Z');
    const january = succeeded(
      202,
      await clerk.post<RunBody>('/v1/payroll-runs', {
        ...{ countyCode: COUNTY, programme: 'DIBAO', month: '2026-01', seq: 0 },
      }),
    );
    expect(await becomes(january.id, 'BUILT')).toMatchObject({ count: 0, totalFen: '0' });
    const blocked = await clerk.get<Listed<{ reason: string }>>(
      `/v1/payroll-runs/${january.id}/blocked-lines`,
    );
    expect(new Set(blocked.body.items.map(({ reason }) => reason))).toEqual(new Set(['ACCOUNT_SHARED']));
    expect(
      await assistance.query(
        `select subject_id, reason from supervision_item where reason = 'ACCOUNT_SHARED'`,
      ),
    ).toEqual([{ subject_id: awards[0], reason: 'ACCOUNT_SHARED' }]);
  });

  describe('of the clock', () => {
    const runs = () =>
      assistance.query<{ id: string; programme: string; seq: number; state: string; version: number }>(
        `select id, programme, seq, state, version from payroll_run where region = $1 and month = '2026-02'`,
        [COUNTY],
      );
    const look = () => assistance.provider(PayrollCalendarJob).round();

    it('is ordered where the county has a day for it, at one in the morning, once', async () => {
      const row = {
        ...{
          key: 'assistance.payroll.buildDay',
          regionPrefix: COUNTY,
          effectiveFrom: '2026-02-01',
          value: 2,
        },
        legalBasis: '利州区民政局 2025年第3号',
      };
      const officer = await assistance.official('officer-1', 'policies:write', COUNTY);
      const drafted = succeeded(201, await officer.post<Stored>('/v1/policies', row));
      const second = await assistance.official('officer-2', 'policies:approve', COUNTY);
      succeeded(200, await second.command(`/v1/policies/${drafted.id}/publish`, drafted.version));
      await assistance.moveClock('2026-01-31T18:00:00Z');
      await eventually('the month is rolled', async () => {
        const rolled = await assistance.query(
          `select from job where name = 'month-roll' and period = '2026-02' and state = 'DONE'`,
        );
        return rolled.length === 1;
      });
      await assistance.moveClock('2026-02-01T16:59:00Z');
      await look();
      expect(await runs()).toEqual([]);
      await assistance.moveClock('2026-02-01T17:00:01Z');
      await eventually('the run is built', async () => (await runs()).some(({ state }) => state === 'BUILT'));
      await look();
      expect(await runs()).toMatchObject([{ programme: 'DIBAO', seq: 0, state: 'BUILT' }]);
    });

    it('is not ordered again when it was cancelled, by a process that begins later', async () => {
      const [built] = await runs();
      const to = `/v1/payroll-runs/${built?.id}/cancel`;
      succeeded(200, await clerk.command(to, built?.version ?? 0, { reason: '名册有误' }));
      await assistance.stop();
      await assistance.startAgain();
      expect(await look()).toBe(false);
      expect(await runs()).toMatchObject([{ state: 'CANCELLED' }]);
      await assistance.query(`update payroll_run set month = '2025-01' where month = '2026-02'`);
      await assistance.stop();
      await assistance.startAgain();
      await eventually('there never was one', async () => (await runs()).length === 1);
    });
  });

  it('finds the accounts that households had before there were payees, moved when the service starts', async () => {
    const [household] = await assistance.query<{ id: string }>(
      'select household_id as id from award where id = $1',
      [awards[0]],
    );
    const id = household?.id ?? '';
    const [husband] = persons;
    const cipher = new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1');
    const former = {
      holderIdNumber: family.members[0]?.idNumber,
      bankCode: '106',
      account: '6228480402564890059',
    };
    await assistance.query('update household set payee_enc = $2 where id = $1', [
      id,
      cipher.encrypt(JSON.stringify(former), `household/${id}/payee`),
    ]);
    await assistance.stop();
    await assistance.startAgain();
    const moved = await eventually('the account is moved', async () => {
      const [payee] = await assistance.query<{
        id: string;
        holder_key: string;
        bank_code: string;
        account_enc: string;
      }>(
        `select p.* from payee p join household h on h.id = p.subject_id
          where h.id = $1 and h.payee_enc is null and p.until is null and p.bank_code = '106'`,
        [id],
      );
      return payee;
    });
    expect(moved.holder_key).toBe(husband);
    expect(cipher.decrypt(moved.account_enc, `payee/${moved.id}/account`)).toBe(former.account);
  });
});
