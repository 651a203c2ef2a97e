/** A copy of the checkout, as it would be committed now, in a folder of its own: with the installed packages, and nothing built. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** What this repository's own packages are linked in: the links are relative, and lead into the copy. */
const OWN = '@minzheng';

/** @returns {{ folder: string, remove: () => void }} */
export function scratchCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'new-service-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const file of new Set(list.split('\0'))) {
      if (file === '' || !existsSync(join(ROOT, file))) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(ROOT, file), join(folder, file), { verbatimSymlinks: true });
    }
    linkModules(folder);
    linkFetched(folder);
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** @param {string} folder */
function linkModules(folder) {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const from = join(ROOT, 'node_modules', name);
    if (name === OWN) cpSync(from, join(modules, name), { recursive: true, verbatimSymlinks: true });
    else if (name !== '.minzheng-lock') symlinkSync(from, join(modules, name));
  }
  for (const nested of globSync('{libs/*,services/*,tools}/node_modules', { cwd: ROOT }))
    symlinkSync(join(ROOT, nested), join(folder, nested));
}

/** The jars of Kafka and what checks deployment files, where they were fetched already. @param {string} folder */
function linkFetched(folder) {
  mkdirSync(join(folder, '.cache'));
  for (const fetched of globSync('.cache/{kafka,deploy}-*', { cwd: ROOT }))
    symlinkSync(join(ROOT, fetched), join(folder, fetched));
}
