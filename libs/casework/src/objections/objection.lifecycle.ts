import { citizen, defineLifecycle, official, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

/** ADVANCED: it was answered, and went to the next stage. */
export type ObjectionState = 'RECEIVED' | 'ANSWERED' | 'ADVANCED';
export type ObjectionCommand = 'receive' | 'answer' | 'advance';

/** Objections, complaints, petitions and appeals (异议、投诉、信访、复议) of a department. 民发〔2021〕57号 arts. 19, 36–38. */
export function objectionLifecycle(department: DepartmentName): Lifecycle<ObjectionState, ObjectionCommand> {
  const lead = official('township lead, not an investigator of the case', `${department}:notices:write`);
  const county = official('of an appeal: county, who has had no part in it', `${department}:cases:approve`);
  return defineLifecycle<ObjectionState, ObjectionCommand>({
    name: 'objection',
    title: { en: 'Objection', zh: '异议' },
    begins: [
      {
        command: 'receive',
        to: 'RECEIVED',
        who: [citizen('anybody, also without a token')],
        guard: ['notice-ended', 'rate-limited'],
      },
    ],
    transitions: [
      {
        command: 'answer',
        from: 'RECEIVED',
        to: 'ANSWERED',
        who: [lead, county],
        guard: [
          'own-investigation',
          'reinvestigation-missing',
          'actor-already-involved',
          'conflict-of-interest',
          'out-of-region',
        ],
      },
      { command: 'advance', from: 'ANSWERED', to: 'ADVANCED', who: [lead] },
    ],
  });
}
