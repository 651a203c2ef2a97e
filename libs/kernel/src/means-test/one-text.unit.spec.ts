import fc from 'fast-check';
import { oneText } from './one-text.js';

describe('oneText', () => {
  it.each([
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [['1:a'], ['a']],
    [['', ''], ['']],
    [[], ['']],
  ])('%j and %j differ', (a, b) => {
    expect(oneText(a)).not.toBe(oneText(b));
  });

  it('is the same for equal lists only', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', '1', ':', ''), maxLength: 4 }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        texts,
        texts,
        (a, b) => (oneText(a) === oneText(b)) === (JSON.stringify(a) === JSON.stringify(b)),
      ),
    );
  });
});
