import { defineLifecycle } from '@minzheng/kernel/lifecycle';

export type RequestState =
  'ACCEPTED' | 'REFUSED' | 'COLLECTING' | 'COMPARING' | 'ISSUED' | 'BLOCKED' | 'CANCELLED';

export type RequestCommand =
  'refuse' | 'collect' | 'compare' | 'issue' | 'reopen' | 'block' | 'resume' | 'cancel';

const OPEN = ['ACCEPTED', 'COLLECTING', 'COMPARING'] as const;

/** A request (核对委托) from acceptance to its report; it can be evaluated again while the report is in force. */
export const REQUEST_LIFECYCLE = defineLifecycle<RequestState, RequestCommand>({
  name: 'VerificationRequest',
  initial: 'ACCEPTED',
  transitions: [
    { command: 'refuse', from: 'ACCEPTED', to: 'REFUSED', who: 'system' },
    { command: 'collect', from: 'ACCEPTED', to: 'COLLECTING', who: 'system' },
    {
      command: 'compare',
      from: 'COLLECTING',
      to: 'COMPARING',
      who: 'system: all core answered, or deadline',
    },
    { command: 'issue', from: 'COMPARING', to: 'ISSUED', who: 'system' },
    { command: 'reopen', from: 'ISSUED', to: 'COLLECTING', who: 'system: late answer, correction, appeal' },
    { command: 'block', from: OPEN, to: 'BLOCKED', who: 'system: a consent was lost' },
    { command: 'resume', from: 'BLOCKED', to: 'COLLECTING', who: 'system: a consent that covers it came' },
    { command: 'cancel', from: [...OPEN, 'BLOCKED'], to: 'CANCELLED', who: 'system or requester' },
  ],
});
