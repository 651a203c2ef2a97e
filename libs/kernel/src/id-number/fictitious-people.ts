import { createHash } from 'node:crypto';
import { addDays, ageOn, type CivilDate } from '../months/index.js';
import { checkDigit, type Sex } from './id-number.js';

/**
 * The six digits with which the numbers of people begin who do not exist. GB/T 2260 numbers provinces by six regions of
 * the country in their first digit; North China (1) has 11 to 15, and neither the standard of 1980 nor any of its
 * revisions and yearly changes has given 16 to 19 to a province. So no number that was ever given out begins like this,
 * not even those of foreign permanent residents, which begin with 9.
 */
export const UNASSIGNED_REGION = '199001';

/** Somebody who does not exist. */
export interface FictitiousPerson {
  /** Valid by GB 11643 in all but its region, which {@link UNASSIGNED_REGION} explains. */
  readonly idNumber: string;
  readonly name: string;
  readonly birthDate: CivilDate;
  readonly sex: Sex;
  /** A child is under 18 throughout the year. */
  readonly age: 'ADULT' | 'CHILD';
}

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余'];
const GIVEN_NAMES = {
  MALE: ['建国', '志强', '伟', '军', '明', '海涛', '文博', '子轩', '浩然', '国华', '永福', '家豪'],
  FEMALE: ['秀英', '丽', '敏', '静', '桂兰', '雪梅', '雨桐', '欣怡', '玉珍', '晓燕', '诗涵', '春花'],
} as const;

const CHILD_EVERY = 4;
const OLDEST_CHILD = 16;
const YOUNGEST_ADULT = 18;
const OLDEST_ADULT = 89;
const DAYS_OF_A_YEAR = 365;
const SEQUENCES = 1_000;

/**
 * People with valid resident ID numbers that belong to nobody, for sandboxes: every fourth is a child. The same seed
 * gives the same people throughout a calendar year, and a longer list begins with the shorter one.
 *
 * @param count - how many, not negative
 * @param today - civil date in Asia/Shanghai: nobody is born after it
 */
export function fictitiousPeople(seed: string, count: number, today: CivilDate): FictitiousPerson[] {
  const newYear = `${today.slice(0, 4)}-01-01`;
  return Array.from({ length: count }, (_, index) => personOf(seed, index, newYear));
}

function personOf(seed: string, index: number, newYear: CivilDate): FictitiousPerson {
  const draw = drawing(`${seed}\u0000${index}`);
  const isChild = index % CHILD_EVERY === CHILD_EVERY - 1;
  const years = isChild ? draw(OLDEST_CHILD + 1) : YOUNGEST_ADULT + draw(OLDEST_ADULT - YOUNGEST_ADULT + 1);
  const birthday = `${Number(newYear.slice(0, 4)) - years}-01-01`;
  // A day of the year that ends with that birthday: the age at New Year is `years`, whatever the leap years.
  const birthDate = addDays(birthday, -draw(DAYS_OF_A_YEAR));
  const sex: Sex = draw(2) === 0 ? 'FEMALE' : 'MALE';
  const sequence = Math.floor(draw(SEQUENCES) / 2) * 2 + (sex === 'MALE' ? 1 : 0);
  const first17 = `${UNASSIGNED_REGION}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return {
    idNumber: first17 + checkDigit(first17),
    name: pick(SURNAMES, draw) + pick(GIVEN_NAMES[sex], draw),
    birthDate,
    sex,
    age: ageOn(birthDate, newYear) < YOUNGEST_ADULT ? 'CHILD' : 'ADULT',
  };
}

/** Numbers below a limit, each from two further bytes of a digest of the text. */
function drawing(text: string): (limit: number) => number {
  const digest = createHash('sha256').update(text).digest();
  let at = 0;
  return (limit) => {
    const drawn = digest.readUInt16BE(at) % limit;
    at += 2;
    return drawn;
  };
}

function pick(choices: readonly string[], draw: (limit: number) => number): string {
  return choices[draw(choices.length)] ?? '';
}
