/** What is damaged is refused, not restored as far as it goes: a base copy, or the archive in the middle of what was asked for. */
import {
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { removePostgresData } from '../../stack/postgres.mjs';
import { openServerFolder, unprivilegedUser } from '../../stack/reachable.mjs';
import { DATA } from '../manifest.mjs';
import { connect, whenArchived } from '../server.mjs';
import { isSegment } from '../wal.rules.mjs';
import { refusalOf } from './world.mjs';

const ARCHIVED_WITHIN_SECONDS = 60;
/** Behind the header of a segment its first record begins. */
const FIRST_RECORD = 40;

/**
 * Where copies of what was backed up are damaged.
 * @typedef {object} Place
 * @property {string} home into which it would be restored
 * @property {string} copies
 * @property {string} archive
 */

/**
 * @typedef {object} Damage
 * @property {string} what
 * @property {(place: Place) => void} make
 * @property {Date | 'latest'} to
 * @property {RegExp} says what the refusal names
 */

/** @param {import('./consumer.mjs').Scene} scene */
export async function rehearseDamage({ world, checks }) {
  const { verification, stack } = world;
  checks.chapter('Copies and archives that are damaged');
  const { middle, before, moment } = await writeSegments(verification.postgres.url);
  const spoiled = new RegExp(`the archive is damaged in (${before}|${middle})`);
  const spoil = (/** @type {Place} */ { archive }) => {
    const file = join(archive, middle);
    const bytes = readFileSync(file);
    bytes.fill(0x5a, FIRST_RECORD, 2 * FIRST_RECORD);
    // what lies there is the archive's own file
    rmSync(file);
    writeFileSync(file, bytes, { mode: 0o600 });
    const { uid, gid } = unprivilegedUser();
    if (uid !== undefined) chownSync(file, uid, gid ?? uid);
  };
  /** @type {Damage[]} */
  const damages = [
    {
      what: 'a segment that the archive lacks',
      make: ({ archive }) => rmSync(join(archive, middle)),
      to: 'latest',
      says: new RegExp(`the archive has a gap at ${middle}`),
    },
    { what: 'a segment that cannot be read', make: spoil, to: 'latest', says: spoiled },
    { what: 'one that cannot be read before the moment', make: spoil, to: moment, says: spoiled },
    {
      what: 'a changed byte in a base copy',
      make: ({ copies }) => {
        const file = join(copies, String(readdirSync(copies)[0]), DATA, 'global/pg_control');
        const bytes = readFileSync(file);
        bytes[bytes.length - 1] = 1;
        writeFileSync(file, bytes);
      },
      to: 'latest',
      says: /global\/pg_control is not as it was copied/,
    },
  ];
  const place = placeIn(join(stack.dataDir, 'damaged'));
  for (const { what, make, to, says } of damages) {
    layOut(place, verification);
    make(place);
    const said = await refusalOf(place, to);
    const cluster = join(place.home, 'postgres/cluster');
    const left = existsSync(cluster) ? readdirSync(cluster) : [];
    checks.none(`${what} is refused, and nothing is left of the restore`, [
      ...(says.test(said ?? '') ? [] : [said ?? 'it was restored']),
      ...(left.length === 0 ? [] : [`left: ${left.join(', ')}`]),
    ]);
    remove(place);
  }
}

/**
 * Three segments with a commit in each, archived one after the other.
 * @param {string} url
 * @returns {Promise<{ before: string, middle: string, moment: Date }>} two of them, and a moment behind the second
 */
async function writeSegments(url) {
  const client = await connect(url);
  const write = async () => {
    const { rows } = await client.query(
      `select pg_walfile_name(pg_current_wal_insert_lsn()) as segment, pg_logical_emit_message(true, 'rehearsal', 'commits')`,
    );
    await client.query('select pg_switch_wal()');
    await whenArchived(client, rows[0].segment, ARCHIVED_WITHIN_SECONDS);
    return rows[0].segment;
  };
  try {
    const before = await write();
    const middle = await write();
    const { rows } = await client.query('select clock_timestamp() as moment');
    await write();
    return { before, middle, moment: rows[0].moment };
  } finally {
    await client.end();
  }
}

/** @param {string} home @returns {Place} */
function placeIn(home) {
  return { home, copies: join(home, 'copies'), archive: join(home, 'archive') };
}

/** @param {Place} place @param {import('./world.mjs').Site} site whose base copies and archive are laid there */
function layOut({ home, copies, archive }, site) {
  mkdirSync(join(home, 'postgres'), { recursive: true });
  cpSync(join(site.home, 'postgres/password'), join(home, 'postgres/password'));
  cpSync(site.copies, copies, { recursive: true });
  const folder = openServerFolder(archive);
  for (const name of readdirSync(site.archive).filter(isSegment)) {
    linkSync(join(site.archive, name), join(folder, name));
  }
}

/** @param {Place} place */
function remove({ home, archive }) {
  removePostgresData(home);
  rmSync(openServerFolder(archive), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}
