import { randomUUID } from 'node:crypto';
import { AwardAdjustedSchema, AwardStartedSchema } from '@minzheng/contracts/assistance';
import { SERVICE_NAMES, topicName, topicsOf } from '@minzheng/contracts/catalogue';
import { ExpenditureFactSchema } from '@minzheng/contracts/facts';
import { eventually, type RecordedEvent } from '@minzheng/testing/servers';
import { STATUSES } from '../consumers.js';
import { SOCIAL_ASSISTANCE } from '../social-assistance.definition.js';
import { Assistance, TOWNSHIP } from './kit/assistance.js';
import { guangyuanFamily } from './kit/family.js';
import {
  CaseStory,
  consentForm,
  openWithConsents,
  succeeded,
  township,
  type Cast,
} from './kit/case-story.js';
import { Client, type Answer, type Stored } from './kit/client.js';
import { VerificationProcess } from './kit/verification-process.js';

const DAY = '2025-05-12';
const TOPICS = topicsOf('assistance');
/** Facts: each of three persons was visited, and has the award; three items were declared in each of two cases. */
const TOLD_OF_PERSONS = 12;
const TYPES = (SOCIAL_ASSISTANCE.states ?? []).map(({ schema }) => schema.typeName);

interface JobBody {
  readonly state: string;
  readonly done: number;
  readonly total: number | null;
}

/** What verification has of others: copies, and what it was asked. When it learnt of it is its own affair. */
const COPIES = {
  household: `select id, service, region, hukou_type, as_of, sequence, closed, members, obligors from household`,
  household_person: `select household_id, person_key from household_person`,
  policy_row: `select id, owner, key, region_prefix, effective_from, effective_to, value, legal_basis, sequence,
                      supersedes_row_id from policy_row where owner = 'assistance'`,
  fact: `select person_key, record_key, fact_id, observed_at, superseded_at, valid_from, valid_to, kind, quality,
                region, case_ref, attributes from fact`,
  consent_withdrawal: `select consent_id, person_key, withdrawn_at from consent_withdrawal`,
  verification_request: `select id, region, version, state, requester, case_ref, occasion, priority, purposes, household,
                                declared_items, person_keys, as_of, refusals, sequence from verification_request`,
  consent: `select id, region, version, state, person_key, signer_key, purposes, datasets, signed_at, valid_to,
                   taken_by from consent`,
};

/** ARCHITECTURE, "How an event travels", 7: a reader that has lost its copy asks the owner. */
describe('the current state is sent again', () => {
  let assistance: Assistance;
  let verification: VerificationProcess;
  let cast: Cast;
  let open: CaseStory;
  let answered: CaseStory;
  let firstTime: RecordedEvent[];
  let operator: Client;

  beforeAll(async () => {
    assistance = await Assistance.start(`${DAY}T01:00:00Z`);
    const created = new Set<string>(STATUSES.topics);
    const heard = SERVICE_NAMES.filter((service) => service !== 'verification').flatMap((service) => [
      topicName(service, 'all'),
      topicName(service, 'verification'),
    ]);
    await assistance.environment.topics.create(
      [...topicsOf('inbound'), ...heard].filter(
        (topic) => !created.has(topic) && !topic.includes('.assistance.'),
      ),
    );
    verification = await VerificationProcess.start(assistance.environment);
    await moveVerificationTo(`${DAY}T01:00:00Z`);
    operator = await holding('assistance:republications:write', 'operator');
    await eventually('verification’s rows are copied', async () => {
      const rows = await assistance.query(
        `select from policy_row where key = 'verification.consent.maxMonths'`,
      );
      return rows.length === 1;
    });
    cast = await township(assistance);
  }, 120_000);
  afterAll(async () => {
    await verification.lose();
    await assistance.drop();
  });

  async function holding(scope: string, sub: string, region = '51'): Promise<Client> {
    return new Client(() => assistance.url, await assistance.environment.token({ scope, sub, region }), sub);
  }

  async function moveVerificationTo(instant: string): Promise<void> {
    const token = await assistance.environment.token({ scope: 'sandbox:clock:write', region: '51' });
    const clock = new Client(() => verification.url, token, 'sandbox');
    succeeded(200, await clock.post('/v1/sandbox/clock', { instant }));
  }

  const copies = async (): Promise<Record<string, string[]>> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(COPIES).map(async ([table, rows]) => {
          const found = await verification.query<{ row: string }>(
            `select to_jsonb(t)::text as row from (${rows}) t order by 1`,
          );
          return [table, found.map(({ row }) => row)] as const;
        }),
      ),
    );

  /** Changes whenever a row is written, also to the value that it has. */
  const written = async (): Promise<string> => {
    const tables = [...Object.keys(COPIES), 'inbox', 'parked_event'].map(
      (table) =>
        `select coalesce(sum(hashtextextended(xmin::text || t::text, 0)), 0) || ':' || count(*) as n from ${table} t`,
    );
    const rows = await verification.query<{ n: string }>(tables.join(' union all '));
    return rows.map(({ n }) => n).join(' ');
  };

  /** Offsets are contiguous: each record that was passed moves the place by one. */
  const passed = async (): Promise<number> => {
    const [row] = await verification.query<{ n: string }>(
      'select sum(next_offset) as n from consumer_position where topic = any($1)',
      [TOPICS.map((topic) => assistance.environment.topics.prefix + topic).concat(TOPICS)],
    );
    return Number(row?.n);
  };

  const republish = async (types: readonly string[] = TYPES, region = '51'): Promise<JobBody> => {
    const started = await operator.post<{ jobId: string } & Stored>('/v1/republications', { types, region });
    succeeded(202, started as Answer<Stored>);
    const location = started.headers.get('location') ?? '';
    expect(location).toBe(`/v1/jobs/${started.body.jobId}`);
    return eventually('the job is done', async () => {
      const job = succeeded(200, await operator.get<JobBody & Stored>(location));
      return job.state === 'DONE' && job;
    });
  };

  const eventsById = (events: readonly RecordedEvent[]) =>
    new Map(
      events.map(({ topic, key, value, headers }) => {
        const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce_'));
        return [
          headers['ce_id'],
          { topic, key, value: value?.toString('hex'), ...Object.fromEntries(attributes) },
        ];
      }),
    );

  it('has told of households, policies, an award, its statuses, a request and a withdrawal', async () => {
    answered = await CaseStory.apply(assistance, cast);
    await answered.toNotice(DAY);
    // verification refuses facts that were observed after its own time
    await moveVerificationTo('2025-05-22T01:00:00Z');
    await assistance.moveClock('2025-05-22T01:00:00Z');
    await answered.becomes('REPORTED');
    succeeded(
      200,
      await cast.lead2.command(`${answered.path}/decide`, answered.version, { outcome: 'APPROVED' }),
    );
    open = await CaseStory.apply(assistance, cast);
    await open.accept();
    await open.requestVerification();
    const { persons } = await openWithConsents(cast.clerk, guangyuanFamily());
    const consent = succeeded(201, await cast.clerk.post('/v1/consents', consentForm(persons[0]!)));
    succeeded(200, await cast.clerk.command(`/v1/consents/${consent.id}/withdraw`, consent.version));

    await eventually('verification has all of it', async () => {
      const { household, fact, consent_withdrawal, verification_request } = await copies();
      const isThere =
        household?.length === 3 &&
        fact?.length === TOLD_OF_PERSONS &&
        consent_withdrawal?.length === 1 &&
        verification_request?.some((row) => row.includes(open.requestId));
      return isThere ?? false;
    });
    firstTime = await assistance.published();
  }, 120_000);

  it('makes a reader whole that has lost its copy, after the topics have forgotten it', async () => {
    const before = await copies();
    expect(before['policy_row']!.length).toBeGreaterThan(5);
    await verification.lose();
    await assistance.environment.topics.empty(TOPICS);
    verification = await VerificationProcess.start(assistance.environment);
    await moveVerificationTo('2025-05-22T01:00:00Z');
    expect((await copies())['household']).toEqual([]);

    const job = await republish();
    expect(job.done).toBe(job.total);
    // what was answered is not asked once more, and what only the answer's request had registered stays with it
    const stillOpen = {
      ...before,
      verification_request: before['verification_request']!.filter((row) => row.includes(open.requestId)),
      consent: before['consent']!.filter((row) => open.persons.some((person) => row.includes(person))),
    };
    expect(stillOpen.verification_request).toHaveLength(1);
    await eventually('verification is whole', async () => {
      expect(await copies()).toEqual(stillOpen);
      return true;
    });
  }, 120_000);

  it('sends what it had sent: id, sequence, time, key and content', async () => {
    const first = eventsById(firstTime);
    const again = eventsById(await assistance.published());
    expect(again.size).toBeGreaterThan(10);
    for (const [id, event] of again) expect(event).toEqual(first.get(id));
    const types = new Set([...again.values()].map((event) => (event as Record<string, unknown>)['ce_type']));
    // in this story nobody has told what he spent, and no award was changed
    const untold = [AwardAdjustedSchema.typeName, ExpenditureFactSchema.typeName];
    expect([...types, ...untold].sort()).toEqual([...TYPES].sort());
  });

  it('changes nothing for a reader that has it', async () => {
    await eventually('nothing is under way', async () => {
      const [row] = await verification.query<{ n: string }>('select count(*) as n from dirty');
      return row?.n === '0';
    });
    const [before, place] = [await written(), await passed()];
    const { done } = await republish();
    // both consumers of verification read both topics
    await eventually('it has passed all of it', async () => (await passed()) === place + 2 * done);
    expect(await written()).toBe(before);
  }, 60_000);

  it('sends what concerns a region: what lies in it, and what holds for all of it', async () => {
    const elsewhere = await republish(TYPES, '5109');
    const everything = await republish();
    const policies = await republish(['minzheng.common.v1.PolicyPublished'], '5109');
    expect(elsewhere.done).toBe(policies.done);
    expect(elsewhere.done).toBeLessThan(everything.done);
  });

  it('sends no award that has ended', async () => {
    const awards = [AwardStartedSchema.typeName];
    expect(await republish(awards)).toMatchObject({ done: 1 });
    await assistance.query(`update award set state = 'CEASED'`);
    expect(await republish(awards)).toMatchObject({ done: 0, total: 0 });
  });

  it('says what can be sent again, and lets only those ask who may', async () => {
    const wrong = await operator.post<Stored & { republishable: string[] }>('/v1/republications', {
      types: ['minzheng.assistance.v1.CaseDecided'],
      region: '51',
    });
    expect([wrong.status, wrong.problem]).toEqual([422, 'not-republishable']);
    expect(wrong.body.republishable).toEqual(TYPES);

    const township = await holding('assistance:republications:write', 'township', TOWNSHIP);
    const wide = await township.post('/v1/republications', { types: TYPES, region: '5108' });
    expect([wide.status, wide.problem]).toEqual([403, 'out-of-region']);
    const clerk = await cast.clerk.post('/v1/republications', { types: TYPES, region: TOWNSHIP });
    expect([clerk.status, clerk.problem]).toEqual([403, 'scope-missing']);
  });

  it('tells of a job only those who asked for it, and the holders of jobs:read', async () => {
    const started = await operator.post<{ jobId: string } & Stored>('/v1/republications', {
      types: TYPES,
      region: '51',
    });
    const path = `/v1/jobs/${started.body.jobId}`;
    const other = await holding('assistance:republications:write', 'another');
    expect((await other.get(path)).status).toBe(404);
    const reader = await holding('assistance:jobs:read', 'reader');
    expect(succeeded(200, await reader.get<{ name: string } & Stored>(path)).name).toBe('republication');
    expect((await reader.get(`/v1/jobs/${randomUUID()}`)).status).toBe(404);
  });
});
