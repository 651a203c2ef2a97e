/** What the image of the services holds, as the lock file says it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/paths.mjs';
import { readPrograms } from './stack/programs.mjs';

/** The workspaces that the image is installed for (deploy/Dockerfile). */
export const IMAGE_WORKSPACES = [...new Set(Object.values(readPrograms()).map(({ folder }) => folder))];

/**
 * @typedef {object} Entry of the lock file, by its folder
 * @property {string} [name] where it is not that of the folder
 * @property {string} version
 * @property {true} [link]
 * @property {true} [dev]
 * @property {true} [devOptional]
 * @property {string} [resolved] of a link: the folder
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * The packages that `npm ci --omit=dev --omit=optional` installs for the services, from what they need at run time on: `npm sbom --omit dev` and `npm audit --omit dev`
 * leave out what something else needs for development too.
 *
 * @returns {Set<string>} `name@version`, our own among them
 */
export function packagesOfImage() {
  /** @type {Record<string, Entry>} */
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  /** @type {Set<string>} folders */
  const reached = new Set();
  const waiting = [...IMAGE_WORKSPACES];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entry = lock[folder];
    if (entry === undefined) throw new Error(`package-lock.json has no ${folder}`);
    if (entry.link) waiting.push(entry.resolved ?? '');
    else if (!reached.has(folder)) {
      reached.add(folder);
      for (const { name, isOptional } of needsOf(entry)) {
        const found = find(lock, folder, name);
        const isLeftOut = isOptional && (found === undefined || isForDevelopment(lock[found]));
        if (found !== undefined && !isLeftOut) waiting.push(found);
        else if (!isOptional)
          throw new Error(`package-lock.json: ${folder} needs ${name}, which is not there`);
      }
    }
  }
  return new Set(
    [...reached].map((folder) => `${lock[folder]?.name ?? nameOf(folder)}@${lock[folder]?.version}`),
  );
}

/** What comes with it; an optional peer does where another package needs it at run time. @param {Entry} entry */
function needsOf({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  return [
    ...Object.keys(dependencies).map((name) => ({ name, isOptional: false })),
    ...Object.keys(peerDependencies).map((name) => ({
      name,
      isOptional: peerDependenciesMeta[name]?.optional === true,
    })),
  ];
}

/**
 * The package that is found from a folder, as Node finds it: in its own node_modules, or in those of a folder above.
 * @param {Record<string, Entry>} lock @param {string} from @param {string} name
 * @returns {string | undefined}
 */
function find(lock, from, name) {
  const parts = from.split('/');
  for (let length = parts.length; length >= 0; length--) {
    const above = parts.slice(0, length);
    const folder = [...above, 'node_modules', name].join('/');
    if (above.at(-1) !== 'node_modules' && lock[folder] !== undefined) return folder;
  }
  return undefined;
}

/** Whether nothing needs it but for development, or to have something more. @param {Entry | undefined} entry */
function isForDevelopment(entry) {
  return entry?.dev === true || entry?.devOptional === true;
}

/** @param {string} folder */
function nameOf(folder) {
  return folder.split('node_modules/').at(-1) ?? folder;
}
