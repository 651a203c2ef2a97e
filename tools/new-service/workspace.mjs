/** How npm learns of a workspace without an installation: the lock file, and the link in node_modules. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {{ packages: Record<string, { version?: string, link?: boolean }> }} Lock */

/**
 * The lock file with a workspace whose packages are all there already, as `npm install` would write it.
 * @param {string} text of the lock file
 * @param {string} folder of the workspace
 * @param {string} manifest its package.json
 * @throws Error when it needs a package that is not installed in that version
 */
export function lockWith(text, folder, manifest) {
  /** @type {Lock} */
  const lock = JSON.parse(text);
  const { name, version, dependencies = {}, devDependencies = {} } = JSON.parse(manifest);
  for (const [needed, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
    const found = lock.packages[`node_modules/${needed}`];
    if (found === undefined || (found.link !== true && found.version !== wanted))
      throw new Error(
        `${needed} ${wanted} is not in package-lock.json, which has ${found?.version ?? 'none'}`,
      );
  }
  const added = {
    ...lock.packages,
    [`node_modules/${name}`]: { resolved: folder, link: true },
    [folder]: { name, version, dependencies, devDependencies },
  };
  const sorted = Object.entries(added).sort(([one], [other]) => one.localeCompare(other, 'en'));
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** @param {string} name of the package @param {string} folder */
export function linkWorkspace(name, folder) {
  const link = linkOf(name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join('../..', folder), link);
}

/** @param {string} name of the package */
export function unlinkWorkspace(name) {
  rmSync(linkOf(name), { force: true });
}

/** @param {string} name */
const linkOf = (name) => join(ROOT, 'node_modules', name);
