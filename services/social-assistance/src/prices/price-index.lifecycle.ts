import { defineLifecycle, official } from '@minzheng/kernel/lifecycle';

export type PriceIndexState = 'OPEN' | 'SUPERSEDED';

const OFFICER = official('policy officer', 'assistance:policies:write');

/** Social assistance, section 4, reference rows: an index is never changed, another one supersedes it. 发改价格〔2021〕1553号. */
export const PRICE_INDEX_LIFECYCLE = defineLifecycle<PriceIndexState, 'enter' | 'supersede'>({
  name: 'priceIndex',
  title: { en: 'Price index', zh: '价格指数' },
  begins: [
    {
      command: 'enter',
      to: 'OPEN',
      who: [OFFICER],
      guard: ['index-exists', 'policy-missing'],
      effect: ['PriceSubsidyTriggered'],
    },
  ],
  transitions: [{ command: 'supersede', from: 'OPEN', to: 'SUPERSEDED', who: [OFFICER] }],
});
