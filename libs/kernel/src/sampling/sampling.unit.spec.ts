import fc from 'fast-check';
import { commitmentOf, draw, drawOrder, isCommitted, sampleSize } from './index.js';

const SECRET = 'test-platform-secret';
const caseId = (number: number): string => `0197c000-0000-7000-8000-${number.toString().padStart(12, '0')}`;
const CASES = Array.from({ length: 11 }, (_, index) => caseId(index + 1));
const numbers = (ids: readonly string[]): number[] => ids.map((id) => Number(id.slice(-2)));

describe('the order of a draw', () => {
  /** Computed with another implementation: Python's hmac over the UTF-8 of `510802/2025-07/<id>`. */
  it('is that of HMAC-SHA-256(secret, "scope/id")', () => {
    const july = drawOrder({ seed: SECRET, scope: '510802/2025-07', ids: CASES });
    const august = drawOrder({ seed: SECRET, scope: '510802/2025-08', ids: CASES });
    expect(numbers(july)).toEqual([9, 11, 2, 4, 6, 10, 5, 3, 1, 8, 7]);
    expect(numbers(august)).toEqual([1, 9, 5, 8, 2, 4, 11, 6, 7, 10, 3]);
  });

  it('is that of the id alone where the seed belongs to one draw', () => {
    expect(drawOrder({ seed: 'seed', scope: '', ids: ['a', 'b', 'c', 'd'] })).toEqual(['a', 'c', 'd', 'b']);
    expect(drawOrder({ seed: Buffer.from('seed'), scope: '', ids: ['d', 'b'] })).toEqual(['d', 'b']);
  });

  it('refuses an empty seed, and an id that stands twice', () => {
    expect(() => drawOrder({ seed: '', scope: 'a', ids: [] })).toThrow(RangeError);
    expect(() => drawOrder({ seed: SECRET, scope: 'a', ids: ['x', 'x'] })).toThrow(RangeError);
  });
});

describe('a draw', () => {
  it.each([
    ['20.1', 11, 3_000, 4],
    ['20.2', 1, 3_000, 1],
    ['nobody', 0, 3_000, 0],
    ['no share', 11, 0, 0],
    ['all', 11, 10_000, 11],
    ['exactly a whole', 10, 3_000, 3],
  ])('%s: of %i at %i basis points %i', (_id, population, shareBp, size) => {
    expect(sampleSize(population, shareBp)).toBe(size);
  });

  it('takes the first of the order', () => {
    const drawn = draw({ seed: SECRET, scope: '510802/2025-07', ids: CASES }, 3_000);
    expect(numbers(drawn)).toEqual([9, 11, 2, 4]);
  });

  it.each([
    [-1, 3_000],
    [1.5, 3_000],
    [10, 10_001],
    [10, -1],
    [10, 0.5],
  ])('refuses %d at %d basis points', (population, shareBp) => {
    expect(() => sampleSize(population, shareBp)).toThrow(RangeError);
  });

  const ids = fc.uniqueArray(fc.uuid(), { maxLength: 40 });
  const share = fc.integer({ min: 0, max: 10_000 });

  it('does not depend on the order of the population, and gives the same list for ever', () => {
    fc.assert(
      fc.property(ids, share, (population, shareBp) => {
        const question = { seed: SECRET, scope: '510802/2025-07', ids: population };
        const drawn = draw(question, shareBp);
        expect(draw({ ...question, ids: population.toReversed() }, shareBp)).toEqual(drawn);
        expect(draw(question, shareBp)).toEqual(drawn);
        expect(drawn.length * 10_000).toBeGreaterThanOrEqual(population.length * shareBp);
        expect((drawn.length - 1) * 10_000).toBeLessThan(Math.max(1, population.length * shareBp));
      }),
    );
  });

  it('only grows with the share', () => {
    fc.assert(
      fc.property(ids, share, share, (population, one, other) => {
        const question = { seed: SECRET, scope: 'a', ids: population };
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const larger = draw(question, more);
        expect(larger.slice(0, draw(question, less).length)).toEqual(draw(question, less));
      }),
    );
  });
});

describe('the commitment to a seed', () => {
  it('is its SHA-256, which only that seed fits', () => {
    const commitment = commitmentOf('seed');
    expect(commitment).toBe('19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b');
    expect([isCommitted('seed', commitment), isCommitted('sead', commitment)]).toEqual([true, false]);
    expect(isCommitted('seed', commitment.slice(2))).toBe(false);
    expect(() => commitmentOf('')).toThrow(RangeError);
  });
});
