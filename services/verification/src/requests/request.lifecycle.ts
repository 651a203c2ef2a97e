import { defineLifecycle, system } from '@minzheng/kernel/lifecycle';

export type RequestState = 'REFUSED' | 'COLLECTING' | 'ISSUED' | 'BLOCKED' | 'CANCELLED';

export type RequestCommand = 'accept' | 'refuse' | 'issue' | 'reopen' | 'block' | 'resume' | 'cancel';

/**
 * A request (核对委托) from acceptance to its report; it can be evaluated again while the report is in force. What is
 * collected was collected before: a request is compared and its report issued in one step.
 */
export const REQUEST_LIFECYCLE = defineLifecycle<RequestState, RequestCommand>({
  name: 'verificationRequest',
  title: { en: 'Verification request', zh: '核对委托' },
  begins: [
    {
      command: 'accept',
      to: 'COLLECTING',
      who: [system('VerificationRequested has come with all that it needs')],
      limit: {
        unit: 'working days',
        from: 'the acceptance, for the report',
        policy: 'verification.request.deadlineWd',
      },
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
      command: 'issue',
      from: 'COLLECTING',
      to: 'ISSUED',
      who: [system('all core sources have answered, or the deadline has passed')],
      guard: ['policy-missing'],
      effect: ['VerificationCompleted', 'VerificationReportSuperseded'],
      limit: { unit: 'working days', from: 'the acceptance', policy: 'verification.request.deadlineWd' },
    },
    {
      command: 'reopen',
      from: 'ISSUED',
      to: 'COLLECTING',
      who: [system('a core source has answered late, or a fact that the report used stands no longer')],
      effect: ['VerificationReopened'],
      limit: { unit: 'days', from: 'the issue', policy: 'verification.report.lateAnswerDays' },
    },
    {
      command: 'block',
      from: 'COLLECTING',
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
      from: 'BLOCKED',
      to: 'CANCELLED',
      who: [system('no consent has come in time, or a new request takes its place')],
      effect: ['VerificationCompleted'],
      limit: { unit: 'working days', from: 'the block', policy: 'verification.request.blockedWd' },
    },
  ],
});
