import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type ComplaintState = 'RECEIVED' | 'CHECKED' | 'ANSWERED';

const SUPERVISOR = official('supervisor', 'assistance:supervision:write');

/** A complaint (投诉举报) is looked into, and answered to its author if there is a name. L57 arts. 36–38. */
export const COMPLAINT_LIFECYCLE = defineLifecycle<ComplaintState, 'receive' | 'check' | 'answer'>({
  name: 'complaint',
  title: { en: 'Complaint', zh: '投诉举报' },
  begins: [
    {
      command: 'receive',
      to: 'RECEIVED',
      who: [system('anybody has complained, with or without a name')],
      guard: ['rate-limited'],
      effect: ['SupervisionFlagged'],
    },
  ],
  transitions: [
    { command: 'check', from: 'RECEIVED', to: 'CHECKED', who: [SUPERVISOR] },
    {
      command: 'answer',
      from: 'CHECKED',
      to: 'ANSWERED',
      who: [SUPERVISOR],
      limit: { unit: 'days', from: 'the complaint', policy: 'assistance.complaint.answerDays' },
    },
  ],
});
