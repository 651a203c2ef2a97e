import type { CivilDate } from '@minzheng/kernel/months';
import type { Region } from '@minzheng/kernel/region';
import { invalidField } from '@minzheng/platform/http';
import type { HouseholdDto } from './household-checks.dto.js';
import { unknownRegionIn, type KnownRegions } from './household.rules.js';

/** @throws Problem `validation` with the field of the household whose region does not exist today */
export function requireKnownRegions(household: HouseholdDto, regions: KnownRegions, today: CivilDate): void {
  const field = unknownRegionIn(household, regions, today);
  if (field !== undefined) throw invalidField(`household.${field}`, 'region-unknown');
}

/** @throws Problem `validation` where there is no such region today: nobody would be found in it, and that would be no answer */
export function requireKnownRegion(region: Region, regions: KnownRegions, today: CivilDate): void {
  if (unknownRegionIn({ region, members: [] }, regions, today) !== undefined)
    throw invalidField('region', 'region-unknown');
}
