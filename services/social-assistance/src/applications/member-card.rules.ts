import type { DisabilityCard } from '../entitlement/disability.rules.js';
import type { HouseholdMember } from '../households/household.entity.js';

/** The disability card (残疾人证) of a member; undefined without one. */
export function cardOf({
  disabilityKind,
  disabilityGrade,
  cardValidTo,
}: Pick<HouseholdMember, 'disabilityKind' | 'disabilityGrade' | 'cardValidTo'>): DisabilityCard | undefined {
  if (disabilityKind === null || disabilityGrade === null) return undefined;
  return {
    kind: disabilityKind,
    grade: disabilityGrade,
    ...(cardValidTo === null ? {} : { validTo: cardValidTo }),
  };
}
