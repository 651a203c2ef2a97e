import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type ClueTaskState = 'OPEN' | 'CLOSED';

/** Social assistance, section 4: a task lives as long as its clue. */
export const CLUE_TASK_LIFECYCLE = defineLifecycle<
  ClueTaskState,
  'open' | 'assign' | 'dispatchAgain' | 'close'
>({
  name: 'clueTask',
  title: { en: 'Task from a clue', zh: '预警线索任务' },
  begins: [{ command: 'open', to: 'OPEN', who: [system('ClueDispatched has come')] }],
  transitions: [
    {
      command: 'assign',
      from: 'OPEN',
      to: 'OPEN',
      who: [official('township clerk', 'assistance:clue-tasks:write')],
    },
    {
      command: 'dispatchAgain',
      from: ['OPEN', 'CLOSED'],
      to: 'OPEN',
      who: [system('ClueDispatched has come with more hits or another attempt')],
    },
    { command: 'close', from: 'OPEN', to: 'CLOSED', who: [system('ClueClosed has come')] },
  ],
});
