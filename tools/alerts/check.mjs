/**
 * `npm run check:alerts`: Prometheus itself reads its configuration and the rules, and runs their tests. That a check finds
 * something is tried as well: of an alert that never fires the test has to fail.
 *
 *     npm run check:alerts [-- --quick]     without that
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readOptions } from '../setup/options.mjs';
import { requirePromtool, runPromtool } from './promtool.mjs';
import { ALERTS_FILE, OBSERVABILITY, readAlerts, ruleTests } from './rules.mjs';

const { values } = readOptions('npm run check:alerts -- [--quick]', {
  options: { quick: { type: 'boolean', default: false } },
});
const promtool = requirePromtool();
const failures = [
  ...(await failing('prometheus.yml', ['check', 'config', 'prometheus.yml'])),
  ...(await failing('alerts.yml', ['check', 'rules', 'alerts.yml'])),
  ...(await failing('the tests of the rules', [
    'test',
    'rules',
    ...ruleTests().map((file) => basename(file)),
  ])),
];
if (!values.quick && failures.length === 0) failures.push(...(await silenced()));
for (const failure of failures) console.error(`✗ ${failure}`);
if (failures.length === 0)
  console.log(`${readAlerts().length} alert rules are in order, and so are their tests`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** @param {string} what @param {readonly string[]} args @param {string} [cwd] @returns {Promise<string[]>} */
async function failing(what, args, cwd = OBSERVABILITY) {
  const { code, output } = await runPromtool(promtool, args, { cwd });
  return code === 0 ? [] : [`${what}: ${output.trim()}`];
}

/** Alerts whose test does not notice that they never fire. @returns {Promise<string[]>} */
async function silenced() {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    const tests = ruleTests().map((file) => /** @type {TestFile} */ (parse(readFileSync(file, 'utf8'))));
    /** @type {string[]} */
    const unnoticed = [];
    for (const { alert } of readAlerts()) {
      const { rules, names } = withoutAlert(alert, tests, folder);
      writeFileSync(join(folder, 'alerts.yml'), rules);
      const { code } = await runPromtool(promtool, ['test', 'rules', ...names], { cwd: folder });
      if (code === 0) unnoticed.push(`${alert}: nothing notices that it never fires`);
    }
    return [...new Set(unnoticed)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ tests: { name: string }[] }} TestFile */

/**
 * The rules with one alert that never fires, and its own tests alone.
 * @param {string} alert @param {readonly TestFile[]} tests @param {string} folder
 */
function withoutAlert(alert, tests, folder) {
  const rules = /** @type {{ groups: { rules: { alert?: string, expr: string }[] }[] }} */ (
    parse(readFileSync(ALERTS_FILE, 'utf8'))
  );
  for (const rule of rules.groups.flatMap((group) => group.rules)) {
    if (rule.alert === alert) rule.expr = `(${rule.expr}) and on () vector(0) > 1`;
  }
  const names = tests.flatMap((file, index) => {
    const own = file.tests.filter(({ name }) => name.startsWith(`${alert} (`));
    if (own.length === 0) return [];
    const name = `${index}.test.yml`;
    writeFileSync(join(folder, name), stringify({ ...file, tests: own }));
    return [name];
  });
  return { rules: stringify(rules), names };
}
