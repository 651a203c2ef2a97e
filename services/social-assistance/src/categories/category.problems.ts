import { defineProblem } from '@minzheng/platform/http';

/** Refusals to systems of other departments. */
export const CATEGORY_PROBLEMS = {
  quota: defineProblem({
    name: 'quota',
    status: 429,
    zh: '当日查询次数已用完',
    en: 'The day’s quota of questions is used up',
    meaning: {
      zh: '该部门系统当日查询的人数达到上限。本次没有查询任何人。',
      en: 'The department’s system has asked about as many persons as it may in a day. Nobody was looked up this time.',
    },
    remedy: {
      zh: '在 Retry-After 之后再查询；长期不足的，向民政部门申请调整。',
      en: 'Ask again after Retry-After; if the quota is too small for the work, have it changed by the civil affairs department.',
    },
  }),
  purposeRequired: defineProblem({
    name: 'purpose-required',
    status: 400,
    zh: '须在 X-Purpose 中说明查询用途',
    en: 'X-Purpose has to say what the data are read for',
    meaning: {
      zh: '查询个人数据须在请求头中说明用途；未说明，或者不是规定的用途。',
      en: 'A read of personal data has to state its purpose in the header; it is missing, or not one of those that there are.',
    },
    remedy: {
      zh: '在 X-Purpose 中写明接口文档所列的用途之一。',
      en: 'Send one of the purposes that the API document lists in X-Purpose.',
    },
  }),
};
