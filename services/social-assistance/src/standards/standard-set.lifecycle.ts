import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type StandardState = 'DRAFT' | 'CHECKED' | 'PUBLISHED' | 'IN_FORCE' | 'SUPERSEDED';

const DRAFTER = official('policy officer', 'assistance:policies:write');
const PUBLISHER = official('policy officer, not the drafter', 'assistance:policies:approve');
const REFUSALS = [
  'below-poverty-line',
  'below-provincial-minimum',
  'standard-decrease',
  'backdating',
  'policy-missing',
];

/** Social assistance, section 4: a minimum living standard, from the draft to the next one. 社会救助暂行办法 art. 10. */
export const STANDARD_LIFECYCLE = defineLifecycle<
  StandardState,
  'draft' | 'check' | 'publish' | 'enterIntoForce' | 'supersede'
>({
  name: 'standardSet',
  title: { en: 'Minimum living standard', zh: '低保标准' },
  begins: [{ command: 'draft', to: 'DRAFT', who: [DRAFTER], guard: ['backdating'] }],
  transitions: [
    { command: 'check', from: ['DRAFT', 'CHECKED'], to: 'CHECKED', who: [DRAFTER], guard: REFUSALS },
    {
      command: 'publish',
      from: 'CHECKED',
      to: 'PUBLISHED',
      who: [PUBLISHER],
      guard: ['same-person', ...REFUSALS],
      effect: ['StandardPublished', 'PolicyPublished', 'AwardAdjusted'],
    },
    {
      command: 'enterIntoForce',
      from: 'PUBLISHED',
      to: 'IN_FORCE',
      who: [system('the first day of its first month has come')],
    },
    {
      command: 'supersede',
      from: ['PUBLISHED', 'IN_FORCE'],
      to: 'SUPERSEDED',
      who: [system('another standard of the region and hukou type is in force')],
    },
  ],
});
