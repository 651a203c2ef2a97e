import { parseArgs } from 'node:util';

/**
 * The options of the command line. One that does not exist, or lacks its value, ends the program with the usage; `--help` shows it.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {string} usage one line or more
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readOptions(usage, config) {
  const args = process.argv.slice(2);
  const end = args.indexOf('--');
  if (args.slice(0, end < 0 ? undefined : end).includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const [reason = ''] = /** @type {Error} */ (error).message.split('. To specify ');
    return refuse(usage, reason);
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

/**
 * The whole number that an option has; another one ends the program with the usage.
 * @param {string} usage
 * @param {string} option
 * @param {string} text
 * @param {number} [least]
 * @returns {number}
 */
export function wholeNumber(usage, option, text, least = 0) {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return number >= least ? number : refuse(usage, `${option}: ${text} is no whole number from ${least} on`);
}
