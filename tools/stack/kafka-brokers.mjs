/** How the one broker of a local stack is set up, and whom it lets in. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The user who may do everything, and whom the broker knows from its start on. */
const ADMIN = 'admin';
const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required';

/** @typedef {{ home: string, port: number, controllerPort: number }} Place its folder, and where it listens */

/**
 * @typedef {object} Broker
 * @property {Readonly<Record<string, string | number | boolean>>} settings of server.properties, beside those of every stack
 * @property {Omit<KafkaAccess, 'brokers'>} admin how whoever may do everything gets in
 */

/**
 * How a client gets at the brokers, to be spread into kafkajs' settings.
 * @typedef {object} KafkaAccess
 * @property {string[]} brokers
 * @property {import('kafkajs').SASLOptions} [sasl]
 * @property {import('node:tls').ConnectionOptions} [ssl]
 */

/** @param {Place} place @param {Broker} broker @returns {string} server.properties */
export function kafkaProperties({ home, controllerPort }, { settings }) {
  const all = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'log.dirs': join(home, 'log'),
    'num.partitions': 3,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    ...settings,
  };
  return `${Object.entries(all)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`;
}

/** Lets everybody at everything: for tests and benches. @param {Place} place @returns {Broker} */
export function openBroker({ port, controllerPort }) {
  const listeners = `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`;
  const settings = {
    listeners,
    'advertised.listeners': listeners,
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  };
  return { settings, admin: {} };
}

/**
 * Users log in, and what no access list allows is refused, as in docker-compose.yml (but not encrypted: it listens on the loopback
 * address). The admin is known by a password in a file, everybody else by what the admin has stored of theirs (SCRAM).
 * @param {string} password of the admin
 * @returns {(place: Place) => Broker}
 */
export function closedBroker(password) {
  return ({ home, port, controllerPort }) => {
    const listeners = `CLIENT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`;
    writeFileSync(join(home, 'admin-password'), password, { mode: 0o600 });
    const fromFile = `\${directory:${home}:admin-password}`;
    const admin = `${PLAIN} username="${ADMIN}" password="${fromFile}" user_${ADMIN}="${fromFile}";`;
    const settings = {
      listeners,
      'advertised.listeners': listeners,
      'inter.broker.listener.name': 'CLIENT',
      'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
      'config.providers': 'directory',
      'config.providers.directory.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'sasl.mechanism.controller.protocol': 'PLAIN',
      'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.controller.plain.sasl.jaas.config': admin,
      'listener.name.client.plain.sasl.jaas.config': admin,
      'listener.name.client.scram-sha-512.sasl.jaas.config': `${SCRAM};`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': `User:${ADMIN}`,
      'allow.everyone.if.no.acl.found': false,
    };
    return { settings, admin: { sasl: { mechanism: 'plain', username: ADMIN, password } } };
  };
}
