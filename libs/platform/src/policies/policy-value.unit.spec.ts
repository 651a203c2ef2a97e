import { formProblem, isExactJson } from './policy-value.js';

describe('exact JSON', () => {
  it.each([
    ['digits', '59000'],
    ['a whole number', 5_000],
    ['a list of objects', [{ name: 'A', payBp: 8_500 }]],
  ])('is %s', (_, value) => {
    expect(isExactJson(value)).toBe(true);
  });

  it.each([
    ['a fraction', 0.5],
    ['a fraction inside', { rate: [0.5] }],
    ['a number that is too large to be exact', 2 ** 53],
    ['nothing', undefined],
    ['what nests without end', Array.from({ length: 20 }).reduce<unknown>((inner) => [inner], 1)],
  ])('is not %s', (_, value) => {
    expect(isExactJson(value)).toBe(false);
  });
});

describe('the form of a value', () => {
  const KEY = 'assistance.key';
  const TIERS = [{ name: 'A', minimumGapBp: 7_000, payBp: 8_500 }];

  it.each<[string, string, unknown, unknown[]]>([
    ['another amount', 'assistance.floorFen', '1500', ['1000']],
    ['another rate', 'assistance.capBp', 6_000, [5_000]],
    ['another list of codes', KEY, ['MINOR'], [['SEVERE_DISABILITY', 'SERIOUS_ILLNESS']]],
    ['an empty list', KEY, [], [['MINOR']]],
    ['whatever a list holds that was always empty', KEY, ['CLERK'], [[]]],
    [
      'amounts by name',
      'assistance.standardMonthlyFen',
      { URBAN: '1', RURAL: '2' },
      [{ URBAN: '3', RURAL: '4' }],
    ],
    ['more tiers', KEY, [...TIERS, { name: 'B', minimumGapBp: 0, payBp: 1 }], [TIERS]],
    ['a member that only one row has', KEY, { MINOR: 1, AGE_70: 2 }, [{ MINOR: 1 }, { MINOR: 1, AGE_70: 2 }]],
    ['another code', KEY, 'TIERED', ['DIFFERENCE']],
    ['the other truth', KEY, true, [false]],
  ])('%s fits', (_, key, value, known) => {
    expect(formProblem(value, known, key)).toBeUndefined();
  });

  it.each<[string, string, unknown, unknown[], string]>([
    ['a number for an amount', 'assistance.floorFen', 1_500, ['1000'], 'assistance.floorFen'],
    ['an amount that is no digits', 'assistance.floorFen', '15.00', ['1000'], 'assistance.floorFen'],
    ['an amount above 10^13 fen', 'assistance.floorFen', '10000000000001', ['1000'], 'assistance.floorFen'],
    ['a rate as text', 'assistance.capBp', '6000', [5_000], 'assistance.capBp'],
    ['a negative rate', 'assistance.capBp', -1, [5_000], 'assistance.capBp'],
    ['nothing for something', KEY, null, [5_000], KEY],
    ['one number for a list', KEY, 1, [[1]], KEY],
    ['a list for one number', KEY, [1], [1], KEY],
    ['a member too few', KEY, { URBAN: '1' }, [{ URBAN: '3', RURAL: '4' }], `${KEY}.RURAL`],
    ['a member that nobody reads', KEY, { A: 1, 张三: 2 }, [{ A: 1 }], KEY],
    ['a tier without its rate', KEY, [{ name: 'A', minimumGapBp: 0 }], [TIERS], `${KEY}.payBp`],
    ['words for a code', KEY, 'the difference', ['DIFFERENCE'], KEY],
    ['a code for a word', KEY, 'COUNTED', ['counted'], KEY],
    ['an object’s own function', KEY, { A: 1, constructor: 1 }, [{ A: 1 }], KEY],
  ])('%s does not fit', (_, key, value, known, path) => {
    expect(formProblem(value, known, key)).toBe(path);
  });
});
