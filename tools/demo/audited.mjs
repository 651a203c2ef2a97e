/** Holds the calls of this run against the audit. */
import pg from 'pg';
import { CALLS } from './api.mjs';

/** @typedef {{ paths: Record<string, Record<string, { 'x-discloses'?: readonly string[] }>> }} ApiDocument */

/**
 * Reads of personal data that were answered, and those of them that have not exactly one act in the audit.
 * @param {import('../stack/stack.mjs').Stack} stack
 * @returns {Promise<{ reads: number, unaudited: string[] }>}
 */
export async function unauditedReads(stack) {
  let reads = 0;
  /** @type {string[]} */
  const unaudited = [];
  for (const [name, database] of /** @type {const} */ ([
    ['social-assistance', 'assistance'],
    ['verification', 'verification'],
  ])) {
    const url = stack.urls[name];
    const document = /** @type {ApiDocument} */ (await (await fetch(`${url}/openapi.json`)).json());
    const asked = countOf(
      CALLS.filter(({ url: { origin }, status }) => origin === url && status < 300).flatMap(
        ({ actor, method, url: { pathname } }) => {
          const route = routeOf(document, method, pathname);
          return route === undefined ? [] : [`${actor} ${route}`];
        },
      ),
    );
    const entered = await actsIn(stack.databaseUrls[database] ?? '');
    for (const [act, count] of asked) {
      reads += count;
      if (entered.get(act) !== count)
        unaudited.push(`${act}: ${count} reads, ${entered.get(act) ?? 0} entered`);
    }
  }
  return { reads, unaudited };
}

/** The route of a call, if it shows personal data. @param {ApiDocument} document @param {string} method @param {string} pathname */
function routeOf({ paths }, method, pathname) {
  const parts = pathname.split('/');
  const isRoute = (/** @type {string} */ path) => {
    const pattern = path.split('/');
    return (
      pattern.length === parts.length &&
      pattern.every((part, index) => part.startsWith('{') || part === parts[index])
    );
  };
  // a literal part goes before a parameter
  const path = Object.keys(paths)
    .filter(isRoute)
    .sort((a, b) => a.split('{').length - b.split('{').length)[0];
  const operation = path === undefined ? undefined : paths[path]?.[method.toLowerCase()];
  return operation?.['x-discloses'] ? `${method} ${path}` : undefined;
}

/** @param {string} databaseUrl */
async function actsIn(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select actor, action, count(distinct at)::int as acts from audit_entry group by actor, action',
    );
    return new Map(rows.map(({ actor, action, acts }) => [`${actor} ${action}`, acts]));
  } finally {
    await client.end();
  }
}

/** @param {string[]} keys */
function countOf(keys) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
