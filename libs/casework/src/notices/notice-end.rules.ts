import { addDays, type CivilDate } from '@minzheng/kernel/months';

/** The last day of a public notice (公示): so many calendar days after the day of posting (民发〔2021〕57号 art. 19). */
export function noticeEndsOn(postedOn: CivilDate, days: number): CivilDate {
  return addDays(postedOn, days);
}
