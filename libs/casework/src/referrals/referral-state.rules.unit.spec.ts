import type { ReferralState } from './referral.lifecycle.js';
import { referralLifecycle } from './referral.lifecycle.js';
import { commandTo, stateOf } from './referral-state.rules.js';

describe('a referral', () => {
  it.each<[ReferralState[], ReferralState]>([
    [['SENT', 'ACCEPTED', 'DECLINED'], 'SENT'],
    [['ACCEPTED', 'DECLINED', 'DONE'], 'ACCEPTED'],
    [['DONE', 'DECLINED', 'WITHDRAWN'], 'DONE'],
    [['DECLINED', 'WITHDRAWN'], 'DECLINED'],
    [['WITHDRAWN'], 'WITHDRAWN'],
  ])('with needs %j is %s', (needs, state) => {
    expect(stateOf(needs)).toBe(state);
  });

  it.each<[ReferralState, ReferralState]>([
    ['SENT', 'SENT'],
    ['SENT', 'ACCEPTED'],
    ['SENT', 'DONE'],
    ['SENT', 'DECLINED'],
    ['SENT', 'WITHDRAWN'],
    ['ACCEPTED', 'ACCEPTED'],
    ['ACCEPTED', 'DONE'],
    ['ACCEPTED', 'WITHDRAWN'],
  ])('comes from %s to %s by a command of its lifecycle', (from, to) => {
    expect(referralLifecycle('eldercare').next(from, commandTo(from, to))).toBe(to);
  });
});
