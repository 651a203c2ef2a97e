import { defineLifecycle, system } from '@minzheng/kernel/lifecycle';

export type ClueState = 'DISPATCHED';

const LIMIT = {
  unit: 'working days',
  from: 'the dispatch, for the department’s answer',
  policy: 'verification.clue.dueWd.<severity>',
} as const;

/** Verification, section 4: a clue (预警线索) is dispatched in the moment in which it is raised. */
export const CLUE_LIFECYCLE = defineLifecycle<ClueState, 'raise' | 'addHits'>({
  name: 'clue',
  title: { en: 'Early-warning clue', zh: '预警线索' },
  begins: [
    {
      command: 'raise',
      to: 'DISPATCHED',
      who: [system('an indicator hits a household')],
      effect: ['ClueRaised', 'ClueDispatched'],
      limit: LIMIT,
    },
  ],
  transitions: [
    {
      command: 'addHits',
      from: 'DISPATCHED',
      to: 'DISPATCHED',
      who: [system('another indicator hits the household in the same direction')],
      effect: ['ClueDispatched'],
      limit: LIMIT,
    },
  ],
});
