import {
  AwardAdjustedSchema,
  PriceIndexKind,
  PriceSubsidyTriggeredSchema,
  StandardPublishedSchema,
} from '@minzheng/contracts/assistance';
import { HukouType, PolicyPublishedSchema, Programme } from '@minzheng/contracts/common';
import { IncomeFactSchema, IncomeKind } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import pg from 'pg';
import { Assistance, ofType, VILLAGE } from '../test/kit/assistance.js';
import { answerTo } from '../test/kit/bank.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from '../test/kit/case-story.js';
import type { Answer, Client, Stored } from '../test/kit/client.js';
import { learnMeansPolicies } from '../test/kit/means-policies.js';

const CITY = '5108';
const COUNTY = '510802';
/** Jobs of a whole region take their turn after those of the month. */
const SLOW_MS = 50_000;
const KEY = 'assistance.dibao.standardMonthlyFen';
const LINE = 'assistance.poverty.lineAnnualFen';
const MINIMUM = 'assistance.dibao.provincialMinimumFen';

interface StandardBody extends Stored {
  readonly monthlyFen: string;
  readonly jobId: string | null;
  readonly policyRowId: string | null;
  readonly proposal: {
    readonly previousFen: string;
    readonly proposedFen: string;
    readonly reasons: readonly { readonly code: string }[];
  } | null;
}

interface PriceBody extends Stored {
  readonly amounts: readonly {
    readonly hukouType: string;
    readonly index: string;
    readonly rateBp: number;
    readonly amountFen: string;
  }[];
  readonly jobId: string | null;
}

interface SegmentRow {
  readonly months: string;
  readonly base_fen: string;
  readonly extra_fen: string;
  readonly standard_fen: string;
  readonly cause: string;
  readonly superseded: boolean;
}

/** Social assistance, acceptance scenario 6: the standard rises, and every award with it. */
describe('a new standard', () => {
  let assistance: Assistance;
  let cast: Cast;
  let drafter: Client;
  let publisher: Client;
  let awardId: string;

  const draft = (change: object = {}) =>
    drafter.post<StandardBody>('/v1/standards', {
      region: CITY,
      hukouType: 'URBAN',
      monthlyFen: '64900',
      effectiveMonth: '2025-10',
      docNo: '广府规〔2025〕12号',
      ...change,
    });
  const check = ({ id, version }: Stored) =>
    drafter.command<StandardBody>(`/v1/standards/${id}/check`, version);
  const publish = ({ id, version }: Stored, by = publisher) =>
    by.command<StandardBody>(`/v1/standards/${id}/publish`, version);
  const checked = async (change: object = {}) =>
    succeeded(200, await check(succeeded(201, await draft(change))));
  const done = (jobId: string | null, by = publisher) =>
    eventually(
      'the job is done',
      async () => {
        const { body } = await by.get<{ state: string; done: number; total: number }>(`/v1/jobs/${jobId}`);
        return body.state === 'DONE' && body;
      },
      SLOW_MS,
    );
  const segments = (id = awardId) =>
    assistance.query<SegmentRow>(
      `select months::text, base_fen, extra_fen, standard_fen, cause, superseded_at is not null as superseded
         from award_segment where award_id = $1 order by lower(months), created_at`,
      [id],
    );
  const award = async (id = awardId) => {
    const [row] = await assistance.query<{
      base_fen: string;
      extras_fen: string;
      settle_from: string | null;
      version: number;
    }>('select base_fen, extras_fen, settle_from, version from award where id = $1', [id]);
    return row;
  };
  const rows = () =>
    assistance.query<{ region_prefix: string; from: string; value: object; state: string }>(
      `select region_prefix, effective_from::text as from, value, state from policy_row where key = $1
        order by region_prefix, effective_from, recorded_at`,
      [KEY],
    );
  const enterOfProvince = async (key: string, value: string, effectiveFrom: string): Promise<void> => {
    const form = { key, value, effectiveFrom, regionPrefix: '51', legalBasis: '川乡振〔2025〕1号' };
    const province = await assistance.official('province-1', 'policies:write', '51');
    const row = succeeded(201, await province.post<Stored>('/v1/policies', form));
    const second = await assistance.official('province-2', 'policies:approve', '51');
    succeeded(200, await second.command(`/v1/policies/${row.id}/publish`, row.version));
  };
  const approve = async (appliedOn: string, decidedOn: string): Promise<string> => {
    const story = await CaseStory.apply(assistance, cast);
    await story.toNotice(appliedOn);
    await assistance.moveClock(`${decidedOn}T01:00:00Z`);
    await story.becomes('REPORTED');
    const decided = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
      outcome: 'APPROVED',
    });
    return succeeded(200, decided).awardId ?? '';
  };

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    drafter = await assistance.official('officer-1', 'policies:write', CITY);
    publisher = await assistance.official('officer-2', 'policies:approve', CITY);
  });
  afterAll(() => assistance.drop());

  it('is not published where no poverty line was entered', async () => {
    const drafted = succeeded(201, await draft({ effectiveMonth: '2025-06' }));
    expect(await check(drafted)).toMatchObject({ status: 422, problem: 'policy-missing' });
    await enterOfProvince(LINE, '768000', '2025-05-12');
    succeeded(200, await check(drafted));
  });

  it('finds the family of scenario 1 with 865.00 a month', async () => {
    awardId = await approve('2025-05-12', '2025-06-03');
    expect(await segments()).toMatchObject([
      { months: '[2025-07-01,)', base_fen: '57000', extra_fen: '29500', standard_fen: '59000' },
    ]);
  });

  /** Acceptance scenario 7: the prices of food rise by 15.4 %. */
  describe('meets prices that rise', () => {
    const enter = (change: object = {}) =>
      drafter.post<PriceBody>('/v1/price-indices', {
        ...{ region: CITY, month: '2025-07', cpiBp: 230, foodBp: 1_540, publishedOn: '2025-08-09' },
        ...change,
      });
    const amounts = ({ amounts: told }: PriceBody) =>
      told.map(({ hukouType, index, rateBp, amountFen }) => [hukouType, index, rateBp, amountFen]);
    const lines = (month: string) =>
      assistance.query<{ amount: string; person: string; component: string; seq: number }>(
        `select l.amount_fen as amount, l.person_key as person, l.component, r.seq
           from payment_line l join payroll_run r on r.id = l.run_id
          where l.part = 'PRICE' and l.month = $1 and not l.void order by r.seq, l.person_key`,
        [month],
      );
    const built = async ({ jobId }: PriceBody) => {
      await done(jobId, drafter);
      await eventually('the runs are built', async () => {
        const open = await assistance.query(
          `select from payroll_run where programme = 'PRICE_SUBSIDY' and state = 'BUILDING'`,
        );
        return open.length === 0;
      });
    };
    let entered: PriceBody;

    beforeAll(async () => {
      await assistance.moveClock('2025-08-11T01:00:00Z');
      await eventually('the award runs', async () => {
        const running = await assistance.query(`select from award where id = $1 and state = 'ACTIVE'`, [
          awardId,
        ]);
        return running.length === 1;
      });
    });

    it('is told who gets how much by when', async () => {
      entered = succeeded(201, await enter());
      expect(entered).toMatchObject({ triggered: true, dueOn: '2025-09-05', state: 'OPEN' });
      expect(amounts(entered)).toEqual([
        ['URBAN', 'FOOD', 1_540, '9100'],
        ['RURAL', 'FOOD', 1_540, '6000'],
      ]);
      const events = await eventually('it is published', async () => {
        const told = ofType(await assistance.published(), PriceSubsidyTriggeredSchema);
        return told.length === 2 && told;
      });
      expect(events).toMatchObject([
        {
          ...{ regionPrefix: CITY, month: '2025-07', hukouType: HukouType.URBAN, index: PriceIndexKind.FOOD },
          ...{ rateBp: 1_540, amountFen: 9_100n, dueOn: '2025-09-05' },
        },
        { hukouType: HukouType.RURAL, amountFen: 6_000n },
      ]);
    });

    it('pays the three members 91.00 each, once', async () => {
      await built(entered);
      expect(await lines('2025-07')).toMatchObject([
        { amount: '9100', component: 'PRICE', seq: 0 },
        { amount: '9100', component: 'PRICE', seq: 0 },
        { amount: '9100', component: 'PRICE', seq: 0 },
      ]);
    });

    it('is paid: three income facts of 91.00', async () => {
      const clerk = await assistance.official('payroll-clerk', 'payroll-runs:write', COUNTY);
      const finance = await assistance.official('finance-liu', 'payroll-runs:approve', COUNTY);
      const [run] = await assistance.query<Stored>(
        `select id, version from payroll_run where programme = 'PRICE_SUBSIDY' and month = '2025-07' and seq = 0`,
      );
      const path = `/v1/payroll-runs/${run?.id}`;
      const locked = succeeded(200, await clerk.command(`${path}/lock`, run?.version ?? 0));
      succeeded(200, await finance.command(`${path}/approve`, locked.version));
      const file = await finance.get(`${path}/bank-file`);
      const sent = await eventually('the run is sent', async () => {
        const { body } = await clerk.get<Stored>(path);
        return body.state === 'SENT' && body;
      });
      const results = await finance.upload(`${path}/import-results`, sent.version, answerTo(file));
      expect(succeeded(200, results)).toMatchObject({ paid: 3, returned: 0, state: 'CLOSED' });
      const facts = await eventually('the facts are told', async () => {
        const told = ofType(await assistance.published(), IncomeFactSchema).filter(
          ({ kind }) => kind === IncomeKind.PRICE_SUBSIDY,
        );
        return told.length === 3 && told;
      });
      expect(facts).toMatchObject(
        Array(3).fill({
          amountFen: 9_100n,
          householdShare: false,
          period: { fromMonth: '2025-07', toMonth: '2025-07' },
        }),
      );
      const paid = (await lines('2025-07')).map(({ person }) => person);
      expect(facts.map(({ personKey }) => personKey).sort()).toEqual(paid.sort());
    });

    it('is entered once', async () => {
      const again = await enter({ foodBp: 1_600 });
      expect(again).toMatchObject({ status: 409, problem: 'index-exists', body: { indexId: entered.id } });
    });

    it.each([
      ['of another region', { region: '5107', month: '2025-06' }, 403, 'out-of-region'],
      ['of a month that was not over when they were published', { month: '2025-09' }, 400, 'validation'],
      ['of tomorrow', { month: '2025-06', publishedOn: '2025-08-12' }, 400, 'validation'],
      ['with a fraction', { month: '2025-06', cpiBp: 3.5 }, 400, 'validation'],
    ])('refuses indices %s', async (_what, change, status, problem) => {
      expect(await enter(change)).toMatchObject({ status, problem });
    });

    it('triggers nothing below both limits', async () => {
      const calm = succeeded(201, await enter({ month: '2025-06', cpiBp: 349, foodBp: 599 }));
      expect(calm).toMatchObject({
        ...{ triggered: false, amounts: [], jobId: null },
        reasons: [{ code: 'NOT_TRIGGERED' }],
      });
    });

    it('is corrected by another index: only the difference is paid', async () => {
      const correction = { cpiBp: 230, foodBp: 1_740, publishedOn: '2025-08-10' };
      const path = `/v1/price-indices/${entered.id}/supersede`;
      const next = succeeded(201, await drafter.command<PriceBody>(path, entered.version, correction));
      expect(next).toMatchObject({ supersedesId: entered.id, state: 'OPEN' });
      expect(amounts(next)[0]).toEqual(['URBAN', 'FOOD', 1_740, '10300']);
      await built(next);
      expect((await lines('2025-07')).map(({ amount, seq }) => [seq, amount])).toEqual([
        ...[0, 0, 0].map((seq) => [seq, '9100']),
        ...[1, 1, 1].map((seq) => [seq, '1200']),
      ]);
      expect(await drafter.command(path, entered.version + 1, correction)).toMatchObject({
        ...{ status: 409, problem: 'illegal-transition' },
      });
    });

    it('reaches edge families where the policy adds them, but nobody whom others pay', async () => {
      const groups = succeeded(
        201,
        await drafter.post<Stored>('/v1/policies', {
          ...{ key: 'assistance.price.groups', regionPrefix: CITY, effectiveFrom: '2025-08-11' },
          ...{ value: ['DIBAO', 'TEKUN', 'EDGE'], legalBasis: '发改价格〔2021〕1553号' },
        }),
      );
      succeeded(200, await publisher.command(`/v1/policies/${groups.id}/publish`, groups.version));
      const [alone, orphan] = await edgeFamily();
      await assistance.moveClock('2025-10-10T01:00:00Z');
      await built(
        succeeded(201, await enter({ month: '2025-09', cpiBp: 350, publishedOn: '2025-10-09', foodBp: 0 })),
      );
      const paid = await lines('2025-09');
      // 3.5 % of 590.00 is 20.65
      expect(paid.map(({ amount }) => amount)).toEqual(['2100', '2100', '2100', '2100']);
      expect(paid.map(({ person }) => person)).toContain(alone);
      expect(paid.map(({ person }) => person)).not.toContain(orphan);
    });

    it('is what the index of the smaller region says, though that of the larger gives more', async () => {
      const august = { month: '2025-08', foodBp: 0, publishedOn: '2025-10-09' };
      await built(succeeded(201, await enter({ ...august, region: COUNTY, cpiBp: 350 })));
      await built(succeeded(201, await enter({ ...august, cpiBp: 500 })));
      expect((await lines('2025-08')).map(({ amount }) => amount)).toEqual(['2100', '2100', '2100']);
    });

    it('waits while the award is held, comes after the release, and is blocked for who has died', async () => {
      await assistance.moveClock('2025-11-10T01:00:00Z');
      const [dead] = (await lines('2025-07')).map(({ person }) => person);
      await assistance.query(
        `insert into status_copy (fact_id, person_key, kind, valid_from, attributes, quality, agency, dataset, record_id,
                                  observed_at, retracted)
         values (gen_random_uuid(), $1, 'deceased', '2025-09-15', '{}', 'VERIFIED', 'registry', 'death', 'd', now(), false)`,
        [dead],
      );
      await assistance.query(
        `update award set state = 'HELD', held_from = '2025-10', held_before = 'ACTIVE' where id = $1`,
        [awardId],
      );
      const figures = { cpiBp: 350, foodBp: 0, publishedOn: '2025-11-09' };
      const index = succeeded(201, await enter({ month: '2025-10', ...figures }));
      await built(index);
      // the one of the edge family
      const before = await lines('2025-10');
      expect(before.map(({ person }) => person)).toEqual(['e0000000-0000-8000-8000-000000000001']);

      await assistance.query(
        `update award set state = 'ACTIVE', held_from = null, held_before = null where id = $1`,
        [awardId],
      );
      const path = `/v1/price-indices/${index.id}/supersede`;
      await built(succeeded(201, await drafter.command<PriceBody>(path, index.version, figures)));
      const after = (await lines('2025-10')).filter(({ seq }) => seq === 1);
      expect(after.map(({ amount }) => amount)).toEqual(['2100', '2100']);
      expect(after.map(({ person }) => person)).not.toContain(dead);
      const blocked = await assistance.query(
        `select reason, person_key from payment_blocked where month = '2025-10' and part = 'PRICE'`,
      );
      expect(blocked).toEqual([{ reason: 'DECEASED', person_key: dead }]);
      await assistance.query(`delete from status_copy where kind = 'deceased'`);
    });

    /** Two new persons beside a member of the family of scenario 1, one of them an orphan; recognised since August. */
    const edgeFamily = async (): Promise<string[]> => {
      const added = ['e0000000-0000-8000-8000-000000000001', 'e0000000-0000-8000-8000-000000000002'];
      await assistance.query(
        `insert into person (person_key, id_number_enc, name_enc) select unnest($1::uuid[]), '', ''`,
        [added],
      );
      await assistance.query(
        `insert into status_copy (fact_id, person_key, kind, valid_from, attributes, quality, agency, dataset, record_id,
                                  observed_at, retracted)
         values (gen_random_uuid(), $1, 'orphan', '2020-01-01', '{}', 'VERIFIED', 'children', 'children', 'r', now(), false)`,
        [added[1]],
      );
      await assistance.query(
        `with edge as (
           insert into award (id, region, version, created_by, case_id, household_id, programme, person_keys,
                              effective_month, base_fen, extras_fen, shares, hukou_type, approved_on, state)
           select gen_random_uuid(), region, 1, 'test', case_id, household_id, 'EDGE', $2::uuid[] || person_keys[1],
                  '2025-08', 0, 0, '[]', hukou_type, '2025-08-10', 'ACTIVE' from award where id = $1
           returning id, person_keys)
         insert into award_person (award_id, person_key, programme, months)
         select id, unnest(person_keys), 'EDGE', '[2025-08-01,)' from edge`,
        [awardId, added],
      );
      return added;
    };
  });

  describe('is refused', () => {
    beforeAll(() => assistance.moveClock('2025-11-20T01:00:00Z'));

    it.each([
      ['640.00 under a poverty line of 7,680.00 a year', { monthlyFen: '64000' }, 'below-poverty-line'],
      ['less than the standard in force', { monthlyFen: '58900' }, 'below-poverty-line'],
    ])('at the check: %s', async (_why, change, problem) => {
      const drafted = succeeded(201, await draft(change));
      expect(await check(drafted)).toMatchObject({ status: 422, problem });
      expect((await drafter.get<StandardBody>(`/v1/standards/${drafted.id}`)).body).toEqual(drafted);
    });

    it.each([
      ['more than 12 months back', { effectiveMonth: '2024-10' }, 422, 'backdating'],
      ['for another region', { region: '5107' }, 403, 'out-of-region'],
      ['for a larger region', { region: '51' }, 403, 'out-of-region'],
      ['not in whole yuan', { monthlyFen: '64950' }, 400, 'validation'],
      ['as a number', { monthlyFen: 64900 }, 400, 'validation'],
      ['of nothing', { monthlyFen: '0' }, 400, 'validation'],
      ['without its document', { docNo: ' ' }, 400, 'validation'],
    ])('at the draft: %s', async (_why, change, status, problem) => {
      expect(await draft(change)).toMatchObject({ status, problem });
    });

    it('by its drafter, and before it was checked', async () => {
      const drafted = succeeded(201, await draft());
      expect(await publish(drafted)).toMatchObject({ status: 409, problem: 'illegal-transition' });
      const both = await assistance.official('officer-1', 'policies:approve', CITY);
      const body = succeeded(200, await check(drafted));
      expect(await publish(body, both)).toMatchObject({ status: 403, problem: 'same-person' });
      expect(await publish(drafted)).toMatchObject({ status: 412, problem: 'version-conflict' });
    });
  });

  describe('of 649.00, published on 2025-11-20 for 2025-10', () => {
    let published: StandardBody;
    let answer: Answer<StandardBody>;

    /** The lines of the county's run, as planned: component, month and sum. */
    const run = async (month: string) => {
      const clerk = await assistance.official('payroll-clerk', 'payroll-runs:write', COUNTY);
      const form = { countyCode: COUNTY, programme: 'DIBAO', month, seq: 0 };
      succeeded(202, await clerk.post('/v1/payroll-runs', form));
      return eventually('the run is built', async () => {
        const lines = await assistance.query<{ component: string; month: string; fen: string }>(
          `select l.component, l.month, sum(l.amount_fen)::text as fen
             from payroll_run r join payment_line l on l.run_id = r.id
            where r.programme = 'DIBAO' and r.month = $1 and r.state = 'BUILT' and not l.void
            group by l.component, l.month order by l.component, l.month`,
          [month],
        );
        return lines.length > 0 && lines.map(({ component, month: of, fen }) => [component, of, fen]);
      });
    };

    it('finds October and November paid by the one before', async () => {
      expect((await run('2025-10')).slice(-2)).toEqual([
        ['BASE', '2025-10', '57000'],
        ['EXTRA', '2025-10', '29500'],
      ]);
      expect(await run('2025-11')).toEqual([
        ['BASE', '2025-11', '57000'],
        ['EXTRA', '2025-11', '29500'],
      ]);
    });

    it('is what the rule proposes: 10 % more than 590.00', async () => {
      const body = await checked();
      expect(body).toMatchObject({
        state: 'CHECKED',
        proposal: { previousFen: '59000', proposedFen: '64900', reasons: [{ code: 'GROWTH_RATE' }] },
      });
      answer = await publish(body);
      published = succeeded(202, answer);
      expect(answer.headers.get('location')).toBe(`/v1/jobs/${published.jobId}`);
    });

    it('makes 1,071.50 of 865.00 from October on', async () => {
      expect(await done(published.jobId)).toMatchObject({ done: 1, total: 1 });
      expect(await segments()).toMatchObject([
        { months: '[2025-07-01,2025-10-01)', base_fen: '57000', extra_fen: '29500', superseded: false },
        {
          ...{ months: '[2025-10-01,)', base_fen: '74700', extra_fen: '32450', standard_fen: '64900' },
          ...{ cause: 'STANDARD', superseded: false },
        },
      ]);
      expect(await award()).toMatchObject({ base_fen: '74700', extras_fen: '32450', settle_from: '2025-10' });
    });

    it('is told to all who read it, and each award with it', async () => {
      const events = await eventually('they are published', async () => {
        const all = await assistance.published();
        return ofType(all, AwardAdjustedSchema).length === 1 && all;
      });
      expect(ofType(events, StandardPublishedSchema)).toMatchObject([
        {
          ...{ regionPrefix: CITY, hukouType: HukouType.URBAN, monthlyFen: 64_900n },
          ...{ effectiveMonth: '2025-10', rowId: published.policyRowId },
        },
      ]);
      const row = ofType(events, PolicyPublishedSchema).find(({ rowId }) => rowId === published.policyRowId);
      expect(row).toMatchObject({ policyKey: KEY, regionPrefix: CITY, effectiveFrom: '2025-10-01' });
      expect(JSON.parse(row?.value ?? '')).toEqual({ URBAN: '64900', RURAL: '39000' });
      expect(row?.legalBasis).toContain('广府规〔2025〕12号');
      const [adjusted] = ofType(events, AwardAdjustedSchema);
      expect(adjusted).toMatchObject({
        ...{ awardId, programme: Programme.DIBAO, baseFen: 74_700n, extrasFen: 32_450n },
        ...{ fromMonth: '2025-10', cause: 'STANDARD' },
      });
      expect(adjusted?.shares.map(({ amountFen }) => amountFen).sort()).toEqual([24_900n, 37_880n, 44_370n]);
      expect(adjusted?.policyVersionIds).toContain(published.policyRowId);
    });

    it('is in force at once, and the row of before ends', async () => {
      const body = await eventually('it is in force', async () => {
        const { body: set } = await publisher.get<StandardBody>(`/v1/standards/${published.id}`);
        return set.state === 'IN_FORCE' && set;
      });
      expect(body).toMatchObject({ publishedBy: 'officer-2', draftedBy: 'officer-1' });
      expect(await rows()).toMatchObject([
        { from: '2020-01-01', state: 'SUPERSEDED', value: { URBAN: '59000', RURAL: '39000' } },
        { from: '2025-10-01', state: 'PUBLISHED', value: { URBAN: '64900', RURAL: '39000' } },
      ]);
      expect(await publish(body)).toMatchObject({ status: 409, problem: 'illegal-transition' });
    });

    it('is not lowered, though the poverty line would let 645.00 through', async () => {
      const drafted = succeeded(201, await draft({ monthlyFen: '64500', effectiveMonth: '2025-11' }));
      expect(await check(drafted)).toMatchObject({ status: 422, problem: 'standard-decrease' });
    });

    it('moves the line of edge families to 973.50', async () => {
      await learnMeansPolicies(assistance);
      const incomes = [{ kind: 'wage', amountFen: '1168188' }];
      const member = { relation: 'APPLICANT', birthDate: '1984-03-11', study: 'NONE', incomes };
      const response = await fetch(`${assistance.url}/v1/public/calculations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ region: VILLAGE, hukouType: 'URBAN', members: [member] }),
      });
      const body = (await response.json()) as { readonly reasons: readonly object[] };
      expect(body).toMatchObject({ householdClass: 'EDGE' });
      expect(JSON.stringify(body.reasons)).toContain('973.50');
    });

    it('writes nothing when the job is repeated', async () => {
      const before = [await segments(), await award()];
      await assistance.query(
        `update job set state = 'PENDING', checkpoint = null, done = 0, ended_at = null where id = $1`,
        [published.jobId],
      );
      expect(await done(published.jobId)).toMatchObject({ done: 1 });
      expect([await segments(), await award()]).toEqual(before);
    });

    it('is paid from December on, with 413.00 in arrears', async () => {
      await assistance.moveClock('2025-12-02T01:00:00Z');
      expect(await run('2025-12')).toEqual([
        ['ARREARS', '2025-10', '20650'],
        ['ARREARS', '2025-11', '20650'],
        ['BASE', '2025-12', '74700'],
        ['EXTRA', '2025-12', '32450'],
      ]);
    });

    it('leaves rural awards and their number to a standard of their own, which keeps 649.00', async () => {
      const rural = await checked({ hukouType: 'RURAL', monthlyFen: '66000', effectiveMonth: '2025-11' });
      const { jobId } = succeeded(202, await publish(rural));
      expect(await done(jobId)).toMatchObject({ done: 0, total: 0 });
      expect((await rows()).at(-1)).toMatchObject({
        from: '2025-11-01',
        value: { URBAN: '64900', RURAL: '66000' },
      });
      expect(await segments()).toHaveLength(2);
    });
  });

  it('that begins later waits for its month, and then takes the place of the one before', async () => {
    const body = await checked({ monthlyFen: '70000', effectiveMonth: '2026-01' });
    const { id, jobId } = succeeded(202, await publish(body));
    await done(jobId);
    const state = async () => (await publisher.get<StandardBody>(`/v1/standards/${id}`)).body.state;
    expect(await state()).toBe('PUBLISHED');
    expect((await segments()).at(-1)).toMatchObject({ months: '[2026-01-01,)', standard_fen: '70000' });
    expect(await award()).toMatchObject({ base_fen: '74700', extras_fen: '32450' });
    await assistance.moveClock('2026-01-01T01:00:00Z');
    await eventually('it is in force', async () => (await state()) === 'IN_FORCE');
    await eventually('the one before is superseded', async () => {
      const { body: sets } = await publisher.get<{ items: StandardBody[] }>(
        '/v1/standards?state=SUPERSEDED&hukouType=URBAN',
      );
      return sets.items.length === 1 && sets.items[0]?.monthlyFen === '64900';
    });
  });

  describe('that reaches 5,000 awards', () => {
    const MANY_IN = '510811';
    const MANY = 5_000;
    let set: StandardBody;

    /** Single persons without income, in villages of 100, one in ten of them held. */
    beforeAll(async () => {
      await assistance.query(
        `insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
         select ${idOf('20000000')}, ${REGION}, 1, 'test', 'many-' || n, 'URBAN', '', 'OPEN'
           from generate_series(1, $1::int) n`,
        [MANY],
      );
      await assistance.query(
        `insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state,
                               declared_items)
         select ${idOf('30000000')}, ${REGION}, 1, 'test', 'many-' || n, ${idOf('20000000')}, 'DIBAO', 'COUNTER',
                'APPROVED', '[]' from generate_series(1, $1::int) n`,
        [MANY],
      );
      await assistance.query(
        `insert into award (id, region, version, created_by, case_id, household_id, programme, subtype, hukou_type,
                            person_keys, effective_month, base_fen, extras_fen, shares, assessed, held_from, held_before,
                            state)
         select ${idOf('40000000')}, ${REGION}, 1, 'test', ${idOf('30000000')}, ${idOf('20000000')}, 'DIBAO',
                'SINGLE_PERSON', 'URBAN', array[${idOf('50000000')}], '2026-01', 70000, 0, '[]',
                jsonb_build_object('subtype', 'SINGLE_PERSON', 'memberCount', 1, 'perCapita', ${ZERO}, 'members',
                  jsonb_build_array(jsonb_build_object('personKey', ${idOf('50000000')}, 'birthDate', '1980-01-01',
                                                       'isSeriouslyIll', false, 'ownMonthly', ${ZERO}))),
                case when n % 10 = 0 then '2026-01' end, case when n % 10 = 0 then 'ACTIVE' end,
                case when n % 10 = 0 then 'HELD' else 'ACTIVE' end
           from generate_series(1, $1::int) n`,
        [MANY],
      );
      await assistance.query(
        `insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen,
                                    extra_fen, standard_fen, cause, created_by)
         select id, id, '[2026-01-01,)', person_keys, '{70000}', '{0}', '{""}', 70000, 0, 70000, 'DECISION', 'test'
           from award where starts_with(region, $1)`,
        [MANY_IN],
      );
      set = await checked({ region: MANY_IN, monthlyFen: '71000', effectiveMonth: '2026-01' });
    });
    const REGION = `'${MANY_IN}001' || lpad((n % 50 + 1)::text, 3, '0')`;
    const ZERO = `jsonb_build_object('numerator', '0', 'denominator', '1')`;
    const idOf = (first: string) => `('${first}-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid`;

    it('loses nothing and does nothing twice when it is cut off half-way', async () => {
      // one award that somebody holds stops the job where it is
      const [far] = await assistance.query<{ id: string }>(
        `select id from award where starts_with(region, $1) order by region desc, id desc limit 1`,
        [MANY_IN],
      );
      const holder = new pg.Client({ connectionString: assistance.environment.database.url });
      await holder.connect();
      try {
        await holder.query('begin');
        await holder.query('select from award where id = $1 for update', [far?.id]);
        set = succeeded(202, await publish(set));
        const cut = await eventually(
          'the job waits behind its last checkpoint',
          async () => {
            const [waiting] = await assistance.query<{ pid: number; done: string }>(
              `select a.pid, j.done from pg_stat_activity a, job j
                where j.id = $1 and a.datname = current_database() and a.wait_event_type = 'Lock'
                  and a.query like '%award a%'`,
              [set.jobId],
            );
            return waiting;
          },
          SLOW_MS,
        );
        expect(Number(cut.done)).toBeGreaterThanOrEqual(2_000);
        await holder.query('select pg_terminate_backend($1)', [cut.pid]);
      } finally {
        await holder.end();
      }
      expect(await done(set.jobId)).toMatchObject({ done: 4_500, total: 4_500 });
    });

    it('has given each 10.00 more, and has left who is held', async () => {
      const [sum] = await assistance.query(
        `select count(*) filter (where s.cause_id = $2)::int as changed,
                count(*) filter (where a.state = 'HELD' and a.version = 1 and s.base_fen = 70000)::int as held,
                count(*)::int as segments, sum(s.base_fen)::text as fen, sum(a.version)::text as versions
           from award a join award_segment s on s.award_id = a.id and s.superseded_at is null
          where starts_with(a.region, $1)`,
        [MANY_IN, set.id],
      );
      expect(sum).toEqual({
        ...{ changed: 4_500, held: 500, segments: MANY },
        ...{ fen: String(4_500 * 71_000 + 500 * 70_000), versions: String(4_500 * 2 + 500) },
      });
      const [log] = await assistance.query(
        `select count(*)::int as adjusted, count(distinct l.aggregate_id)::int as awards
           from lifecycle_log l join award a on a.id = l.aggregate_id
          where l.command = 'adjust' and starts_with(a.region, $1)`,
        [MANY_IN],
      );
      expect(log).toEqual({ adjusted: 4_500, awards: 4_500 });
    });

    it('refuses two segments of an award that share a month', async () => {
      const twice = assistance.query(
        `insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen,
                                    extra_fen, standard_fen, cause, created_by)
         select gen_random_uuid(), award_id, '[2026-06-01,2026-07-01)', person_keys, base_shares_fen, extras_fen,
                extra_kinds, base_fen, extra_fen, standard_fen, 'TWICE', 'test'
           from award_segment where superseded_at is null limit 1`,
      );
      await expect(twice).rejects.toMatchObject({ code: '23P01' });
    });
  });

  it('is not needed for other policies: the awards are computed again on request', async () => {
    const extra = 'assistance.extra.bp';
    const [shipped] = await assistance.query<{ id: string }>(`select id from policy_row where key = $1`, [
      extra,
    ]);
    const city = await assistance.official('officer-3', 'policies:write policies:approve', CITY);
    const row = succeeded(
      201,
      await drafter.post<Stored>('/v1/policies', {
        ...{ key: extra, regionPrefix: CITY, effectiveFrom: '2026-02-01', legalBasis: '广府规〔2026〕1号' },
        value: { MINOR: 3_000, AGE_70: 2_000, SEVERE_DISABILITY: 4_000, SERIOUS_ILLNESS: 3_000 },
      }),
    );
    succeeded(200, await city.command(`/v1/policies/${row.id}/publish`, row.version));
    const ask = (effectiveMonth: string, region = CITY) =>
      publisher.post<{ jobId: string }>('/v1/recalculations', { region, effectiveMonth, cause: 'POLICY' });
    expect(await ask('2024-11')).toMatchObject({ status: 422, problem: 'backdating' });
    expect(await ask('2026-02', '51')).toMatchObject({ status: 403, problem: 'out-of-region' });
    const { jobId } = succeeded(202, await ask('2026-01'));
    await done(jobId);
    expect((await segments()).at(-1)).toMatchObject({
      ...{ months: '[2026-02-01,)', cause: 'POLICY', standard_fen: '70000', extra_fen: '49000' },
    });
    expect(shipped).toBeDefined();
  });

  it('is held against the floors again when it is published: they may have risen since the check', async () => {
    const body = await checked({ monthlyFen: '72000', effectiveMonth: '2026-03' });
    const before = await rows();
    await enterOfProvince(MINIMUM, '75000', '2026-03-01');
    expect(await publish(body)).toMatchObject({ status: 422, problem: 'below-provincial-minimum' });
    expect((await drafter.get<StandardBody>(`/v1/standards/${body.id}`)).body).toEqual(body);
    expect(await rows()).toEqual(before);
    const drafted = succeeded(201, await draft({ monthlyFen: '74900', effectiveMonth: '2026-03' }));
    expect(await check(drafted)).toMatchObject({ status: 422, problem: 'below-provincial-minimum' });
    succeeded(202, await publish(await checked({ monthlyFen: '75000', effectiveMonth: '2026-03' })));
  });
});
