/** Where the processor time of a check goes: samples of the service by what they worked for, and PostgreSQL's beside them. */

/**
 * Of a stack of calls the innermost that one of these names says what it was for: the first pattern that fits its file.
 * @type {readonly (readonly [layer: string, file: RegExp])[]}
 */
const LAYERS = [
  [
    'token',
    /\/jose\/|\/platform\/dist\/access\/(?:token-verifier|key-sets|caller|scope)\b|node:internal\/crypto\/webcrypto/,
  ],
  ['access', /\/platform\/dist\/access\/|\/rate-limiter-flexible\//],
  [
    'audit',
    /\/platform\/dist\/audit\/|\/access-log\.js|\/kernel\/dist\/audit-chain\/|\/platform\/dist\/encryption\//,
  ],
  [
    'parse',
    /\/class-(?:validator|transformer)\/|\/validator\/|\/platform\/dist\/http\/(?:validation|json-body|dto|personal-text)|\/fastify\/lib\/content-?type|\/secure-json-parse\/|ValidationPipe|\/pipes\//i,
  ],
  [
    'sql',
    /\/node_modules\/(?:pg|pg-[a-z-]+|typeorm|postgres-[a-z]+)\/|\/(?:fact\.reader|fact-row|source-knowledge|consent\.register|consent\.entity)\.js|\/check-knowledge|\/platform\/dist\/policies\//,
  ],
  [
    'rules',
    /\/kernel\/dist\/|\/verification\/dist\/(?:requests\/[a-z-]+(?:\.rules)?|consents\/consent\.rules|reports\/report-body|reports\/member-figures\.rules)\.js/,
  ],
  [
    'log and metrics',
    /\/pino|\/sonic-boom\/|\/thread-stream\/|\/prom-client\/|\/platform\/dist\/telemetry\//,
  ],
  [
    'http',
    /\/fastify\/|\/@nestjs\/|\/rxjs\/|\/find-my-way\/|\/light-my-request\/|\/avvio\/|\/platform\/dist\/|\/node_modules\//,
  ],
];
/** Names of the engine's own entries in a profile. */
const IDLE = new Set(['(idle)']);
const COLLECTOR = '(garbage collector)';
/** Statements of the audit, among all. */
const AUDIT_STATEMENT = /\b(?:audit_entry|audit_daily_read|audit_head)\b/;

/**
 * @typedef {object} Cost
 * @property {string} layer
 * @property {number} micros of processor time a check
 * @property {number} share of all, 0 to 1
 */

/**
 * @param {import('./probe.mjs').Probed} probed
 * @param {{ checks: number, postgresMicros: number }} ran while the processor time was counted
 * @returns {Cost[]} they add up to all that the service and PostgreSQL used, largest first
 */
export function costsOf(
  { profile, statements, processCpuMicros, mainThreadCpuMicros },
  { checks, postgresMicros },
) {
  /** @type {Map<string, number>} */
  const samples = new Map();
  let busy = 0;
  for (const [layer, count] of samplesByLayer(profile)) {
    samples.set(layer, (samples.get(layer) ?? 0) + count);
    busy += count;
  }
  /** @type {Map<string, number>} */
  const micros = new Map();
  const add = (/** @type {string} */ layer, /** @type {number} */ amount) =>
    micros.set(layer, (micros.get(layer) ?? 0) + amount);
  for (const [layer, count] of samples) add(layer, (count / busy) * mainThreadCpuMicros);
  add("engine's other threads", Math.max(0, processCpuMicros - mainThreadCpuMicros));

  const spent = Object.entries(statements);
  const all = spent.reduce((sum, [, { ms }]) => sum + ms, 0);
  const ofAudit = spent.reduce((sum, [text, { ms }]) => sum + (AUDIT_STATEMENT.test(text) ? ms : 0), 0);
  add('PostgreSQL: audit', postgresMicros * (ofAudit / all));
  add('PostgreSQL: reads', postgresMicros * (1 - ofAudit / all));

  const total = [...micros.values()].reduce((sum, amount) => sum + amount, 0);
  return [...micros]
    .map(([layer, amount]) => ({ layer, micros: amount / checks, share: amount / total }))
    .sort((a, b) => b.micros - a.micros);
}

/**
 * Time of each kind of statement, to find the slow one.
 * @param {import('./probe.mjs').Probed} probed
 * @returns {{ statement: string, count: number, meanMs: number }[]}
 */
export function statementTimes({ statements }) {
  return Object.entries(statements)
    .map(([text, { count, ms }]) => ({
      statement: text.replace(/\s+/g, ' ').trim().slice(0, 60),
      count,
      meanMs: ms / count,
    }))
    .sort((a, b) => b.meanMs * b.count - a.meanMs * a.count);
}

/** @param {import('node:inspector').Profiler.Profile} profile @returns {Generator<[layer: string, samples: number]>} */
function* samplesByLayer({ nodes, samples = [] }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Map<number, number>} */
  const parents = new Map();
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id);
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const id of samples) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts) {
    const name = byId.get(id)?.callFrame.functionName ?? '';
    if (IDLE.has(name)) continue;
    yield [name === COLLECTOR ? 'collector' : layerOf(id), count];
  }

  /** @param {number} leaf */
  function layerOf(leaf) {
    for (let id = /** @type {number | undefined} */ (leaf); id !== undefined; id = parents.get(id)) {
      const url = byId.get(id)?.callFrame.url ?? '';
      const found = LAYERS.find(([, file]) => file.test(url));
      if (found) return found[0];
    }
    return 'event loop and sockets';
  }
}
