import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the commands on bulk runs. */
export const BULK_RUN_PROBLEMS = {
  runActive: defineProblem({
    name: 'run-active',
    status: 409,
    zh: '该范围已有未结束的批量复核',
    en: 'A run of this scope has not ended',
    meaning: {
      zh: '同一范围同一时间只能有一个批量复核；runId 指出正在进行的一个。',
      en: 'There is one run of a scope at a time; runId names the one that is under way.',
    },
    remedy: {
      zh: '等待其完成，或者先将其取消。',
      en: 'Wait until it is completed, or cancel it first.',
    },
  }),
};
