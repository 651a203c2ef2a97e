import { AsyncLocalStorage } from 'node:async_hooks';

interface Holding {
  hasEnded: boolean;
}

const holding = new AsyncLocalStorage<Holding>();

/**
 * Runs what already holds a connection, or must not queue behind those who have one. What it asks of the database beside that
 * connection goes over connections that are kept for it: else all of a process could be held by those who wait for one more.
 */
export async function besideOthers<T>(work: () => Promise<T>): Promise<T> {
  const own = { hasEnded: false };
  try {
    return await holding.run(own, work);
  } finally {
    // what it has begun and not awaited holds nothing any more
    own.hasEnded = true;
  }
}

/** Whether whoever asks for a connection now runs in {@link besideOthers}. */
export const isBesideOthers = (): boolean => holding.getStore()?.hasEnded === false;
