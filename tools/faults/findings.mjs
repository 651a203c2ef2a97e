/**
 * What the checks look at.
 * @typedef {object} Findings
 * @property {import('./checks.mjs').Checks} checks
 * @property {import('./databases.mjs').Databases} databases
 * @property {import('../stack/stack.mjs').Stack} stack
 * @property {import('./work.mjs').Work} work
 * @property {import('./work.mjs').Plan} plan
 * @property {Pick<import('./commands.mjs').Commands, 'comeAgain' | 'contradictions' | 'acknowledged'>} commands
 * @property {readonly import('./topics.mjs').Event[]} events all that the topics hold, of each partition in its order
 */
export {};
