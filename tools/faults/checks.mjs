/** Counts what was checked, and tells it line by line. */
const MOST_SHOWN = 5;

export class Checks {
  passed = 0;
  failed = 0;

  /** @param {string} title */
  chapter(title) {
    console.log(`\n${title}`);
  }

  /**
   * @param {string} what
   * @param {readonly unknown[]} violations none: it holds
   */
  none(what, violations) {
    const holds = violations.length === 0;
    if (holds) this.passed += 1;
    else this.failed += 1;
    console.log(`  ${holds ? '✓' : '✗'} ${what}`);
    for (const violation of violations.slice(0, MOST_SHOWN)) {
      console.log(
        `      ${typeof violation === 'string' ? violation : JSON.stringify(violation, withBigints)}`,
      );
    }
    if (violations.length > MOST_SHOWN) console.log(`      and ${violations.length - MOST_SHOWN} more`);
  }

  /** Both lists hold the same, each as often. @param {string} what @param {Iterable<string>} actual @param {Iterable<string>} expected */
  same(what, actual, expected) {
    const [found, wanted] = [countsOf(actual), countsOf(expected)];
    const violations = [...new Set([...found.keys(), ...wanted.keys()])].flatMap((item) => {
      const [is, should] = [found.get(item) ?? 0, wanted.get(item) ?? 0];
      return is === should ? [] : [`${item}: ${is} times instead of ${should}`];
    });
    this.none(`${what} (${[...wanted.values()].reduce((sum, count) => sum + count, 0)})`, violations);
  }
}

/** @param {Iterable<string>} items @returns {Map<string, number>} */
export function countsOf(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** @param {string} _ @param {unknown} value */
function withBigints(_, value) {
  return typeof value === 'bigint' ? String(value) : value;
}
