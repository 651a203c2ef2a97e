import { addMonthsToDate, type CivilDate } from '../months/index.js';
import type { PersonKey, StatusFact } from './facts.js';
import type { StatusKind } from './kind-registry.js';

const MONTHS_OF_MINORITY = 18 * 12;
/** Categories of GB/T 26341: 5 intellectual (智力), 6 mental (精神). */
const INTELLECTUAL_OR_MENTAL = ['5', '6'];

const NONE: readonly StatusFact[] = [];

/** A status holds from its first day to the day before its end. */
export function holdsOn({ days }: StatusFact, on: CivilDate): boolean {
  return days.from <= on && (days.to === undefined || on < days.to);
}

/** Under 18 on the day (未成年人). */
export function isMinor(birthDate: CivilDate, on: CivilDate): boolean {
  return on < addMonthsToDate(birthDate, MONTHS_OF_MINORITY);
}

/** What is known of persons' statuses (状态), looked up by person. */
export class Statuses {
  private readonly byPerson: ReadonlyMap<PersonKey, readonly StatusFact[]>;

  constructor(readonly all: readonly StatusFact[]) {
    this.byPerson = Map.groupBy(all, ({ personKey }) => personKey);
  }

  of(personKey: PersonKey, ...kinds: readonly StatusKind[]): readonly StatusFact[] {
    const statuses = this.byPerson.get(personKey);
    return statuses === undefined ? NONE : statuses.filter(({ kind }) => kinds.includes(kind));
  }

  /** The first status of these kinds that holds on the day. */
  holding(personKey: PersonKey, on: CivilDate, ...kinds: readonly StatusKind[]): StatusFact | undefined {
    return this.byPerson.get(personKey)?.find((status) => kinds.includes(status.kind) && holdsOn(status, on));
  }

  /**
   * In prison or in compulsory rehabilitation on the day. Who was released, or is on parole under community
   * correction, before the planned end is not.
   */
  inCustody(personKey: PersonKey, on: CivilDate): StatusFact | undefined {
    const custodies = this.of(personKey, 'imprisoned', 'compulsoryRehab');
    if (custodies.length === 0) return undefined;
    const freed = this.of(personKey, 'released', 'communityCorrection').filter(({ days }) => days.from <= on);
    return custodies.find(
      (custody) => holdsOn(custody, on) && !freed.some(({ days }) => custody.days.from <= days.from),
    );
  }

  /**
   * The card of a severely disabled person (重度残疾人) that is valid on the day: grade 1 or 2, or grade 3 when the
   * disability is intellectual or mental.
   */
  severeDisability(personKey: PersonKey, on: CivilDate): StatusFact | undefined {
    return this.of(personKey, 'disabled').find((card) => {
      const { grade, category = '', validTo } = card.attributes;
      const isSevere =
        grade === '1' || grade === '2' || (grade === '3' && INTELLECTUAL_OR_MENTAL.includes(category));
      return isSevere && holdsOn(card, on) && (validTo === undefined || on <= validTo);
    });
  }
}
