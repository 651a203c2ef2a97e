import { defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type MatterState = 'OPEN' | 'SETTLED';

const CLERK = official('clerk', 'sample:matters:write');

/** A matter (事项) is brought, and settled within the working days that its kind may take. */
export const MATTER_LIFECYCLE = defineLifecycle<MatterState, 'open' | 'settle'>({
  name: 'matter',
  title: { en: 'Matter', zh: '事项' },
  begins: [
    {
      command: 'open',
      to: 'OPEN',
      who: [CLERK],
      guard: ['out-of-region', 'policy-missing'],
      effect: ['SampleMatterOpened'],
    },
  ],
  transitions: [
    {
      command: 'settle',
      from: 'OPEN',
      to: 'SETTLED',
      who: [CLERK],
      guard: ['outcome-unfitting'],
      limit: { unit: 'working days', from: 'the opening', policy: 'sample.matter.<kind>Wd' },
    },
  ],
});
