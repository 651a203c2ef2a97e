import { defineLifecycle, official, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

export type VisitState = 'DRAFT' | 'SIGNED';
export type VisitCommand = 'record' | 'sign' | 'signLast';

/** A house visit (入户调查) of a department: everybody who took part signs, then it never changes. 民发〔2021〕57号 art. 16. */
export function visitLifecycle(department: DepartmentName): Lifecycle<VisitState, VisitCommand> {
  const investigator = official('investigator on the visit', `${department}:visits:write`);
  const lead = official('township lead on the visit', `${department}:notices:write`);
  const signing = {
    from: 'DRAFT',
    who: [investigator, lead],
    guard: ['signer-not-on-visit', 'visit-signed', 'visit-sign-expired', 'policy-missing'],
    limit: { unit: 'days', from: 'the visit', policy: `${department}.clock.visitSignDays` },
  } as const;
  return defineLifecycle<VisitState, VisitCommand>({
    name: 'visit',
    title: { en: 'House visit', zh: '入户调查' },
    begins: [
      {
        command: 'record',
        to: 'DRAFT',
        who: [official('investigator', `${department}:visits:write`)],
        guard: ['two-investigators', 'remote-visit-not-allowed', 'visit-signed', 'policy-missing'],
      },
    ],
    transitions: [
      { command: 'sign', to: 'DRAFT', ...signing },
      { command: 'signLast', to: 'SIGNED', ...signing, effect: ['HouseVisitSigned', 'StatusFact'] },
    ],
  });
}
