import { createHash } from 'node:crypto';
import { fingerprint, numberOf } from './recorded.mjs';
import { judge } from './rules.mjs';

/**
 * @typedef {import('./recorded.mjs').Recorded} Recorded
 * @typedef {import('./syntax.mjs').Node} Node
 */

/**
 * The migrations that a release brought, each with the fingerprint of its SQL. The first release is where the rules begin:
 * what it brought was written before there was a release before.
 * @typedef {{ release: string, migrations: Readonly<Record<string, string>> }} Release
 */

/**
 * @param {readonly Recorded[]} migrations by package and number
 * @param {readonly Release[]} releases in their order
 * @param {(sql: string) => readonly Node[]} parse
 * @returns {string[]} what is wrong, one line each
 */
export function lint(migrations, releases, parse) {
  const present = new Map(migrations.map((migration) => [keyOf(migration), migration]));
  const problems = releases.flatMap(({ migrations: released }) =>
    Object.entries(released).flatMap(([key, print]) => changeOf(key, print, present.get(key))),
  );
  /** What the migrations of one release and one package have made: all of it is empty when they run. */
  const made = new Map();
  for (const migration of migrations) {
    const key = keyOf(migration);
    const found = releases.findIndex(({ migrations: released }) => key in released);
    if (found === 0) continue;
    const place = found === -1 ? releases.length : found;
    const group = `${migration.home} ${place}`;
    const own = made.get(group) ?? { fresh: new Set(), columns: new Set() };
    made.set(group, own);
    const earlier = releases.slice(0, place);
    const last = Math.max(0, ...numbersOf(migration.home, earlier));
    if (numberOf(migration.name) <= last)
      problems.push(
        `${key}: its number is not above ${last}, the last of ${migration.home} that is released`,
      );
    problems.push(...problemsOf(migration, own, earlier, parse).map((problem) => `${key}: ${problem}`));
  }
  return problems;
}

/** @param {readonly Recorded[]} migrations @returns {Readonly<Record<string, string>>} as a release lists them */
export function listed(migrations) {
  return Object.fromEntries(migrations.map((migration) => [keyOf(migration), fingerprint(migration)]));
}

/** @param {Release | undefined} release @returns {string} changes with every name and fingerprint */
export function digestOf(release) {
  return createHash('sha256')
    .update(JSON.stringify(release ?? null))
    .digest('hex')
    .slice(0, 16);
}

/** @param {Recorded} migration @returns {string} a name is unique in its package only */
export function keyOf({ home, name }) {
  return `${home}/${name}`;
}

/** @param {string} key @param {string} print @param {Recorded | undefined} migration @returns {string[]} */
function changeOf(key, print, migration) {
  if (migration === undefined) return [`${key}: is gone, but databases have run it`];
  if (fingerprint(migration) === print) return [];
  return [`${key}: databases have run another text; what is to change belongs into a new migration`];
}

/** @param {string} home @param {readonly Release[]} releases @returns {number[]} */
function numbersOf(home, releases) {
  const keys = releases.flatMap(({ migrations }) => Object.keys(migrations));
  return keys.filter((key) => key.slice(0, key.lastIndexOf('/')) === home).map(numberOf);
}

/**
 * @param {Recorded} migration
 * @param {{ fresh: Set<string>, columns: Set<string> }} made
 * @param {readonly Release[]} earlier
 * @param {(sql: string) => readonly Node[]} parse
 * @returns {string[]}
 */
function problemsOf({ queries, inTransaction, safeBecause, contract, unread }, made, earlier, parse) {
  const problems = [];
  if (unread !== undefined) problems.push(`unreadable: ${unread}`);
  let findings;
  try {
    findings = judge(queries.map(parse), { inTransaction, ...made });
  } catch (error) {
    return [...problems, `no SQL of PostgreSQL: ${/** @type {Error} */ (error).message}`];
  }
  const known = contract !== undefined && earlier.some(({ release }) => release === contract.since);
  if (contract !== undefined && !known) {
    const names = earlier.map(({ release }) => release).join(', ');
    problems.push(`contract: ${contract.since} is no release before it (${names})`);
  }
  const excuses = new Map(Object.entries(safeBecause));
  let contracted = 0;
  for (const { rule, about, why } of findings) {
    const excuse = `${rule} ${about}`;
    if (rule !== 'release-before' && excuses.delete(excuse)) continue;
    if (contract !== undefined && (rule === 'release-before' || rule === 'stricter')) contracted += 1;
    else problems.push(`${excuse}: ${why}`);
  }
  for (const excuse of excuses.keys()) problems.push(`safeBecause: nothing is refused as "${excuse}"`);
  if (contract !== undefined && contracted === 0)
    problems.push('contract: there is nothing that it would allow');
  const reasons = [...Object.values(safeBecause), ...(contract ? [contract.because] : [])];
  if (!reasons.every((reason) => typeof reason === 'string' && /\S+\s+\S+/.test(reason)))
    problems.push('safeBecause: a reason is a sentence');
  return problems;
}
