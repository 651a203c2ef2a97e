import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export const MANUAL_FACT_STATES = ['PROPOSED', 'APPROVED', 'EXPIRED'] as const;
export type ManualFactState = (typeof MANUAL_FACT_STATES)[number];

export type ManualFactCommand = 'propose' | 'approve' | 'expire';

const EVIDENCE = {
  unit: 'months',
  from: 'the proposal, for how long its evidence holds at most',
  policy: 'verification.manualFact.evidenceMonths',
} as const;

/** A manual fact (人工认定事实) counts before every source, as long as its evidence holds: it takes two people. */
export const MANUAL_FACT_LIFECYCLE = defineLifecycle<ManualFactState, ManualFactCommand>({
  name: 'manualFact',
  title: { en: 'Manual fact', zh: '人工认定事实' },
  begins: [
    {
      command: 'propose',
      to: 'PROPOSED',
      who: [official('province operator', 'verification:manual-facts:write')],
      guard: ['manual-fact-invalid', 'evidence-validity', 'conflict-of-interest'],
      limit: EVIDENCE,
    },
  ],
  transitions: [
    {
      command: 'approve',
      from: 'PROPOSED',
      to: 'APPROVED',
      who: [official('reviewer, another than who proposed it', 'verification:manual-facts:approve')],
      guard: ['same-person', 'conflict-of-interest', 'evidence-validity'],
    },
    {
      command: 'expire',
      from: ['PROPOSED', 'APPROVED'],
      to: 'EXPIRED',
      who: [system('the last day of its evidence has passed')],
      limit: EVIDENCE,
    },
  ],
});
