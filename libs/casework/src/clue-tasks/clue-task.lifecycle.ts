import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

export const CLUE_TASK_STATES = ['OPEN', 'VISITED', 'ANSWERED', 'CLOSED'] as const;
export type ClueTaskState = (typeof CLUE_TASK_STATES)[number];
type ClueTaskCommand = 'open' | 'assign' | 'visit' | 'answer' | 'dispatchAgain' | 'close';

const made = new Map<DepartmentName, Lifecycle<ClueTaskState, ClueTaskCommand>>();

/** A task lives as long as its clue (EVENTS.md, 3.7). */
export function clueTaskLifecycle(service: DepartmentName): Lifecycle<ClueTaskState, ClueTaskCommand> {
  const known = made.get(service);
  if (known) return known;
  const lifecycle = defineLifecycle<ClueTaskState, ClueTaskCommand>({
    name: 'clueTask',
    title: { en: 'Task from a clue', zh: '预警线索任务' },
    begins: [{ command: 'open', to: 'OPEN', who: [system('ClueDispatched has come')] }],
    transitions: [
      {
        command: 'assign',
        from: 'OPEN',
        to: 'OPEN',
        who: [official('clerk', `${service}:clue-tasks:write`)],
      },
      {
        command: 'assign',
        from: 'VISITED',
        to: 'VISITED',
        who: [official('clerk', `${service}:clue-tasks:write`)],
      },
      {
        command: 'visit',
        from: ['OPEN', 'VISITED'],
        to: 'VISITED',
        who: [system('a visit of the household is signed')],
      },
      {
        command: 'answer',
        from: ['OPEN', 'VISITED'],
        to: 'ANSWERED',
        who: [official('who decides and has not visited', `${service}:clue-tasks:approve`)],
        guard: ['record-missing', 'same-person'],
        effect: ['ClueOutcomeRecorded'],
      },
      {
        command: 'dispatchAgain',
        from: ['OPEN', 'VISITED', 'ANSWERED', 'CLOSED'],
        to: 'OPEN',
        who: [system('ClueDispatched has come with more hits or another attempt')],
      },
      {
        command: 'close',
        from: ['OPEN', 'VISITED', 'ANSWERED'],
        to: 'CLOSED',
        who: [system('ClueClosed has come')],
      },
    ],
  });
  made.set(service, lifecycle);
  return lifecycle;
}
