/**
 * Sends commands as careful callers do: each has an Idempotency-Key that is kept until it is acknowledged. Some callers
 * are impatient, some send twice at once, some ask again what they know.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Random } from './random.mjs';

const PATIENCE_MS = 15_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/**
 * @typedef {object} Command
 * @property {string} key of the Idempotency-Key
 * @property {string} url
 * @property {string} token
 * @property {object} body
 * @property {number} [version] that was seen of what the command is about
 */

/** @typedef {{ status: number, body: any }} Answer */

export class Commands {
  /** By the service's port and what it said: how often a caller had to come again. @type {Map<string, number>} */
  comeAgain = new Map();
  /** Commands whose answer was another one when it was asked for again. @type {string[]} */
  contradictions = [];
  /** Keys whose command was acknowledged, by the origin of the service. @type {Map<string, Set<string>>} */
  acknowledged = new Map();
  /** Readings that were answered, by the origin of the service. @type {Map<string, number>} */
  answeredReads = new Map();
  /** Keys that were sent more than once. */
  reused = 0;
  #seed;
  #pace;

  /** @param {string} seed @param {import('./pace.mjs').Pace} pace */
  constructor(seed, pace) {
    this.#seed = seed;
    this.#pace = pace;
  }

  /**
   * Sends a command until it is acknowledged.
   * @param {Command} command
   * @returns {Promise<Answer>}
   * @throws Refused when it is refused for good
   */
  send(command) {
    return this.#pace.take(async () => {
      const random = new Random(`${this.#seed}/manner/${command.key}`);
      const manner = random.next();
      if (manner < 0.08) {
        this.reused += 1;
        await this.#attempt(command, random.int(1, 40));
      } else if (manner < 0.12) {
        this.reused += 1;
        const [one, other] = await Promise.all([this.#acknowledge(command), this.#acknowledge(command)]);
        return this.#same(command, one, other);
      }
      const answer = await this.#acknowledge(command);
      if (manner < 0.96) return answer;
      this.reused += 1;
      return this.#same(command, answer, await this.#acknowledge(command));
    });
  }

  /** Sends a command once and goes away before there is an answer. @param {Command} command */
  async forsake(command) {
    await this.#pace.take(async () => {
      const random = new Random(`${this.#seed}/manner/${command.key}`);
      await this.#attempt(command, random.int(1, 60));
    });
  }

  /** Reads until there is an answer. @param {{ url: string, token: string }} question @returns {Promise<Answer>} */
  async read(question) {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.#request(question, PATIENCE_MS);
      if (answer) {
        const { origin } = new URL(question.url);
        this.answeredReads.set(origin, (this.answeredReads.get(origin) ?? 0) + 1);
        return answer;
      }
      await sleep(pause);
    }
  }

  /** @param {Command} command @returns {Promise<Answer>} */
  async #acknowledge(command) {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.#attempt(command, PATIENCE_MS);
      if (answer === undefined) {
        this.reused += 1;
        await sleep(pause);
        continue;
      }
      if (answer.status >= 300) {
        throw new Refused(`${command.key}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      const { origin } = new URL(command.url);
      this.acknowledged.set(origin, (this.acknowledged.get(origin) ?? new Set()).add(command.key));
      return answer;
    }
  }

  /** @param {Command} command @param {number} patienceMs @returns {Promise<Answer | undefined>} undefined: come again */
  #attempt({ key, version, body, ...question }, patienceMs) {
    const headers = {
      'idempotency-key': key,
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    return this.#request(question, patienceMs, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /**
   * @param {{ url: string, token: string }} question
   * @param {number} patienceMs
   * @param {{ method: string, headers: Record<string, string>, body: string }} [command]
   * @returns {Promise<Answer | undefined>}
   */
  async #request({ url, token }, patienceMs, command) {
    const { origin } = new URL(url);
    try {
      const response = await fetch(url, {
        ...command,
        headers: { ...command?.headers, authorization: `Bearer ${token}`, 'accept-language': 'en' },
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await response.text();
      const body = text === '' ? undefined : JSON.parse(text);
      if (!isTemporary(response.status, body)) return { status: response.status, body };
      this.#again(`${origin} ${response.status} ${String(body?.type).split('/').at(-1)}`);
    } catch {
      this.#again(`${origin} no answer`);
    }
    return undefined;
  }

  /** @param {string} why */
  #again(why) {
    this.comeAgain.set(why, (this.comeAgain.get(why) ?? 0) + 1);
  }

  /** @param {Command} command @param {Answer} one @param {Answer} other */
  #same({ key }, one, other) {
    if (!isDeepStrictEqual(one, other)) this.contradictions.push(key);
    return one;
  }
}

/** A command is refused for good: the run can't go on. */
export class Refused extends Error {
  /** @param {string} detail */
  constructor(detail) {
    super(detail);
    this.name = 'Refused';
  }
}

/** @param {number} status @param {any} body */
function isTemporary(status, body) {
  const problem = String(body?.type);
  return (
    status >= 500 ||
    (status === 409 && problem.endsWith('/request-in-progress')) ||
    (status === 422 && problem.endsWith('/policy-missing')) ||
    (status === 429 && problem.endsWith('/backlog'))
  );
}
