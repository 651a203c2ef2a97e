/** A group waits eight seconds for a sign of life of its member. */
const SIGN_OF_LIFE_MS = 1_000;
/** A batch that takes longer is taken for hanging: its partitions go to another member. */
const MAX_BATCH_MS = 300_000;

/**
 * Keeps the member in its group while it is busy with a batch. That the group rebalances meanwhile, the member learns with
 * its next fetch.
 */
export async function whileAlive<T>(heartbeat: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + MAX_BATCH_MS;
  const timer = setInterval(() => {
    if (performance.now() < until) heartbeat().catch(() => undefined);
  }, SIGN_OF_LIFE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
