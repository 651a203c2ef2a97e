import { defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type HouseholdState = 'OPEN';

const STEP = {
  to: 'OPEN',
  who: [official('village assistant or township clerk', 'assistance:households:write')],
  guard: ['id-number-invalid', 'household-invalid', 'duplicate-membership', 'policy-missing'],
  effect: ['HouseholdChanged'],
} as const;

/** A household (家庭), from its opening; its members change while it is open. */
export const HOUSEHOLD_LIFECYCLE = defineLifecycle<HouseholdState, 'open' | 'changeMembers' | 'correctName'>({
  name: 'household',
  title: { en: 'Household', zh: '家庭' },
  begins: [{ command: 'open', ...STEP }],
  transitions: [
    { command: 'changeMembers', from: 'OPEN', ...STEP },
    {
      command: 'correctName',
      from: 'OPEN',
      to: 'OPEN',
      who: [official('township clerk, not of a village', 'assistance:households:write')],
    },
  ],
});
