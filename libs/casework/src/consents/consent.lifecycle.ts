import { citizen, defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

export const CONSENT_STATES = ['VALID', 'EXPIRED', 'WITHDRAWN'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];
type ConsentCommand = 'give' | 'expire' | 'withdraw' | 'withdrawElsewhere';

const made = new Map<DepartmentName, Lifecycle<ConsentState, ConsentCommand>>();

/** A consent (核对授权) holds until its last day, or until it is withdrawn, at any time (PIPL art. 15). */
export function consentLifecycle(service: DepartmentName): Lifecycle<ConsentState, ConsentCommand> {
  const known = made.get(service);
  if (known) return known;
  const signer = citizen('the person who signs');
  const clerk = official('clerk on the person’s word', `${service}:consents:write`);
  const lifecycle = defineLifecycle<ConsentState, ConsentCommand>({
    name: 'consent',
    title: { en: 'Consent', zh: '核对授权' },
    begins: [
      {
        command: 'give',
        to: 'VALID',
        who: [signer, clerk],
        guard: ['consent-not-by-subject', 'consent-too-long', 'policy-missing'],
      },
    ],
    transitions: [
      {
        command: 'expire',
        from: 'VALID',
        to: 'EXPIRED',
        who: [system('ConsentExpired has come')],
      },
      {
        command: 'withdraw',
        from: 'VALID',
        to: 'WITHDRAWN',
        who: [signer, clerk],
        effect: ['ConsentWithdrawn'],
      },
      {
        command: 'withdrawElsewhere',
        from: 'VALID',
        to: 'WITHDRAWN',
        who: [system('ConsentWithdrawn has come: the person withdrew at verification')],
      },
    ],
  });
  made.set(service, lifecycle);
  return lifecycle;
}
