import type { CivilDate } from '@minzheng/kernel/months';
import type { Hit, Severity } from '../indicators/indicator.js';

export const SEVERITIES: readonly Severity[] = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

/** A hit on record of an episode that was found again. */
export interface KnownHit {
  readonly severity: Severity;
  readonly amountFen: bigint | null;
  /** Set when it was closed as known and settled. */
  readonly mutedUntilOn: CivilDate | null;
}

/** The amount has changed much when by more than a fifth of the old one. */
const FIFTH = 5n;

/**
 * Whether an episode that is on record is raised again (解除静默): only where it was closed as known and settled, and either
 * its mute has ended, or it has become more severe, or its amount has changed by more than 20 %. Verification 5.10.
 */
export function isRaisedAgain(
  known: KnownHit,
  found: Pick<Hit, 'severity' | 'amountFen'>,
  today: CivilDate,
): boolean {
  if (known.mutedUntilOn === null) return false;
  if (today > known.mutedUntilOn) return true;
  const isMoreSevere = SEVERITIES.indexOf(found.severity) < SEVERITIES.indexOf(known.severity);
  const [before, now] = [known.amountFen ?? 0n, found.amountFen ?? 0n];
  const change = now > before ? now - before : before - now;
  return isMoreSevere || change * FIFTH > before;
}
