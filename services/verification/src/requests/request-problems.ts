import { defineProblem } from '@minzheng/platform/http';

/** Refusals of requests, beside those of consents and households. */
export const REQUEST_PROBLEMS = {
  duplicateRequest: defineProblem({
    name: 'duplicate-request',
    status: 409,
    zh: '该案件同一用途已有未办结的核对委托',
    en: 'The case has an open request for the same purpose',
    meaning: {
      zh: '同一案件的同一用途只能有一件未办结的核对委托。没有新建委托。',
      en: 'A case has one open request for a purpose. No other one was made.',
    },
    remedy: {
      zh: '等待已有委托的报告，或者先撤销该委托。',
      en: 'Wait for the report of the open request, or cancel it first.',
    },
  }),
  declarationMissing: defineProblem({
    name: 'declaration-missing',
    status: 422,
    zh: '没有申报家庭经济状况',
    en: 'Nothing was declared',
    meaning: {
      zh: '核对委托须附申请人申报的收入、财产和支出，没有的须注明没有。没有向任何部门查询。',
      en: 'A request carries what the members have declared, and says so where there is nothing. No agency was asked.',
    },
    remedy: {
      zh: '补充申报项；没有的注明 noneDeclared。',
      en: 'Add the declared items; where there is nothing, one with noneDeclared.',
    },
  }),
  purposeMissing: defineProblem({
    name: 'purpose-missing',
    status: 422,
    zh: '没有可以委托核对的用途',
    en: 'No purpose that a request may have',
    meaning: {
      zh: '委托没有说明用途，或者用途是核对中心自用的（MONITORING、AUDIT）。',
      en: 'The request names no purpose, or one of verification’s own (MONITORING, AUDIT).',
    },
    remedy: { zh: '说明申请的救助项目。', en: 'Name the schemes that are applied for.' },
  }),
  consentTooLong: defineProblem({
    name: 'consent-too-long',
    status: 422,
    zh: '授权期限过长',
    en: 'A consent is given for too long',
    meaning: {
      zh: '授权书的有效期超过规定的最长月数（consent.maxMonths）。',
      en: 'The consent lasts longer than the most that policy allows (consent.maxMonths).',
    },
    remedy: {
      zh: '取得有效期在规定之内的授权书。',
      en: 'Obtain a consent that ends within the allowed time.',
    },
  }),
  alreadyIssued: defineProblem({
    name: 'already-issued',
    status: 409,
    zh: '核对报告已经出具',
    en: 'The report has been issued',
    meaning: {
      zh: '委托已经有报告，不能撤销。',
      en: 'The request has a report already and can’t be cancelled.',
    },
    remedy: {
      zh: '使用或者不使用该报告；报告到期后不得再用。',
      en: 'Use the report or leave it; it ends by itself.',
    },
  }),
} as const;
