import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AssetFactSchema, AssetKind, FactQuality } from '@minzheng/contracts/facts';
import { SandboxClock } from '@minzheng/platform/clock';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { eventually } from '@minzheng/testing/servers';
import { FactStore } from '../facts/fact.store.js';
import { received, wage } from '../facts/test/facts.js';
import type { ReceivedFact } from '../facts/fact-row.js';
import { verifiedFamily, type VerifiedFamily } from './kit/verified-family.js';
import { statedFor } from './kit/stated.js';

interface ConsentBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly personKey: string;
  readonly takenBy: string;
  readonly withdrawnAt?: string;
}
interface Answer<Body> {
  readonly status: number;
  readonly body: Body & { readonly type?: string; readonly personKey?: string; readonly latest?: string };
}

describe('consents that are given and withdrawn here', () => {
  let verified: VerifiedFamily;
  let outside: string;

  beforeAll(async () => {
    verified = await verifiedFamily();
    outside = await verified.environment.token({
      sub: 'housing-fund',
      scope: 'verification:consents:write verification:consents:read',
      region: '5108',
      org: 'GJJ',
    });
  });
  afterAll(async () => {
    await verified.service.stop();
    await verified.environment.drop();
  });

  const person = (personKey: string): Promise<string> =>
    verified.environment.token({ sub: `citizen-${personKey}`, person: personKey });
  const call = async <Body = ConsentBody>(
    method: 'GET' | 'POST',
    path: string,
    token: string,
    { body, version, ...headers }: Record<string, unknown> = {},
  ): Promise<Answer<Body>> => {
    const response = await fetch(`${verified.service.url}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...statedFor(path, 'DIBAO'),
        ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${String(version)}"` }),
        ...(headers as Record<string, string>),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Answer<Body>['body'] };
  };
  const problem = ({ status, body }: Answer<unknown>): [number, string | undefined] => [
    status,
    body.type?.split('/').at(-1),
  ];
  const form = (personKey: string, change: object = {}) => ({
    personKey,
    signerKey: personKey,
    signerRole: 'SELF',
    purposes: ['HOUSING_AID'],
    datasets: ['CORE'],
    method: 'E_SIGN',
    documentSha256: 'cd'.repeat(32),
    signedAt: '2025-07-15T01:00:00Z',
    validTo: '2026-07-14',
    ...change,
  });
  const moveClock = (instant: string): Promise<void> =>
    verified.service.app
      .get(UnitOfWork)
      .run('test', (tx) => verified.service.app.get(SandboxClock).move(tx, new Date(instant)));
  const store = (facts: readonly ReceivedFact[]): Promise<void> =>
    verified.service.app
      .get(UnitOfWork)
      .run('test', (tx) => verified.service.app.get(FactStore).store(tx, facts));
  const announced = async (type: string, consentId: string): Promise<number> => {
    const [row] = await verified.dataSource.query<{ n: number }[]>(
      `select count(*)::int as n from outbox
        where ce_type like $1 and ce_subject = $2`,
      [`%.${type}`, `consent/${consentId}`],
    );
    return row?.n ?? 0;
  };
  const deposit = (personKey: string, valueFen: bigint, recordId = randomUUID()): ReceivedFact =>
    received(
      AssetFactSchema,
      {
        factId: randomUUID(),
        personKey,
        occurredAt: timestampFromDate(new Date('2025-07-10T00:00:00Z')),
        region: { code: '510802' },
        kind: AssetKind.DEPOSIT,
        valueFen,
        asOf: '2025-07-10',
        itemKey: recordId,
        shareBp: 10_000,
        quality: FactQuality.REGISTERED,
        source: {
          ...{ agency: 'BANK', dataset: 'BANK.deposits', recordId },
          observedAt: timestampFromDate(new Date('2025-07-10T00:00:00Z')),
        },
      },
      { source: '/agency/BANK' },
    ) as ReceivedFact;
  const factsOf = async (personKey: string): Promise<number> => {
    const [row] = await verified.dataSource.query<{ n: number }[]>(
      'select count(*)::int as n from fact where person_key = $1',
      [personKey],
    );
    return row?.n ?? 0;
  };

  it('are taken from the person, who then finds and withdraws them; a stranger finds none', async () => {
    const { wife, husband } = verified.family;
    const [her, his] = [await person(wife), await person(husband)];
    const given = await call('POST', 'consents', her, { body: form(wife) });
    expect(given).toMatchObject({
      status: 201,
      body: { state: 'ACTIVE', personKey: wife, takenBy: 'verification' },
    });
    const { body: own } = await call<{ items: ConsentBody[] }>('GET', 'consents?purpose=HOUSING_AID', her);
    expect(own.items.map(({ id }) => id)).toEqual([given.body.id]);
    const { body: hers } = await call<{ items: ConsentBody[] }>(
      'GET',
      'me/consents?purpose=HOUSING_AID',
      her,
    );
    expect(hers.items.map(({ id }) => id)).toEqual([given.body.id]);
    expect((await call('GET', `consents/${given.body.id}`, his)).status).toBe(404);
    const { id, version } = given.body;
    expect(problem(await call('POST', `consents/${id}/withdraw`, his, { version }))).toEqual([
      404,
      'not-found',
    ]);
    const withdrawn = await call('POST', `consents/${id}/withdraw`, her, {
      ...{ version, body: { reason: '不再申请住房保障' } },
    });
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'WITHDRAWN' } });
    const again = await call('POST', `consents/${id}/withdraw`, her, { version: withdrawn.body.version });
    expect(problem(again)).toEqual([409, 'illegal-transition']);
    const log = await verified.dataSource.query<{ reason: string }[]>(
      `select reason from lifecycle_log where aggregate_id = $1 and command = 'withdraw'`,
      [id],
    );
    expect(log).toEqual([{ reason: '不再申请住房保障' }]);
  });

  it('are taken from a person of whom nothing is on record, who says where he or she lives', async () => {
    const somebody = '5d0e8f14-6c3b-8a27-9f41-0b7c2d6e8a93';
    const own = await person(somebody);
    expect(problem(await call('POST', 'consents', own, { body: form(somebody) }))).toEqual([
      400,
      'validation',
    ]);
    const given = await call<ConsentBody & { region?: string }>('POST', 'consents', own, {
      body: form(somebody, { region: '510802' }),
    });
    expect(given).toMatchObject({ status: 201, body: { personKey: somebody, state: 'ACTIVE' } });
    const [row] = await verified.dataSource.query<{ region: string }[]>(
      'select region from consent where id = $1',
      [given.body.id],
    );
    expect(row?.region).toBe('510802');
    // of nobody else, however little is known of him
    expect(
      problem(
        await call('POST', 'consents', await person(randomUUID().replace(/^(.{14})./, '$18')), {
          body: form(somebody, { region: '510802' }),
        }),
      ),
    ).toEqual([404, 'not-found']);
  });

  it('and what is known are shown to the person alone', async () => {
    const { husband, wife } = verified.family;
    const own = await call<{
      personKey: string;
      facts: { kind: string; agency: string; amountFen: string }[];
    }>('GET', 'me/profiles', await person(husband));
    expect(own.body).toMatchObject({
      personKey: husband,
      facts: [{ kind: 'wage', agency: 'TAX', amountFen: '2160000' }],
    });
    expect((await call('GET', 'me/profiles', await person(wife))).status).toBe(404);
    const official = await call('GET', 'me/profiles', outside);
    expect(problem(official)).toEqual([403, 'scope-missing']);
  });

  it('are refused when the signer may not sign, with the person and nothing stored', async () => {
    const { husband, wife, child } = verified.family;
    const [{ n: before } = { n: 0 }] = await verified.dataSource.query<{ n: number }[]>(
      'select count(*)::int as n from consent',
    );
    const refusals = [
      [form(husband, { signerKey: wife }), 'signer-lacks-capacity'],
      [form(child), 'signer-lacks-capacity'],
      [form(husband, { signerKey: wife, signerRole: 'GUARDIAN' }), 'signer-lacks-capacity'],
      [
        form(husband, { signerKey: wife, signerRole: 'HEIR', powerSha256: 'ef'.repeat(32) }),
        'signer-lacks-capacity',
      ],
      [form(husband, { signerKey: wife, signerRole: 'AGENT' }), 'power-missing'],
    ] as const;
    for (const [body, name] of refusals) {
      const refused = await call('POST', 'consents', outside, { body });
      expect(problem(refused)).toEqual([422, name]);
      expect(refused.body.personKey).toBe(body.personKey);
    }
    const tooLong = await call('POST', 'consents', outside, {
      body: form(husband, { validTo: '2027-07-16' }),
    });
    expect(problem(tooLong)).toEqual([422, 'consent-too-long']);
    expect(tooLong.body.latest).toBe('2027-07-15');
    const early = await call('POST', 'consents', outside, {
      body: form(husband, { signedAt: '2025-07-16T01:00:00Z' }),
    });
    expect(problem(early)).toEqual([422, 'future-instant']);
    const over = { signedAt: '2025-07-01T01:00:00Z', validTo: '2025-07-14' };
    const past = await call('POST', 'consents', outside, { body: form(husband, over) });
    expect(problem(past)).toEqual([422, 'consent-expired']);
    const [{ n: after } = { n: -1 }] = await verified.dataSource.query<{ n: number }[]>(
      'select count(*)::int as n from consent',
    );
    expect(after).toBe(before);
  });

  it('are taken for a child from a parent, and from an agent with a power', async () => {
    const { husband, wife, child } = verified.family;
    const guardian = form(child, { signerKey: wife, signerRole: 'GUARDIAN' });
    const { status, body: ofChild } = await call('POST', 'consents', outside, { body: guardian });
    expect(status).toBe(201);
    const { id, version } = ofChild;
    expect((await call('POST', `consents/${id}/withdraw`, await person(child), { version })).status).toBe(
      404,
    );
    const agent = form(husband, { signerKey: wife, signerRole: 'AGENT', powerSha256: 'ef'.repeat(32) });
    const taken = await call('POST', 'consents', outside, { body: agent });
    expect(taken).toMatchObject({ status: 201, body: { takenBy: 'outside:GJJ' } });
    // nobody has seen the paper of whom signs by the own login
    const unseen = await call('POST', 'consents', await person(wife), { body: agent });
    expect(problem(unseen)).toEqual([422, 'power-missing']);
  });

  it('close what they opened at once, and have it erased after 30 days where no report was made of it', async () => {
    const { husband, caseRef } = verified.family;
    await store([deposit(husband, 900_000n)]);
    const holdings = () =>
      verified.dataSource.query<unknown[]>('select from deposit_holding where person_key = $1', [husband]);
    await verified.dataSource.query('insert into deposit_holding (person_key, item_key) values ($1, $2)', [
      ...[husband, 'account'],
    ]);
    const officer = await verified.environment.token({
      sub: 'officer',
      scope: 'verification:items:read verification:finances:read verification:operations:write',
      region: '510802',
    });
    await verified.dataSource.query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, '[]', '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2 from known`,
      [randomUUID(), husband],
    );
    const stated = { 'x-purpose': 'DIBAO', 'x-case-ref': caseRef };
    const profile = async () => {
      const { status, body } = await call<{ facts: { kind: string }[]; redacted: string[] }>(
        'GET',
        `profiles/${husband}`,
        officer,
        stated,
      );
      return { status, kinds: body.facts.map(({ kind }) => kind).sort(), redacted: body.redacted };
    };
    expect(await profile()).toEqual({ status: 200, kinds: ['deposit', 'wage'], redacted: [] });

    const his = await person(husband);
    const { body } = await call<{ items: ConsentBody[] }>('GET', `consents?state=ACTIVE&limit=200`, his);
    for (const { id, version, personKey } of body.items) {
      if (personKey !== husband) continue;
      // what an agent has signed too
      expect((await call('POST', `consents/${id}/withdraw`, his, { version })).status).toBe(200);
    }
    expect(await profile()).toEqual({ status: 200, kinds: ['wage'], redacted: ['BANK'] });
    expect(await factsOf(husband)).toBe(2);

    await moveClock('2025-08-13T02:00:00Z');
    await eventually('the day was looked at', async () => {
      const rows = await verified.dataSource.query<unknown[]>(
        `select from job where name = 'consent-days' and period = '2025-08-13' and state = 'DONE'`,
      );
      return rows.length > 0;
    });
    expect(await factsOf(husband)).toBe(2);
    expect(await holdings()).not.toEqual([]);
    await moveClock('2025-08-14T02:00:00Z');
    await eventually('what nobody needs is erased', async () => (await factsOf(husband)) === 1);
    expect(await holdings()).toEqual([]);
    await eventually('the summary has nothing of it', async () => {
      const [row] = await verified.dataSource.query<{ gated: string }[]>(
        `select encode(gated_pack, 'escape') as gated from fact_summary where person_key = $1`,
        [husband],
      );
      return row?.gated === '';
    });
    const replayed = await call<{ equal: boolean }>(
      'POST',
      `verification-reports/${verified.reportId}/replay`,
      officer,
      stated,
    );
    expect(replayed).toMatchObject({ status: 200, body: { equal: true } });
  });

  it('leave what a report was made of', async () => {
    const { wife } = verified.family;
    await store([wage(wife, { month: '2025-03' })]);
    await store([deposit(wife, 500_000n)]);
    // as if the report had been made after it
    await verified.dataSource.query(`update fact set recorded_at = '2025-01-01' where person_key = $1`, [
      wife,
    ]);
    const { body } = await call<{ items: ConsentBody[] }>(
      'GET',
      'consents?state=ACTIVE&limit=200',
      await person(wife),
    );
    for (const { id, version, personKey } of body.items) {
      if (personKey === wife) {
        expect((await call('POST', `consents/${id}/withdraw`, await person(wife), { version })).status).toBe(
          200,
        );
      }
    }
    await moveClock('2025-09-15T02:00:00Z');
    await eventually('the consents were looked at', async () => {
      const [row] = await verified.dataSource.query<{ n: number }[]>(
        `select count(*)::int as n from consent_ending e join consent c on c.id = e.consent_id where c.person_key = $1`,
        [wife],
      );
      return row?.n === 0;
    });
    expect(await factsOf(wife)).toBe(2);
  });

  it('are over when their last day is', async () => {
    const { child } = verified.family;
    const short = form(child, {
      ...{ signerKey: verified.family.wife, signerRole: 'GUARDIAN' },
      ...{ signedAt: '2025-09-14T01:00:00Z', validTo: '2025-09-20' },
    });
    const given = await call('POST', 'consents', outside, { body: short });
    expect(given.status).toBe(201);
    const others = await verified.dataSource.query<{ id: string }[]>(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets,
                            method, document_sha256, taken_by, signed_at, valid_to)
       select gen_random_uuid(), '510802', 1, 'test', 'ACTIVE', key, key, 'SELF', '{DIBAO}', '{CORE}', 'E_SIGN', repeat('a', 64),
              'assistance', '2025-09-14T01:00:00Z', '2025-09-20'
         from (select gen_random_uuid() as key from generate_series(1, 300)) as p returning id`,
    );
    await moveClock('2025-09-20T16:29:00Z');
    expect((await call('GET', `consents/${given.body.id}`, outside)).body.state).toBe('ACTIVE');
    await moveClock('2025-09-20T16:30:01Z');
    await eventually('it has expired', async () => {
      const { body } = await call('GET', `consents/${given.body.id}`, outside);
      return body.state === 'EXPIRED';
    });
    expect(await announced('ConsentExpired', given.body.id)).toBe(1);
    const told = await verified.dataSource.query<{ state: string; ended_on: string; moves: number }[]>(
      `select c.state, e.ended_on::text, (select count(*)::int from lifecycle_log l where l.aggregate_id = c.id) as moves
         from consent c join consent_ending e on e.consent_id = c.id where c.id = any($1::uuid[])`,
      [others.map(({ id }) => id)],
    );
    expect(told).toHaveLength(300);
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(told[0]).toEqual({ state: 'EXPIRED', ended_on: '2025-09-21', moves: 1 });
    expect(await announced('ConsentExpired', others[299]?.id ?? '')).toBe(1);
  });
});
