import { defineProblem } from '@minzheng/platform/http';

/** Refusals of house visits. */
export const VISIT_PROBLEMS = {
  twoInvestigators: defineProblem({
    name: 'two-investigators',
    status: 422,
    zh: '入户调查须由两名以上工作人员进行',
    en: 'A visit needs two different investigators of the public staff',
    meaning: {
      zh: '入户调查须由两名以上不同的工作人员进行，并且须有规定岗位的人员参加。',
      en: 'A visit is made by two or more different investigators of the public staff, with those whose roles are required.',
    },
    remedy: {
      zh: '更正参加人员，或者由两人重新入户。',
      en: 'Correct who took part, or visit again with two people.',
    },
  }),
  remoteVisitNotAllowed: defineProblem({
    name: 'remote-visit-not-allowed',
    status: 422,
    zh: '非应急期间不得以电话或视频代替入户调查',
    en: 'Visits by telephone or video are for emergencies only',
    meaning: {
      zh: '只有在应急期间才可以用电话或者视频代替入户。',
      en: 'Only in an emergency may a telephone or video call stand for a visit.',
    },
    remedy: { zh: '上门进行调查。', en: 'Visit in person.' },
  }),
  visitTooEarly: defineProblem({
    name: 'visit-too-early',
    status: 422,
    zh: '入户调查日期早于受理日期',
    en: 'The visit was made before there was anything to visit for',
    meaning: {
      zh: '入户调查须在受理、确认或者派发之后进行；notBefore 为可以入户的第一天。',
      en: 'A household is visited after its case was accepted, or its award decided; notBefore is the first day that counts.',
    },
    remedy: {
      zh: '核对入户日期；确在此之前入户的，须重新入户调查。',
      en: 'Check the day; if the visit was made before, visit the household again.',
    },
  }),
  signerNotOnVisit: defineProblem({
    name: 'signer-not-on-visit',
    status: 422,
    zh: '签字人未参加本次入户调查',
    en: 'Only who took part in the visit signs it',
    meaning: {
      zh: '签字人不在本次入户调查的参加人员之中。',
      en: 'The signer is not among those who took part in the visit.',
    },
    remedy: {
      zh: '由参加调查的人员以自己的令牌签字；在场家庭成员的签字由参加调查的人员录入。',
      en: 'Let those who took part sign it, each with a token of their own; an investigator enters the signature of a member who was there.',
    },
  }),
  visitSignExpired: defineProblem({
    name: 'visit-sign-expired',
    status: 422,
    zh: '入户调查签字期限已过，须重新入户调查',
    en: 'The time for signing is over: the household is visited again',
    meaning: { zh: '调查结束后的签字期限已过。', en: 'The time in which a visit can be signed is over.' },
    remedy: { zh: '重新入户调查并及时签字。', en: 'Visit the household again and sign in time.' },
  }),
  visitSigned: defineProblem({
    name: 'visit-signed',
    status: 409,
    zh: '入户调查已签字，不得重复签字或者更改',
    en: 'What is signed is not signed again, and stays as it is',
    meaning: {
      zh: '已经登记的入户调查不得更改，也不得重复签字。',
      en: 'A visit that was entered stays as it is, and nobody signs twice.',
    },
    remedy: {
      zh: '需要更正的，另行记录一次新的入户调查。',
      en: 'Record another visit if something was wrong.',
    },
  }),
} as const;
