import { fork } from 'node:child_process';
import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { topicsOf } from '@minzheng/contracts/catalogue';
import {
  AgreementSuspendedSchema,
  FileLoadedSchema,
  FileRejectedSchema,
  MonitoredSubjectEnteredSchema,
  SubscriptionPausedSchema,
} from '@minzheng/contracts/verification';
import { SandboxClock } from '@minzheng/platform/clock';
import { Jobs } from '@minzheng/platform/jobs';
import type { Received } from '@minzheng/platform/messaging';
import { PairwiseKeys } from '@minzheng/platform/pairwise-keys';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, serviceRestored, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment, type TestClaims } from '@minzheng/testing/service';
import { Webhook } from 'standardwebhooks';
import { DataSource } from 'typeorm';
import { SHIPPED_AGREEMENTS } from '../agreements/shipped-agreements.data.js';
import { LOW_INCOME_CATEGORIES, OWN_RESULTS } from '../agreements/dataset.data.js';
import { EventFeedStore } from '../event-feed/event-feed.store.js';
import { received as receivedOf } from '../facts/test/facts.js';
import { DeliveryWorker } from '../subscriptions/delivery.worker.js';
import { VERIFICATION } from '../verification.definition.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const HOOKS = new URL('../../../../libs/platform/src/messaging/test/typescript-hooks.mjs', import.meta.url);
const PROCESS = new URL('../runs/test/run-process.ts', import.meta.url);
const OWN = 'minzheng.verification.own.v1';
const START = '2025-07-15T02:00:00Z';
const CENTRE = 'province-verification-centre';
const TYPE = (name: string): string => `minzheng.verification.v1.${name}`;
const LOADED = TYPE('FileLoaded');
const ENTERED = TYPE('MonitoredSubjectEntered');
const COMPLETED = TYPE('VerificationCompleted');
const ACTIVATED = TYPE('AgreementActivated');
const DEPARTMENT = 'outside-department';
const RETRY_MINUTES = [1, 5, 30, 120, 360, 720, 1440, 1440];

const agreementOf = (agency: string, dataset = agency): string =>
  SHIPPED_AGREEMENTS.find((each) => each.agency === agency && each.dataset.code === dataset)!.id;

interface Hook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly position?: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A subscriber's own server: what it was sent under each path, and what it answers. */
class Receiver {
  readonly #hooks = new Map<string, Hook[]>();
  readonly answers = new Map<string, (hook: Hook, response: ServerResponse) => void>();
  readonly #server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = Buffer.concat(pieces).toString();
      const hook = { headers: request.headers, body, event: JSON.parse(body) as Hook['event'] };
      this.#hooks.set(path, [...this.at(path), hook]);
      const answer = this.answers.get(path) ?? ((_hook, reply) => reply.writeHead(204).end());
      answer(hook, response);
    });
  });

  at(path: string): readonly Hook[] {
    return this.#hooks.get(path) ?? [];
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

interface Body {
  readonly [member: string]: unknown;
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly version: number;
  readonly cursor: string;
  readonly failures: number;
  readonly secret: string;
  readonly after: string;
  readonly hasMore: boolean;
  readonly heldBy: string | null;
  readonly items: readonly Body[];
}

describe('what parties outside are told', () => {
  const receiver = new Receiver();
  let environment: ServiceEnvironment;
  let service: RunningService;
  let dataSource: DataSource;
  let receiverUrl: string;
  let instant = Date.parse(START);

  const settings = () =>
    environment.settings({
      REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile,
      WEBHOOK_SIGNING_KEY_FILE: environment.reportSigningKeyFile,
      WEBHOOK_NETWORKS: '127.0.0.0/8',
      PAIRWISE_SECRET: 'a secret of the platform',
    });

  beforeAll(async () => {
    receiverUrl = await receiver.listen();
    environment = await ServiceEnvironment.create(
      [
        ...topicsOf('inbound'),
        ...(VERIFICATION.consumers ?? []).flatMap(({ topics }) => topics),
        ...topicsOf('verification'),
      ],
      VERIFICATION_TABLES,
    );
    service = await buildService(VERIFICATION, settings());
    dataSource = service.app.get(DataSource);
    await moveClock(0);
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
    receiver.close();
  });

  /** So many minutes further on. */
  const moveClock = async (minutes: number): Promise<void> => {
    instant += minutes * 60_000;
    await service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(SandboxClock).move(tx, new Date(instant)));
  };
  const ask = async (
    claims: TestClaims & { readonly party?: string },
    path: string,
    options: { body?: object; version?: number } = {},
  ): Promise<{ status: number; text: string; body: Body }> => {
    const { body, version } = options;
    const isCommand = body !== undefined || version !== undefined;
    const response = await fetch(`${service.url}/v1${path}`, {
      method: isCommand ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await environment.token({ region: '51', ...claims })}`,
        'accept-language': 'en',
        ...(isCommand ? { 'idempotency-key': randomUUID() } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) as Body };
  };
  const SCOPES = 'verification:subscriptions:write verification:events:read';
  const subscriber = (org: string) => ({ sub: `system of ${org}`, org, scope: SCOPES });
  const department = { ...subscriber(DEPARTMENT), party: DEPARTMENT };
  const operator = {
    sub: 'operator',
    org: CENTRE,
    scope: 'verification:subscriptions:write verification:agreements:approve',
  };
  const subscribe = async (path: string, change: object = {}, claims: TestClaims = subscriber('TAX')) =>
    ask(claims, '/subscriptions', {
      body: {
        ...{ agreementId: agreementOf('TAX'), eventTypes: [LOADED], url: receiverUrl + path },
        ...change,
      },
    });
  const problemOf = ({ status, body }: { status: number; body: Body }) => [
    status,
    String(body.type).split('/').at(-1),
  ];
  const one = async (id: string): Promise<Body> => (await ask(operator, `/subscriptions/${id}`)).body;
  const command = async (id: string, verb: string, body: object = {}, claims: TestClaims = operator) =>
    ask(claims, `/subscriptions/${id}/${verb}`, { body, version: (await one(id)).version });
  const announce = <D extends DescMessage>(schema: D, init: MessageInitShape<D>, id: string = randomUUID()) =>
    service.app
      .get(UnitOfWork)
      .run('test', async (tx) => tx.announce(schema, init, { aggregate: 'file', id, version: 1n }));
  const fileOf = (agency: string, rows: number, change: object = {}) => ({
    occurredAt: timestampFromDate(new Date(instant)),
    region: { code: '51' },
    ...{ agency, dataset: `${agency}.wages`, fileId: randomUUID(), rows, rejectedRows: 0 },
    ...change,
  });
  const load = (agency: string, rows: number, change: object = {}): Promise<void> =>
    announce(FileLoadedSchema, fileOf(agency, rows, change));
  const hooksAt = (path: string, count: number): Promise<readonly Hook[]> =>
    eventually(`${count} at ${path}`, () => receiver.at(path).length >= count && receiver.at(path));
  const rowsOf = (hooks: readonly Hook[]): unknown[] => hooks.map(({ event }) => event.data['rows']);

  describe('by a webhook', () => {
    let id: string;
    let secret: string;

    it('is what the agreement allows, signed as Standard Webhooks has it', async () => {
      const subscribed = await subscribe('/tax');
      expect(subscribed).toMatchObject({ status: 201, body: { state: 'ACTIVE', party: 'TAX', failures: 0 } });
      ({ id, secret } = subscribed.body);
      await load('HRSS', 1);
      await announce(FileRejectedSchema, fileOf('TAX', 2));
      await load('TAX', 3, { dataset: 'TAX.wages', reasonCode: 'NONE' });
      const [hook] = await hooksAt('/tax', 1);
      const { headers, body, event } = hook!;
      await eventually('it is noted', async () => Number((await one(id)).cursor) >= Number(event.position));
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(event);
      expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
      expect(headers['webhook-id']).toBe(event.id);
      expect(headers['content-type']).toContain('application/cloudevents+json');
      expect(event).toEqual({
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        source: '/service/verification',
        type: LOADED,
        subject: expect.stringMatching(/^file\//),
        time: expect.stringMatching(/^2025-07-15T/),
        datacontenttype: 'application/json',
        sequence: '1',
        position: expect.stringMatching(/^\d+$/),
        data: {
          occurredAt: expect.any(String),
          ...{ agency: 'TAX', dataset: 'TAX.wages', fileId: expect.any(String), rows: 3, rejectedRows: 0 },
        },
      });
      expect(receiver.at('/tax')).toHaveLength(1);
    });

    it('is signed with keys that are published too', async () => {
      const { keys } = (await (await fetch(`${service.url}/v1/public/webhook-keys`)).json()) as {
        keys: { kid: string; x: string; kty: string; crv: string; whpk: string }[];
      };
      const [hook] = receiver.at('/tax');
      const { headers, body } = hook!;
      const [symmetric, asymmetric = ''] = String(headers['webhook-signature']).split(' ');
      expect(symmetric).toMatch(/^v1,/);
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
      const publicKey = createPublicKey({ key: keys[0]!, format: 'jwk' });
      const signature = Buffer.from(asymmetric.replace('v1a,', ''), 'base64');
      expect(verify(null, Buffer.from(signed), publicKey, signature)).toBe(true);
      expect(keys[0]!.whpk).toMatch(/^whpk_/);
    });

    it('can be tried with a test that tells nothing', async () => {
      const asked = await command(id, 'test', {}, subscriber('TAX'));
      expect(asked.status).toBe(202);
      const [, hook] = await hooksAt('/tax', 2);
      expect(new Webhook(secret).verify(hook!.body, hook!.headers as Record<string, string>)).toMatchObject({
        id: asked.body['deliveryId'],
        data: {},
      });
      const listed = await eventually('it is listed', async () => {
        const { body } = await ask(subscriber('TAX'), `/subscriptions/${id}/deliveries`);
        return body.items.length === 2 && body.items;
      });
      expect(listed).toMatchObject([
        { eventId: asked.body['deliveryId'], position: null, outcome: 'delivered', status: 204, attempt: 1 },
        {
          eventType: LOADED,
          position: expect.stringMatching(/^\d+$/),
          outcome: 'delivered',
          status: 204,
          attempt: 1,
        },
      ]);
      expect(JSON.stringify(listed)).not.toContain('fileId');
    });

    it('is signed with two secrets while both are valid', async () => {
      const rotated = await command(id, 'rotate-secret', { overlapHours: 2 });
      expect(rotated.status).toBe(200);
      expect(rotated.body.secret).not.toBe(secret);
      const hours = (Date.parse(String(rotated.body['previousSecretUntil'])) - instant) / 3_600_000;
      expect(Math.round(hours)).toBe(2);
      const after = async (rows: number) => {
        await load('TAX', rows);
        const hook = (await eventually(`row ${rows}`, () => {
          const last = receiver.at('/tax').at(-1);
          return last?.event.data['rows'] === rows && last;
        })) as Hook;
        const holds = (each: string): boolean => {
          try {
            new Webhook(each).verify(hook.body, hook.headers as Record<string, string>);
            return true;
          } catch {
            return false;
          }
        };
        return [holds(secret), holds(rotated.body.secret)];
      };
      expect(await after(4)).toEqual([true, true]);
      await moveClock(121);
      expect(await after(5)).toEqual([false, true]);
      const [stored] = await dataSource.query('select secret_enc from subscription where id = $1', [id]);
      expect(stored.secret_enc).not.toContain(rotated.body.secret.slice('whsec_'.length));
    });

    it('goes to nobody else, and belongs to its party', async () => {
      expect(problemOf(await ask(subscriber('HRSS'), `/subscriptions/${id}`))).toEqual([404, 'not-found']);
      expect(problemOf(await command(id, 'pause', {}, subscriber('HRSS')))).toEqual([404, 'not-found']);
      const listed = await ask(subscriber('HRSS'), '/subscriptions');
      expect(listed.body.items).toEqual([]);
      expect(problemOf(await subscribe('/tax'))).toEqual([409, 'duplicate-subscription']);
    });

    it.each([
      ['type', { eventTypes: [ENTERED] }, 'TAX', [422, 'filter-exceeds-agreement']],
      ['agreement of another', { agreementId: agreementOf('HRSS') }, 'TAX', [403, 'no-agreement']],
      ['plain HTTP', { url: 'http://receiver.example/' }, 'TAX', [422, 'url-not-https']],
      ['metadata', { url: 'https://169.254.169.254/' }, 'TAX', [422, 'address-not-public']],
      ['private address', { url: 'https://[fd00::1]/' }, 'TAX', [422, 'address-not-public']],
      ['position to come', { after: '9999' }, 'TAX', [422, 'no-such-position']],
      [
        'no purpose',
        { agreementId: agreementOf('NHSA', LOW_INCOME_CATEGORIES), eventTypes: [ENTERED] },
        'NHSA',
        [422, 'agreement-purpose-missing'],
      ],
    ])('is refused beyond the agreement: %s', async (_name, change, org, expected) => {
      expect(problemOf(await subscribe(`/${randomUUID()}`, change, subscriber(org)))).toEqual(expected);
    });

    it('is told what is wrong by the names that it sent, and what would be right', async () => {
      const agreementId = agreementOf(DEPARTMENT, OWN_RESULTS);
      const of = async (change: object) => {
        const { body } = await subscribe(`/${randomUUID()}`, { agreementId, ...change }, department);
        return { ...body, errors: (body['errors'] as { field: string }[]).map(({ field }) => field) };
      };
      expect(await of({ eventTypes: [COMPLETED] })).toMatchObject({
        errors: ['purpose'],
        purposes: expect.arrayContaining(['MEDICAL_AID', 'HEATING']),
        typesWithoutPurpose: expect.arrayContaining([TYPE('AgreementActivated')]),
      });
      expect(await of({ eventTypes: [COMPLETED], purpose: 'DIBAO' })).toMatchObject({
        ...{ errors: ['purpose'], allowedPurposes: expect.arrayContaining(['HEATING']) },
      });
      const paused = await subscribe(
        `/${randomUUID()}`,
        { agreementId, eventTypes: [TYPE('SubscriptionPaused')] },
        department,
      );
      expect(paused.status).toBe(201);
    });
  });

  describe('by a webhook that fails', () => {
    const path = '/failing';
    let id: string;
    let isUp = false;
    const attempts = () => receiver.at(path).length;

    beforeAll(async () => {
      receiver.answers.set(path, (_hook, response) => response.writeHead(isUp ? 200 : 500).end());
      id = (await subscribe(path)).body.id;
    });

    it('is tried again when its time has come, with the same id, and paused when all retries have failed', async () => {
      await load('TAX', 10);
      await load('TAX', 11);
      await hooksAt(path, 1);
      for (const [index, minutes] of RETRY_MINUTES.entries()) {
        const { failures, nextAttemptAt } = await eventually('it is told', async () => {
          const current = await one(id);
          return current.failures === index + 1 && current;
        });
        expect(failures).toBe(index + 1);
        const wait = (Date.parse(String(nextAttemptAt)) - instant) / 60_000;
        expect(wait).toBeGreaterThanOrEqual(minutes);
        expect(wait).toBeLessThan(minutes + 2);
        expect(attempts()).toBe(index + 1);
        await moveClock(wait);
        await hooksAt(path, index + 2);
      }
      const paused = await eventually('it is paused', async () => {
        const current = await one(id);
        return current.state === 'PAUSED' && current;
      });
      expect(paused).toMatchObject({ pauseReason: 'DELIVERIES_FAILED', failures: 9 });
      const hooks = receiver.at(path);
      expect(new Set(rowsOf(hooks))).toEqual(new Set([10]));
      expect(new Set(hooks.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      const told = await eventually('it is announced', async () => {
        const events = await environment.topics.readAll([OWN]);
        const mine = events
          .filter(({ headers }) => headers['ce_type'] === SubscriptionPausedSchema.typeName)
          .map(({ value }) => fromBinary(SubscriptionPausedSchema, value ?? new Uint8Array()))
          .filter(({ subscriptionId }) => subscriptionId === id);
        return mine.length > 0 && mine;
      });
      expect(told).toMatchObject([{ reasonCode: 'DELIVERIES_FAILED', transition: { toState: 'PAUSED' } }]);
      await eventually('its owner reads it', async () => {
        const { body } = await ask(subscriber('TAX'), `/events?after=0&types=${TYPE('SubscriptionPaused')}`);
        return body.items.some(({ data }) => (data as { subscriptionId: string }).subscriptionId === id);
      });
    }, 120_000);

    it('goes on where it stopped when its owner resumes it', async () => {
      isUp = true;
      const before = attempts();
      const resumed = await command(id, 'resume', {}, subscriber('TAX'));
      expect(resumed).toMatchObject({
        status: 200,
        body: { state: 'ACTIVE', failures: 0, pauseReason: null },
      });
      await hooksAt(path, before + 2);
      expect(rowsOf(receiver.at(path).slice(before))).toEqual([10, 11]);
    });

    it('is delivered again from an earlier place, with the same ids', async () => {
      const before = receiver.at(path);
      const last = before.slice(-2);
      const paused = await command(id, 'pause');
      expect(paused.body).toMatchObject({ state: 'PAUSED', pauseReason: 'BY_OWNER' });
      const after = String(Number(last[0]!.event.position) - 1);
      expect((await command(id, 'resume', { after })).status).toBe(200);
      const again = (await hooksAt(path, before.length + 2)).slice(before.length);
      expect(again.map(({ headers }) => headers['webhook-id'])).toEqual(
        last.map(({ headers }) => headers['webhook-id']),
      );
      expect(problemOf(await command(id, 'resume'))).toEqual([409, 'illegal-transition']);
    });

    it('is redirected nowhere', async () => {
      receiver.answers.set('/moved', (_hook, response) =>
        response.writeHead(308, { location: `${receiverUrl}/elsewhere` }).end(),
      );
      const moved = await subscribe('/moved');
      await load('TAX', 12);
      await hooksAt('/moved', 1);
      const [delivery] = await eventually('it is listed', async () => {
        const { body } = await ask(operator, `/subscriptions/${moved.body.id}/deliveries`);
        return body.items.length > 0 && body.items;
      });
      expect(delivery).toMatchObject({ outcome: 'redirect', status: 308 });
      expect(receiver.at('/elsewhere')).toEqual([]);
      expect((await command(moved.body.id, 'withdraw', { reason: 'moved' })).body.state).toBe('WITHDRAWN');
    });
  });

  describe('under an agreement that is stopped', () => {
    const path = '/hpf';
    const agreementId = agreementOf('HPF');
    let id: string;
    const agreement = async (verb: string, which = agreementId, claims: TestClaims = operator) => {
      const { body } = await ask(operator, `/agreements/${which}`);
      return ask(claims, `/agreements/${which}/${verb}`, {
        body: { reason: 'a test' },
        version: body.version,
      });
    };

    it('nothing is delivered or read, and nothing is lost', async () => {
      id = (await subscribe(path, { agreementId }, subscriber('HPF'))).body.id;
      await load('HPF', 1);
      await hooksAt(path, 1);
      expect((await agreement('suspend')).status).toBe(200);
      await load('HPF', 2);
      // of the same partition or not: what another party was told later shows that this one had its turn
      await eventually('it is kept', async () => {
        const [feed] = await dataSource.query(
          `select count(*)::int as n from outward_event where party = 'HPF' and type = $1`,
          [LOADED],
        );
        return feed.n === 2;
      });
      const others = receiver.at('/tax').length;
      await load('TAX', 20);
      await hooksAt('/tax', others + 1);
      expect(rowsOf(receiver.at(path))).toEqual([1]);
      expect(problemOf(await ask(subscriber('HPF'), '/events?after=0'))).toEqual([403, 'no-agreement']);
      expect((await agreement('resume')).status).toBe(200);
      expect(rowsOf(await hooksAt(path, 2))).toEqual([1, 2]);
    });

    it('of a party that has another one the feed waits before what is held', async () => {
      const [hou, held, person] = [subscriber('HOU'), agreementOf('HOU'), randomPersonKey()];
      const read = async (after: string, more = '') =>
        (await ask(hou, `/events?after=${after}&purpose=HOUSING_AID&limit=200${more}`)).body;
      await service.app.get(PairwiseKeys).give('HOU', [person]);
      expect((await agreement('suspend', held)).status).toBe(200);
      await load('HOU', 1);
      await eventually('it is kept', async () => {
        const [feed] = await dataSource.query(
          `select count(*)::int as n from outward_event where party = 'HOU' and type = $1`,
          [LOADED],
        );
        return feed.n === 1;
      });
      await announce(MonitoredSubjectEnteredSchema, {
        occurredAt: timestampFromDate(new Date(instant)),
        region: { code: '510802001' },
        ...{ personKey: person, categories: ['dibao'] },
      });
      const entered = await eventually('what comes behind it', async () => {
        const { items } = await read('0', `&types=${ENTERED}`);
        return items.length > 0 && items;
      });
      const waiting = await read('0');
      expect(waiting).toMatchObject({ hasMore: false, heldBy: held });
      expect((await read(waiting.after)).items).toEqual([]);
      expect((await agreement('resume', held)).status).toBe(200);
      const rest = await read(waiting.after);
      expect(rest).toMatchObject({ heldBy: null });
      expect(rest.items[0]).toMatchObject({ type: LOADED, data: { rows: 1 } });
      expect(rest.items).toContainEqual(entered[0]);
      const seen = [...waiting.items, ...rest.items].map(({ position }) => Number(position));
      expect(seen).toEqual(seen.map((_, index) => index + 1));
    });

    it('is a matter of its two sides alone', async () => {
      const others = agreementOf('NHSA');
      const scope = 'verification:agreements:approve';
      for (const claims of [
        { ...department, scope },
        { ...subscriber(DEPARTMENT), scope },
        { ...subscriber('HPF'), scope },
      ]) {
        const listed = await ask(claims, '/agreements?state=ACTIVE&limit=200');
        const agencies = new Set(listed.body.items.map(({ agency }) => agency));
        expect([...agencies]).toEqual([claims.org]);
        for (const path of ['', '/log']) {
          expect(problemOf(await ask(claims, `/agreements/${others}${path}`))).toEqual([404, 'not-found']);
        }
        expect(problemOf(await agreement('revoke', others, claims))).toEqual([403, 'other-agency']);
      }
      const own = agreementOf(DEPARTMENT, OWN_RESULTS);
      expect(problemOf(await agreement('suspend', own, { ...department, scope }))).toEqual([
        403,
        'other-agency',
      ]);
    });

    it('ends with it', async () => {
      expect((await agreement('revoke')).status).toBe(200);
      expect(await one(id)).toMatchObject({ state: 'ENDED' });
      expect(problemOf(await command(id, 'pause'))).toEqual([409, 'illegal-transition']);
    });
  });

  describe('by the feed', () => {
    const read = (query: string, claims: TestClaims & { party?: string } = subscriber('TAX')) =>
      ask(claims, `/events?${query}`);

    it('is read from any place, page after page, in its order', async () => {
      const all = await read(`after=0&limit=200&types=${LOADED}`);
      expect(all.body.hasMore).toBe(false);
      const positions = all.body.items.map(({ position }) => Number(position));
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      const paged: Body[] = [];
      for (let after = '0'; ;) {
        const { body } = await read(`after=${after}&limit=2&types=${LOADED}`);
        paged.push(...body.items);
        ({ after } = body);
        if (!body.hasMore) break;
      }
      expect(paged).toEqual(all.body.items);
      const [first] = receiver.at('/tax');
      expect(all.body.items.find(({ id }) => id === first!.event.id)).toEqual(first!.event);
    });

    it('is what was asked for, of the own agreements alone', async () => {
      const rejected = await read(`after=0&types=${TYPE('FileRejected')}`);
      expect(rejected.body.items.map(({ data }) => (data as { rows: number }).rows)).toEqual([2]);
      expect((await read(`after=0&types=${LOADED}`, subscriber('HRSS'))).body.items).toHaveLength(1);
      expect(problemOf(await read(`after=0&types=${ENTERED}`))).toEqual([422, 'filter-exceeds-agreement']);
      expect(problemOf(await read('after=0', subscriber('NHSA-OF-ELSEWHERE')))).toEqual([
        403,
        'no-agreement',
      ]);
      expect(problemOf(await read('after=0', operator as TestClaims))).toEqual([403, 'scope-missing']);
      expect(problemOf(await read(''))).toEqual([400, 'validation']);
      expect(problemOf(await read('after=100000'))).toEqual([422, 'no-such-position']);
    });

    it('needs a purpose where it tells of persons, and says which there are', async () => {
      for (const more of ['', `&types=${ACTIVATED},${COMPLETED}`]) {
        const refused = await read(`after=0${more}`, department);
        expect(problemOf(refused)).toEqual([422, 'agreement-purpose-missing']);
        expect(refused.body).toMatchObject({
          errors: [{ field: 'purpose', code: 'missing' }],
          purposes: expect.arrayContaining(['MEDICAL_AID', 'HEATING']),
        });
      }
      // who sends data too reads what needs none
      expect((await read('after=0', subscriber('NHSA'))).status).toBe(200);
      const activated = await eventually('its agreements are in force', async () => {
        const { body } = await read(`after=0&types=${ACTIVATED}`, department);
        return body.items.length === 2 && body.items;
      });
      const ids = activated.map(({ data }) => (data as { agreementId: string }).agreementId);
      expect(ids.sort()).toEqual(
        [LOW_INCOME_CATEGORIES, OWN_RESULTS].map((product) => agreementOf(DEPARTMENT, product)).sort(),
      );
      expect((await read('after=0&purpose=HEATING', department)).status).toBe(200);
      const beyond = await read('after=0&purpose=DIBAO', department);
      expect(problemOf(beyond)).toEqual([422, 'filter-exceeds-agreement']);
      expect(beyond.body['allowedPurposes']).toContain('HEATING');
    });

    it('tells no one but who knows the person, and calls him as that party does', async () => {
      const [known, unknown] = [randomPersonKey(), randomPersonKey()];
      const given = await service.app.get(PairwiseKeys).give('NHSA', [known]);
      const nhsa = { ...subscriber('NHSA'), party: 'NHSA' };
      const change = {
        agreementId: agreementOf('NHSA', LOW_INCOME_CATEGORIES),
        eventTypes: [ENTERED],
        purpose: 'MEDICAL_AID',
      };
      const { body } = await subscribe('/nhsa', change, nhsa);
      const enters = (personKey: string, categories: string[]) =>
        announce(MonitoredSubjectEnteredSchema, {
          occurredAt: timestampFromDate(new Date(instant)),
          region: { code: '510802001' },
          ...{ personKey, categories },
        });
      await enters(known, ['orphan']);
      await enters(unknown, ['dibao']);
      await enters(known, ['dibao', 'orphan']);
      const [hook] = await hooksAt('/nhsa', 1);
      expect(hook!.event).toMatchObject({ type: ENTERED, subject: `person/${given.get(known)}` });
      expect(hook!.event.data).toEqual({
        occurredAt: expect.any(String),
        personKey: given.get(known),
        categories: ['dibao'],
      });
      expect(hook!.body).not.toContain(known);
      for (const claims of [nhsa, subscriber('NHSA')]) {
        const { text, body: page } = await read(`after=0&purpose=MEDICAL_AID&types=${ENTERED}`, claims);
        expect(page.items).toMatchObject([{ id: hook!.event.id, data: { personKey: given.get(known) } }]);
        expect(text).not.toContain(known);
      }
      expect(problemOf(await read('after=0&purpose=EDUCATION_AID', nhsa))).toEqual([
        422,
        'filter-exceeds-agreement',
      ]);
      const entered = await dataSource.query(
        `select actor, purpose, target from audit_entry where subject = $1 and action = 'webhook'`,
        [known],
      );
      expect(entered).toEqual([
        { actor: 'party:NHSA', purpose: 'MEDICAL_AID', target: `subscription/${body.id}` },
      ]);
    });

    it('has no gap and is never overtaken while many commit at once', async () => {
      const store = service.app.get(EventFeedStore);
      // that its agreement is in force
      await eventually('the first', async () => {
        const { body } = await read('after=0', subscriber('AGR'));
        return body.items.length === 1;
      });
      const [writers, each] = [8, 12];
      const write = async (writer: number): Promise<void> => {
        for (let index = 0; index < each; index++) {
          const event = receivedOf(FileLoadedSchema, fileOf('AGR', writer * each + index)) as Received;
          await service.app.get(UnitOfWork).run('test', async (tx) => {
            await store.append(tx, [event]);
            // a later one commits before an earlier one, where nothing holds it
            await tx.query('select pg_sleep($1)', [((writer * 7 + index * 3) % 5) / 1_000]);
          });
        }
      };
      const seen: number[] = [];
      let isWriting = true;
      const follow = async (): Promise<void> => {
        for (let after = '0'; ;) {
          const isLast = !isWriting;
          const { body } = await read(`after=${after}&limit=7`, subscriber('AGR'));
          seen.push(...body.items.map(({ position }) => Number(position)));
          ({ after } = body);
          if (isLast && !body.hasMore) return;
        }
      };
      const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).finally(
        () => (isWriting = false),
      );
      await Promise.all([writing, follow()]);
      expect(seen).toEqual(Array.from({ length: writers * each + 1 }, (_, index) => index + 1));
    });

    it('does not go past an event whose transaction is still open', async () => {
      const store = service.app.get(EventFeedStore);
      const append = (rows: number, before: Promise<void> = Promise.resolve()): Promise<void> =>
        service.app.get(UnitOfWork).run('test', async (tx) => {
          await store.append(tx, [receivedOf(FileLoadedSchema, fileOf('RVP', rows)) as Received]);
          await before;
        });
      const loaded = (after: string) => read(`after=${after}&types=${LOADED}`, subscriber('RVP'));
      const { after: start } = (await loaded('0')).body;
      let commit: () => void = () => undefined;
      const first = append(1, new Promise((resolve) => (commit = resolve)));
      await eventually('the first has its place', async () => {
        const [locked] = await dataSource.query(
          `select count(*)::int as n from pg_stat_activity where state = 'idle in transaction' and query like '%outward_event%'`,
        );
        return locked.n > 0;
      });
      let isSecondThrough = false;
      const second = append(2).then(() => (isSecondThrough = true));
      await eventually('the second has come as far as it can', async () => {
        const [waiting] = await dataSource.query(
          `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%event_feed%'`,
        );
        return isSecondThrough || waiting.n > 0;
      });
      const between = await loaded(start);
      commit();
      await Promise.all([first, second]);
      const rest = await loaded(between.body.after);
      const rows = [...between.body.items, ...rest.body.items].map(
        ({ data }) => (data as { rows: number }).rows,
      );
      expect(rows).toEqual([1, 2]);
    });

    it('tells when what lies behind a place is no longer kept', async () => {
      await dataSource.query(
        `update outward_event set recorded_at = recorded_at - interval '31 days' where party = 'AGR' and position <= 40`,
      );
      await service.app
        .get(UnitOfWork)
        .run('test', (tx) => service.app.get(Jobs).ask(tx, { name: 'event-retention', scope: 'test' }));
      const expired = await eventually('it is deleted', async () => {
        const reply = await read('after=39', subscriber('AGR'));
        return reply.status !== 200 && reply;
      });
      expect(problemOf(expired)).toEqual([410, 'events-expired']);
      expect(expired.body['oldest']).toBe('40');
      const kept = await read('after=40&limit=1', subscriber('AGR'));
      expect(kept.body.items).toMatchObject([{ position: '41' }]);
    });
  });

  it('comes again with the same id when a process is killed between sending and noting it', async () => {
    const path = '/killed';
    const held: ServerResponse[] = [];
    receiver.answers.set(path, (_hook, response) => void held.push(response));
    const { body } = await subscribe(path);
    const worker = service.app.get(DeliveryWorker);
    await worker.onApplicationShutdown();
    const child = fork(PROCESS, [], {
      execArgv: ['--conditions=source', '--disable-warning=TimeoutNegativeWarning', '--import', HOOKS.href],
      env: { ...process.env, ...settings() },
    });
    try {
      await load('TAX', 30);
      const [first] = await eventually(
        'the other process has sent it',
        () => receiver.at(path).length > 0 && receiver.at(path),
        40_000,
      );
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      expect(await one(body.id)).toMatchObject({
        failures: 0,
        cursor: String(Number(first!.event.position) - 1),
      });
      receiver.answers.delete(path);
      // its claim would end by itself in half a minute
      await dataSource.query(
        `update subscription_progress set claimed_until = clock_timestamp() where claimed_by is not null`,
      );
      worker.onApplicationBootstrap();
      const [, second] = await hooksAt(path, 2);
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
      expect(second!.body).toBe(first!.body);
    } finally {
      child.kill('SIGKILL');
      for (const response of held) response.destroy();
    }
  }, 90_000);

  it('is told a party once, also when the database is put back and all that holds is sent again', async () => {
    const [trader, EPOCH] = [subscriber('TRA'), 2n ** 48n];
    const read = async (after: string, claims: TestClaims = trader): Promise<Body> =>
      (await ask(claims, `/events?after=${after}`)).body;
    const tell = (event: unknown): Promise<void> =>
      service.app
        .get(UnitOfWork)
        .run('test', (tx) => service.app.get(EventFeedStore).append(tx, [event as Received]));
    const file = fileOf('TRA', 7);
    const loaded = (sequence: bigint, change: object = {}) =>
      receivedOf(
        FileLoadedSchema,
        { ...file, ...change },
        { subject: `fileExchange/${file.fileId}`, sequence },
      );
    await tell(loaded(4n));
    // of this nothing is in the database that was put back
    const activated = await eventually('its agreement is in force', async () =>
      (await read('0', subscriber('MCN'))).items.find(({ type }) => type === ACTIVATED),
    );
    await tell(
      receivedOf(
        AgreementSuspendedSchema,
        {
          ...{ occurredAt: timestampFromDate(new Date(instant)), region: { code: '51' }, agency: 'MCN' },
          ...{ agreementId: agreementOf('MCN'), reasonCode: 'SUSPENDED' },
        },
        { subject: String(activated['subject']), sequence: BigInt(String(activated['sequence'])) + 1n },
      ),
    );
    const { after } = await read('0');
    // of AGR the oldest was deleted above before its time
    const toldTo = (): Promise<{ party: string; n: number }[]> =>
      dataSource.query(
        `select party, count(*)::int as n from outward_event where party not in ('AGR', 'MCN') group by party order by party`,
      );
    const before = await toldTo();

    expect(await serviceRestored(VERIFICATION, settings())).toBe(1);
    await eventually('all of it has come again', async () => {
      const [left] = await dataSource.query(
        `select count(*)::int as n
           from current_event c left join inbox i on i.ce_id = c.ce_id and i.consumer = 'verification.outward'
          where starts_with(c.topic, '${OWN}') and (c.ce_sequence < $1 or i.ce_id is null)
            and c.ce_type in ('${ACTIVATED}', '${TYPE('AgreementSuspended')}')
            and exists (select from data_agreement a where a.id::text = split_part(c.ce_subject, '/', 2)
                         and (a.state = 'ACTIVE') = (c.ce_type = '${ACTIVATED}'))`,
        [EPOCH.toString()],
      );
      return left.n === 0;
    });
    expect(await toldTo()).toEqual(before);
    // whoever had read on goes on behind all places that were given out
    const next = await read(after);
    expect(next).toMatchObject({ items: [], hasMore: false, after: '1000000000' });
    // the file is loaded again, and then another one
    await tell(loaded(EPOCH + 4n, { occurredAt: timestampFromDate(new Date(instant + 60_000)) }));
    await tell(loaded(EPOCH + 4n, { rejectedRows: 1 }));
    for (const from of [after, next.after]) {
      expect((await read(from)).items).toMatchObject([{ position: '1000000001', data: { rejectedRows: 1 } }]);
    }
    // what the party was told and this service does not know any more is made good
    const mended = (await read('0', subscriber('MCN'))).items.filter(({ type }) => type === ACTIVATED);
    expect(mended.map(({ data }) => data)).toEqual([activated['data'], activated['data']]);
    expect(mended[1]!.id).not.toBe(activated.id);
    expect(BigInt(String(mended[1]!['sequence']))).toBeGreaterThan(EPOCH);
  }, 60_000);
});

/** A UUIDv8, as personKeys are. */
function randomPersonKey(): string {
  const uuid = randomUUID();
  return `${uuid.slice(0, 14)}8${uuid.slice(15)}`;
}
