import { defineProblem } from '@minzheng/platform/http';

/** Refusals of verification's own routes. */
export const VERIFICATION_PROBLEMS = {
  purposeRequired: defineProblem({
    name: 'purpose-required',
    status: 400,
    zh: '查询个人信息须说明用途和案件（X-Purpose、X-Case-Ref）',
    en: 'A read of personal data names its purpose and case (X-Purpose, X-Case-Ref)',
    meaning: {
      zh: '查询个人信息须以 X-Purpose 说明用途，以 X-Case-Ref 说明案件。没有提供任何数据。',
      en: 'A read of personal data names its purpose in X-Purpose and its case in X-Case-Ref. Nothing was shown.',
    },
    remedy: {
      zh: '补上这两个请求头；查询会留痕。',
      en: 'Add both headers; the access is recorded with them.',
    },
  }),
  noCase: defineProblem({
    name: 'no-case',
    status: 403,
    zh: '该案件未对查询人开放',
    en: 'The case is not open for the reader',
    meaning: {
      zh: '所述案件与该报告或人员无关，或者用途不在其范围内。',
      en: 'The case that was named is not that of the report or person, or the purpose is not one of it.',
    },
    remedy: {
      zh: '使用据以提出核对的案件编号和用途。',
      en: 'Name the case and the purpose for which the verification was requested.',
    },
  }),
  householdInvalid: defineProblem({
    name: 'household-invalid',
    status: 422,
    zh: '家庭成员信息不正确',
    en: 'The household is not valid',
    meaning: {
      zh: '家庭成员之间的关系或资料互相矛盾，例如没有申请人、同一人出现两次、监护人不是家庭成员。',
      en: 'What is said of the members does not fit together: no applicant, somebody twice, a guardian who is not a member.',
    },
    remedy: {
      zh: '按 errors 或所列成员更正后重新发送。',
      en: 'Correct what errors or the answer names and send it again.',
    },
  }),
  signerLacksCapacity: defineProblem({
    name: 'signer-lacks-capacity',
    status: 422,
    zh: '签署人不具备授权资格',
    en: 'The signer may not sign for the person',
    meaning: {
      zh: '签署人不是本人、监护人或者受委托人，或者没有完全民事行为能力（民法典第十八条至第二十三条）。',
      en: 'The signer is not the person, the guardian or somebody empowered, or lacks full legal capacity (Civil Code arts. 18–23).',
    },
    remedy: {
      zh: '由本人或者其监护人签署新的授权书。',
      en: 'Have a new consent signed by the person or the guardian.',
    },
  }),
  powerMissing: defineProblem({
    name: 'power-missing',
    status: 422,
    zh: '缺少监护或委托证明',
    en: 'The proof of guardianship or power is missing',
    meaning: {
      zh: '由监护人、受委托人或者继承人签署的授权书没有附证明文件，或者证明文件没有人查验。',
      en: 'The consent was signed by a guardian, an agent or an heir, and the paper that proves it is missing or was seen by nobody.',
    },
    remedy: {
      zh: '随授权书提交监护或者委托证明的摘要（powerSha256）；受委托人、继承人到受理部门签署，由其查验。',
      en: 'Give the digest of the proof of guardianship or power (powerSha256) with the consent; an agent or an heir signs at a department, which looks at it.',
    },
  }),
  consentExpired: defineProblem({
    name: 'consent-expired',
    status: 422,
    zh: '核对授权已过期',
    en: 'A consent has expired',
    meaning: { zh: '授权书的有效期已过。', en: 'The time for which the consent was given is over.' },
    remedy: { zh: '取得新的授权书。', en: 'Obtain a new consent.' },
  }),
  consentScope: defineProblem({
    name: 'consent-scope',
    status: 422,
    zh: '核对授权范围不足',
    en: 'A consent does not cover the core data',
    meaning: {
      zh: '授权书没有覆盖该用途必须核对的数据。',
      en: 'The consent does not cover the data that have to be checked for the purpose.',
    },
    remedy: {
      zh: '取得覆盖核心数据（CORE）的授权书。',
      en: 'Obtain a consent that covers the core data (CORE).',
    },
  }),
  purposeMismatch: defineProblem({
    name: 'purpose-mismatch',
    status: 422,
    zh: '核对授权用途不符',
    en: 'A consent is for another purpose',
    meaning: { zh: '授权书不是为此用途签署的。', en: 'The consent was signed for another purpose.' },
    remedy: { zh: '取得为此用途签署的授权书。', en: 'Obtain a consent for this purpose.' },
  }),
  unknownKind: defineProblem({
    name: 'unknown-kind',
    status: 422,
    zh: '事实类型未登记',
    en: 'The kind is not in the registry',
    meaning: {
      zh: '所述事实类型不在类型登记表中。',
      en: 'The kind of fact is not in the registry of kinds.',
    },
    remedy: { zh: '使用登记表中的类型名称。', en: 'Use a name of the registry.' },
  }),
  invalidAmount: defineProblem({
    name: 'invalid-amount',
    status: 422,
    zh: '申报金额或数量不正确',
    en: 'A declared amount or count is not valid',
    meaning: {
      zh: '金额须为以分为单位的非负整数字符串，且不超过 10^13；数量须为非负整数。',
      en: 'A sum is a string of digits in fen, not negative and at most 10^13; a count is a whole number, not negative.',
    },
    remedy: { zh: '更正 errors 所指的值。', en: 'Correct the value that errors names.' },
  }),
  invalidPeriod: defineProblem({
    name: 'invalid-period',
    status: 422,
    zh: '申报期间不正确',
    en: 'A declared period is not valid',
    meaning: {
      zh: '期间的起止不正确，例如止月早于起月。',
      en: 'The period is not valid, for example ends before it begins.',
    },
    remedy: { zh: '更正起止月份。', en: 'Correct the months of the period.' },
  }),
  reportRevoked: defineProblem({
    name: 'report-revoked',
    status: 410,
    zh: '核对报告已撤销',
    en: 'The report was revoked',
    meaning: {
      zh: '该报告因身份错误或者授权书系伪造被撤销，不再提供。',
      en: 'The report was made on a wrong identity or a forged consent and is no longer shown.',
    },
    remedy: {
      zh: '由两人重新审查据此作出的决定；需要时重新委托核对。',
      en: 'Have two people examine what was decided on it, and request a new check where one is needed.',
    },
  }),
  revocationDiffers: defineProblem({
    name: 'revocation-differs',
    status: 409,
    zh: '撤销原因与第一人所述不一致',
    en: 'The first person gave another reason',
    meaning: {
      zh: '撤销核对报告须由两人以同一原因办理；还没有人提出，或者提出的原因不同。报告没有撤销。',
      en: 'It takes two people with the same reason to revoke a report; nobody has proposed it, or for another one. It was not revoked.',
    },
    remedy: {
      zh: '先由省级经办人提出，再由另一人以同一原因复核。',
      en: 'Have a province operator propose it, then another person complete it with the same reason.',
    },
  }),
};
