/** Loaded before a program (`--import`): it lives half a minute in the future. */
const AHEAD_MS = 30_000;
const Right = Date;

class Wrong extends Right {
  /** @param {any[]} time */
  constructor(...time) {
    // @ts-expect-error as many as Date takes
    super(...(time.length === 0 ? [Right.now() + AHEAD_MS] : time));
  }

  /** @override */
  static now() {
    return Right.now() + AHEAD_MS;
  }
}

globalThis.Date = /** @type {any} */ (Wrong);
