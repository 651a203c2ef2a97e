import { StatusKind } from '@minzheng/contracts/facts';
import type { CivilDate } from '@minzheng/kernel/months';
import { countyOf, isRegionCode, townshipOf, type Region } from '@minzheng/kernel/region';
import { FACT_TYPE, FLAG } from '../facts/fact-row.js';
import type { Queries } from '../facts/fact.reader.js';
import type { HouseholdOnRecord } from '../households/household.store.js';

const TOWNSHIP_LENGTH = 9;
const COUNTY_LENGTH = 6;
const PROVINCE_LENGTH = 2;
const REGISTRATIONS = [StatusKind.HUKOU_REGISTERED, StatusKind.HUKOU_MOVED].map(
  (kind) => FACT_TYPE.STATUS + kind,
);
const PERMIT = FACT_TYPE.STATUS + StatusKind.RESIDENCE_PERMIT;

/** Where a person is at home by law, as far as the police have told. */
export interface Residence {
  /** Registered residence (户籍地). */
  readonly registered?: Region;
  /** Where a residence permit (居住证) holds. */
  readonly permitted?: Region;
}

/** What decides where a clue goes. */
export interface CluePlace {
  readonly department: string;
  readonly household: HouseholdOnRecord | undefined;
  /** Where the department pays, if known. */
  readonly payerRegion: Region | undefined;
  /** Of the person of the first hit. */
  readonly residence: Residence;
}

/** The household on record is the department's own: nothing else has to be known of where its clue goes. */
export const isOfDepartment = ({
  department,
  household,
}: Pick<CluePlace, 'department' | 'household'>): boolean => household?.service === department;

/**
 * Whose office a clue goes to (线索承办地): that of the department's own household, else that of the registered residence
 * where it is in the province, else that of the residence permit: who is registered in another province has no office of
 * this one there, and is served where the permit holds (居住证暂行条例 arts. 12, 13); else the queue of the county in which the
 * department pays or the household lives.
 *
 * @throws RangeError when nothing of all this is known
 */
export function clueRegion(place: CluePlace): Region {
  const { household, payerRegion, residence } = place;
  if (household && isOfDepartment(place)) return upTo(household.region, TOWNSHIP_LENGTH);
  const queue = payerRegion ?? household?.region;
  const home = [residence.registered, residence.permitted].find(
    (region) => region !== undefined && (queue === undefined || isOfOneProvince(region, queue)),
  );
  if (home !== undefined) return upTo(home, TOWNSHIP_LENGTH);
  if (queue === undefined) throw new RangeError('a hit without a region');
  return upTo(queue, COUNTY_LENGTH);
}

/** Where a person is at home in a province, down to the township: registered, else by permit. */
export function homeOf({ registered, permitted }: Residence, province: Region): Region | undefined {
  const home = [registered, permitted].find((region) => region?.startsWith(province));
  return home === undefined ? undefined : upTo(home, TOWNSHIP_LENGTH);
}

/** Where persons are at home as of a day: by the last registration or move, and the last permit that holds. */
export async function residencesOf(
  queries: Queries,
  persons: readonly string[],
  today: CivilDate,
): Promise<ReadonlyMap<string, Residence>> {
  if (persons.length === 0) return new Map();
  const rows = await queries.query<{ person_key: string; is_permit: boolean; region: string | null }>(
    `select distinct on (f.person_key, f.is_permit) f.person_key, f.is_permit,
            coalesce(f.attributes->>'toRegion', f.region) as region
       from unnest(array(select unnest($1::uuid[]))) as p(key)
      cross join lateral (
        select person_key, attributes, region, valid_from, recorded_at, kind = $5 as is_permit from fact
         where fact.person_key = p.key and (kind = any($2::smallint[]) or kind = $5) and superseded_at is null
           and flags & $3 = 0 and valid_from <= $4::date
           and (kind <> $5 or valid_to is null or valid_to > $4::date) offset 0
      ) f
      order by f.person_key, f.is_permit, f.valid_from desc, f.recorded_at desc`,
    [persons, REGISTRATIONS, FLAG.RETRACTED, today, PERMIT],
  );
  const residences = new Map<string, Residence>();
  for (const { person_key, is_permit, region } of rows) {
    if (region === null || !isRegionCode(region) || region.length < COUNTY_LENGTH) continue;
    residences.set(person_key, {
      ...residences.get(person_key),
      ...(is_permit ? { permitted: region } : { registered: region }),
    });
  }
  return residences;
}

const isOfOneProvince = (a: Region, b: Region): boolean =>
  a.slice(0, PROVINCE_LENGTH) === b.slice(0, PROVINCE_LENGTH);

function upTo(region: Region, length: number): Region {
  if (region.length <= length) return region;
  return length === COUNTY_LENGTH ? countyOf(region) : townshipOf(region);
}
