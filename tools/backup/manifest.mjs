/** What a base copy consists of, so that it can be told later whether it is whole: `manifest.json` beside its `data`. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const MANIFEST = 'manifest.json';
export const DATA = 'data';
/** Of a copy that is being made, or whose making was broken off. */
export const PARTIAL = '.partial';

/**
 * @typedef {object} CopiedFile
 * @property {string} path below `data`
 * @property {number} bytes
 * @property {string} sha256 hexadecimal
 */

/**
 * What a service's database says of itself.
 * @typedef {object} CopiedDatabase
 * @property {string} name
 * @property {number} bytes
 * @property {readonly string[]} keyIds keys that values in it are encrypted with (FIELD_ENCRYPTION_KEYS)
 * @property {readonly string[]} kafkaClusters that its consumers' places belong to
 * @property {number} epoch of what it sends (纪元); 0 where it was never restored
 */

/**
 * @typedef {object} Manifest
 * @property {1} format
 * @property {string} name of the base copy
 * @property {string} startedAt RFC 3339, by the server's clock
 * @property {string} endedAt
 * @property {string} systemIdentifier of the PostgreSQL cluster
 * @property {string} serverVersion
 * @property {number} timeline
 * @property {string} startLsn
 * @property {string} stopLsn
 * @property {string} firstSegment of the write-ahead log that the copy needs
 * @property {string} lastSegment
 * @property {number} segmentBytes
 * @property {string} archive folder in which the server archives
 * @property {readonly CopiedDatabase[]} databases
 * @property {readonly string[]} folders
 * @property {readonly CopiedFile[]} files
 */

/** A base copy, or a folder of them, is not as it has to be. */
export class BackupRefused extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.name = 'BackupRefused';
  }
}

/**
 * The manifest as it is written: its last line is the SHA-256 of all before.
 * @param {Manifest} manifest
 */
export function manifestText(manifest) {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  return `${text}sha256 ${sha256Of(text)}\n`;
}

/**
 * @param {string} text
 * @returns {Manifest}
 * @throws BackupRefused
 */
export function readManifestText(text) {
  const end = text.lastIndexOf('\nsha256 ') + 1;
  const content = text.slice(0, end);
  if (end === 0 || text.slice(end) !== `sha256 ${sha256Of(content)}\n`) {
    throw new BackupRefused('its manifest is not as it was written');
  }
  const manifest = JSON.parse(content);
  if (manifest.format !== 1)
    throw new BackupRefused(`its manifest has format ${manifest.format}; this tool reads 1`);
  return manifest;
}

/** @param {string} folder of one base copy @returns {Manifest} @throws BackupRefused */
export function readManifest(folder) {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) throw new BackupRefused(`${folder} is no complete base copy: it has no ${MANIFEST}`);
  try {
    return readManifestText(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BackupRefused(`${folder}: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * The complete base copies in a folder, the oldest first.
 * @param {string} folder
 * @returns {Manifest[]}
 * @throws BackupRefused for a folder that is not one of base copies
 */
export function copiesIn(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => !name.endsWith(PARTIAL));
  const stranger = names.find((name) => !/^\d{8}T\d{6}Z$/.test(name));
  if (stranger !== undefined) {
    throw new BackupRefused(
      `${folder} holds other things than base copies (${stranger}): name a folder of its own`,
    );
  }
  return names
    .map((name) => readManifest(join(folder, name)))
    .sort((a, b) => a.endedAt.localeCompare(b.endedAt));
}

/** @param {Date} instant @returns {string} `20261126T113000Z` */
export function copyName(instant) {
  return `${instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** @param {string} text */
function sha256Of(text) {
  return createHash('sha256').update(text).digest('hex');
}
