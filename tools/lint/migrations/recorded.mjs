import { createHash } from 'node:crypto';

/**
 * What a migration says, and what it does: the SQL that it sends while every read finds nothing.
 * @typedef {object} Recorded
 * @property {string} name class and number
 * @property {string} home package that it belongs to
 * @property {boolean} inTransaction
 * @property {readonly string[]} queries the text of each call of `query`
 * @property {Readonly<Record<string, string>>} safeBecause reasons why what a rule refuses is safe here
 * @property {{ since: string, because: string } | undefined} contract the release since which nobody uses what goes, or
 *   everybody keeps what is demanded
 * @property {string | undefined} unread why a part of it could not be read
 */

/** @typedef {new () => import('typeorm').MigrationInterface} MigrationClass */

/** A loop that does not end when it finds nothing. */
const MOST_QUERIES = 1000;

/**
 * Runs `up` against a runner that only writes down.
 * @param {MigrationClass} Migration
 * @param {{ home: string, file: string, source: string }} place
 * @returns {Promise<Recorded>}
 */
export async function record(Migration, { home, file, source }) {
  /** @type {string[]} */
  const queries = [];
  /** @type {Set<string>} */
  const sites = new Set();
  const runner = recorder(queries, () => sites.add(siteIn(file)));
  const instance = new Migration();
  let unread;
  try {
    await instance.up(/** @type {import('typeorm').QueryRunner} */ (runner));
    const calls = [...source.matchAll(/\.query\(/g)].length;
    if (sites.size < calls) {
      unread = `${calls - sites.size} of ${calls} queries are not reached while every read finds nothing: let no statement depend on what was read`;
    }
  } catch (error) {
    unread = error instanceof Error ? error.message : String(error);
  }
  const { safeBecause = {}, contract } = /** @type {Partial<Recorded>} */ (
    /** @type {unknown} */ (Migration)
  );
  return {
    name: Migration.name,
    home,
    inTransaction: instance.transaction !== false,
    queries,
    safeBecause,
    contract,
    unread,
  };
}

/** @param {Recorded} migration @returns {string} changes with its SQL, not with its white space */
export function fingerprint({ queries, inTransaction }) {
  const text = queries.map((query) => query.replaceAll(/\s+/g, ' ').trim());
  return createHash('sha256')
    .update(JSON.stringify([inTransaction, text]))
    .digest('hex')
    .slice(0, 12);
}

/** @param {string} name @returns {number} */
export function numberOf(name) {
  return Number(name.slice(-13));
}

/** @param {string[]} queries @param {() => void} called @returns {object} */
function recorder(queries, called) {
  /** @param {string} sql @param {unknown} _values @param {boolean} [structured] */
  const query = async (sql, _values, structured) => {
    called();
    queries.push(sql);
    if (queries.length > MOST_QUERIES) throw new Error('a loop does not end where nothing is found');
    return structured ? { raw: [], records: [], affected: 0 } : [];
  };
  return new Proxy(
    { query },
    {
      get(target, name) {
        if (name === 'query') return target.query;
        throw new Error(`QueryRunner.${String(name)} hides its SQL: use query`);
      },
    },
  );
}

/** @param {string} file @returns {string} the line from which it called */
function siteIn(file) {
  const lines = new Error().stack?.split('\n') ?? [];
  return lines.find((line) => line.includes(file)) ?? '';
}
