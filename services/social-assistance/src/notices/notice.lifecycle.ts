import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

/** TAKEN_DOWN: the case was withdrawn or is investigated again. */
export type NoticeState = 'POSTED' | 'CLEAN' | 'TAKEN_DOWN';

/** A public notice (公示) hangs for its days. 民发〔2021〕57号 art. 19. */
export const NOTICE_LIFECYCLE = defineLifecycle<NoticeState, 'post' | 'end' | 'takeDown'>({
  name: 'notice',
  title: { en: 'Public notice', zh: '公示' },
  begins: [
    {
      command: 'post',
      to: 'POSTED',
      who: [official('township lead, not an investigator of the case', 'assistance:notices:write')],
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
      limit: { unit: 'days', from: 'the day of posting', policy: 'assistance.notice.days' },
    },
    {
      command: 'takeDown',
      from: 'POSTED',
      to: 'TAKEN_DOWN',
      who: [system('its case was withdrawn or is investigated again')],
    },
  ],
});
