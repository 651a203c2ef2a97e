/**
 * Entry of the npm scripts: installs what is missing, builds what has changed, and hands over to the command's script
 * under the pinned Node. Runs on any Node ≥ 20 with nothing installed.
 *
 *     node tools/run.mjs <command> [arguments of the command]
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import {
  ensureBuilt,
  ensureKafkaJars,
  ensureModules,
  Missing,
  requireJava,
  requireNode,
  toolEnvironment,
} from './setup/install.mjs';
import { nodeBinary, ROOT } from './setup/paths.mjs';

/**
 * @typedef {object} Command
 * @property {string} [script]
 * @property {readonly string[]} [args] before those of the command line
 * @property {'nothing' | 'modules' | 'built' | 'servers' | 'everything'} needs npm packages; these and the build; these, Java
 *   and the jars of Kafka; all of it
 */

/** @type {Record<string, Command>} */
const COMMANDS = {
  build: { needs: 'modules', script: 'node_modules/nx/dist/bin/nx.js', args: ['run-many', '-t', 'build'] },
  lint: { needs: 'modules', script: 'node_modules/eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  'lint:migrations': { needs: 'modules', script: 'tools/lint/migrations.mjs' },
  'lint:apis': { needs: 'built', script: 'tools/lint/apis.mjs' },
  format: { needs: 'modules', script: 'node_modules/prettier/bin/prettier.cjs', args: ['--write', '.'] },
  contracts: { needs: 'modules', script: 'tools/contracts.mjs' },
  'docs:lifecycles': { needs: 'modules', script: 'tools/docs/lifecycles.mjs' },
  'docs:events': { needs: 'modules', script: 'tools/docs/events.mjs' },
  'docs:reports': { needs: 'modules', script: 'tools/docs/reports.mjs' },
  'docs:settings': { needs: 'modules', script: 'tools/docs/settings.mjs' },
  'check:deploy': { needs: 'built', script: 'tools/deploy-check.mjs' },
  bundle: { needs: 'built', script: 'tools/bundle.mjs' },
  clients: { needs: 'built', script: 'tools/clients.mjs' },
  'new:service': { needs: 'modules', script: 'tools/new-service.mjs' },
  sbom: { needs: 'modules', script: 'tools/sbom.mjs' },
  'audit:dependencies': { needs: 'modules', script: 'tools/audit-dependencies.mjs' },
  test: { needs: 'servers', script: 'tools/test.mjs' },
  'test:unit': { needs: 'modules', script: 'tools/test.mjs', args: ['--only', 'unit'] },
  'test:servers': { needs: 'servers', script: 'tools/test.mjs', args: ['--only', 'servers'] },
  'check:kcat': { needs: 'everything', script: 'tools/kcat-check.mjs' },
  'check:alerts': { needs: 'modules', script: 'tools/alerts/check.mjs' },
  'test:alerts': { needs: 'everything', script: 'tools/alerts/alerts.mjs' },
  'test:contract': { needs: 'everything', script: 'tools/contract/contract.mjs' },
  'test:new-service': { needs: 'servers', script: 'tools/new-service/prove.mjs' },
  'test:faults': { needs: 'everything', script: 'tools/faults/faults.mjs' },
  'test:upgrade': { needs: 'everything', script: 'tools/upgrade/upgrade.mjs' },
  start: { needs: 'everything', script: 'tools/start.mjs' },
  demo: { needs: 'everything', script: 'tools/demo/demo.mjs' },
  'bench:ingest': { needs: 'everything', script: 'tools/bench/ingest.mjs' },
  'bench:reaction': { needs: 'everything', script: 'tools/bench/reaction.mjs' },
  'bench:check': { needs: 'everything', script: 'tools/bench/check.mjs' },
  'bench:standard': { needs: 'everything', script: 'tools/bench/standard.mjs' },
  'bench:payroll': { needs: 'everything', script: 'tools/bench/payroll.mjs' },
  agency: { needs: 'modules', script: 'tools/agency/agency.mjs' },
  'bench:population': { needs: 'everything', script: 'tools/bench/population.mjs' },
  'bench:indication': { needs: 'everything', script: 'tools/bench/indication.mjs' },
  'bench:regions': { needs: 'built', script: 'tools/bench/regions.mjs' },
  'bench:openfisca': { needs: 'everything', script: 'tools/bench/openfisca.mjs' },
  simulate: { needs: 'everything', script: 'tools/simulate/simulate.mjs' },
  topic: { needs: 'everything', script: 'tools/read-topic.mjs' },
  regions: { needs: 'modules', script: 'tools/regions/regions.mjs' },
  backup: { needs: 'modules', script: 'tools/backup/backup.mjs' },
  restore: { needs: 'built', script: 'tools/backup/restore.mjs' },
  'rehearse:restore': { needs: 'everything', script: 'tools/backup/rehearsal/rehearsal.mjs' },
  'stack:reset': { needs: 'nothing', script: 'tools/reset.mjs' },
};

endWithParent();
const [name = '', ...rest] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  console.error(`node tools/run.mjs <${Object.keys(COMMANDS).join(' | ')}>`);
  process.exit(2);
}
try {
  requireNode();
  await provide(command.needs);
  process.exitCode = await runScript(command, rest);
} catch (error) {
  console.error(error instanceof Missing ? error.message : error);
  process.exitCode = 1;
}

/**
 * Takes the end of the parent for a SIGTERM. npm passes a signal on to its shell only, which dies of it and tells nobody.
 * Started otherwise than by npm, this process may outlive its parent (`nohup`).
 */
function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 1000);
  timer.unref();
}

/** @param {Command['needs']} needs */
async function provide(needs) {
  if (needs === 'nothing') return;
  const withServers = needs === 'servers' || needs === 'everything';
  // Another server is named in the environment: nothing of Kafka's is needed here.
  const withKafka = withServers && process.env.KAFKA_BROKERS === undefined;
  if (withKafka) requireJava();
  const results = await Promise.allSettled([ensureModules(), ...(withKafka ? [ensureKafkaJars()] : [])]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  if (needs === 'built' || needs === 'everything') await ensureBuilt();
}

/**
 * @param {Command} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
function runScript({ needs, script = '', args: first = [] }, args) {
  const node = needs === 'nothing' ? process.execPath : nodeBinary();
  return new Promise((resolve, reject) => {
    const flags = needs === 'nothing' ? [] : ['--disable-warning=TimeoutNegativeWarning'];
    const child = spawn(node, [...flags, join(ROOT, script), ...first, ...args], {
      cwd: ROOT,
      env: needs === 'nothing' ? process.env : toolEnvironment(),
      // Over the channel the script learns that this process was killed.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal));
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
