/**
 * `npm start`: keeps the system up until Ctrl-C. `-- --external` uses the servers of KAFKA_BROKERS and DATABASE_URL.
 * `-- --archive <folder>` archives PostgreSQL's log, so that `npm run backup` has something to go on from.
 * `-- --clock <instant>` moves all business clocks, which go on from there at the next start too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { archiveSettings } from './backup/recovery.mjs';
import { readOptions, refuse } from './setup/options.mjs';
import { DATA_DIR, ROOT } from './setup/paths.mjs';
import { CLIENTS_FILE } from './stack/issuer.mjs';
import { AGENCIES, ROLES } from './stack/roles.mjs';
import { serviceNames, startStack } from './stack/stack.mjs';

/** The number of the specification's test vector. */
const SAMPLE_ID_NUMBER = '51080219850214901X';

const USAGE = `npm start -- [--clock <instant>] [--external] [--archive <folder>]
  --clock     moves the business clock of every service, e.g. 2025-05-12T01:00:00Z
  --external  uses the servers that KAFKA_BROKERS and DATABASE_URL name
  --archive   PostgreSQL archives its log there, at least once a minute, 16 MiB each time: npm run backup needs it`;

const { values } = readOptions(USAGE, {
  options: {
    external: { type: 'boolean', default: false },
    clock: { type: 'string' },
    archive: { type: 'string' },
  },
});
if (values.clock !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(values.clock)) {
  refuse(USAGE, `--clock ${values.clock} is not an instant with its offset from UTC`);
}

const stack = await startStack({
  dataDir: DATA_DIR,
  usualPorts: true,
  external: values.external,
  ...(values.clock === undefined ? {} : { clock: values.clock }),
  ...(values.archive === undefined ? {} : { postgresSettings: archiveSettings(values.archive) }),
  log: (line) => console.log(`  ${line}`),
  onUnexpectedExit: (name, { code, signal }) =>
    console.error(`${name} has ended by itself (${signal ?? `exit code ${code}`}): see ${logOf(name)}`),
}).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

const tokens = join(DATA_DIR, 'tokens');
mkdirSync(tokens, { recursive: true, mode: 0o700 });
for (const [name, { citizen }] of Object.entries(ROLES)) {
  const person = citizen ? { person: personKeyOf(SAMPLE_ID_NUMBER, stack.secrets.personKeySecret) } : {};
  writeFileSync(join(tokens, name), await stack.roleToken(name, person), { mode: 0o600 });
}
for (const agency of AGENCIES) {
  const token = await stack.roleToken('agency-steward', { sub: `steward-${agency}`, org: agency });
  writeFileSync(join(tokens, `agency-${agency.toLowerCase()}`), token, { mode: 0o600 });
}

process.once('exit', () => console.log('Everything is stopped.'));
console.log('\nThe system is up.\n');
table(
  ['what', 'where', 'log'],
  [
    ...serviceNames().map((name) => [name, `${stack.urls[name]}/openapi.json`, logOf(name)]),
    ['issuer', `${stack.issuer.url}/.well-known/openid-configuration`, logOf('issuer')],
    ['Kafka', stack.brokers, stack.kafka ? logOf('kafka') : ''],
    ...Object.entries(stack.databaseUrls).map(([name, url]) => [
      `database ${name}`,
      url,
      stack.postgres ? logOf('postgres') : '',
    ]),
  ],
);
console.log('\nThe business clock (each service has its own; --clock moves all):\n');
for (const [names, instant] of await clocks()) console.log(`  ${instant}  ${names}`);
console.log('\nTokens, good for eight hours:\n');
table(
  ['role', 'region', 'token'],
  Object.entries(ROLES).map(([name, { title, region }]) => [
    title,
    region,
    relative(ROOT, join(tokens, name)),
  ]),
);
console.log(`
  ${relative(ROOT, tokens)}/agency-<code>: a token for each agency, which sends what is its own. The codes:
  ${AGENCIES.map((agency) => agency.toLowerCase()).join(' ')}

Call:  curl -H "Authorization: Bearer $(cat ${relative(ROOT, join(tokens, 'township-clerk'))})" ${stack.urls['social-assistance']}/v1/cases
Ask:   curl -u township-clerk:${stack.issuer.clientSecrets['township-clerk']} -d grant_type=client_credentials ${stack.issuer.url}/token
       gives a new token; each role and agency is a client, whose secret is in ${relative(ROOT, join(DATA_DIR, 'issuer', CLIENTS_FILE))}; a citizen
       adds -d person=<personKey>
Read:  npm run --silent topic shows what is on Kafka: it logs in as admin, with the password in ${relative(ROOT, DATA_DIR)}/kafka/admin-password
Stop:  Ctrl-C. The data stay in ${relative(ROOT, DATA_DIR)}/ for the next start; npm run stack:reset removes them.
`);

/** Which services stand at which second: one line unless one was moved alone. @returns {Promise<[string, string][]>} */
async function clocks() {
  const found = Object.entries(await stack.readClocks()).map(([name, instant]) => ({ name, instant }));
  const [first = { name: '', instant: '' }] = found;
  const apart = (/** @type {string} */ instant) => Math.abs(Date.parse(instant) - Date.parse(first.instant));
  if (found.every(({ instant }) => apart(instant) < 60_000)) return [['all services', first.instant]];
  return found.map(({ name, instant }) => [name, instant]);
}

/** @param {string} name */
function logOf(name) {
  return relative(ROOT, join(DATA_DIR, 'logs', `${name}.log`));
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column] ?? ''))));
  for (const row of [head, widths.map((length) => '─'.repeat(length)), ...rows]) {
    const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)));
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}

/** Columns on a terminal: a Chinese character takes two. @param {string} text */
function width(text) {
  return [...text].reduce(
    (sum, character) => sum + (/[\u3000-\u9fff\uff00-\uffef]/.test(character) ? 2 : 1),
    0,
  );
}
