import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type ClueState = 'DISPATCHED' | 'ANSWERED' | 'CLOSED';

export type ClueCommand =
  'raise' | 'addHits' | 'answer' | 'decline' | 'dispatch' | 'sendBack' | 'close' | 'withdraw' | 'reopen';

const LIMIT = {
  unit: 'working days',
  from: 'the dispatch, for the department’s answer',
  policy: 'verification.clue.dueWd.<severity>',
} as const;

const COORDINATOR = official('clue coordinator', 'verification:clues:approve');

/**
 * Verification, section 4: a clue (预警线索) is dispatched in the moment in which it is raised, and closed as soon as its
 * answer suffices, unless it is drawn for the coordinator's look.
 */
export const CLUE_LIFECYCLE = defineLifecycle<ClueState, ClueCommand>({
  name: 'clue',
  title: { en: 'Early-warning clue', zh: '预警线索' },
  begins: [
    {
      command: 'raise',
      to: 'DISPATCHED',
      who: [system('an indicator hits a household or a person')],
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
    {
      command: 'answer',
      from: 'DISPATCHED',
      to: 'ANSWERED',
      who: [system('ClueOutcomeRecorded has come')],
      limit: {
        unit: 'working days',
        from: 'the answer, for the coordinator’s look where one is due',
        policy: 'verification.clue.sampleWd',
      },
    },
    {
      command: 'decline',
      from: 'DISPATCHED',
      to: 'DISPATCHED',
      who: [system('ClueOutcomeRecorded has come: the clue concerns another department')],
      limit: {
        unit: 'working days',
        from: 'the answer, for sending it elsewhere',
        policy: 'verification.clue.redispatchWd',
      },
    },
    {
      command: 'dispatch',
      from: 'DISPATCHED',
      to: 'DISPATCHED',
      who: [COORDINATOR],
      guard: ['not-declined', 'province-decides', 'open-clue-exists'],
      effect: ['ClueDispatched'],
      limit: LIMIT,
    },
    {
      command: 'sendBack',
      from: 'ANSWERED',
      to: 'DISPATCHED',
      who: [system('the answer does not suffice, for the first time'), COORDINATOR],
      guard: ['already-sent-back'],
      effect: ['ClueDispatched'],
      limit: {
        unit: 'working days',
        from: 'the day it is sent back',
        policy: 'verification.clue.sendBackWd',
      },
    },
    {
      command: 'close',
      from: 'ANSWERED',
      to: 'CLOSED',
      who: [system('the answer suffices'), COORDINATOR],
      effect: ['ClueClosed'],
    },
    {
      command: 'withdraw',
      from: 'DISPATCHED',
      to: 'CLOSED',
      who: [system('the evidence of every hit was superseded or retracted by its source')],
      effect: ['ClueClosed'],
    },
    {
      command: 'reopen',
      from: 'CLOSED',
      to: 'DISPATCHED',
      who: [COORDINATOR],
      guard: ['reopen-too-late', 'open-clue-exists'],
      effect: ['ClueDispatched'],
      limit: { unit: 'days', from: 'the close', policy: 'verification.clue.reopenDays' },
    },
  ],
});
