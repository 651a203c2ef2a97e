import type { CivilDate } from '@minzheng/kernel/months';
import { invalidField } from '@minzheng/platform/http';
import type { HouseholdDto } from './household-checks.dto.js';
import { unknownRegionIn, type KnownRegions } from './household.rules.js';

/** @throws Problem `validation` with the field of the household whose region does not exist today */
export function requireKnownRegions(household: HouseholdDto, regions: KnownRegions, today: CivilDate): void {
  const field = unknownRegionIn(household, regions, today);
  if (field !== undefined) throw invalidField(`household.${field}`, 'region-unknown');
}
