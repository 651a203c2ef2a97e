import { ClueTask, clueTaskLifecycle } from '@minzheng/casework/clue-tasks';
import { Letter, letterLifecycle } from '@minzheng/casework/notices';
import { Objection, objectionLifecycle } from '@minzheng/casework/objections';
import { FactDispute, factDisputeLifecycle } from '@minzheng/casework/facts';
import {
  PaymentLine,
  paymentLineLifecycle,
  PayrollRun,
  payrollRunLifecycle,
} from '@minzheng/casework/payments';
import { Referral, referralLifecycle } from '@minzheng/casework/referrals';
import { HouseVisit, visitLifecycle } from '@minzheng/casework/visits';
import {
  asSaid,
  at,
  atEndOf,
  byHand,
  days,
  workingDays,
  workingDaysUntil,
  workOf,
  type WorkLine,
} from '@minzheng/casework/work-items';
import { AidCase } from './applications/application.entity.js';
import { CASE_LIFECYCLE } from './applications/application.lifecycle.js';
import { AWARD_LIFECYCLE } from './awards/award.lifecycle.js';
import { Award } from './awards/award.entity.js';
import { RENEWAL } from './consents/consent-renewals.js';
import { Complaint } from './complaints/complaint.entity.js';
import { COMPLAINT_LIFECYCLE } from './complaints/complaint.lifecycle.js';
import { RETURNED_PAYMENT } from './payments/returned-payments.js';
import { Review } from './reviews/review.entity.js';
import { REVIEW_LIFECYCLE } from './reviews/review.lifecycle.js';
import { DEATH_REVIEW, DELEGATED_DEATH_REVIEW, REVIEW_VISIT } from './reviews/review-work.js';
import { SupervisionItem } from './supervision/supervision-item.entity.js';
import { SUPERVISION_LIFECYCLE } from './supervision/supervision-item.lifecycle.js';
import { IntakeTicket } from './tickets/ticket.entity.js';
import { TICKET_LIFECYCLE } from './tickets/ticket.lifecycle.js';

const VISIT_LIFECYCLE = visitLifecycle('assistance');

/** Where a county decides what its townships have let pass. */
const COUNTY = 'assistance:cases:approve';
const DECIDES_AWARDS = 'assistance:awards:approve';

/** Of a review `t`: the township decided the case (委托审核确认), and concludes the reviews of its award. */
const IS_DELEGATED = `(select c.delegated from award a join aid_case c on c.id = a.case_id where a.id = t.award_id)`;

/**
 * What the offices of social assistance have to do (待办事项一览), in the order of their work: while a record is in these
 * states, somebody has to give this command by then (R18; L57 arts. 10–22).
 */
export const WORK: readonly WorkLine[] = [
  ...workOf(IntakeTicket, TICKET_LIFECYCLE, [
    {
      kind: 'ticketForward',
      title: { zh: '转办属于其他部门的需求', en: 'Forward what others handle' },
      while: ['OPEN', 'ASSIGNED'],
      due: at('t.forward_due_at'),
      assignee: 't.assigned_user_id',
      office: 'TOWNSHIP',
      scope: 'assistance:tickets:write',
      overdueScope: COUNTY,
      command: 'POST /v1/tickets/{id}/forward',
    },
    {
      kind: 'ticketAnswer',
      title: { zh: '答复求助需求', en: 'Answer what was asked for' },
      while: ['OPEN', 'ASSIGNED'],
      due: at('t.due_at'),
      assignee: 't.assigned_user_id',
      office: 'TOWNSHIP',
      scope: 'assistance:tickets:write',
      overdueScope: COUNTY,
      command: 'POST /v1/tickets/{id}/answer',
    },
    {
      kind: 'ticketCoordination',
      title: { zh: '超期未答复，提请协调机制研究', en: 'Not answered for long: the coordination mechanism' },
      while: ['OPEN', 'ASSIGNED'],
      opens: [],
      due: workingDays('assistance.oneDoor.answerWd'),
      office: 'COUNTY',
      scope: 'assistance:conferences:write',
      command: 'POST /v1/case-conferences',
    },
  ]),
  ...workOf(Referral, referralLifecycle('assistance'), [
    {
      kind: 'referralCoordination',
      title: {
        zh: '转办超期未答复，提请协调机制研究',
        en: 'A referral that nobody answers: the coordination mechanism',
      },
      while: ['SENT'],
      opens: [],
      due: workingDays('assistance.oneDoor.answerWd'),
      office: 'COUNTY',
      scope: 'assistance:conferences:write',
      command: 'POST /v1/case-conferences',
    },
  ]),
  ...workOf(AidCase, CASE_LIFECYCLE, [
    {
      kind: 'caseAcceptance',
      title: { zh: '审查申请材料并受理', en: 'See whether the application is complete, and accept it' },
      while: ['SUBMITTED'],
      due: workingDays('assistance.clock.completenessWd'),
      office: 'TOWNSHIP',
      scope: 'assistance:cases:write',
      overdueScope: COUNTY,
      command: 'POST /v1/cases/{id}/accept',
    },
    {
      kind: 'caseSurvey',
      title: { zh: '开展入户调查', en: 'Visit the household' },
      while: ['ACCEPTED', 'INVESTIGATING'],
      opens: ['ACCEPTED'],
      until: {
        of: HouseVisit,
        lifecycle: VISIT_LIFECYCLE.name,
        enters: ['DRAFT'],
        subject: `case when t.subject_type = 'case' then t.subject_id end`,
      },
      due: workingDays('assistance.clock.startSurveyWd'),
      office: 'TOWNSHIP',
      scope: 'assistance:visits:write',
      command: 'POST /v1/cases/{id}/visits',
    },
    {
      kind: 'caseVerification',
      title: { zh: '提出家庭经济状况核对', en: 'Ask for the verification of means' },
      while: ['ACCEPTED'],
      due: workingDays('assistance.clock.startVerifyWd'),
      office: 'TOWNSHIP',
      scope: 'assistance:cases:write',
      overdueScope: COUNTY,
      command: 'POST /v1/cases/{id}/request-verification',
    },
    {
      kind: 'caseAssessment',
      title: { zh: '完成调查并作出认定', en: 'Finish the investigation and assess the case' },
      while: ['INVESTIGATING'],
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: 'assistance:cases:write',
      overdueScope: COUNTY,
      command: 'POST /v1/cases/{id}/assess',
    },
    {
      kind: 'caseOpinion',
      title: { zh: '提出审核意见并公示', en: 'Give the opinion and post the notice' },
      while: ['ASSESSED'],
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: 'assistance:notices:write',
      overdueScope: COUNTY,
      command: 'POST /v1/cases/{id}/give-opinion',
    },
    {
      kind: 'caseDecision',
      title: { zh: '审核确认', en: 'Decide the case' },
      while: ['REPORTED'],
      where: 'not t.delegated',
      due: workingDaysUntil('assistance.clock.countyWd', 't.due_on'),
      office: 'COUNTY',
      scope: COUNTY,
      command: 'POST /v1/cases/{id}/decide',
    },
    {
      kind: 'delegatedDecision',
      title: { zh: '受委托审核确认', en: 'Decide the case, which is delegated' },
      while: ['REPORTED'],
      where: 't.delegated',
      due: workingDaysUntil('assistance.clock.countyWd', 't.due_on'),
      office: 'TOWNSHIP',
      scope: COUNTY,
      command: 'POST /v1/cases/{id}/decide',
    },
  ]),
  ...workOf(HouseVisit, VISIT_LIFECYCLE, [
    {
      kind: 'visitSignature',
      title: { zh: '入户调查签字', en: 'Sign the visit' },
      while: ['DRAFT'],
      due: days('assistance.clock.visitSignDays'),
      office: 'TOWNSHIP',
      scope: 'assistance:visits:write',
      command: 'POST /v1/visits/{id}/sign',
    },
  ]),
  ...workOf(Letter, letterLifecycle('assistance'), [
    {
      kind: 'letterService',
      title: { zh: '送达文书', en: 'Serve the letter' },
      while: ['WRITTEN'],
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: 'assistance:cases:write',
      overdueScope: COUNTY,
      command: 'POST /v1/letters/{id}/record-service',
    },
    {
      kind: 'letterAnswer',
      title: { zh: '登记函询答复', en: 'Enter the answer to the inquiry' },
      while: ['SENT'],
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: 'assistance:cases:write',
      overdueScope: COUNTY,
      command: 'POST /v1/letters/{id}/record-answer',
    },
  ]),
  ...workOf(Objection, objectionLifecycle('assistance'), [
    {
      kind: 'objectionAnswer',
      title: { zh: '答复异议', en: 'Answer the objection' },
      while: ['RECEIVED'],
      where: "t.kind <> 'APPEAL'",
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: 'assistance:notices:write',
      overdueScope: COUNTY,
      command: 'POST /v1/objections/{id}/answer',
    },
    {
      kind: 'appealAnswer',
      title: { zh: '答复行政复议', en: 'Answer the appeal' },
      while: ['RECEIVED'],
      where: "t.kind = 'APPEAL'",
      due: atEndOf('t.due_on'),
      office: 'COUNTY',
      scope: COUNTY,
      command: 'POST /v1/objections/{id}/answer',
    },
  ]),
  ...workOf(Award, AWARD_LIFECYCLE, [
    {
      kind: 'heldAward',
      title: { zh: '处理暂停发放的待遇', en: 'Resolve what is held' },
      while: ['HELD'],
      due: atEndOf('t.hold_ends_on'),
      office: 'COUNTY',
      scope: DECIDES_AWARDS,
      command: 'POST /v1/awards/{id}/release',
    },
  ]),
  ...workOf(Review, REVIEW_LIFECYCLE, [
    {
      kind: REVIEW_VISIT,
      title: { zh: '复核入户调查', en: 'Visit the household that is reviewed' },
      while: ['OPEN'],
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: 'assistance:visits:write',
      overdueScope: DECIDES_AWARDS,
      target: 't.award_id',
      command: 'POST /v1/awards/{id}/visits',
    },
    {
      kind: DEATH_REVIEW,
      title: {
        zh: '保障对象均已死亡，完成复核并终止待遇',
        en: 'Everybody covered has died: conclude the review, without a visit',
      },
      while: ['OPEN'],
      // no state tells it
      opens: [],
      due: asSaid,
      office: 'COUNTY',
      scope: DECIDES_AWARDS,
      command: 'POST /v1/reviews/{id}/conclude',
    },
    {
      kind: DELEGATED_DEATH_REVIEW,
      title: {
        zh: '受委托完成复核并终止待遇：保障对象均已死亡',
        en: 'Conclude the review of an award that is delegated: everybody covered has died',
      },
      while: ['OPEN'],
      opens: [],
      due: asSaid,
      office: 'TOWNSHIP',
      scope: DECIDES_AWARDS,
      command: 'POST /v1/reviews/{id}/conclude',
    },
    {
      kind: 'review',
      title: { zh: '完成复核', en: 'Conclude the review' },
      while: ['VISITED'],
      where: `not ${IS_DELEGATED}`,
      due: atEndOf('t.due_on'),
      office: 'COUNTY',
      scope: DECIDES_AWARDS,
      command: 'POST /v1/reviews/{id}/conclude',
    },
    {
      kind: 'delegatedReview',
      title: { zh: '受委托完成复核', en: 'Conclude the review of an award that is delegated' },
      while: ['VISITED'],
      where: IS_DELEGATED,
      due: atEndOf('t.due_on'),
      office: 'TOWNSHIP',
      scope: DECIDES_AWARDS,
      command: 'POST /v1/reviews/{id}/conclude',
    },
  ]),
  ...workOf(PayrollRun, payrollRunLifecycle('assistance'), [
    {
      kind: 'payrollLock',
      title: { zh: '核对并锁定发放清单', en: 'Check and lock the payment list' },
      while: ['BUILT'],
      due: atEndOf('t.pay_on'),
      office: 'COUNTY',
      scope: 'assistance:payroll-runs:write',
      command: 'POST /v1/payroll-runs/{id}/lock',
    },
    {
      kind: 'payrollApproval',
      title: { zh: '审批发放批次', en: 'Approve the payment run' },
      while: ['LOCKED'],
      due: atEndOf('t.pay_on'),
      office: 'COUNTY',
      scope: 'assistance:payroll-runs:approve',
      command: 'POST /v1/payroll-runs/{id}/approve',
    },
    {
      kind: 'payrollSending',
      title: { zh: '将发放文件送交银行', en: 'Send the payment file to the bank' },
      while: ['APPROVED'],
      due: atEndOf('t.pay_on'),
      office: 'COUNTY',
      scope: 'assistance:payroll-runs:approve',
      command: 'GET /v1/payroll-runs/{id}/bank-file',
    },
    {
      kind: 'payrollReconciliation',
      title: { zh: '导入银行回盘文件并对账', en: 'Import what the bank answers and reconcile the run' },
      while: ['SENT', 'RECONCILING'],
      due: atEndOf('t.pay_on'),
      office: 'COUNTY',
      scope: 'assistance:payroll-runs:approve',
      command: 'POST /v1/payroll-runs/{id}/import-results',
    },
  ]),
  ...workOf(PaymentLine, paymentLineLifecycle('assistance'), [
    {
      kind: RETURNED_PAYMENT,
      title: { zh: '重发或冲销被退回的救助金', en: 'Issue again or write back what the bank has returned' },
      while: ['RETURNED'],
      // lines are answered by the hundred thousand: opened for those that came back
      opens: [],
      due: asSaid,
      office: 'COUNTY',
      scope: 'assistance:payroll-runs:write',
      command: 'POST /v1/payment-lines/{id}/reissue',
    },
  ]),
  ...workOf(ClueTask, clueTaskLifecycle('assistance'), [
    {
      kind: 'clueAssignment',
      title: { zh: '分派预警线索', en: 'Say who looks into the clue' },
      while: ['OPEN', 'VISITED'],
      opens: ['OPEN'],
      where: 'cardinality(t.assignees) = 0',
      due: at('t.due_at'),
      office: 'TOWNSHIP',
      scope: 'assistance:clue-tasks:write',
      overdueScope: 'assistance:clue-tasks:approve',
      command: 'POST /v1/clue-tasks/{id}/assign',
    },
    {
      kind: 'clueTask',
      title: { zh: '核查并反馈预警线索', en: 'Answer the clue' },
      while: ['OPEN', 'VISITED'],
      due: at('t.due_at'),
      office: 'TOWNSHIP',
      scope: 'assistance:clue-tasks:approve',
      command: 'POST /v1/clue-tasks/{id}/answer',
    },
  ]),
  byHand('consent', {
    kind: RENEWAL,
    title: { zh: '续签核对授权', en: 'Ask for a new consent' },
    due: workingDays('assistance.oneDoor.answerWd'),
    office: 'TOWNSHIP',
    scope: 'assistance:consents:write',
    command: 'POST /v1/consents',
  }),
  ...workOf(FactDispute, factDisputeLifecycle('assistance'), [
    {
      kind: 'factDispute',
      title: { zh: '核实有异议的数据', en: 'Check the fact that is disputed' },
      while: ['OPEN'],
      due: at('t.due_at'),
      office: 'COUNTY',
      scope: 'assistance:fact-disputes:write',
      command: 'POST /v1/fact-disputes/{id}/confirm',
    },
    {
      kind: 'factCorrection',
      title: { zh: '按异议处理结果更正登记', en: 'Correct the register as the appeal has decided' },
      while: ['UPHELD'],
      due: workingDays('assistance.oneDoor.answerWd'),
      office: 'COUNTY',
      scope: 'assistance:fact-disputes:write',
      command: 'POST /v1/fact-disputes/{id}/settle',
    },
  ]),
  ...workOf(Complaint, COMPLAINT_LIFECYCLE, [
    {
      kind: 'complaintAnswer',
      title: { zh: '核查并答复投诉举报', en: 'Look into the complaint and answer it' },
      while: ['RECEIVED', 'CHECKED'],
      due: days('assistance.complaint.answerDays'),
      office: 'COUNTY',
      scope: 'assistance:supervision:write',
      command: 'POST /v1/complaints/{id}/answer',
    },
  ]),
  ...workOf(SupervisionItem, SUPERVISION_LIFECYCLE, [
    {
      kind: 'appealUpheld',
      title: { zh: '复议改变原决定，重新办理', en: 'The appeal was upheld: take the case up again' },
      while: ['OPEN', 'CHECKED'],
      where: "t.kind = 'APPEAL'",
      due: workingDays('assistance.clock.countyWd'),
      office: 'COUNTY',
      scope: 'assistance:supervision:write',
      command: 'POST /v1/supervision-items/{id}/close',
    },
  ]),
];
