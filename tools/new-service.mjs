/**
 * `npm run new:service -- <name>`: makes a service that runs, with its first aggregate, route, rule, event, tests and place in every
 * list of services. When something fails, nothing of it is left. docs/adding-a-service.md goes on from there.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedName, namesOf } from './new-service/names.mjs';
import { filesOf, generatedFiles, takenNames } from './new-service/plan.mjs';
import { Undoable } from './new-service/undo.mjs';
import { linkWorkspace, unlinkWorkspace } from './new-service/workspace.mjs';
import { readOptions, refuse } from './setup/options.mjs';
import { nodeBinary, ROOT } from './setup/paths.mjs';
import { withProgress } from './setup/progress.mjs';

const USAGE = `npm run new:service -- <name> [--short <name>] [--title "English 中文"] [--port <number>]

  name     its folder: elderly-care
  --short  in topics, scopes and databases; default: the name without hyphens. The catalogue knows eldercare, veterans, children,
           disaster and organizations already
  --title  default: the name in words
  --port   on one machine; default: the next one`;

/** What is made from the rest of the repository. */
const GENERATED = [
  'libs/contracts/src/generated/**/*.ts',
  'docs/*.{md,yaml}',
  'libs/clients/src/{generated/*.ts,*/index.ts}',
];
const GENERATORS = [
  ['messages', 'tools/contracts.mjs', 'generate'],
  ['lifecycles', 'tools/docs/lifecycles.mjs'],
  ['events', 'tools/docs/events.mjs'],
  ['settings', 'tools/docs/settings.mjs'],
  ['typed client', 'tools/clients.mjs'],
];

const { values, positionals } = readOptions(USAGE, {
  options: { short: { type: 'string' }, title: { type: 'string' }, port: { type: 'string' } },
  allowPositionals: true,
});
const [folder, ...more] = positionals;
if (folder === undefined || more.length > 0) refuse(USAGE, 'one name is needed');
const { short, title, port } = values;

const names = namesFrom();
const startedAt = Date.now();
const files = await filesOf(names);
const work = new Undoable();
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    isInterrupted = true;
    running?.kill('SIGTERM');
  });
work.remember(generatedFiles(GENERATED));
try {
  work.also(() => removeNew());
  work.write(files);
  linkWorkspace(`@minzheng/${names.folder}`, `services/${names.folder}`);
  for (const [what = '', script = '', ...args] of GENERATORS)
    await withProgress(what, () => run(script, args));
} catch (error) {
  work.undo();
  console.error(error instanceof Error ? error.message : error);
  console.error('nothing was changed');
  process.exit(1);
}
console.log(`
services/${names.folder}: ${names.en} ${names.zh}, port ${names.port}, database and topics "${names.short}" (${seconds()} s)

  npm run test:unit -- services/${names.folder}
  npm run test:servers -- services/${names.folder}     its event arrives in Kafka
  npm start                                  POST http://127.0.0.1:${names.port}/v1/matters, token of the role ${names.folder}-clerk

Then make it yours: docs/adding-a-service.md. First say in proto/minzheng/${names.short}/v1 who may read what it tells; as it
is, nobody but itself. New secrets: deploy/make-secrets.sh makes those that are not there. README.md does not know it yet.`);

function namesFrom() {
  try {
    return namesOf({ folder: folder ?? '', short, title, port }, takenNames());
  } catch (error) {
    if (error instanceof RefusedName) refuse(USAGE, error.message);
    throw error;
  }
}

/** The folders that are its own. */
function removeNew() {
  unlinkWorkspace(`@minzheng/${names.folder}`);
  for (const own of [
    `services/${names.folder}`,
    `libs/contracts/src/${names.short}`,
    `libs/contracts/src/generated/minzheng/${names.short}`,
    `proto/minzheng/${names.short}`,
    `libs/clients/src/${names.short}`,
    `libs/clients/src/generated/${names.short}.ts`,
  ])
    rmSync(join(ROOT, own), { recursive: true, force: true });
}

/**
 * @param {string} script @param {readonly string[]} args
 * @returns {Promise<void>}
 * @throws Error with what it printed
 */
function run(script, args) {
  return new Promise((resolve, reject) => {
    if (isInterrupted) throw new Error('interrupted');
    const child = spawn(nodeBinary(), [join(ROOT, script), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(isInterrupted ? 'interrupted' : `${script} ended with ${code}\n${output}`));
    });
  });
}

function seconds() {
  return ((Date.now() - startedAt) / 1000).toFixed(0);
}
