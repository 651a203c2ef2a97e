/**
 * In which order the programs of a release are rolled out: who reads a new message, or a new value, comes before who sends
 * it. The order follows from what docs/asyncapi.yaml of both releases say.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** @typedef {import('../stack/stack.mjs').ServiceName} ServiceName */

/** Where no message decides. @type {readonly ServiceName[]} */
export const USUAL_ORDER = ['social-assistance', 'verification', 'gateway'];

/** Programs of this repository by the names under which messages know who sends and who reads. @type {Readonly<Record<string, ServiceName>>} */
const PROGRAMS = {
  assistance: 'social-assistance',
  verification: 'verification',
  inbound: 'gateway',
  gateway: 'gateway',
};
/** Whose feed tells parties outside: it reads whatever they may have. */
const FEED = 'verification';

/**
 * What this reads of an AsyncAPI document.
 * @typedef {object} Document
 * @property {object} components
 * @property {Record<string, { payload: { $ref: string }, 'x-written-by': readonly string[], 'x-handled-by': readonly string[], 'x-outside'?: boolean }>} components.messages
 * @property {Record<string, unknown>} components.schemas
 */

/**
 * A message or a value that readers of the release before do not know.
 * @typedef {object} News
 * @property {string} message
 * @property {readonly string[]} values that are new; none: the message itself is
 * @property {readonly ServiceName[]} senders
 * @property {readonly ServiceName[]} readers
 */

/**
 * @typedef {object} RolloutOrder
 * @property {readonly ServiceName[]} order
 * @property {readonly News[]} news
 * @property {readonly string[]} conflicts what no order makes safe: the reader has to come a release earlier
 */

/** @param {string} root of a checkout @returns {Document} */
export function readDocument(root) {
  return parse(readFileSync(join(root, 'docs/asyncapi.yaml'), 'utf8'));
}

/** @param {Document} before @param {Document} now @returns {RolloutOrder} */
export function rolloutOrder(before, now) {
  const news = newsIn(before, now).filter(({ senders, readers }) => senders.length > 0 && readers.length > 0);
  const conflicts = news.flatMap(({ message, senders, readers }) =>
    senders
      .filter((sender) => readers.includes(sender))
      .map((sender) => `${message}: ${sender} sends it, and reads it itself`),
  );
  /** @type {ServiceName[]} */
  const order = [];
  let waiting = [...USUAL_ORDER];
  const waitsFor = (/** @type {ServiceName} */ program) =>
    news
      .filter(({ senders }) => senders.includes(program))
      .flatMap(({ message, readers }) =>
        readers
          .filter((reader) => reader !== program && waiting.includes(reader))
          .map((reader) => ({ message, reader })),
      );
  while (waiting.length > 0) {
    const next = waiting.find((program) => waitsFor(program).length === 0) ?? waiting[0];
    if (next === undefined) break;
    conflicts.push(
      ...waitsFor(next).map(
        ({ message, reader }) => `${message}: ${reader} reads it, and sends ${next} something new too`,
      ),
    );
    order.push(next);
    waiting = waiting.filter((program) => program !== next);
  }
  return { order, news, conflicts };
}

/** @param {Document} before @param {Document} now @returns {News[]} */
function newsIn(before, now) {
  return Object.entries(now.components.messages).flatMap(([message, found]) => {
    const known = before.components.messages[message];
    const knownValues = known ? valuesIn(before, known.payload) : new Set();
    const values = [...valuesIn(now, found.payload)].filter((value) => !knownValues.has(value));
    if (known && values.length === 0) return [];
    const { 'x-written-by': senders, 'x-handled-by': handlers, 'x-outside': isOutward } = found;
    const readers = programs([...handlers, ...(isOutward ? [FEED] : [])]);
    return [
      { message, values: known ? values : [], senders: programs(senders), readers: [...new Set(readers)] },
    ];
  });
}

/** @param {readonly string[]} names @returns {ServiceName[]} */
const programs = (names) => names.map((name) => PROGRAMS[name]).filter((program) => program !== undefined);

/** All values of enumerations that a schema can hold. @param {Document} document @param {unknown} schema */
function valuesIn(document, schema) {
  /** @type {Set<string>} */
  const values = new Set();
  const seen = new Set();
  const visit = (/** @type {unknown} */ part) => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    const { $ref: reference, enum: choices } = /** @type {{ $ref?: unknown, enum?: unknown }} */ (part);
    if (Array.isArray(choices)) for (const value of choices) values.add(String(value));
    if (typeof reference === 'string') visit(document.components.schemas[reference.split('/').at(-1) ?? '']);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(schema);
  return values;
}
