/** What has to hold in docker-compose.yml for the broker to let in only whom it knows, and for those to get in. */

/** @typedef {import('./rules.mjs').Service} Service */

const AUTHORIZER = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';
/** The user of the job that provisions, who may do everything. */
const ADMIN = 'admin';

/** @param {Record<string, Service>} services @returns {string[]} empty when all is well */
export function brokerAccessProblems(services) {
  const all = Object.entries(services);
  const brokers = all.filter(([, { environment = {} }]) => environment.KAFKA_PROCESS_ROLES !== undefined);
  const clients = all.filter(([, { environment = {} }]) => environment.KAFKA_BROKERS !== undefined);
  const provision = clients.find(([, { environment = {} }]) => environment.KAFKA_USERS !== undefined);
  return [
    ...brokers.flatMap(([name, { environment = {} }]) => brokerProblems(name, environment)),
    ...(provision === undefined ? ['nobody makes the users of the broker: KAFKA_USERS is nowhere'] : []),
    ...clients.flatMap(([name, service]) => clientProblems(name, service, provision?.[1] ?? {})),
  ];
}

/** @param {string} name @param {Record<string, string | number>} environment */
function brokerProblems(name, environment) {
  const protocols = new Map(
    pairs(environment.KAFKA_LISTENER_SECURITY_PROTOCOL_MAP).map(([listener, protocol]) => [
      listener,
      protocol,
    ]),
  );
  const open = String(environment.KAFKA_LISTENERS)
    .split(',')
    .map((listener) => /^(\w+):\/\/(.*):\d+$/.exec(listener) ?? [])
    .filter(([, listener = '', host = '']) => {
      const protocol = protocols.get(listener) ?? listener;
      return protocol !== 'SASL_SSL' && !(host === '127.0.0.1' && protocol === 'SASL_PLAINTEXT');
    });
  return [
    ...open.map(
      ([, listener]) => `${name}: the listener ${listener} lets in who has not logged in, encrypted`,
    ),
    ...(environment.KAFKA_AUTHORIZER_CLASS_NAME === AUTHORIZER ? [] : [`${name} holds no access list`]),
    ...(String(environment.KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND) === 'false'
      ? []
      : [`${name} allows what no access list speaks of`]),
    ...(environment.KAFKA_SUPER_USERS === `User:${ADMIN}`
      ? []
      : [`${name} has other super users than ${ADMIN}`]),
  ];
}

/** @param {string} name @param {Service} service @param {Service} provision */
function clientProblems(name, { environment = {} }, { environment: job = {} }) {
  const { KAFKA_USERNAME: user = '', KAFKA_PASSWORD_FILE: password } = environment;
  if (user === '') return [`${name} does not log in at the broker`];
  if (environment === job)
    return user === ADMIN ? [] : [`${name} logs in as ${user}, who may not make users`];
  const users = String(job.KAFKA_USERS ?? '').split(/\s+/);
  if (!users.includes(String(user))) return [`${name} logs in as ${user}, whom nobody makes`];
  const made = job[`${String(user).toUpperCase()}_KAFKA_PASSWORD_FILE`];
  return made === password ? [] : [`${name} logs in with another password than ${user} is given`];
}

/** `A:b,C:d` @param {string | number | undefined} text @returns {[string, string][]} */
function pairs(text) {
  return String(text ?? '')
    .split(',')
    .map((pair) => {
      const [key = '', value = ''] = pair.split(':');
      return [key, value];
    });
}
