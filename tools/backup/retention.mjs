/** Removes old base copies, and what of the archive only they needed. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copiesIn } from './manifest.mjs';
import { keptOf } from './moment.rules.mjs';
import { removableFrom } from './wal.rules.mjs';

/**
 * @param {string} folder of base copies
 * @param {string} archive
 * @param {number} keep so many of the newest; at least one
 * @returns {{ copies: string[], segments: number }} what was removed
 */
export function keepNewest(folder, archive, keep) {
  const { kept, removed } = keptOf(copiesIn(folder), keep);
  for (const { name } of removed) rmSync(join(folder, name), { recursive: true, force: true });
  const [oldest] = kept;
  if (!oldest) return { copies: [], segments: 0 };
  // The server's own cleaning would do the same: pg_archivecleanup <archive> <first segment>.
  const segments = removableFrom(readdirSync(archive), oldest.firstSegment);
  for (const name of segments) rmSync(join(archive, name), { force: true });
  return { copies: removed.map(({ name }) => name), segments: segments.length };
}
