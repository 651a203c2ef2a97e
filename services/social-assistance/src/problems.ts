import { defineProblem } from '@minzheng/platform/http';

/** Refusals of social assistance's own routes (its specification, sections 6 and 11). */
export const ASSISTANCE_PROBLEMS = {
  duplicateMembership: defineProblem({
    name: 'duplicate-membership',
    status: 409,
    zh: '家庭成员已计入另一户家庭',
    en: 'A member is counted in another open household',
  }),
  householdInvalid: defineProblem({
    name: 'household-invalid',
    status: 422,
    zh: '家庭成员信息不正确',
    en: 'The household is not valid',
  }),
  consentNotBySubject: defineProblem({
    name: 'consent-not-by-subject',
    status: 422,
    zh: '授权书须由本人或其监护人签署',
    en: 'A consent is signed by the person or the guardian',
  }),
  consentTooLong: defineProblem({
    name: 'consent-too-long',
    status: 422,
    zh: '授权期限过长',
    en: 'The consent would last too long',
  }),
  consentMissing: defineProblem({
    name: 'consent-missing',
    status: 422,
    zh: '缺少成年家庭成员的有效授权',
    en: 'An adult member has not consented',
  }),
  openCaseExists: defineProblem({
    name: 'open-case-exists',
    status: 409,
    zh: '该家庭已有同类在办案件',
    en: 'The household has an open case of this programme',
  }),
  wrongPlace: defineProblem({
    name: 'wrong-place',
    status: 422,
    zh: '申请地不是家庭成员的户籍地',
    en: 'No member is registered in the region of the case',
  }),
  correctionAlreadyAsked: defineProblem({
    name: 'correction-already-asked',
    status: 409,
    zh: '补正只能要求一次',
    en: 'Missing papers may be asked for once',
  }),
  stateCanLookUp: defineProblem({
    name: 'state-can-look-up',
    status: 422,
    zh: '该材料可由政府部门查询，不得要求申请人提供',
    en: 'A paper that the state can look up itself may not be asked for',
  }),
  requestOpen: defineProblem({
    name: 'request-open',
    status: 409,
    zh: '已有未答复的核对请求',
    en: 'A request for verification is open',
  }),
  reportMissing: defineProblem({
    name: 'report-missing',
    status: 409,
    zh: '没有可用的核对报告',
    en: 'There is no usable verification report',
  }),
  reportExpired: defineProblem({
    name: 'report-expired',
    status: 422,
    zh: '核对报告已过有效期',
    en: 'The verification report is no longer valid',
  }),
  resultPending: defineProblem({
    name: 'result-pending',
    status: 409,
    zh: '有财产或收入情况不明，尚不能认定',
    en: 'Something of income or property is still unknown',
  }),
  visitMissing: defineProblem({
    name: 'visit-missing',
    status: 409,
    zh: '没有已签字的入户调查',
    en: 'There is no signed house visit',
  }),
  twoInvestigators: defineProblem({
    name: 'two-investigators',
    status: 422,
    zh: '入户调查须由两名以上工作人员进行',
    en: 'A visit needs two different investigators of the public staff',
  }),
  remoteVisitNotAllowed: defineProblem({
    name: 'remote-visit-not-allowed',
    status: 422,
    zh: '非应急期间不得以电话或视频代替入户调查',
    en: 'Visits by telephone or video are for emergencies only',
  }),
  signerNotOnVisit: defineProblem({
    name: 'signer-not-on-visit',
    status: 422,
    zh: '签字人未参加本次入户调查',
    en: 'Only who took part in the visit signs it',
  }),
  visitSigned: defineProblem({
    name: 'visit-signed',
    status: 409,
    zh: '入户调查已签字，不得更改',
    en: 'The visit is signed and stays as it is',
  }),
  ownInvestigation: defineProblem({
    name: 'own-investigation',
    status: 403,
    zh: '入户调查人员不得提出审核意见',
    en: 'Who visited does not give the opinion',
  }),
  actorAlreadyInvolved: defineProblem({
    name: 'actor-already-involved',
    status: 403,
    zh: '经办过本案的人员不得作出决定',
    en: 'Who acted on the case before does not decide it',
  }),
  postedOnFuture: defineProblem({
    name: 'posted-on-future',
    status: 422,
    zh: '公示日期不得晚于今天',
    en: 'A notice cannot be posted in the future',
  }),
  noticeOpen: defineProblem({
    name: 'notice-open',
    status: 409,
    zh: '公示期未满',
    en: 'The public notice has not ended',
  }),
  reasonMissing: defineProblem({
    name: 'reason-missing',
    status: 422,
    zh: '不予批准须说明理由',
    en: 'A rejection needs a reason',
  }),
  notEntitled: defineProblem({
    name: 'not-entitled',
    status: 422,
    zh: '认定结果不支持批准',
    en: 'The assessment does not support an approval',
  }),
} as const;
