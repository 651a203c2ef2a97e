import { citizen, defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type ConsentState = 'VALID' | 'WITHDRAWN';

const SIGNER = citizen('the person who signs');
const CLERK = official('township clerk on the person’s word', 'assistance:consents:write');

/** A consent (核对授权) holds until its last day, or until it is withdrawn, at any time (PIPL art. 15). */
export const CONSENT_LIFECYCLE = defineLifecycle<ConsentState, 'give' | 'withdraw'>({
  name: 'consent',
  title: { en: 'Consent', zh: '核对授权' },
  begins: [
    {
      command: 'give',
      to: 'VALID',
      who: [SIGNER, CLERK],
      guard: ['consent-not-by-subject', 'consent-too-long', 'policy-missing'],
    },
  ],
  transitions: [
    {
      command: 'withdraw',
      from: 'VALID',
      to: 'WITHDRAWN',
      who: [SIGNER, CLERK],
      effect: ['ConsentWithdrawn'],
    },
  ],
});
