import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type RequestState =
  'ACCEPTED' | 'REFUSED' | 'COLLECTING' | 'COMPARING' | 'ISSUED' | 'BLOCKED' | 'CANCELLED';

export type RequestCommand =
  'accept' | 'refuse' | 'collect' | 'compare' | 'issue' | 'reopen' | 'block' | 'resume' | 'cancel';

const REPORT_LIMIT = {
  unit: 'working days',
  from: 'the acceptance, for the report',
  policy: 'verification.request.deadlineWd',
} as const;

/**
 * A request (核对委托) from acceptance to its report; it can be evaluated again while the report is in force. It is
 * compared and its report issued in one step.
 */
export const REQUEST_LIFECYCLE = defineLifecycle<RequestState, RequestCommand>({
  name: 'verificationRequest',
  title: { en: 'Verification request', zh: '核对委托' },
  begins: [
    {
      command: 'accept',
      to: 'ACCEPTED',
      who: [
        system('VerificationRequested has come with all that it needs'),
        official('department outside the platform', 'verification:verification-requests:write'),
      ],
      guard: ['duplicate-request', 'declaration-missing', 'household-invalid', 'consent-missing'],
      limit: REPORT_LIMIT,
    },
    {
      command: 'refuse',
      to: 'REFUSED',
      who: [
        system('VerificationRequested has come, and a consent, the declaration or the household is amiss'),
      ],
      effect: ['VerificationCompleted'],
    },
  ],
  transitions: [
    {
      command: 'collect',
      from: 'ACCEPTED',
      to: 'COLLECTING',
      who: [system('the sources that are not fresh are asked, at once')],
      limit: { unit: 'working days', from: 'the acceptance', policy: 'verification.request.startWd' },
    },
    {
      command: 'compare',
      from: 'COLLECTING',
      to: 'COMPARING',
      who: [system('all core sources have answered, or the deadline has passed; no appeal is waited for')],
      guard: ['policy-missing'],
    },
    {
      command: 'issue',
      from: 'COMPARING',
      to: 'ISSUED',
      who: [system('in the same step')],
      effect: ['VerificationCompleted', 'VerificationReportSuperseded'],
      limit: REPORT_LIMIT,
    },
    {
      command: 'reopen',
      from: 'ISSUED',
      to: 'COLLECTING',
      who: [
        system(
          'a core source has answered late, a fact that the report used stands no longer, or an appeal was accepted',
        ),
      ],
      effect: ['VerificationReopened'],
      limit: { unit: 'days', from: 'the issue', policy: 'verification.report.lateAnswerDays' },
    },
    {
      command: 'block',
      from: ['ACCEPTED', 'COLLECTING'],
      to: 'BLOCKED',
      who: [system('a consent was withdrawn or has ended')],
    },
    {
      command: 'resume',
      from: 'BLOCKED',
      to: 'COLLECTING',
      who: [system('a consent that covers it has come; the days between do not count')],
      limit: { unit: 'working days', from: 'the block', policy: 'verification.request.blockedWd' },
    },
    {
      command: 'cancel',
      from: ['ACCEPTED', 'COLLECTING', 'BLOCKED'],
      to: 'CANCELLED',
      who: [
        official('requester', 'verification:verification-requests:write'),
        system('no consent has come in time, a new request takes its place, or its report was revoked'),
      ],
      guard: ['already-issued'],
      effect: ['VerificationCompleted'],
      limit: { unit: 'working days', from: 'the block', policy: 'verification.request.blockedWd' },
    },
  ],
});
