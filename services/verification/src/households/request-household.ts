import type { HouseholdSnapshot, HukouType } from '@minzheng/kernel/means-test';
import { addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { givingWay, type NamedHousehold, type RulesOfDay } from './giving-way.rules.js';

/** A household as a request names it. */
export interface RequestHousehold extends HouseholdSnapshot {
  readonly requestId: string;
  /** Id at the service that asks; of a department outside the platform the request's own. */
  readonly id: string;
  /** Short name of the service whose household it is. */
  readonly service: string;
  readonly region: string;
  readonly hukouType: HukouType;
  readonly asOf: Date;
}

/**
 * Puts the household of a request on record (以最近一次核对委托为准): what earlier requests have said gives way to it, as it gives way
 * to what assistance tells or a later request has said; {@link givingWay}. One that assistance has closed is on record again, and
 * assistance's next word on it counts.
 */
export async function recordRequestHousehold(
  tx: Tx,
  household: RequestHousehold,
  rules: RulesOfDay,
): Promise<void> {
  const onRecord = await tx.query<NamedOnRecord>(SELECT_SHARING, [membersOf([household])]);
  const { before = [], after = [] } = Object.groupBy(onRecord, ({ isOfRequest, asOf }) =>
    isOfRequest && asOf <= household.asOf ? 'before' : 'after',
  );
  if (givingWay([household], after, rules).length > 0) return;
  const id = (await keptIdOf(tx, household)) ?? household.id;
  const stored = await tx.execute(
    `insert into household as h (id, service, region, hukou_type, as_of, sequence, members, obligors, request_id)
     values ($1, $2, $3, $4, $5, 0, $6, $7, $8)
     on conflict (id) do update
       set service = excluded.service, region = excluded.region, hukou_type = excluded.hukou_type,
           as_of = excluded.as_of, closed = false, members = excluded.members, obligors = excluded.obligors,
           request_id = excluded.request_id
     where h.closed or h.request_id is not null and h.as_of <= excluded.as_of`,
    [
      ...[id, household.service, household.region, household.hukouType, household.asOf],
      ...[JSON.stringify(household.members), JSON.stringify(household.obligors), household.requestId],
    ],
  );
  if (stored === 0) return;
  await dropHouseholds(
    tx,
    givingWay(before, [household], rules).filter((other) => other.id !== id),
  );
  const persons = [
    ...new Set([...household.members, ...household.obligors].map(({ personKey }) => personKey)),
  ].sort();
  const left = await tx.query<{ person_key: string }>(
    'delete from household_person where household_id = $1 returning person_key',
    [id],
  );
  await tx.execute('insert into household_person (household_id, person_key) select $1, unnest($2::uuid[])', [
    id,
    persons,
  ]);
  await markDirty(tx, [...new Set([...persons, ...left.map(({ person_key }) => person_key)])].sort());
}

interface NamedOnRecord extends NamedHousehold {
  readonly id: string;
  readonly asOf: Date;
  readonly isOfRequest: boolean;
}

/** Open households with one of these persons among theirs. */
const SELECT_SHARING = `
  select id, region, members, as_of as "asOf", request_id is not null as "isOfRequest" from household
   where not closed and id in (select household_id from household_person where person_key = any($1::uuid[]))`;

const membersOf = (households: readonly NamedHousehold[]): string[] => [
  ...new Set(households.flatMap(({ members }) => members.map(({ personKey }) => personKey))),
];

/**
 * The id under which an earlier request without one of its own has put the household of the same applicant on record: clues and
 * what they mute are found by it, whoever asks next.
 */
async function keptIdOf(tx: Tx, { id, requestId, members }: RequestHousehold): Promise<string | undefined> {
  const applicant = members.find(({ relation }) => relation === 'APPLICANT');
  if (id !== requestId || applicant === undefined) return undefined;
  const [kept] = await tx.query<{ id: string }>(
    `select h.id from household_person p join household h on h.id = p.household_id
      where p.person_key = $1::uuid and h.request_id is not null and h.service = 'verification'
        and h.members @> jsonb_build_array(jsonb_build_object('personKey', $1::uuid::text, 'relation', 'APPLICANT'))
      order by h.as_of desc, h.id limit 1`,
    [applicant.personKey],
  );
  return kept?.id;
}

/** What requests have said gives way to these. */
export async function dropRequestHouseholds(
  tx: Tx,
  households: readonly NamedHousehold[],
  rules: RulesOfDay,
): Promise<void> {
  const ofRequests = await tx.query<NamedOnRecord>(`${SELECT_SHARING} and request_id is not null`, [
    membersOf(households),
  ]);
  await dropHouseholds(tx, givingWay(ofRequests, households, rules));
}

async function dropHouseholds(tx: Tx, households: readonly { readonly id: string }[]): Promise<void> {
  if (households.length === 0) return;
  const ids = households.map(({ id }) => id);
  await dropped(tx, 'id = any($1::uuid[])', ids);
}

/** Provinces in which households are on record that only requests have named. */
export async function provincesOfRequestHouseholds(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ province: string }>(
    'select distinct left(region, 2) as province from household where request_id is not null order by 1',
  );
  return rows.map(({ province }) => province);
}

/** Nor what they have said too long ago. @param months - for how long it counts in the province */
export async function dropOldRequestHouseholds(
  tx: Tx,
  today: CivilDate,
  months: number,
  province: string,
): Promise<void> {
  await dropped(tx, 'as_of < $1::date and left(region, 2) = $2', addMonthsToDate(today, -months), province);
}

async function dropped(tx: Tx, which: string, ...parameters: readonly unknown[]): Promise<void> {
  const persons = await tx.query<{ person_key: string }>(
    `with old as materialized (
       select id from household where request_id is not null and ${which} order by id for update)
     , concerned as (select distinct person_key from household_person where household_id in (select id from old))
     , gone as (delete from household where id in (select id from old))
     select person_key from concerned order by person_key`,
    parameters,
  );
  await markDirty(
    tx,
    persons.map(({ person_key }) => person_key),
  );
}

async function markDirty(tx: Tx, persons: readonly string[]): Promise<void> {
  if (persons.length === 0) return;
  await tx.execute('insert into dirty (person_key) select unnest($1::uuid[])', [persons]);
}
