import { setTimeout as delay } from 'node:timers/promises';

const LIMIT_MS = 30_000;

/** What may never come. @throws Error when it has not come in time */
export async function inTime<T>(work: Promise<T>, milliseconds = LIMIT_MS): Promise<T> {
  const ended = new AbortController();
  const late = delay(milliseconds, undefined, { signal: ended.signal, ref: false }).then(() => {
    throw new Error(`no answer in ${milliseconds} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
    late.catch(() => undefined);
  }
}
