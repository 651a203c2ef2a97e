/** People who do not exist: valid resident ID numbers (公民身份号码, GB 11643) that were never given to anybody. */
import { checkDigit } from '@minzheng/kernel/id-number';

/**
 * The first two digits. GB/T 2260 has never had a province 16 to 19 (`UNASSIGNED_REGION` of the kernel says why), so no
 * number that begins like this was ever given out.
 */
const UNASSIGNED_PROVINCES = ['19', '18', '17', '16'];
const COUNTIES = 10_000;
const SEQUENCES_OF_A_SEX = 500;
const PEOPLE_OF_A_PROVINCE = COUNTIES * SEQUENCES_OF_A_SEX;

/** As many as there are numbers, whatever their birth dates. */
export const MOST_PEOPLE = UNASSIGNED_PROVINCES.length * PEOPLE_OF_A_PROVINCE;

/**
 * The number of the index-th person: whoever has another index has another region or sequence, so no two are equal.
 * @param {number} index from 0, below {@link MOST_PEOPLE}
 * @param {string} birthDate
 * @param {'MALE' | 'FEMALE'} sex
 */
export function idNumberOf(index, birthDate, sex) {
  const province = UNASSIGNED_PROVINCES[Math.floor(index / PEOPLE_OF_A_PROVINCE)];
  if (province === undefined) throw new RangeError(`there are numbers for ${MOST_PEOPLE} people only`);
  const county = Math.floor(index / SEQUENCES_OF_A_SEX) % COUNTIES;
  const sequence = (index % SEQUENCES_OF_A_SEX) * 2 + (sex === 'MALE' ? 1 : 0);
  const first17 =
    province +
    String(county).padStart(4, '0') +
    birthDate.replaceAll('-', '') +
    String(sequence).padStart(3, '0');
  return first17 + checkDigit(first17);
}
