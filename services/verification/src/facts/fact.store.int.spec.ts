import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { DataSource } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { SourceAnsweredSchema, SourceAnswerState } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import { lockFactRange } from './fact.locks.js';
import { lockPersons, readFactsForReport, readVisibleFacts } from './fact.reader.js';
import { storeAnswers } from './source-answers.js';
import type { FactMessage, ReceivedFact } from './fact-row.js';
import { FactStore } from './fact.store.js';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { received, wage } from './test/facts.js';

describe('the fact store', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const store = new FactStore();

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
  });
  afterAll(() => database.drop());

  const storeBatch = (facts: readonly ReceivedFact[]): Promise<void> =>
    unitOfWork.run('test', (tx) => store.store(tx, facts));
  const visible = async (personKey: string, knownAt?: bigint): Promise<(bigint | undefined)[]> => {
    const facts = await unitOfWork.run('test', (tx) => readVisibleFacts(tx, [personKey], knownAt));
    return facts.map((fact) => (fact.type === 'INCOME' ? fact.amountFen : undefined));
  };
  const factSeq = async (personKey: string): Promise<number> => {
    const [row] = await dataSource.query('select fact_seq::int from person where person_key = $1', [
      personKey,
    ]);
    return row?.fact_seq ?? 0;
  };

  it('stores a fact once, however often and in whatever company it comes', async () => {
    const person = uuidv4();
    const first = wage(person, { month: '2025-01' });
    await storeBatch([first, first]);
    await storeBatch([first, wage(person, { month: '2025-02' })]);
    expect(await visible(person)).toHaveLength(2);
    expect(await factSeq(person)).toBe(2);
  });

  it('gives a source one number for ever, also to processes that start later', async () => {
    const lastNumber = (): Promise<unknown> =>
      dataSource.query(`select last_value from pg_sequences where sequencename = 'fact_source_id_seq'`);
    await storeBatch([wage(uuidv4())]);
    const before = await lastNumber();
    const restarted = new FactStore();
    await unitOfWork.run('test', (tx) => restarted.store(tx, [wage(uuidv4())]));
    expect(await lastNumber()).toEqual(before);
  });

  it('has room for more sources than a smallint', async () => {
    await dataSource.query('alter table fact_source alter column id restart with 40000');
    const person = uuidv4();
    await storeBatch([wage(person, { agency: 'HRSS' })]);
    expect(await visible(person)).toHaveLength(1);
  });

  it('lets the later observation of a record stand, also when it comes first (5.15: 120 stays)', async () => {
    const person = uuidv4();
    const recordId = 'account-1';
    await storeBatch([wage(person, { recordId, observedAt: new Date('2025-06-05'), amountFen: 120n })]);
    await storeBatch([wage(person, { recordId, observedAt: new Date('2025-06-01'), amountFen: 100n })]);
    expect(await visible(person)).toEqual([120n]);
    await storeBatch([wage(person, { recordId, observedAt: new Date('2025-06-09'), amountFen: 130n })]);
    expect(await visible(person)).toEqual([130n]);
  });

  describe('what its record says already', () => {
    const day = (n: number): Date => new Date(Date.UTC(2025, 5, n));
    const stored = (personKey: string): Promise<{ fact_id: string; is_superseded: boolean }[]> =>
      dataSource.query(
        `select fact_id, superseded_at is not null as is_superseded from fact where person_key = $1 order by recorded_at`,
        [personKey],
      );
    const marks = async (personKey: string): Promise<number> =>
      (await dataSource.query('select from dirty where person_key = $1', [personKey])).length;
    const checks = async (personKey: string): Promise<number> =>
      (await dataSource.query('select from request_check where person_key = $1', [personKey])).length;
    const idOf = (fact: ReceivedFact): string => (fact.message as FactMessage).factId;

    it('changes nothing under another id, however often it was observed since', async () => {
      const person = uuidv4();
      const said = (n: number) => wage(person, { recordId: 'r', observedAt: day(n), amountFen: 100n });
      const first = said(5);
      await storeBatch([first]);
      const [seq, known] = [await factSeq(person), await marks(person)];
      await storeBatch([said(5), said(9), said(2)]);
      await storeBatch([said(9), wage(uuidv4())]);
      expect(await stored(person)).toEqual([{ fact_id: idOf(first), is_superseded: false }]);
      expect([await factSeq(person), await marks(person), await checks(person)]).toEqual([seq, known, 0]);
    });

    it('was observed the last time it was told: what was observed before that does not replace it', async () => {
      const person = uuidv4();
      const said = (n: number, amountFen: bigint) =>
        wage(person, { recordId: 'r', observedAt: day(n), amountFen });
      await storeBatch([said(5, 100n)]);
      await storeBatch([said(9, 100n)]);
      await storeBatch([said(7, 120n)]);
      expect(await visible(person)).toEqual([100n]);
      await storeBatch([said(10, 130n)]);
      expect(await visible(person)).toEqual([130n]);
      await storeBatch([said(11, 100n)]);
      expect(await visible(person)).toEqual([100n]);
    });

    it('is found within one batch too, and counted by its source', async () => {
      const person = uuidv4();
      const said = (n: number) => wage(person, { agency: 'NHSA', recordId: 'r', observedAt: day(n) });
      const counted = async (): Promise<number> => {
        const [row] = await dataSource.query(
          `select coalesce(sum(facts), 0)::int as n from repeated_facts where agency = 'NHSA' and dataset = 'NHSA.wages'`,
        );
        return row.n;
      };
      await storeBatch([said(5), said(6), said(7)]);
      expect([await stored(person), await counted()]).toEqual([[expect.anything()], 2]);
      await storeBatch([said(8)]);
      expect(await counted()).toBe(3);
    });

    it('is ended by whoever names it by any of the ids under which it was told', async () => {
      const person = uuidv4();
      const again = wage(person, { recordId: 'r', observedAt: day(9) });
      await storeBatch([wage(person, { recordId: 'r', observedAt: day(5) })]);
      await storeBatch([again]);
      await storeBatch([wage(person, { recordId: 'q', amountFen: 7n, supersedesFactId: idOf(again) })]);
      expect(await visible(person)).toEqual([7n]);
    });

    it('stays set aside by a decision of ours, but not by what its source said itself', async () => {
      const person = uuidv4();
      const said = (recordId: string, n: number) => wage(person, { recordId, observedAt: day(n) });
      const [disputed, own] = [said('a', 5), said('b', 5)];
      await storeBatch([disputed, own]);
      await storeBatch([
        wage(person, { agency: 'verification', amountFen: 1n, supersedesFactId: idOf(disputed) }),
        wage(person, { recordId: 'c', amountFen: 2n, supersedesFactId: idOf(own) }),
      ]);
      await storeBatch([said('a', 9), said('b', 9)]);
      expect(await visible(person)).toEqual([1n, 2n, 150_000n]);
    });
  });

  it('shows a retracted fact only to whoever asks what was known before', async () => {
    const person = uuidv4();
    const recordId = 'account-2';
    await storeBatch([wage(person, { recordId, observedAt: new Date('2025-06-01'), amountFen: 100n })]);
    const before = await unitOfWork.run('test', (tx) => readFactsForReport(tx, [person]));
    await storeBatch([
      wage(person, { recordId, observedAt: new Date('2025-06-02'), amountFen: 100n, retracted: true }),
    ]);
    expect(await visible(person)).toEqual([]);
    expect(await visible(person, before.knownAtMicros)).toEqual([100n]);
  });

  it('never brings back what was superseded by a fact that names it', async () => {
    const person = uuidv4();
    const old = wage(person, { recordId: 'a', amountFen: 100n });
    const supersedesFactId = (old.message as FactMessage).factId;
    // the successor comes first, as after a gap between two topics
    await storeBatch([wage(person, { recordId: 'b', amountFen: 90n, supersedesFactId })]);
    await storeBatch([old]);
    expect(await visible(person)).toEqual([90n]);
  });

  it("does not let another source end a source's fact", async () => {
    const person = uuidv4();
    const old = wage(person, { amountFen: 100n });
    const supersedesFactId = (old.message as FactMessage).factId;
    await storeBatch([old, wage(person, { agency: 'HRSS', amountFen: 90n, supersedesFactId })]);
    expect(await visible(person)).toEqual([100n, 90n]);
  });

  it('records the facts of a person one after the other, and all after a report', async () => {
    const person = uuidv4();
    await storeBatch(Array.from({ length: 500 }, (_, i) => wage(person, { amountFen: BigInt(i + 1) })));
    const report = await unitOfWork.run('test', (tx) => readFactsForReport(tx, [person, uuidv4()]));
    await storeBatch([wage(person, { amountFen: 1_000n })]);
    const rows: { micros: string; amount: string }[] = await dataSource.query(
      `select (extract(epoch from recorded_at) * 1000000)::bigint as micros, amount_fen as amount
         from fact where person_key = $1 order by recorded_at`,
      [person],
    );
    expect(new Set(rows.map(({ micros }) => micros)).size).toBe(501);
    expect(rows.map(({ amount }) => Number(amount))).toEqual([
      ...Array.from({ length: 500 }, (_, i) => i + 1),
      1_000,
    ]);
    expect(BigInt(rows[499]!.micros) <= report.knownAtMicros).toBe(true);
    expect(BigInt(rows[500]!.micros) > report.knownAtMicros).toBe(true);
    expect(await visible(person, report.knownAtMicros)).toHaveLength(500);
  });

  it('comes to the same whatever the batches are', async () => {
    const people = [uuidv4(), uuidv4(), uuidv4()];
    const facts = Array.from({ length: 300 }, (_, i) =>
      wage(people[i % 3]!, {
        recordId: `record-${i % 40}`,
        observedAt: new Date(Date.UTC(2025, 0, 1 + ((i * 7919) % 300))),
        amountFen: BigInt(i + 1),
        retracted: i % 17 === 0,
      }),
    );
    for (let start = 0; start < facts.length; start += 37) {
      await storeBatch([...facts.slice(Math.max(0, start - 5), start + 37)]);
    }
    for (const person of people) {
      const best = new Map<string, { at: bigint; fact: FactMessage }>();
      for (const { message } of facts) {
        const fact = message as FactMessage;
        if (fact.personKey !== person) continue;
        const at = fact.source!.observedAt!.seconds;
        const record = fact.source!.recordId;
        if ((best.get(record)?.at ?? -1n) <= at) best.set(record, { at, fact });
      }
      const expected = [...best.values()]
        .filter(({ fact }) => !fact.retracted)
        .map(({ fact }) => (fact as unknown as { amountFen: bigint }).amountFen);
      expect((await visible(person)).toSorted()).toEqual(expected.toSorted());
    }
  });

  describe('beside others who lock the same persons', () => {
    const PERSONS = ['0', '4', '8', 'c'].map((digit) => `${digit}${uuidv4().slice(1)}`);
    const [first, known, early, late] = PERSONS as [string, string, string, string];
    /** How many wait for a lock in this database. */
    const waiting = async (): Promise<number> => {
      const [row] = await dataSource.query(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return row.n;
    };
    /** Holds a person until what it is called with has run. */
    const whileHeld = (person: string, work: () => Promise<unknown>): Promise<void> =>
      unitOfWork.run('holder', async (tx) => {
        await lockPersons(tx, [person]);
        await work();
      });

    it('waits for them and they for it, known and new ones in one order', async () => {
      await storeBatch([wage(first), wage(known)]);
      const done: Promise<unknown>[] = [];
      await whileHeld(first, async () => {
        done.push(unitOfWork.run('report', (tx) => lockPersons(tx, [first, known, early])));
        await eventually('one waits', async () => (await waiting()) === 1);
        const storing = storeBatch([wage(known), wage(early)]);
        done.push(storing);
        // without one order, it has the known one now, and waits for the new one of who waits
        await Promise.race([storing, eventually('two wait', async () => (await waiting()) === 2)]);
      });
      expect(await Promise.allSettled(done)).toEqual(
        done.map(() => ({ status: 'fulfilled', value: undefined })),
      );
    });

    it('locks those of a whole range before the first of its runs', async () => {
      const answered = received(SourceAnsweredSchema, {
        answerId: uuidv4(),
        personKey: known,
        ...{ agency: 'PSB', dataset: 'PSB', state: SourceAnswerState.ANSWERED },
      });
      const refused = received(SourceAnsweredSchema, { answerId: uuidv4(), personKey: 'nobody' });
      const done: Promise<unknown>[] = [];
      await unitOfWork.run('range', async (tx) => {
        await lockFactRange(tx, [wage(late), answered, refused]);
        await store.store(tx, [wage(late)]);
        done.push(storeBatch([wage(known), wage(late)]));
        await eventually('the other waits', async () => (await waiting()) === 1);
        await storeAnswers(tx, [answered.message]);
      });
      await expect(Promise.all(done)).resolves.toEqual([undefined]);
    });
  });
});
