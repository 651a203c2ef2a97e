import { isCivilDate, type CivilDate } from '@minzheng/kernel/months';
import { contains, isRegionCode, type Region, type RegionDirectory } from '@minzheng/kernel/region';
import type { HouseholdUnderCheck } from './household-under-check.js';

const MOST_MEMBERS = 30;
const COUNTY_DIGITS = 6;
const PERSON_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Whether a household can be checked: one applicant, at most one spouse, nobody named twice, births before the day, and
 * obligors outside it of members inside it, so that at most one hop is followed.
 */
export function isValidHousehold(
  { region, members, obligors }: HouseholdUnderCheck,
  asOf: CivilDate,
): boolean {
  const keys = members.map(({ personKey }) => personKey);
  const named = new Set(keys);
  const countOf = (relation: string) => members.filter((member) => member.relation === relation).length;
  const pairs = new Set(obligors.map(({ personKey, obligorOfKey }) => `${personKey} ${obligorOfKey}`));
  return (
    isRegionCode(region) &&
    members.length >= 1 &&
    members.length <= MOST_MEMBERS &&
    named.size === members.length &&
    pairs.size === obligors.length &&
    countOf('APPLICANT') === 1 &&
    countOf('SPOUSE') <= 1 &&
    members.every(
      ({ personKey, birthDate, livesTogetherSince, guardianKey, hukouRegion }) =>
        PERSON_KEY.test(personKey) &&
        isCivilDate(birthDate) &&
        birthDate <= asOf &&
        (livesTogetherSince === undefined || isCivilDate(livesTogetherSince)) &&
        (guardianKey === undefined || (PERSON_KEY.test(guardianKey) && guardianKey !== personKey)) &&
        isRegionCode(hukouRegion),
    ) &&
    obligors.every(
      ({ personKey, obligorOfKey }) =>
        PERSON_KEY.test(personKey) && !named.has(personKey) && named.has(obligorOfKey),
    )
  );
}

/** The requester's jurisdiction covers the household: in an event its region is that of who asks. */
export function isWithinJurisdiction(requesterRegion: string, { region }: HouseholdUnderCheck): boolean {
  return contains(requesterRegion, region);
}

/** The regions of the day, and the province whose codes are known down to the village. */
export interface KnownRegions {
  readonly directory: RegionDirectory;
  readonly province: Region;
}

/**
 * The field of a household that names a region which does not exist on the day: where it lives, or where one of its members
 * is registered, in the own province. A code that was given up stands for its successor.
 *
 * @returns `region`, `members.2.hukouRegion`; undefined when all of them exist
 */
export function unknownRegionIn(
  { region, members }: HouseholdRegions,
  { directory, province }: KnownRegions,
  day: CivilDate,
): string | undefined {
  if (!exists(directory, region, day)) return 'region';
  const index = members.findIndex(
    ({ hukouRegion }) => contains(province, hukouRegion) && !exists(directory, hukouRegion, day),
  );
  return index < 0 ? undefined : `members.${index}.hukouRegion`;
}

interface HouseholdRegions {
  readonly region: Region;
  readonly members: readonly { readonly hukouRegion: Region }[];
}

/** A township or village that the data do not have is newer than they are, where its county stands. */
function exists(directory: RegionDirectory, code: Region, day: CivilDate): boolean {
  const standing = directory.at(code, day);
  if (directory.find(standing) !== undefined) return directory.isInForce(standing, day);
  return directory.isInForce(standing.slice(0, COUNTY_DIGITS), day);
}
