/**
 * What has to hold for docker-compose.yml: the schema of the Compose specification (as the package `dclint` carries it),
 * and the agreement of the file with the settings, the programs and .env.example.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { REQUIRED, OPTIONAL } from '../provision.mjs';
import { ROOT } from '../setup/paths.mjs';
import { SERVICES } from '../stack/stack.mjs';
import { interpolate, variablesOf } from './interpolate.mjs';
import { settingProblems } from './settings.mjs';

/**
 * @typedef {object} Service
 * @property {string} [image]
 * @property {object} [build]
 * @property {string[]} [command]
 * @property {Record<string, string | number>} [environment]
 * @property {{ test?: unknown, disable?: boolean }} [healthcheck]
 * @property {Record<string, { condition: string }>} [depends_on]
 * @property {string[]} [secrets]
 * @property {string[]} [networks]
 * @property {string[]} [volumes]
 * @property {{ resources?: { limits?: { cpus?: string, memory?: string } } }} [deploy]
 */

/**
 * @typedef {object} Compose
 * @property {Record<string, Service>} services
 * @property {Record<string, unknown>} [networks]
 * @property {Record<string, unknown>} [volumes]
 * @property {Record<string, unknown>} [secrets]
 */

const PROVISION = 'tools/provision.mjs';
/** Names of variables whose values are secret; a key's id and a path to a file are not. */
const SECRET_NAME = /(PASSWORD|SECRET|TOKEN|PRIVATE|_KEYS?$)/;
const NOT_SECRET_NAME = /(_FILE|_ID|_ISSUER|_AUDIENCE|_PREFIX|_PATH|_URL)$/;
/** Secrets that a platform without them does without: left out, they are empty, which no service takes for a secret. */
const OPTIONAL_SECRETS = new Set([
  'PERSON_KEY_SECRETS_PREVIOUS',
  'PAIRWISE_SECRET',
  'IDENTITY_CLIENT_SECRET',
  'FIELD_FINGERPRINT_KEYS',
]);
/** `18.4-trixie`, `4.4.0`, `@sha256:…`: at least two numbers. */
const PINNED = /(:v?\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$/;
const URL_PASSWORD = /\/\/[^:/@\s]+:([^@\s]*)@/g;
/** What stands for a variable that must be set, once its message is taken off. */
const REQUIRED_VARIABLE = /^«\w+»$/;

/**
 * @param {string} text of docker-compose.yml
 * @param {string} example text of .env.example
 * @returns {Promise<string[]>} empty when all is well
 */
export async function problemsOf(text, example) {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) return document.errors.map(({ message }) => `no YAML: ${message}`);
  const raw = document.toJS();
  const schema = schemaProblems(interpolate(raw, sample));
  if (schema.length > 0) return schema;

  const compose = /** @type {Compose} */ (interpolate(raw, sample));
  const marked = /** @type {Compose} */ (interpolate(raw, (name) => `«${name}»`));
  return [
    ...variableProblems(raw, example),
    ...Object.entries(marked.services).flatMap(([name, service]) => secretProblems(name, service)),
    ...(
      await Promise.all(
        Object.entries(compose.services).map(async ([name, service]) => [
          ...serviceProblems(name, service, compose),
          ...(await environmentProblems(name, service)),
        ]),
      )
    ).flat(),
    ...programProblems(compose),
    ...databaseProblems(compose),
    ...brokerProblems(compose),
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
      .filter((name) => !used.has(name))
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

/**
 * A secret is a variable that must be set: no literal, no default.
 * @param {string} name
 * @param {Service} service with «NAME» for each variable that must be set
 */
function secretProblems(name, { environment = {} }) {
  return Object.entries(environment).flatMap(([variable, value]) => {
    const isSecret = SECRET_NAME.test(variable) && !NOT_SECRET_NAME.test(variable);
    const mayBeEmpty = OPTIONAL_SECRETS.has(variable) && value === '';
    if (isSecret && !mayBeEmpty && !REQUIRED_VARIABLE.test(String(value)))
      return [`${name}: ${variable} is a secret: it must be \${…:?…}, without a literal or a default`];
    const passwords = [...String(value).matchAll(URL_PASSWORD)].map(([, password = '']) => password);
    return passwords.every((password) => REQUIRED_VARIABLE.test(password))
      ? []
      : [`${name}: ${variable} holds a password that is no variable which must be set`];
  });
}

/** @param {string} name @param {Service} service @param {Compose} compose @returns {string[]} */
function serviceProblems(name, service, compose) {
  const { image = '', build, command = [], healthcheck, depends_on: needed = {}, secrets = [] } = service;
  const problems = [];
  if (!PINNED.test(image)) problems.push(`${name}: image ${image} is not pinned to a version`);
  const limits = service.deploy?.resources?.limits;
  if (limits?.cpus === undefined || limits.memory === undefined)
    problems.push(`${name} has no limit of CPU and memory`);
  const isOnce = command[0] === PROVISION;
  // The image that is built here carries a health check of its own.
  const isChecked = healthcheck?.disable !== true && (healthcheck?.test !== undefined || build !== undefined);
  if (!isOnce && !isChecked) problems.push(`${name} has no health check`);
  for (const [other, { condition }] of Object.entries(needed)) {
    const target = compose.services[other];
    if (target === undefined) problems.push(`${name} depends on ${other}, and ${other} is no service`);
    else if ((target.command?.[0] === PROVISION) !== (condition === 'service_completed_successfully'))
      problems.push(`${name} waits for ${other} to be ${condition}`);
  }
  if (build !== undefined) {
    const source = command[0]?.replace('/dist/', '/src/').replace(/\.js$/, '.ts') ?? '';
    if (!existsSync(join(ROOT, source)) || command.length !== 1)
      problems.push(`${name}: there is no program ${command.join(' ')}`);
  }
  for (const secret of secrets)
    if (compose.secrets?.[secret] === undefined) problems.push(`${name}: ${secret} is no secret`);
  for (const network of service.networks ?? [])
    if (compose.networks?.[network] === undefined) problems.push(`${name}: ${network} is no network`);
  for (const volume of (service.volumes ?? []).map((mount) => mount.split(':')[0] ?? ''))
    if (compose.volumes?.[volume] === undefined) problems.push(`${name}: ${volume} is no volume`);
  for (const [variable, value] of Object.entries(service.environment ?? {})) {
    const mounted = /^\/run\/secrets\/(.+)$/.exec(String(value))?.[1];
    if (mounted !== undefined && !secrets.includes(mounted))
      problems.push(`${name}: ${variable} names ${mounted}, which is not mounted`);
  }
  return problems;
}

/** @param {string} name @param {Service} service @returns {Promise<string[]>} */
async function environmentProblems(name, { build, command = [], environment = {} }) {
  if (build === undefined) return [];
  const texts = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]));
  if (command[0] !== PROVISION)
    return (await settingProblems(command[0] ?? '', texts)).map((problem) => `${name}: ${problem}`);
  const known = [...REQUIRED, ...OPTIONAL];
  return [
    ...REQUIRED.filter((key) => !texts[key]).map((key) => `${name}: ${key} is missing`),
    ...Object.keys(texts)
      .filter((key) => !known.includes(key))
      .map((key) => `${name}: ${key} is no setting of it`),
  ];
}

/** What runs on one machine runs here too. @param {Compose} compose */
function programProblems({ services }) {
  const run = Object.values(services).map(({ command }) => command?.[0]);
  return Object.values(SERVICES)
    .filter(({ script }) => !run.includes(script))
    .map(({ script }) => `no service runs ${script}`);
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

/** Stands for the value of a variable that must be set: something that the services accept. @param {string} name */
function sample(name) {
  if (name.endsWith('_KEYS')) return JSON.stringify({ sample: Buffer.alloc(32).toString('base64') });
  if (name.endsWith('_KEY_ID')) return 'sample';
  if (name.endsWith('_URL') || name.endsWith('_ISSUER')) return 'https://sample.example/';
  if (name.endsWith('_PATH')) return './sample';
  return 'sample-sample-sample';
}
