import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { topicName } from '@minzheng/contracts/catalogue';
import { ServiceCode } from '@minzheng/contracts/common';
import { StatusKind } from '@minzheng/contracts/facts';
import {
  AgencyFeedLateSchema,
  ClueOutcome,
  ClueOutcomeRecordedSchema,
  ClueVisitMode,
  FileLoadedSchema,
  FileRejectedSchema,
} from '@minzheng/contracts/verification';
import { canonicalJson } from '@minzheng/kernel/canonical-json';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { JobRunner } from '@minzheng/platform/jobs';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { DetachedSigner } from '@minzheng/platform/signing';
import { eventually } from '@minzheng/testing/servers';
import { accessMatrix, askMatrix, declarationsOf, type ApiDocument } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { SourceQueries } from '../agencies/source-queries.js';
import { AgreementMeter } from '../agreements/agreement-meter.js';
import { SHIPPED_AGREEMENTS } from '../agreements/shipped-agreements.data.js';
import { received, status } from '../facts/test/facts.js';
import { FileLoadJob } from '../gateway/files/file-jobs.js';
import { publishAssistanceRows } from '../runs/test/population.js';
import type { RowPlace } from '../gateway/files/row.reader.js';
import { statedFor } from './kit/stated.js';
import { idNumbers, partOf, VerificationAndGateway, type Reply } from './kit/verification-and-gateway.js';

const SECRET = 'test-platform-secret';
const OWN = 'minzheng.verification.own.v1';
const PERSON = '51080219850214901X';
const CENTRE = 'province-verification-centre';

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const agreementOf = (agency: string): string =>
  SHIPPED_AGREEMENTS.find((each) => each.agency === agency && each.direction === 'IN')!.id;

/** Interfaces of two agencies, of which HOU takes whatever it is asked, and the service that holds numbers: what each was asked, and what it answers. */
class Outside {
  readonly asked: Record<string, unknown>[] = [];
  answer: (body: Record<string, unknown>) => { status: number; body?: object } = () => ({ status: 500 });
  readonly #server: Server;

  constructor(private readonly numbers: ReadonlyMap<string, string>) {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        const { status, body } = this.#reply(request.url ?? '', text);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
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

  #reply(url: string, text: string): { status: number; body?: object } {
    if (url === '/token') return { status: 200, body: { access_token: 'of-the-gateway', expires_in: 600 } };
    if (url === '/v1/identities/resolve') {
      const { personKeys } = JSON.parse(text) as { personKeys: string[] };
      const items = personKeys.map((personKey) => ({
        personKey,
        idNumber: this.numbers.get(personKey),
        name: '某',
      }));
      return { status: 200, body: { items } };
    }
    const body = JSON.parse(text) as Record<string, unknown>;
    if (body['dataset'] === 'HOU') return { status: 202 };
    this.asked.push(body);
    return this.answer(body);
  }
}

describe('agencies', () => {
  const numbers = idNumbers(5);
  const keys = numbers.map((idNumber) => personKeyOf(idNumber, SECRET));
  const outside = new Outside(new Map(keys.map((key, index) => [key, numbers[index]!])));
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  let both: VerificationAndGateway;
  let folder: string;

  beforeAll(async () => {
    const url = await outside.listen();
    folder = await mkdtemp(join(tmpdir(), 'agencies-'));
    const keysFile = join(folder, 'keys.json');
    await writeFile(keysFile, JSON.stringify({ EDU: publicKey.export({ format: 'jwk' }) }));
    both = await VerificationAndGateway.start({
      AGENCY_KEYS_FILE: keysFile,
      AGENCY_INTERFACES: JSON.stringify({
        NR: { url: `${url}/nr`, token: 'ours' },
        HOU: { url: `${url}/hou` },
      }),
      IDENTITY_HOLDERS: JSON.stringify({ assistance: url }),
      IDENTITY_TOKEN_URL: `${url}/token`,
      IDENTITY_CLIENT_ID: 'gateway',
      IDENTITY_CLIENT_SECRET: 'secret',
    });
  });
  afterAll(async () => {
    await both.stop();
    outside.close();
    await rm(folder, { recursive: true });
  });

  const operator = { sub: 'operator', org: CENTRE, region: '51', scope: 'verification:operations:write' };

  describe('agreements', () => {
    const steward = { sub: 'ann', org: 'DPF', region: '51', scope: 'verification:agreements:write' };
    const ofAgency = { sub: 'bob', org: 'DPF', region: '51', scope: 'verification:agreements:approve' };
    const ofCentre = { sub: 'eve', org: CENTRE, region: '51', scope: 'verification:agreements:approve' };
    const url = (path = '') => `${both.verification.url}/v1/agreements${path}`;
    const draft = {
      agency: 'DPF',
      dataset: 'DPF.cards',
      direction: 'IN',
      kinds: ['disabled'],
      fields: ['from', 'category', 'grade'],
      legalBasis: '社会救助暂行办法 art. 58',
      ratePerSecond: 1_000,
      dailyQuota: 8,
      validFrom: '2025-07-01',
      validTo: '2025-07-31',
      impactAssessmentRef: '评估〔2025〕1号',
    };
    const card = {
      type: 'status',
      idNumber: PERSON,
      kind: 'disabled',
      dataset: 'DPF.cards',
      recordId: 'card-31',
      observedAt: '2025-05-14T08:00:00Z',
      from: '2019-06-01',
      attributes: { category: '2', grade: '2' },
    };
    const rehab = {
      type: 'expenditure',
      idNumber: PERSON,
      kind: 'rehab',
      dataset: 'DPF.cards',
      recordId: 'bill-1',
      observedAt: '2025-05-14T08:00:00Z',
      amountFen: '10000',
      period: { fromMonth: '2025-04', toMonth: '2025-04' },
      itemKey: 'bill-1',
    };
    const send = (facts: readonly object[]): Promise<Reply> =>
      both.steward('DPF')('/v1/inbound-facts', { body: { agency: 'DPF', facts } });
    const act = (
      id: string,
      command: string,
      claims: object,
      version: number,
      body?: object,
    ): Promise<Reply> => both.call(url(`/${id}/${command}`), { claims, version, ...(body ? { body } : {}) });
    /** The agreement is known at the gateway with this answer to a call. */
    const sendUntil = (facts: readonly object[], status: number): Promise<Reply> =>
      eventually(`the gateway answers ${status}`, async () => {
        const reply = await send(facts);
        return reply.status === status && reply;
      });
    let id: string;
    let version: number;

    const inState = (reply: Reply, state: string): void => {
      expect([reply.status, reply.body.state ?? reply.text]).toEqual([200, state]);
      version = reply.body.version;
    };

    it('are drafted by a steward for the own agency, from the data catalogue', async () => {
      const datasets = await both.call(`${both.verification.url}/v1/datasets`, { claims: steward });
      expect(datasets.body['items']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ code: 'DPF', kinds: ['assistiveDevice', 'disabled', 'rehab'] }),
        ]),
      );
      for (const [change, status, problem] of [
        [{ agency: 'TAX', dataset: 'TAX' }, 403, 'other-agency'],
        [{ kinds: ['wage'] }, 422, 'unknown-dataset'],
        [{ fields: ['name'] }, 422, 'unknown-dataset'],
        [{ dataset: 'XYZ' }, 422, 'unknown-dataset'],
        [{ validTo: '2025-06-30' }, 400, 'validation'],
      ] as const) {
        const reply = await both.call(url(), { claims: steward, body: { ...draft, ...change } });
        expect([reply.status, reply.body.type]).toEqual([status, `https://minzheng.dev/problems/${problem}`]);
      }
      const { impactAssessmentRef: _none, ...without } = draft;
      const unassessed = await both.call(url(), { claims: steward, body: without });
      const refused = await act(unassessed.body.id, 'submit', steward, unassessed.body.version);
      expect([refused.status, refused.body.type]).toEqual([
        422,
        'https://minzheng.dev/problems/impact-assessment-missing',
      ]);
    });

    it('need an approver of each side, neither of whom has drafted it', async () => {
      const drafted = await both.call(url(), { claims: steward, body: draft });
      expect(drafted.status).toBe(201);
      ({ id, version } = drafted.body);
      inState(await act(id, 'submit', steward, version), 'SUBMITTED');
      const own = await act(id, 'approve', { ...ofAgency, sub: 'ann' }, version);
      expect(own).toMatchObject({ status: 403, body: { type: 'https://minzheng.dev/problems/same-person' } });
      inState(await act(id, 'approve', ofAgency, version), 'SUBMITTED');
      const early = await act(id, 'activate', steward, version);
      expect(early).toMatchObject({
        status: 409,
        body: { type: 'https://minzheng.dev/problems/illegal-transition' },
      });
      const twice = await act(id, 'approve', { ...ofCentre, sub: 'bob' }, version);
      expect(twice).toMatchObject({
        status: 403,
        body: { type: 'https://minzheng.dev/problems/same-person' },
      });
      // whose department has no agreement yet is not of the centre for that
      const newcomer = await act(id, 'approve', { ...ofCentre, org: 'legal-aid-office' }, version);
      expect(newcomer).toMatchObject({
        status: 403,
        body: { type: 'https://minzheng.dev/problems/other-agency' },
      });
      inState(await act(id, 'approve', ofCentre, version), 'APPROVED');
      expect((await both.call(url(`/${id}`), { claims: steward })).body).toMatchObject({
        approvedByAgency: true,
        approvedByCentre: true,
        // 10 and 20 working days after Tue 2025-07-15
        answerDueOn: '2025-07-29',
        openDueOn: '2025-08-12',
      });
      const other = await both.call(url(`/${id}`), { claims: { ...steward, org: 'TAX' } });
      expect(other.status).toBe(404);
    });

    it('hold at the gateway once they are active: kinds, fields, and the quota of a day', async () => {
      expect((await send([card, rehab])).status).toBe(200);
      inState(await act(id, 'activate', steward, version), 'ACTIVE');
      const outside = await sendUntil([card, rehab], 403);
      expect(outside.body).toMatchObject({
        type: 'https://minzheng.dev/problems/kind-not-in-agreement',
        errors: [{ field: 'facts.1.kind' }],
      });
      const unnamed = await send([
        { ...card, to: '2025-06-01' },
        { ...card, attributes: { ...card.attributes, validTo: '2027-05-31' } },
      ]);
      expect(unnamed.body['facts']).toMatchObject([
        { state: 'REJECTED', problem: 'field-not-in-agreement', field: 'to' },
        { state: 'REJECTED', problem: 'field-not-in-agreement', field: 'attributes.validTo' },
      ]);
      const used = await send(Array(6).fill(card));
      expect(used.body['facts']).toMatchObject(Array(6).fill({ state: 'ACCEPTED' }));
      const over = await send([card]);
      expect([over.status, over.body.type]).toEqual([429, 'https://minzheng.dev/problems/quota']);
      // 10:00 in Asia/Shanghai: the rest of the day
      const seconds = Number(over.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(13 * 3_600);
      expect(seconds).toBeLessThanOrEqual(14 * 3_600);
    });

    it('are not joined by another one of the same dataset and time', async () => {
      const second = await both.call(url(), {
        claims: steward,
        body: { ...draft, validFrom: '2025-07-31', validTo: '2025-09-30' },
      });
      let at = second.body.version;
      for (const [command, claims] of [
        ['submit', steward],
        ['approve', ofAgency],
        ['approve', ofCentre],
      ] as const) {
        at = (await act(second.body.id, command, claims, at)).body.version;
      }
      const overlapping = await act(second.body.id, 'activate', steward, at);
      expect(overlapping).toMatchObject({
        status: 409,
        body: { type: 'https://minzheng.dev/problems/overlapping' },
      });
    });

    it('stop everything at once when they are suspended, and go on when they are resumed', async () => {
      const shipped = await both.rows<{ id: string; version: number }>(
        `select id, version from data_agreement where agency = 'DPF' and dataset = 'DPF' and direction = 'IN'`,
      );
      const notTheirs = await act(id, 'suspend', ofAgency, version, { reason: '不归其管' });
      expect(notTheirs).toMatchObject({
        status: 403,
        body: { type: 'https://minzheng.dev/problems/other-agency' },
      });
      inState(await act(id, 'suspend', ofCentre, version, { reason: '数据质量核查' }), 'SUSPENDED');
      // that of the agency as a whole is in force again
      await sendUntil([card, rehab], 200);
      const whole = await act(shipped[0]!.id, 'suspend', ofCentre, shipped[0]!.version, {
        reason: '数据质量核查',
      });
      const stopped = await sendUntil([card], 403);
      expect(stopped.body.type).toBe('https://minzheng.dev/problems/no-agreement');
      await act(shipped[0]!.id, 'resume', ofCentre, whole.body.version, { reason: '核查完毕' });
      await sendUntil([card], 200);
      const log = await both.call(url(`/${id}/log`), { claims: ofCentre });
      expect((log.body['items'] as { command: string }[]).map(({ command }) => command)).toEqual([
        'suspend',
        'activate',
        'approve',
        'agree',
        'submit',
        'draft',
      ]);
    });

    it('end by themselves after their last day, and can be revoked by either side', async () => {
      await both.rows(`update data_agreement set valid_to = '2025-07-14' where id = $1`, [id]);
      await both.moveClock('2025-07-16T02:00:00Z');
      await eventually('it has expired', async () => {
        const { body } = await both.call(url(`/${id}`), { claims: ofCentre });
        return body.state === 'EXPIRED';
      });
      const third = await both.call(url(), {
        claims: steward,
        body: { ...draft, dataset: 'DPF.devices', kinds: ['assistiveDevice'] },
      });
      let at = third.body.version;
      for (const [command, claims] of [
        ['submit', steward],
        ['approve', ofCentre],
        ['approve', ofAgency],
      ] as const) {
        at = (await act(third.body.id, command, claims, at)).body.version;
      }
      const revoked = await act(third.body.id, 'revoke', ofAgency, at, { reason: '机构调整' });
      expect([revoked.status, revoked.body.state]).toEqual([200, 'REVOKED']);
    });

    it('bound the calls of a second', async () => {
      await both.gatewayRows(`update agreement_copy set rate_per_second = 2 where agency = 'UTIL'`);
      const call = () =>
        both.steward('UTIL')('/v1/inbound-facts', {
          body: {
            agency: 'UTIL',
            answers: [
              { idNumber: PERSON, dataset: 'UTIL', state: 'NO_RECORD', observedAt: '2025-05-14T08:00:00Z' },
            ],
          },
        });
      const replies = await Promise.all(Array.from({ length: 12 }, call));
      const limited = replies.filter(({ status }) => status === 429);
      expect(limited.length).toBeGreaterThan(0);
      expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
      expect(limited[0]!.headers.get('retry-after')).toBe('1');
      expect(limited[0]!.body.type).toBe('https://minzheng.dev/problems/rate-limited');
    });

    it('meter what leaves: party, purpose, and the quota of a day', async () => {
      const meter = both.verification.app.get(AgreementMeter);
      const ask = (change: object = {}) =>
        meter
          .take({
            ...{ party: 'HOU', dataset: 'verification.categories', purpose: 'HOUSING_AID', items: 1_000 },
            ...change,
          })
          .then(
            ({ fields }) => fields,
            (error: Error) => error.message,
          );
      expect(await ask()).toEqual(['categories', 'from', 'to']);
      expect(await ask({ purpose: 'MEDICAL_AID' })).toBe('no-agreement');
      expect(await ask({ party: 'TAX' })).toBe('no-agreement');
      expect(await ask({ dataset: 'verification.profiles' })).toBe('no-agreement');
      expect(await ask({ items: 999_000 })).toEqual(['categories', 'from', 'to']);
      expect(await ask({ items: 1 })).toBe('quota');
    });
  });

  describe('source queries', () => {
    const request = (change: object = {}) => ({
      ...{ id: randomUUID(), region: '510802001', caseRef: '510802-20250715-000001', purposes: ['DIBAO'] },
      ...{ holder: 'assistance' as const, dueAt: new Date('2025-08-30T16:00:00Z') },
      ...change,
    });
    const inOne = <T>(
      work: (queries: SourceQueries, tx: Parameters<SourceQueries['end']>[0]) => Promise<T>,
    ): Promise<T> =>
      both.verification.app
        .get(UnitOfWork)
        .run('test', (tx) => work(both.verification.app.get(SourceQueries), tx));
    const standing = (requestId: string) =>
      inOne(
        async (queries, tx) =>
          new Map((await queries.progressOf(tx, requestId)).map((each) => [each.agency, each])),
      );
    const becomes = (requestId: string, agency: string, state: string) =>
      eventually(`${agency} is ${state}`, async () => {
        const found = (await standing(requestId)).get(agency);
        return found?.state === state && found;
      });

    /** What was due before at the gateway has had its turn when this one is through. */
    const othersAreAsked = async () => {
      const asking = request();
      await inOne((queries, tx) =>
        queries.open(tx, asking, [{ agency: 'HOU', personKeys: [keys[0]!], fresh: false }]),
      );
      await becomes(asking.id, 'HOU', 'SENT');
    };

    it('reach an agency by its own interface, and are answered by its facts', async () => {
      outside.answer = ({ persons, dataset }) => ({
        status: 200,
        body: {
          answers: (persons as { idNumber: string }[]).map(({ idNumber }) => ({
            ...{ idNumber, dataset, state: 'ANSWERED', observedAt: '2025-07-16T01:00:00Z' },
          })),
          facts: [
            {
              type: 'asset',
              idNumber: numbers[0],
              kind: 'residence',
              recordId: 'flat-1',
              itemKey: 'flat-1',
              dataset: 'NR.homes',
              observedAt: '2025-07-16T01:00:00Z',
              asOf: '2025-07-15',
              count: 1,
              shareBp: 10_000,
            },
          ],
        },
      });
      const asking = request();
      await inOne((queries, tx) =>
        queries.open(tx, asking, [
          { agency: 'NR', personKeys: keys.slice(0, 2), fresh: false },
          {
            agency: 'PSB',
            personKeys: keys.slice(0, 2),
            fresh: true,
            watermark: new Date('2025-07-15T00:00:00Z'),
          },
        ]),
      );
      await becomes(asking.id, 'NR', 'ANSWERED');
      expect((await standing(asking.id)).get('PSB')).toMatchObject({ state: 'SKIPPED_FRESH', attempts: 0 });
      expect(outside.asked).toMatchObject([
        {
          requestId: asking.id,
          dataset: 'NR',
          purposes: ['DIBAO'],
          persons: numbers.slice(0, 2).map((idNumber) => ({ idNumber })),
        },
      ]);
      const entries = await both.gatewayRows(
        `select e.org, e.purpose, e.case_ref, p.persons from audit_entry e join audit_entry_persons p on p.entry_id = e.id
          where e.action = 'ask agency'`,
      );
      const told = { org: 'NR', purpose: 'DIBAO', case_ref: asking.caseRef };
      expect(entries).toEqual([{ ...told, persons: keys.slice(0, 2).toSorted() }]);
      const facts = await both.rows('select 1 as n from fact where person_key = $1', [keys[0]]);
      expect(facts).toHaveLength(1);
      await eventually('the gateway forgets whom it was about', async () => {
        const [row] = await both.gatewayRows<{ state: string; person_keys: string[] }>(
          'select state, person_keys from agency_query',
        );
        return row?.state === 'ENDED' && row.person_keys.length === 0;
      });
    });

    it('are tried again after 1, 5, 30 minutes; five failures leave the agency alone for ten minutes', async () => {
      outside.answer = () => ({ status: 503 });
      const before = outside.asked.length;
      const asking = request();
      await inOne((queries, tx) =>
        queries.open(tx, asking, [{ agency: 'NR', personKeys: [keys[2]!], fresh: false }]),
      );
      const attempts = (count: number) =>
        eventually(`attempt ${count}`, async () => (await standing(asking.id)).get('NR')?.attempts === count);
      await attempts(1);
      let now = Date.parse('2025-07-16T03:00:00Z');
      for (const [attempt, minutes] of [
        [2, 1],
        [3, 5],
        [4, 30],
        [5, 120],
      ] as const) {
        now += (minutes + 5) * 60_000;
        await both.moveClock(new Date(now).toISOString());
        await attempts(attempt);
      }
      expect(outside.asked).toHaveLength(before + 5);
      const agencies = async () => {
        const { body } = await both.call(`${both.verification.url}/v1/agencies`, { claims: operator });
        return (
          body['items'] as {
            code: string;
            errors: number;
            circuit: object;
            openQueries: number;
            version: number;
          }[]
        ).find(({ code }) => code === 'NR')!;
      };
      const open = await eventually('the circuit is open', async () => {
        const found = await agencies();
        return Reflect.get(found.circuit, 'open') === true && found;
      });
      expect(open).toMatchObject({ errors: 5, openQueries: 1, circuit: { failures: 5 } });
      // another query of the agency waits for it too; ten minutes later one attempt decides
      outside.answer = () => ({ status: 403 });
      const second = request();
      await inOne((queries, tx) =>
        queries.open(tx, second, [{ agency: 'NR', personKeys: [keys[3]!], fresh: false }]),
      );
      await both.moveClock(new Date(now + 9 * 60_000).toISOString());
      await othersAreAsked();
      expect(outside.asked).toHaveLength(before + 5);
      await both.moveClock(new Date(now + 15 * 60_000).toISOString());
      await becomes(second.id, 'NR', 'REFUSED');
      await eventually(
        'the circuit is closed',
        async () => Reflect.get((await agencies()).circuit, 'open') === false,
      );

      await inOne((queries, tx) => queries.end(tx, asking.id));
      expect((await standing(asking.id)).get('NR')).toMatchObject({ state: 'TIMEOUT' });
    });

    it('are picked up by an agency without an interface, which alone learns who is meant', async () => {
      const asking = request();
      await inOne((queries, tx) =>
        queries.open(tx, asking, [{ agency: 'BANK', personKeys: [keys[4]!], fresh: false }]),
      );
      const bank = both.steward('BANK');
      const [open] = await eventually('it is offered', async () => {
        const { body } = await bank('/v1/source-queries');
        const items = body['items'] as unknown as { id: string; persons: number; state: string }[];
        return items.length === 1 && items;
      });
      expect(open).toMatchObject({ state: 'PENDING', persons: 1 });
      const ask = (agency: string) =>
        both.call(`${both.gateway.url}/v1/source-queries/${open!.id}/resolve`, {
          claims: { sub: agency, org: agency, region: '51', scope: 'verification:inbound-facts:write' },
          method: 'POST',
        });
      expect((await ask('TAX')).status).toBe(404);
      const resolved = await ask('BANK');
      expect(resolved.body).toMatchObject({ requestId: asking.id, persons: [{ idNumber: numbers[4] }] });
      await becomes(asking.id, 'BANK', 'SENT');
      const answered = await bank('/v1/inbound-facts', {
        body: {
          agency: 'BANK',
          answers: [
            {
              idNumber: numbers[4],
              dataset: 'BANK',
              state: 'NO_RECORD',
              observedAt: '2025-07-16T05:00:00Z',
              requestId: asking.id,
            },
          ],
        },
      });
      expect(answered.status).toBe(200);
      await becomes(asking.id, 'BANK', 'NO_RECORD');
      const stored = await both.gatewayRows<{ text: string }>('select q::text as text from agency_query q');
      expect(stored.some(({ text }) => text.includes(numbers[4]!))).toBe(false);
      const [entry] = await both.gatewayRows<{ text: string }>(
        `select e::text as text from audit_entry e where e::text like '%source query%' limit 1`,
      );
      expect(entry).toBeDefined();
    });

    it('are asked again when their request is collected again', async () => {
      outside.answer = () => ({ status: 202 });
      const asking = request();
      const nr = { agency: 'NR', personKeys: [keys[2]!], fresh: false };
      await inOne((queries, tx) => queries.open(tx, asking, [nr]));
      await becomes(asking.id, 'NR', 'SENT');
      await inOne((queries, tx) => queries.open(tx, asking, [nr]));
      expect((await standing(asking.id)).get('NR')?.state).toBe('SENT');
      await inOne((queries, tx) => queries.end(tx, asking.id));
      await inOne((queries, tx) => queries.open(tx, asking, [nr]));
      await becomes(asking.id, 'NR', 'SENT');
    });

    it('are not sent while an operator keeps the circuit open', async () => {
      const url = `${both.verification.url}/v1/agencies/NR/set-circuit`;
      const { body } = await both.call(`${both.verification.url}/v1/agencies`, { claims: operator });
      const version = (body['items'] as { code: string; version: number }[]).find(
        ({ code }) => code === 'NR',
      )!.version;
      const set = await both.call(url, {
        claims: operator,
        version,
        body: { open: true, reason: '接口升级' },
      });
      expect([set.status, set.body['circuit']]).toEqual([200, { open: true, openUntil: null, failures: 0 }]);
      await eventually('the gateway knows', async () => {
        const rows = await both.gatewayRows(`select from agency_circuit where agency = 'NR' and is_open`);
        return rows.length === 1;
      });
      const asking = request();
      await inOne((queries, tx) =>
        queries.open(tx, asking, [{ agency: 'NR', personKeys: [keys[0]!], fresh: false }]),
      );
      await both.moveClock('2025-07-20T02:00:00Z');
      await othersAreAsked();
      expect((await standing(asking.id)).get('NR')).toMatchObject({ state: 'PENDING', attempts: 0 });
      await both.call(url, {
        claims: operator,
        version: set.body.version,
        body: { open: false, reason: '已恢复' },
      });
      await becomes(asking.id, 'NR', 'SENT');
      const unknown = await both.call(`${both.verification.url}/v1/agencies/XYZ/set-circuit`, {
        claims: operator,
        version: 1,
        body: { open: true, reason: '没有' },
      });
      expect(unknown.status).toBe(404);
    });

    it('tell an agency nothing while its agreement is not in force, and go on afterwards', async () => {
      const isInForce = (active: boolean) =>
        both.gatewayRows(
          `update agreement_copy set active = ${active} where agency in ('NR', 'BANK') and direction = 'IN'`,
        );
      const errors = async () => {
        const { body } = await both.call(`${both.verification.url}/v1/agencies`, { claims: operator });
        const agencies = body['items'] as { code: string; errors: number }[];
        return agencies.find(({ code }) => code === 'NR')!.errors;
      };
      const errorsBefore = await errors();
      await isInForce(false);
      const before = outside.asked.length;
      const asking = request();
      await inOne((queries, tx) =>
        queries.open(
          tx,
          asking,
          ['NR', 'BANK'].map((agency) => ({ agency, personKeys: [keys[1]!], fresh: false })),
        ),
      );
      await eventually('it was looked at', async () => (await standing(asking.id)).get('NR')?.attempts === 1);
      expect((await standing(asking.id)).get('NR')?.state).toBe('PENDING');
      expect(outside.asked).toHaveLength(before);
      expect(await errors()).toBe(errorsBefore);
      const open = await eventually('it is listed', async () => {
        const { body } = await both.steward('BANK')('/v1/source-queries');
        const items = body['items'] as { id: string; requestId: string }[];
        return items.find(({ requestId }) => requestId === asking.id);
      });
      const resolve = () => both.steward('BANK')(`/v1/source-queries/${open.id}/resolve`, { method: 'POST' });
      expect(await resolve()).toMatchObject({
        status: 403,
        body: { type: 'https://minzheng.dev/problems/no-agreement' },
      });

      await isInForce(true);
      await both.moveClock('2025-07-20T02:05:00Z');
      await becomes(asking.id, 'NR', 'SENT');
      expect((await resolve()).body).toMatchObject({ persons: [{ idNumber: numbers[1] }] });
    });
  });

  describe('files', () => {
    const people = idNumbers(2_829);
    const row = (idNumber: string, change: object = {}) => ({
      type: 'status',
      idNumber,
      kind: 'relapseMonitored',
      recordId: `rvp-${idNumber}`,
      observedAt: '2025-06-30T16:00:00Z',
      from: '2025-06-01',
      ...change,
    });
    const manifestOf = (
      sequence: number,
      parts: readonly ReturnType<typeof partOf>[],
      change: object = {},
    ) => {
      const rows = parts.reduce((sum, { part }) => sum + part.rows, 0);
      return {
        fileId: randomUUID(),
        agency: 'RVP',
        dataset: 'RVP',
        agreementId: agreementOf('RVP'),
        schemaVersion: 1,
        sequence,
        periodFrom: '2025-06-01',
        periodTo: '2025-06-30',
        generatedAt: '2025-07-01T02:00:00Z',
        parts: parts.map(({ part }) => part),
        totals: { rows, distinctPersons: rows, sumAmountFen: '0' },
        ...change,
      };
    };
    const send = (manifest: object, parts: readonly ReturnType<typeof partOf>[]): Promise<Reply> =>
      both.sendFile(
        'RVP',
        manifest,
        parts.map(({ bytes }) => bytes),
      );
    const stored = async (): Promise<number> => {
      const [found] = await both.rows<{ count: number }>(
        `select count(*)::int as count from fact f join fact_source s on s.id = f.source_id where s.agency = 'RVP'`,
      );
      return found!.count;
    };
    const t5 = [
      partOf(
        'part-1.ndjson',
        people.slice(0, 1_500).map((idNumber) => row(idNumber)),
      ),
      partOf(
        'part-2.ndjson',
        people.slice(1_500).map((idNumber) => row(idNumber)),
      ),
    ];
    const eighth = manifestOf(8, t5);

    it('with a number after a gap wait until an operator skips it (sequence 7, the first of all)', async () => {
      const parts = [partOf('first.ndjson', [row(people[0]!, { recordId: 'old' })])];
      const manifest = manifestOf(7, parts);
      const committed = await send(manifest, parts);
      expect([committed.status, committed.body.state]).toEqual([202, 'RECEIVED']);
      const waiting = await both.fileBecomes('RVP', manifest.fileId, 'QUARANTINED');
      const skip = (claims: object) =>
        both.call(`${both.gateway.url}/v1/inbound-files/${manifest.fileId}/skip-gap`, {
          claims,
          version: waiting.version,
          body: { reason: '首次接入，此前各期不再报送' },
        });
      expect((await skip({ ...operator, scope: 'verification:inbound-facts:write' })).status).toBe(403);
      expect((await skip(operator)).status).toBe(200);
      await both.fileBecomes('RVP', manifest.fileId, 'LOADED');
    });

    const TOWNSHIPS = 142;
    /** Each of another household on record, a rural couple without income, over 142 townships; TAX has told everything. */
    const settle = async (): Promise<void> => {
      await publishAssistanceRows(both.verification.app.get(DataSource));
      const households = people.map((idNumber, index) => {
        const [person, spouse] = [personKeyOf(idNumber, SECRET), randomUUID()];
        const born = { birthDate: '1980-01-01', study: 'NONE' };
        const members = [
          { personKey: person, relation: 'APPLICANT', ...born },
          { personKey: spouse, relation: 'SPOUSE', ...born },
        ];
        const region = `510811${String((index % TOWNSHIPS) + 1).padStart(3, '0')}001`;
        return { id: randomUUID(), region, members, persons: [person, spouse] };
      });
      await both.rows(
        `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         select id, 'assistance', region, 'RURAL', '2025-01-01T00:00:00Z', 1, members, '[]'
           from unnest($1::uuid[], $2::text[], $3::jsonb[]) as h(id, region, members)`,
        [
          households.map(({ id }) => id),
          households.map(({ region }) => region),
          households.map(({ members }) => JSON.stringify(members)),
        ],
      );
      await both.rows('insert into household_person select * from unnest($1::uuid[], $2::uuid[])', [
        households.flatMap(({ id }) => [id, id]),
        households.flatMap(({ persons }) => persons),
      ]);
    };

    it('of 2,829 rows are loaded once, also when the gateway dies in the middle (T5)', async () => {
      await eventually('the first is stored', async () => (await stored()) === 1);
      await settle();
      const runner = both.gateway.app.get(JobRunner);
      await runner.stop();
      const committed = await send(eighth, t5);
      expect([committed.status, committed.body.state]).toEqual([202, 'RECEIVED']);
      const checkpoint = await eventually('a part of it is sent', async () => {
        await runner.round();
        const [job] = await both.gatewayRows<{ checkpoint: RowPlace | null }>(
          `select checkpoint from job where name = 'inbound-file-load' and scope = $1`,
          [eighth.fileId],
        );
        return job?.checkpoint ?? false;
      });
      expect(checkpoint).toMatchObject({ part: 2, line: 2_000 });
      const dying = both.gateway.app.get(UnitOfWork).run('test', async (tx) => {
        const job = {
          id: randomUUID(),
          scope: eighth.fileId,
          period: 'once',
          parameters: {},
          requestedBy: '',
        };
        await both.gateway.app.get(FileLoadJob).chunk(tx, { ...job, checkpoint });
        throw new Error('killed before its commit');
      });
      await expect(dying).rejects.toThrow('killed');
      runner.start();
      const loaded = await both.fileBecomes('RVP', eighth.fileId, 'LOADED');
      expect(loaded).toMatchObject({ rows: 2_829, rejectedRows: 0, reasonCode: null });
      await eventually('all are stored', async () => (await stored()) === 2_830);
      const announced = (await both.environment.topics.readAll(['minzheng.inbound.all.v1'])).filter(
        ({ headers }) => headers['ce_source'] === '/agency/RVP',
      );
      // the relay may send one twice, with the same id
      expect(new Set(announced.map(({ headers }) => headers['ce_id'])).size).toBe(2_830);
      const feed = await eventually('its marker counts', async () => {
        const [row] = await both.rows<{ up_to: Date }>(
          `select up_to from feed_watermark where agency = 'RVP'`,
        );
        return row;
      });
      expect(feed.up_to.toISOString()).toBe('2025-06-30T15:59:59.999Z');
    });

    it('are evaluated: each of the 2,829 is a clue to assistance in the own township, once (T5)', async () => {
      const townships = await eventually(
        'each has its clue',
        async () => {
          const found = await both.rows<{ region: string; clues: number }>(
            `select c.region, count(distinct c.id)::int as clues
               from clue c join indicator_hit h on h.clue_id = c.id
              where h.indicator = 'F1' and (c.department, c.direction, c.severity) = ('assistance', 'UNDER', 'RED')
              group by 1`,
          );
          return found.reduce((sum, { clues }) => sum + clues, 0) === 2_829 && found;
        },
        60_000,
      );
      expect(townships).toHaveLength(TOWNSHIPS);
      expect(townships.every(({ clues }) => clues === 19 || clues === 20)).toBe(true);
      const dispatched = await eventually(
        'all are told',
        async () => {
          const told = await both.environment.topics.readAll(['minzheng.verification.assistance.v1']);
          const clues = told.filter(({ headers }) => headers['ce_type']?.endsWith('.ClueDispatched'));
          const subjects = new Set(clues.map(({ headers }) => headers['ce_subject']));
          return subjects.size >= 2_829 && subjects;
        },
        30_000,
      );
      expect(dispatched.size).toBe(2_829);
      // no feed of it is meant to go on
      await both.rows(`delete from feed_watermark where agency = 'TAX'`);
    });

    it('and are listed to a coordinator, those first that are due first, page by page', async () => {
      const [urgent] = await both.rows<{ id: string }>(
        `with changed as (
           update clue set due_on = due_on - 1 where id = (select id from clue order by id desc limit 1) returning id)
         select id from changed`,
      );
      const listed = async (query: string) => {
        const { body } = await both.call(`${both.verification.url}/v1/clues?order=DUE&limit=2${query}`, {
          claims: { sub: 'coordinator', region: '51', scope: 'verification:clues:approve' },
          headers: statedFor(''),
        });
        return body as unknown as { items: { id: string; dueOn: string }[]; nextCursor: string };
      };
      const first = await listed('');
      const second = await listed(`&cursor=${first.nextCursor}`);
      const shown = [...first.items, ...second.items];
      expect(shown[0]?.id).toBe(urgent?.id);
      expect(new Set(shown.map(({ id }) => id)).size).toBe(4);
      const keys = shown.map(({ dueOn, id }) => `${dueOn} ${id}`);
      expect(keys).toEqual(keys.toSorted());
    });

    it('whose steward sees how fresh the own agency is, and no other', async () => {
      const claims = { sub: 'steward', org: 'RVP', region: '51', scope: 'verification:inbound-facts:write' };
      const { body } = await both.call(`${both.verification.url}/v1/agencies`, { claims });
      expect(body).toMatchObject({ items: [{ code: 'RVP', feeds: [{ dataset: 'RVP' }], duplicates: 0 }] });
    });

    it('sent again change nothing; with one part altered nothing of them is taken (T5)', async () => {
      const again = await send({ ...eighth, fileId: randomUUID(), generatedAt: '2025-07-02T02:00:00Z' }, t5);
      expect(again.body).toMatchObject({ id: eighth.fileId, state: 'LOADED' });
      const altered = partOf(
        'part-2.ndjson',
        [...people.slice(1_500, -1), people[0]!].map((idNumber) => row(idNumber)),
      );
      const refused = await both.steward('RVP')(`/v1/inbound-files/${eighth.fileId}/parts/2`, {
        method: 'PUT',
        body: altered.bytes,
        version: again.body.version,
      });
      expect([refused.status, refused.body.type]).toEqual([422, 'https://minzheng.dev/problems/checksum']);
      const other = manifestOf(8, [t5[0]!, altered]);
      const repeated = await send(other, [t5[0]!, altered]);
      expect(repeated).toMatchObject({
        status: 409,
        body: { type: 'https://minzheng.dev/problems/sequence', last: 8 },
      });
      expect((await both.steward('RVP')(`/v1/inbound-files/${other.fileId}`)).body).toMatchObject({
        state: 'REJECTED',
        reasonCode: 'REPEATED_SEQUENCE',
      });
      const loads = await both.gatewayRows(`select from job where name = 'inbound-file-load'`);
      expect(loads).toHaveLength(2);
      const elsewhere = await both.steward('TAX')(`/v1/inbound-files/${eighth.fileId}`);
      expect(elsewhere.status).toBe(404);
    });

    it('wait for the one before them, and follow it by themselves (9 and 10 after 8)', async () => {
      const [nine, ten] = [9, 10].map((sequence) => {
        const parts = [partOf('part.ndjson', [row(people[sequence]!, { recordId: `r${sequence}` })])];
        return { parts, manifest: manifestOf(sequence, parts) };
      }) as [{ parts: ReturnType<typeof partOf>[]; manifest: ReturnType<typeof manifestOf> }, never];
      const later = ten as typeof nine;
      await send(later.manifest, later.parts);
      await both.fileBecomes('RVP', later.manifest.fileId, 'QUARANTINED');
      await send(nine.manifest, nine.parts);
      await both.fileBecomes('RVP', later.manifest.fileId, 'LOADED');
      expect((await both.fileBecomes('RVP', nine.manifest.fileId, 'LOADED'))['rejectedRows']).toBe(0);
    });

    it('are listed by when they were announced, whatever ids the agency gave them', async () => {
      const listed: string[] = [];
      let behind = '';
      do {
        const { body } = await both.steward('RVP')(`/v1/inbound-files?limit=2${behind}`);
        listed.push(...(body['items'] as { id: string }[]).map(({ id }) => id));
        behind = body['nextCursor'] === null ? '' : `&cursor=${body['nextCursor']}`;
      } while (behind !== '');
      const known = await both.gatewayRows<{ id: string }>(
        `select id from file_exchange where agency = 'RVP' order by created_at desc`,
      );
      expect(known.length).toBeGreaterThan(4);
      expect(listed).toEqual(known.map(({ id }) => id));
    });

    it('with exactly 1 % of bad rows are loaded with a rejects file, with one more rejected as a whole', async () => {
      const some = people.slice(0, 300);
      const bad = (count: number) =>
        partOf(
          'part.ndjson',
          some.map((idNumber, index) => {
            if (index === 0) return row(`${idNumber.slice(0, 17)}${idNumber.endsWith('0') ? '1' : '0'}`);
            if (index === 1) return row(idNumber, { kind: 'wage', type: 'income' });
            const wrong = index < count ? { from: '2025-02-30' } : {};
            return row(idNumber, { recordId: `${count}-${idNumber}`, ...wrong });
          }),
        );
      const tooMany = [bad(4)];
      const rejected = manifestOf(11, tooMany);
      await send(rejected, tooMany);
      expect(await both.fileBecomes('RVP', rejected.fileId, 'REJECTED')).toMatchObject({
        rejectedRows: 4,
        reasonCode: 'TOO_MANY_REJECTS',
      });
      const log = await both.steward('RVP')(`/v1/inbound-files/${rejected.fileId}/log`);
      expect((log.body['items'] as object[])[0]).toMatchObject({
        command: 'reject',
        reason: 'TOO_MANY_REJECTS',
      });
      const few = [bad(3)];
      const taken = manifestOf(11, few);
      const before = await stored();
      await send(taken, few);
      await both.fileBecomes('RVP', taken.fileId, 'LOADED');
      await eventually('the rest is stored', async () => (await stored()) === before + 297);
      const list = await both.steward('RVP')(`/v1/inbound-files/${taken.fileId}/rejects`);
      expect(list.text.trim().split('\r\n')).toEqual([
        'line,column,problem,zh,en',
        expect.stringMatching(/^1,idNumber,id-number-invalid,/),
        expect.stringMatching(/^2,kind,kind-not-in-agreement,/),
        expect.stringMatching(/^3,from,is-civil-date,/),
      ]);
      expect(list.text).not.toMatch(/\d{15}/);
      const untold = await eventually('who was left out is not told of', async () => {
        const [answer] = await both.rows<{ state: string }>(
          `select state from source_answer where agency = 'RVP' and person_key = $1`,
          [personKeyOf(people[2]!, SECRET)],
        );
        return answer;
      });
      expect(untold.state).toBe('REFUSED');
    });

    it('whose sums are wrong are rejected', async () => {
      const parts = [partOf('part.ndjson', [row(people[20]!), row(people[20]!, { recordId: 'x' })])];
      const manifest = manifestOf(12, parts);
      await send(manifest, parts);
      expect(await both.fileBecomes('RVP', manifest.fileId, 'REJECTED')).toMatchObject({
        reasonCode: 'TOTALS_DIFFER',
      });
    });

    it.each<[string, object, number, string]>([
      [
        'rows that do not add up',
        { totals: { rows: 3, distinctPersons: 1, sumAmountFen: '0' } },
        422,
        'checksum',
      ],
      ['another agency', { agency: 'TAX' }, 403, 'no-agreement'],
      ['another agreement', { agreementId: randomUUID() }, 403, 'no-agreement'],
      ['another agency’s dataset', { dataset: 'TAX' }, 403, 'no-agreement'],
      ['a number that is past', { sequence: 3 }, 409, 'sequence'],
      ['a form of rows that is not known', { schemaVersion: 2 }, 400, 'validation'],
      ['no parts', { parts: [] }, 400, 'validation'],
      ['a period that ends before it begins', { periodTo: '2025-05-31' }, 400, 'validation'],
    ])('are refused with %s', async (_, change, status, problem) => {
      const parts = [partOf('part.ndjson', [row(people[30]!)])];
      const reply = await both.steward('RVP')('/v1/inbound-files', { body: manifestOf(12, parts, change) });
      expect([reply.status, reply.body.type]).toEqual([status, `https://minzheng.dev/problems/${problem}`]);
    });

    it('are not committed before all parts have come, nor with rows of another content type', async () => {
      const parts = [partOf('a.ndjson', [row(people[40]!)]), partOf('b.ndjson', [row(people[41]!)])];
      const ask = both.steward('RVP');
      const manifest = manifestOf(12, parts);
      const { body } = await ask('/v1/inbound-files', { body: manifest });
      const path = `/v1/inbound-files/${body.id}`;
      await ask(`${path}/parts/2`, { method: 'PUT', body: parts[1]!.bytes, version: body.version });
      const early = await ask(`${path}/commit`, { version: body.version });
      expect(early).toMatchObject({
        status: 422,
        body: { type: 'https://minzheng.dev/problems/checksum', missing: [1] },
      });
      const json = await ask(`${path}/parts/1`, { method: 'PUT', body: { a: 1 }, version: body.version });
      expect(json.status).toBe(415);
      const nowhere = await ask(`${path}/parts/3`, {
        method: 'PUT',
        body: parts[0]!.bytes,
        version: body.version,
      });
      expect(nowhere.status).toBe(404);
      const unsaid = await ask(`${path}/parts/1`, { method: 'PUT', body: parts[0]!.bytes });
      expect(unsaid.status).toBe(428);
      // a manifest that was wrong gives way to another one
      const corrected = await ask('/v1/inbound-files', { body: manifestOf(12, [parts[0]!]) });
      expect(corrected.status).toBe(201);
      expect((await ask(path)).body).toMatchObject({ state: 'REJECTED', reasonCode: 'REPLACED' });

      // rows count as items of the day
      const quota = (sql: string) =>
        both.gatewayRows<{ items: string }>(
          `with changed as (
             update agreement_copy c set daily_quota = ${sql} from agreement_use u
              where c.agency = 'RVP' and u.agreement_id = c.id returning u.items)
           select items from changed`,
        );
      const [use] = await quota('u.items');
      expect(Number(use?.items)).toBeGreaterThan(2_829);
      const { id, version } = corrected.body;
      await ask(`/v1/inbound-files/${id}/parts/1`, { method: 'PUT', body: parts[0]!.bytes, version });
      const over = await ask(`/v1/inbound-files/${id}/commit`, { version });
      expect([over.status, over.body.type]).toEqual([429, 'https://minzheng.dev/problems/quota']);
      expect(await quota('1')).toEqual([use]);
      const never = await ask('/v1/inbound-files', { body: manifestOf(13, parts) });
      expect([never.status, never.body.type]).toEqual([429, 'https://minzheng.dev/problems/quota']);
      await quota('1000000');
    });

    it('are visited and admitted: of each is counted that what was due is paid now (T5)', async () => {
      // none of them is looked at once more by the coordinator
      await both.rows(
        `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
         values (gen_random_uuid(), 'verification', 'verification.clue.sampleBp', '510811', '2018-01-01', '0', 'test', 1)`,
      );
      const clues = await both.rows<{ id: string; person: string; region: string }>(
        `select distinct on (c.id) c.id, h.person_key as person, c.region from clue c join indicator_hit h on h.clue_id = c.id
          where h.indicator = 'F1' and c.state = 'DISPATCHED'`,
      );
      expect(clues).toHaveLength(2_829);
      const [last] = await both.rows<{ at: Date }>(
        'select greatest(max(dispatched_at), max(hits_added_at)) as at from clue',
      );
      const visitedAt = timestampFromDate(new Date(last!.at.getTime() + 3_600_000));
      const outcomes = clues.map(({ id, region }) =>
        received(
          ClueOutcomeRecordedSchema,
          {
            ...{
              clueId: id,
              occurredAt: visitedAt,
              region: { code: region },
              department: ServiceCode.ASSISTANCE,
            },
            ...{ outcome: ClueOutcome.CONFIRMED_ADMIT, taskId: randomUUID(), decidedByOther: true },
            visits: [{ visitedAt, mode: ClueVisitMode.HOME, workers: 2, evidenceSha256: sha256Of(id) }],
          },
          { source: '/service/assistance', topic: topicName('assistance', 'verification') },
        ),
      );
      await both.publish([
        ...outcomes,
        ...clues.map(({ person }) => status(person, StatusKind.DIBAO, '2025-07-16')),
      ]);
      const county = async () => {
        const { body } = await both.call(
          `${both.verification.url}/v1/reports/VF-03?from=2025-07&region=510811`,
          {
            claims: { scope: 'verification:reports:read', region: '51' },
          },
        );
        const rows = (body['rows'] ?? []) as {
          region: string;
          hukouType: string;
          cells: { cell: string; numerator?: string }[];
        }[];
        const all = rows.find(({ region, hukouType }) => region === '510811' && hukouType === 'ALL');
        return Object.fromEntries((all?.cells ?? []).map(({ cell, numerator }) => [cell, numerator]));
      };
      await eventually(
        'all are closed, and the statuses have come',
        async () => {
          const [found] = await both.rows<{ closed: number; told: number }>(
            `select (select count(*)::int from clue where closing_outcome = 'CONFIRMED_ADMIT') as closed,
                    (select count(*)::int from fact f join fact_source s on s.id = f.source_id where s.agency = 'assistance') as told`,
          );
          return found?.closed === 2_829 && found.told === 2_829;
        },
        30_000,
      );
      // what is told is as of the morning
      await both.moveClock('2025-07-22T02:00:00Z');
      // a couple each, of whom one is paid
      await eventually(
        'all are counted',
        async () => {
          expect(await county()).toMatchObject({ admitted: '5658', unprotected: '2829' });
          return true;
        },
        20_000,
      );
    });

    it('of an agency that has registered a key are signed with it, not longer than five minutes ago', async () => {
      const parts = [partOf('part.ndjson', [row(people[60]!)])];
      const manifest = manifestOf(1, parts, {
        ...{ agency: 'EDU', dataset: 'EDU', agreementId: agreementOf('EDU') },
      });
      const signer = await DetachedSigner.of(privateKey, 'JOSE');
      const seconds = Math.floor(Date.now() / 1_000);
      const signed = async (iat: number, change: object = {}) =>
        both.steward('EDU')('/v1/inbound-files', {
          body: { ...manifest, ...change, signature: await signer.sign(canonicalJson(manifest), { iat }) },
        });
      const refused = [
        await both.steward('EDU')('/v1/inbound-files', { body: manifest }),
        await signed(seconds - 310),
        await signed(seconds, { sequence: 2 }),
      ];
      for (const { status, body } of refused) {
        expect([status, body.type]).toEqual([401, 'https://minzheng.dev/problems/signature-invalid']);
      }
      expect((await signed(seconds)).status).toBe(201);
    });

    it('lie encrypted, and are erased when their days are over, committed or not', async () => {
      const left = [partOf('left.ndjson', [row(people[45]!)])];
      const announced = await both.steward('RVP')('/v1/inbound-files', {
        body: manifestOf(14, left, { fileId: randomUUID() }),
      });
      await both.steward('RVP')(`/v1/inbound-files/${announced.body.id}/parts/1`, {
        ...{ method: 'PUT', body: left[0]!.bytes, version: announced.body.version },
      });
      const unfinished = await both.gatewayRows<{ state: string }>(
        `select distinct f.state from file_part p join file_exchange f on f.id = p.file_id
          where f.state <> 'LOADED' and f.erase_on is not null order by 1`,
      );
      expect(unfinished.map(({ state }) => state)).toEqual(['ANNOUNCED', 'REJECTED']);
      const parts = await both.gatewayRows<{ sealed: Buffer }>('select sealed from stored_file_part');
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.some(({ sealed }) => sealed.includes('relapseMonitored'))).toBe(false);
      await both.moveClock('2026-02-20T02:00:00Z');
      await eventually(
        'what they held is gone',
        async () => {
          const rows = await both.gatewayRows(`select from file_part union all select from stored_file_part`);
          return rows.length === 0;
        },
        30_000,
      );
      const ask = both.steward('RVP');
      expect((await ask(`/v1/inbound-files/${eighth.fileId}`)).body).toMatchObject({
        state: 'LOADED',
        rows: 2_829,
      });
    });

    it('are told to whom it concerns, and a feed that is late is told once', async () => {
      const named = async (name: string) =>
        (await both.environment.topics.readAll([OWN])).filter(({ headers }) =>
          headers['ce_type']?.endsWith(`.${name}`),
        );
      const rejected = await eventually('what was never committed is told', async () => {
        const reasons = (await named('FileRejected')).map(
          ({ value }) => fromBinary(FileRejectedSchema, value!).reasonCode,
        );
        return reasons.includes('LAPSED') && reasons;
      });
      const loaded = (await named('FileLoaded')).map(({ value }) => fromBinary(FileLoadedSchema, value!));
      expect(loaded.map(({ rows, rejectedRows }) => [rows, rejectedRows])).toEqual([
        [1, 0],
        [2_829, 0],
        [1, 0],
        [1, 0],
        [300, 3],
      ]);
      expect(rejected.filter((reason) => reason !== 'LAPSED')).toEqual([
        'REPEATED_SEQUENCE',
        'TOO_MANY_REJECTS',
        'TOTALS_DIFFER',
        'REPEATED_SEQUENCE',
      ]);
      const late = await eventually('the feed is late', async () => {
        const all = (await both.environment.topics.readAll([OWN])).filter(({ headers }) =>
          headers['ce_type']?.endsWith('.AgencyFeedLate'),
        );
        return all.length > 0 && all.map(({ value }) => fromBinary(AgencyFeedLateSchema, value!));
      });
      expect(late).toMatchObject([{ agency: 'RVP', dataset: 'RVP' }]);
      const parts = [partOf('part.ndjson', [row(people[50]!)])];
      const thirteenth = manifestOf(12, parts, { periodTo: '2026-02-19', fileId: randomUUID() });
      await send(thirteenth, parts);
      await both.fileBecomes('RVP', thirteenth.fileId, 'LOADED');
      await both.moveClock('2026-02-20T02:20:00Z');
      await eventually('it has recovered', async () => {
        const all = await both.environment.topics.readAll([OWN]);
        return all.some(({ headers }) => headers['ce_type']?.endsWith('.AgencyFeedRecovered'));
      });
      const { body } = await both.call(`${both.verification.url}/v1/agencies`, { claims: operator });
      const rvp = (body['items'] as { code: string }[]).find(({ code }) => code === 'RVP');
      expect(rvp).toMatchObject({
        feeds: [{ dataset: 'RVP', late: false }],
        name: { zh: '乡村振兴' },
      });
    });
  });

  it('are let in by the gateway as its routes declare', async () => {
    const fileId = randomUUID();
    await both.gatewayRows(
      `insert into file_exchange (id, region, version, created_by, state, agency, dataset, agreement_id, sequence, digest, period_from,
                                  period_to, generated_at, parts, rows, distinct_persons, sum_amount_fen)
       values ($1, '510802', 1, 'test', 'REJECTED', 'TAX', 'TAX', $1, 1, '', '2025-06-01', '2025-06-30', clock_timestamp(), '[]', 1, 1, 0)`,
      [fileId],
    );
    const document = (await (await fetch(`${both.gateway.url}/openapi.json`)).json()) as ApiDocument;
    const own = Object.entries(document.paths).filter(([path]) => /inbound|source-queries/.test(path));
    const paths = Object.fromEntries(own);
    expect(declarationsOf({ paths })).toEqual([
      'GET /v1/inbound-files · verification:operations:write, verification:inbound-facts:write',
      'GET /v1/inbound-files/{id} · verification:operations:write, verification:inbound-facts:write · concerns fileExchange',
      'GET /v1/inbound-files/{id}/log · verification:operations:write, verification:inbound-facts:write · concerns fileExchange',
      'GET /v1/inbound-files/{id}/rejects · verification:operations:write, verification:inbound-facts:write · concerns fileExchange',
      'GET /v1/inbound-refusals · verification:operations:write, verification:inbound-facts:write',
      'GET /v1/source-queries · verification:inbound-facts:write',
      'POST /v1/inbound-facts · verification:inbound-facts:write',
      'POST /v1/inbound-files · verification:inbound-facts:write',
      'POST /v1/inbound-files/{id}/commit · verification:inbound-facts:write · concerns fileExchange',
      'POST /v1/inbound-files/{id}/skip-gap · verification:operations:write · concerns fileExchange',
      'POST /v1/source-queries/{id}/resolve · verification:inbound-facts:write · discloses idNumber',
      'PUT /v1/inbound-files/{id}/parts/{n} · verification:inbound-facts:write · concerns fileExchange',
    ]);
    const cases = accessMatrix(
      { paths },
      {
        region: '510802',
        otherRegion: '510803',
        stranger: '86f9367c-2a08-8d62-9d75-d6dbe23270b8',
        records: { fileExchange: { id: fileId } },
        parameters: {
          '/v1/inbound-files/{id}/parts/{n}': { n: '1' },
          '/v1/source-queries/{id}/resolve': { id: randomUUID() },
        },
      },
    );
    // whose query it is not, for him there is none: asked above
    const asked = cases.filter(({ path, who }) => !(path.endsWith('/resolve') && who === 'official'));
    const token = both.environment.token.bind(both.environment);
    expect(await askMatrix(asked, both.gateway.url, token)).toEqual([]);
  });
});
