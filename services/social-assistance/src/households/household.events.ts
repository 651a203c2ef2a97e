import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import {
  HouseholdRelationSchema,
  HukouTypeSchema,
  LabourAbilitySchema,
  LegalCapacitySchema,
  StudyLevelSchema,
} from '@minzheng/contracts/common';
import type { Tx } from '@minzheng/platform/persistence';
import { householdRef, said } from '../messages.js';
import type { Household, HouseholdMember, HouseholdObligor } from './household.entity.js';

/** A household with everybody named in it. */
export interface HouseholdWithPersons {
  readonly household: Household;
  readonly members: readonly HouseholdMember[];
  readonly obligors: readonly HouseholdObligor[];
}

export function announceHouseholdChanged(
  tx: Tx,
  named: HouseholdWithPersons,
  cause: 'OPENED' | 'CHANGED',
  at: Date,
): void {
  const { household } = named;
  tx.announce(
    HouseholdChangedSchema,
    {
      ...said(household.region, at),
      householdId: household.id,
      snapshot: toSnapshotMessage(named, at),
      cause: HouseholdChangeCause[cause],
    },
    household,
  );
}

/** The household as others may know it: no name, number or address. */
export function toSnapshotMessage({ household, members, obligors }: HouseholdWithPersons, asOf: Date) {
  return {
    household: householdRef(household.id, household.region),
    asOf: timestampFromDate(asOf),
    hukouType: enumValue(HukouTypeSchema, household.hukouType),
    members: members.map((member) => ({
      personKey: member.personKey,
      relation: enumValue(HouseholdRelationSchema, member.relation),
      birthDate: member.birthDate,
      ...(member.livesTogetherSince === null ? {} : { livesTogetherSince: member.livesTogetherSince }),
      hukouRegion: { code: member.hukouRegion },
      capacity: enumValue(LegalCapacitySchema, member.capacity),
      ...(member.guardianKey === null ? {} : { guardianKey: member.guardianKey }),
      labour: enumValue(LabourAbilitySchema, member.labour),
      study: enumValue(StudyLevelSchema, member.study),
    })),
    obligors: obligors.map(({ personKey, obligorOfKey, relation }) => ({
      personKey,
      obligorOfKey,
      relation: enumValue(HouseholdRelationSchema, relation),
    })),
  };
}
