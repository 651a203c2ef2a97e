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
  | 'REINVESTIGATING'
  | 'REPORTED'
  | 'APPROVED'
  | 'REJECTED'
  | 'WITHDRAWN'
  | 'TERMINATED'
  | 'REVOKED';

export type CaseCommand =
  | 'submit'
  | 'takeOver'
  | 'requestCorrection'
  | 'lapse'
  | 'accept'
  | 'requestVerification'
  | 'findDiscrepancy'
  | 'dispute'
  | 'closeDispute'
  | 'assess'
  | 'recordEvaluation'
  | 'recordRefusal'
  | 'extendLimit'
  | 'giveOpinion'
  | 'postNotice'
  | 'object'
  | 'confirm'
  | 'reassess'
  | 'report'
  | 'investigateAgain'
  | 'return'
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'terminate'
  | 'revoke'
  | 'reopen';

const VILLAGE = official('village assistant', 'assistance:cases:write');
const CLERK = official('township clerk, not of a village', 'assistance:cases:write');
const LEAD = official('township lead, not an investigator of the case', 'assistance:notices:write');
const APPROVER = official(
  'approver who has not acted on the case: of the county, or of the township where it is delegated',
  'assistance:cases:approve',
);
const COUNTY = official('county, two people', 'assistance:cases:approve');
const UPHOLDER = official(
  'county that upholds an appeal, by somebody who has not acted on the case',
  'assistance:cases:approve',
);
const APPLICANT = citizen('applicant');
const OPEN = [
  'SUBMITTED',
  'CORRECTION',
  'ACCEPTED',
  'INVESTIGATING',
  'DISPUTED',
  'ASSESSED',
  'NOTICE',
  'REINVESTIGATING',
  'REPORTED',
] as const;
/** What is recorded on a case that goes on where it stands. */
const staying = <const Row extends object>(states: readonly CaseState[], row: Row) =>
  states.map((state) => ({ ...row, from: state, to: state }));
const ON_REPORT = ['report-missing', 'report-expired', 'policy-missing'];

const ON_ASSESSMENT = [
  'visit-missing',
  ...ON_REPORT,
  'result-pending',
  'evaluation-missing',
  'conflict-of-interest',
  'actor-already-involved',
];

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
    {
      command: 'takeOver',
      to: 'APPROVED',
      who: [official('county that loads its earlier cases', 'assistance:case-imports:write')],
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
      command: 'lapse',
      from: 'CORRECTION',
      to: 'WITHDRAWN',
      who: [system('the papers have not come in time')],
      effect: ['CaseDecided'],
      limit: { unit: 'days', from: 'the request', policy: 'assistance.clock.correctionLapseDays' },
    },
    {
      command: 'accept',
      from: ['SUBMITTED', 'CORRECTION'],
      to: 'ACCEPTED',
      who: [CLERK],
      guard: ['conflict-of-interest', 'policy-missing'],
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
      guard: ON_ASSESSMENT,
      effect: ['CaseAssessed'],
    },
    {
      command: 'confirm',
      from: 'REINVESTIGATING',
      to: 'REINVESTIGATING',
      who: [CLERK],
      guard: ON_ASSESSMENT,
      effect: ['CaseAssessed'],
    },
    {
      command: 'reassess',
      from: 'REINVESTIGATING',
      to: 'ASSESSED',
      who: [CLERK],
      guard: ON_ASSESSMENT,
      effect: ['CaseAssessed'],
    },
    ...staying(['INVESTIGATING', 'ASSESSED', 'REINVESTIGATING'], {
      command: 'recordEvaluation' as const,
      who: [LEAD] as const,
      guard: ['evaluation-quorum'],
    }),
    ...staying(
      ['ACCEPTED', 'INVESTIGATING', 'DISPUTED', 'ASSESSED', 'NOTICE', 'REINVESTIGATING', 'REPORTED'],
      {
        command: 'extendLimit' as const,
        who: [CLERK] as const,
        guard: ['policy-missing'],
        limit: {
          unit: 'working days',
          from: 'the acceptance',
          policy: 'assistance.clock.specialWd',
        } as const,
      },
    ),
    ...staying(OPEN, { command: 'recordRefusal' as const, who: [CLERK] as const }),
    {
      command: 'giveOpinion',
      from: 'ASSESSED',
      to: 'ASSESSED',
      who: [LEAD],
      guard: ['own-investigation', 'notice-differs', 'conflict-of-interest'],
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
      command: 'object',
      from: 'NOTICE',
      to: 'REINVESTIGATING',
      who: [system('somebody has objected to the notice')],
      effect: ['ObjectionRaised'],
    },
    {
      command: 'report',
      from: ['NOTICE', 'REINVESTIGATING'],
      to: 'REPORTED',
      who: [system('the notice has ended and every objection is answered')],
      effect: ['CaseReported'],
      limit: { unit: 'days', from: 'the day of posting', policy: 'assistance.notice.days' },
    },
    {
      command: 'investigateAgain',
      from: ['ASSESSED', 'NOTICE', 'REINVESTIGATING', 'REPORTED'],
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
        'conflict-of-interest',
        'county-visit-missing',
        'same-person',
        'approval-differs',
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
      guard: [
        'notice-open',
        'actor-already-involved',
        'conflict-of-interest',
        'county-visit-missing',
        'same-person',
        'approval-differs',
        'report-missing',
        'report-expired',
        'reason-missing',
      ],
      effect: ['CaseDecided'],
      limit: { unit: 'working days', from: 'the acceptance', policy: 'assistance.clock.totalWd' },
    },
    { command: 'withdraw', from: OPEN, to: 'WITHDRAWN', who: [APPLICANT, CLERK], effect: ['CaseDecided'] },
    {
      command: 'terminate',
      from: OPEN,
      to: 'TERMINATED',
      who: [LEAD, official('county', 'assistance:notices:write')],
      guard: ['refusals-missing', 'conflict-of-interest'],
      effect: ['CaseDecided'],
    },
    {
      command: 'revoke',
      from: 'APPROVED',
      to: 'REVOKED',
      who: [COUNTY],
      guard: ['conflict-of-interest', 'same-person', 'approval-differs'],
      effect: ['CaseRevoked', 'AwardCeased', 'StatusFact'],
    },
    {
      command: 'reopen',
      from: 'REJECTED',
      to: 'REPORTED',
      who: [UPHOLDER],
      effect: ['CaseReported'],
    },
    {
      command: 'reopen',
      from: 'TERMINATED',
      to: 'INVESTIGATING',
      who: [UPHOLDER],
    },
  ],
});

const CLOSED: readonly CaseState[] = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'TERMINATED', 'REVOKED'];

/** What was decided, withdrawn or ended is not worked on any more. */
export const isClosed = (state: CaseState): boolean => CLOSED.includes(state);
