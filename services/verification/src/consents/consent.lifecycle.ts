import { citizen, defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export const CONSENT_STATES = ['ACTIVE', 'WITHDRAWN', 'EXPIRED'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];
type ConsentCommand = 'register' | 'withdraw' | 'expire';

const SIGNER = citizen('the person who signs');
const SIGNER_OR_ITS = citizen('who has signed, and whose data they are, once of full capacity');
const DEPARTMENT = official(
  'department outside the platform, on the person’s word',
  'verification:consents:write',
);

/** A registered consent (授权) holds until its last day, or until it is withdrawn, at any time (PIPL art. 15). */
export const CONSENT_LIFECYCLE = defineLifecycle<ConsentState, ConsentCommand>({
  name: 'consent',
  title: { en: 'Registered consent', zh: '授权登记' },
  begins: [
    {
      command: 'register',
      to: 'ACTIVE',
      who: [system('VerificationRequested has brought one that is signed as it must be'), SIGNER, DEPARTMENT],
      guard: ['signer-lacks-capacity', 'power-missing', 'consent-too-long'],
      effect: ['ConsentGranted'],
      limit: { unit: 'months', from: 'the signature', policy: 'verification.consent.maxMonths' },
    },
  ],
  transitions: [
    {
      command: 'withdraw',
      from: 'ACTIVE',
      to: 'WITHDRAWN',
      who: [system('ConsentWithdrawn has come'), SIGNER_OR_ITS, DEPARTMENT],
      effect: ['ConsentWithdrawn'],
    },
    {
      command: 'expire',
      from: 'ACTIVE',
      to: 'EXPIRED',
      who: [system('its last day is over')],
      effect: ['ConsentExpired'],
    },
  ],
});
