/** What can be said of deploy/chart without Helm: its values fit their schema, and its versions are those of the packages. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../setup/paths.mjs';

export const CHART = join(ROOT, 'deploy/chart');
/** Values with which the chart is tried: the least that has to be said, and everything that can be switched on. */
export const VALUES_FILES = readdirSync(join(CHART, 'ci'))
  .filter((name) => name.endsWith('-values.yaml'))
  .map((name) => join(CHART, 'ci', name));

/**
 * Ways to break the values, each with what the schema has to say.
 * @type {readonly (readonly [what: string, change: Record<string, unknown>, problem: string])[]}
 */
const BREAKAGES = [
  ['an unknown value', { replicas: 3 }, 'must NOT have additional properties'],
  ['no brokers', { settings: { KAFKA_BROKERS: '' } }, 'must NOT have fewer than 1 characters'],
  ['a secret among the settings', { settings: { PERSON_KEY_SECRET: 'x' } }, 'property name must be valid'],
  ['what the chart sets itself', { settings: { DRAIN_SECONDS: '1' } }, 'property name must be valid'],
  [
    'who computes runs among the settings',
    { programs: { verification: { settings: { BULK_RUNS: 'take' } } } },
    'property name must be valid',
  ],
  [
    'processes for runs that have none',
    { programs: { gateway: { bulkRuns: { replicas: 1 } } } },
    'schema is false',
  ],
  [
    'a password in a URL',
    { programs: { gateway: { databaseUrl: 'postgres://gateway:hunter2@db/gateway' } } },
    'must match pattern',
  ],
  [
    'a program without its encryption keys',
    { programs: { assistance: { secret: { keys: ['database-password'] } } } },
    'must contain at least 1 valid item',
  ],
  [
    'no secret of the keys by which parties outside know persons',
    { secret: { keys: ['person-key-secret'] } },
    'must contain at least 1 valid item',
  ],
  ['no replica', { programs: { verification: { replicas: 0 } } }, 'must be >= 1'],
];

/** @returns {string[]} empty when all is well */
export function valuesProblems() {
  const defaults = readYaml(join(CHART, 'values.yaml'));
  const validate = validator();
  const given = VALUES_FILES.map((file) => ({ file, values: merged(defaults, readYaml(file)) }));
  const problems = given.flatMap(({ file, values }) =>
    validate(values).map((problem) => `${file}: ${problem}`),
  );
  if (validate(defaults).length === 0)
    problems.push('the schema accepts values without an installation in them');
  for (const [what, change, expected] of BREAKAGES) {
    const said = validate(merged(given[0]?.values ?? {}, change));
    if (!said.some((problem) => problem.includes(expected))) {
      problems.push(`values with ${what} are not refused with "${expected}": ${said.join('; ')}`);
    }
  }
  return [...problems, ...versionProblems(), ...linkProblems()];
}

/** @returns {(values: unknown) => string[]} */
function validator() {
  const { Ajv } = createRequire(import.meta.url)('ajv');
  const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  return (values) =>
    validate(values)
      ? []
      : (validate.errors ?? []).map(
          (/** @type {import('ajv').ErrorObject} */ { instancePath, message }) =>
            `${instancePath} ${message}`,
        );
}

function versionProblems() {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const chart = readYaml(join(CHART, 'Chart.yaml'));
  return chart.appVersion === version ? [] : [`Chart.yaml: appVersion ${chart.appVersion} is not ${version}`];
}

/** The rules of alerts are one file, which the chart only points to. */
function linkProblems() {
  return existsSync(join(CHART, 'files/alerts.yml')) ? [] : ['deploy/chart/files/alerts.yml leads nowhere'];
}

/** @param {string} file @returns {Record<string, unknown>} */
function readYaml(file) {
  return parse(readFileSync(file, 'utf8'));
}

/**
 * As Helm lays values over others: objects are merged, everything else is replaced.
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} change
 * @returns {Record<string, unknown>}
 */
function merged(base, change) {
  return Object.entries(change).reduce(
    (result, [key, value]) => ({
      ...result,
      [key]: isObject(value) && isObject(result[key]) ? merged(result[key], value) : value,
    }),
    base,
  );
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
