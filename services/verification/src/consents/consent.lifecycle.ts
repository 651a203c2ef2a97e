import { defineLifecycle, system } from '@minzheng/kernel/lifecycle';

export type ConsentState = 'ACTIVE' | 'WITHDRAWN';

/** A registered consent (授权) holds until its last day, or until it is withdrawn, at any time (PIPL art. 15). */
export const CONSENT_LIFECYCLE = defineLifecycle<ConsentState, 'register' | 'withdraw'>({
  name: 'consent',
  title: { en: 'Registered consent', zh: '授权登记' },
  begins: [
    {
      command: 'register',
      to: 'ACTIVE',
      who: [system('VerificationRequested has brought one that is signed as it must be')],
      effect: ['ConsentGranted'],
      limit: { unit: 'months', from: 'the signature', policy: 'verification.consent.maxMonths' },
    },
  ],
  transitions: [
    {
      command: 'withdraw',
      from: 'ACTIVE',
      to: 'WITHDRAWN',
      who: [system('ConsentWithdrawn has come')],
    },
  ],
});
