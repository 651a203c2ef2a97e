/** What the ways have in common: each is a process of its own that measures itself and tells its parent. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../setup/paths.mjs';

/** @typedef {{ facts: number, brokers: string, topic: string, prefix: string, databaseUrl: string }} Work */
/** @typedef {{ seconds: number, facts: number, [figure: string]: number }} Measured */

/** @returns {Work} */
export function work() {
  const { BENCH_WORK } = process.env;
  if (BENCH_WORK === undefined) throw new Error('started by tools/bench/ingest.mjs only');
  return JSON.parse(BENCH_WORK);
}

/** A module of a service as it is built: it runs here as a program, it is no library. @param {string} path */
export function builtModule(path) {
  return import(pathToFileURL(join(ROOT, 'services', path)).href);
}

/** Tells the result and waits to be ended. @param {Measured} measured */
export function report(measured) {
  process.send?.({ measured });
}

/** The service's own table, still empty. @param {(sql: string) => Promise<unknown>} query */
export async function createFactTable(query) {
  const { Facts1710000000101 } = await builtModule('verification/dist/facts/migrations/0001-facts.js');
  await new Facts1710000000101().up({ query });
}

/** @type {(() => Promise<void>)[]} */
const closers = [];

/** @param {() => Promise<void>} close */
export function beforeEnding(close) {
  closers.push(close);
}

// a service that runs here ends by itself
if (process.env.BENCH_EVALUATOR !== 'true') {
  process.once('SIGTERM', async () => {
    for (const close of closers) await close();
    process.exit(0);
  });
}
// the parent was killed: nothing stays behind
process.once('disconnect', () => process.exit(1));

/** From the first batch to the last commit. */
export class Stopwatch {
  #startedAt = 0;

  start() {
    this.#startedAt ||= performance.now();
  }

  get seconds() {
    return (performance.now() - this.#startedAt) / 1_000;
  }
}
