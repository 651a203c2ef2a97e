/**
 * Calls the services as their users do: a token for each person, an idempotency key for each command, the version that
 * was seen in If-Match.
 */
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body
 * @property {string | null} etag
 * @property {string} requestLine
 */

/** Name of the problem that an answer tells. @param {Answer} answer @returns {string | undefined} */
export const nameOf = ({ body }) => body?.type?.split('/').at(-1);

/** One person or system at work. */
export class Official {
  /**
   * @param {string} title as the story calls him or her
   * @param {string} token
   */
  constructor(title, token) {
    this.title = title;
    this.token = token;
    this.subject = String(decodeJwt(token).sub);
  }

  /** @param {string} url @param {Record<string, string>} [headers] @returns {Promise<Answer>} */
  get(url, headers = {}) {
    return this.#send('GET', url, undefined, headers);
  }

  /** @param {string} url @param {object} body @param {Record<string, string>} [headers] @returns {Promise<Answer>} */
  post(url, body, headers = {}) {
    return this.#send('POST', url, body, { 'idempotency-key': randomUUID(), ...headers });
  }

  /**
   * A command on what has this version.
   *
   * @param {string} url @param {number} version @param {object} [body] @param {Record<string, string>} [headers]
   */
  command(url, version, body = {}, headers = {}) {
    return this.post(url, body, { 'if-match': `"${version}"`, ...headers });
  }

  /** @param {string} url @returns {Promise<Answer>} whose body is the text as it came */
  getText(url) {
    return this.#fetch('GET', url, undefined, {}, (text) => text);
  }

  /** A file in CSV. @param {string} url @param {string} text @param {Record<string, string>} [headers] @returns {Promise<Answer>} */
  sendText(url, text, headers = {}) {
    return this.#fetch('POST', url, text, {
      'content-type': 'text/csv',
      'idempotency-key': randomUUID(),
      ...headers,
    });
  }

  /**
   * @param {string} method @param {string} url @param {object | undefined} body @param {Record<string, string>} headers
   * @returns {Promise<Answer>}
   */
  #send(method, url, body, headers) {
    if (body === undefined) return this.#fetch(method, url, undefined, headers);
    const json = { 'content-type': 'application/json', ...headers };
    return this.#fetch(method, url, JSON.stringify(body), json);
  }

  /**
   * @param {string} method @param {string} url @param {string | undefined} body @param {Record<string, string>} headers
   * @param {(text: string) => any} [read]
   * @returns {Promise<Answer>}
   */
  async #fetch(method, url, body, headers, read = (text) => JSON.parse(text)) {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'accept-language': 'en', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? undefined : read(text),
      etag: response.headers.get('etag'),
      requestLine: `${method} ${new URL(url).pathname}`,
    };
  }
}

/**
 * Waits until something has come about that travels through Kafka.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | undefined | false | null>} look
 * @param {number} [seconds]
 * @returns {Promise<T>}
 */
export async function eventually(what, look, seconds = 20) {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
