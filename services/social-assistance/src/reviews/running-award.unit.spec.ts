import type { Award } from '../awards/award.entity.js';
import { runningAward } from './running-award.js';

const PERSON = '00000000-0000-8000-8000-000000000001';
const segment = (months: string, baseFen: string, cause = 'DECISION') => ({
  ...{ id: months, months, person_keys: [PERSON], base_shares_fen: [baseFen], extras_fen: ['0'] },
  ...{ extra_kinds: [''], standard_fen: '59000', cause, cause_id: null, policy_version_ids: [] },
});
const found = (state: Award['state'], ...segments: ReturnType<typeof segment>[]) =>
  runningAward(
    { query: () => Promise.resolve(segments as never) },
    { id: 'award', programme: 'DIBAO', subtype: 'HOUSEHOLD', state, assessed: null } as unknown as Award,
    '2025-09-10',
  );

describe('an award as a review finds it', () => {
  it.each([
    ['what it pays from the next month on', ['[2025-06-01,)'], 570n],
    ['what another review of the month has decided', ['[2025-06-01,2025-10-01)', '[2025-10-01,)'], 870n],
    ['what begins later than the next month is not yet', ['[2025-06-01,2025-11-01)', '[2025-11-01,)'], 570n],
  ])('%s', async (_what, months, baseFen) => {
    const segments = months.map((range, index) => segment(range, index === 0 ? '570' : '870'));
    expect((await found('ACTIVE', ...segments)).oldBaseFen).toBe(baseFen);
  });

  it('what a gradual exit pays now, though it pays less from the next month on', async () => {
    const running = await found(
      'GRADUAL_EXIT',
      segment('[2025-06-01,2025-10-01)', '570', 'GRADUAL_EXIT'),
      segment('[2025-10-01,2026-01-01)', '300', 'GRADUAL_EXIT'),
    );
    expect(running).toMatchObject({ state: 'GRADUAL_EXIT', oldBaseFen: 570n });
  });
});
