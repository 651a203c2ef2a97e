import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the commands on appeals. */
export const APPEAL_PROBLEMS = {
  appealOpen: defineProblem({
    name: 'appeal-open',
    status: 409,
    zh: '该数据已有未办结的异议',
    en: 'The fact is under an open appeal',
    meaning: {
      zh: '同一条数据只能有一件未办结的异议。没有新建异议。',
      en: 'A fact is under one open appeal at a time. No other one was made.',
    },
    remedy: {
      zh: '等待已有异议的处理结果，或者先撤回该异议。',
      en: 'Wait for the decision of the open appeal, or withdraw it first.',
    },
  }),
  tooLate: defineProblem({
    name: 'too-late',
    status: 422,
    zh: '提出异议的期限已过',
    en: 'The appeal comes too late',
    meaning: {
      zh: '应当在知道之日起规定天数内提出异议；latest 是最后一天。',
      en: 'An appeal is submitted within a number of days after learning of the fact; latest is the last of them.',
    },
    remedy: {
      zh: '请数源部门更正其登记，或者在下一次核对后提出异议。',
      en: 'Have the source correct its register, or appeal after the next check.',
    },
  }),
  factSuperseded: defineProblem({
    name: 'fact-superseded',
    status: 422,
    zh: '该数据已被更正',
    en: 'The fact no longer holds',
    meaning: {
      zh: '数源部门已经更正或者撤回该数据，不再使用。',
      en: 'Its source has corrected the fact or taken it back; it is used no longer.',
    },
    remedy: {
      zh: '查看本人档案，对现行数据提出异议。',
      en: 'Look at the profile, and appeal against the fact that holds now.',
    },
  }),
  factsOfSeveralPersons: defineProblem({
    name: 'facts-of-several-persons',
    status: 422,
    zh: '一件异议只能涉及一个人的数据',
    en: 'The facts are about several persons',
    meaning: {
      zh: '异议由数据本人或其监护人提出，一件异议只涉及一个人。',
      en: 'A person appeals against facts about himself or a ward, so an appeal is about one person.',
    },
    remedy: {
      zh: '每个人分别提出异议。',
      en: 'Submit one appeal for each person.',
    },
  }),
  correctionMissing: defineProblem({
    name: 'correction-missing',
    status: 422,
    zh: '异议成立但没有更正内容',
    en: 'An upheld appeal corrects a fact',
    meaning: {
      zh: '异议成立时，须说明每条数据改为什么；数源部门已经更正的除外。',
      en: 'Upheld, at least one of the facts is replaced: by its source already, or by a correction that is given.',
    },
    remedy: {
      zh: '填写 corrections，或者驳回异议。',
      en: 'Give corrections, or reject the appeal.',
    },
  }),
  correctionInvalid: defineProblem({
    name: 'correction-invalid',
    status: 422,
    zh: '更正内容不符合该类数据的要求',
    en: 'The correction does not fit the fact',
    meaning: {
      zh: '更正只能修改该类数据具有的字段，更正后的数据须符合入库规则；reason 说明原因。',
      en: 'A correction changes what such a fact has, and the result passes the rules of every fact; reason names what is wrong.',
    },
    remedy: {
      zh: '修改更正内容。',
      en: 'Change the correction.',
    },
  }),
  sourceCorrected: defineProblem({
    name: 'source-corrected',
    status: 422,
    zh: '数源部门已自行更正该数据',
    en: 'The source has corrected the fact itself',
    meaning: {
      zh: '数源部门已用新的数据代替该数据，无需另行更正。',
      en: 'Another fact of the source has taken its place; no correction of ours is needed.',
    },
    remedy: {
      zh: '去掉该条更正。',
      en: 'Leave out this correction.',
    },
  }),
  notTheAppellant: defineProblem({
    name: 'not-the-appellant',
    status: 403,
    zh: '只有提出人可以撤回异议',
    en: 'Only the appellant withdraws an appeal',
    meaning: {
      zh: '本人或监护人提出的异议只能由其撤回；工作人员提出的由该机构撤回。',
      en: 'What a citizen has submitted only that citizen withdraws; what an office has submitted, the office.',
    },
    remedy: {
      zh: '请提出人撤回。',
      en: 'Ask the appellant to withdraw it.',
    },
  }),
};
