import { defineProblem } from '@minzheng/platform/http';

/** Refusals of notices and letters. */
export const NOTICE_PROBLEMS = {
  postedOnFuture: defineProblem({
    name: 'posted-on-future',
    status: 422,
    zh: '公示日期不得晚于今天',
    en: 'A notice cannot be posted in the future',
    meaning: {
      zh: '张贴日期晚于今天的业务日期。',
      en: 'The day of posting is later than the business date of today.',
    },
    remedy: { zh: '使用实际张贴的日期。', en: 'Give the day on which it was posted.' },
  }),
  letterAnswered: defineProblem({
    name: 'letter-answered',
    status: 409,
    zh: '该函件已答复或者已送达',
    en: 'The letter was answered or served already',
    meaning: {
      zh: '该函件已经登记答复或者送达，不得更改。',
      en: 'Its answer or its service is recorded already and stays as it is.',
    },
    remedy: { zh: '需要更正的，另行发函。', en: 'Write another letter if something was wrong.' },
  }),
} as const;
