import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type BulkRunState = 'PLANNED' | 'RUNNING' | 'PAUSED' | 'COMPLETED' | 'CANCELLED';
export type BulkRunCommand = 'plan' | 'start' | 'pause' | 'resume' | 'complete' | 'cancel';

const OPERATOR = official('province operator', 'verification:bulk-runs:write');

/** Verification, section 4: one run at a time for each scope; what was evaluated stays evaluated, whatever happens to it. */
export const BULK_RUN_LIFECYCLE = defineLifecycle<BulkRunState, BulkRunCommand>({
  name: 'bulkRun',
  title: { en: 'Bulk re-verification', zh: '批量复核' },
  begins: [
    {
      command: 'plan',
      to: 'PLANNED',
      who: [OPERATOR, system('its day of the month has come')],
      guard: ['run-active'],
    },
  ],
  transitions: [
    {
      command: 'start',
      from: 'PLANNED',
      to: 'RUNNING',
      who: [system('the households in its scope are listed')],
    },
    { command: 'pause', from: 'RUNNING', to: 'PAUSED', who: [OPERATOR] },
    { command: 'resume', from: 'PAUSED', to: 'RUNNING', who: [OPERATOR] },
    {
      command: 'complete',
      from: 'RUNNING',
      to: 'COMPLETED',
      who: [system('every household in its scope was evaluated')],
      effect: ['BulkRunCompleted'],
    },
    { command: 'cancel', from: ['PLANNED', 'RUNNING', 'PAUSED'], to: 'CANCELLED', who: [OPERATOR] },
  ],
});
