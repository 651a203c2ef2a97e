import { loadModule, parseSync } from 'libpg-query';
import { judge } from './rules.mjs';

beforeAll(loadModule);

type Nodes = Parameters<typeof judge>[0];

const judged = (inTransaction: boolean, ...queries: string[]): string[] =>
  judge(queries.map((sql) => (parseSync(sql).stmts ?? []).map(({ stmt }) => stmt ?? {})) as Nodes, {
    inTransaction,
  }).map(({ rule, about }) => `${rule} ${about}`);
/** In one transaction, as migrations usually run. */
const found = (...queries: string[]): string[] => judged(true, ...queries);
/** With `transaction = false`. */
const foundOutside = (...queries: string[]): string[] => judged(false, ...queries);

describe('a column', () => {
  it.each([
    ['alter table claim add column note text'],
    ['alter table claim add column sum bigint not null default 0'],
    ['alter table claim add column seen_at timestamptz not null default now()'],
    ['alter table claim add column seen_on date not null default current_date'],
    ['alter table claim add column double bigint generated always as (sum * 2) virtual'],
    ['alter table claim add column payee uuid references person'],
    ['alter table claim alter column note set default $$none$$, alter column note drop not null'],
    [
      'create table claim (id uuid primary key); alter table claim add column sum bigint not null check (sum > 0)',
    ],
  ])('%s', (sql) => {
    expect(found(sql)).toEqual([]);
  });

  it.each([
    ['alter table claim add column sum bigint not null', ['column-without-default claim.sum']],
    [
      'alter table claim add column key uuid not null default gen_random_uuid()',
      ['rewrites-table claim.key'],
    ],
    [
      'alter table claim add column seen_at timestamptz default clock_timestamp()',
      ['rewrites-table claim.seen_at'],
    ],
    ['alter table claim add column no bigserial', ['rewrites-table claim.no']],
    ['alter table claim add column no bigint generated always as identity', ['rewrites-table claim.no']],
    [
      'alter table claim add column double bigint generated always as (sum * 2) stored',
      ['rewrites-table claim.double'],
    ],
    ['alter table claim add column no text unique', ['index-locks-writers claim']],
    ['alter table claim add column sum bigint check (sum > 0)', ['scans-under-lock claim.sum']],
    ['alter table claim add column rank int default 1 references rank', ['scans-under-lock claim.rank']],
    ['alter table claim alter column sum type numeric', ['rewrites-table claim.sum']],
    ['alter table claim set logged', ['rewrites-table claim']],
    ['alter table claim alter column sum set not null', ['scans-under-lock claim.sum']],
    ['alter table claim alter column sum drop default', ['release-before claim.sum']],
    ['alter table claim drop column sum', ['release-before claim.sum']],
    ['alter table claim rename column sum to amount', ['release-before claim.sum']],
  ])('%s: refused', (sql, expected) => {
    expect(found(sql)).toEqual(expected);
  });
});

describe('a constraint', () => {
  it.each([
    [
      'alter table claim add column sum bigint',
      'alter table claim add constraint more check (sum > 0) not valid',
    ],
    [
      'alter table claim add column payee uuid, add constraint payee foreign key (payee) references person not valid',
    ],
    ['alter table claim drop constraint state, add constraint state check (state in (1, 2, 3)) not valid'],
    ['alter table claim validate constraint more'],
    ['alter table claim add constraint claim_no unique using index claim_no'],
    ['create table claim (a int, constraint more check (a > 0), exclude using gist (a with =))'],
  ])('%s', (...queries) => {
    expect(found(...queries)).toEqual([]);
  });

  it.each([
    [
      'alter table claim add constraint more check (sum > 0)',
      ['scans-under-lock claim.more', 'stricter claim.more'],
    ],
    ['alter table claim add constraint more check (sum > 0) not valid', ['stricter claim.more']],
    ['alter table claim add constraint given not null sum not valid', ['stricter claim.given']],
    [
      'alter table claim add constraint payee foreign key (payee) references person',
      ['scans-under-lock claim.payee', 'stricter claim.payee'],
    ],
    ['alter table claim add unique (no)', ['index-locks-writers claim']],
    ['alter table claim add exclude using gist (during with &&)', ['index-locks-writers claim']],
    [
      'alter table claim add constraint whole primary key using index claim_no',
      ['scans-under-lock claim.whole'],
    ],
    ['alter table claim drop constraint claim_no_key', ['release-before claim.claim_no_key']],
    ['alter table claim attach partition claim_1 for values in (1)', ['scans-under-lock claim']],
  ])('%s: refused', (sql, expected) => {
    expect(found(sql)).toEqual(expected);
  });

  it('is validated when the lock of its making is gone', () => {
    const make = 'alter table claim add column sum int, add constraint more check (sum > 0) not valid';
    const validate = 'alter table claim validate constraint more';
    expect(found(make, validate)).toEqual(['scans-under-lock claim']);
    expect(foundOutside(validate)).toEqual([]);
  });
});

describe('an index', () => {
  const drop = 'drop index concurrently if exists claim_no';

  it('is built concurrently, alone, after what an attempt before has left', () => {
    expect(foundOutside(drop, 'create index concurrently claim_no on claim (no)')).toEqual([]);
    expect(found('create table claim (no text); create unique index claim_no on claim (no)')).toEqual([]);
  });

  it('is refused otherwise', () => {
    expect(found('create index claim_no on claim (no)')).toEqual(['index-locks-writers claim']);
    expect(found(drop, 'create index concurrently claim_no on claim (no)')).toContain(
      'index-not-alone claim_no',
    );
    expect(foundOutside('create index concurrently claim_no on claim (no)')).toEqual([
      'index-not-alone claim_no',
    ]);
    expect(foundOutside(drop, 'create index concurrently if not exists claim_no on claim (no)')).toEqual([
      'index-not-alone claim_no',
    ]);
    expect(foundOutside(`${drop}; create index concurrently claim_no on claim (no)`)).toContain(
      'index-not-alone claim_no',
    );
    expect(foundOutside(drop, 'create index concurrently claim_no on claim (no); select 1')).toEqual([
      'index-not-alone claim_no',
    ]);
    expect(found('reindex table claim')).toEqual(['index-locks-writers ReindexStmt']);
  });

  it('may not forbid what the release before writes', () => {
    const unique = 'create unique index concurrently claim_no on claim (no)';
    expect(foundOutside(drop, unique)).toEqual(['stricter claim']);
  });

  it('is not taken from the release before', () => {
    expect(found('drop index claim_no')).toEqual(['release-before claim_no']);
  });
});

describe('rows', () => {
  const chunk = `update claim set sum = 0
    where id in (select id from claim where sum is null order by id limit 1000 for update skip locked)`;

  it.each([
    [
      'create table tally (n bigint); insert into tally values (0); update tally set n = 1; delete from tally',
    ],
    ['insert into rule (name) values ($$a$$), ($$b$$)'],
    ['select count(*) from claim'],
  ])('%s', (sql) => {
    expect(found(sql)).toEqual([]);
  });

  it.each([
    ['update claim set sum = 0', ['whole-table claim']],
    ['update claim set sum = 0 where sum is null', ['whole-table claim']],
    ['delete from claim where closed', ['whole-table claim']],
    ['create table tally (n bigint); insert into tally select count(*) from claim', ['whole-table tally']],
    ['with gone as (delete from claim returning id) select count(*) from gone', ['whole-table claim']],
    [
      'create table old (id uuid); with gone as (delete from claim returning id) insert into old select id from gone',
      ['whole-table old', 'whole-table claim'],
    ],
    ['truncate claim', ['release-before claim']],
  ])('%s: refused', (sql, expected) => {
    expect(found(sql)).toEqual(expected);
  });

  it('are changed in chunks, each in its own transaction', () => {
    expect(foundOutside(chunk)).toEqual([]);
    expect(found(chunk)).toEqual(['whole-table claim']);
  });
});

describe('everything else', () => {
  it.each([
    ['drop table claim', ['release-before claim']],
    ['alter table claim rename to request', ['release-before claim']],
    ['drop trigger claim_is_logged on claim', ['release-before claim.claim_is_logged']],
    ['create trigger logged after insert on claim for each row execute function log()', ['stricter claim']],
    [`set local lock_timeout = '1h'`, ['lock-timeout lock_timeout']],
    ['lock table claim', ['lock-timeout lock']],
    [`set search_path = 'other'`, ['unreadable search_path']],
    ['drop schema other', ['unreadable OBJECT_SCHEMA']],
    ['alter index claim_no set (fillfactor = 50)', ['unreadable alter claim_no']],
    ['do $$ begin delete from claim; end $$', ['unreadable DoStmt']],
    ['commit', ['unreadable TransactionStmt']],
    ['alter table claim enable row level security', ['unreadable claim AT_EnableRowSecurity']],
    ['create table if not exists claim (no text); create index on claim (no)', ['index-locks-writers claim']],
    ['vacuum full claim', ['rewrites-table VacuumStmt']],
  ])('%s: refused', (sql, expected) => {
    expect(found(sql)).toEqual(expected);
  });

  it('a table of this release may be made, changed and dropped', () => {
    expect(
      found(
        'create table draft (id uuid primary key)',
        'create trigger logged after insert on draft for each row execute function log()',
        'alter table draft rename to claim',
        'alter table claim alter column id type text, alter column id drop default',
        'drop trigger logged on claim; drop table claim',
      ),
    ).toEqual([]);
  });

  it('without a transaction there is only what may be done twice', () => {
    expect(foundOutside('alter table claim add column sum bigint')).toEqual(['half-done AlterTableStmt']);
    expect(foundOutside('create table tally (n bigint)')).toEqual(['half-done CreateStmt']);
    expect(foundOutside('insert into rule values (1)')).toEqual(['half-done InsertStmt']);
    expect(foundOutside('insert into rule values (1) on conflict do nothing')).toEqual([]);
  });
});
