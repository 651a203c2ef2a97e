import type { MigrationInterface } from 'typeorm';
import { loadModule, parseSync } from 'libpg-query';
import { lint, listed } from './lint.mjs';
import { fingerprint, record } from './recorded.mjs';

type Recorded = Awaited<ReturnType<typeof record>>;
type Parse = Parameters<typeof lint>[2];

beforeAll(loadModule);

const parse = ((sql: string) => (parseSync(sql).stmts ?? []).map(({ stmt }) => stmt ?? {})) as Parse;
const migration = (number: number, sql: string, change: Partial<Recorded> = {}): Recorded => ({
  name: `Claims${1710000000000 + number}`,
  home: 'services/claims',
  inTransaction: true,
  queries: [sql],
  safeBecause: {},
  contract: undefined,
  unread: undefined,
  ...change,
});
const FIRST = migration(1, 'create table claim (no text, sum bigint); create index on claim (no)');
const BASELINE = { release: '1.0.0', migrations: listed([FIRST]) };
const key = (number: number): string => `services/claims/Claims${1710000000000 + number}`;

describe('what is released', () => {
  it('is left as it is, whatever the rules say of the first release', () => {
    const odd = migration(1, 'update claim set sum = 0');
    expect(lint([odd], [{ release: '1.0.0', migrations: listed([odd]) }], parse)).toEqual([]);
    expect(lint([odd], [BASELINE], parse)).toEqual([
      expect.stringContaining('databases have run another text'),
    ]);
    expect(lint([], [BASELINE], parse)).toEqual([expect.stringContaining('is gone')]);
  });

  it('keeps its fingerprint when only its white space changes', () => {
    const print = fingerprint(migration(1, 'create  table a\n ()'));
    expect(fingerprint(migration(1, 'create table a ()'))).toBe(print);
    expect(fingerprint(migration(1, 'create table b ()'))).not.toBe(print);
    expect(fingerprint(migration(1, 'create table a ()', { inTransaction: false }))).not.toBe(print);
  });

  it('comes before what is new', () => {
    const late = migration(0, 'create table note ()');
    expect(lint([late, FIRST], [BASELINE], parse)).toEqual([
      expect.stringContaining('is not above 1710000000001'),
    ]);
    const elsewhere = { ...late, home: 'services/others' };
    expect(lint([elsewhere, FIRST], [BASELINE], parse)).toEqual([]);
  });

  it('is full; what the same release makes is empty', () => {
    const note = migration(2, 'create table note (no text)');
    const index = migration(3, 'create index on note (no)');
    expect(lint([FIRST, note, index], [BASELINE], parse)).toEqual([]);
    const second = { release: '1.1.0', migrations: listed([note]) };
    expect(lint([FIRST, note, index], [BASELINE, second], parse)).toEqual([
      expect.stringContaining(`${key(3)}: index-locks-writers note`),
    ]);
    const third = { release: '1.2.0', migrations: listed([index]) };
    expect(lint([FIRST, note, index], [BASELINE, second, third], parse)).toHaveLength(1);
  });
});

describe('an exception', () => {
  const sql = 'create index on claim (sum)';

  it('has a reason and excuses what is refused, and no more', () => {
    const why = 'a county has some ten claims';
    const with_ = (safeBecause: Record<string, string>): string[] =>
      lint([FIRST, migration(2, sql, { safeBecause })], [BASELINE], parse);
    expect(with_({})).toEqual([expect.stringContaining('index-locks-writers claim')]);
    expect(with_({ 'index-locks-writers claim': why })).toEqual([]);
    expect(with_({ 'index-locks-writers claim': '-' })).toEqual([
      expect.stringContaining('a reason is a sentence'),
    ]);
    expect(with_({ 'index-locks-writers claim': why, 'whole-table claim': why })).toEqual([
      `${key(2)}: safeBecause: nothing is refused as "whole-table claim"`,
    ]);
  });

  it('lets a contract migration take away what a release before this one did without', () => {
    const because = 'sums are those of awards';
    const dropped = (change: Partial<Recorded>, text = 'alter table claim drop column sum'): string[] =>
      lint([FIRST, migration(3, text, change)], [BASELINE], parse);
    expect(dropped({})).toEqual([expect.stringContaining('release-before claim.sum')]);
    expect(dropped({ contract: { since: '1.0.0', because } })).toEqual([]);
    expect(dropped({ contract: { since: '1.1.0', because } })).toEqual([
      `${key(3)}: contract: 1.1.0 is no release before it (1.0.0)`,
    ]);
    expect(dropped({ safeBecause: { 'release-before claim.sum': because } })).toHaveLength(2);
    expect(dropped({ contract: { since: '1.0.0', because } }, 'alter table claim add column a int')).toEqual([
      `${key(3)}: contract: there is nothing that it would allow`,
    ]);
    expect(dropped({ contract: { since: '1.0.0', because } }, 'update claim set sum = 0')).toHaveLength(2);
  });
});

describe('what a migration does', () => {
  const HERE = { home: 'services/claims', file: 'lint.unit.spec', source: '' };
  const recorded = (up: MigrationInterface['up']): Promise<Recorded> => {
    class Claims1710000000002 implements MigrationInterface {
      readonly transaction = false;
      static readonly safeBecause = { 'whole-table claim': 'there are ten' };
      up = up;
      async down(): Promise<void> {}
    }
    return record(Claims1710000000002, { ...HERE, source: up.toString() });
  };

  it('is its SQL, with reads that find nothing', async () => {
    const read = await recorded(async (runner) => {
      for (;;) {
        const rows = (await runner.query(
          'delete from claim where id in (select id from claim limit 9)',
        )) as object[];
        if (rows.length === 0) return;
      }
    });
    expect(read).toMatchObject({
      name: 'Claims1710000000002',
      queries: ['delete from claim where id in (select id from claim limit 9)'],
      inTransaction: false,
      safeBecause: { 'whole-table claim': 'there are ten' },
      unread: undefined,
    });
  });

  it('is not read where it depends on what was read, does not end, or hides its SQL', async () => {
    const depends = await recorded(async (runner) => {
      const [row] = (await runner.query('select from claim')) as object[];
      if (row) await runner.query('drop table claim');
    });
    expect(depends.unread).toContain('1 of 2 queries are not reached');
    const endless = await recorded(async (runner) => {
      for (;;) await runner.query('select');
    });
    expect(endless.unread).toContain('a loop does not end');
    const hidden = await recorded((runner) => runner.dropTable('claim'));
    expect(hidden.unread).toContain('QueryRunner.dropTable');
    expect(lint([{ ...FIRST, unread: hidden.unread }], [], parse)).toEqual([
      expect.stringContaining('unreadable'),
    ]);
  });
});
