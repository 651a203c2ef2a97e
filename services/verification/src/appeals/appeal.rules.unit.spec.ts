import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { PolicyBook } from '@minzheng/kernel/policy';
import { policyRows } from '../requests/test/households.js';
import { APPEAL_LIFECYCLE, APPEAL_STATES, type AppealCommand, type AppealState } from './appeal.lifecycle.js';
import { appealPolicy } from './appeal.policy.js';
import { isAwaited, isInTime, overdueStep, type AppealDays } from './appeal.rules.js';

describe('appeals', () => {
  it.each([
    ['2025-05-16', '2025-07-15', true],
    ['2025-05-15', '2025-07-15', false],
    ['2025-07-15', '2025-07-15', true],
  ])('learned of on %s, on %s: in time %s', (learnedOn, today, expected) => {
    expect(isInTime(learnedOn, today, 60)).toBe(expected);
  });

  it('may take the working days of the policy rows, counted from the day of the act', async () => {
    const book = new PolicyBook(await policyRows());
    // National Day and Mid-Autumn 2025: 1 to 8 October off, 28 September and 11 October worked
    const policy = appealPolicy(book, '510802', '2025-09-26');
    expect([policy.windowDays(), policy.acceptDueOn(), policy.sourceDueOn(), policy.dueOn()]).toEqual([
      60,
      '2025-09-29',
      '2025-10-16',
      '2025-10-30',
    ]);
  });

  const days: AppealDays = {
    state: 'SUBMITTED',
    acceptDueOn: '2025-07-17',
    sourceDueOn: '2025-07-31',
    dueOn: '2025-08-12',
  };
  it.each<[AppealState, string, string | undefined]>([
    ['SUBMITTED', '2025-07-17', undefined],
    ['SUBMITTED', '2025-07-18', 'ACCEPT'],
    ['SUBMITTED', '2025-08-13', 'DECIDE'],
    ['ACCEPTED', '2025-07-31', undefined],
    ['ACCEPTED', '2025-08-01', 'SOURCE'],
    ['ACCEPTED', '2025-08-13', 'DECIDE'],
    ['SOURCE_CHECK', '2025-08-12', undefined],
    ['SOURCE_CHECK', '2025-08-13', 'DECIDE'],
    ['DECIDED', '2026-01-01', undefined],
    ['WITHDRAWN', '2026-01-01', undefined],
  ])('%s on %s: late is %s', (state, today, expected) => {
    expect(overdueStep({ ...days, state }, today)).toBe(expected);
  });

  it.each([
    ['PSB', null, true],
    ['assistance', null, true],
    ['PSB', 'STANDS', false],
    ['verification', null, false],
  ])('of %s, answered %s: awaited %s', (agency, reply, expected) => {
    expect(isAwaited({ agency, reply })).toBe(expected);
  });

  const STEPS: Readonly<Record<Exclude<AppealCommand, 'submit'>, Partial<Record<AppealState, AppealState>>>> =
    {
      accept: { SUBMITTED: 'ACCEPTED' },
      recordReply: { ACCEPTED: 'ACCEPTED', SOURCE_CHECK: 'SOURCE_CHECK' },
      checkSource: { ACCEPTED: 'SOURCE_CHECK' },
      uphold: { SOURCE_CHECK: 'DECIDED' },
      reject: { SOURCE_CHECK: 'DECIDED' },
      withdraw: { SUBMITTED: 'WITHDRAWN', ACCEPTED: 'WITHDRAWN', SOURCE_CHECK: 'WITHDRAWN' },
    };
  it.each(
    Object.entries(STEPS).flatMap(([command, targets]) =>
      APPEAL_STATES.map((state) => [command, state, targets[state]] as const),
    ),
  )('%s in %s leads to %s', (command, state, to) => {
    const next = () => APPEAL_LIFECYCLE.next(state, command as AppealCommand);
    if (to === undefined) expect(next).toThrow(IllegalTransition);
    else expect(next()).toBe(to);
  });
});
