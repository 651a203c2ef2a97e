/**
 * Stands before the services and writes down every call that goes through: the access log that the audit is held against.
 * It looks at tokens without checking them, since the services do, and keeps nothing but this run's calls, in memory.
 */
import { Agent, createServer, request } from 'node:http';
import { once } from 'node:events';
import { decodeJwt } from 'jose';

/**
 * @typedef {object} Call
 * @property {string} service
 * @property {string} actor subject of the token; empty where there is none
 * @property {boolean} isParty by a party outside the platform, which has keys of its own for persons
 * @property {string} method
 * @property {string} path without its query
 * @property {number} status
 * @property {number} from milliseconds since 1970, when it came in
 * @property {number} to when it was answered
 * @property {ReadonlySet<string>} persons personKeys that the answer names
 *
 * @typedef {object} Wording
 * @property {string} url path with its query
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} body
 * @property {string} answer
 */

/** A UUIDv8 in canonical text, which nothing but a personKey or a party's pairwise key is. */
const PERSON = /\b[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g;

export class RecordingProxy {
  /** @type {(Call & Wording)[]} */
  calls = [];
  /** @type {Record<string, string>} where each service is called now */
  urls = {};
  #agent = new Agent({ keepAlive: true });
  /** @type {import('node:http').Server[]} */
  #servers = [];

  /** @template {Record<string, string>} Urls @param {Urls} targets @returns {Promise<RecordingProxy & { urls: Urls }>} */
  static async before(targets) {
    const proxy = new RecordingProxy();
    for (const [service, target] of Object.entries(targets))
      proxy.urls[service] = await proxy.#listen(service, new URL(target));
    return /** @type {RecordingProxy & { urls: Urls }} */ (proxy);
  }

  async stop() {
    this.#agent.destroy();
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** @param {string} service @param {URL} target */
  async #listen(service, target) {
    const server = createServer((incoming, answer) => this.#pass(service, target, incoming, answer));
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return `http://127.0.0.1:${port}`;
  }

  /**
   * @param {string} service @param {URL} target
   * @param {import('node:http').IncomingMessage} incoming @param {import('node:http').ServerResponse} answer
   */
  #pass(service, target, incoming, answer) {
    const from = Date.now();
    const { method = 'GET', url = '/', headers } = incoming;
    /** @type {Buffer[]} */
    const asked = [];
    incoming.on('data', (piece) => asked.push(piece));
    const outgoing = request(
      {
        agent: this.#agent,
        host: target.hostname,
        port: target.port,
        method,
        path: url,
        headers: { ...headers, host: target.host },
      },
      (response) => {
        /** @type {Buffer[]} */
        const pieces = [];
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.on('data', (piece) => {
          pieces.push(piece);
          answer.write(piece);
        });
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          // on record before the caller can go on
          this.calls.push({
            service,
            ...whoAsks(headers.authorization),
            method,
            path: url.split('?')[0] ?? url,
            status: response.statusCode ?? 502,
            from,
            to: Date.now(),
            persons: new Set(text.match(PERSON) ?? []),
            ...{ url, headers, body: Buffer.concat(asked).toString('utf8'), answer: text },
          });
          answer.end();
        });
      },
    );
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  }
}

/** @param {string | undefined} authorization */
function whoAsks(authorization) {
  try {
    const { sub = '', party } = decodeJwt(authorization?.replace(/^Bearer /i, '') ?? '');
    return { actor: sub, isParty: party !== undefined };
  } catch {
    return { actor: '', isParty: false };
  }
}
