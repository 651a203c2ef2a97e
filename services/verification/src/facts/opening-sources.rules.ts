import { OWN_AGENCY, publishersOf, type EconomicFact } from '@minzheng/kernel/means-test';

/**
 * The sources of which one that a consent opens opens the fact: its own, and of what this service has decided itself
 * (本机构认定) each that could have said the same, for it stands in their place.
 */
export function openingSources({ type, kind, source }: EconomicFact): readonly string[] {
  return source.agency === OWN_AGENCY ? publishersOf(type, kind) : [source.agency];
}
