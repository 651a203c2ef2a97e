/** Bulk runs, ordered over HTTP as an operator does, and watched until they are through; and what the machine could do. */
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { PROVINCE } from '../../simulate/policies.mjs';

/** @typedef {import('./station.mjs').Site} Site */

/**
 * @typedef {object} Run
 * @property {number} seconds from the order to the end
 * @property {number} listSeconds of them, until the scope was listed
 * @property {number} households evaluated
 * @property {number} inScope
 * @property {number} persons
 * @property {number} raised
 * @property {string} knownAt
 */

/**
 * @param {Site} site its first process runs
 * @param {'FULL' | 'DELTA' | 'MONTHLY'} mode
 * @param {{ at?: number, then: () => Promise<void> }} [interruption] once that share of the scope has been evaluated
 * @returns {Promise<Run>}
 */
export async function bulkRun(site, mode, interruption) {
  const startedAt = performance.now();
  const ordered = await site.ask('POST', '/v1/bulk-runs', 'province-operator', { region: PROVINCE, mode });
  let listSeconds = NaN;
  let isInterrupted = interruption === undefined;
  await site.until(async () => {
    const [row] = await site.query('select state, in_scope from bulk_run where id = $1', [ordered.id]);
    if (row.in_scope !== null && Number.isNaN(listSeconds))
      listSeconds = (performance.now() - startedAt) / 1_000;
    if (!isInterrupted && interruption !== undefined && row.in_scope !== null) {
      const done = await site.figure(
        'select coalesce(sum(evaluated), 0) as n from bulk_run_chunk where run_id = $1',
        [ordered.id],
      );
      if (done >= Number(row.in_scope) * (interruption.at ?? 0)) {
        isInterrupted = true;
        await interruption.then();
      }
    }
    return row.state === 'COMPLETED' || row.state === 'CANCELLED';
  }, 100);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { counts, knownAt, state } = await site.ask(
    'GET',
    `/v1/bulk-runs/${ordered.id}`,
    'province-operator',
  );
  if (state !== 'COMPLETED') throw new Error(`the run ended as ${state}`);
  if (counts.householdsWaiting > 0)
    throw new Error(`policies are missing in ${counts.waitingRegions.join()}`);
  return {
    ...{ seconds, listSeconds, knownAt },
    households: counts.householdsEvaluated,
    inScope: counts.householdsInScope,
    persons: counts.personsEvaluated,
    raised: counts.cluesRaised,
  };
}

/** What is read and packed of everybody in a run, read once more and thrown away: the limit of the machine. @param {Site} site */
export async function rawScanSeconds(site) {
  const startedAt = performance.now();
  for (const sql of [
    'copy (select p.person_key, s.pack, s.gated_pack from fact_summary s join person p using (person_key)) to stdout with (format binary)',
    'copy household to stdout with (format binary)',
  ]) {
    const stream = site.database.query(copyTo(sql));
    for await (const chunk of stream) void chunk;
  }
  return (performance.now() - startedAt) / 1_000;
}

/** The rows of a table once more, into one like it. @param {Site} site @param {string} table @param {string} columns */
export async function rawCopySeconds(site, table, columns) {
  await site.query(`create table bench_copy (like ${table} including all)`);
  const source = new pg.Client({ connectionString: site.databaseUrl });
  await source.connect();
  const startedAt = performance.now();
  await pipeline(
    source.query(copyTo(`copy (select ${columns} from ${table}) to stdout with (format binary)`)),
    site.database.query(copyFrom(`copy bench_copy (${columns}) from stdin with (format binary)`)),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await source.end();
  await site.query('drop table bench_copy');
  return seconds;
}
