import { defineLifecycle } from '@minzheng/kernel/lifecycle';

export type ConsentState = 'ACTIVE' | 'WITHDRAWN' | 'EXPIRED';

/** A consent (授权) ends by withdrawal, at any time (PIPL art. 15), or by its last day. */
export const CONSENT_LIFECYCLE = defineLifecycle<ConsentState, 'withdraw' | 'expire'>({
  name: 'Consent',
  initial: 'ACTIVE',
  transitions: [
    { command: 'withdraw', from: 'ACTIVE', to: 'WITHDRAWN', who: 'signer' },
    { command: 'expire', from: 'ACTIVE', to: 'EXPIRED', who: 'timer' },
  ],
});
