import type { EconomicFact, StatusFact } from '@minzheng/kernel/means-test';
import type { TakenBackFact } from '../facts/taken-back.reader.js';
import type { Ground } from '../indicators/grounds.rules.js';

/** What a hit rests on, as it was when it was found. */
export interface Evidence {
  readonly factIds: readonly string[];
  readonly grounds: readonly Ground[];
}

/** The same as its sources tell it now. */
export interface EvidenceNow {
  /** The rule still finds the episode. */
  readonly isFound: boolean;
  /** Facts that were superseded or retracted. */
  readonly takenBack: readonly TakenBackFact[];
  /** Facts that are visible. */
  readonly standing: readonly EconomicFact[];
  readonly standingGrounds: ReadonlySet<Ground>;
}

/**
 * Whether what a hit rested on was taken back (证据撤回): its rule finds it no longer, and one of its facts or grounds stands
 * no longer. A status that its source ends was no mistake: ending is how it goes on, also when the department's own answer
 * ends it. What a payer has set to 0 after it detected an over-payment is found all the same.
 */
export function isWithdrawn({ factIds, grounds }: Evidence, now: EvidenceNow): boolean {
  if (now.isFound) return false;
  return (
    now.takenBack.some((fact) => factIds.includes(fact.factId) && !isStillTold(fact, now.standing)) ||
    grounds.some((ground) => !now.standingGrounds.has(ground))
  );
}

/** The same status, of the same content and from the same day on, open or ended. */
const isStillTold = ({ personKey, status }: TakenBackFact, standing: readonly EconomicFact[]): boolean =>
  status !== undefined &&
  standing.some(
    (fact) =>
      fact.type === 'STATUS' &&
      fact.personKey === personKey &&
      fact.kind === status.kind &&
      fact.days.from === status.days.from &&
      (fact.days.to === undefined || fact.days.to > status.days.from) &&
      isAlike(fact.attributes, status.attributes),
  );

function isAlike(a: StatusFact['attributes'], b: StatusFact['attributes']): boolean {
  const [one, other] = [Object.entries(a), new Map(Object.entries(b))];
  return one.length === other.size && one.every(([name, value]) => other.get(name) === value);
}
