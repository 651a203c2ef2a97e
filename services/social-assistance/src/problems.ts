import { APPROVAL_PROBLEMS } from '@minzheng/casework/approvals';
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
  monthsCovered: defineProblem({
    name: 'months-covered',
    status: 409,
    zh: '自首次决定以来的月份已由其他待遇覆盖',
    en: 'The months since the first decision are covered by another award',
    meaning: {
      zh: '重新作出决定的案件，其自首次决定以来的月份已由另一项救助待遇全部覆盖，或者只覆盖了部分家庭成员。',
      en: 'Of a case that is decided again, the months since the first decision are covered by another award already, or of some of the members only.',
    },
    remedy: {
      zh: '对该待遇开展复核，由复核补足差额；本案按不予批准办结，并说明理由。',
      en: 'Have that award reviewed: what is missing is settled by the review. Reject this case, and say so in the text.',
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
      zh: '该差异已经答复，或者举证期限已过。',
      en: 'The discrepancy was answered already, or the time for evidence is over.',
    },
    remedy: {
      zh: '以现有认定为准；不服的，可以依法申请复核。',
      en: 'The finding stands; whoever disagrees may ask for a review.',
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
  actorAlreadyInvolved: APPROVAL_PROBLEMS.actorAlreadyInvolved,
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
  holdTooLong: defineProblem({
    name: 'hold-too-long',
    status: 422,
    zh: '暂停发放的时间过长',
    en: 'An award is not held that long',
    meaning: {
      zh: '暂停发放不得超过所在区域规定的月数；months 是最长月数。',
      en: 'An award is held for no more months than the rules of the region allow; months tells how many.',
    },
    remedy: {
      zh: '缩短暂停时间，并在期满前恢复或者终止。',
      en: 'Hold it for less time, and release or end it by then.',
    },
  }),
  holdMonthPast: defineProblem({
    name: 'hold-month-past',
    status: 422,
    zh: '暂停发放不得追溯',
    en: 'An award is not held for months that are past',
    meaning: {
      zh: '只能从当月或者以后的月份起暂停发放。',
      en: 'An award is held from the current month or a later one.',
    },
    remedy: {
      zh: '从当月或者以后的月份起暂停；以前月份不应发放的，终止并追回。',
      en: 'Hold it from the current month on; if earlier months were not due, end the award from the first of them.',
    },
  }),
  reviewWithoutVisit: defineProblem({
    name: 'review-without-visit',
    status: 409,
    zh: '复核没有已签字的入户调查',
    en: 'There is no signed visit for the review',
    meaning: {
      zh: '复核结论须有复核开始以后进行并已签字的入户调查。',
      en: 'A review is concluded on a visit that was made since it opened and that all who took part have signed.',
    },
    remedy: { zh: '完成入户调查并签字后再作结论。', en: 'Visit the household and have the visit signed.' },
  }),
  outcomeDiffers: defineProblem({
    name: 'outcome-differs',
    status: 422,
    zh: '复核结论与认定结果不一致',
    en: 'The rules come to another outcome',
    meaning: {
      zh: '按核对报告和现行标准得出的结论与所给结论不同；outcome 和 reasons 说明结论及理由。',
      en: 'On the report and the rules in force the outcome is another one; outcome and reasons tell which, and why.',
    },
    remedy: {
      zh: '核实情况，按 outcome 作出结论，或者重新核对。',
      en: 'Check what is known and conclude with that outcome, or have the household verified again.',
    },
  }),
  noOpenReview: defineProblem({
    name: 'no-open-review',
    status: 409,
    zh: '没有进行中的复核',
    en: 'The award is not under review',
    meaning: {
      zh: '该待遇没有进行中的复核，不能提出核对。',
      en: 'Verification is asked for a review, and the award has none that is open.',
    },
    remedy: { zh: '先登记家庭变化情况，再提出核对。', en: 'Record the change that calls for it first.' },
  }),
  nothingToRecover: defineProblem({
    name: 'nothing-to-recover',
    status: 422,
    zh: '这些月份没有多发',
    en: 'Nothing was paid too much in these months',
    meaning: {
      zh: '所列月份的实际发放没有超过应发放的数额。',
      en: 'What was paid for these months is not more than what was due.',
    },
    remedy: {
      zh: '更正月份；待遇不应发放的，先终止或者调整。',
      en: 'Correct the months; if the award was not due, end or adjust it first.',
    },
  }),
  fineOutOfRange: defineProblem({
    name: 'fine-out-of-range',
    status: 422,
    zh: '罚款数额超出法定幅度',
    en: 'The fine is not within its range',
    meaning: {
      zh: '罚款只适用于骗取救助，数额须在法定倍数之内；minimumFen 和 maximumFen 是上下限。',
      en: 'Only fraud is fined, within the multiples that the law gives; minimumFen and maximumFen are its bounds.',
    },
    remedy: { zh: '将 fineFen 改为幅度之内的数额。', en: 'Give a fineFen within the range.' },
  }),
  offsetNeedsConsent: defineProblem({
    name: 'offset-needs-consent',
    status: 422,
    zh: '抵扣须有书面同意且待遇仍在发放',
    en: 'An award is kept back only with written consent, while it runs',
    meaning: {
      zh: '以待遇抵扣须有当事人书面同意，且该待遇仍在发放。',
      en: 'A refund is kept back from an award only with the written consent of the household, and while the award runs.',
    },
    remedy: {
      zh: '补充书面同意的摘要，或者改为分期偿还。',
      en: 'Add the hash of the written consent, or let it be paid back in instalments.',
    },
  }),
  moreThanOwed: defineProblem({
    name: 'more-than-owed',
    status: 422,
    zh: '偿还数额超过尚欠数额',
    en: 'More than is still owed',
    meaning: {
      zh: '所记数额超过追回决定尚欠的数额；balanceFen 是尚欠数额。',
      en: 'The sum is more than the order still leaves open; balanceFen tells what that is.',
    },
    remedy: { zh: '核对到账数额后重新登记。', en: 'Check what has come in and record it again.' },
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
  belowPovertyLine: defineProblem({
    name: 'below-poverty-line',
    status: 422,
    zh: '标准不高于扶贫标准',
    en: 'The standard is not above the poverty line',
    meaning: {
      zh: '年标准须高于扶贫标准（防止返贫监测线），等于也不行；reasons 列明数额。',
      en: 'A year of the standard has to be above the poverty line, and equal is not above; reasons tells the amounts.',
    },
    remedy: { zh: '提高标准后重新起草。', en: 'Draft a higher standard.' },
  }),
  belowProvincialMinimum: defineProblem({
    name: 'below-provincial-minimum',
    status: 422,
    zh: '标准低于省级最低标准',
    en: 'The standard is below the minimum of the province',
    meaning: {
      zh: '标准低于省级规定的最低标准；reasons 列明数额。',
      en: 'The standard is below the minimum that the province has set; reasons tells the amounts.',
    },
    remedy: { zh: '提高标准后重新起草。', en: 'Draft a higher standard.' },
  }),
  standardDecrease: defineProblem({
    name: 'standard-decrease',
    status: 422,
    zh: '标准低于现行标准',
    en: 'The standard is below the one in force',
    meaning: {
      zh: '标准只升不降；reasons 列明现行标准。',
      en: 'A standard is not lowered; reasons tells the one in force.',
    },
    remedy: { zh: '起草不低于现行标准的标准。', en: 'Draft one that is not below the standard in force.' },
  }),
  backdating: defineProblem({
    name: 'backdating',
    status: 422,
    zh: '生效时间过早',
    en: 'It would begin too long ago',
    meaning: {
      zh: '低保标准和重新核算最多追溯十二个月；政策参数追溯须指明所更正的记录。',
      en: 'Standards and recalculations go back 12 months at most; a policy goes back only as the correction of a row that it names.',
    },
    remedy: {
      zh: '改用较晚的月份；更正政策参数的，以 supersedesRowId 指明原记录。',
      en: 'Use a later month, or name in supersedesRowId the policy row that is corrected.',
    },
  }),
  indexExists: defineProblem({
    name: 'index-exists',
    status: 409,
    zh: '该地区该月份的价格指数已经录入',
    en: 'The price indices of this region and month were entered',
    meaning: {
      zh: '同一地区同一月份的价格指数只录入一次；indexId 是已有的记录。',
      en: 'The indices of a region and month are entered once; indexId tells which they are.',
    },
    remedy: {
      zh: '数据有误的，以 POST /v1/price-indices/{id}/supersede 更正。',
      en: 'If they were wrong, correct them by POST /v1/price-indices/{id}/supersede.',
    },
  }),
  unknownNeed: defineProblem({
    name: 'unknown-need',
    status: 422,
    zh: '没有这类救助需求',
    en: 'There is no such need',
    meaning: {
      zh: '所列需求不在救助服务清单之内；needs 列出这些需求。',
      en: 'Something that is asked for is not in the catalogue of assistance; needs lists it.',
    },
    remedy: {
      zh: '按 /v1/catalogue-items 所列的需求填写。',
      en: 'Use the needs that /v1/catalogue-items lists.',
    },
  }),
  needsOpen: defineProblem({
    name: 'needs-open',
    status: 409,
    zh: '还有需求没有处理结果',
    en: 'A need has no answer yet',
    meaning: {
      zh: '每一项需求都须有案件、转办或者说明理由的答复，才能办结；needs 列出尚未答复的需求。',
      en: 'A ticket is closed when every need has a case, a referral or a reasoned no; needs lists those without.',
    },
    remedy: {
      zh: '先办理、转办或者答复这些需求。',
      en: 'Open a case, forward it or answer it with a reason first.',
    },
  }),
  alreadyForwarded: defineProblem({
    name: 'already-forwarded',
    status: 409,
    zh: '该需求已经转办或者答复',
    en: 'The need was forwarded or answered already',
    meaning: {
      zh: '所列需求中有已经转办、受理或者答复的；needs 列出这些需求。',
      en: 'A need that is named was forwarded, taken up or answered before; needs lists it.',
    },
    remedy: { zh: '只转办尚未处理的需求。', en: 'Forward only what is still open.' },
  }),
  wrongReceiver: defineProblem({
    name: 'wrong-receiver',
    status: 422,
    zh: '该单位不承办这项需求',
    en: 'The receiver does not handle this need',
    meaning: {
      zh: '按当地的救助服务清单，该需求由其他单位承办或者由本部门办理；needs 列出这些需求。',
      en: 'By the catalogue of the region somebody else handles the need, or this service itself; needs lists it.',
    },
    remedy: {
      zh: '按 /v1/catalogue-items 所列的承办单位转办。',
      en: 'Forward it to the receiver that /v1/catalogue-items names.',
    },
  }),
  conferenceQuorum: defineProblem({
    name: 'conference-quorum',
    status: 422,
    zh: '一事一议须有三个以上部门参加',
    en: 'A case conference needs three departments',
    meaning: {
      zh: '参加一事一议的不同部门不足三个。',
      en: 'Fewer than three different departments took part.',
    },
    remedy: { zh: '补充参加部门后重新登记。', en: 'Enter it with three departments or more.' },
  }),
  countyVisitMissing: defineProblem({
    name: 'county-visit-missing',
    status: 409,
    zh: '尚无县级入户核查',
    en: 'The county has not visited',
    meaning: {
      zh: '本案涉及经办人员近亲属、投诉举报或者须重点核查的情形，须由县级入户核查后决定。',
      en: 'The case concerns a relative of an official, a complaint, or something that the county has to see for itself.',
    },
    remedy: {
      zh: '由县级人员参加入户调查并签字后再作决定。',
      en: 'Let the county take part in a visit, signed by all, and decide then.',
    },
  }),
  evaluationQuorum: defineProblem({
    name: 'evaluation-quorum',
    status: 422,
    zh: '民主评议人数不符合规定',
    en: 'The evaluation has no quorum',
    meaning: {
      zh: '没有有效表决，或者村（居）民代表不足参加评议人员的三分之二。',
      en: 'Nobody voted, or villagers’ representatives are fewer than two thirds of those who did.',
    },
    remedy: { zh: '重新组织民主评议。', en: 'Hold the evaluation again.' },
  }),
  evaluationMissing: defineProblem({
    name: 'evaluation-missing',
    status: 409,
    zh: '尚未进行民主评议',
    en: 'No evaluation has been held',
    meaning: {
      zh: '本地区按困难状况评估得分确定保障对象，须先进行民主评议。',
      en: 'The region decides by the hardship index, which needs an evaluation by the village.',
    },
    remedy: {
      zh: '组织民主评议并登记结果后再认定。',
      en: 'Hold the evaluation, record it, and assess then.',
    },
  }),
  refusalsMissing: defineProblem({
    name: 'refusals-missing',
    status: 409,
    zh: '拒不配合的记录不足两次',
    en: 'There are not two recorded refusals to cooperate',
    meaning: {
      zh: '终止审核确认须有两次在不同日期记录的拒不配合。',
      en: 'A case is ended only after refusals to cooperate were recorded on two days.',
    },
    remedy: {
      zh: '再次联系申请人；仍不配合的，如实记录。',
      en: 'Ask the household again, and record it if it still refuses.',
    },
  }),
  notAGap: defineProblem({
    name: 'not-a-gap',
    status: 422,
    zh: '核对报告中没有该项缺口',
    en: 'The report has no such gap',
    meaning: {
      zh: '只能就核对报告中尚未反馈的单位和人员发函询问。',
      en: 'An inquiry goes to an agency that the report names as missing, about those persons.',
    },
    remedy: {
      zh: '核对报告 gaps 所列的单位和人员后重新发送。',
      en: 'Name the agency and the persons as the gaps of the report do.',
    },
  }),
  billClaimed: defineProblem({
    name: 'bill-claimed',
    status: 409,
    zh: '该票据已登记',
    en: 'The bill was accepted already',
    meaning: {
      zh: '同一份结算单据已经登记过，不得重复使用。',
      en: 'The same settlement sheet was accepted before; it counts once.',
    },
    remedy: { zh: '核对票据后登记其他票据。', en: 'Enter another bill.' },
  }),
  appealLate: defineProblem({
    name: 'appeal-late',
    status: 409,
    zh: '已超过申请行政复议的期限',
    en: 'The time for asking for reconsideration is over',
    meaning: {
      zh: '自收到决定之日起的复议申请期限已过。',
      en: 'The time from the day on which the decision was received is over.',
    },
    remedy: { zh: '可以提起行政诉讼，或者重新申请。', en: 'Sue, or apply again.' },
  }),
} as const;
