import type { CivilDate } from '@minzheng/kernel/months';
import { categoryPeriods, openCategories, openedBy } from '../monitoring/category.rules.js';
import type { Category } from './categories.rules.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

const PERIODS = Symbol('periods of categories');

/** The categories in which a person is on a day, by the facts at hand. */
export function categoriesOf(person: WatchedPerson, day: CivilDate): Category[] {
  const periods = person.once(PERIODS, () => categoryPeriods(person));
  return periods.length === 0 ? [] : openCategories(periods, day);
}

/** The facts by which a person is in categories on a day. */
export const monitoredBy = (person: WatchedPerson, day: CivilDate): { readonly factId: string }[] =>
  categoriesOf(person, day).flatMap((category) => openedBy(person, category, day));

/** A member is in one of the categories (监测对象). */
export const isMonitored = (watch: Watch, day: CivilDate = watch.today): boolean =>
  watch.persons.some((person) => categoriesOf(person, day).length > 0);
