import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { SELECT_AGREED_PURPOSES } from '../agreements/agreed-purposes.js';

/** Condition on `watched_alone m`: member of no open household. Who owes support to one and lives in none is watched alone. */
export const IS_NO_MEMBER = `not exists (
         select from household_person hp join household o on o.id = hp.household_id
          where hp.person_key = m.person_key and not o.closed
            and exists (select from jsonb_array_elements(o.members) e where (e ->> 'personKey')::uuid = m.person_key))`;

/** Keys of the rows by which indicators judge. */
const JUDGING_KEYS = [
  'assistance.%',
  'eldercare.allowance.%',
  'verification.ind.%',
  'verification.monitor.%',
  'verification.income.%',
  'verification.property.%',
  'verification.source.%',
  'verification.eligibility.%',
];

/**
 * What a household or person on record stands on (复核指纹): how many facts there are of whom, its members, the policy rows that
 * hold in its region on a day, and what monitoring may use by agreement. Another fingerprint means that it has to be evaluated again.
 *
 * @param parameters - numbers of the parameters: the day, and {@link fingerprintParameters} behind it
 * @param households - condition on `household h`; those that are open
 * @param alone - condition on `watched_alone m`; those of whom no household is on record
 */
export function fingerprintsSql(first: number, households: string, alone: string): string {
  return `
  prefix_hash as materialized (
    select region_prefix as prefix, bit_xor(hashtextextended(id::text, 0)) as hash
      from policy_row
     where state in ('PUBLISHED', 'SUPERSEDED') and key like any($${first + 1}::text[])
       and effective_from <= $${first}::date and (effective_to is null or $${first}::date < effective_to)
     group by region_prefix
  ), agreed as materialized (
    select coalesce(hashtextextended(string_agg(concat_ws(' ', agency, dataset, allowed), ',' order by agency, dataset, allowed), 0), 0)
             as hash
      from (
        select agency, dataset, allowed, bool_and(allowed) over (partition by agency) as is_whole
          from (select distinct agency, dataset, purposes = '{}' or 'MONITORING' = any(purposes) as allowed
                  from (${SELECT_AGREED_PURPOSES}) used) u) a
     where not is_whole
  ), scope as materialized (
    select h.id as subject, h.region, false as alone, hashint8extended(h.sequence, uuid_hash_extended(h.id, 0)) as own
      from household h where not h.closed and (${households})
    union all
    select m.person_key, m.region, true, 0
      from watched_alone m
     where (${alone})
       and ${IS_NO_MEMBER}
  ), region_hash as materialized (
    select r.region, coalesce(bit_xor(p.hash), 0) # (select hash from agreed) as hash
      from (select distinct region from scope) r left join prefix_hash p on starts_with(r.region, p.prefix)
     group by r.region
  ), member as (
    select s.subject, hp.person_key from scope s join household_person hp on hp.household_id = s.subject where not s.alone
    union all
    select subject, subject from scope where alone
  ), fact_hash as (
    select m.subject, max(p.last_recorded_at) as last_recorded_at,
           bit_xor(hashint8extended(p.fact_seq, uuid_hash_extended(p.person_key, 0))) as hash
      from member m join person p using (person_key) group by m.subject
  ), fingerprint as (
    select s.subject, s.region, s.alone, f.last_recorded_at,
           s.own # r.hash # coalesce(f.hash, 0) as fingerprint
      from scope s join region_hash r using (region) left join fact_hash f using (subject)
  )`;
}

/** The parameters of {@link fingerprintsSql}, from its first on. */
export const fingerprintParameters = (day: CivilDate): readonly unknown[] => [day, JUDGING_KEYS];

/** A subject and what it stood on. */
export interface Fingerprint {
  readonly subject: string;
  readonly fingerprint: string;
}

/** Of those of these subjects about whom nothing was recorded after an instant. Read it before the facts. */
export async function readFingerprints(
  tx: Tx,
  subjects: readonly string[],
  isAlone: boolean,
  day: CivilDate,
  knownAt: Date,
): Promise<Fingerprint[]> {
  const [households, alone] = isAlone
    ? ['false', 'm.person_key = any($1::uuid[])']
    : ['h.id = any($1::uuid[])', 'false'];
  return tx.query<Fingerprint>(
    `with ${fingerprintsSql(3, households, alone)}
     select subject, fingerprint from fingerprint where last_recorded_at is null or last_recorded_at <= $2`,
    [subjects, knownAt, ...fingerprintParameters(day)],
  );
}

/** These were evaluated as they stand. */
export async function writeFingerprints(tx: Tx, fingerprints: readonly Fingerprint[]): Promise<void> {
  await tx.execute(
    `insert into subject_fingerprint as f (subject, fingerprint)
     select * from unnest($1::uuid[], $2::bigint[]) as n(subject, fingerprint) order by subject
     on conflict (subject) do update set fingerprint = excluded.fingerprint
      where f.fingerprint <> excluded.fingerprint`,
    [fingerprints.map(({ subject }) => subject), fingerprints.map(({ fingerprint }) => fingerprint)],
  );
}
