import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

/** To a person: WRITTEN → SERVED; to an agency: SENT → ANSWERED. */
export type LetterState = 'WRITTEN' | 'SERVED' | 'SENT' | 'ANSWERED';
export type LetterCommand = 'write' | 'recordService' | 'send' | 'recordAnswer';

/** A numbered letter (文书、函件) of a department. */
export function letterLifecycle(department: DepartmentName): Lifecycle<LetterState, LetterCommand> {
  const clerk = official('township clerk', `${department}:cases:write`);
  return defineLifecycle<LetterState, LetterCommand>({
    name: 'letter',
    title: { en: 'Letter', zh: '文书' },
    begins: [
      {
        command: 'write',
        to: 'WRITTEN',
        who: [system('something was decided that the person is told in writing')],
      },
      { command: 'send', to: 'SENT', who: [clerk], guard: ['not-a-gap'] },
    ],
    transitions: [
      {
        command: 'recordService',
        from: 'WRITTEN',
        to: 'SERVED',
        who: [clerk],
        guard: ['letter-answered'],
      },
      { command: 'recordAnswer', from: 'SENT', to: 'ANSWERED', who: [clerk], guard: ['letter-answered'] },
    ],
  });
}
