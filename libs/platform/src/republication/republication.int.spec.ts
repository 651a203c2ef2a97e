import { randomUUID } from 'node:crypto';
import { IncomeFactSchema, StatusFactSchema } from '@minzheng/contracts/facts';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { JobRunner, Jobs, Jobs1700000000106 } from '../jobs/index.js';
import {
  Messaging1700000000001,
  SequenceEpoch1700000000365,
  stateMessage,
  stateMessages,
} from '../messaging/index.js';
import { UnitOfWork, type Tx } from '../persistence/index.js';
import { Republication1700000000107 } from './migrations/1700000000107-republication.js';
import { RepublicationJob } from './republication.job.js';

const WITHDRAWN = ConsentWithdrawnSchema.typeName;
const STATUS = StatusFactSchema.typeName;
const STATES = stateMessages([
  stateMessage(ConsentWithdrawnSchema, {
    holdsWhile: `not exists (select from over_consent o where o.id = subject.id)`,
  }),
  stateMessage(StatusFactSchema, {
    replaces: ({ supersedesFactId }) => supersedesFactId && `fact/${supersedesFactId}`,
  }),
]);

/** Few events are written otherwise than many. */
const SIZES = [
  ['alone', 0],
  ['among many', 300],
] as const;

interface OutboxEvent {
  readonly ce_id: string;
  readonly ce_subject: string;
  readonly ce_sequence: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: Buffer;
  readonly at: Date;
}

describe('republication', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let runner: JobRunner;
  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [
        Messaging1700000000001,
        SequenceEpoch1700000000365,
        Jobs1700000000106,
        Republication1700000000107,
      ],
    }).initialize();
    await dataSource.runMigrations();
    await dataSource.query('create table over_consent (id text)');
    unitOfWork = new UnitOfWork(dataSource, {
      writer: 'assistance',
      source: '/service/assistance',
      partitions: 3,
      states: STATES,
    });
    runner = new JobRunner(unitOfWork, pino({ level: 'silent' }));
    runner.register(new RepublicationJob(STATES));
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** So many events that say no state are announced beside. */
  let besides = 0;
  beforeEach(() => (besides = 0));
  const announceBesides = (tx: Tx): void => {
    for (let count = 0; count < besides; count++) {
      const id = randomUUID();
      tx.announce(IncomeFactSchema, { factId: id, personKey: id }, { aggregate: 'fact', id, version: 1n });
    }
  };
  /** One event for each version, in one unit of work. */
  const withdraw = (id: string, versions: readonly number[], personKey = randomUUID(), region = '510802') =>
    unitOfWork.run('test', async (tx) => {
      announceBesides(tx);
      for (const version of versions) {
        tx.announce(
          ConsentWithdrawnSchema,
          { personKey, consentId: `${id} ${version}`, region: { code: region } },
          { aggregate: 'consent', id, version: BigInt(version) },
        );
      }
    });
  const tell = (...facts: readonly { readonly factId: string; readonly supersedesFactId?: string }[]) =>
    unitOfWork.run('test', async (tx) => {
      announceBesides(tx);
      for (const fact of facts) {
        tx.announce(
          StatusFactSchema,
          { ...fact, personKey: randomUUID(), region: { code: '510802' } },
          { aggregate: 'fact', id: fact.factId, version: 1n },
        );
      }
    });
  const outbox = (): Promise<OutboxEvent[]> =>
    dataSource.query(
      `select ce_id, ce_subject, ce_sequence, topic, key, payload, coalesce(ce_time, recorded_at) as at
         from outbox where ce_type <> '${IncomeFactSchema.typeName}' order by id`,
    );
  const relayed = () => dataSource.query('delete from outbox');
  const ask = (types: readonly string[] = [...STATES.keys()], region = '51'): Promise<string> =>
    unitOfWork.run('operator', (tx) =>
      new Jobs().ask(tx, { name: 'republication', scope: region, parameters: { types, region } }),
    );
  const sentAgain = async (types?: readonly string[], region?: string): Promise<OutboxEvent[]> => {
    await relayed();
    await ask(types, region);
    while (await runner.round());
    return outbox();
  };
  const subjects = (events: readonly OutboxEvent[]) => events.map(({ ce_subject }) => ce_subject).sort();

  it.each(SIZES)('sends the newest event of each subject as it was, announced %s', async (_, size) => {
    besides = size;
    await withdraw('a', [1]);
    await withdraw('b', [1]);
    await withdraw('a', [2]);
    const [, ofB, ofA] = await outbox();
    expect((await sentAgain()).sort((x, y) => x.ce_subject.localeCompare(y.ce_subject))).toEqual([ofA, ofB]);
  });

  it.each(SIZES)('is not misled by what comes late, or twice in one unit of work, %s', async (_, size) => {
    besides = size;
    await withdraw('late', [5]);
    await withdraw('late', [4]);
    await withdraw('late', [5]);
    await withdraw('twice', [1, 3, 2]);
    const announced = await outbox();
    const again = await sentAgain();
    expect(again).toHaveLength(2);
    expect(again.find(({ ce_subject }) => ce_subject === 'consent/late')).toEqual(announced[0]);
    expect(again.find(({ ce_subject }) => ce_subject === 'consent/twice')).toEqual(announced[4]);
  });

  it.each(SIZES)('sends neither what is over nor what another one has replaced, %s', async (_, size) => {
    besides = size;
    await withdraw('over', [1]);
    await withdraw('open', [1]);
    await dataSource.query(`insert into over_consent values ('over')`);
    await tell({ factId: 'first' });
    await tell({ factId: 'second', supersedesFactId: 'first' });
    await tell({ factId: 'third' }, { factId: 'fourth', supersedesFactId: 'third' });
    expect(subjects(await sentAgain())).toEqual(['consent/open', 'fact/fourth', 'fact/second']);
  });

  it('confines itself to the types and the region asked for', async () => {
    await withdraw('in', [1], randomUUID(), '510802001');
    await withdraw('out', [1], randomUUID(), '510903');
    await withdraw('around', [1], randomUUID(), '51');
    await withdraw('everywhere', [1], randomUUID(), '');
    await tell({ factId: 'fact' });
    const inCounty = subjects(await sentAgain([WITHDRAWN], '510802'));
    expect(inCounty).toEqual(['consent/around', 'consent/everywhere', 'consent/in']);
    expect(subjects(await sentAgain([STATUS], '510802'))).toEqual(['fact/fact']);
  });

  it.each(SIZES)(
    'of a database that was put back counts above all that it had told, announced %s',
    async (_, size) => {
      besides = size;
      await withdraw('a', [1, 2, 3]);
      await withdraw('b', [1]);
      const [, , before] = await outbox();
      await dataSource.query('insert into sequence_epoch (epoch) values (1)');
      await withdraw('b', [2]);
      const EPOCH = 2n ** 48n;
      const told = (events: readonly OutboxEvent[]) =>
        events.map(({ ce_subject, ce_sequence }) => [ce_subject, BigInt(ce_sequence)]).sort();
      const again = await sentAgain();
      expect(told(again)).toEqual([
        ['consent/a', EPOCH + 3n],
        ['consent/b', EPOCH + 2n],
      ]);
      const ofA = again.find(({ ce_subject }) => ce_subject === 'consent/a');
      // its readers have taken the id that it had
      expect(ofA?.ce_id).not.toBe(before?.ce_id);
      expect(ofA?.payload).toEqual(before?.payload);
      // in the epoch it is sent again as before
      expect(await sentAgain().then((events) => events.map(({ ce_id }) => ce_id).sort())).toEqual(
        again.map(({ ce_id }) => ce_id).sort(),
      );
      await dataSource.query('insert into sequence_epoch (epoch) values (2)');
      expect(told(await sentAgain())).toEqual([
        ['consent/a', 2n * EPOCH + 3n],
        ['consent/b', 2n * EPOCH + 2n],
      ]);
    },
  );

  it('waits for whoever tells more of a subject, and sends that', async () => {
    const personKey = randomUUID();
    await withdraw('a', [1], personKey);
    await relayed();
    // the second version is held in the middle of its commit
    await dataSource.query(`
      create function hold() returns trigger language plpgsql as $$
        begin
          if new.ce_sequence = 2 and new.ce_time > clock_timestamp() - interval '1 second'
          then perform pg_advisory_xact_lock(1); end if;
          return new;
        end $$;
      create trigger hold after insert on outbox for each row execute function hold()`);
    const holder = dataSource.createQueryRunner();
    await holder.query('select pg_advisory_lock(1)');
    const waiting = async (): Promise<number> => {
      const [row]: { n: number }[] = await dataSource.query(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`,
      );
      return row?.n ?? 0;
    };
    const second = withdraw('a', [2], personKey);
    await eventually('the second is held', async () => (await waiting()) === 1);
    await ask([WITHDRAWN]);
    const round = runner.round();
    await eventually('the job waits for it', async () => (await waiting()) === 2);
    await holder.query('select pg_advisory_unlock(1)');
    await holder.release();
    await Promise.all([second, round]);
    const [announced, again, ...rest] = await outbox();
    expect(announced?.ce_sequence).toBe('2');
    expect(again).toEqual(announced);
    expect(rest).toEqual([]);
  });

  describe('of more than one chunk', () => {
    const SUBJECTS = 9_500;
    const chunkSizes: number[] = [];
    beforeEach(async () => {
      chunkSizes.length = 0;
      await dataSource.query(
        `insert into current_event
         select $1, 'consent/' || n, gen_random_uuid(), 1, '/service/assistance', clock_timestamp(), 'topic',
                'key ' || n % 100, '510802', '\\x00'
           from generate_series(1, $2) as n`,
        [WITHDRAWN, SUBJECTS],
      );
    });
    const sent: string[] = [];
    const relay = async (): Promise<void> => {
      const events = subjects(await outbox());
      if (events.length > 0) chunkSizes.push(events.length);
      sent.push(...events);
      await relayed();
      await dataSource.query('update job set not_before = clock_timestamp()');
    };

    it('repeats nothing and loses nothing when a chunk fails, and rests while events wait to be sent', async () => {
      const id = await ask([WITHDRAWN]);
      await runner.round();
      await runner.round();
      expect(await outbox()).toHaveLength(4_000);
      expect(await new Jobs().find(dataSource, id)).toMatchObject({ done: 4_000, total: SUBJECTS });
      await relay();

      await dataSource.query(`alter table outbox add constraint broken check (key <> 'key 7') not valid`);
      await runner.round();
      expect(await outbox()).toEqual([]);
      expect(await new Jobs().find(dataSource, id)).toMatchObject({
        done: 4_000,
        lastError: 'SQLSTATE 23514',
      });
      await dataSource.query('alter table outbox drop constraint broken');
      await relay();
      await runner.round();
      await relay();
      await runner.round();
      await relay();
      expect(await new Jobs().find(dataSource, id)).toMatchObject({ state: 'DONE', done: SUBJECTS });
      expect(chunkSizes).toEqual([4_000, 4_000, 1_500]);
      expect(new Set(sent).size).toBe(SUBJECTS);
      expect(sent).toHaveLength(SUBJECTS);
    });
  });
});
