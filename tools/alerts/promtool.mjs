/** Prometheus' own checker of rules (Debian's package `prometheus` has it), named by `PROMTOOL` or on the path. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @returns {string | undefined} none where `PROMTOOL` names what is not there, either */
export function findPromtool() {
  const named = process.env.PROMTOOL || 'promtool';
  if (named.includes('/')) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, named)).find((file) => existsSync(file));
}

/** What to do where there is none. */
export function promtoolMissing() {
  const named = process.env.PROMTOOL;
  return named
    ? `promtool is missing: PROMTOOL names ${named}, which is not there`
    : 'promtool is missing: it is in Debian’s package prometheus, or name it in PROMTOOL';
}

/** Ends with 2 where there is none. @returns {string} */
export function requirePromtool() {
  const found = findPromtool();
  if (found !== undefined) return found;
  console.error(promtoolMissing());
  process.exit(2);
}

/**
 * @param {string} promtool
 * @param {readonly string[]} args
 * @param {{ cwd: string }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runPromtool(promtool, args, { cwd }) {
  return new Promise((resolve, reject) => {
    const child = spawn(promtool, [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
