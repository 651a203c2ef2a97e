/** Instances of the services behind balancers, replaced one after another. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../stack/ports.mjs';
import { SERVICES, serviceNames } from '../stack/stack.mjs';
import { Balancer } from './balancer.mjs';
import { moduleOf } from './release-before.mjs';
import { USUAL_ORDER } from './rollout-order.mjs';

/** Of each program. */
export const INSTANCES = 2;
/** What a service may take beside DRAIN_SECONDS until it has stopped, and a little more. */
const STOP_MS = 25_000;
const SERVING_TIMEOUT_MS = 10_000;
const POLL_MS = 50;

/** @typedef {import('../stack/stack.mjs').ServiceName} ServiceName */
/** @typedef {import('./release-before.mjs').Release} Release */

/**
 * @typedef {object} Instance
 * @property {string} name
 * @property {ServiceName} service
 * @property {import('../stack/process.mjs').SupervisedProcess} process
 */

export class Fleet {
  /** @type {Map<ServiceName, Balancer>} */
  balancers = new Map();
  /** Instances that did not stop in order. @type {string[]} */
  stoppedBadly = [];
  /** By instance: errors that it has logged. @type {string[]} */
  errors = [];
  /** @type {Instance[]} */
  #instances = [];
  #stack;
  #drainSeconds;
  #log;
  #started = 0;

  /**
   * @param {import('../stack/stack.mjs').Stack} stack whose services this starts
   * @param {{ drainSeconds: number, log: (line: string) => void }} options
   */
  constructor(stack, { drainSeconds, log }) {
    this.#stack = stack;
    this.#drainSeconds = drainSeconds;
    this.#log = log;
  }

  /** Puts a balancer where others look for each service. */
  async open() {
    for (const service of programsIn(USUAL_ORDER)) {
      this.balancers.set(service, await Balancer.at(Number(new URL(this.#stack.urls[service]).port)));
    }
  }

  async close() {
    await Promise.all([...this.balancers.values()].map((balancer) => balancer.close()));
  }

  /** What went wrong between a balancer and an instance. */
  get failures() {
    return [...this.balancers].flatMap(([service, { failures }]) =>
      failures.map((failure) => ({ service, ...failure })),
    );
  }

  /** Requests that went to another instance than at first. */
  get repeated() {
    return [...this.balancers.values()].reduce((sum, { repeated }) => sum + repeated, 0);
  }

  /** By instance of those that are called: requests that it has answered. */
  get answered() {
    return USUAL_ORDER.flatMap((service) => [...this.#balancerOf(service).answered]);
  }

  /** @param {ServiceName} service @returns {readonly Instance[]} those that run, the oldest first */
  instancesOf(service) {
    return this.#instances.filter((instance) => instance.service === service);
  }

  /**
   * Returns when requests go to it. A program that the release does not have is left out.
   * @param {ServiceName} service @param {Release} release @param {string} label
   */
  async start(service, release, label) {
    if (!existsSync(join(release.root, SERVICES[service].script))) return;
    const startedAt = Date.now();
    const port = await freePort();
    const name = `${service}-${label}-${++this.#started}`;
    const settings = (await moduleOf(release, 'tools/stack/service-settings.mjs'))?.serviceSettings;
    const process = await this.#stack.startInstance({
      service,
      name,
      port,
      root: release.root,
      settings,
      environment: { DATABASE_MIGRATION: 'job', DRAIN_SECONDS: String(this.#drainSeconds) },
      stopGraceMs: this.#drainSeconds * 1_000 + STOP_MS,
    });
    this.#instances.push({ name, service, process });
    const balancer = this.#balancerOf(service);
    balancer.add(name, `http://127.0.0.1:${port}`);
    for (const deadline = Date.now() + SERVING_TIMEOUT_MS; !balancer.serving.includes(name);) {
      if (Date.now() > deadline) throw new Error(`${name} is ready, but not serving`);
      await sleep(POLL_MS);
    }
    this.#log(`${name} serves (${seconds(startedAt)})`);
  }

  /** SIGTERM, as whoever runs it would send it. @param {Instance} instance */
  async stop({ name, service, process }) {
    const startedAt = Date.now();
    await process.stop();
    this.#balancerOf(service).remove(name);
    this.#instances = this.#instances.filter((instance) => instance.name !== name);
    const lines = linesOf(process.logFile);
    if (lines.at(-1)?.msg !== 'stopped') this.stoppedBadly.push(`${name}: ${JSON.stringify(lines.at(-1))}`);
    this.errors.push(...errorsIn(name, lines));
    this.#log(`${name} has stopped (${seconds(startedAt)})`);
  }

  /**
   * One step for each instance of a service: another release takes its place.
   * @param {ServiceName} service
   * @param {'new first' | 'old first'} way the second where there is no room for one more
   * @param {Release} release
   * @param {string} label
   */
  exchanges(service, way, release, label) {
    const old = this.instancesOf(service);
    return Array.from({ length: INSTANCES }, (_, place) => async () => {
      const stop = async () => (old[place] ? this.stop(old[place]) : undefined);
      if (way === 'old first') await stop();
      await this.start(service, release, label);
      if (way === 'new first') await stop();
    });
  }

  async stopAll() {
    await Promise.all(this.#instances.map((instance) => this.stop(instance)));
  }

  /** @param {ServiceName} service */
  #balancerOf(service) {
    const balancer = this.balancers.get(service);
    if (!balancer) throw new Error(`no balancer stands before ${service}`);
    return balancer;
  }
}

/**
 * All programs in this order; one that has no part in it stands behind that whose database it shares.
 * @param {readonly ServiceName[]} order
 */
export function programsIn(order) {
  const others = serviceNames().filter((name) => !order.includes(name));
  const besides = (/** @type {ServiceName} */ one) =>
    others.filter((other) => SERVICES[other].database === SERVICES[one].database);
  return order.flatMap((name) => [name, ...besides(name)]);
}

/**
 * @param {string} logFile
 * @returns {{ level?: string, msg?: string, component?: string, err?: { message?: string }, cause?: unknown }[]}
 */
function linesOf(logFile) {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

/** kafkajs calls it an error when a group changes. @param {string} name @param {ReturnType<typeof linesOf>} lines */
function errorsIn(name, lines) {
  return lines
    .filter(
      ({ level, component }) => /^(error|fatal)$/.test(level ?? '') && !component?.startsWith('kafkajs/'),
    )
    .map(({ msg, err }) => `${name}: ${msg ?? ''} ${err?.message ?? ''}`);
}

/** @param {number} startedAt */
const seconds = (startedAt) => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;
