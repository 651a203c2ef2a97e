import type { HouseholdMember, HouseholdSnapshot, HukouType, Obligor } from '@minzheng/kernel/means-test';
import type { Month } from '@minzheng/kernel/months';
import type { Capacity } from '../consents/consent.rules.js';

/** A member as the requester named him, with what the consent check asks. */
export interface MemberUnderCheck extends HouseholdMember {
  readonly hukouRegion: string;
  readonly capacity: Capacity;
  readonly guardianKey?: string | undefined;
}

/** The household of a request (家庭快照): members are fixed once it is accepted. */
export interface HouseholdUnderCheck extends HouseholdSnapshot {
  readonly region: string;
  readonly hukouType: HukouType;
  readonly members: readonly MemberUnderCheck[];
  readonly obligors: readonly Obligor[];
}

export type EconomicSide = 'INCOME' | 'ASSET' | 'EXPENDITURE';

/** What a person stated (申报项); sums are strings of digits, in fen. */
export interface DeclaredItem {
  readonly personKey: string;
  readonly side: EconomicSide;
  readonly kind: string;
  /** For the whole income window, unless `period` says otherwise. */
  readonly amountFen?: string | undefined;
  readonly valueFen?: string | undefined;
  readonly count?: number | undefined;
  readonly period?: { readonly from: Month; readonly to: Month } | undefined;
  readonly payerKey?: string | undefined;
  readonly noneDeclared: boolean;
}

/** Everybody whose data a request concerns, in the order of their keys. */
export function personsOf({ members, obligors }: HouseholdSnapshot): string[] {
  return [...new Set([...members, ...obligors].map(({ personKey }) => personKey))].toSorted();
}

/**
 * Who acts for a member who can't: the guardian that the snapshot names (a household on record names none), else of a child
 * the applicant and the spouse, who are its guardians as its parents. Civil Code arts. 27, 28.
 */
export function guardiansOf(
  member: HouseholdMember & Pick<MemberUnderCheck, 'guardianKey'>,
  { members }: Pick<HouseholdSnapshot, 'members'>,
): string[] {
  if (member.guardianKey !== undefined) return [member.guardianKey];
  if (member.relation !== 'CHILD') return [];
  return members
    .filter(({ relation }) => relation === 'APPLICANT' || relation === 'SPOUSE')
    .map(({ personKey }) => personKey);
}
