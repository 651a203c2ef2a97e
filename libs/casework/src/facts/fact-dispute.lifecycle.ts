import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

export const FACT_DISPUTE_STATES = ['OPEN', 'CONFIRMED', 'RETRACTED', 'UPHELD', 'SETTLED'] as const;
export type FactDisputeState = (typeof FACT_DISPUTE_STATES)[number];
type FactDisputeCommand = 'open' | 'confirm' | 'retract' | 'uphold' | 'settle';

const made = new Map<DepartmentName, Lifecycle<FactDisputeState, FactDisputeCommand>>();

/** A disputed fact (数据异议): its sender checks the row, and stands by the fact or takes it back (PIPL art. 46). */
export function factDisputeLifecycle(
  service: DepartmentName,
): Lifecycle<FactDisputeState, FactDisputeCommand> {
  const known = made.get(service);
  if (known) return known;
  const clerk = official('who keeps the register', `${service}:fact-disputes:write`);
  const lifecycle = defineLifecycle<FactDisputeState, FactDisputeCommand>({
    name: 'factDispute',
    title: { en: 'Disputed fact', zh: '数据异议' },
    begins: [{ command: 'open', to: 'OPEN', who: [system('FactDisputed has come')] }],
    transitions: [
      { command: 'confirm', from: 'OPEN', to: 'CONFIRMED', who: [clerk], effect: ['FactConfirmed'] },
      {
        command: 'retract',
        from: 'OPEN',
        to: 'RETRACTED',
        who: [clerk],
        effect: ['StatusFact', 'IncomeFact', 'AssetFact', 'ExpenditureFact'],
      },
      {
        command: 'uphold',
        from: ['OPEN', 'CONFIRMED'],
        to: 'UPHELD',
        who: [system('FactCorrected has come: the appeal was upheld')],
      },
      { command: 'settle', from: 'UPHELD', to: 'SETTLED', who: [clerk] },
    ],
  });
  made.set(service, lifecycle);
  return lifecycle;
}
