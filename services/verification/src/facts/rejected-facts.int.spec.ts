import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { StatusKind } from '@minzheng/contracts/facts';
import { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import type { PlatformSettings } from '@minzheng/platform/config';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { register } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { SourceQueries } from '../agencies/source-queries.js';
import { FactHandlers } from './fact.handlers.js';
import { FactStore } from './fact.store.js';
import type { FactMessage, ReceivedFact } from './fact-row.js';
import { RejectedFactsController } from './rejected-facts.controller.js';
import { RejectedFacts } from './rejected-facts.js';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { status, wage } from './test/facts.js';

const METRIC = 'minzheng_rejected_facts_total';

describe('what a rule refuses', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const clock = new BusinessClock();
  const logger = new JsonLogger('test', 'silent');
  const rejectedFacts = new RejectedFacts(
    new FieldCipher(new Map([['k1', Buffer.alloc(32, 7)]]), 'k1'),
    clock,
    logger,
  );

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    at('2025-05-12T02:00:00Z');
    register.resetMetrics();
  });

  const at = (instant: string): void => clock.follow({ business: Date.parse(instant), real: Date.now() });
  /** Ids, because a message drags its whole schema into what a failing assertion prints. */
  const passed = async (...facts: ReceivedFact[]): Promise<string[]> =>
    (await unitOfWork.run('test', (tx) => rejectedFacts.withoutRejected(tx, facts))).map(idOf);
  const idOf = ({ message }: ReceivedFact): string => (message as FactMessage).factId;
  const kept = (...facts: ReceivedFact[]): Promise<{ agency: string; dataset: string; reason: string }[]> =>
    dataSource.query(
      'select agency, dataset, reason from rejected_fact where fact_id = any($1::text[]) order by reason',
      [facts.map(idOf)],
    );
  const counted = async (): Promise<number> => {
    const { values } = (await register.getSingleMetric(METRIC)?.get()) ?? { values: [] };
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  const from = (fact: ReceivedFact, source: string): ReceivedFact => ({
    ...fact,
    envelope: { ...fact.envelope, source },
  });

  it('is kept and counted once, in whatever company it comes again', async () => {
    const refused = wage(randomUUID(), { amountFen: -1n });
    expect(await passed(refused, refused)).toEqual([]);
    const good = wage(randomUUID());
    expect(await passed(good, refused)).toEqual([idOf(good)]);
    expect(await kept(refused)).toEqual([{ agency: 'TAX', dataset: 'TAX.wages', reason: 'invalid-amount' }]);
    expect(await counted()).toBe(1);
  });

  it('is listed by its source and its reason, and an operator is told; never of whom it is', async () => {
    const [error, warn] = [jest.spyOn(logger.pino, 'error'), jest.spyOn(logger.pino, 'warn')];
    const person = randomUUID();
    const named = wage(person, { payerKey: '张三' });
    await passed(named, wage(person, { amountFen: -1n }), wage(person, { agency: 'HRSS', amountFen: -1n }));
    expect(error.mock.calls.map(([told]) => told)).toEqual([
      { agency: 'TAX', dataset: 'TAX.wages', reason: 'pii-in-event', facts: 1 },
    ]);
    expect(warn.mock.calls.map(([told]) => told)).toContainEqual({
      ...{ agency: 'HRSS', dataset: 'HRSS.wages', reason: 'invalid-amount', facts: 1 },
    });
    const lists = new RejectedFactsController(dataSource);
    const callerOf = (scope: string, org: string) =>
      new AuthenticatedCaller({ subject: org, org, region: '51', scopes: new Set([scope]) });
    const operator = callerOf('verification:operations:write', 'centre');
    const ofTax = await lists.list({ source: 'TAX', reason: 'pii-in-event', limit: 50 }, operator);
    expect(ofTax.items).toEqual([
      {
        ...{ id: expect.any(String), factId: idOf(named), source: 'TAX', dataset: 'TAX.wages' },
        ...{ type: 'IncomeFact', reason: 'pii-in-event', rejectedAt: expect.any(String) },
      },
    ]);
    expect(JSON.stringify(ofTax)).not.toContain(person);
    const [first] = (await lists.list({ source: 'HRSS', limit: 1 }, operator)).items;
    expect(first).toMatchObject({ source: 'HRSS', reason: 'invalid-amount' });
    const steward = callerOf('verification:inbound-facts:write', 'HRSS');
    const own = await lists.list({ limit: 200 }, steward);
    expect(new Set(own.items.map(({ source }) => source))).toEqual(new Set(['HRSS']));
  });

  it('names no fact, and each stands for itself', async () => {
    const nameless = [
      wage(randomUUID(), { factId: '' }),
      wage(randomUUID(), { factId: '51080219850214901X' }),
    ];
    const nobody = status('nobody', StatusKind.DIBAO, '2025-01-01');
    const good = wage(randomUUID());
    expect(await passed(...nameless, nobody, good)).toEqual([idOf(good)]);
    const rows = await dataSource.query(`select fact_id, reason from rejected_fact where fact_id = ''`);
    expect(rows).toEqual(nameless.map(() => ({ fact_id: '', reason: 'invalid-id' })));
    expect(await kept(nobody)).toMatchObject([{ reason: 'invalid-id' }]);
    expect(await counted()).toBe(3);
  });

  it('is about nobody, and does not stop the statuses that come with it', async () => {
    const noQueries = { answered: async () => undefined } as unknown as SourceQueries;
    const settings = { topicPartitions: 3 } as PlatformSettings;
    const handlers = new FactHandlers(new FactStore(), rejectedFacts, noQueries, settings);
    const person = randomUUID();
    const events = ['nobody', person].map((key) => status(key, StatusKind.DIBAO, '2025-01-01'));
    await unitOfWork.run('test', (tx) => handlers.store(events, { tx }));
    expect(await dataSource.query('select 1 as n from fact where person_key = $1', [person])).toHaveLength(1);
  });

  it('is from the future of the business clock', async () => {
    const fact = wage(randomUUID(), { observedAt: new Date('2025-06-10T00:00:00Z') });
    expect(await passed(fact)).toEqual([]);
    expect(await kept(fact)).toMatchObject([{ reason: 'future-fact' }]);
    at('2025-06-10T02:00:00Z');
    expect(await passed(fact)).toEqual([idOf(fact)]);
  });

  it('speaks for somebody else', async () => {
    const person = randomUUID();
    const good = [wage(person), status(person, StatusKind.DIBAO, '2025-01-01')];
    expect(await passed(...good)).toEqual(good.map(idOf));
    const forged = from(wage(person), '/agency/HRSS');
    expect(await passed(forged)).toEqual([]);
    expect(await kept(forged)).toMatchObject([{ agency: 'TAX', reason: 'agency-mismatch' }]);
  });

  it('leaves no number in the table or in the labels when its dataset carries one', async () => {
    const fact = wage(randomUUID());
    const { source } = fact.message as FactMessage;
    source!.dataset = 'TAX.A510802198502149011';
    await passed(fact);
    expect(await kept(fact)).toEqual([{ agency: 'TAX', dataset: '?', reason: 'invalid-dataset' }]);
    expect(await register.getSingleMetricAsString(METRIC)).not.toContain('510802');
  });
});
