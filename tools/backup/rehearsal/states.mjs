/** What a database holds, row by row, and how two such states differ. */
import pg from 'pg';

/**
 * What legitimately differs between a state that was restored and made up for, and one that was never lost.
 * @typedef {object} Leave
 * @property {readonly string[]} [columns] that are not compared
 * @property {string} [rows] a query of what is compared instead of the table's rows: each row in it stands for one
 * @property {true} [isMoreAllowed] rows may be there beside, and none may be missing; without this, columns and rows nothing of the
 *   table is compared
 * @property {string} because
 */

/** Rows of each table, each as often as it is there. @typedef {Map<string, Map<string, number>>} State */

/** `"2026-11-26T11:49:54.926041+00:00"`: an instant in a row. */
const INSTANT = /"(\d{4}-\d\d-\d\d)T[\d:.]+(\+00:00|Z)"/g;

/**
 * When something was entered differs by itself: an instant of the rehearsal is told as `"then"`, so it still counts that
 * there is one. Instants of the business clock, which stands elsewhere, are compared as they are.
 * @param {string} url
 * @param {Readonly<Record<string, Leave>>} leave by table
 * @param {string} today civil date on which the rehearsal began, UTC
 * @returns {Promise<State>}
 */
export async function stateOf(url, leave, today) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      `select c.relname as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    );
    /** @type {State} */
    const state = new Map();
    for (const { name } of tables) {
      const left = leave[name];
      if (left && !left.columns && !left.rows && !left.isMoreAllowed) continue;
      const from = left?.rows === undefined ? `"${name}"` : `(${left.rows})`;
      const { rows } = await client.query(`select (to_jsonb(t) - $1::text[])::text as row from ${from} t`, [
        left?.columns ?? [],
      ]);
      const counts = new Map();
      for (const { row } of rows) {
        const told = row.replaceAll(INSTANT, (/** @type {string} */ found, /** @type {string} */ day) =>
          day >= today ? '"then"' : found,
        );
        counts.set(told, (counts.get(told) ?? 0) + 1);
      }
      state.set(name, counts);
    }
    return state;
  } finally {
    await client.end();
  }
}

/**
 * @param {State} faultless
 * @param {State} restored
 * @param {Readonly<Record<string, Leave>>} leave
 * @returns {{ table: string, missing: string[], more: string[] }[]} tables that differ: rows that are missing, and rows that
 *   are there beside or too often
 */
export function differences(faultless, restored, leave) {
  const found = [];
  for (const table of new Set([...faultless.keys(), ...restored.keys()])) {
    const [before, after] = [faultless.get(table) ?? new Map(), restored.get(table) ?? new Map()];
    const rows = [...new Set([...before.keys(), ...after.keys()])].sort();
    const missing = rows.filter((row) => (after.get(row) ?? 0) < (before.get(row) ?? 0));
    const more = leave[table]?.isMoreAllowed
      ? []
      : rows.filter((row) => (after.get(row) ?? 0) > (before.get(row) ?? 0));
    if (missing.length + more.length > 0) found.push({ table, missing, more });
  }
  return found;
}

/** @param {State} state */
export function rowsIn(state) {
  let rows = 0;
  for (const counts of state.values()) for (const count of counts.values()) rows += count;
  return rows;
}
