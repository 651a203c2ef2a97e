import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  HouseholdRelation,
  HukouType,
  LegalCapacity,
  Purpose,
  ServiceCode,
  StudyLevel,
} from '@minzheng/contracts/common';
import {
  ConsentMethod,
  EconomicSide,
  SignerRole,
  VerificationOccasion,
  VerificationPriority,
  VerificationRequestedSchema,
} from '@minzheng/contracts/verification';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { received } from '../../facts/test/facts.js';

const personKey = (): string => uuidv4().replace(/^(.{14})4/, '$18');

/** A couple and a child with a case of their own. */
export interface Family {
  readonly husband: string;
  readonly wife: string;
  readonly child: string;
  readonly caseRef: string;
}

export const newFamily = (): Family => ({
  husband: personKey(),
  wife: personKey(),
  child: personKey(),
  caseRef: `510802-${uuidv4()}`,
});

export const consent = (person: string, consentId = uuidv7()) => ({
  consentId,
  personKey: person,
  signerKey: person,
  signerRole: SignerRole.SELF,
  purposes: [Purpose.DIBAO],
  datasets: ['CORE'],
  method: ConsentMethod.PAPER_SCAN,
  documentSha256: 'ab'.repeat(32),
  signedAt: timestampFromDate(new Date('2025-07-14T02:00:00Z')),
  validTo: '2026-07-13',
});

export type RequestInit = MessageInitShape<typeof VerificationRequestedSchema>;

/** T1's request of assistance: DIBAO, both adults agree; wage, deposit and home declared. */
export const requestOf = ({ husband, wife, child, caseRef }: Family, at: Date, rest: RequestInit = {}) =>
  received(VerificationRequestedSchema, {
    requestId: uuidv7(),
    occurredAt: timestampFromDate(at),
    region: { code: '510802' },
    requester: ServiceCode.ASSISTANCE,
    caseRef,
    occasion: VerificationOccasion.APPLICATION,
    purposes: [Purpose.DIBAO],
    household: {
      household: { service: ServiceCode.ASSISTANCE, householdId: uuidv7(), region: { code: '510802' } },
      hukouType: HukouType.URBAN,
      members: [
        {
          personKey: husband,
          relation: HouseholdRelation.APPLICANT,
          birthDate: '1985-03-01',
          capacity: LegalCapacity.FULL,
        },
        {
          personKey: wife,
          relation: HouseholdRelation.SPOUSE,
          birthDate: '1986-04-01',
          capacity: LegalCapacity.FULL,
        },
        {
          personKey: child,
          relation: HouseholdRelation.CHILD,
          birthDate: '2015-05-01',
          capacity: LegalCapacity.NONE,
        },
      ].map((member) => ({ ...member, hukouRegion: { code: '510802' }, study: StudyLevel.NONE })),
    },
    consents: [consent(husband), consent(wife)],
    declaredItems: [
      { personKey: husband, side: EconomicSide.INCOME, kind: 'wage', amountFen: 1_800_000n },
      { personKey: husband, side: EconomicSide.ASSET, kind: 'deposit', valueFen: 800_000n },
      { personKey: husband, side: EconomicSide.ASSET, kind: 'residence', count: 1 },
    ],
    asOf: timestampFromDate(new Date('2025-07-15T02:00:00Z')),
    priority: VerificationPriority.NORMAL,
    ...rest,
  } as RequestInit);
