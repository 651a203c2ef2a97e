import { defineProblem } from '@minzheng/platform/http';

/** Refusals of verification's own routes. */
export const VERIFICATION_PROBLEMS = {
  purposeRequired: defineProblem({
    name: 'purpose-required',
    status: 400,
    zh: '查询个人信息须说明用途和案件（X-Purpose、X-Case-Ref）',
    en: 'A read of personal data names its purpose and case (X-Purpose, X-Case-Ref)',
  }),
  noCase: defineProblem({
    name: 'no-case',
    status: 403,
    zh: '该案件未对查询人开放',
    en: 'The case is not open for the reader',
  }),
  auditUnavailable: defineProblem({
    name: 'audit-unavailable',
    status: 503,
    zh: '查询留痕不可用，未提供数据',
    en: 'The access could not be logged, so nothing was shown',
  }),
  householdInvalid: defineProblem({
    name: 'household-invalid',
    status: 422,
    zh: '家庭成员信息不正确',
    en: 'The household is not valid',
  }),
  signerLacksCapacity: defineProblem({
    name: 'signer-lacks-capacity',
    status: 422,
    zh: '签署人不具备授权资格',
    en: 'The signer may not sign for the person',
  }),
  powerMissing: defineProblem({
    name: 'power-missing',
    status: 422,
    zh: '缺少监护或委托证明',
    en: 'The proof of guardianship or power is missing',
  }),
  consentExpired: defineProblem({
    name: 'consent-expired',
    status: 422,
    zh: '核对授权已过期',
    en: 'A consent has expired',
  }),
  consentScope: defineProblem({
    name: 'consent-scope',
    status: 422,
    zh: '核对授权范围不足',
    en: 'A consent does not cover the core data',
  }),
  purposeMismatch: defineProblem({
    name: 'purpose-mismatch',
    status: 422,
    zh: '核对授权用途不符',
    en: 'A consent is for another purpose',
  }),
  unknownKind: defineProblem({
    name: 'unknown-kind',
    status: 422,
    zh: '事实类型未登记',
    en: 'The kind is not in the registry',
  }),
  invalidAmount: defineProblem({
    name: 'invalid-amount',
    status: 422,
    zh: '申报金额或数量不正确',
    en: 'A declared amount or count is not valid',
  }),
  invalidPeriod: defineProblem({
    name: 'invalid-period',
    status: 422,
    zh: '申报期间不正确',
    en: 'A declared period is not valid',
  }),
};
