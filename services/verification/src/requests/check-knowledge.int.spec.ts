import { randomUUID } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AssetFactSchema, AssetKind, FactQuality, StatusKind } from '@minzheng/contracts/facts';
import { BusinessClock } from '@minzheng/platform/clock';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { ClueService } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { Evaluator } from '../evaluation/evaluator.js';
import type { ReceivedFact } from '../facts/fact-row.js';
import { readVisibleFacts, type Queries } from '../facts/fact.reader.js';
import { FactStore } from '../facts/fact.store.js';
import { received, status, wage } from '../facts/test/facts.js';
import { auditLog } from '../test/kit/audit.js';
import { serviceDatabase, shippedPolicies, type ServiceDatabase } from '../test/kit/database.js';
import { checkHousehold } from './check.rules.js';
import { readKnowledge } from './check-knowledge.js';
import { answersOf, consentOf, CORE, HOUSEHOLD, policyBook, QUESTION } from './test/households.js';

const READING = { today: '2025-08-12', memberKeys: [], purposes: ['DIBAO'], corePurposes: ['DIBAO'] };

describe('what a check knows of its persons', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let evaluator: Evaluator;
  let reads = 0;
  const store = new FactStore();
  const queries: Queries = {
    query: (sql, parameters) => {
      if (/\bfrom fact\b/.test(sql)) reads += 1;
      return dataSource.query(sql, [...(parameters ?? [])]);
    },
  };

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
    const clock = new BusinessClock(() => Date.parse('2025-08-12T02:00:00Z'));
    const policies = await shippedPolicies(database);
    evaluator = new Evaluator(
      unitOfWork,
      policies,
      new ClueService(policies, clock),
      new EvidenceWithdrawal(policies, clock),
      auditLog(),
      clock,
      { province: '51' } as Regions,
      new JsonLogger('test', 'silent'),
    );
  });
  afterAll(() => database.drop());

  const keep = (...facts: ReceivedFact[]) => unitOfWork.run('test', (tx) => store.store(tx, facts));
  const evaluate = async () => {
    while ((await evaluator.evaluateBatch()) > 0);
  };
  const withoutFacts = async (person: string) => {
    await dataSource.query('delete from fact where person_key = $1', [person]);
  };
  const factIds = async (person: string) =>
    (await readKnowledge(queries, [person], READING)).facts.map(({ factId }) => factId);

  it('comes from the summary when nothing was stored since', async () => {
    const [person, fact] = [randomUUID(), randomUUID()];
    await keep(wage(person, { factId: fact }));
    await evaluate();
    await withoutFacts(person);
    expect(await factIds(person)).toEqual([fact]);
  });

  it('comes from the facts when one was stored after the summary, and when there is none', async () => {
    const [person, fact, second] = [randomUUID(), randomUUID(), randomUUID()];
    await keep(wage(person, { factId: fact }));
    expect(await factIds(person)).toEqual([fact]);
    await evaluate();
    await keep(wage(person, { factId: second, recordId: 'another' }));
    expect(await factIds(person)).toEqual([fact, second]);
    await evaluate();
    await withoutFacts(person);
    expect(await factIds(person)).toEqual([fact, second]);
  });

  it('comes from the facts when the summary is of another format', async () => {
    const person = randomUUID();
    await keep(wage(person));
    await evaluate();
    await dataSource.query('update fact_summary set format = 0 where person_key = $1', [person]);
    reads = 0;
    expect(await factIds(person)).toHaveLength(1);
    expect(reads).toBe(1);
  });

  it('is written for those who were there before when they are marked', async () => {
    const person = randomUUID();
    await keep(wage(person));
    await evaluate();
    await dataSource.query('truncate fact_summary');
    await dataSource.query('insert into dirty (person_key) select person_key from person');
    await evaluate();
    reads = 0;
    expect(await factIds(person)).toHaveLength(1);
    expect(reads).toBe(0);
  });

  it('keeps the summary of a later state when an evaluation of an earlier one comes after it', async () => {
    const person = randomUUID();
    await keep(wage(person));
    await evaluate();
    await dataSource.query('update fact_summary set fact_seq = 7 where person_key = $1', [person]);
    await dataSource.query('insert into dirty (person_key) values ($1)', [person]);
    await evaluate();
    const [row] = await dataSource.query('select fact_seq from fact_summary where person_key = $1', [person]);
    expect(row).toEqual({ fact_seq: '7' });
  });

  /** What may happen to one of a person's few records. */
  const steps = fc.record({
    place: fc.nat({ max: 2 }),
    record: fc.nat({ max: 3 }),
    what: fc.constantFrom('wage', 'account', 'card', 'retracted', 'correction', 'other province'),
    observedAt: fc.nat({ max: 3 }),
    amount: fc.nat({ max: 3 }),
    evaluated: fc.boolean(),
  });

  it('is what the facts say, whatever was superseded, retracted or corrected, and so gives the same result', async () => {
    const book = await policyBook();
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 25 }), async (history) => {
        const persons = HOUSEHOLD.members.map(() => randomUUID()).sort();
        const lastIds = new Map<string, string>();
        for (const { place, record, what, observedAt, amount, evaluated } of history) {
          const person = persons[place]!;
          const factId = randomUUID();
          const observed = new Date(Date.UTC(2025, 5, 1 + observedAt));
          const amountFen = BigInt(amount) * 70_000n;
          const recordId = `${person} ${record}`;
          const options = { factId, recordId, observedAt: observed, amountFen, month: `2025-0${record + 1}` };
          const named = lastIds.get(recordId);
          const correction = named === undefined ? {} : { supersedesFactId: named, recordId: randomUUID() };
          const fact = {
            wage: () => wage(person, options),
            'other province': () => wage(person, { ...options, agency: 'MCN' }),
            retracted: () => wage(person, { ...options, retracted: true }),
            correction: () => wage(person, { ...options, ...correction }),
            account: () => account(person, factId, recordId, observed, amountFen),
            card: () => status(person, StatusKind.DISABLED, '2020-01-01', 'DPF'),
          }[what]();
          lastIds.set(recordId, factId);
          await keep(fact);
          if (evaluated) await evaluate();
        }
        const stored = await readVisibleFacts(queries, persons);
        const { facts, factSeq } = await readKnowledge(queries, persons, READING);
        expect(facts).toStrictEqual(stored);
        // what only repeats its record is no fact
        const [{ count } = { count: '' }] = await queries.query<{ count: string }>(
          'select count(*) from fact where person_key = any($1::uuid[])',
          [persons],
        );
        expect(factSeq).toBe(count);
        const places = new Map(HOUSEHOLD.members.map(({ personKey }, place) => [personKey, persons[place]!]));
        const text = JSON.stringify({
          ...QUESTION,
          answers: answersOf(CORE),
          consents: HOUSEHOLD.members.slice(0, 2).map(({ personKey }) => consentOf(personKey)),
          disputedFactIds: stored.slice(0, 1).map(({ factId }) => factId),
        });
        const question = JSON.parse(text.replace(/[123]{8}-[-\d]{27}/g, (key) => places.get(key) ?? key));
        const check = (known: typeof facts) => {
          const outcome = checkHousehold(
            question,
            { facts: known, knownAtMicros: 2n ** 62n },
            book.renewed(),
          );
          return 'result' in outcome ? { ...outcome.result, policy: undefined } : outcome;
        };
        expect(check(facts)).toStrictEqual(check(stored));
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  function account(
    personKey: string,
    factId: string,
    recordId: string,
    observed: Date,
    valueFen: bigint,
  ): ReceivedFact {
    const observedAt = timestampFromDate(observed);
    const fact = create(AssetFactSchema, {
      factId,
      personKey,
      occurredAt: observedAt,
      kind: AssetKind.DEPOSIT,
      valueFen,
      asOf: '2025-05-09',
      itemKey: recordId,
      shareBp: 10_000,
      quality: FactQuality.REGISTERED,
      source: { agency: 'BANK', dataset: 'BANK', recordId, observedAt },
    });
    return received(AssetFactSchema, fact, { source: '/agency/BANK' }) as ReceivedFact;
  }
});
