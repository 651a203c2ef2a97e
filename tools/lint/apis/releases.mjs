/** What each release has promised: a file of its name in `releases/`. From its tag on it stays as it is. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ROOT } from '../../setup/paths.mjs';

const FOLDER = 'tools/lint/apis/releases';

/**
 * @typedef {object} Promised
 * @property {Readonly<Record<string, import('./surface.mjs').Surface>>} surfaces by the name of the program
 * @property {Readonly<Record<string, import('./outward.mjs').Leaving>>} outward by the name of the message
 */

/** Names of the releases that are kept, the newest first. @returns {string[]} */
export function keptReleases() {
  return globSync('*.json.gz', { cwd: join(ROOT, FOLDER) })
    .map((file) => file.replace('.json.gz', ''))
    .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }));
}

/** @param {string} release @returns {Promised} */
export function readRelease(release) {
  return JSON.parse(gunzipSync(readFileSync(join(ROOT, fileOf(release)))).toString());
}

/** @param {string} release @param {Promised} promised @returns {string} the file */
export function keepRelease(release, promised) {
  writeFileSync(join(ROOT, fileOf(release)), gzipSync(JSON.stringify(promised), { level: 9 }));
  return fileOf(release);
}

/** Whether the release has its tag here. @param {string} release */
export const isTagged = (release) => git('rev-parse', '--verify', `refs/tags/v${release}`) !== undefined;

/** Kept releases that are not what they were under their tag. @returns {string[]} */
export function changedReleases() {
  return keptReleases().filter((release) => {
    const tagged = git('show', `refs/tags/v${release}:${fileOf(release)}`);
    return tagged !== undefined && !tagged.equals(readFileSync(join(ROOT, fileOf(release))));
  });
}

/**
 * Whether a release may be kept: one that is kept already only while it is being made, that is, while the checkout is of its version
 * and it has no tag.
 * @param {string} release
 * @param {{ version: string, kept: readonly string[], isTagged: boolean }} now
 * @returns {string | undefined} why it may not
 */
export function whyNotKept(release, { version, kept, isTagged }) {
  if (!/^\d+\.\d+\.\d+$/.test(release)) return `${release} is no version: 0.2.0`;
  if (isTagged) return `${release} has a tag: what it has promised stays`;
  if (!kept.includes(release)) return undefined;
  return release === version ? undefined : `${release} is kept already, and the version here is ${version}`;
}

/** @param {readonly string[]} args @returns {Buffer | undefined} undefined: there is no such thing here */
function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout : undefined;
}

/** @param {string} release */
const fileOf = (release) => `${FOLDER}/${release}.json.gz`;
