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
  cellSuppressed: defineProblem({
    name: 'cell-suppressed',
    status: 422,
    zh: '人数过少，统计数不予提供',
    en: 'The figures tell of too few persons',
    meaning: {
      zh: '所查地区、月份的每个数都只涉及极少数人，或者会让人推算出这样的数。',
      en: 'Every figure of the region and months that were asked for tells of very few persons, or would give away one that does.',
    },
    remedy: { zh: '查询更大的地区。', en: 'Ask for a larger region.' },
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
