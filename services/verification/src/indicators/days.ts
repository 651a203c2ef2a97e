import { addDays, addMonths, firstDay, lastDay, monthOf, type CivilDate } from '@minzheng/kernel/months';
import type { Watch } from './watch.js';

/** The first of these days that is still to come. */
export function earliest(days: readonly (CivilDate | undefined)[], today: CivilDate): CivilDate | undefined {
  let first: CivilDate | undefined;
  for (const day of days) {
    if (day !== undefined && day > today && (first === undefined || day < first)) first = day;
  }
  return first;
}

/** The day on which the income window moves on, and what is paid for a month may no longer be in payment. */
export const nextMonthOf = (today: CivilDate): CivilDate => firstDay(addMonths(monthOf(today), 1));

/** The first day on which a status of somebody on the watch begins or ends, or a certificate is no longer valid. */
export function nextStatusTurn({ persons, obligors, guardians, today }: Watch): CivilDate | undefined {
  let first: CivilDate | undefined;
  const note = (day: CivilDate): void => {
    if (day > today && (first === undefined || day < first)) first = day;
  };
  for (const group of [persons, obligors, guardians]) {
    for (const { statuses } of group) {
      for (const { days, attributes } of statuses) {
        note(days.from);
        if (days.to !== undefined) note(days.to);
        const { validTo } = attributes;
        if (validTo !== undefined && validTo >= today) note(addDays(validTo, 1));
      }
    }
  }
  return first;
}

/** Monthly sources of income: a month that they have not told yet is carried on. */
const MONTHLY_SOURCES = ['HRSS', 'TAX'];

/** Days on which income may come out otherwise: the window moves on, or a source has told of the month before. */
export const daysOfIncome = ({ rules, today }: Watch): CivilDate[] => [
  nextMonthOf(today),
  ...MONTHLY_SOURCES.map((agency) =>
    addDays(lastDay(addMonths(monthOf(today), -1)), rules.maxLagOf(agency).days ?? 0),
  ),
];
