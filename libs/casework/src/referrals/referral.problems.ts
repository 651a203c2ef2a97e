import { defineProblem } from '@minzheng/platform/http';

export const REFERRAL_PROBLEMS = {
  reasonMissing: defineProblem({
    name: 'reason-missing',
    status: 422,
    zh: '不予接收须说明理由',
    en: 'A referral is declined with a reason',
    meaning: {
      zh: '不予接收转办须有理由代码；该需求退回转办单位，由其答复当事人。',
      en: 'Whoever declines a referral says why: the need goes back to the sender, who answers the person.',
    },
    remedy: { zh: '补上 reasonCode。', en: 'Add reasonCode.' },
  }),
} as const;
