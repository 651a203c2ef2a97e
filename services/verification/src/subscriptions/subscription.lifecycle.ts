import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type SubscriptionState = 'ACTIVE' | 'PAUSED' | 'WITHDRAWN' | 'ENDED';

export type SubscriptionCommand =
  'subscribe' | 'rotateSecret' | 'pause' | 'giveUp' | 'resume' | 'withdraw' | 'end';

const OWNER = official('subscriber, or province operator', 'verification:subscriptions:write');

/** Verification, section 4: a subscription (推送订阅) is paused when a receiver does not answer, and goes on from a place that its owner names. */
export const SUBSCRIPTION_LIFECYCLE = defineLifecycle<SubscriptionState, SubscriptionCommand>({
  name: 'subscription',
  title: { en: 'Subscription', zh: '推送订阅' },
  begins: [
    {
      command: 'subscribe',
      to: 'ACTIVE',
      who: [OWNER],
      guard: [
        ...['no-agreement', 'filter-exceeds-agreement', 'agreement-purpose-missing', 'url-not-https'],
        ...['address-not-public', 'duplicate-subscription'],
      ],
    },
  ],
  transitions: [
    { command: 'rotateSecret', from: 'ACTIVE', to: 'ACTIVE', who: [OWNER] },
    { command: 'rotateSecret', from: 'PAUSED', to: 'PAUSED', who: [OWNER] },
    { command: 'pause', from: 'ACTIVE', to: 'PAUSED', who: [OWNER], effect: ['SubscriptionPaused'] },
    {
      command: 'giveUp',
      from: 'ACTIVE',
      to: 'PAUSED',
      who: [system('a delivery and all its retries have failed, or events that were due are no longer kept')],
      effect: ['SubscriptionPaused'],
    },
    {
      command: 'resume',
      from: 'PAUSED',
      to: 'ACTIVE',
      who: [OWNER],
      guard: ['no-agreement', 'events-expired', 'no-such-position'],
    },
    { command: 'withdraw', from: ['ACTIVE', 'PAUSED'], to: 'WITHDRAWN', who: [OWNER] },
    {
      command: 'end',
      from: ['ACTIVE', 'PAUSED'],
      to: 'ENDED',
      who: [system('its agreement has expired or was revoked')],
    },
  ],
});
