import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * What tells a process from a later one with the same id: the moment it started. Undefined when there is no such
 * process (a zombie counts as none).
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  const fields = statFields(pid);
  return fields === undefined || fields[0] === 'Z' ? undefined : `${bootId()} ${fields[19]}`;
}

/**
 * @param {number} pid
 * @param {string} [identity] of the process that is meant; without it any process counts
 */
export function isAlive(pid, identity) {
  const found = identityOf(pid);
  return found !== undefined && (identity === undefined || found === identity);
}

/** Ids of the processes that `pid` started itself. @param {number} pid @returns {number[]} */
export function childrenOf(pid) {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && statFields(Number(name))?.[1] === String(pid))
      .map(Number);
  }
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => Number(child));
}

/** True when the process works in `folder` or names it on its command line. @param {number} pid @param {string} folder */
export function worksIn(pid, folder) {
  if (process.platform !== 'linux') return (ps(pid, 'command=') ?? '').includes(folder);
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === folder ||
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
    );
  } catch {
    return false;
  }
}

/**
 * The fields of /proc/<pid>/stat from the third (state) on: the second, a name in brackets, may hold blanks.
 * @param {number} pid
 */
function statFields(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

let knownBootId = '';
function bootId() {
  if (knownBootId === '') knownBootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

/** @param {number} pid @param {string} column */
function ps(pid, column) {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
