import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the routes of reports. */
export const REPORT_PROBLEMS = {
  unknownReport: defineProblem({
    name: 'unknown-report',
    status: 404,
    zh: '没有该统计报表',
    en: 'There is no such report',
    meaning: { zh: '没有这个代码的统计报表。', en: 'No report has that code.' },
    remedy: { zh: '按 GET /v1/reports 所列的代码查询。', en: 'Use a code that GET /v1/reports lists.' },
  }),
  monthNotOver: defineProblem({
    name: 'month-not-over',
    status: 422,
    zh: '该月份尚未结束',
    en: 'The month is not over',
    meaning: { zh: '只有已经结束的月份才能定稿。', en: 'Only a month that is over can be made final.' },
    remedy: { zh: '待该月份结束后再定稿。', en: 'Freeze it when it is over.' },
  }),
} as const;
