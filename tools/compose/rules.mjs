/**
 * What has to hold for docker-compose.yml: the schema of the Compose specification (as the package `dclint` carries it),
 * and the agreement of the file with the settings, the programs and .env.example.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { ROOT } from '../setup/paths.mjs';
import { readIssuerSettings } from '../stack/issuer-settings.mjs';
import { SERVICES } from '../stack/stack.mjs';
import { brokerAccessProblems } from './broker-access.mjs';
import { hardeningProblems } from './hardening.mjs';
import { interpolate, variablesOf } from './interpolate.mjs';
import { leftOutProblems } from './left-out.mjs';
import { sample, SECRETS_FOLDER, SECRETS_MOUNT } from './samples.mjs';
import { MIGRATE, PROVISION, settingProblems } from './settings.mjs';

/**
 * @typedef {object} Service
 * @property {string} [image]
 * @property {{ target?: string }} [build]
 * @property {string[]} [command]
 * @property {string} [user]
 * @property {Record<string, string | number>} [environment]
 * @property {{ test?: unknown, disable?: boolean }} [healthcheck]
 * @property {Record<string, { condition: string }>} [depends_on]
 * @property {string[]} [secrets]
 * @property {string[]} [networks]
 * @property {string[]} [volumes]
 * @property {boolean} [read_only]
 * @property {string[]} [cap_drop]
 * @property {string[]} [cap_add]
 * @property {boolean} [privileged]
 * @property {string[]} [security_opt]
 * @property {string} [restart]
 * @property {string} [stop_grace_period]
 * @property {{ resources?: { limits?: { cpus?: string, memory?: string, pids?: number } } }} [deploy]
 */

/**
 * @typedef {object} Compose
 * @property {Record<string, Service>} services
 * @property {Record<string, unknown>} [networks]
 * @property {Record<string, unknown>} [volumes]
 * @property {Record<string, { file: string }>} [secrets]
 */

/** Names of variables whose values are secret; a key's id and a path to a file are not. */
const SECRET_NAME = /(PASSWORD|SECRET|TOKEN|PRIVATE|INTERFACES|_KEYS?$)/;
const NOT_SECRET_NAME = /(_FILE|_ID|_ISSUER|_AUDIENCE|_PREFIX|_PATH|_URL)$/;
/** `18.4-trixie`, `4.4.0`, `@sha256:…`: at least two numbers. */
const PINNED = /(:v?\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$/;
const URL_PASSWORD = /\/\/[^:/@\s]+:[^@\s]*@/;

/**
 * @param {string} text of docker-compose.yml
 * @param {string} example text of .env.example
 * @param {string} madeSecrets folder of secrets as deploy/make-secrets.sh makes them
 * @returns {Promise<string[]>} empty when all is well
 */
export async function problemsOf(text, example, madeSecrets) {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) return document.errors.map(({ message }) => `no YAML: ${message}`);
  const raw = document.toJS({ maxAliasCount: -1 });
  const compose = /** @type {Compose} */ (interpolate(raw, (name) => sample(name, madeSecrets)));
  const schema = schemaProblems(compose);
  if (schema.length > 0) return schema;

  const services = Object.entries(compose.services);
  return [
    ...variableProblems(raw, example),
    ...secretFileProblems(compose, madeSecrets),
    ...services.flatMap(([name, service]) => [
      ...secretProblems(name, service),
      ...serviceProblems(name, service, compose),
      ...hardeningProblems(name, service),
    ]),
    ...(
      await Promise.all(services.map(([name, service]) => environmentProblems(name, service, madeSecrets)))
    ).flat(),
    ...programProblems(compose),
    ...databaseProblems(compose),
    ...brokerProblems(compose),
    ...brokerAccessProblems(compose.services),
    ...(await leftOutProblems(compose.services)),
  ];
}

/** @param {unknown} compose @returns {string[]} */
function schemaProblems(compose) {
  const require = createRequire(import.meta.url);
  const schema = JSON.parse(
    readFileSync(
      join(dirname(require.resolve('dclint/package.json')), 'schemas/compose.schema.json'),
      'utf8',
    ),
  );
  const { Ajv } = require('ajv');
  // Formats of the schema (duration, ports …) are Docker's own: nothing but Docker knows them.
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile({ ...schema, $schema: undefined });
  if (validate(compose)) return [];
  return (validate.errors ?? []).map(
    (/** @type {import('ajv').ErrorObject} */ { instancePath, message, params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}

/** Every variable is explained in .env.example, and nothing else is. @param {unknown} raw @param {string} example */
function variableProblems(raw, example) {
  const used = variablesOf(raw);
  const lines = [...example.matchAll(/^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const explained = new Map(lines.map(([, comment, name = '', value = '']) => [name, { comment, value }]));
  return [
    ...[...used].filter(([name]) => !explained.has(name)).map(([name]) => `${name} is not in .env.example`),
    ...[...explained.keys()]
      // Compose reads those itself
      .filter((name) => !used.has(name) && !name.startsWith('COMPOSE_'))
      .map((name) => `.env.example: nobody reads ${name}`),
    ...[...used].flatMap(([name, isRequired]) => {
      const line = explained.get(name);
      if (line === undefined) return [];
      if (isRequired && (line.comment !== undefined || line.value !== ''))
        return [`.env.example: ${name} must stand there without a value`];
      return !isRequired && line.comment === undefined
        ? [`.env.example: ${name} has a default and must be commented out`]
        : [];
    }),
  ];
}

/** A secret comes as a file: no literal, no variable. @param {string} name @param {Service} service */
function secretProblems(name, { environment = {} }) {
  return Object.entries(environment).flatMap(([variable, value]) => {
    const isSecret = SECRET_NAME.test(variable) && !NOT_SECRET_NAME.test(variable);
    if (isSecret) return [`${name}: ${variable} is a secret: give it as a file, by ${variable}_FILE`];
    return URL_PASSWORD.test(String(value)) ? [`${name}: ${variable} holds a password`] : [];
  });
}

/** Each secret is a file that deploy/make-secrets.sh makes. @param {Compose} compose @param {string} made folder */
function secretFileProblems({ secrets = {} }, made) {
  return Object.entries(secrets).flatMap(([name, { file }]) => [
    ...(existsSync(join(made, basename(file)))
      ? []
      : [`deploy/make-secrets.sh does not make ${basename(file)}`]),
    ...(file === `${SECRETS_FOLDER}/${name}` ? [] : [`the secret ${name} is the file ${file}`]),
  ]);
}

/** @param {string} name @param {Service} service @param {Compose} compose @returns {string[]} */
function serviceProblems(name, service, compose) {
  const { image = '', build, command = [], healthcheck, depends_on: needed = {}, secrets = [] } = service;
  const problems = [];
  if (!PINNED.test(image)) problems.push(`${name}: image ${image} is not pinned to a version`);
  // The images that are built here carry health checks of their own.
  const isChecked = healthcheck?.disable !== true && (healthcheck?.test !== undefined || build !== undefined);
  if (!isJob(service) && !isChecked) problems.push(`${name} has no health check`);
  for (const [other, { condition }] of Object.entries(needed)) {
    const target = compose.services[other];
    if (target === undefined) problems.push(`${name} depends on ${other}, and ${other} is no service`);
    else if (isJob(target) !== (condition === 'service_completed_successfully'))
      problems.push(`${name} waits for ${other} to be ${condition}`);
  }
  if (build !== undefined) {
    const [program = '', ...args] = command;
    const source = program.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    if (!existsSync(join(ROOT, source)) || args.some((argument) => argument !== MIGRATE))
      problems.push(`${name}: there is no program ${command.join(' ')}`);
  }
  for (const network of service.networks ?? [])
    if (compose.networks?.[network] === undefined) problems.push(`${name}: ${network} is no network`);
  for (const source of (service.volumes ?? []).map((mount) => mount.split(':')[0] ?? '')) {
    const isThere = source.startsWith('.')
      ? existsSync(join(ROOT, source))
      : compose.volumes?.[source] !== undefined;
    if (!isThere) problems.push(`${name}: ${source} is no ${source.startsWith('.') ? 'file' : 'volume'}`);
  }
  const read = Object.entries(service.environment ?? {}).flatMap(([variable, value]) => {
    const named = secretsIn(value);
    for (const mounted of named)
      if (!secrets.includes(mounted))
        problems.push(`${name}: ${variable} names ${mounted}, which is not mounted`);
    return named;
  });
  for (const secret of secrets) {
    if (compose.secrets?.[secret] === undefined) problems.push(`${name}: ${secret} is no secret`);
    if (!read.includes(secret)) problems.push(`${name}: ${secret} is mounted, and nothing reads it`);
  }
  return problems;
}

/** What runs once, before others. @param {Service} service */
function isJob({ command = [] }) {
  return command[0] === PROVISION || command[1] === MIGRATE;
}

/** The secret that a path leads to. @param {string | number} value @returns {string | undefined} */
function mountedIn(value) {
  const text = String(value);
  return text.startsWith(SECRETS_MOUNT) ? text.slice(SECRETS_MOUNT.length) : undefined;
}

/** The secrets that a value leads to: a path, or what Kafka reads from a folder. @param {string | number} value */
function secretsIn(value) {
  const read = [...String(value).matchAll(/\$\{directory:\/run\/secrets:([\w-]+)\}/g)];
  return [mountedIn(value) ?? [], ...read.map(([, name = '']) => name)].flat();
}

/**
 * What the program would say of its environment, with secrets as they are made.
 * @param {string} name @param {Service} service @param {string} made folder
 * @returns {Promise<string[]>}
 */
async function environmentProblems(name, { build, command = [], environment = {} }, made) {
  if (build === undefined) return [];
  const texts = Object.entries(environment).map(([variable, value]) => {
    const mounted = mountedIn(value);
    return [variable, mounted === undefined ? String(value) : join(made, mounted)];
  });
  const told = Object.fromEntries(texts);
  const problems = build.target === 'issuer' ? issuerProblems(told) : await settingProblems(command, told);
  return problems.map((problem) => `${name}: ${problem}`);
}

/** @param {Record<string, string>} environment */
function issuerProblems(environment) {
  try {
    readIssuerSettings(environment);
    return [];
  } catch (error) {
    return /** @type {Error} */ (error).message.split('\n');
  }
}

/** What runs on one machine runs here too, after its tables were made. @param {Compose} compose */
function programProblems({ services }) {
  const all = Object.entries(services);
  return Object.values(SERVICES).flatMap(({ script }) => {
    const [, running] =
      all.find(([, { command = [] }]) => command[0] === script && command.length === 1) ?? [];
    if (running === undefined) return [`no service runs ${script}`];
    const before = Object.keys(running.depends_on ?? {}).map((other) => services[other]);
    const migration = before.find((job) => job?.command?.join(' ') === `${script} ${MIGRATE}`);
    if (migration === undefined) return [`${script} does not wait for its migrations`];
    const first = Object.keys(migration.depends_on ?? {}).map((other) => services[other]?.command?.[0]);
    return first.includes(PROVISION) ? [] : [`${script} ${MIGRATE} does not wait for ${PROVISION}`];
  });
}

/** Each service finds the database that was made for it. @param {Compose} compose */
function databaseProblems({ services }) {
  const programs = Object.entries(services);
  const made = programs.flatMap(([, { environment = {} }]) =>
    String(environment.DATABASE_URLS ?? '').split(/\s+/),
  );
  return programs.flatMap(([name, { environment = {} }]) => {
    const url = environment.DATABASE_URL;
    return url === undefined || made.includes(String(url))
      ? []
      : [`${name}: its database ${new URL(String(url)).pathname.slice(1)} is not provisioned as it is used`];
  });
}

/** Partitions and replicas are the same for who makes topics and who uses them, and fit one broker. @param {Compose} compose */
function brokerProblems({ services }) {
  const brokers = Object.values(services).filter(
    ({ environment }) => environment?.KAFKA_PROCESS_ROLES !== undefined,
  );
  return ['TOPIC_PARTITIONS', 'TOPIC_REPLICATION', 'KAFKA_BROKERS'].flatMap((variable) => {
    const values = new Set(
      Object.values(services).flatMap(({ environment }) => environment?.[variable] ?? []),
    );
    if (values.size > 1) return [`${variable} differs between services`];
    const [value] = values;
    return variable === 'TOPIC_REPLICATION' && Number(value) > brokers.length
      ? [`TOPIC_REPLICATION is ${value} with a single broker`]
      : [];
  });
}
