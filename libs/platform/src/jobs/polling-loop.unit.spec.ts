import pino from 'pino';
import { PollingLoop } from './polling-loop.js';

const logger = pino({ level: 'silent' });

/** A loop whose rounds go through the steps, then find nothing; `done` resolves when all were taken. */
function loopOf(steps: readonly (() => boolean)[]): {
  loop: PollingLoop;
  done: Promise<void>;
  rounds: () => number;
} {
  let rounds = 0;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const loop = new PollingLoop('test', logger, 1, async () => {
    const step = steps[rounds];
    rounds += 1;
    if (rounds >= steps.length) finish();
    return step?.() ?? false;
  });
  return { loop, done, rounds: () => rounds };
}

describe('the polling loop', () => {
  it('goes on while there is work, after a failure, and after it found nothing', async () => {
    const { loop, done } = loopOf([
      () => true,
      () => {
        throw new Error('away');
      },
      () => false,
      () => true,
    ]);
    loop.start();
    await done;
    await loop.stop();
  });

  it('waits for the round under way when it is stopped, and begins no other', async () => {
    let release: () => void = () => undefined;
    let started: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => {
      started = resolve;
    });
    let rounds = 0;
    const loop = new PollingLoop('test', logger, 1, async () => {
      rounds += 1;
      started();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return true;
    });
    loop.start();
    await underWay;
    const stopped = loop.stop();
    release();
    await stopped;
    expect(rounds).toBe(1);
  });
});
