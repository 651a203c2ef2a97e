/**
 * The family of the story. Their ID numbers are valid in form and belong to nobody: sequence numbers from 900 on are
 * not given out.
 */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * A number with its check digit (GB 11643; ISO 7064 MOD 11-2).
 * @param {string} region 6 digits @param {string} birthDate YYYY-MM-DD @param {number} sequence 900 to 999; odd: male
 */
export function idNumber(region, birthDate, sequence) {
  const body = `${region}${birthDate.replaceAll('-', '')}${sequence}`;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (WEIGHTS[index] ?? 0), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

export const REGION = '510802001001';

export const HUSBAND = {
  name: '陈建国',
  birthDate: '1984-03-11',
  idNumber: idNumber('510802', '1984-03-11', 911),
};
export const WIFE = {
  name: '李秀英',
  birthDate: '1986-09-02',
  idNumber: idNumber('510802', '1986-09-02', 922),
};
export const CHILD = {
  name: '陈小雨',
  birthDate: '2015-04-20',
  idNumber: idNumber('510802', '2015-04-20', 924),
};
export const ADDRESS = '广元市利州区东坝街道幸福巷12号3单元401室';
export const ACCOUNT = '6228480402564890018';

/** To which the bank pays after the first has slept too long. */
export const NEW_ACCOUNT = '6228480402564890026';

/** She lives alone, in the next village, and has had the guarantee since last year. */
export const GRANDMOTHER = {
  name: '王桂芳',
  birthDate: '1959-04-02',
  idNumber: idNumber('510802', '1959-04-02', 926),
};
export const VILLAGE_OF_GRANDMOTHER = '510802001002';
export const GRANDMOTHER_ADDRESS = '广元市利州区东坝街道平安里5号';
export const GRANDMOTHER_ACCOUNT = '6228480402564890034';

/** What must be found nowhere but in encrypted columns. */
export const SECRETS = [
  ...[HUSBAND, WIFE, CHILD, GRANDMOTHER].flatMap(({ name, idNumber: number }) => [name, number]),
  ADDRESS,
  '幸福巷',
  '平安里',
  ...[ACCOUNT, NEW_ACCOUNT, GRANDMOTHER_ACCOUNT],
];

/** Credit codes (GB 32100) of the employers. */
export const OLD_EMPLOYER = '91510800MA6253U27D';
export const NEW_EMPLOYER = '91510802MA62A7XK18';
