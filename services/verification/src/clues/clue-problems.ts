import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the coordinator's commands on clues. */
export const CLUE_PROBLEMS = {
  notDeclined: defineProblem({
    name: 'not-declined',
    status: 409,
    zh: '承办部门没有退回该线索',
    en: 'The department has not declined the clue',
    meaning: {
      zh: '只有承办部门反馈“不属于本部门”之后，线索才能改派。',
      en: 'A clue is sent elsewhere only after its department has answered that it is not its own.',
    },
    remedy: {
      zh: '等待承办部门反馈。',
      en: 'Wait for the answer of the department.',
    },
  }),
  provinceDecides: defineProblem({
    name: 'province-decides',
    status: 403,
    zh: '再次退回的线索由省级改派',
    en: 'A clue that was declined twice is sent elsewhere by the province',
    meaning: {
      zh: '该线索已两次被反馈为“不属于本部门”，只能由省级人员决定由谁承办。',
      en: 'The clue was declined twice; the province decides whose it is.',
    },
    remedy: {
      zh: '请省级协调员改派。',
      en: 'Have a coordinator of the province send it.',
    },
  }),
  openClueExists: defineProblem({
    name: 'open-clue-exists',
    status: 409,
    zh: '该部门已有同一对象的未办结线索',
    en: 'The department has an open clue of the same subject',
    meaning: {
      zh: '同一对象、同一部门、同一方向只能有一条未办结线索。',
      en: 'Of one subject a department has one open clue in each direction.',
    },
    remedy: {
      zh: '先办结那一条线索。',
      en: 'See that one closed first.',
    },
  }),
  alreadySentBack: defineProblem({
    name: 'already-sent-back',
    status: 409,
    zh: '该线索已经退回过一次',
    en: 'The clue was sent back once already',
    meaning: {
      zh: '线索只退回一次；之后由协调员办结。',
      en: 'A clue is sent back once; after that the coordinator closes it.',
    },
    remedy: {
      zh: '办结该线索，必要时再重新打开。',
      en: 'Close the clue; reopen it if need be.',
    },
  }),
  reopenTooLate: defineProblem({
    name: 'reopen-too-late',
    status: 422,
    zh: '重新打开的期限已过',
    en: 'The clue was closed too long ago to be reopened',
    meaning: {
      zh: '线索办结后只能在规定天数内重新打开；latest 是最后一天。',
      en: 'A closed clue can be reopened for a number of days; latest tells the last of them.',
    },
    remedy: {
      zh: '等待监测指标再次命中。',
      en: 'Wait until an indicator hits again.',
    },
  }),
};
