/** Copies files with their SHA-256, and makes sure that they are on the disk. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

const CHUNK_BYTES = 1_048_576;
/** Files that are copied at once: the disk takes them together. */
export const AT_ONCE = 8;

/**
 * Copies a file to a new one. What grows or shrinks meanwhile is copied as far as it went: the write-ahead log mends it.
 * @param {string} from
 * @param {string} to
 * @param {{ uid?: number, gid?: number }} [owner] of the new file
 * @returns {Promise<{ bytes: number, sha256: string } | undefined>} undefined where the file is gone
 */
export async function copyFile(from, to, owner = {}) {
  const source = await openIfThere(from);
  if (!source) return undefined;
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, bytes);
        if (bytesRead === 0) break;
        const chunk = buffer.subarray(0, bytesRead);
        hash.update(chunk);
        await target.writeFile(chunk);
        bytes += bytesRead;
      }
      if (owner.uid !== undefined) await target.chown(owner.uid, owner.gid ?? owner.uid);
      await target.sync();
      return { bytes, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** @param {string} file @returns {Promise<{ bytes: number, sha256: string } | undefined>} undefined where the file is gone */
export async function digestOf(file) {
  const source = await openIfThere(file);
  if (!source) return undefined;
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of source.createReadStream({ autoClose: false })) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await source.close();
  }
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<void>} work
 */
export async function inParallel(items, atOnce, work) {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  // all have ended before a failure is told: nobody writes into a folder that is removed then
  const results = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** A name in a folder is on the disk only when the folder is. @param {string} folder */
export function syncFolder(folder) {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** @param {string} file */
async function openIfThere(file) {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}
