/** Processor time of processes. */
import { readFileSync } from 'node:fs';
import { childrenOf } from '../../stack/identity.mjs';

/** Linux counts in hundredths of a second (`USER_HZ`) on every architecture that this runs on. */
const TICKS_A_SECOND = 100;

/**
 * Seconds that a process and all that it started have run; NaN where the system does not say (`/proc`).
 * @param {number} pid
 * @returns {number}
 */
export function cpuSeconds(pid) {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + ofProcess(each), 0);
}

/** Its own, and that of its children which have ended. @param {number} pid */
function ofProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_A_SECOND;
  } catch {
    return process.platform === 'linux' ? 0 : NaN;
  }
}
