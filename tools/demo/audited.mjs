/** Holds the calls of this run, as the recording proxy has them, against the audit. */
import pg from 'pg';
import { SERVICES, serviceNames } from '../stack/stack.mjs';

/** @typedef {import('./recording-proxy.mjs').Call} Call */
/** @typedef {{ at: number, actor: string, action: string, target: string | null, rows: number, subjects: string[] }} Act */
/** @typedef {{ paths: Record<string, Record<string, { 'x-discloses'?: readonly string[] }>> }} ApiDocument */

/** Whoever reads the audit is shown whom its entries are about; only whom was asked for is entered. */
const OF_THE_AUDIT = 'GET /v1/audit-entries';
/** Of persons whom there is not. */
const SANDBOX = '/v1/sandbox/';

/**
 * Answered calls that have shown personal data, and what is wrong with those that have not exactly one act in the audit, with
 * each person whom the answer names exactly once.
 * @param {import('../stack/stack.mjs').Stack} stack as the services themselves are reached
 * @param {readonly Call[]} calls
 * @returns {Promise<{ reads: number, persons: number, unaudited: string[] }>}
 */
export async function unauditedReads(stack, calls) {
  let reads = 0;
  let persons = 0;
  /** @type {string[]} */
  const unaudited = [];
  for (const service of serviceNames()) {
    const document = /** @type {ApiDocument} */ (
      await (await fetch(`${stack.urls[service]}/openapi.json`)).json()
    );
    const found = heldAgainst(
      document,
      await actsIn(stack.databaseUrls[SERVICES[service].database] ?? ''),
      calls.filter((call) => call.service === service),
    );
    reads += found.reads;
    persons += found.persons;
    unaudited.push(...found.unaudited);
  }
  return { reads, persons, unaudited };
}

/**
 * The same of one service.
 * @param {ApiDocument} document @param {readonly Act[]} acts in the order of their time @param {readonly Call[]} calls
 */
export function heldAgainst(document, acts, calls) {
  const left = [...acts];
  let [reads, persons] = [0, 0];
  /** @type {string[]} */
  const unaudited = [];
  for (const call of calls) {
    if (call.status >= 300) continue;
    const { route, isShowing } = routeOf(document, call.method, call.path);
    if (call.method === 'GET' && !isShowing && call.persons.size > 0 && !call.path.startsWith(SANDBOX))
      unaudited.push(
        `${call.actor} ${route}: names ${call.persons.size} persons and is declared to show none`,
      );
    if (!isShowing) continue;
    reads += 1;
    const act = take(left, call, route);
    persons += act?.subjects.length ?? 0;
    const wrong = act === undefined ? 'no entry' : flawOf(act, call, route);
    if (wrong) unaudited.push(`${call.actor} ${route}: ${wrong}`);
  }
  const actors = new Set(calls.map(({ actor }) => actor));
  for (const { actor, action } of left)
    if (actors.has(actor) && /^GET [^ ]+$/.test(action))
      unaudited.push(`${actor} ${action}: an entry that no call has made`);
  return { reads, persons, unaudited };
}

/** What an act does not say of its call, or says twice. @param {Act} act @param {Call} call @param {string} route */
function flawOf({ rows, subjects }, { persons, isParty }, route) {
  if (new Set(subjects).size !== subjects.length || rows !== Math.max(1, subjects.length))
    return 'a person is entered twice';
  if (route === OF_THE_AUDIT) return undefined;
  const entered = new Set(subjects);
  const missing = isParty
    ? Math.max(0, persons.size - entered.size)
    : [...persons].filter((person) => !entered.has(person)).length;
  return missing > 0 ? `${missing} of ${persons.size} persons without an entry` : undefined;
}

/**
 * The act of a call: of the same actor and route, entered while it was answered. Each act is of one call.
 * @param {Act[]} acts @param {Call} call @param {string} route
 */
function take(acts, { actor, path, from, to }, route) {
  const place = acts.findIndex(
    (act) =>
      act.actor === actor &&
      (act.action === route || act.action === `${route} repeated`) &&
      act.at >= from &&
      act.at <= to &&
      (act.target === null || !route.includes('{') || path.includes(act.target.split('/').at(-1) ?? '')),
  );
  return place < 0 ? undefined : acts.splice(place, 1)[0];
}

/** The route of a call, and whether it shows personal data. @param {ApiDocument} document @param {string} method @param {string} pathname */
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
  return { route: `${method} ${path}`, isShowing: operation?.['x-discloses'] !== undefined };
}

/** @param {string} databaseUrl @returns {Promise<Act[]>} in the order of their time */
async function actsIn(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select (extract(epoch from at) * 1000)::float8 as at, actor, action, target, count(*)::int as rows,
              array_remove(array_agg(subject::text order by subject), null) as subjects
         from audit_entry group by at, actor, action, target order by at`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
