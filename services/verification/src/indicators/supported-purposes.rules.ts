import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { benOf, recognisedToday } from './benefits.rules.js';
import type { Watch } from './watch.js';

/** Of the service's own runs: a consent that names it covers them whatever is paid. */
export const MONITORING = 'MONITORING';
const PURPOSES: ReadonlySet<string> = new Set(enumNames(PurposeSchema));

/**
 * Programmes that are checked under a purpose of another name (catalogue 2.2, 6.1). One-off ones are never in payment (5.10), so
 * none stands here.
 */
export const CHECKED_AS: ReadonlyMap<string, string> = new Map([
  ...(['DISABILITY_LIVING', 'DISABILITY_CARE'] as const).map(to('DISABILITY_SUBSIDY')),
  ...(['ELDER_SERVICE_SUBSIDY', 'ELDER_VOUCHER'] as const).map(to('ELDER_CARE_SUBSIDY')),
  ['ORPHAN_ALLOWANCE', 'ORPHAN'],
  ['DE_FACTO_ALLOWANCE', 'DE_FACTO_CHILD'],
  ['CHILD_DIFFICULTY_ALLOWANCE', 'CHILD_LOW_INCOME'],
  ['MILITARY_SURVIVOR_PENSION', 'VETERAN_SURVIVOR'],
]);

/**
 * What for somebody who is monitored may have agreed to be checked (在享待遇对应的核对用途): what assistance recognises a member
 * for today, and what the benefits in payment were checked for. A consent to another purpose does not open anything to
 * monitoring. PIPL arts. 6, 14, 29; verification 4 (Consent), 5.10.
 */
export function supportedPurposes(watch: Watch): ReadonlySet<string> {
  return new Set([
    MONITORING,
    ...recognisedToday(watch).map(({ kind }) => kind.toUpperCase()),
    ...benOf(watch).flatMap(({ programme }) => {
      const purpose = CHECKED_AS.get(programme) ?? programme;
      return PURPOSES.has(purpose) ? [purpose] : [];
    }),
  ]);
}

function to(purpose: string) {
  return (programme: string): readonly [string, string] => [programme, purpose];
}
