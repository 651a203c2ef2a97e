import { defineLifecycle } from '@minzheng/kernel/lifecycle';

export type ClueState = 'NEW' | 'DISPATCHED' | 'ANSWERED' | 'CLOSED';

/** Verification, section 4: a clue is dispatched by the system as soon as it is raised. */
export const CLUE_LIFECYCLE = defineLifecycle<ClueState, 'dispatch' | 'addHits'>({
  name: 'clue',
  initial: 'NEW',
  transitions: [
    { command: 'dispatch', from: 'NEW', to: 'DISPATCHED' },
    { command: 'addHits', from: 'DISPATCHED', to: 'DISPATCHED' },
  ],
});
