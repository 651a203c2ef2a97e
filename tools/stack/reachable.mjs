/** Folders that PostgreSQL's user can reach: it refuses to run as root, and root's folders may be root's own. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** For folders that PostgreSQL's user can reach, when the checkout is root's own. */
export const OUTSIDE = '/var/lib/minzheng';

/**
 * A folder into which the server may write, such as that of its archive: made when it is not there, or a link to one outside
 * where PostgreSQL's user could not reach it.
 * @param {string} folder
 * @returns {string} the folder itself
 */
export function openServerFolder(folder) {
  const place = resolve(folder);
  mkdirSync(dirname(place), { recursive: true });
  return reachableFolder(place, outsideOf(place), unprivilegedUser());
}

/**
 * PostgreSQL refuses to run as root: there it runs as another user.
 * @returns {{ uid?: number, gid?: number }} empty when this process is not root
 */
export function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return user ? { uid: Number(user[2]), gid: Number(user[3]) } : { uid: 65534, gid: 65534 };
}

/**
 * @param {string} place
 * @param {string} outside where it lies when the owner could not reach it
 * @param {{ uid?: number, gid?: number }} owner
 * @returns {string} the folder itself
 */
export function reachableFolder(place, outside, owner) {
  if (!existsSync(place)) {
    if (owner.uid === undefined || othersReach(dirname(place))) {
      mkdirSync(place, { mode: 0o700 });
    } else {
      mkdirSync(outside, { recursive: true, mode: 0o700 });
      openToOthers(OUTSIDE, false);
      rmSync(place, { force: true });
      symlinkSync(outside, place);
    }
  }
  const real = realpathSync(place);
  if (owner.uid !== undefined && statSync(real).uid !== owner.uid)
    chownSync(real, owner.uid, owner.gid ?? owner.uid);
  return real;
}

/** @param {string} home */
export function outsideOf(home) {
  return join(OUTSIDE, `cluster-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
}

/** @param {string} path @returns {boolean} whether any user may enter every folder above and read the path itself */
export function othersReach(path) {
  if ((statSync(path).mode & 0o005) !== 0o005) return false;
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** @param {string} path @param {boolean} deep */
export function openToOthers(path, deep) {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.mode | (stat.isDirectory() || stat.mode & 0o100 ? 0o555 : 0o444));
  if (deep && stat.isDirectory()) for (const name of readdirSync(path)) openToOthers(join(path, name), true);
}
