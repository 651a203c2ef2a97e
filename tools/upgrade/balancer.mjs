/**
 * A load balancer as one stands before the services: it asks each instance whether it is serving, takes turns among those
 * that are, and sends again only what no instance can have seen: a question that breaks off is a failure too, since not every
 * balancer asks it again.
 */
import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** As usual for balancers: shorter than the time for which a service keeps a connection. */
const IDLE_MS = 60_000;
const ASK_MS = 500;
const ASK_TIMEOUT_MS = 1_000;
/** In a row without an answer: then an instance is taken for gone. One that says that it is not serving is believed at once. */
const MOST_UNANSWERED = 3;
const ANSWER_TIMEOUT_MS = 30_000;
/** Headers that concern one connection. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade']);

/**
 * @typedef {object} Upstream
 * @property {string} name
 * @property {string} origin `http://127.0.0.1:8081`
 * @property {boolean} isServing
 * @property {Agent} agent
 * @property {AbortController} watch
 */

/**
 * @typedef {object} Failure
 * @property {string} at
 * @property {string} upstream
 * @property {string} request method and path
 * @property {string} what
 */

export class Balancer {
  /** By name of the instance: requests that it has answered. @type {Map<string, number>} */
  answered = new Map();
  /** Requests that did not get an answer, or one of a status from 500 on. @type {Failure[]} */
  failures = [];
  /** Requests that another instance got, because there was no connection to the first. */
  repeated = 0;
  /** @type {Upstream[]} */
  #upstreams = [];
  #turn = 0;
  #askMs;
  #server = createServer({ keepAliveTimeout: 2 * IDLE_MS, requestTimeout: 0 }, (incoming, outgoing) => {
    this.#serve(incoming, outgoing).catch((error) => {
      this.#fail('none', incoming, String(error));
      outgoing.destroy();
    });
  });

  /**
   * @param {number} port
   * @param {number} [askMs] how often it asks an instance whether it is serving
   * @returns {Promise<Balancer>}
   */
  static async at(port, askMs = ASK_MS) {
    const balancer = new Balancer(askMs);
    await new Promise((resolve) => balancer.#server.listen(port, '127.0.0.1', () => resolve(undefined)));
    return balancer;
  }

  /** @param {number} askMs */
  constructor(askMs) {
    this.#askMs = askMs;
  }

  /** Begins to ask an instance; requests go there once it is serving. @param {string} name @param {string} origin */
  add(name, origin) {
    const watch = new AbortController();
    const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
    const upstream = { name, origin, isServing: false, agent, watch };
    this.#upstreams.push(upstream);
    this.answered.set(name, 0);
    void this.#ask(upstream);
  }

  /** Asks it no more: it is gone. @param {string} name */
  remove(name) {
    for (const { agent, watch } of this.#upstreams.filter((upstream) => upstream.name === name)) {
      watch.abort();
      agent.destroy();
    }
    this.#upstreams = this.#upstreams.filter((upstream) => upstream.name !== name);
  }

  /** Where callers send their requests. */
  get url() {
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}`;
  }

  /** Names of the instances to which requests go now. */
  get serving() {
    return this.#upstreams.filter(({ isServing }) => isServing).map(({ name }) => name);
  }

  async close() {
    for (const { name } of this.#upstreams) this.remove(name);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(() => resolve(undefined)));
  }

  /** @param {Upstream} upstream */
  async #ask(upstream) {
    const { signal } = upstream.watch;
    for (let unanswered = 0; !signal.aborted;) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
      try {
        const answer = await fetch(`${upstream.origin}/health/serving`, { signal: patience });
        await answer.arrayBuffer();
        upstream.isServing = answer.ok;
        unanswered = 0;
      } catch {
        unanswered += 1;
        if (unanswered >= MOST_UNANSWERED) upstream.isServing = false;
      }
      await sleep(this.#askMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** @param {import('node:http').IncomingMessage} incoming @param {import('node:http').ServerResponse} outgoing */
  async #serve(incoming, outgoing) {
    const body = Buffer.concat(await Array.fromAsync(incoming));
    /** @type {Set<Upstream>} */
    const tried = new Set();
    for (;;) {
      const upstream = this.#next(tried);
      if (upstream === undefined) {
        this.#fail('none', incoming, 'no instance is serving');
        return void outgoing.writeHead(503).end();
      }
      tried.add(upstream);
      try {
        await this.#pass(upstream, incoming, body, outgoing);
        return;
      } catch (error) {
        if (neverSent(error)) {
          this.repeated += 1;
          continue;
        }
        this.#fail(upstream.name, incoming, String(error));
        return void outgoing.destroy();
      }
    }
  }

  /** @param {ReadonlySet<Upstream>} tried @returns {Upstream | undefined} */
  #next(tried) {
    const candidates = this.#upstreams.filter((upstream) => upstream.isServing && !tried.has(upstream));
    this.#turn += 1;
    return candidates[this.#turn % candidates.length];
  }

  /**
   * @param {Upstream} upstream
   * @param {import('node:http').IncomingMessage} incoming
   * @param {Buffer} body
   * @param {import('node:http').ServerResponse} outgoing
   * @returns {Promise<void>}
   */
  #pass(upstream, incoming, body, outgoing) {
    return new Promise((resolve, reject) => {
      const { method, url = '/' } = incoming;
      const headers = { ...endToEnd(incoming.headers), 'content-length': String(body.length) };
      const passed = request(`${upstream.origin}${url}`, { method, headers, agent: upstream.agent });
      passed.setTimeout(ANSWER_TIMEOUT_MS, () => passed.destroy(new TooSlow()));
      passed.on('error', reject);
      passed.once('response', (answer) => {
        const status = answer.statusCode ?? 502;
        if (status >= 500) this.#fail(upstream.name, incoming, String(status));
        this.answered.set(upstream.name, (this.answered.get(upstream.name) ?? 0) + 1);
        outgoing.writeHead(status, endToEnd(answer.headers));
        answer.on('error', reject);
        answer.once('end', resolve);
        answer.pipe(outgoing);
      });
      passed.end(body);
    });
  }

  /** @param {string} upstream @param {import('node:http').IncomingMessage} incoming @param {string} what */
  #fail(upstream, { method, url }, what) {
    const [path = ''] = String(url).split('?');
    this.failures.push({ at: new Date().toISOString(), upstream, request: `${method} ${path}`, what });
  }
}

class TooSlow extends Error {
  constructor() {
    super(`no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`);
  }
}

/** No connection was made: nothing was sent. @param {unknown} error */
function neverSent(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).syscall === 'connect';
}

/** @param {import('node:http').IncomingHttpHeaders} headers @returns {import('node:http').OutgoingHttpHeaders} */
function endToEnd(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}
