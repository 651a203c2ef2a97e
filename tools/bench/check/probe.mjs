/**
 * Loaded into the service before its own code (`node --import`). With a first SIGUSR2 the processor time begins to count, the
 * service running as it is; with a second it ends, and a profile of the main thread and the time of each SQL statement
 * begin; with a third all is written down.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import pg from 'pg';

const { BENCH_PROBE_FILE = '' } = process.env;
const SAMPLING_MICROS = 500;

/**
 * @typedef {object} Probed
 * @property {import('node:inspector').Profiler.Profile} profile
 * @property {Record<string, { count: number, ms: number }>} statements by text
 * @property {number} processCpuMicros of all threads, while nothing was profiled
 * @property {number} mainThreadCpuMicros
 */

const query = pg.Client.prototype.query;
const session = new Session();
/** @type {Map<string, { count: number, ms: number }>} */
const statements = new Map();
let cpu = { process: 0, mainThread: 0 };
const steps = [count, profile, write];

process.on('SIGUSR2', () => void steps.shift()?.());

function count() {
  cpu = used();
}

async function profile() {
  const now = used();
  cpu = { process: now.process - cpu.process, mainThread: now.mainThread - cpu.mainThread };
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS });
  // pg's method has many shapes; what the service calls gives a promise or takes a callback
  pg.Client.prototype.query = /** @type {typeof query} */ (timedQuery);
  await session.post('Profiler.start');
}

async function write() {
  const taken = await session.post('Profiler.stop');
  pg.Client.prototype.query = query;
  /** @type {Probed} */
  const probed = {
    profile: taken.profile,
    statements: Object.fromEntries(statements),
    processCpuMicros: cpu.process,
    mainThreadCpuMicros: cpu.mainThread,
  };
  writeFileSync(BENCH_PROBE_FILE, JSON.stringify(probed));
}

/** @this {pg.Client} @param {unknown[]} parameters */
function timedQuery(...parameters) {
  const startedAt = performance.now();
  const [asked] = parameters;
  const text = typeof asked === 'string' ? asked : Reflect.get(Object(asked), 'text');
  const take = () => {
    const known = statements.get(text) ?? { count: 0, ms: 0 };
    statements.set(text, { count: known.count + 1, ms: known.ms + performance.now() - startedAt });
  };
  const place = parameters.findIndex((parameter) => typeof parameter === 'function');
  if (place === -1) {
    const result = Reflect.apply(query, this, parameters);
    if (result instanceof Promise) result.then(take, take);
    return result;
  }
  const callback = /** @type {Function} */ (parameters[place]);
  parameters[place] = (/** @type {unknown[]} */ ...results) => {
    take();
    callback(...results);
  };
  return Reflect.apply(query, this, parameters);
}

function used() {
  const sum = (/** @type {NodeJS.CpuUsage} */ { user, system }) => user + system;
  return { process: sum(process.cpuUsage()), mainThread: sum(process.threadCpuUsage()) };
}
