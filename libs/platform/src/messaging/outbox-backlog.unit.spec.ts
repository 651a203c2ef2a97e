import { isBehindNow } from './outbox-backlog.js';

const LIMITS = { seconds: 60, events: 1_000 };

describe('an outbox', () => {
  it.each([
    ['at its limits', false, { seconds: 60, events: 1_000 }, false],
    ['with an event that is too old', false, { seconds: 60.1, events: 1 }, true],
    ['with too many events', false, { seconds: 1, events: 1_001 }, true],
    ['that was behind, and is at half of its limits', true, { seconds: 30, events: 500 }, false],
    ['that was behind, and has an event too old for that', true, { seconds: 30.1, events: 1 }, true],
    ['that was behind, and has too many events for that', true, { seconds: 1, events: 501 }, true],
    ['that was not behind, and is above half of its limits', false, { seconds: 31, events: 501 }, false],
    ['that is empty', true, { seconds: 0, events: 0 }, false],
  ])('%s', (_what, wasBehind, found, isBehind) => {
    expect(isBehindNow(wasBehind, found, LIMITS)).toBe(isBehind);
  });
});
