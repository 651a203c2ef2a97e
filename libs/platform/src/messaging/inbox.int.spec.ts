import { randomUUID } from 'node:crypto';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { maintainInbox } from './index.js';
import { CONSUMER, MessagingHarness } from './test/harness.js';

const DAY_MS = 86_400_000;

describe('the inbox', () => {
  let harness: MessagingHarness;
  beforeEach(async () => {
    harness = await MessagingHarness.start();
  });
  afterEach(() => harness.stop());

  const partitions = async (): Promise<string[]> => {
    const rows: { name: string }[] = await harness.dataSource.query(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'inbox'::regclass order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const forget = async (): Promise<void> => {
    for (const name of await partitions()) {
      if (name !== 'inbox_default') await harness.dataSource.query(`drop table ${name}`);
    }
  };
  const partitionOf = async (id: string): Promise<string | undefined> => {
    const [row]: { name: string }[] = await harness.dataSource.query(
      'select tableoid::regclass::text as name from inbox where ce_id = $1',
      [id],
    );
    return row?.name;
  };
  const idAt = (instant: string): string => uuidv7({ msecs: Date.parse(instant) });

  it('meets a duplicate that comes after midnight, because the day is that of the id', async () => {
    await forget();
    await maintainInbox(harness.dataSource, new Date('2026-03-01T23:00:00Z'), 30);
    await harness.startConsumer();
    const late = idAt('2026-03-01T23:59:59.999Z');
    const early = idAt('2026-03-02T00:00:00.000Z');
    await harness.write({ key: 'k', value: 'late', id: late }, { key: 'k', value: 'early', id: early });
    await eventually('handled', async () => (await harness.effects()).length === 2);
    await maintainInbox(harness.dataSource, new Date('2026-03-02T00:10:00Z'), 30);
    await harness.write(
      { key: 'k', value: 'late', id: late },
      { key: 'k', value: 'early', id: early },
      { key: 'k', value: 'next' },
    );
    await eventually('handled', async () => (await harness.effects()).includes('next'));
    expect(await harness.effects()).toEqual(['late', 'early', 'next']);
    expect(await partitionOf(late)).toBe('inbox_20260301');
    expect(await partitionOf(early)).toBe('inbox_20260302');
  });

  it('drops the second of two in one batch', async () => {
    const id = uuidv7();
    await harness.write({ key: 'k', value: 'a', id }, { key: 'k', value: 'a', id }, { key: 'k', value: 'b' });
    await harness.startConsumer();
    await eventually('handled', async () => (await harness.effects()).includes('b'));
    expect(await harness.effects()).toEqual(['a', 'b']);
  });

  it('has its days made ahead, old ones dropped, and the rest in its default partition', async () => {
    await forget();
    const day = new Date('2026-03-01T12:00:00Z');
    // two instances start together
    await Promise.all([1, 2, 3].map(() => maintainInbox(harness.dataSource, day, 30)));
    expect(await partitions()).toEqual([
      'inbox_20260301',
      'inbox_20260302',
      'inbox_20260303',
      'inbox_20260304',
      'inbox_default',
    ]);

    const [republished, ahead] = [idAt('2024-01-01T00:00:00Z'), idAt('2026-03-05T12:00:00Z')];
    await harness.dataSource.query('insert into inbox (consumer, ce_id) values ($1, $2), ($1, $3)', [
      CONSUMER,
      republished,
      ahead,
    ]);
    expect(await partitionOf(republished)).toBe('inbox_default');
    // a day that the default partition holds already stays there
    await maintainInbox(harness.dataSource, new Date(day.getTime() + 2 * DAY_MS), 30);
    expect(await partitions()).toEqual([
      'inbox_20260301',
      'inbox_20260302',
      'inbox_20260303',
      'inbox_20260304',
      'inbox_20260306',
      'inbox_default',
    ]);
    expect(await partitionOf(ahead)).toBe('inbox_default');

    await maintainInbox(harness.dataSource, new Date('2026-04-02T00:00:00Z'), 30);
    const kept = await partitions();
    expect(kept).not.toContain('inbox_20260302');
    expect(kept).toContain('inbox_20260303');
    expect(await partitionOf(republished)).toBe('inbox_default');
  });

  it('is not asked where the handler itself tells what is new', async () => {
    await harness.startConsumer(undefined, { name: 'harness.facts', deduplication: 'handler' });
    await harness.write({ key: randomUUID(), value: 'a' });
    await eventually('handled', async () => (await harness.effects()).length === 1);
    expect(await harness.count('inbox')).toBe(0);
  });
});
