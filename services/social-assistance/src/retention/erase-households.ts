import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { HukouTypeSchema } from '@minzheng/contracts/common';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import type { HukouType } from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { forgetTold } from '@minzheng/platform/erasures';
import type { Tx } from '@minzheng/platform/persistence';
import { householdRef, said } from '../messages.js';
import { quietSince } from './case-records.js';
import { eraseAttached, eraseBy } from './erase-attached.js';
import type { Look } from './erase-cases.js';
import { eraseReferrals } from './erase-tickets.js';

interface LookedAt {
  readonly id: string;
  readonly region: string;
  readonly hukou_type: HukouType;
  readonly version: number;
  readonly is_due: boolean;
}

/** Who is named in a household `h`: members, their guardians, who owes them support. */
const NAMED = `
  select m.person_key from household_member m where m.household_id = h.id
  union select m.guardian_key from household_member m where m.household_id = h.id and m.guardian_key is not null
  union select o.person_key from household_obligor o where o.household_id = h.id`;

/**
 * Nothing of the household `h` is kept or has happened since a day: no case, no clue, ticket or referral, and no consent of
 * somebody who belongs to no other.
 */
const WITHOUT_CASE = (since: string): string => `
      not exists (select from aid_case c where c.household_id = h.id)
  and not exists (select from award a where a.household_id = h.id)
  and ${quietSince('h.id', since)}
  and not exists (select from intake_ticket t where t.household_id = h.id)
  and not exists (select from clue_task t
                   where t.household_id = h.id and (t.state in ('OPEN', 'VISITED') or not ${quietSince('t.id', since)}))
  and not exists (select from referral r
                   where r.household_id = h.id and (r.state in ('SENT', 'ACCEPTED') or not ${quietSince('r.id', since)}))
  and not exists (select from (${NAMED}) n join consent c on c.person_key = n.person_key
                   where c.valid_to >= ${since}::date
                     and not exists (select from household_member m
                                      where m.person_key = n.person_key and m.household_id <> h.id))`;

/**
 * Households (家庭) that no kept case names and of which nothing has happened since a day, and who belonged to them, as far
 * as nobody else names these persons. Verification is told that the household is closed.
 *
 * @param after - looks at households with a greater id
 */
export async function eraseHouseholds(
  tx: Tx,
  before: CivilDate,
  after: string,
  most: number,
  at: Date,
): Promise<Look & { readonly persons: number }> {
  const looked = await tx.query<LookedAt>(
    `select h.id, h.region, h.hukou_type, h.version, ${WITHOUT_CASE('$3')} as is_due
       from (select * from household where id > $1 order by id limit $2) h order by h.id`,
    [after, most, before],
  );
  const locked = await tx.query<{ id: string }>(
    `select id from household where id = any($1::uuid[]) order by id for update skip locked`,
    [looked.filter(({ is_due }) => is_due).map(({ id }) => id)],
  );
  // asked once more: something may have come in before the lock
  const still = await tx.query<{ id: string }>(
    `select h.id from household h where h.id = any($1::uuid[]) and ${WITHOUT_CASE('$2')}`,
    [locked.map(({ id }) => id), before],
  );
  const free = new Set(still.map(({ id }) => id));
  const due = looked.filter(({ id }) => free.has(id));
  const persons = await erase(
    tx,
    due.map(({ id }) => id),
  );
  for (const household of due) announceClosed(tx, household, at);
  return {
    ...{ erased: due.length, left: 0, persons },
    lookedUpTo: looked.length < most ? undefined : looked.at(-1)?.id,
  };
}

/** @returns how many persons went with them */
async function erase(tx: Tx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const named = await tx.query<{ person_key: string }>(
    `with named as (
       select n.person_key from household h cross join lateral (${NAMED}) n where h.id = any($1::uuid[])
     ), beside as (
       select holder_key as person_key from payee where household_id = any($1::uuid[])
       union select c.custodian_key from payee y join custody_agreement c on c.payee_id = y.id where y.household_id = any($1::uuid[])
       union select signer_key from consent where person_key in (select person_key from named)
     )
     select person_key from named union select person_key from beside order by person_key`,
    [ids],
  );
  const tasks = await tx.query<{ id: string }>(
    'delete from clue_task where household_id = any($1::uuid[]) returning id',
    [ids],
  );
  const subjects = [...ids, ...tasks.map(({ id }) => id)];
  const visits = await tx.query<{ id: string }>(
    `delete from house_visit where subject_type in ('household', 'clueTask') and subject_id = any($1::uuid[]) returning id`,
    [subjects],
  );
  const items = await tx.query<{ id: string }>(
    `delete from supervision_item i where subject_id = any($1::uuid[])
        and not exists (select from complaint c where c.item_id = i.id) returning id`,
    [[...subjects, ...visits.map(({ id }) => id)]],
  );
  const referrals = await tx.query<{ id: string }>(
    'select id from referral where household_id = any($1::uuid[])',
    [ids],
  );
  await eraseReferrals(
    tx,
    referrals.map(({ id }) => id),
  );
  await eraseBy(tx, ids, [
    `delete from custody_agreement where payee_id in (select id from payee where household_id = any($1::uuid[]))`,
    'delete from payee where household_id = any($1::uuid[])',
    'delete from case_import_household where household_id = any($1::uuid[])',
    'delete from household_obligor where household_id = any($1::uuid[])',
    'delete from household_member where household_id = any($1::uuid[])',
    'delete from household where id = any($1::uuid[])',
  ]);
  await eraseAttached(tx, [...subjects, ...[...visits, ...items].map(({ id }) => id)]);
  return erasePersons(
    tx,
    named.map(({ person_key }) => person_key),
  );
}

/**
 * Of these persons those whom no household, ticket, over-payment, award, account, custody, letter or objection names any more,
 * with what was told of them.
 */
export async function erasePersons(tx: Tx, keys: readonly string[]): Promise<number> {
  const unnamed = await tx.query<{ person_key: string }>(
    `select p.person_key from person p
      where p.person_key = any($1::uuid[])
        and not exists (select from household_member m where m.person_key = p.person_key)
        and not exists (select from household_member m where m.guardian_key = p.person_key)
        and not exists (select from household_obligor o where o.person_key = p.person_key)
        and not exists (select from intake_ticket t where t.person_keys @> array[p.person_key])
        and not exists (select from overpayment o where o.person_key = p.person_key)
        and not exists (select from award_person a where a.person_key = p.person_key)
        and not exists (select from payee y where y.holder_key = p.person_key)
        and not exists (select from custody_agreement c where c.custodian_key = p.person_key)
        and not exists (select from letter l where l.addressee_key = p.person_key)
        and not exists (select from objection_reporter r where r.person_key = p.person_key)
        and not exists (select from fact_dispute d where d.person_key = p.person_key and d.state in ('OPEN', 'UPHELD'))
      order by p.person_key for update`,
    [keys],
  );
  const persons = await withoutSigners(
    tx,
    unnamed.map(({ person_key }) => person_key),
  );
  const consents = await tx.query<{ id: string }>(
    'delete from consent where person_key = any($1::uuid[]) returning id',
    [persons],
  );
  const disputes = await tx.query<{ id: string }>(
    'delete from fact_dispute where person_key = any($1::uuid[]) returning id',
    [persons],
  );
  await eraseAttached(
    tx,
    [...consents, ...disputes].map(({ id }) => id),
  );
  await forgetTold(
    tx,
    [ConsentWithdrawnSchema],
    'consent',
    consents.map(({ id }) => id),
  );
  await eraseBy(tx, persons, [
    'delete from status_copy where person_key = any($1::uuid[])',
    'delete from person where person_key = any($1::uuid[])',
  ]);
  return persons.length;
}

/** Whoever has signed for somebody who stays, stays too. */
async function withoutSigners(tx: Tx, keys: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.query<{ signer_key: string }>(
    `select distinct signer_key from consent
      where signer_key = any($1::uuid[]) and person_key <> all($1::uuid[])`,
    [keys],
  );
  if (rows.length === 0) return keys;
  const signers = new Set(rows.map(({ signer_key }) => signer_key));
  return withoutSigners(
    tx,
    keys.filter((key) => !signers.has(key)),
  );
}

/** Nobody is in it any more: what is known of it elsewhere ends too. */
function announceClosed(tx: Tx, { id, region, hukou_type, version }: LookedAt, at: Date): void {
  tx.announce(
    HouseholdChangedSchema,
    {
      ...said(region, at),
      householdId: id,
      snapshot: {
        household: householdRef(id, region),
        asOf: timestampFromDate(at),
        hukouType: enumValue(HukouTypeSchema, hukou_type),
      },
      cause: HouseholdChangeCause.CLOSED,
    },
    { aggregate: 'household', id, version: BigInt(version) + 1n },
  );
}
