import { defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type VisitState = 'DRAFT' | 'SIGNED';

const INVESTIGATOR = official('investigator on the visit', 'assistance:visits:write');
const LEAD = official('township lead on the visit', 'assistance:notices:write');
const SIGNING = {
  from: 'DRAFT',
  who: [INVESTIGATOR, LEAD],
  guard: ['signer-not-on-visit', 'visit-signed', 'visit-sign-expired', 'policy-missing'],
  limit: { unit: 'days', from: 'the visit', policy: 'assistance.clock.visitSignDays' },
} as const;

/** A house visit (入户调查): everybody who took part signs, then it never changes. 民发〔2021〕57号 art. 16. */
export const VISIT_LIFECYCLE = defineLifecycle<VisitState, 'record' | 'sign' | 'signLast'>({
  name: 'visit',
  title: { en: 'House visit', zh: '入户调查' },
  begins: [
    {
      command: 'record',
      to: 'DRAFT',
      who: [official('investigator', 'assistance:visits:write')],
      guard: ['two-investigators', 'remote-visit-not-allowed', 'policy-missing'],
    },
  ],
  transitions: [
    { command: 'sign', to: 'DRAFT', ...SIGNING },
    { command: 'signLast', to: 'SIGNED', ...SIGNING, effect: ['HouseVisitSigned', 'StatusFact'] },
  ],
});
