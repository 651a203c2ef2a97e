import { addDays, type CivilDate } from '../months/index.js';

/** Days of a year that follow the moon and the sun, as `MM-DD`. */
interface LunisolarDays {
  /** First day of the Spring Festival (春节). */
  readonly spring: string;
  /** 清明 */
  readonly qingming: string;
  /** 端午 */
  readonly dragonBoat: string;
  /** 中秋 */
  readonly midAutumn: string;
}

/**
 * From the Gregorian-Lunar Calendar Conversion Tables of the Hong Kong Observatory. The new moon of 6 February 2027 is four
 * minutes before midnight in Beijing: a computed calendar may be a day late there.
 */
const LUNISOLAR: Readonly<Record<number, LunisolarDays>> = {
  2025: { spring: '01-29', qingming: '04-04', dragonBoat: '05-31', midAutumn: '10-06' },
  2026: { spring: '02-17', qingming: '04-05', dragonBoat: '06-19', midAutumn: '09-25' },
  2027: { spring: '02-06', qingming: '04-05', dragonBoat: '06-09', midAutumn: '09-15' },
  2028: { spring: '01-26', qingming: '04-04', dragonBoat: '05-28', midAutumn: '10-03' },
  2029: { spring: '02-13', qingming: '04-04', dragonBoat: '06-16', midAutumn: '09-22' },
  2030: { spring: '02-03', qingming: '04-05', dragonBoat: '06-05', midAutumn: '09-12' },
};

/**
 * The days off that the law itself gives in a year (全国年节及纪念日放假办法, as revised in 2024, art. 2): New Year;
 * the eve and the first three days of the Spring Festival; Qingming; 1 and 2 May; Dragon Boat; Mid-Autumn; 1 to 3 October. Which
 * weekends are worked for longer holidays the State Council arranges year by year. Undefined for a year that is not known
 * here.
 */
export function statutoryHolidays(year: number): CivilDate[] | undefined {
  const known = LUNISOLAR[year];
  if (!known) return undefined;
  const { spring, qingming, dragonBoat, midAutumn } = known;
  const on = (day: string): CivilDate => `${year}-${day}`;
  return [
    on('01-01'),
    ...[-1, 0, 1, 2].map((shift) => addDays(on(spring), shift)),
    ...[qingming, '05-01', '05-02', dragonBoat, midAutumn, '10-01', '10-02', '10-03'].map(on),
  ];
}
