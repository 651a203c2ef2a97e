/** The bounds of a value: what was taken is taken, and what is answered has the form that it had. */
import fc from 'fast-check';

/** @typedef {import('./surface.mjs').Shape} Shape */
/** @typedef {import('./rules.mjs').Way} Way */

const UPPER = /** @type {const} */ (['maximum', 'maxLength', 'maxItems']);
const LOWER = /** @type {const} */ (['minimum', 'minLength', 'minItems']);
/** Whether one pattern takes all that another takes is tried out. */
const TRIALS = { numRuns: 500, seed: 1 };

/** @param {Shape} old @param {Shape} now @param {Way} way @param {string} place @returns {string[]} */
export function boundProblems(old, now, way, place) {
  if (way === 'answered') {
    return old.format === undefined || old.format === now.format
      ? []
      : [`${place} is no longer a ${old.format}`];
  }
  return [
    ...UPPER.filter((bound) => (now[bound] ?? Infinity) < (old[bound] ?? Infinity)),
    ...LOWER.filter((bound) => (now[bound] ?? -Infinity) > (old[bound] ?? -Infinity)),
  ]
    .map(
      (bound) =>
        `${place} has ${bound} ${now[bound]}${old[bound] === undefined ? '' : ` instead of ${old[bound]}`}`,
    )
    .concat(
      now.uniqueItems === true && old.uniqueItems !== true ? [`${place} has to be without repetitions`] : [],
      now.format !== undefined && now.format !== old.format ? [`${place} has to be a ${now.format}`] : [],
      old.default !== undefined && JSON.stringify(old.default) !== JSON.stringify(now.default)
        ? [
            `${place} is ${JSON.stringify(now.default)} where it is left out, instead of ${JSON.stringify(old.default)}`,
          ]
        : [],
      patternProblems(old, now, place),
    );
}

/** @param {Shape} old @param {Shape} now @param {string} place */
function patternProblems(old, now, place) {
  if (now.pattern === undefined || now.pattern === old.pattern) return [];
  if (old.pattern === undefined) return [`${place} is taken in one form only: ${now.pattern}`];
  const { minLength = 0, maxLength = Infinity } = old;
  const taken = new RegExp(now.pattern, 'u');
  const refused = fc
    .sample(fc.stringMatching(new RegExp(old.pattern, 'u')), TRIALS)
    .find((value) => value.length >= minLength && value.length <= maxLength && !taken.test(value));
  return refused === undefined ? [] : [`${place} is no longer ${JSON.stringify(refused)}`];
}
