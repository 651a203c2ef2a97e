/**
 * The alert rules and what hangs on them: their pages, their tests, the figures that they ask for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../setup/paths.mjs';

export const OBSERVABILITY = join(ROOT, 'deploy/observability');
export const ALERTS_FILE = join(OBSERVABILITY, 'alerts.yml');
const DASHBOARDS = join(OBSERVABILITY, 'grafana/dashboards');
const RUNBOOKS = 'docs/runbooks';

/**
 * @typedef {object} Alert
 * @property {string} alert
 * @property {string} expr
 * @property {string} [for]
 * @property {{ severity?: string }} [labels]
 * @property {{ summary?: string, description?: string, runbook_url?: string }} [annotations]
 */

/** @typedef {{ record: string, expr: string }} Recorded */

/** @param {string} [file] @returns {(Alert | Recorded)[]} */
export function readRules(file = ALERTS_FILE) {
  const { groups } = /** @type {{ groups: { rules: (Alert | Recorded)[] }[] }} */ (
    parse(readFileSync(file, 'utf8'))
  );
  return groups.flatMap(({ rules }) => rules);
}

/** @returns {Alert[]} */
export function readAlerts() {
  return readRules().filter((rule) => 'alert' in rule);
}

/** Files with tests for `promtool test rules`. @returns {string[]} */
export function ruleTests() {
  return readdirSync(OBSERVABILITY)
    .filter((name) => name.endsWith('.test.yml'))
    .map((name) => join(OBSERVABILITY, name));
}

/** Alerts and severities that have a test. @returns {Set<string>} `<alert> <severity>` */
export function testedAlerts() {
  const texts = ruleTests().map((file) => readFileSync(file, 'utf8'));
  const found = texts.flatMap((text) => [
    ...text.matchAll(/ALERTS\{alertname="(\w+)",alertstate="firing",severity="(\w+)"\}/g),
  ]);
  return new Set(found.map(([, name, severity]) => `${name} ${severity}`));
}

/** Where the page of an alert has to be. @param {string} alert @returns {string} from the root of the checkout */
export function pageOf(alert) {
  return `${RUNBOOKS}/${alert.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()}.md`;
}

/** @returns {string[]} from the root of the checkout; without the one that lists them */
export function pages() {
  return readdirSync(join(ROOT, RUNBOOKS))
    .filter((name) => name !== 'README.md')
    .map((name) => `${RUNBOOKS}/${name}`);
}

/** Names of our own figures in a text, without what a histogram adds. @param {string} text @returns {string[]} */
export function figuresIn(text) {
  return [...text.matchAll(/\bminzheng_\w+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''));
}

/** Every figure of ours that an alert or a dashboard asks for. @returns {Set<string>} */
export function figuresAskedFor() {
  const dashboards = readdirSync(DASHBOARDS).map((name) => readFileSync(join(DASHBOARDS, name), 'utf8'));
  return new Set([...readRules().map(({ expr }) => expr), ...dashboards].flatMap(figuresIn));
}

/** Every figure that a service of ours tells. @returns {Set<string>} */
export function figuresTold() {
  const sources = ['libs', 'services'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).flatMap((name) => sourcesIn(join(ROOT, folder, name, 'src'))),
  );
  return new Set(
    sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/'(minzheng_\w+)'/g)].map(([, name = '']) => name),
    ),
  );
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.spec)\.ts$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}
