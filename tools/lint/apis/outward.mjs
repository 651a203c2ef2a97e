/** What leaves the platform goes on leaving it. */

/** @typedef {{ readonly always: readonly string[], readonly fields: readonly string[] }} Leaving paths of what leaves of a message: each time, and where the agreement names the field */

/**
 * @param {Readonly<Record<string, Leaving>>} before by name of the message
 * @param {Readonly<Record<string, Leaving>>} now
 * @returns {string[]} what parties outside were told and are not told any more
 */
export function keptBack(before, now) {
  return Object.entries(before).flatMap(([message, old]) => {
    const found = now[message];
    if (found === undefined) return [`${message}: parties outside are no longer told`];
    const leaving = [...found.always, ...found.fields];
    return [
      ...[...old.always, ...old.fields]
        .filter((path) => !leaving.some((each) => holds(each, path)))
        .map((path) => `${message}.${path} no longer leaves`),
      ...old.always
        .filter(
          (path) =>
            !found.always.some((each) => holds(each, path)) && leaving.some((each) => holds(each, path)),
        )
        .map((path) => `${message}.${path} leaves only where the agreement names it`),
    ];
  });
}

/** @param {string} whole @param {string} path @returns {boolean} whether the path is it, or a part of it */
const holds = (whole, path) => path === whole || path.startsWith(`${whole}.`);
