import { randomInt, randomUUID } from 'node:crypto';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import fc from 'fast-check';
import { EventTooLarge, MAX_ANNOUNCEMENTS, TooManyAnnouncements } from '../persistence/index.js';
import { MessagingHarness, TOPIC } from './test/harness.js';

describe('the outbox', () => {
  let harness: MessagingHarness;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
    // what leaves the outbox stays in its log; each write takes a while, so that transactions overlap
    await harness.dataSource.query(`
      create table outbox_log (id bigint primary key, key text, subject text);
      create function log_outbox() returns trigger language plpgsql as $$
        begin
          insert into outbox_log values (new.id, new.key, new.ce_subject);
          perform pg_sleep(random() * 0.01);
          return new;
        end $$;
      create trigger log_outbox after insert on outbox for each row execute function log_outbox()`);
  });
  afterEach(() => harness.stop());

  const logged = (): Promise<{ id: string; key: string; subject: string }[]> =>
    harness.dataSource.query('select id, key, subject from outbox_log order by id');

  it('lets a second transaction with the same key wait until the first has committed, whatever its aggregate', async () => {
    const key = randomUUID();
    const announceAs = (aggregate: string): Promise<void> =>
      harness.unitOfWork.run('test', async (tx) => {
        tx.announce(
          ConsentWithdrawnSchema,
          { personKey: key, consentId: aggregate },
          { aggregate, id: '1', version: 1n },
        );
      });
    // the trigger holds the first in the middle of its commit
    await harness.dataSource.query(`
      create or replace function log_outbox() returns trigger language plpgsql as $$
        begin
          insert into outbox_log values (new.id, new.key, new.ce_subject);
          if new.ce_subject like 'slow/%' then perform pg_advisory_xact_lock(1); end if;
          return new;
        end $$`);
    const holder = harness.dataSource.createQueryRunner();
    await holder.query('select pg_advisory_lock(1)');
    const order: string[] = [];
    const slow = announceAs('slow').then(() => order.push('slow'));
    await eventually('the first has its id', async () => (await waiting()) === 1);
    const quick = announceAs('quick').then(() => order.push('quick'));
    await eventually('the second waits', async () => (await waiting()) === 2);
    await harness.announce(randomUUID(), 'another key goes on');
    await holder.query('select pg_advisory_unlock(1)');
    await holder.release();
    await Promise.all([slow, quick]);
    expect(order).toEqual(['slow', 'quick']);
    const ofKey = (await logged()).filter((row) => row.key === key);
    expect(ofKey.map(({ subject }) => subject)).toEqual(['slow/1', 'quick/1']);
  });

  async function waiting(): Promise<number> {
    const [row]: { n: number }[] = await harness.dataSource.query(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`,
    );
    return row?.n ?? 0;
  }

  it('refuses a unit of work that announces more than its commit should carry, and keeps nothing of it', async () => {
    const events = Array.from({ length: MAX_ANNOUNCEMENTS + 1 }, () => ['k', randomUUID()] as const);
    await expect(harness.announceTogether(events)).rejects.toThrow(TooManyAnnouncements);
    expect(await harness.count('outbox')).toBe(0);
  });

  it('refuses an event that Kafka would not take, and sends the largest that it accepts', async () => {
    await expect(harness.announce('k', 'x'.repeat(800_000))).rejects.toThrow(EventTooLarge);
    expect(await harness.count('outbox')).toBe(0);
    harness.startRelay();
    const large = 'x'.repeat(799_000);
    await harness.unitOfWork.run('test', async (tx) => {
      const subject = { aggregate: 'consent', id: '1', version: 1n };
      tx.announce(ConsentWithdrawnSchema, { personKey: 'k', consentId: large }, subject);
      tx.announce(ConsentWithdrawnSchema, { personKey: 'k', consentId: large }, subject);
    });
    await eventually('the outbox is empty', async () => (await harness.count('outbox')) === 0);
    expect(await harness.topics.readAll([TOPIC])).toHaveLength(2);
  });

  it('keeps the commit order of each key all the way to the topic, however many write', async () => {
    harness.startRelay();
    const keys = Array.from({ length: 4 }, () => randomUUID());
    const transaction = fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 });
    const writers = fc.array(fc.array(transaction, { minLength: 3, maxLength: 10 }), {
      minLength: 4,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(writers, async (written) => {
        await harness.dataSource.query('truncate outbox_log');
        const before = (await harness.topics.readAll([TOPIC])).length;
        await Promise.all(
          written.map(async (transactions) => {
            for (const keysOfOne of transactions) {
              await harness.announceTogether(keysOfOne.map((key) => [key, randomUUID()] as const));
            }
          }),
        );
        await eventually('the outbox is empty', async () => (await harness.count('outbox')) === 0);
        const sent = await harness.topics.readAll([TOPIC]);
        const inLog = await logged();
        expect(sent.length).toBe(before + inLog.length);
        for (const key of keys) {
          const ofKey = inLog.filter((row) => row.key === key).map(({ subject }) => subject);
          const known = new Set(ofKey);
          const inTopic = sent
            .filter((event) => event.key === key)
            .map(({ headers }) => headers['ce_subject'] ?? '')
            .filter((subject) => known.has(subject));
          expect(inTopic).toEqual(ofKey);
        }
      }),
      { numRuns: 4, seed: seed() },
    );
  });
});

const seed = (): number => Number(process.env['SEED'] ?? randomInt(1_000_000));
