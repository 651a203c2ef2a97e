import { defineLifecycle, official, system, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { DepartmentName } from '../department/index.js';

/** OBJECTED: somebody objected; TAKEN_DOWN: what it says no longer holds. */
export type NoticeState = 'POSTED' | 'CLEAN' | 'OBJECTED' | 'TAKEN_DOWN';
export type NoticeCommand = 'post' | 'end' | 'object' | 'takeDown';

/** A public notice (公示) of a department hangs for its days. 民发〔2021〕57号 arts. 19, 24. */
export function noticeLifecycle(department: DepartmentName): Lifecycle<NoticeState, NoticeCommand> {
  return defineLifecycle<NoticeState, NoticeCommand>({
    name: 'notice',
    title: { en: 'Public notice', zh: '公示' },
    begins: [
      {
        command: 'post',
        to: 'POSTED',
        who: [official('township lead, not an investigator of the case', `${department}:notices:write`)],
        guard: ['own-investigation', 'posted-on-future', 'policy-missing'],
        effect: ['NoticePosted'],
      },
    ],
    transitions: [
      {
        command: 'end',
        from: 'POSTED',
        to: 'CLEAN',
        who: [system('its last day is over')],
        effect: ['CaseReported'],
        limit: { unit: 'days', from: 'the day of posting', policy: `${department}.notice.days` },
      },
      { command: 'object', from: 'POSTED', to: 'OBJECTED', who: [system('somebody has objected')] },
      {
        command: 'takeDown',
        from: ['POSTED', 'OBJECTED'],
        to: 'TAKEN_DOWN',
        who: [system('what it is about was withdrawn or is investigated again')],
      },
    ],
  });
}
