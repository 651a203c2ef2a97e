import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { Pool } from 'pg';
import { BinaryCopy } from './binary-copy.js';

const COLUMNS = ['id', 'big', 'small', 'whole', 'at', 'day', 'words', 'document', 'bytes'];
const ID = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';

describe('binary copy', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await testDatabase();
    pool = new Pool({ connectionString: database.url });
    await pool.query(
      `create table thing (id uuid, big bigint, small smallint, whole int, at timestamptz, day date, words text, document jsonb, bytes bytea)`,
    );
  });
  beforeEach(() => pool.query('truncate thing'));
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const send = async (copy: BinaryCopy): Promise<Record<string, string | null>[]> => {
    const client = await pool.connect();
    try {
      await copy.send(client);
    } finally {
      client.release();
    }
    const { rows } = await pool.query(
      `select id, big, small, whole, day::text, words, document, bytes,
              (extract(epoch from at) * 1000000)::bigint as at from thing order by big`,
    );
    return rows;
  };
  const row = (copy: BinaryCopy, big: bigint, words: string): BinaryCopy =>
    copy
      .startRow()
      .uuid(ID)
      .bigint(big)
      .smallint(-7)
      .int(1_000_000)
      .instant(1_750_000_000_123_456n)
      .date('2025-06-30')
      .text(words)
      .jsonb({ name: '王' })
      .bytes(Uint8Array.of(0, 255, 10));

  it.each([
    ['short', 'wage'],
    ['empty', ''],
    ['Chinese', '城镇低保'],
    ['mixed', 'wage 工资 wage'],
    ['longer than a short one', 'x'.repeat(500)],
    ['long and Chinese', '低'.repeat(500)],
  ])('brings a row over as it is, with a text that is %s', async (_, words) => {
    const [stored] = await send(row(new BinaryCopy('thing', COLUMNS), -1n, words));
    expect(stored).toEqual({
      id: ID,
      big: '-1',
      small: -7,
      whole: 1_000_000,
      at: '1750000000123456',
      day: '2025-06-30',
      words,
      document: { name: '王' },
      bytes: Buffer.of(0, 255, 10),
    });
  });

  it('brings nulls, and more rows than its first buffer holds', async () => {
    const copy = new BinaryCopy('thing', COLUMNS);
    copy
      .startRow()
      .uuid(null)
      .bigint(0n)
      .smallint(null)
      .int(null)
      .instant(null)
      .date(null)
      .text(null)
      .jsonb(null)
      .bytes(null);
    for (let big = 1n; big <= 3_000n; big++) row(copy, big, 'x'.repeat(200));
    const stored = await send(copy);
    expect(stored).toHaveLength(3_001);
    expect(stored[0]).toEqual({
      id: null,
      big: '0',
      small: null,
      whole: null,
      at: null,
      day: null,
      words: null,
      document: null,
      bytes: null,
    });
    expect(stored[3_000]?.big).toBe('3000');
  });

  it.each([ID.slice(1), `${ID}0`, ID.replace('6', 'g'), '', `${ID.slice(0, -1)}王`])(
    'refuses %p as a UUID',
    (text) => {
      expect(() => new BinaryCopy('thing', COLUMNS).startRow().uuid(text)).toThrow(RangeError);
    },
  );
});
