import { defineProblem } from '@minzheng/platform/http';

/** Refusals of answers to clues; `same-person` is the platform’s. */
export const CLUE_TASK_PROBLEMS = {
  recordMissing: defineProblem({
    name: 'record-missing',
    status: 422,
    zh: '缺少有效的核查记录',
    en: 'There is no record of a visit that counts',
    meaning: {
      zh: '答复线索须有线索下发之后两人以上的入户核查记录；仅当线索允许书面核查时可以书面、电话或者视频代替；“未能联系”须有两个不同日期的核查记录。',
      en: 'An answer needs a visit to the dwelling by two people after the clue was sent; documents, a call or video stand in only where the clue allows it; that nobody was met takes records of two days.',
    },
    remedy: {
      zh: '完成核查并登记签字后，以 visitId 或者 record 提交答复。',
      en: 'Make and sign the visit, then answer with its visitId, or with the record.',
    },
  }),
};
