import { addDays } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';
import fc from 'fast-check';
import { isFitting, MATTER_KINDS, MATTER_OUTCOMES, PUNCTUALITIES, punctualityOf } from './matter.rules.js';

describe('punctualityOf', () => {
  // twenty working days: 10 June is the last, 4 June the sixteenth
  const days = { openedOn: '2025-05-12', dueOn: '2025-06-10', settledOn: null };

  it.each([
    ['2025-05-12', 'ON_TIME'],
    ['2025-06-03', 'ON_TIME'],
    ['2025-06-04', 'DUE_SOON'],
    ['2025-06-10', 'DUE_SOON'],
    ['2025-06-11', 'LATE'],
  ])('on %s it is %s', (today, expected) => {
    expect(punctualityOf(days, today)).toBe(expected);
  });

  it('of a settled matter stays what it was on the day of its settlement', () => {
    expect(punctualityOf({ ...days, settledOn: '2025-06-10' }, '2025-12-01')).toBe('ON_TIME');
    expect(punctualityOf({ ...days, settledOn: '2025-06-11' }, '2025-06-11')).toBe('LATE');
  });

  it('gets no better from one day to the next, and is late behind the last day alone', () => {
    const starts = fc.integer({ min: 0, max: 2_000 }).map((count) => addDays('2019-01-01', count));
    const [limits, later] = [fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 120 })];
    fc.assert(
      fc.property(starts, limits, later, (openedOn, limit, passed) => {
        const matter = { openedOn, dueOn: dueOn(openedOn, limit), settledOn: null };
        const [today, tomorrow] = [addDays(openedOn, passed), addDays(openedOn, passed + 1)];
        const [now, then] = [punctualityOf(matter, today), punctualityOf(matter, tomorrow)];
        expect(PUNCTUALITIES.indexOf(then)).toBeGreaterThanOrEqual(PUNCTUALITIES.indexOf(now));
        expect(now === 'LATE').toBe(today > matter.dueOn);
      }),
    );
  });
});

describe('isFitting', () => {
  it('lets each outcome fit one kind, and each kind come to something', () => {
    for (const outcome of MATTER_OUTCOMES)
      expect(MATTER_KINDS.filter((kind) => isFitting(kind, outcome))).toHaveLength(1);
    for (const kind of MATTER_KINDS)
      expect(MATTER_OUTCOMES.some((outcome) => isFitting(kind, outcome))).toBe(true);
    expect(isFitting('ENQUIRY', 'GRANTED')).toBe(false);
  });
});
