import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type ReportState = 'ISSUED' | 'EXPIRED' | 'SUPERSEDED' | 'REVOKED';

export type ReportCommand = 'issue' | 'expire' | 'supersede' | 'proposeRevocation' | 'revoke';

/** Whether a report (核对报告) may be decided on; the report itself never changes. */
export const REPORT_LIFECYCLE = defineLifecycle<ReportState, ReportCommand>({
  name: 'verificationReport',
  title: { en: 'Verification report', zh: '核对报告' },
  begins: [
    {
      command: 'issue',
      to: 'ISSUED',
      who: [system('its request was compared')],
      effect: ['VerificationCompleted'],
      limit: { unit: 'days', from: 'the issue', policy: 'verification.report.validDays' },
    },
  ],
  transitions: [
    {
      command: 'expire',
      from: 'ISSUED',
      to: 'EXPIRED',
      who: [system('its last day has passed')],
      limit: { unit: 'days', from: 'the issue', policy: 'verification.report.validDays' },
    },
    {
      command: 'supersede',
      from: 'ISSUED',
      to: 'SUPERSEDED',
      who: [system('another report of the request takes its place, or a later fact changes its conclusion')],
      effect: ['VerificationReportSuperseded'],
    },
    {
      command: 'proposeRevocation',
      from: 'ISSUED',
      to: 'ISSUED',
      who: [official('province operator', 'verification:operations:write')],
    },
    {
      command: 'revoke',
      from: 'ISSUED',
      to: 'REVOKED',
      who: [official('another person, reviewer', 'verification:verification-reports:approve')],
      guard: ['same-person', 'revocation-differs'],
      effect: ['VerificationReportRevoked'],
    },
  ],
});
