/** The checks of `npm run check:deploy`. One that cannot be made throws NotThere. */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { findPromtool, promtoolMissing } from '../alerts/promtool.mjs';
import { sample } from '../compose/samples.mjs';
import { ROOT, nodeBinary } from '../setup/paths.mjs';
import { ensurePython, isPythonThere } from '../setup/python.mjs';
import { CHART, VALUES_FILES, valuesProblems } from './chart-values.mjs';
import { BREAKAGES, manifestProblems } from './manifests.mjs';
import { goTool, NotThere, run } from './tools.mjs';

/** Versions of Kubernetes that the chart is checked for: the oldest that Chart.yaml admits, and a late one. */
const KUBERNETES = ['1.29', '1.34'];
const VALIDATORS = { name: 'deploy', requirements: join(ROOT, 'tools/deploy/requirements.txt') };

/**
 * @typedef {object} Check
 * @property {string} title
 * @property {(mayFetch: boolean) => Promise<string | void>} make tells more of what was checked
 */

/** @param {string} secrets folder of secrets as deploy/make-secrets.sh makes them @returns {readonly Check[]} */
export function checks(secrets) {
  return [
    { title: 'compose file, Dockerfile and .env.example, by our rules', make: () => composeRules() },
    { title: 'compose file, by Compose itself', make: (mayFetch) => composeConfig(mayFetch, secrets) },
    { title: 'values of the chart, by their schema', make: async () => refuseAny(valuesProblems()) },
    { title: 'chart, by helm lint', make: helmLint },
    {
      title: 'manifests of the chart, by our rules and the programs',
      make: (mayFetch) => manifests(mayFetch, secrets),
    },
    {
      title: `manifests of the chart, by the API of Kubernetes ${KUBERNETES.join(' and ')}`,
      make: kubernetes,
    },
    { title: 'bill of materials, by the schema of CycloneDX', make: billOfMaterials },
    { title: 'workflows, by actionlint', make: workflows },
    { title: 'Prometheus: configuration, alerts and their tests, by promtool', make: prometheus },
  ];
}

async function composeRules() {
  return lastLine(await run(nodeBinary(), [join(ROOT, 'tools/compose-check.mjs')]));
}

/** @param {boolean} mayFetch @param {string} secrets */
async function composeConfig(mayFetch, secrets) {
  const compose = await goTool('docker-compose', mayFetch);
  const required = [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=$/gm)];
  const environment = Object.fromEntries(required.map(([, name = '']) => [name, sample(name, secrets)]));
  return inFolder(async (folder) => {
    const file = join(folder, '.env');
    const lines = Object.entries({ ...environment, SECRETS_FOLDER: secrets });
    writeFileSync(file, lines.map(([name, value]) => `${name}=${value}\n`).join(''));
    const profiles = ['--profile', 'sandbox', '--profile', 'observability'];
    const args = ['--env-file', file, '--file', join(ROOT, 'docker-compose.yml'), ...profiles];
    const services = await run(compose, [...args, 'config', '--services']);
    await run(compose, [...args, 'config', '--quiet']);
    return `${services.trim().split('\n').length} services`;
  });
}

/** @param {boolean} mayFetch */
async function helmLint(mayFetch) {
  const helm = await goTool('helm', mayFetch);
  for (const values of VALUES_FILES) await run(helm, ['lint', '--strict', CHART, '--values', values]);
  return `with ${VALUES_FILES.map((file) => basename(file)).join(', ')}`;
}

/** @param {boolean} mayFetch */
async function rendered(mayFetch) {
  const helm = await goTool('helm', mayFetch);
  const render = (/** @type {string} */ file) =>
    run(helm, ['template', 'minzheng', CHART, '--namespace', 'minzheng', '--values', file]);
  return Promise.all(VALUES_FILES.map(async (file) => ({ file, text: await render(file) })));
}

/** @param {boolean} mayFetch @param {string} secrets */
async function manifests(mayFetch, secrets) {
  const texts = await rendered(mayFetch);
  for (const { file, text } of texts) {
    const problems = await manifestProblems(text, secrets);
    refuseAny(problems.map((problem) => `${basename(file)}: ${problem}`));
  }
  const [{ text } = { text: '' }] = texts;
  const missed = [];
  for (const [what, pattern, replacement, expected] of BREAKAGES) {
    const broken = text.replace(pattern, replacement);
    const said = broken === text ? [] : await manifestProblems(broken, secrets);
    if (!said.some((problem) => problem.includes(expected)))
      missed.push(`"${what}" is not refused with "${expected}"`);
  }
  refuseAny(missed);
  return `${BREAKAGES.length} broken variants are refused`;
}

/** @param {boolean} mayFetch */
async function kubernetes(mayFetch) {
  const texts = await rendered(mayFetch);
  const programs = await validators(mayFetch);
  return inFolder(async (folder) => {
    /** @param {string} text @param {string} version */
    const validate = async (text, version) => {
      const path = join(folder, 'manifests.yaml');
      writeFileSync(path, text);
      const args = ['--strict', '--quiet', '--kubernetes-version', version, path];
      await run(join(programs, 'kubernetes-validate'), args);
    };
    const known = texts.map(({ text }) => manifestsOfKubernetes(text));
    for (const version of KUBERNETES) {
      for (const documents of known) await validate(documents.join('---\n'), version);
      const broken = known[0]?.join('---\n').replace('readinessProbe:', 'readyProbe:') ?? '';
      await validate(broken, version).then(
        () => refuseAny([`a field that Kubernetes ${version} does not know is not refused`]),
        () => undefined,
      );
    }
    return `${known.flat().length} manifests`;
  });
}

/** Those of the Prometheus Operator are no part of it. @param {string} text */
function manifestsOfKubernetes(text) {
  return parseAllDocuments(text)
    .filter((document) => document.toJS() !== null)
    .filter((document) => !String(document.toJS().apiVersion).startsWith('monitoring.'))
    .map(String);
}

/** @param {boolean} mayFetch */
async function billOfMaterials(mayFetch) {
  const programs = await validators(mayFetch);
  return inFolder(async (folder) => {
    const file = join(folder, 'sbom.cdx.json');
    const said = await run(nodeBinary(), [join(ROOT, 'tools/sbom.mjs'), '--output', file]);
    await run(join(programs, 'python'), [join(ROOT, 'tools/deploy/validate_sbom.py'), file]);
    return said.trim().replace(/^.*: /, '');
  });
}

/**
 * @param {boolean} mayFetch
 * @returns {Promise<string>} the folder of the programs that Python's packages bring
 * @throws NotThere
 */
async function validators(mayFetch) {
  if (!mayFetch && !isPythonThere(VALIDATORS)) throw new NotThere('its validator was not installed before');
  return ensurePython({ ...VALIDATORS, installs: 'validators', neededBy: 'The check of deployment files' });
}

/** @param {boolean} mayFetch */
async function workflows(mayFetch) {
  const actionlint = await goTool('actionlint', mayFetch);
  const files = globSync('.github/workflows/*.yml', { cwd: ROOT });
  await run(actionlint, ['-shellcheck=', '-pyflakes=', ...files.map((file) => join(ROOT, file))]);
  return files.map((file) => basename(file)).join(', ');
}

/** @param {boolean} mayTakeLong */
async function prometheus(mayTakeLong) {
  if (findPromtool() === undefined) throw new NotThere(promtoolMissing());
  const quick = mayTakeLong ? [] : ['--quick'];
  return lastLine(await run(nodeBinary(), [join(ROOT, 'tools/alerts/check.mjs'), ...quick]));
}

/**
 * Lends a folder, which is removed again.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {readonly string[]} problems @throws Error that names them */
function refuseAny(problems) {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
