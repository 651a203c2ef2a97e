import { toldBy } from './told-by.rules.js';

describe('a household is told', () => {
  it('by the last day of the month before', () => {
    expect(toldBy('2025-07', '2025-06-10')).toBe('2025-06-30');
    expect(toldBy('2025-07', '2025-06-30')).toBe('2025-06-30');
  });

  it('today, where the month has begun', () => {
    expect(toldBy('2025-07', '2025-07-01')).toBe('2025-07-01');
    expect(toldBy('2025-03', '2025-07-10')).toBe('2025-07-10');
  });
});
