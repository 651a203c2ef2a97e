import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A random draw (随机抽取) that anybody who has the seed can repeat. */
export interface DrawQuestion {
  /** The platform's secret, or a seed whose {@link commitmentOf} was published before. */
  readonly seed: string | Uint8Array;
  /** What is drawn from, such as `510802/2025-07`; empty when the seed belongs to one draw alone. */
  readonly scope: string;
  /** The population: each id once, in any order. */
  readonly ids: readonly string[];
}

const WHOLE_BP = 10_000;

/**
 * The population in the order in which it is drawn: by HMAC-SHA-256(seed, `scope/id`), lowest first. It depends on
 * nothing else, so that the same list comes out for ever, and whoever knows the population only afterwards can't choose.
 *
 * @throws RangeError when the seed is empty or an id stands twice
 */
export function drawOrder({ seed, scope, ids }: DrawQuestion): string[] {
  if (seed.length === 0) throw new RangeError('the seed is empty');
  if (new Set(ids).size !== ids.length) throw new RangeError('an id stands in the population once');
  return ids
    .map((id) => ({ id, ticket: ticketOf(seed, scope, id) }))
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1))
    .map(({ id }) => id);
}

/**
 * Draws a share of the population: ⌈share × N⌉ of it, those that stand first in {@link drawOrder}.
 *
 * @param shareBp - share in basis points, 0 to 10,000
 * @throws RangeError as {@link drawOrder} and {@link sampleSize}
 * @example draw({ seed, scope: '510802/2025-07', ids: caseIds }, 3_000)
 */
export function draw(question: DrawQuestion, shareBp: number): string[] {
  return drawOrder(question).slice(0, sampleSize(question.ids.length, shareBp));
}

/**
 * ⌈share × N⌉: of a population that is not empty and a share above 0 at least one.
 *
 * @throws RangeError when the size or the share is not whole, or the share is not within 0 and 10,000
 */
export function sampleSize(population: number, shareBp: number): number {
  if (!Number.isSafeInteger(population) || population < 0) {
    throw new RangeError('the size of a population is whole and not negative');
  }
  if (!Number.isSafeInteger(shareBp) || shareBp < 0 || shareBp > WHOLE_BP) {
    throw new RangeError('a share is 0 to 10,000 basis points');
  }
  return Math.ceil((population * shareBp) / WHOLE_BP);
}

/**
 * What is published of a seed before the draw (种子承诺): SHA-256 in lower-case hexadecimal. With the seed published
 * after it, everybody can see that it was not chosen to suit the result.
 *
 * @throws RangeError when the seed is empty
 */
export function commitmentOf(seed: string | Uint8Array): string {
  if (seed.length === 0) throw new RangeError('the seed is empty');
  return createHash('sha256').update(seed).digest('hex');
}

/** Whether a seed is the one whose commitment was published. */
export function isCommitted(seed: string | Uint8Array, commitment: string): boolean {
  const made = Buffer.from(commitmentOf(seed));
  const published = Buffer.from(commitment);
  return made.length === published.length && timingSafeEqual(made, published);
}

function ticketOf(seed: string | Uint8Array, scope: string, id: string): string {
  return createHmac('sha256', seed)
    .update(scope === '' ? id : `${scope}/${id}`)
    .digest('hex');
}
