import { defineProblem } from '@minzheng/platform/http';

export const NO_AGREEMENT = defineProblem({
  name: 'no-agreement',
  status: 403,
  zh: '没有有效的数据共享协议',
  en: 'There is no data agreement in force',
  meaning: {
    zh: '令牌所属机构（org）与请求中的机构不一致，或者对该数据集没有有效的数据共享协议（未生效、已暂停、已到期或已撤销）。',
    en: 'The agency of the request is not that of the token (org), or no data agreement for the dataset is in force: none is active, or it is suspended, expired or revoked.',
  },
  remedy: {
    zh: '使用本机构的令牌；没有协议的，先签订数据共享协议；已暂停的，与省级核对中心联系。',
    en: 'Use the agency’s own token; where there is no agreement, one has to be concluded first; where it is suspended, ask the provincial verification centre.',
  },
});

export const KIND_NOT_IN_AGREEMENT = defineProblem({
  name: 'kind-not-in-agreement',
  status: 403,
  zh: '数据类型不在共享协议范围内',
  en: 'A kind is not in the agency’s agreement',
  meaning: {
    zh: '所发事实类型不在该机构的共享协议范围内。',
    en: 'A kind of fact is not among those that the agency’s agreement covers.',
  },
  remedy: {
    zh: '不发送 errors 所指的条目，或者变更协议。',
    en: 'Leave out the entries that errors names, or have the agreement changed.',
  },
});

export const QUOTA = defineProblem({
  name: 'quota',
  status: 429,
  zh: '已超过协议的每日限额',
  en: 'The daily quota of the agreement is used up',
  meaning: {
    zh: '按数据共享协议，当日可交换的条目数已用完；本次请求没有执行。',
    en: 'The data agreement allows so many items a day, and this call would exceed them. Nothing was done.',
  },
  remedy: {
    zh: '按 Retry-After 次日再发，或者变更协议的每日限额。',
    en: 'Send it again after Retry-After, which is the next day, or have the quota of the agreement changed.',
  },
});

export const IMPACT_ASSESSMENT_MISSING = defineProblem({
  name: 'impact-assessment-missing',
  status: 422,
  zh: '缺少个人信息保护影响评估',
  en: 'There is no impact assessment',
  meaning: {
    zh: '处理敏感个人信息或者向他人提供个人信息，应当事先进行个人信息保护影响评估（个人信息保护法第五十五条）；协议没有填写评估文号。',
    en: 'Sensitive personal data may be shared only after an impact assessment (PIPL art. 55), and the agreement names none.',
  },
  remedy: {
    zh: '先完成影响评估，在 impactAssessmentRef 中填写其文号后再提交。',
    en: 'Have the assessment made, name its document in impactAssessmentRef, and submit again.',
  },
});

export const OVERLAPPING = defineProblem({
  name: 'overlapping',
  status: 409,
  zh: '与另一份有效协议的期限重叠',
  en: 'Another agreement covers the same time',
  meaning: {
    zh: '同一机构、同一数据集、同一方向已有有效或者暂停的协议，其期限与本协议重叠。',
    en: 'An agreement of the same agency, dataset and direction is active or suspended, and their times overlap.',
  },
  remedy: {
    zh: '先撤销原协议，或者调整本协议的起止日期后重新起草。',
    en: 'Revoke the other agreement first, or draft this one with other dates.',
  },
});

export const AGREEMENT_ENDED = defineProblem({
  name: 'agreement-ended',
  status: 422,
  zh: '协议期限已届满',
  en: 'The last day of the agreement has passed',
  meaning: {
    zh: '协议的截止日期（validTo）早于今天，不能再生效。',
    en: 'The last day of the agreement (validTo) is before today: it cannot come into force any more.',
  },
  remedy: { zh: '重新签订协议。', en: 'Conclude a new agreement.' },
});

export const UNKNOWN_DATASET = defineProblem({
  name: 'unknown-dataset',
  status: 422,
  zh: '数据共享目录中没有该数据集',
  en: 'The data catalogue has no such dataset',
  meaning: {
    zh: '数据集不在数据共享目录中，或者该机构不提供其中的事实类型，或者没有所列数据项。',
    en: 'The dataset is not in the data catalogue, or the agency does not provide one of the kinds, or it has no field of that name.',
  },
  remedy: {
    zh: '按 GET /v1/datasets 列出的数据集、类型和数据项填写。',
    en: 'Use a dataset, kinds and fields that GET /v1/datasets lists.',
  },
});

export const OTHER_AGENCY = defineProblem({
  name: 'other-agency',
  status: 403,
  zh: '不得代其他机构办理',
  en: 'It concerns another agency',
  meaning: {
    zh: '令牌所属机构（org）既不是协议的一方机构，也不是省级核对中心。',
    en: 'The org of the token is neither the agency of the agreement nor the provincial verification centre.',
  },
  remedy: {
    zh: '由该机构或者省级核对中心的人员办理。',
    en: 'Let somebody of that agency or of the provincial verification centre do it.',
  },
});
