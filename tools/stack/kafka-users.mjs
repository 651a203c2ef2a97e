/** Who logs in at the broker of a stack, and what they may do there. */
import { withAdmin } from './kafka.mjs';

/** What of the environment tells how external brokers are reached. */
const SETTINGS = /^KAFKA_(BROKERS|USERNAME|PASSWORD(_FILE)?|SASL_MECHANISM|TLS(_\w+_FILE)?)$/;

/**
 * @typedef {object} KafkaUsers
 * @property {import('./kafka.mjs').KafkaAccess} access of whoever may do everything
 * @property {(user: string) => NodeJS.ProcessEnv} settings with which a program gets in as this user: `admin`, or the name of a database
 */

/**
 * Makes the users with their passwords, and the access lists of those that the catalogue knows.
 * @param {import('./kafka.mjs').KafkaAccess} access
 * @param {Readonly<Record<string, string>>} passwords
 */
export async function makeUsers(access, passwords) {
  const { isPrincipalName } = await import('@minzheng/contracts/catalogue');
  const { applyAccessLists, putScramUsers } = await import('@minzheng/platform/broker');
  await putScramUsers(access, new Map(Object.entries(passwords)));
  const principals = Object.keys(passwords).filter(isPrincipalName);
  await withAdmin(access, (admin) => applyAccessLists(admin, principals));
}

/**
 * Users of the stack's own broker: everybody logs in, or nobody does.
 * @param {import('./kafka.mjs').Kafka} kafka
 * @param {Readonly<Record<string, string>> | undefined} passwords
 * @returns {KafkaUsers}
 */
export function usersOf(kafka, passwords) {
  return {
    get access() {
      return kafka.access;
    },
    settings: (user) => ({
      KAFKA_BROKERS: kafka.brokers,
      ...(passwords ? { KAFKA_USERNAME: user, KAFKA_PASSWORD: passwords[user] } : {}),
    }),
  };
}

/** Everybody gets at external brokers as the environment says. @returns {Promise<KafkaUsers>} */
export async function externalUsers() {
  const { brokerConnection } = await import('@minzheng/platform/broker');
  const { KAFKA_SETTINGS, readSettings } = await import('@minzheng/platform/config');
  const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => SETTINGS.test(name)));
  const settings = readSettings(KAFKA_SETTINGS, given);
  return {
    get access() {
      return brokerConnection(settings);
    },
    settings: () => given,
  };
}
