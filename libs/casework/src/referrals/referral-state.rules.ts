import type { ReferralCommand, ReferralState } from './referral.lifecycle.js';

/** How a whole referral stands, by its needs: it waits while one of them waits. */
export function stateOf(needs: readonly ReferralState[]): ReferralState {
  const order: readonly ReferralState[] = ['SENT', 'ACCEPTED', 'DONE', 'DECLINED'];
  return order.find((state) => needs.includes(state)) ?? 'WITHDRAWN';
}

/** The command that brings it there. */
export function commandTo(from: ReferralState, to: ReferralState): ReferralCommand {
  if (from === to) return 'answerPart';
  switch (to) {
    case 'ACCEPTED':
      return 'accept';
    case 'DONE':
      return 'complete';
    case 'DECLINED':
      return 'decline';
    default:
      return 'withdraw';
  }
}
