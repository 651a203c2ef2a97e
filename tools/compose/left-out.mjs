/** Which settings of the programs docker-compose.yml gives nobody the means to set, and why. */
import { MIGRATE, settingsOf } from './settings.mjs';

/** @typedef {import('./rules.mjs').Service} Service */

const ONE_BROKER = 'the broker is this system’s own, and lets in by password';

/** By setting: what is not among these can be set, in .env or as a file. @type {Readonly<Record<string, string>>} */
export const LEFT_OUT = {
  KAFKA_PREFIX: ONE_BROKER,
  KAFKA_SASL_MECHANISM: ONE_BROKER,
  KAFKA_TLS_CERTIFICATE_FILE: ONE_BROKER,
  KAFKA_TLS_KEY_FILE: ONE_BROKER,
  SANDBOX_ROLES: 'the issuer’s clients.json lists them',
};

/**
 * Settings that an operator could not set without editing the file, and what is left out for no reason any more.
 * @param {Record<string, Service>} services
 * @returns {Promise<string[]>} empty when all is well
 */
export async function leftOutProblems(services) {
  /** @type {Set<string>} */
  const missed = new Set();
  const problems = await Promise.all(
    Object.entries(services).map(async ([name, { build, command = [], environment = {} }]) => {
      // jobs of tables: nothing of theirs is the operator's
      if (build === undefined || build.target === 'issuer' || command[1] === MIGRATE) return [];
      const settings = await settingsOf(command, environment);
      const unset = settings.filter(
        (setting) => !(setting in environment || `${setting}_FILE` in environment),
      );
      for (const setting of unset) missed.add(setting);
      return unset
        .filter((setting) => !(setting in LEFT_OUT))
        .map((setting) => `${name}: nobody can set ${setting}`);
    }),
  );
  const needless = Object.keys(LEFT_OUT).filter((setting) => !missed.has(setting));
  return [
    ...problems.flat(),
    ...needless.map((setting) => `${setting} is said to be left out, and no program misses it`),
  ];
}
