import { BusinessClock } from './business-clock.js';

function clockAt(start: string): { clock: BusinessClock; pass: (milliseconds: number) => void } {
  let real = Date.parse(start);
  return { clock: new BusinessClock(() => real), pass: (milliseconds) => (real += milliseconds) };
}

const MAY = Date.parse('2025-05-12T01:00:00Z');

describe('BusinessClock', () => {
  it('is the real time at first', () => {
    const { clock, pass } = clockAt('2026-11-25T15:59:59Z');
    expect(clock.now().toISOString()).toBe('2026-11-25T15:59:59.000Z');
    expect(clock.today()).toBe('2026-11-25');
    pass(1_000);
    expect(clock.today()).toBe('2026-11-26');
  });

  it('runs on from the instant that was set', () => {
    const { clock, pass } = clockAt('2026-11-25T00:00:00Z');
    pass(500);
    clock.follow({ business: MAY, real: Date.parse('2026-11-25T00:00:00Z') });
    expect(clock.now().getTime()).toBe(MAY + 500);
    pass(86_400_000);
    expect(clock.today()).toBe('2025-05-13');
    clock.follow(undefined);
    expect(clock.today()).toBe('2026-11-26');
  });

  it('never goes back within one piece of work', async () => {
    const { clock, pass } = clockAt('2026-11-25T00:00:00Z');
    await clock.steady(async () => {
      const first = clock.now();
      await Promise.resolve();
      clock.follow({ business: MAY, real: Date.parse('2026-11-25T00:00:00Z') });
      expect(clock.now()).toEqual(first);
      pass(-10);
      expect(clock.now()).toEqual(first);
    });
    expect(clock.today()).toBe('2025-05-12');
  });

  it('takes work inside another piece as a part of it, and keeps others apart', async () => {
    const { clock, pass } = clockAt('2026-11-25T00:00:00Z');
    await clock.steady(async () => {
      const first = clock.now();
      pass(-1_000);
      clock.steady(() => expect(clock.now()).toEqual(first));
    });
    clock.steady(() => expect(clock.now().toISOString()).toBe('2026-11-24T23:59:59.000Z'));
  });
});
