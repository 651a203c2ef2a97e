import { rational } from '@minzheng/kernel/rational';
import {
  deathReviewDueOn,
  isNoClearChange,
  recognitionEndsOn,
  reviewCategory,
  reviewDueOn,
  type ReviewedMember,
  type ReviewPolicy,
} from './review-due.rules.js';

const POLICY: ReviewPolicy = {
  months: { A: 12, B: 6, EDGE: 12 },
  illnessMonths: 12,
  materialStdBp: 1_000,
  deathMonths: 3,
  emergencyExtensionMonths: 3,
  isEmergency: false,
};
const ON = '2025-06-10';
const WORKER: ReviewedMember = { birthDate: '1985-02-14', labour: 'FULL', study: 'NONE' };

describe('R19: when an award is reviewed', () => {
  it.each([
    ['19.1 A', 'A', '2025-06-10', false, '2026-06-30'],
    ['19.2 B', 'B', '2025-06-10', false, '2025-12-31'],
    ['19.5 B in an emergency', 'B', '2025-06-10', true, '2026-03-31'],
    ['edge family', 'EDGE', '2025-06-10', false, '2026-06-30'],
    ['the last day of a short month', 'B', '2025-08-31', false, '2026-02-28'],
  ] as const)('%s', (_id, category, since, isEmergency, due) => {
    expect(reviewDueOn(category, since, { ...POLICY, isEmergency })).toBe(due);
  });

  it('has months of its own for the cost of illness', () => {
    expect(reviewDueOn('A', ON, { ...POLICY, illnessMonths: 6 }, 'ILLNESS')).toBe('2025-12-31');
    expect(reviewDueOn('A', ON, { ...POLICY, illnessMonths: 6 }, 'HOUSEHOLD')).toBe('2026-06-30');
  });

  it('19.3 a rigid-expenditure family is recognised for twelve months', () => {
    expect(recognitionEndsOn('2025-06-10', 12)).toBe('2026-06-09');
  });

  it.each([
    ['19.4', '2025-06-03', '2025-09-03'],
    ['the month has no such day', '2025-11-30', '2026-02-28'],
  ])('%s a member died on %s: due on %s', (_id, diedOn, due) => {
    expect(deathReviewDueOn(diedOn, POLICY)).toBe(due);
  });

  it.each([
    ['19.6 400 → 420', 40_000n, 42_000n, true],
    ['19.6 400 → 460: 60 ≥ 59', 40_000n, 46_000n, false],
    ['exactly ten per cent', 40_000n, 45_900n, false],
    ['a fen less', 40_000n, 45_899n, true],
    ['downwards', 40_000n, 34_100n, false],
    ['downwards, a fen less', 40_000n, 34_101n, true],
    ['the same', 40_000n, 40_000n, true],
  ])('%s', (_id, assessed, found, isNone) => {
    expect(isNoClearChange(rational(assessed), rational(found), 59_000n, POLICY)).toBe(isNone);
  });

  it.each<[string, ReviewedMember[], 'A' | 'B']>([
    ['a worker', [WORKER], 'B'],
    ['part labour', [{ ...WORKER, labour: 'PARTIAL' }], 'B'],
    ['no labour', [{ ...WORKER, labour: 'NONE' }], 'A'],
    ['a student', [{ ...WORKER, birthDate: '2006-01-01', study: 'BACHELOR' }], 'A'],
    ['59', [{ ...WORKER, birthDate: '1965-06-11' }], 'B'],
    ['60 on the day', [{ ...WORKER, birthDate: '1965-06-10' }], 'A'],
    ['16 on the day, not at school', [{ ...WORKER, birthDate: '2009-06-10' }], 'B'],
    ['15', [{ ...WORKER, birthDate: '2009-06-11' }], 'A'],
    ['one of several', [{ ...WORKER, labour: 'NONE' }, WORKER], 'B'],
  ])('the category of a household with %s', (_name, counted, category) => {
    expect(reviewCategory({ programme: 'DIBAO', subtype: 'HOUSEHOLD' }, counted, ON)).toBe(category);
  });

  it('is A for special hardship and illness, EDGE for edge families, whoever works', () => {
    expect(reviewCategory({ programme: 'TEKUN' }, [WORKER], ON)).toBe('A');
    expect(reviewCategory({ programme: 'DIBAO', subtype: 'ILLNESS' }, [WORKER], ON)).toBe('A');
    expect(reviewCategory({ programme: 'EDGE' }, [WORKER], ON)).toBe('EDGE');
  });
});
