import type { CivilDate } from '@minzheng/kernel/months';
import type { RationalWire } from '@minzheng/kernel/rational';
import type { DisabilityCard } from '../entitlement/disability.rules.js';

/** What the amount of a person rests on beside the standard. */
export interface AssessedPerson {
  readonly personKey: string;
  readonly birthDate: CivilDate;
  readonly disability?: DisabilityCard;
  readonly isSeriouslyIll: boolean;
  /** Own counted income a month, in fen, exact: what a single-person guarantee rests on. */
  readonly ownMonthly: RationalWire;
}

/**
 * What the amount of an award was found on (认定依据), as it is kept with the award: with a new standard or a new age the
 * amount is computed again, and nothing is counted again.
 */
export interface Assessed {
  readonly subtype: 'HOUSEHOLD' | 'RIGID_DEDUCTION' | 'ILLNESS' | 'SINGLE_PERSON';
  /** Heads among whom the income was divided: n of R6. */
  readonly memberCount: number;
  /** Income a head and month in fen, exact, that the subtype was found on: after R3 or R8 where so. */
  readonly perCapita: RationalWire;
  /** Who is covered, in the order of personKey. */
  readonly members: readonly AssessedPerson[];
  /** Of them, who has lost the own part of the base for refusing work (民发〔2021〕57号 art. 34). */
  readonly withoutBase?: readonly string[];
}
