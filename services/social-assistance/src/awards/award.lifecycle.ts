import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type AwardState = 'PENDING_START' | 'ACTIVE';

const APPROVER = official('approver of the case', 'assistance:cases:approve');

/** Social assistance, section 4: an award begins with the decision of its case. 民发〔2021〕57号 art. 21. */
export const AWARD_LIFECYCLE = defineLifecycle<AwardState, 'start' | 'recognise' | 'activate'>({
  name: 'award',
  title: { en: 'Award', zh: '救助待遇' },
  begins: [
    {
      command: 'start',
      to: 'PENDING_START',
      who: [APPROVER],
      guard: ['exclusive-programme'],
      effect: ['AwardStarted', 'StatusFact'],
    },
    { command: 'recognise', to: 'ACTIVE', who: [APPROVER], effect: ['AwardStarted', 'StatusFact'] },
  ],
  transitions: [
    {
      command: 'activate',
      from: 'PENDING_START',
      to: 'ACTIVE',
      who: [system('the first day of its first month has come')],
      limit: { unit: 'months', from: 'the decision', count: 1, legalBasis: '民发〔2021〕57号 art. 21' },
    },
  ],
});
