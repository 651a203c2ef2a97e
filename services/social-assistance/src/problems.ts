import { defineProblem } from '@minzheng/platform/http';

/** Refusals of social assistance's own routes (its specification, sections 6 and 11). */
export const ASSISTANCE_PROBLEMS = {
  duplicateMembership: defineProblem({
    name: 'duplicate-membership',
    status: 409,
    zh: '家庭成员已计入另一户家庭',
    en: 'A member is counted in another open household',
    meaning: {
      zh: '该成员已计入另一户在办家庭；一人只能计入一户。',
      en: 'The member is counted in another household that is open; a person is counted in one only.',
    },
    remedy: {
      zh: '先从另一户中移出该成员，或者更正资料。',
      en: 'Take the member out of the other household first, or correct the form.',
    },
  }),
  householdInvalid: defineProblem({
    name: 'household-invalid',
    status: 422,
    zh: '家庭成员信息不正确',
    en: 'The household is not valid',
    meaning: {
      zh: '家庭成员之间的关系或资料互相矛盾，例如没有申请人、同一人出现两次、监护人不是家庭成员。',
      en: 'What is said of the members does not fit together: no applicant, somebody twice, a guardian who is not a member.',
    },
    remedy: {
      zh: '按 errors 或所列成员更正后重新发送。',
      en: 'Correct what errors or the answer names and send it again.',
    },
  }),
  consentNotBySubject: defineProblem({
    name: 'consent-not-by-subject',
    status: 422,
    zh: '授权书须由本人或其监护人签署',
    en: 'A consent is signed by the person or the guardian',
    meaning: {
      zh: '授权书须由本人签署；无民事行为能力或者限制民事行为能力人由监护人代签。',
      en: 'A consent is signed by the person; for somebody without full legal capacity by the guardian.',
    },
    remedy: { zh: '由本人或者其监护人重新签署。', en: 'Have it signed by the person or the guardian.' },
  }),
  consentTooLong: defineProblem({
    name: 'consent-too-long',
    status: 422,
    zh: '授权期限过长',
    en: 'The consent would last too long',
    meaning: {
      zh: '授权期限超过所在区域规定的最长期限；latest 是最晚日期。',
      en: 'The consent would last longer than the rules of the region allow; latest tells the last possible day.',
    },
    remedy: {
      zh: '将 validTo 改为不晚于 latest 的日期。',
      en: 'Set validTo to a day that is not after latest.',
    },
  }),
  consentMissing: defineProblem({
    name: 'consent-missing',
    status: 422,
    zh: '缺少成年家庭成员的有效授权',
    en: 'An adult member has not consented',
    meaning: {
      zh: '至少一名成年家庭成员没有覆盖该用途的有效核对授权。',
      en: 'At least one adult member has no valid consent that covers the purpose.',
    },
    remedy: {
      zh: '取得缺少的授权书并登记，然后重新提交。',
      en: 'Obtain and register the consents that are missing, then try again.',
    },
  }),
  openCaseExists: defineProblem({
    name: 'open-case-exists',
    status: 409,
    zh: '该家庭已有同类在办案件',
    en: 'The household has an open case of this programme',
    meaning: {
      zh: '该家庭已有同一救助项目的在办案件。',
      en: 'The household has a case of the same programme that is not finished.',
    },
    remedy: { zh: '继续办理已有案件。', en: 'Go on with that case.' },
  }),
  exclusiveProgramme: defineProblem({
    name: 'exclusive-programme',
    status: 409,
    zh: '家庭成员已在享受低保待遇',
    en: 'A member is covered by the minimum living guarantee already',
    meaning: {
      zh: '家庭成员已在享受最低生活保障，不得同时享受另一项。',
      en: 'A member receives the minimum living guarantee already, which excludes the other benefit.',
    },
    remedy: {
      zh: '先办理原待遇的终止，或者更正家庭成员。',
      en: 'End the running benefit first, or correct the members.',
    },
  }),
  wrongPlace: defineProblem({
    name: 'wrong-place',
    status: 422,
    zh: '申请地不是家庭成员的户籍地',
    en: 'No member is registered in the region of the case',
    meaning: {
      zh: '没有家庭成员的户籍在受理地。',
      en: 'No member has the household registration in the region of the case.',
    },
    remedy: { zh: '在家庭成员户籍所在地申请。', en: 'Apply where a member is registered.' },
  }),
  correctionAlreadyAsked: defineProblem({
    name: 'correction-already-asked',
    status: 409,
    zh: '补正只能要求一次',
    en: 'Missing papers may be asked for once',
    meaning: {
      zh: '补正材料应当一次性告知，已经告知过一次。',
      en: 'What is missing is asked for in one go, and that was done.',
    },
    remedy: { zh: '按已有材料继续办理。', en: 'Go on with what there is.' },
  }),
  stateCanLookUp: defineProblem({
    name: 'state-can-look-up',
    status: 422,
    zh: '该材料可由政府部门查询，不得要求申请人提供',
    en: 'A paper that the state can look up itself may not be asked for',
    meaning: {
      zh: '所要求的材料可以由部门之间查询，不得要求申请人提供；papers 列出这些材料。',
      en: 'The papers that the answer lists can be looked up between agencies, so an applicant may not be asked for them.',
    },
    remedy: { zh: '从要求中去掉这些材料，改为查询。', en: 'Leave them out and look them up.' },
  }),
  disputeClosed: defineProblem({
    name: 'dispute-closed',
    status: 409,
    zh: '异议已经处理或者举证期限已过',
    en: 'The discrepancy was answered, or the time for evidence is over',
    meaning: {
      zh: '该差异已经答复，或者十个工作日的举证期限已过。',
      en: 'The discrepancy was answered already, or the time for evidence is over.',
    },
    remedy: {
      zh: '以现有认定为准；不服的，可以依法申请复核。',
      en: 'The finding stands; whoever disagrees may ask for a review.',
    },
  }),
  requestOpen: defineProblem({
    name: 'request-open',
    status: 409,
    zh: '已有未答复的核对请求',
    en: 'A request for verification is open',
    meaning: {
      zh: '本案已有一个尚未答复的核对请求。',
      en: 'A request for verification of this case has not been answered yet.',
    },
    remedy: { zh: '等待其结果，不必重复提出。', en: 'Wait for its answer.' },
  }),
  reportMissing: defineProblem({
    name: 'report-missing',
    status: 409,
    zh: '没有可用的核对报告',
    en: 'There is no usable verification report',
    meaning: {
      zh: '本案没有针对现有家庭成员的核对报告。',
      en: 'The case has no verification report about the members that it has now.',
    },
    remedy: { zh: '提出核对请求并等待报告。', en: 'Request a verification and wait for its report.' },
  }),
  reportExpired: defineProblem({
    name: 'report-expired',
    status: 422,
    zh: '核对报告已过有效期',
    en: 'The verification report is no longer valid',
    meaning: {
      zh: '核对报告已过有效期，不能再作为认定依据。',
      en: 'The verification report is no longer valid, so nothing can be decided on it.',
    },
    remedy: {
      zh: '重新提出核对请求，待新报告出具后办理。',
      en: 'Request a new verification and go on when its report has been issued.',
    },
  }),
  resultPending: defineProblem({
    name: 'result-pending',
    status: 409,
    zh: '有财产或收入情况不明，尚不能认定',
    en: 'Something of income or property is still unknown',
    meaning: {
      zh: '有收入或者财产情况不明，尚不能认定；reasons 说明是哪些。',
      en: 'Something of income or property is unknown, so nothing can be assessed; reasons tells what.',
    },
    remedy: { zh: '补充所缺情况后重新认定。', en: 'Clear up what is missing and assess again.' },
  }),
  assessmentMissing: defineProblem({
    name: 'assessment-missing',
    status: 409,
    zh: '本案没有可以复算的认定',
    en: 'The case has no assessment that could be computed again',
    meaning: {
      zh: '本案没有认定结果，无从复算。',
      en: 'The case has no assessment that could be computed again.',
    },
    remedy: { zh: '先办理认定。', en: 'Assess the case first.' },
  }),
  visitMissing: defineProblem({
    name: 'visit-missing',
    status: 409,
    zh: '没有已签字的入户调查',
    en: 'There is no signed house visit',
    meaning: {
      zh: '认定须有全部调查人员签字的入户调查。',
      en: 'An assessment needs a house visit that all who took part have signed.',
    },
    remedy: {
      zh: '完成入户调查并由调查人员签字。',
      en: 'Make the visit and have it signed by the investigators.',
    },
  }),
  twoInvestigators: defineProblem({
    name: 'two-investigators',
    status: 422,
    zh: '入户调查须由两名以上工作人员进行',
    en: 'A visit needs two different investigators of the public staff',
    meaning: {
      zh: '入户调查须由两名以上不同的工作人员进行。',
      en: 'A visit is made by two or more different investigators of the public staff.',
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
      zh: '由参加调查的人员以自己的令牌签字。',
      en: 'Let those who took part sign it, each with a token of their own.',
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
      zh: '已经签字的入户调查不得更改，也不得重复签字。',
      en: 'A visit that was signed stays as it is, and nobody signs twice.',
    },
    remedy: {
      zh: '需要更正的，另行记录一次新的入户调查。',
      en: 'Record another visit if something was wrong.',
    },
  }),
  ownInvestigation: defineProblem({
    name: 'own-investigation',
    status: 403,
    zh: '入户调查人员不得提出审核意见或者发布公示',
    en: 'Who visited gives no opinion and posts no notice',
    meaning: {
      zh: '参加本案入户调查的人员不得对本案提出审核意见或者发布公示。',
      en: 'Who made the house visit of the case may not give its opinion or post its notice.',
    },
    remedy: { zh: '由未参加调查的人员办理。', en: 'Let somebody do it who was not on the visit.' },
  }),
  actorAlreadyInvolved: defineProblem({
    name: 'actor-already-involved',
    status: 403,
    zh: '经办过本案的人员不得作出决定',
    en: 'Who acted on the case before does not decide it',
    meaning: {
      zh: '已在本案中受理、调查或者提出意见的人员不得作出决定。',
      en: 'Who accepted, visited or gave an opinion in the case may not decide it.',
    },
    remedy: { zh: '由未经办本案的审批人员决定。', en: 'Let an approver decide who has had no part in it.' },
  }),
  postedOnFuture: defineProblem({
    name: 'posted-on-future',
    status: 422,
    zh: '公示日期不得晚于今天',
    en: 'A notice cannot be posted in the future',
    meaning: {
      zh: '张贴日期晚于今天的业务日期。',
      en: 'The day of posting is later than the business date of today.',
    },
    remedy: { zh: '使用实际张贴的日期。', en: 'Give the day on which it was posted.' },
  }),
  noticeOpen: defineProblem({
    name: 'notice-open',
    status: 409,
    zh: '公示期未满',
    en: 'The public notice has not ended',
    meaning: {
      zh: '公示期未满，不能决定。',
      en: 'The public notice has not ended, so nothing can be decided.',
    },
    remedy: { zh: '公示期满后再作决定。', en: 'Decide when the notice has ended.' },
  }),
  noticeDiffers: defineProblem({
    name: 'notice-differs',
    status: 409,
    zh: '认定结果与公示内容不一致，须退回并重新公示',
    en: 'The result differs from what was posted: the case is returned and posted again',
    meaning: {
      zh: '现在的认定结果与公示的内容不同。',
      en: 'The result as it is now differs from what was posted.',
    },
    remedy: {
      zh: '退回案件，重新认定并重新公示。',
      en: 'Return the case, assess it and post the notice again.',
    },
  }),
  caseAlreadyReturned: defineProblem({
    name: 'case-already-returned',
    status: 409,
    zh: '案件只能退回一次',
    en: 'A case is returned once',
    meaning: { zh: '案件只能退回一次，已经退回过。', en: 'A case is returned once, and it was.' },
    remedy: { zh: '批准或者不予批准，并说明理由。', en: 'Approve or reject it, with the reasons.' },
  }),
  reasonMissing: defineProblem({
    name: 'reason-missing',
    status: 422,
    zh: '不予批准须说明理由',
    en: 'A rejection needs a reason',
    meaning: {
      zh: '不予批准须有理由代码和文字说明，并告知申请人。',
      en: 'A rejection needs the codes of its reasons and words, since the applicant is told them.',
    },
    remedy: { zh: '补上 reasonCodes 和 text。', en: 'Add reasonCodes and text.' },
  }),
  notEntitled: defineProblem({
    name: 'not-entitled',
    status: 422,
    zh: '认定结果不支持批准',
    en: 'The assessment does not support an approval',
    meaning: {
      zh: '没有支持批准的认定结果或者审核意见。',
      en: 'No assessment or opinion supports an approval.',
    },
    remedy: { zh: '不予批准，或者退回重新认定。', en: 'Reject the case, or return it to be assessed again.' },
  }),
} as const;
