import { defineProblem } from '@minzheng/platform/http';

/** Refusals of checks; `report-expired` is the platform’s. */
export const CHECK_PROBLEMS = {
  requestOpen: defineProblem({
    name: 'request-open',
    status: 409,
    zh: '已有未答复的核对请求',
    en: 'A request for verification is open',
    meaning: {
      zh: '该事项已有一个尚未答复的核对请求。',
      en: 'A request for verification of this matter has not been answered yet.',
    },
    remedy: { zh: '等待其结果，不必重复提出。', en: 'Wait for its answer.' },
  }),
  reportMissing: defineProblem({
    name: 'report-missing',
    status: 409,
    zh: '没有可用的核对报告',
    en: 'There is no usable verification report',
    meaning: {
      zh: '该事项没有针对现有家庭成员的有效核对报告，或者报告正在重新核对。',
      en: 'The matter has no verification report about the members that it has now, or its report is being looked at again.',
    },
    remedy: { zh: '提出核对请求并等待报告。', en: 'Request a verification and wait for its report.' },
  }),
};
