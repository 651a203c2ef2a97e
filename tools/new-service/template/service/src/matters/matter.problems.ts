import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the routes of matters. */
export const MATTER_PROBLEMS = {
  outcomeUnfitting: defineProblem({
    name: 'outcome-unfitting',
    status: 422,
    zh: '办理结果与事项类型不符',
    en: 'The outcome does not fit the matter',
    meaning: {
      zh: '咨询事项只能答复，申请事项只能准予或者不予准予。',
      en: 'An enquiry can only be answered, a request only be granted or declined.',
    },
    remedy: {
      zh: '按事项的类型选择办理结果后重新发送。',
      en: 'Choose an outcome that the kind of the matter allows, and send it again.',
    },
  }),
};
