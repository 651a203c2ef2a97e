import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type AgreementState =
  'DRAFT' | 'SUBMITTED' | 'REJECTED' | 'APPROVED' | 'ACTIVE' | 'SUSPENDED' | 'EXPIRED' | 'REVOKED';

export type AgreementCommand =
  | 'draft'
  | 'takeOver'
  | 'submit'
  | 'agree'
  | 'approve'
  | 'reject'
  | 'activate'
  | 'suspend'
  | 'resume'
  | 'expire'
  | 'revoke';

const STEWARD = official('data steward', 'verification:agreements:write');
const APPROVER = official('agreement approver', 'verification:agreements:approve');
const ANSWER = {
  unit: 'working days',
  from: 'the submission, for the answer of both sides',
  policy: 'verification.agreement.answerWd',
} as const;

/** Verification, section 4: a data agreement (数据共享协议) needs an approver of each side before data go under it. */
export const AGREEMENT_LIFECYCLE = defineLifecycle<AgreementState, AgreementCommand>({
  name: 'data-agreement',
  title: { en: 'Data agreement', zh: '数据共享协议' },
  begins: [
    { command: 'draft', to: 'DRAFT', who: [STEWARD] },
    {
      command: 'takeOver',
      to: 'ACTIVE',
      who: [system('an agreement that was concluded before the platform is taken over')],
      effect: ['AgreementActivated'],
    },
  ],
  transitions: [
    {
      command: 'submit',
      from: 'DRAFT',
      to: 'SUBMITTED',
      who: [STEWARD],
      guard: ['impact-assessment-missing'],
      limit: ANSWER,
    },
    { command: 'agree', from: 'SUBMITTED', to: 'SUBMITTED', who: [APPROVER], guard: ['same-person'] },
    {
      command: 'approve',
      from: 'SUBMITTED',
      to: 'APPROVED',
      who: [APPROVER],
      guard: ['same-person'],
      limit: {
        unit: 'working days',
        from: 'the approval, until the data are opened',
        policy: 'verification.agreement.openWd',
      },
    },
    { command: 'reject', from: 'SUBMITTED', to: 'REJECTED', who: [APPROVER], guard: ['same-person'] },
    {
      command: 'activate',
      from: 'APPROVED',
      to: 'ACTIVE',
      who: [STEWARD],
      guard: ['overlapping', 'agreement-ended'],
      effect: ['AgreementActivated'],
    },
    {
      command: 'suspend',
      from: 'ACTIVE',
      to: 'SUSPENDED',
      who: [official('province operator', 'verification:agreements:approve')],
      effect: ['AgreementSuspended'],
    },
    {
      command: 'resume',
      from: 'SUSPENDED',
      to: 'ACTIVE',
      who: [official('province operator', 'verification:agreements:approve')],
      guard: ['agreement-ended'],
      effect: ['AgreementActivated'],
    },
    {
      command: 'expire',
      from: ['ACTIVE', 'SUSPENDED'],
      to: 'EXPIRED',
      who: [system('its last day has passed')],
      effect: ['AgreementSuspended'],
    },
    {
      command: 'revoke',
      from: ['APPROVED', 'ACTIVE', 'SUSPENDED'],
      to: 'REVOKED',
      who: [APPROVER],
      effect: ['AgreementSuspended'],
    },
  ],
});
