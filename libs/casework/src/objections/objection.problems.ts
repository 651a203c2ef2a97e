import { defineProblem } from '@minzheng/platform/http';

/** Refusals of objections. */
export const OBJECTION_PROBLEMS = {
  noticeEnded: defineProblem({
    name: 'notice-ended',
    status: 409,
    zh: '公示期已满，不再受理异议',
    en: 'The notice has ended: objections are no longer taken',
    meaning: {
      zh: '该公示已期满或者已撤下，不能再对公示提出异议。',
      en: 'The notice has ended or was taken down: nothing can be objected to it any more.',
    },
    remedy: {
      zh: '可以投诉举报；对决定不服的，申请人可以申请行政复议。',
      en: 'Make a complaint; an applicant may ask for administrative reconsideration of the decision.',
    },
  }),
  reinvestigationMissing: defineProblem({
    name: 'reinvestigation-missing',
    status: 409,
    zh: '异议尚未重新调查核实',
    en: 'The objection has not been looked into again',
    meaning: {
      zh: '公示有异议的，须由其他人员重新入户调查或者组织民主评议，并重新认定，才能答复。',
      en: 'After an objection other people visit again, or the village evaluates, and the case is assessed again before it is answered.',
    },
    remedy: {
      zh: '完成重新调查并重新认定后答复。',
      en: 'Answer when the new visit or evaluation and the new assessment are there.',
    },
  }),
} as const;
