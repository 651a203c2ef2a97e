import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import {
  HouseholdRelationSchema,
  HukouTypeSchema,
  LegalCapacitySchema,
  PurposeSchema,
  StudyLevelSchema,
} from '@minzheng/contracts/common';
import {
  ConsentMethodSchema,
  EconomicSideSchema,
  SignerRoleSchema,
  VerificationOccasionSchema,
  VerificationPrioritySchema,
  VerificationRequestedSchema,
  type VerificationRequested,
} from '@minzheng/contracts/verification';
import type { DeclaredItemDto, HouseholdDto } from './household-checks.dto.js';
import type { AskVerificationDto, SignedConsentDto } from './verification-request.dto.js';

/** An optional member may be absent, or null. */
const isLeftOut = (value: unknown): value is null | undefined => value === undefined || value === null;

/**
 * What a department outside asks as the message that a service would send.
 *
 * @param region - of the department: its jurisdiction
 */
export function toVerificationRequested(
  requestId: string,
  region: string,
  asked: AskVerificationDto,
  at: Date,
): VerificationRequested {
  return create(VerificationRequestedSchema, {
    requestId,
    occurredAt: timestampFromDate(at),
    region: { code: region },
    caseRef: asked.caseRef,
    occasion: enumValue(VerificationOccasionSchema, asked.occasion),
    purposes: asked.purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
    household: toSnapshotMessage(asked.household),
    consents: asked.consents.map(toConsentMessage),
    declaredItems: asked.declaredItems.map(toDeclaredMessage),
    asOf: timestampFromDate(new Date(asked.asOf)),
    priority: enumValue(VerificationPrioritySchema, asked.priority),
    ...(isLeftOut(asked.dueAt) ? {} : { dueAt: timestampFromDate(new Date(asked.dueAt)) }),
  });
}

function toSnapshotMessage({ region, hukouType, members, obligors }: HouseholdDto) {
  return {
    household: { region: { code: region } },
    hukouType: enumValue(HukouTypeSchema, hukouType),
    members: members.map((member) => ({
      personKey: member.personKey,
      relation: enumValue(HouseholdRelationSchema, member.relation),
      birthDate: member.birthDate,
      hukouRegion: { code: member.hukouRegion },
      capacity: enumValue(LegalCapacitySchema, member.capacity),
      study: enumValue(StudyLevelSchema, member.study),
      ...(isLeftOut(member.livesTogetherSince) ? {} : { livesTogetherSince: member.livesTogetherSince }),
      ...(isLeftOut(member.guardianKey) ? {} : { guardianKey: member.guardianKey }),
    })),
    obligors: obligors.map(({ personKey, obligorOfKey, relation }) => ({
      personKey,
      obligorOfKey,
      relation: enumValue(HouseholdRelationSchema, relation),
    })),
  };
}

function toConsentMessage({
  purposes,
  signerRole,
  method,
  signedAt,
  powerSha256,
  ...form
}: SignedConsentDto) {
  return {
    ...form,
    signerRole: enumValue(SignerRoleSchema, signerRole),
    purposes: purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
    method: enumValue(ConsentMethodSchema, method),
    signedAt: timestampFromDate(new Date(signedAt)),
    ...(isLeftOut(powerSha256) ? {} : { powerSha256 }),
  };
}

function toDeclaredMessage(item: DeclaredItemDto) {
  const { personKey, side, kind, amountFen, valueFen, count, period, payerKey, noneDeclared } = item;
  return {
    ...{ personKey, kind, noneDeclared },
    side: enumValue(EconomicSideSchema, side),
    ...(isLeftOut(amountFen) ? {} : { amountFen: BigInt(amountFen) }),
    ...(isLeftOut(valueFen) ? {} : { valueFen: BigInt(valueFen) }),
    ...(isLeftOut(count) ? {} : { count }),
    ...(isLeftOut(payerKey) ? {} : { payerKey }),
    ...(isLeftOut(period) ? {} : { period: { fromMonth: period.from, toMonth: period.to } }),
  };
}
