/**
 * Runs a piece of work; when it takes more than two seconds a line says so, every ten seconds again, and when it is
 * done.
 * @template T
 * @param {string} what e.g. "installing npm packages"
 * @param {() => Promise<T>} work
 * @param {{ saysDone?: boolean }} [options] `saysDone: false` where the caller does
 * @returns {Promise<T>}
 */
export async function withProgress(what, work, { saysDone = true } = {}) {
  const startedAt = Date.now();
  let shown = false;
  const show = (/** @type {string} */ mark) => {
    shown = true;
    console.error(`${mark} ${what} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let again;
  const first = setTimeout(() => {
    show('…');
    again = setInterval(() => show('…'), 10_000);
  }, 2000);
  try {
    const result = await work();
    if (shown && saysDone) show('✓');
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}
