import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName } from '@minzheng/contracts/catalogue';
import {
  HouseholdRelationSchema,
  HukouTypeSchema,
  LegalCapacitySchema,
  StudyLevelSchema,
  type HouseholdSnapshot as SnapshotMessage,
} from '@minzheng/contracts/common';
import {
  EconomicSideSchema,
  SignerRoleSchema,
  type Consent as ConsentMessage,
  type DeclaredItem as DeclaredItemMessage,
} from '@minzheng/contracts/verification';
import { PurposeSchema } from '@minzheng/contracts/common';
import type { HukouType, Relation, Study } from '@minzheng/kernel/means-test';
import type { Capacity, ConsentForm, SignerRole } from '../consents/consent.rules.js';
import type { DeclaredItem, EconomicSide, HouseholdUnderCheck } from './household-under-check.js';

/**
 * The household of a message as the rules take it.
 *
 * @throws RangeError when something that must be set is not
 */
export function toHousehold(snapshot: SnapshotMessage | undefined): HouseholdUnderCheck {
  if (!snapshot) throw new RangeError('a request without a household');
  return {
    region: snapshot.household?.region?.code ?? '',
    hukouType: enumName(HukouTypeSchema, snapshot.hukouType) as HukouType,
    members: snapshot.members.map((member) => ({
      personKey: member.personKey,
      relation: enumName(HouseholdRelationSchema, member.relation) as Relation,
      birthDate: member.birthDate,
      study: enumName(StudyLevelSchema, member.study) as Study,
      capacity: enumName(LegalCapacitySchema, member.capacity) as Capacity,
      hukouRegion: member.hukouRegion?.code ?? '',
      ...(member.livesTogetherSince === undefined ? {} : { livesTogetherSince: member.livesTogetherSince }),
      ...(member.guardianKey === undefined ? {} : { guardianKey: member.guardianKey }),
    })),
    obligors: snapshot.obligors.map(({ personKey, obligorOfKey, relation }) => ({
      personKey,
      obligorOfKey,
      relation: enumName(HouseholdRelationSchema, relation) as Relation,
    })),
  };
}

/** @throws RangeError when the side is not set */
export function toDeclaredItem(item: DeclaredItemMessage): DeclaredItem {
  return {
    personKey: item.personKey,
    side: enumName(EconomicSideSchema, item.side) as EconomicSide,
    kind: item.kind,
    noneDeclared: item.noneDeclared,
    ...(item.amountFen === undefined ? {} : { amountFen: item.amountFen.toString() }),
    ...(item.valueFen === undefined ? {} : { valueFen: item.valueFen.toString() }),
    ...(item.count === undefined ? {} : { count: item.count }),
    ...(item.payerKey === undefined ? {} : { payerKey: item.payerKey }),
    ...(item.period === undefined
      ? {}
      : { period: { from: item.period.fromMonth, to: item.period.toMonth } }),
  };
}

/** @throws RangeError when role, purpose or day of signing is not set */
export function toConsentForm(consent: ConsentMessage): ConsentForm {
  if (!consent.signedAt) throw new RangeError('a consent without the day of its signature');
  return {
    consentId: consent.consentId,
    personKey: consent.personKey,
    signerKey: consent.signerKey,
    signerRole: enumName(SignerRoleSchema, consent.signerRole) as SignerRole,
    purposes: consent.purposes.map((purpose) => enumName(PurposeSchema, purpose)),
    datasets: consent.datasets,
    signedAt: timestampDate(consent.signedAt).toISOString(),
    validTo: consent.validTo,
    ...(consent.powerSha256 === undefined ? {} : { powerSha256: consent.powerSha256 }),
  };
}
