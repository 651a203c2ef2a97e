import { timestampDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, type HouseholdChanged } from '@minzheng/contracts/assistance';
import { enumName, serviceName } from '@minzheng/contracts/catalogue';
import {
  HouseholdRelationSchema,
  HukouTypeSchema,
  StudyLevelSchema,
  type HouseholdSnapshot as SnapshotMessage,
} from '@minzheng/contracts/common';
import type { HouseholdSnapshot, HukouType, Relation, Study } from '@minzheng/kernel/means-test';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { Queries } from '../facts/fact.reader.js';
import { dropRequestHouseholds } from './request-household.js';
import type { RulesOfDay } from './giving-way.rules.js';

/** A household on record (家庭): the sender's reference and who belongs to it. */
export interface HouseholdOnRecord extends HouseholdSnapshot {
  readonly id: string;
  /** Short name of the service whose household it is. */
  readonly service: string;
  readonly region: string;
  readonly hukouType: HukouType;
  /** Day of the last `HouseholdChanged`. */
  readonly changedOn?: CivilDate;
}

/** What assistance has told of a household, and as which version of it. */
export interface HouseholdNews {
  readonly message: HouseholdChanged;
  readonly sequence: bigint;
}

/**
 * Keeps the newest version of each household; its persons, and those who have left it, are evaluated again. However many they
 * are, they are written by a few statements: a republication tells all of them.
 *
 * @throws RangeError when one has no snapshot
 */
export async function storeHouseholds(
  tx: Tx,
  news: readonly HouseholdNews[],
  rules: RulesOfDay,
): Promise<void> {
  const newest = new Map<string, ToldHousehold>();
  for (const told of news.map(toTold)) {
    const other = newest.get(told.id);
    if (other === undefined || other.sequence < told.sequence) newest.set(told.id, told);
  }
  const stored = await tx.query<{ id: string }>(
    `insert into household as h (id, service, region, hukou_type, as_of, sequence, closed, members, obligors)
     select id, service, region, hukou_type, as_of, sequence, closed, members, obligors
       from json_to_recordset($1::json) as n(
         id uuid, service text, region text, hukou_type text, as_of timestamptz, sequence bigint, closed boolean,
         members jsonb, obligors jsonb)
      order by id
     on conflict (id) do update
       set region = excluded.region, hukou_type = excluded.hukou_type, as_of = excluded.as_of,
           sequence = excluded.sequence, closed = excluded.closed, members = excluded.members,
           obligors = excluded.obligors, request_id = null
     where excluded.sequence > h.sequence
     returning h.id`,
    [
      JSON.stringify(
        [...newest.values()].map(({ asOf, hukouType, sequence, ...told }) => ({
          ...told,
          ...{ as_of: asOf, hukou_type: hukouType, sequence: sequence.toString() },
        })),
      ),
    ],
  );
  if (stored.length === 0) return;
  const changed = stored.flatMap(({ id }) => newest.get(id) ?? []);
  await dropRequestHouseholds(
    tx,
    changed.filter(({ closed }) => !closed),
    rules,
  );
  const before = await tx.query<{ person_key: string }>(
    'delete from household_person where household_id = any($1::uuid[]) returning person_key',
    [changed.map(({ id }) => id)],
  );
  const belonging = changed.flatMap(({ id, members, obligors }) =>
    [...new Set([...members, ...obligors].map(({ personKey }) => personKey))].map((personKey) => ({
      ...{ id, personKey },
    })),
  );
  await tx.execute(
    `insert into household_person (household_id, person_key)
     select id, key from unnest($1::uuid[], $2::uuid[]) as n(id, key) order by key, id`,
    [belonging.map(({ id }) => id), belonging.map(({ personKey }) => personKey)],
  );
  // who has left lives elsewhere or alone, and may owe support to another household on record
  const concerned = new Set([
    ...belonging.map(({ personKey }) => personKey),
    ...before.map(({ person_key }) => person_key),
  ]);
  await tx.execute('insert into dirty (person_key) select unnest($1::uuid[])', [[...concerned].sort()]);
}

interface ToldHousehold extends HouseholdSnapshot {
  readonly id: string;
  readonly service: string;
  readonly region: string;
  readonly hukouType: HukouType;
  readonly asOf: Date;
  readonly sequence: bigint;
  readonly closed: boolean;
}

function toTold({
  message: { householdId, snapshot, region, cause },
  sequence,
}: HouseholdNews): ToldHousehold {
  if (!snapshot?.household) throw new RangeError('a household without its snapshot');
  const { members, obligors } = toSnapshot(snapshot);
  return {
    ...{ id: householdId.toLowerCase(), members, obligors, sequence },
    service: serviceName(snapshot.household.service),
    region: snapshot.household.region?.code ?? region?.code ?? '',
    hukouType: enumName(HukouTypeSchema, snapshot.hukouType) as HukouType,
    asOf: snapshot.asOf ? timestampDate(snapshot.asOf) : new Date(0),
    closed: cause === HouseholdChangeCause.CLOSED,
  };
}

interface HouseholdRow {
  readonly id: string;
  readonly service: string;
  readonly region: string;
  readonly hukou_type: HukouType;
  readonly members: HouseholdSnapshot['members'];
  readonly obligors: HouseholdSnapshot['obligors'];
  readonly as_of: Date;
}

const SELECT_OPEN =
  'select id, service, region, hukou_type, members, obligors, as_of from household where not closed';

/** All open households in which one of these persons is a member or an obligor, in the order of their ids. */
export async function householdsOf(
  queries: Queries,
  personKeys: readonly string[],
): Promise<HouseholdOnRecord[]> {
  const rows = await queries.query<HouseholdRow>(
    `${SELECT_OPEN}
        and id in (select household_id from household_person where person_key = any($1::uuid[]))
      order by id`,
    [personKeys],
  );
  return rows.map(toHousehold);
}

/** Those of these households that are open, in the order of their ids. */
export async function householdsById(queries: Queries, ids: readonly string[]): Promise<HouseholdOnRecord[]> {
  const rows = await queries.query<HouseholdRow>(`${SELECT_OPEN} and id = any($1::uuid[]) order by id`, [
    ids,
  ]);
  return rows.map(toHousehold);
}

const toHousehold = ({ hukou_type, as_of, ...row }: HouseholdRow): HouseholdOnRecord => ({
  ...row,
  hukouType: hukou_type,
  changedOn: civilDateOf(as_of),
});

/** The catalogue's snapshot as the rules take it. */
export function toSnapshot(snapshot: SnapshotMessage): HouseholdSnapshot {
  return {
    members: snapshot.members.map((member) => ({
      personKey: member.personKey,
      relation: enumName(HouseholdRelationSchema, member.relation) as Relation,
      birthDate: member.birthDate,
      ...(member.livesTogetherSince === undefined ? {} : { livesTogetherSince: member.livesTogetherSince }),
      study: enumName(StudyLevelSchema, member.study) as Study,
    })),
    obligors: snapshot.obligors.map(({ personKey, obligorOfKey, relation }) => ({
      personKey,
      obligorOfKey,
      relation: enumName(HouseholdRelationSchema, relation) as Relation,
    })),
  };
}
