/**
 * What the checks look at.
 * @typedef {object} Findings
 * @property {import('./checks.mjs').Checks} checks
 * @property {import('./databases.mjs').Databases} databases
 * @property {import('../stack/stack.mjs').Stack} stack
 * @property {import('./work.mjs').Work} work
 * @property {import('./work.mjs').Plan} plan
 * @property {import('./commands.mjs').Commands} commands
 * @property {readonly import('./topics.mjs').Event[]} events all that the topics hold, of each partition in its order
 */
export {};
