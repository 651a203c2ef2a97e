import { StatusKind } from '@minzheng/contracts/facts';
import type { CivilDate } from '@minzheng/kernel/months';
import { countyOf, isRegionCode, townshipOf, type Region } from '@minzheng/kernel/region';
import type { Tx } from '@minzheng/platform/persistence';
import { FACT_TYPE, FLAG } from '../facts/fact-row.js';
import type { HouseholdOnRecord } from '../households/household.store.js';

const TOWNSHIP_LENGTH = 9;
const COUNTY_LENGTH = 6;
const PROVINCE_LENGTH = 2;
const REGISTRATIONS = [StatusKind.HUKOU_REGISTERED, StatusKind.HUKOU_MOVED].map(
  (kind) => FACT_TYPE.STATUS + kind,
);

/** What decides where a clue goes. */
export interface CluePlace {
  readonly department: string;
  readonly household: HouseholdOnRecord | undefined;
  /** Where the department pays, if known. */
  readonly payerRegion: Region | undefined;
  /** Registered residence (户籍地) of the person of the first hit, if known. */
  readonly registered: Region | undefined;
}

/** The household on record is the department's own: nothing else has to be known of where its clue goes. */
export const isOfDepartment = ({
  department,
  household,
}: Pick<CluePlace, 'department' | 'household'>): boolean => household?.service === department;

/**
 * Whose office a clue goes to (线索承办地): that of the department's own household, else that of the registered residence
 * where it is in the province, else the queue of the county in which the department pays or the household lives.
 *
 * @throws RangeError when nothing of all this is known
 */
export function clueRegion(place: CluePlace): Region {
  const { household, payerRegion, registered } = place;
  if (household && isOfDepartment(place)) return upTo(household.region, TOWNSHIP_LENGTH);
  const queue = payerRegion ?? household?.region;
  if (queue === undefined) {
    if (registered === undefined) throw new RangeError('a hit without a region');
    return upTo(registered, TOWNSHIP_LENGTH);
  }
  return registered !== undefined && isOfOneProvince(registered, queue)
    ? upTo(registered, TOWNSHIP_LENGTH)
    : upTo(queue, COUNTY_LENGTH);
}

/** The registered residence of persons as of a day: the last registration or move that is on record. */
export async function registeredResidences(
  tx: Tx,
  persons: readonly string[],
  today: CivilDate,
): Promise<ReadonlyMap<string, Region>> {
  if (persons.length === 0) return new Map();
  const rows = await tx.query<{ person_key: string; region: string | null }>(
    `select distinct on (f.person_key) f.person_key, coalesce(f.attributes->>'toRegion', f.region) as region
       from unnest(array(select unnest($1::uuid[]))) as p(key)
      cross join lateral (
        select person_key, attributes, region, valid_from, recorded_at from fact
         where fact.person_key = p.key and kind = any($2::smallint[]) and superseded_at is null
           and flags & $3 = 0 and valid_from <= $4::date offset 0
      ) f
      order by f.person_key, f.valid_from desc, f.recorded_at desc`,
    [persons, REGISTRATIONS, FLAG.RETRACTED, today],
  );
  return new Map(
    rows.flatMap(({ person_key, region }): [string, Region][] =>
      region !== null && isRegionCode(region) && region.length >= COUNTY_LENGTH ? [[person_key, region]] : [],
    ),
  );
}

const isOfOneProvince = (a: Region, b: Region): boolean =>
  a.slice(0, PROVINCE_LENGTH) === b.slice(0, PROVINCE_LENGTH);

function upTo(region: Region, length: number): Region {
  if (region.length <= length) return region;
  return length === COUNTY_LENGTH ? countyOf(region) : townshipOf(region);
}
