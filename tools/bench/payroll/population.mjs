/**
 * Recipients of the minimum living guarantee in the counties of a city, written by statements over whole tables and by
 * COPY: households of one to four with an account each, awards that run since July 2025. What is due to whom is computed
 * here by a way of its own: the lines are compared with it.
 */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { FieldCipher } from '@minzheng/platform/encryption';
import { from as copyFrom } from 'pg-copy-streams';

export const MONTH = '2025-07';
export const COUNTIES = Array.from({ length: 40 }, (_, index) => `5108${String(index + 1).padStart(2, '0')}`);
/** Persons of an award and extras among them, five kinds in turn: 2.2 lines an award. */
const PERSONS = [1, 2, 3, 3, 4];
const EXTRAS = [0, 1, 1, 2, 2];
const LINES_OF_FIVE = 11;
const ROWS_A_PIECE = 5_000;

/** @param {number} lines */
export const awardsFor = (lines) => Math.max(COUNTIES.length, Math.round((lines * 5) / LINES_OF_FIVE));

/** As the statements below make them. @param {number} number @param {number} place */
function personKey(number, place) {
  const hex = createHash('md5').update(`person/${number}/${place}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const id = (/** @type {number} */ kind, /** @type {number} */ number) =>
  `0197c00${kind}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const idSql = (/** @type {number} */ kind, column = 'n') =>
  `('0197c00${kind}-0000-7000-8000-' || lpad(to_hex(${column}), 12, '0'))::uuid`;
const [HOUSEHOLD, CASE, AWARD, SEGMENT, PAYEE] = [1, 2, 3, 4, 5];

/**
 * @param {import('pg').Client} client
 * @param {number} awards
 * @param {{ keys: Record<string, string>, keyId: string }} encryption
 */
export async function populate(client, awards, encryption) {
  await client.query(`
    create or replace function pg_temp.person(n int, place int) returns uuid immutable language sql as $$
      select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-8' || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' ||
              substr(h, 21))::uuid from (select md5('person/' || n || '/' || place) as h) as hashed $$;
    create table bench_award as
    select n, '5108' || lpad((n % ${COUNTIES.length} + 1)::text, 2, '0') || '001001' as region,
           (array[${PERSONS}])[n % 5 + 1] as persons, (array[${EXTRAS}])[n % 5 + 1] as extras,
           20000 + (n::bigint * 7919) % 60000 as base_fen
      from generate_series(1, ${awards}) as n;
  `);
  await copyRows(client, 'person (person_key, id_number_enc, name_enc)', holders(awards, encryption));
  await client.query(`
    insert into person (person_key, id_number_enc, name_enc)
    select pg_temp.person(n, place), '', '' from bench_award, generate_series(1, persons - 1) as place;

    insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
    select ${idSql(HOUSEHOLD)}, region, 1, 'bench', 'H' || n, 'URBAN', '', 'OPEN' from bench_award;

    insert into household_member (id, household_id, person_key, place, relation, birth_date, hukou_region, capacity, labour,
                                  study, fiscal_paid, counted, reason_code, open)
    select uuidv7(), ${idSql(HOUSEHOLD)}, pg_temp.person(n, place), place, case place when 0 then 'APPLICANT' else 'OTHER' end,
           '1980-03-02', region, 'FULL', 'FULL', 'NONE', false, true, 'APPLICANT', true
      from bench_award, generate_series(0, persons - 1) as place;

    insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state, declared_items)
    select ${idSql(CASE)}, region, 1, 'bench', 'C' || n, ${idSql(HOUSEHOLD)}, 'DIBAO', 'COUNTER', 'APPROVED', '[]'
      from bench_award;

    insert into award (id, region, version, created_by, case_id, household_id, programme, subtype, person_keys,
                       effective_month, base_fen, extras_fen, shares, state)
    select ${idSql(AWARD)}, region, 1, 'bench', ${idSql(CASE)}, ${idSql(HOUSEHOLD)}, 'DIBAO', 'HOUSEHOLD',
           array(select pg_temp.person(n, place) from generate_series(0, persons - 1) as place order by 1), '${MONTH}',
           base_fen, extras * 11800, '[]', 'ACTIVE'
      from bench_award;

    insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen,
                               extra_fen, standard_fen, cause, created_by)
    select ${idSql(SEGMENT)}, ${idSql(AWARD)}, daterange('${MONTH}-01', null), keys,
           array(select base_fen / persons + (place < base_fen % persons)::int from generate_series(0, persons - 1) as place),
           array(select case when key in (select pg_temp.person(n, place) from generate_series(0, extras - 1) as place)
                             then 11800 else 0 end from unnest(keys) with ordinality as k(key, place) order by place),
           array_fill(''::text, array[persons]), base_fen, extras * 11800, 59000, 'DECISION', 'bench'
      from bench_award, lateral (
        select array(select pg_temp.person(n, place) from generate_series(0, persons - 1) as place order by 1) as keys) as k;
  `);
  await copyRows(
    client,
    'payee (id, subject_type, subject_id, household_id, holder_key, holder_kind, bank_code, account_enc, account_hash, since, created_by)',
    payees(awards, encryption),
  );
  await client.query(`
    create table bench_expected as
    select ${idSql(AWARD)} as subject_id, 'BASE' as part, pg_temp.person(n, 0) as person_key, base_fen as amount_fen
      from bench_award
    union all
    select ${idSql(AWARD)}, 'EXTRA', pg_temp.person(n, place), 11800 from bench_award, generate_series(0, extras - 1) as place;
    create table bench_share as
    select subject_id, person_key, sum(fen)::bigint as fen from (
      select ${idSql(AWARD)} as subject_id, key as person_key,
             base_fen / persons + (place <= base_fen % persons)::int as fen
        from bench_award, lateral (
          select key, row_number() over (order by key) as place
            from (select pg_temp.person(n, place) as key from generate_series(0, persons - 1) as place) as keys) as of_each
      union all
      select subject_id, person_key, amount_fen from bench_expected where part = 'EXTRA') as parts
     group by 1, 2 having sum(fen) > 0;
  `);
  // the figures of the day were stored in the morning
  await client.query(
    `insert into job (id, name, scope, period, parameters, state, requested_by, ended_at)
     select uuidv7(), 'report-taking', 'all', day, '{}', 'DONE', 'bench', clock_timestamp()
       from to_char((now() - interval '5 hours') at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
     on conflict on constraint job_once do update set state = 'DONE', ended_at = clock_timestamp()`,
  );
  await client.query('vacuum analyze');
}

/** @param {number} awards @param {{ keys: Record<string, string>, keyId: string }} encryption */
function* holders(awards, encryption) {
  const cipher = cipherOf(encryption);
  for (let number = 1; number <= awards; number++) {
    const key = personKey(number, 0);
    yield [key, '', cipher.encrypt(`陈${number}`, `person/${key}/name`)];
  }
}

/** @param {number} awards @param {{ keys: Record<string, string>, keyId: string }} encryption */
function* payees(awards, encryption) {
  const cipher = cipherOf(encryption);
  for (let number = 1; number <= awards; number++) {
    const [payee, household] = [id(PAYEE, number), id(HOUSEHOLD, number)];
    const account = `622848${String(number).padStart(13, '0')}`;
    const hash = createHash('sha256').update(account).digest('hex');
    yield [
      ...[payee, 'household', household, household, personKey(number, 0), 'MEMBER', '103'],
      ...[cipher.encrypt(account, `payee/${payee}/account`), `\\\\x${hash}`, '2025-06-01T00:00:00Z', 'bench'],
    ];
  }
}

/** @param {{ keys: Record<string, string>, keyId: string }} encryption */
function cipherOf({ keys, keyId }) {
  return new FieldCipher(
    new Map(Object.entries(keys).map(([name, key]) => [name, Buffer.from(key, 'base64')])),
    keyId,
  );
}

/**
 * @param {import('pg').Client} client
 * @param {string} target
 * @param {Iterable<readonly unknown[]>} rows
 */
async function copyRows(client, target, rows) {
  await pipeline(Readable.from(pieces(rows)), client.query(copyFrom(`copy ${target} from stdin`)));
}

/** @param {Iterable<readonly unknown[]>} rows */
function* pieces(rows) {
  let piece = '';
  let count = 0;
  for (const row of rows) {
    piece += `${row.join('\t')}\n`;
    if (++count % ROWS_A_PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
