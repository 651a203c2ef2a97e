/**
 * Those who call while the programs are exchanged: nothing may go wrong for them. Commands are those of tools/faults; a
 * request that fails is told, and made again with the same key, so that the checks afterwards find what became of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Refused } from '../faults/commands.mjs';
import { Random } from '../faults/random.mjs';

const PATIENCE_MS = 35_000;
const PAUSE_MS = 200;
const READERS = 4;

/** @typedef {import('../faults/commands.mjs').Command} Command */
/** @typedef {import('../faults/commands.mjs').Answer} Answer */
/** @typedef {{ phase: string, kind: 'read' | 'command', milliseconds: number }} Sample */

export class Callers {
  /** What the checks of tools/faults ask: nothing here counts as a reason to come again. @type {Map<string, number>} */
  comeAgain = new Map();
  /** @type {string[]} */
  contradictions = [];
  /** Keys whose command was acknowledged, by the origin of the service. @type {Map<string, Set<string>>} */
  acknowledged = new Map();
  /** Readings that were asked for one by one and answered, by the origin of the service. @type {Map<string, number>} */
  answeredReads = new Map();
  reused = 0;
  /** @type {Sample[]} */
  samples = [];
  /** Requests that failed: a status from 500 on, a 429, no answer, none in time. @type {string[]} */
  failures = [];
  /** @type {{ name: string, from: number }[]} */
  #phases = [];
  #seed;
  #pace;
  #reading = false;

  /** @param {string} seed @param {import('../faults/pace.mjs').Pace} pace */
  constructor(seed, pace) {
    this.#seed = seed;
    this.#pace = pace;
  }

  /** @param {string} name */
  set phase(name) {
    this.#phases.push({ name, from: Date.now() });
  }

  /** @param {number} instant @returns {string} empty before the first */
  phaseAt(instant) {
    return this.#phases.findLast(({ from }) => from <= instant)?.name ?? '';
  }

  /** Sends a command until it is acknowledged; some are sent twice. @param {Command} command @returns {Promise<Answer>} */
  send(command) {
    return this.#pace.take(async () => {
      const manner = new Random(`${this.#seed}/manner/${command.key}`).next();
      if (manner > 0.1) return this.#acknowledge(command);
      this.reused += 1;
      const [one, other] =
        manner > 0.05
          ? [await this.#acknowledge(command), await this.#acknowledge(command)]
          : await Promise.all([this.#acknowledge(command), this.#acknowledge(command)]);
      if (!isDeepStrictEqual(one, other)) this.contradictions.push(command.key);
      return one;
    });
  }

  /** Nobody goes away without an answer here. @param {Command} command */
  async forsake(command) {
    await this.send(command);
  }

  /** @param {{ url: string, token: string }} question @returns {Promise<Answer>} */
  async read(question) {
    const answer = await this.#answerTo(question);
    const { origin } = new URL(question.url);
    this.answeredReads.set(origin, (this.answeredReads.get(origin) ?? 0) + 1);
    return answer;
  }

  /**
   * Reads at a steady pace until it is stopped.
   * @param {readonly { url: string, token: string }[]} questions
   * @param {number} perSecond
   */
  async readOn(questions, perSecond) {
    this.#reading = true;
    const reader = async (/** @type {number} */ number) => {
      for (let turn = number; this.#reading; turn += READERS) {
        const began = Date.now();
        const question = /** @type {{ url: string, token: string }} */ (questions[turn % questions.length]);
        const { status, body } = await this.#answerTo(question);
        if (status !== 200)
          this.failures.push(`GET ${new URL(question.url).pathname}: ${status} ${body?.type}`);
        await sleep(Math.max(0, (1_000 * READERS) / perSecond - (Date.now() - began)));
      }
    };
    await Promise.all(Array.from({ length: READERS }, (_, number) => reader(number)));
  }

  stopReading() {
    this.#reading = false;
  }

  /** @param {{ url: string, token: string }} question @returns {Promise<Answer>} */
  async #answerTo(question) {
    for (;;) {
      const answer = await this.#request(question);
      if (answer) return answer;
      await sleep(PAUSE_MS);
    }
  }

  /** @param {Command} command @returns {Promise<Answer>} */
  async #acknowledge({ key, version, body, ...question }) {
    const headers = {
      'idempotency-key': key,
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    for (;;) {
      const answer = await this.#request(question, { method: 'POST', headers, body: JSON.stringify(body) });
      if (answer === undefined || isInProgress(answer)) {
        await sleep(PAUSE_MS);
        continue;
      }
      if (answer.status >= 300) throw new Refused(`${key}: ${answer.status} ${JSON.stringify(answer.body)}`);
      const { origin } = new URL(question.url);
      this.acknowledged.set(origin, (this.acknowledged.get(origin) ?? new Set()).add(key));
      return answer;
    }
  }

  /**
   * @param {{ url: string, token: string }} question
   * @param {{ method: string, headers: Record<string, string>, body: string }} [command]
   * @returns {Promise<Answer | undefined>} undefined: it failed
   */
  async #request({ url, token }, command) {
    const began = performance.now();
    const phase = this.phaseAt(Date.now());
    const told = `${command?.method ?? 'GET'} ${new URL(url).pathname} (${phase})`;
    try {
      const response = await fetch(url, {
        ...command,
        headers: { ...command?.headers, authorization: `Bearer ${token}`, 'accept-language': 'en' },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = await response.text();
      const body = text === '' ? undefined : JSON.parse(text);
      this.samples.push({
        phase,
        kind: command ? 'command' : 'read',
        milliseconds: performance.now() - began,
      });
      if (response.status < 500 && response.status !== 429) return { status: response.status, body };
      this.failures.push(`${told}: ${response.status} ${text}`);
    } catch (error) {
      const { cause, message } = /** @type {Error} */ (error);
      this.failures.push(`${told}: ${cause instanceof Error ? cause.message : message}`);
    }
    return undefined;
  }
}

/** The same key is at work: the other of two that came at once. @param {Answer} answer */
function isInProgress({ status, body }) {
  return status === 409 && String(body?.type).endsWith('/request-in-progress');
}
