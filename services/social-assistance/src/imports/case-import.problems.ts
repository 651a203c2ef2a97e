import type { FileReject } from '@minzheng/platform/files';
import type { Localized } from '@minzheng/platform/http';
import type { ImportColumnName } from './case-import.columns.js';

/** What can be wrong with a row or a household of the file; it never repeats what stands there. */
export const IMPORT_PROBLEMS = {
  'field-count': { zh: '列数与首行不一致', en: 'the row has not as many fields as the first line' },
  missing: { zh: '必填', en: 'is required' },
  'not-allowed': { zh: '不在允许的取值范围内', en: 'is not one of the allowed values' },
  'too-long': { zh: '过长', en: 'is too long' },
  'too-short': { zh: '过短', en: 'is too short' },
  'not-a-date': { zh: '应为 YYYY-MM-DD 的有效日期', en: 'must be a date YYYY-MM-DD' },
  'not-a-month': { zh: '应为 YYYY-MM 的有效月份', en: 'must be a month YYYY-MM' },
  'not-a-sum': { zh: '应为以分为单位的整数', en: 'must be a whole number of fen' },
  'not-a-region': { zh: '不是有效的行政区划代码', en: 'is not a region code that fits here' },
  'in-the-future': { zh: '晚于今天', en: 'lies in the future' },
  'id-number-invalid': { zh: '不是有效的公民身份号码', en: 'is not a valid resident ID number' },
  'name-differs': {
    zh: '与该公民身份号码已登记的姓名不一致',
    en: 'is not the name that is known with this number',
  },
  'holds-a-number': { zh: '编号不得含身份号码', en: 'must not be or contain an ID number' },
  'only-applicant': { zh: '只能填在申请人行', en: 'belongs on the applicant’s row' },
  'both-or-none': {
    zh: '须与相关列同时填写或同时为空',
    en: 'is filled in together with its companion, or not at all',
  },
  'not-for-programme': { zh: '该类别不填此列', en: 'does not belong to this programme' },
  'household-split': {
    zh: '同一家庭的各行须相连',
    en: 'rows of this household stand elsewhere in the file too',
  },
  'no-applicant': { zh: '该家庭没有申请人', en: 'the household has no applicant' },
  'second-applicant': { zh: '申请人只能有一名', en: 'is a second applicant' },
  'second-spouse': { zh: '申请人的配偶只能有一名', en: 'is a second spouse' },
  'named-twice': { zh: '同一人重复填写', en: 'names a person who is named already' },
  'not-a-member': { zh: '不是家庭成员', en: 'is not a member of the household' },
  'too-many-members': { zh: '家庭成员超过30人', en: 'the household has more than 30 members' },
  'second-payee': { zh: '领款人只能有一名', en: 'is a second payee' },
  'payee-missing': { zh: '低保家庭须有一名领款人', en: 'the household has no payee' },
  'born-later': {
    zh: '出生日期晚于认定日期',
    en: 'was born after the day on which the household was judged',
  },
  'not-counted': {
    zh: '按规定不计入家庭成员，不能享受',
    en: 'does not count as a member, so nothing can be due',
  },
  'nobody-covered': { zh: '没有填写任何享受待遇的人', en: 'nobody is covered' },
  'before-decision': { zh: '早于确认日期', en: 'lies before the decision' },
  'not-begun': { zh: '起发月尚未到来', en: 'has not come yet' },
  'paid-out-of-range': {
    zh: '应在起发月的上月与本月之间',
    en: 'must lie between the month before the first and the current month',
  },
  'months-unpaid': {
    zh: '未发放月份过多，须先在原系统补发',
    en: 'too many months are unpaid: they are paid by the former system first',
  },
  'recognition-expired': { zh: '认定有效期已过，须重新申请', en: 'the recognition is no longer valid' },
  'not-below-standard': {
    zh: '收入不低于低保标准',
    en: 'the income is not below the standard: nothing would be due',
  },
  'amount-differs': {
    zh: '与按规定计算的金额不一致',
    en: 'is not what the rules give for the income and the standard of that month',
  },
  'policy-missing': { zh: '缺少该地区的政策参数', en: 'a policy row of the region is missing' },
  'duplicate-membership': {
    zh: '已计入另一户家庭',
    en: 'is counted in another open household, of the file or of those stored',
  },
  'exclusive-programme': {
    zh: '已在享受低保或特困待遇',
    en: 'receives the minimum living guarantee or special-hardship support already',
  },
  'case-no-taken': { zh: '编号已被使用', en: 'is the number of another case' },
  'out-of-region': { zh: '不属于本县', en: 'is not in the county that loads the file' },
  'household-rejected': { zh: '同户其他行有误', en: 'another row of the household is wrong' },
} as const satisfies Readonly<Record<string, Localized>>;

export type ImportProblem = keyof typeof IMPORT_PROBLEMS;

const UNKNOWN: Localized = { zh: '不符合要求', en: 'is not as it must be' };

export const wordsOf = (problem: string): Localized =>
  Object.hasOwn(IMPORT_PROBLEMS, problem) ? IMPORT_PROBLEMS[problem as ImportProblem] : UNKNOWN;

/** A reject of a line; no column where it is the line, or its household, as a whole. */
export const reject = (line: number, column: ImportColumnName | '', problem: ImportProblem): FileReject => ({
  line,
  column,
  problem,
});
