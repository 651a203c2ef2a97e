import type { Localized } from './problem.js';

const MESSAGES: Readonly<Record<string, Localized>> = {
  missing: { zh: '必填', en: 'is required' },
  unknown: { zh: '未知的字段', en: 'is not a known field' },
  'is-object': { zh: '应为对象', en: 'must be an object' },
  'is-json': { zh: '应为 JSON', en: 'must be JSON' },
  'is-string': { zh: '应为字符串', en: 'must be a text' },
  'is-not-empty': { zh: '不能为空', en: 'must not be empty' },
  'is-int': { zh: '应为整数', en: 'must be a whole number' },
  'is-number': { zh: '应为数字', en: 'must be a number' },
  'is-boolean': { zh: '应为 true 或 false', en: 'must be true or false' },
  'is-array': { zh: '应为数组', en: 'must be a list' },
  'is-enum': { zh: '不在允许的取值范围内', en: 'is not one of the allowed values' },
  'is-in': { zh: '不在允许的取值范围内', en: 'is not one of the allowed values' },
  'is-uuid': { zh: '应为 UUID', en: 'must be a UUID' },
  'is-rfc3339': { zh: '应为 RFC 3339 时间', en: 'must be an RFC 3339 instant' },
  'is-length': { zh: '长度不符合要求', en: 'has a length that is not allowed' },
  'min-length': { zh: '过短', en: 'is too short' },
  'max-length': { zh: '过长', en: 'is too long' },
  min: { zh: '过小', en: 'is too small' },
  max: { zh: '过大', en: 'is too large' },
  'array-min-size': { zh: '条目过少', en: 'has too few entries' },
  'array-max-size': { zh: '条目过多', en: 'has too many entries' },
  'array-not-empty': { zh: '至少应有一项', en: 'must have an entry' },
  'array-unique': { zh: '条目重复', en: 'has an entry twice' },
  'nested-validation': { zh: '应为对象', en: 'must be an object' },
  'is-fen': {
    zh: '应为以分为单位的数字字符串，不为负且不超过 10^13',
    en: 'must be a string of digits in fen, not negative and at most 10^13',
  },
  'personal-data': {
    zh: '不得写入身份证号码或者银行卡号',
    en: 'must not tell an ID number or the number of a bank card: it is kept as it is written',
  },
  'is-civil-date': { zh: '应为 YYYY-MM-DD 的有效日期', en: 'must be a date YYYY-MM-DD' },
  'not-future': { zh: '不得晚于今天', en: 'must not be later than today' },
  'not-before-first-day': { zh: '不得早于起始日期', en: 'must not be before the first day' },
  'is-month': { zh: '应为 YYYY-MM 的有效月份', en: 'must be a month YYYY-MM' },
  'is-region-code': {
    zh: '应为 2、4、6、9 或 12 位行政区划代码',
    en: 'must be a region code of 2, 4, 6, 9 or 12 digits',
  },
  'region-unknown': { zh: '没有这个行政区划', en: 'is not a region that exists' },
  'is-person-key': { zh: '应为 personKey', en: 'must be a personKey' },
  'is-uscc': { zh: '应为统一社会信用代码', en: 'must be a unified social credit code' },
  'is-version': {
    zh: '应为所读 ETag 中的版本，例如 "3"；不接受 * 或多个版本',
    en: 'must be the version of the ETag that was read, as "3": neither * nor several',
  },
  'is-cursor': { zh: '游标无效', en: 'is not a cursor of this list' },
};

const ILL_FORMED: Localized = { zh: '格式不正确', en: 'does not have the required form' };

/** A longer list is in the API document. */
const MOST_NAMED = 30;
const OF_A_LIST: ReadonlySet<string> = new Set(['is-in', 'is-enum']);
const AT_LEAST: Localized = { zh: '至少', en: 'at least' };
const AT_MOST: Localized = { zh: '至多', en: 'at most' };
const BOUNDS: Readonly<Record<string, Localized>> = {
  ...{ min: AT_LEAST, 'min-length': AT_LEAST, 'array-min-size': AT_LEAST },
  ...{ max: AT_MOST, 'max-length': AT_MOST, 'array-max-size': AT_MOST },
};

/**
 * What a caller is told for a code. It never contains the value that was refused.
 *
 * @param allowed - of `is-in` and `is-enum`: the values that are allowed, which are named where they are few; of `max` and the like: the bound
 */
export function validationMessage(code: string, allowed: readonly string[] = []): Localized {
  if (OF_A_LIST.has(code) && allowed.length > 0 && allowed.length <= MOST_NAMED) {
    return { zh: `应为以下之一：${allowed.join('、')}`, en: `must be one of ${allowed.join(', ')}` };
  }
  const message = MESSAGES[code] ?? ILL_FORMED;
  const [bound, [figure] = []] = [BOUNDS[code], allowed];
  if (bound === undefined || figure === undefined) return message;
  return { zh: `${message.zh}（${bound.zh} ${figure}）`, en: `${message.en}: ${bound.en} ${figure}` };
}
