import { citizen, defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

/** States of a case (救助案件) on the path of the minimum living guarantee. */
export type CaseState =
  | 'SUBMITTED'
  | 'CORRECTION'
  | 'ACCEPTED'
  | 'INVESTIGATING'
  | 'DISPUTED'
  | 'ASSESSED'
  | 'NOTICE'
  | 'REPORTED'
  | 'APPROVED'
  | 'REJECTED'
  | 'WITHDRAWN';

export type CaseCommand =
  | 'submit'
  | 'requestCorrection'
  | 'accept'
  | 'requestVerification'
  | 'findDiscrepancy'
  | 'dispute'
  | 'closeDispute'
  | 'assess'
  | 'giveOpinion'
  | 'postNotice'
  | 'report'
  | 'investigateAgain'
  | 'return'
  | 'approve'
  | 'reject'
  | 'withdraw';

const VILLAGE = official('village assistant', 'assistance:cases:write');
const CLERK = official('township clerk, not of a village', 'assistance:cases:write');
const LEAD = official('township lead, not an investigator of the case', 'assistance:notices:write');
const APPROVER = official(
  'approver who has not acted on the case: of the county, or of the township where it is delegated',
  'assistance:cases:approve',
);
const APPLICANT = citizen('applicant');
const ON_REPORT = ['report-missing', 'report-expired', 'policy-missing'];

/** Who may move a case between which states (social assistance, section 4). 民发〔2021〕57号 arts. 10–22. */
export const CASE_LIFECYCLE = defineLifecycle<CaseState, CaseCommand>({
  name: 'case',
  title: { en: 'Case', zh: '救助案件' },
  begins: [
    {
      command: 'submit',
      to: 'SUBMITTED',
      who: [APPLICANT, VILLAGE, CLERK],
      guard: ['wrong-place', 'consent-missing', 'exclusive-programme', 'open-case-exists'],
      effect: ['ApplicationSubmitted'],
    },
  ],
  transitions: [
    {
      command: 'requestCorrection',
      from: 'SUBMITTED',
      to: 'CORRECTION',
      who: [CLERK],
      guard: ['correction-already-asked', 'state-can-look-up'],
      limit: {
        unit: 'working days',
        from: 'the application',
        policy: 'assistance.clock.completenessWd',
      },
    },
    {
      command: 'accept',
      from: ['SUBMITTED', 'CORRECTION'],
      to: 'ACCEPTED',
      who: [CLERK],
      guard: ['policy-missing'],
      effect: ['ApplicationAccepted'],
      limit: {
        unit: 'working days',
        from: 'the application',
        policy: 'assistance.clock.completenessWd',
      },
    },
    {
      command: 'requestVerification',
      from: ['ACCEPTED', 'INVESTIGATING'],
      to: 'INVESTIGATING',
      who: [CLERK],
      guard: ['request-open', 'consent-missing', 'policy-missing'],
      effect: ['VerificationRequested'],
      limit: { unit: 'working days', from: 'the acceptance', policy: 'assistance.clock.startVerifyWd' },
    },
    {
      command: 'findDiscrepancy',
      from: 'INVESTIGATING',
      to: 'DISPUTED',
      who: [system('a report shows a material discrepancy or exceeds the limits, once')],
      effect: ['DiscrepancyFound'],
    },
    {
      command: 'dispute',
      from: 'DISPUTED',
      to: 'INVESTIGATING',
      who: [APPLICANT, CLERK],
      guard: ['dispute-closed'],
      limit: { unit: 'days', from: 'the discrepancy', policy: 'assistance.clock.disputeDays' },
    },
    {
      command: 'closeDispute',
      from: 'DISPUTED',
      to: 'INVESTIGATING',
      who: [system('no evidence has come in time')],
      limit: { unit: 'days', from: 'the discrepancy', policy: 'assistance.clock.disputeDays' },
    },
    {
      command: 'assess',
      from: 'INVESTIGATING',
      to: 'ASSESSED',
      who: [CLERK],
      guard: ['visit-missing', ...ON_REPORT, 'result-pending'],
      effect: ['CaseAssessed'],
    },
    {
      command: 'giveOpinion',
      from: 'ASSESSED',
      to: 'ASSESSED',
      who: [LEAD],
      guard: ['own-investigation'],
      effect: ['PreliminaryOpinionGiven'],
    },
    {
      command: 'postNotice',
      from: 'ASSESSED',
      to: 'NOTICE',
      who: [LEAD],
      guard: ['own-investigation', 'posted-on-future', 'policy-missing'],
      effect: ['NoticePosted'],
    },
    {
      command: 'report',
      from: 'NOTICE',
      to: 'REPORTED',
      who: [system('the notice has ended')],
      effect: ['CaseReported'],
      limit: { unit: 'days', from: 'the day of posting', policy: 'assistance.notice.days' },
    },
    {
      command: 'investigateAgain',
      from: ['ASSESSED', 'NOTICE', 'REPORTED'],
      to: 'INVESTIGATING',
      who: [system('the report that it was assessed on is replaced')],
    },
    {
      command: 'return',
      from: 'REPORTED',
      to: 'INVESTIGATING',
      who: [APPROVER],
      guard: ['actor-already-involved', 'case-already-returned'],
    },
    {
      command: 'approve',
      from: 'REPORTED',
      to: 'APPROVED',
      who: [APPROVER],
      guard: [
        'notice-open',
        'actor-already-involved',
        ...ON_REPORT,
        'not-entitled',
        'notice-differs',
        'exclusive-programme',
      ],
      effect: ['CaseDecided', 'AwardStarted', 'StatusFact'],
      limit: { unit: 'working days', from: 'the acceptance', policy: 'assistance.clock.totalWd' },
    },
    {
      command: 'reject',
      from: 'REPORTED',
      to: 'REJECTED',
      who: [APPROVER],
      guard: ['notice-open', 'actor-already-involved', 'report-missing', 'report-expired', 'reason-missing'],
      effect: ['CaseDecided'],
      limit: { unit: 'working days', from: 'the acceptance', policy: 'assistance.clock.totalWd' },
    },
    {
      command: 'withdraw',
      from: [
        'SUBMITTED',
        'CORRECTION',
        'ACCEPTED',
        'INVESTIGATING',
        'DISPUTED',
        'ASSESSED',
        'NOTICE',
        'REPORTED',
      ],
      to: 'WITHDRAWN',
      who: [APPLICANT, CLERK],
      effect: ['CaseDecided'],
    },
  ],
});

/** What is over stays over. */
export const isClosed = (state: CaseState): boolean => CASE_LIFECYCLE.allowed(state).length === 0;
