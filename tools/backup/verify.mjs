/** Is a base copy whole, and does the archive hold what it needs? */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './copy.mjs';
import { DATA, readManifest } from './manifest.mjs';
import { isSegment, reachOf, segmentsBetween } from './wal.rules.mjs';

const MOST_TOLD = 10;

/**
 * @param {string} folder of one base copy
 * @param {string} [archive] where the archive is now; default: where the server archived
 * @returns {Promise<{ faults: string[], manifest: import('./manifest.mjs').Manifest, reach: Reach }>}
 * @throws BackupRefused where it has no manifest
 */
export async function verifyCopy(folder, archive) {
  const manifest = readManifest(folder);
  const faults = [...(await wrongFiles(folder, manifest)), ...strangeFiles(folder, manifest)];
  const reach = archiveReach(archive ?? manifest.archive, manifest);
  const { firstSegment, lastSegment, segmentBytes } = manifest;
  const names = new Set(reach.names);
  for (const segment of segmentsBetween(firstSegment, lastSegment, segmentBytes)) {
    if (!names.has(segment))
      faults.push(`the archive lacks ${segment}, without which the copy is worth nothing`);
  }
  if (reach.gap !== undefined)
    faults.push(`the archive has a gap at ${reach.gap}: nothing after it can be restored`);
  faults.push(...reach.wrongSizes.map((name) => `${name} in the archive is not as long as a segment is`));
  const more = faults.length - MOST_TOLD;
  return { faults: more > 0 ? [...faults.slice(0, MOST_TOLD), `and ${more} more`] : faults, manifest, reach };
}

/**
 * @typedef {object} Reach
 * @property {readonly string[]} names of the files in the archive
 * @property {string | undefined} last segment up to which nothing is missing
 * @property {string | undefined} gap the first that is missing before a later one
 * @property {Date | undefined} endsAt when the last one was archived: later commits are in none
 * @property {readonly string[]} wrongSizes
 */

/**
 * What the archive holds from a base copy on.
 * @param {string} archive
 * @param {import('./manifest.mjs').Manifest} manifest
 * @returns {Reach}
 */
export function archiveReach(archive, { firstSegment, segmentBytes }) {
  let names;
  try {
    names = readdirSync(archive);
  } catch {
    names = /** @type {string[]} */ ([]);
  }
  const { last, gap } = reachOf(names, firstSegment, segmentBytes);
  const wrongSizes = names.filter(
    (name) => isSegment(name) && statSync(join(archive, name)).size !== segmentBytes,
  );
  const endsAt = last === undefined ? undefined : statSync(join(archive, last)).mtime;
  return { names, last, gap, endsAt, wrongSizes };
}

/** @param {string} folder @param {import('./manifest.mjs').Manifest} manifest */
async function wrongFiles(folder, { files }) {
  const faults = [];
  for (const { path, bytes, sha256 } of files) {
    const found = await digestOf(join(folder, DATA, path));
    if (!found) faults.push(`${path} is missing`);
    else if (found.bytes !== bytes || found.sha256 !== sha256) faults.push(`${path} is not as it was copied`);
  }
  return faults;
}

/** What lies there and was not copied would be taken for data. @param {string} folder @param {import('./manifest.mjs').Manifest} manifest */
function strangeFiles(folder, { files }) {
  const known = new Set(files.map(({ path }) => path));
  return readdirSync(join(folder, DATA), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, DATA).length + 1))
    .filter((path) => !known.has(path))
    .map((path) => `${path} was not copied`);
}
