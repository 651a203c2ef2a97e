import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { AuditAnchors, AuditRetention, AuditVerifier } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { PeriodicJobs } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { eventually } from '@minzheng/testing/servers';
import { VERIFICATION_REQUEST_EXAMPLES } from '../requests/requests.examples.js';
import { AccessLogRetentionJob } from '../gateway/access-log-retention.job.js';
import type { GATEWAY_SETTINGS } from '../gateway/gateway.settings.js';
import { PlatformClient } from '../gateway/platform-client.js';
import { ASSISTANCE_ROWS, CORE } from '../requests/test/households.js';
import { idNumbers, VerificationAndGateway, type Reply } from './kit/verification-and-gateway.js';

const SECRET = 'test-platform-secret';
const SCOPES = [
  'verification-requests:write',
  'consents:write',
  'household-checks:read',
  'status-checks:read',
  'conclusions:read',
];

/** An agency's own interface, and assistance, which holds some numbers. */
class Others {
  readonly asked: { requestId: string; persons: { idNumber: string }[] }[] = [];
  /** Of the gateway's own client, as the issuer gives it. */
  token = '';
  readonly #server: Server;

  constructor(private readonly known: ReadonlyMap<string, string>) {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const body = this.#reply(request.url ?? '', Buffer.concat(pieces).toString());
        response.writeHead(body ? 200 : 202, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body ?? {}));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #reply(url: string, text: string): object | undefined {
    if (url === '/token') return { access_token: this.token, expires_in: 600 };
    if (url === '/v1/identities/resolve') {
      const { personKeys } = JSON.parse(text) as { personKeys: string[] };
      const items = personKeys.flatMap((personKey) => {
        const idNumber = this.known.get(personKey);
        return idNumber === undefined ? [] : [{ personKey, idNumber, name: '某' }];
      });
      return { items };
    }
    this.asked.push(JSON.parse(text) as Others['asked'][number]);
    return undefined;
  }
}

/** From ID numbers to a report, as a department outside the platform has nothing but its token and its own papers. */
describe('a department outside the platform', () => {
  const [husband, wife, neighbour, stranger] = idNumbers(4) as [string, string, string, string];
  const keyOf = (idNumber: string) => personKeyOf(idNumber, SECRET);
  const others = new Others(new Map([husband, neighbour].map((each) => [keyOf(each), each])));
  let both: VerificationAndGateway;

  beforeAll(async () => {
    const url = await others.listen();
    both = await VerificationAndGateway.start((verification) => ({
      AGENCY_INTERFACES: JSON.stringify({ NR: { url: `${url}/nr` } }),
      IDENTITY_HOLDERS: JSON.stringify({ assistance: url }),
      PARTY_SERVICES: JSON.stringify({ verification }),
      IDENTITY_TOKEN_URL: `${url}/token`,
      IDENTITY_CLIENT_ID: 'gateway',
      IDENTITY_CLIENT_SECRET: 'secret',
    }));
    others.token = await both.environment.token({
      sub: 'gateway',
      scope: 'verification:party-keys:write verification:policies:read',
      region: '51',
    });
    for (const { id, key, value } of ASSISTANCE_ROWS) {
      await both.rows(
        `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
         values ($1, 'assistance', $2, '5108', '2018-01-01', $3, 'test', 1)`,
        [id, key, JSON.stringify(value)],
      );
    }
  });
  afterAll(async () => {
    await both.stop();
    others.close();
  });

  const claims = (change: object = {}) => ({
    ...{ sub: 'housing-system', org: 'HOU', party: 'HOU', region: '510802' },
    scope: SCOPES.map((scope) => `verification:${scope}`).join(' '),
    ...change,
  });
  const name = (body: object, change: object = {}): Promise<Reply> =>
    both.call(`${both.gateway.url}/v1/pairwise-keys`, {
      claims: claims(change),
      body: { purpose: 'HOUSING_AID', ...body },
    });
  const ask = (
    path: string,
    options: Omit<Parameters<VerificationAndGateway['call']>[1], 'claims'> = {},
    change: object = {},
  ): Promise<Reply> =>
    both.call(`${both.verification.url}/v1/${path}`, { claims: claims(change), ...options });
  const keysOf = ({ body }: Reply): (string | undefined)[] =>
    (body['items'] as { personKey?: string }[]).map(({ personKey }) => personKey);
  const nameOf = ({ body }: Reply): string | undefined => body.type?.split('/').at(-1);

  it('names persons by ID number at the gateway, and gets keys of its own', async () => {
    const named = await name({
      idNumbers: [husband, ` ${wife.toLowerCase()} `, '510802198502149999', husband],
    });
    expect(named.status).toBe(200);
    const [first, second, third, again] = keysOf(named);
    expect(third).toBeUndefined();
    expect((named.body['items'] as object[])[2]).toEqual({ index: 2, problem: 'id-number-invalid' });
    expect(again).toBe(first);
    expect(new Set([first, second, keyOf(husband), keyOf(wife)]).size).toBe(4);
    expect(named.text).not.toContain(husband.slice(6, 14));
    // another party knows the same person by another key
    const ofOther = keysOf(await name({ purpose: 'EDUCATION_AID', idNumbers: [husband] }, { party: 'EDU' }));
    expect(ofOther[0]).not.toBe(first);
    const entries = await both.gatewayRows<{ subject: string; purpose: string; actor: string }>(
      `select subject, purpose, actor from audit_entry where action = 'POST /v1/pairwise-keys' and purpose = 'HOUSING_AID'
        order by subject`,
    );
    expect(entries.map(({ subject }) => subject)).toEqual([keyOf(husband), keyOf(wife)].toSorted());
    expect(entries[0]).toMatchObject({ purpose: 'HOUSING_AID', actor: 'housing-system' });
  });

  it.each<[string, object, object]>([
    ['that its agreement does not name', { purpose: 'MEDICAL_AID' }, {}],
    ['without an agreement', {}, { party: 'TAX', org: 'TAX' }],
    ['without a party', {}, { party: undefined }],
  ])('gets none for a purpose %s', async (_what, body, change) => {
    const refused = await name({ idNumbers: [husband], ...body }, change);
    expect([refused.status, nameOf(refused)]).toEqual([403, 'no-agreement']);
  });

  it('asks by its keys in which category they are, and by nobody else’s', async () => {
    const keys = keysOf(await name({ idNumbers: [husband, wife] }));
    const check = (personKeys: unknown, change: object = {}) =>
      ask('status-checks', { body: { personKeys, purpose: 'HOUSING_AID' } }, change);
    const told = await check(keys);
    expect([told.status, keysOf(told)]).toEqual([200, keys]);
    expect((await check([keyOf(husband)])).status).toBe(404);
    expect((await check(keys, { party: 'EDU' })).status).toBe(404);
  });

  const asked = (caseRef: string, keys: readonly (string | undefined)[]): object => {
    const example = VERIFICATION_REQUEST_EXAMPLES.legalAid.value;
    const [first, second] = example.household.members.map(({ personKey }) => personKey);
    const text = JSON.stringify(example)
      .replaceAll(first!, keys[0]!)
      .replaceAll(second!, keys[1]!)
      .replaceAll('LEGAL_AID', 'HOUSING_AID')
      .replaceAll('01980000-0000-7000-8000-000000000011', randomUUID())
      .replaceAll('01980000-0000-7000-8000-000000000012', randomUUID());
    return { ...(JSON.parse(text) as object), caseRef };
  };
  const askedOf = (requestId: string) =>
    eventually('the agency is asked', async () => {
      const question = others.asked.find((each) => each.requestId === requestId);
      return question && question.persons.map(({ idNumber }) => idNumber).toSorted();
    });

  it('has a household checked of which nobody else holds a number, and gets the report', async () => {
    const caseRef = 'HOU-2025-000123';
    const keys = keysOf(await name({ caseRef, idNumbers: [husband, wife] }));
    const accepted = await ask('verification-requests', { body: asked(caseRef, keys) });
    expect([accepted.status, accepted.text]).toMatchObject([202, expect.stringContaining('dueAt')]);
    expect(await askedOf(accepted.body.id)).toEqual([husband, wife].toSorted());
    const answers = (agency: string) =>
      [husband, wife].map((idNumber) => ({
        ...{ idNumber, dataset: agency, state: 'ANSWERED', observedAt: '2025-07-15T01:00:00Z' },
      }));
    for (const agency of CORE) {
      const sent = await both.steward(agency)('/v1/inbound-facts', {
        body: { agency, answers: answers(agency) },
      });
      expect([agency, sent.status]).toEqual([agency, 200]);
    }
    const stated = { 'x-purpose': 'HOUSING_AID', 'x-case-ref': caseRef };
    const path = `verification-requests/${accepted.body.id}`;
    const reportId = await eventually('the report is issued', async () => {
      const { body } = await ask(path, { headers: stated });
      return body.state === 'ISSUED' && String(body['reportId']);
    });
    const report = await ask(`verification-reports/${reportId}`, { headers: stated });
    expect(report).toMatchObject({ status: 200, body: { conclusions: [{ purpose: 'HOUSING_AID' }] } });
    for (const person of [husband, wife]) {
      expect(report.text).not.toContain(keyOf(person));
      expect(report.text).not.toContain(person);
    }
  });

  it('has the others asked about where nobody holds the number of one', async () => {
    const caseRef = 'HOU-2025-000124';
    const keys = keysOf(await name({ idNumbers: [neighbour, stranger] }));
    const accepted = await ask('verification-requests', { body: asked(caseRef, keys) });
    expect(accepted.status).toBe(202);
    expect(await askedOf(accepted.body.id)).toEqual([neighbour]);
    await eventually('verification knows that not all were asked about', async () => {
      const [query] = await both.rows<{ state: string; problem: string }>(
        `select state, problem from source_query where request_id = $1 and agency = 'NR'`,
        [accepted.body.id],
      );
      return query?.state === 'SENT' && query.problem === 'persons-unknown';
    });
  });

  it('tells an agency that picks its question up that nobody can be meant, and sends the others nothing', async () => {
    const [first, second] = [...idNumbers(6)].slice(4) as [string, string];
    // named for another case: the numbers serve that one alone
    const keys = keysOf(await name({ caseRef: 'HOU-2025-000126', idNumbers: [first, second] }));
    const accepted = await ask('verification-requests', { body: asked('HOU-2025-000125', keys) });
    expect(accepted.status).toBe(202);
    const standing = (agency: string) =>
      eventually(`${agency} is not asked about anybody`, async () => {
        const [query] = await both.rows<{ state: string; problem: string | null }>(
          'select state, problem from source_query where request_id = $1 and agency = $2',
          [accepted.body.id, agency],
        );
        return query?.state === 'SENT' && query.problem;
      });
    expect(await standing('NR')).toBe('persons-unknown');
    expect(others.asked.some(({ requestId }) => requestId === accepted.body.id)).toBe(false);
    const bank = both.steward('BANK');
    const open = await eventually('the bank is offered its question', async () => {
      const { body } = await bank('/v1/source-queries?limit=200');
      const items = body['items'] as { id: string; requestId: string }[];
      return items.find(({ requestId }) => requestId === accepted.body.id);
    });
    const picked = await bank(`/v1/source-queries/${open.id}/resolve`, { method: 'POST' });
    expect(picked).toMatchObject({ status: 200, body: { requestId: accepted.body.id, persons: [] } });
    expect(await standing('BANK')).toBe('persons-unknown');
    const [query] = await both.rows<{ version: number }>(
      'select version from verification_request where id = $1',
      [accepted.body.id],
    );
    const path = `verification-requests/${accepted.body.id}/cancel`;
    expect(await ask(path, { version: query!.version })).toMatchObject({ status: 200 });
  });

  it('sees and stops its own alone, also when its token has no party', async () => {
    const list = async (change: object) => {
      const { body } = await ask('verification-requests?limit=200', {}, change);
      return (body['items'] as { id: string; version: number; state: string }[]).length;
    };
    expect(await list({})).toBe(3);
    expect(await list({ party: undefined })).toBe(3);
    expect(await list({ party: undefined, org: 'EDU' })).toBe(0);
    expect(await list({ party: 'EDU' })).toBe(0);
    const [own] = await both.rows<{ id: string; version: number; caseRef: string }>(
      `select id, version, case_ref as "caseRef" from verification_request where state = 'COLLECTING'`,
    );
    const { id, version, caseRef } = own!;
    const stated = { 'x-purpose': 'HOUSING_AID', 'x-case-ref': caseRef };
    const cancel = (change: object) => ask(`verification-requests/${id}/cancel`, { version }, change);
    for (const change of [{ party: undefined, org: 'EDU' }, { party: 'EDU' }]) {
      expect((await ask(`verification-requests/${id}`, { headers: stated }, change)).status).toBe(404);
      expect((await cancel(change)).status).toBe(404);
    }
    // an office of the platform reads, but what a department asked for is the department's to stop
    const office = { party: undefined, org: 'centre', scope: `${claims().scope} verification:items:read` };
    expect((await ask(`verification-requests/${id}`, { headers: stated }, office)).status).toBe(200);
    expect((await cancel(office)).status).toBe(404);
    expect((await cancel({})).body.state).toBe('CANCELLED');

    const consents = async (change: object) => {
      const { body } = await ask('consents?limit=200', { headers: stated }, change);
      return body['items'] as { id: string; version: number }[];
    };
    const [consent] = await consents({});
    expect(await consents({ party: undefined, org: 'EDU' })).toEqual([]);
    const withdraw = (change: object) =>
      ask(`consents/${consent?.id}/withdraw`, { version: consent!.version, body: {} }, change);
    expect((await withdraw({ party: undefined, org: 'EDU' })).status).toBe(404);
    expect((await withdraw({})).body.state).toBe('WITHDRAWN');
  });

  it('is refused a check of a household once a member has withdrawn (T7)', async () => {
    const caseRef = 'HOU-2025-000127';
    const keys = keysOf(await name({ idNumbers: idNumbers(8).slice(6) }));
    const request = asked(caseRef, keys) as { household: object; purposes: string[] };
    const { household, purposes } = request;
    expect((await ask('verification-requests', { body: request })).status).toBe(202);
    const headers = { 'x-purpose': 'HOUSING_AID', 'x-case-ref': caseRef };
    const check = () =>
      ask('household-checks', { headers, body: { household, purposes, declaredItems: [] } });
    expect(await check()).toMatchObject({ status: 200 });
    const { body } = await ask(`consents?subject=${keys[1]}`, { headers });
    const [consent] = body['items'] as { id: string; version: number }[];
    await ask(`consents/${consent!.id}/withdraw`, { version: consent!.version, body: {} });
    const refused = await check();
    expect([refused.status, nameOf(refused)]).toEqual([422, 'consent-missing']);
    expect(refused.body['refusals']).toEqual([{ problem: 'consent-missing', personKey: keys[1] }]);
    expect(refused.body).not.toHaveProperty('totals');
  });

  it('leaves numbers at the gateway encrypted, for the case alone, until their days are over', async () => {
    const rows = () => both.gatewayRows<{ text: string }>('select n::text as text from named_person n');
    expect(await rows()).toHaveLength(4);
    for (const { text } of await rows()) expect(text).not.toContain(husband.slice(6, 14));
    await both.moveClock('2026-01-12T02:00:00Z');
    await eventually('they are gone', async () => (await rows()).length === 0, 20_000);
  });

  it('leaves entries in the gateway’s access log for as long as verification keeps its own', async () => {
    const { app } = both.gateway;
    const anchored = async () => {
      const [row] = await both.gatewayRows<{ n: number }>(
        'select count(*)::int as n from audit_entry where seq is null',
      );
      if (row?.n !== 0) return false;
      await app.get(UnitOfWork).run('test', (tx) => app.get(AuditAnchors).anchor(tx));
      return (await app.get(AuditVerifier).verify()).ok;
    };
    await eventually('all is sealed', anchored, 20_000);
    // ten years from now, and a month
    const night = new Date(Date.now() + 3_683 * 86_400_000);
    const erased = (settings: object = {}) => {
      const known = { ...app.get<SettingsOf<typeof GATEWAY_SETTINGS>>(SETTINGS), ...settings };
      const job = new AccessLogRetentionJob(
        app.get(PeriodicJobs),
        app.get(AuditRetention),
        new PlatformClient(known),
        app.get(Regions),
        new BusinessClock(() => night.getTime()),
        app.get(JsonLogger),
        known,
      );
      return app
        .get(UnitOfWork)
        .run('test', (tx) => job.chunk(tx, {} as Parameters<AccessLogRetentionJob['chunk']>[1]));
    };
    // nobody is asked, or nobody answers
    expect(await erased({ partyServices: {} })).toMatchObject({ done: 0, finished: true });
    const away = { partyServices: { verification: 'http://127.0.0.1:1' } };
    expect(await erased(away)).toMatchObject({ done: 0, finished: false, pauseMs: 60_000 });
    const { done, finished } = await erased();
    expect([done > 0, finished]).toEqual([true, true]);
    expect(await both.gatewayRows('select from audit_entry where seq is not null')).toEqual([]);
    const auditor = { scope: 'inbound:audit-entries:read', region: '51' };
    const { body } = await both.call(`${both.gateway.url}/v1/erasures`, { claims: auditor });
    expect(body['items']).toMatchObject([
      { what: 'accessLog', rows: done, policy: { key: 'verification.retention.accessLogYears' } },
      { what: 'namedPersons', rows: 4, erasedOn: '2026-01-12' },
    ]);
  });
});
