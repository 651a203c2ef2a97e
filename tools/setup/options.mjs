import { parseArgs } from 'node:util';

/**
 * The options of the command line. One that does not exist, or lacks its value, ends the program with the usage.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {string} usage one line or more
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readOptions(usage, config) {
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(usage, /** @type {Error} */ (error).message);
  }
}

/** Ends the program with the usage. @param {string} usage @param {string} reason @returns {never} */
export function refuse(usage, reason) {
  console.error(`${reason}\n\n${usage}`);
  process.exit(2);
}

/**
 * The number that an option has; one that is not above zero ends the program with the usage.
 * @param {string} usage
 * @param {string} option
 * @param {string} text
 * @returns {number}
 */
export function positive(usage, option, text) {
  const number = Number(text);
  return number > 0 && Number.isFinite(number)
    ? number
    : refuse(usage, `${option}: ${text} is no number above zero`);
}
