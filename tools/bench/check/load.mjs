/**
 * Callers of household checks, a process of their own: requests leave when they are due, whether or not the ones before
 * were answered, and a latency counts from the instant at which its request was due. So a service that stalls is charged for
 * all who would have come meanwhile (no coordinated omission). Gaps are exponential: callers do not know of each other.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { percentile } from '../report.mjs';

const { BENCH_LOAD } = process.env;
if (BENCH_LOAD === undefined) throw new Error('started by tools/bench/check.mjs only');
/** @type {{ url: string, questions: readonly string[], headers: readonly Record<string, string>[] }} */
const { url, questions, headers } = JSON.parse(readFileSync(BENCH_LOAD, 'utf8'));

const MOST_CONNECTIONS = 128;
const LONGEST_DRAIN_MS = 30_000;
/** Seconds of work that may wait before the rate counts as too high. */
const MOST_BACKLOG_SECONDS = 3;

/** `seconds` is Infinity where the word `enough` ends it. @typedef {{ rate: number, seconds: number, warmUpSeconds: number }} Stage */
/**
 * @typedef {object} StageResult
 * @property {number} rate that was asked for
 * @property {number} offered requests a second that fell due in the measured time: by chance a few more or fewer
 * @property {number} achieved answers a second in the measured time
 * @property {number} p50 milliseconds, as the others
 * @property {number} p95
 * @property {number} p99
 * @property {number} most
 * @property {number} answered 200, warm-up included
 * @property {number} personsChecked members of the households in those
 * @property {number} personsUnanswered members of the households of whom nothing was heard
 * @property {number} failed any other answer, or none
 * @property {string} firstFailure
 * @property {boolean} gaveUp too many waited
 */

const bodies = questions.map((question) => Buffer.from(question));
const members = questions.map((question) => JSON.parse(question).household.members.length);
const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS, scheduling: 'fifo' });
let next = 0;
let seed = 42;
let isEnough = false;

/** @param {Stage} stage @returns {Promise<StageResult>} */
async function run({ rate, seconds, warmUpSeconds }) {
  const gap = 1_000 / rate;
  const startedAt = performance.now();
  const warmUntil = startedAt + warmUpSeconds * 1_000;
  let until = warmUntil + seconds * 1_000;
  isEnough = false;
  /** @type {number[]} */
  const latencies = [];
  let waiting = 0;
  let personsWaiting = 0;
  let inTime = 0;
  let offered = 0;
  let answered = 0;
  let personsChecked = 0;
  let failed = 0;
  let firstFailure = '';
  let gaveUp = false;

  const send = (/** @type {number} */ due) => {
    const index = next++ % bodies.length;
    const body = bodies[index] ?? Buffer.alloc(0);
    const persons = members[index] ?? 0;
    waiting += 1;
    if (due >= warmUntil) offered += 1;
    personsWaiting += persons;
    ask(body, headers[index % headers.length] ?? {}, (failure) => {
      const now = performance.now();
      waiting -= 1;
      personsWaiting -= persons;
      if (failure === undefined) {
        answered += 1;
        personsChecked += persons;
      } else {
        failed += 1;
        firstFailure ||= failure;
      }
      if (due >= warmUntil) latencies.push(now - due);
      if (now >= warmUntil && now < until && failure === undefined) inTime += 1;
    });
  };
  await new Promise((resolve) => {
    let due = startedAt;
    const timer = setInterval(() => {
      const now = performance.now();
      if (isEnough) until = Math.min(until, now);
      for (; due <= now && due < until; due += gap * -Math.log(1 - random())) send(due);
      gaveUp ||= waiting > rate * MOST_BACKLOG_SECONDS;
      if (due < until && !gaveUp) return;
      clearInterval(timer);
      resolve(undefined);
    }, 1);
  });
  const endedAt = performance.now();
  while (waiting > 0 && performance.now() < endedAt + LONGEST_DRAIN_MS) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const measuredSeconds = (Math.min(endedAt, until) - warmUntil) / 1_000;
  return {
    rate,
    offered: measuredSeconds > 0 ? offered / measuredSeconds : 0,
    achieved: measuredSeconds > 0 ? inTime / measuredSeconds : 0,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    most: latencies.reduce((most, latency) => Math.max(most, latency), 0),
    answered,
    personsChecked,
    personsUnanswered: personsWaiting,
    failed: failed + waiting,
    firstFailure: firstFailure || (waiting > 0 ? 'no answer' : ''),
    gaveUp,
  };
}

/** @param {Buffer} body @param {Record<string, string>} ownHeaders @param {(failure?: string) => void} done */
function ask(body, ownHeaders, done) {
  const asked = request(
    url,
    { method: 'POST', agent, headers: { ...ownHeaders, 'content-length': body.length } },
    (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.once('end', () =>
        done(response.statusCode === 200 ? undefined : `${response.statusCode} ${Buffer.concat(parts)}`),
      );
      response.once('error', (error) => done(error.message));
    },
  );
  asked.once('error', (error) => done(error.message));
  asked.end(body);
}

/** The same gaps in every run (mulberry32). */
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

process.on('message', (/** @type {Stage | 'enough'} */ message) => {
  if (message === 'enough') isEnough = true;
  else void run(message).then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
