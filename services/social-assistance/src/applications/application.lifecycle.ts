import { defineLifecycle } from '@minzheng/kernel/lifecycle';

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

/** Who may move a case between which states (social assistance, section 4). 民发〔2021〕57号 arts. 10–22. */
export const CASE_LIFECYCLE = defineLifecycle<CaseState, CaseCommand>({
  name: 'case',
  initial: 'SUBMITTED',
  transitions: [
    { command: 'requestCorrection', from: 'SUBMITTED', to: 'CORRECTION', who: 'clerk, once' },
    { command: 'accept', from: ['SUBMITTED', 'CORRECTION'], to: 'ACCEPTED', who: 'clerk' },
    {
      command: 'requestVerification',
      from: ['ACCEPTED', 'INVESTIGATING'],
      to: 'INVESTIGATING',
      who: 'clerk',
    },
    { command: 'findDiscrepancy', from: 'INVESTIGATING', to: 'DISPUTED', who: 'system' },
    { command: 'dispute', from: 'DISPUTED', to: 'INVESTIGATING', who: 'applicant or clerk' },
    {
      command: 'closeDispute',
      from: 'DISPUTED',
      to: 'INVESTIGATING',
      who: 'system, without evidence in time',
    },
    { command: 'assess', from: 'INVESTIGATING', to: 'ASSESSED', who: 'clerk' },
    { command: 'giveOpinion', from: 'ASSESSED', to: 'ASSESSED', who: 'township lead, not an investigator' },
    { command: 'postNotice', from: 'ASSESSED', to: 'NOTICE', who: 'township lead' },
    { command: 'report', from: 'NOTICE', to: 'REPORTED', who: 'system, when the notice has ended' },
    {
      command: 'investigateAgain',
      from: ['ASSESSED', 'NOTICE', 'REPORTED'],
      to: 'INVESTIGATING',
      who: 'system, when the report is replaced',
    },
    { command: 'return', from: 'REPORTED', to: 'INVESTIGATING', who: 'approver, once' },
    { command: 'approve', from: 'REPORTED', to: 'APPROVED', who: 'approver who has not acted on the case' },
    { command: 'reject', from: 'REPORTED', to: 'REJECTED', who: 'approver who has not acted on the case' },
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
      who: 'applicant',
    },
  ],
});

/** What is over stays over. */
export const isClosed = (state: CaseState): boolean => CASE_LIFECYCLE.allowed(state).length === 0;
