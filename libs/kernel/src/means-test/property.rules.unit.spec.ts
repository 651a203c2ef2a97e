import fc from 'fast-check';
import { asset, deposit, family, key, means, printed, state, type Ask } from './test/means-kit.js';
import type { EconomicFact } from './facts.js';

type Levels = readonly [dibao: string, edge: string, rigid: string];

const verdicts = (facts: readonly EconomicFact[], ask: Ask): Levels => {
  const { levels } = means(facts, ask).household!.property;
  const say = ({ verdict, reasons }: (typeof levels)['DIBAO']): string =>
    verdict === 'WITHIN' ? 'WITHIN' : `${verdict} ${[...new Set(reasons.map(({ code }) => code))].join()}`;
  return [say(levels.DIBAO), say(levels.EDGE), say(levels.RIGID)];
};

const two: Ask = { members: family(2) };
const three: Ask = { members: family(3) };
const all = (verdict: string): Levels => [verdict, verdict, verdict];
const home = (
  letter: string,
  area: string | undefined,
  more: Parameters<typeof asset>[2] = {},
): EconomicFact =>
  asset(letter, 'residence', { attributes: area === undefined ? {} : { areaDm2: area }, ...more });
const company = (capital: bigint | undefined, active: string | undefined): EconomicFact =>
  asset(
    'a',
    'company',
    {
      ...(capital === undefined ? {} : { valueFen: capital }),
      attributes: active === undefined ? {} : { active },
    },
    'AMR',
  );
const relief = (fen: bigint): EconomicFact =>
  asset('a', 'earmarkedReliefDeposit', { valueFen: fen, count: undefined as never }, 'disaster');

describe('property (5.7, R4)', () => {
  it.each<[string, readonly EconomicFact[], Ask, Levels]>([
    ['deposits 2,832,000, N 2: at the limit', [deposit('a', 2_832_000n)], two, all('WITHIN')],
    ['2,832,001 is over for dibao', [deposit('a', 2_832_001n)], two, ['OVER FINANCIAL', 'WITHIN', 'WITHIN']],
    ['with earmarked relief of 1 it is within', [deposit('a', 2_832_001n), relief(1n)], two, all('WITHIN')],
    [
      '4,248,000: edge and rigid within',
      [deposit('b', 4_248_000n)],
      two,
      ['OVER FINANCIAL', 'WITHIN', 'WITHIN'],
    ],
    ['4.1 N 3, deposits 42,480.00', [deposit('a', 4_248_000n)], three, all('WITHIN')],
    [
      '4.2 N 3, deposits 42,480.01',
      [deposit('a', 4_248_001n)],
      three,
      ['OVER FINANCIAL', 'WITHIN', 'WITHIN'],
    ],
    [
      '4.3 a car worth 5,000',
      [asset('b', 'passengerCar', { valueFen: 500_000n }, 'PSB')],
      three,
      all('OVER VEHICLE'),
    ],
    ['4.4 a mobility vehicle only', [asset('b', 'disabilityVehicle', {}, 'PSB')], three, all('WITHIN')],
    ['4.5 two homes of 88 m² in all', [home('a', '4400'), home('b', '4400')], three, all('WITHIN')],
    ['4.5 two homes of 90 m²', [home('a', '4500'), home('b', '4500')], three, all('OVER HOUSING')],
    [
      '4.6 business, capital and activity unknown',
      [company(undefined, undefined)],
      three,
      all('UNKNOWN BUSINESS'),
    ],
    ['company, paid-in 3,000,000', [company(3_000_000n, 'true')], three, all('WITHIN')],
    ['company, paid-in 3,000,001', [company(3_000_001n, 'true')], three, all('OVER BUSINESS')],
    ['the same company, not active', [company(3_000_001n, 'false')], three, all('WITHIN')],
    [
      'a second home with a share of 25 %',
      [home('a', '9000'), home('b', '9000', { shareBp: 2_500 })],
      three,
      all('WITHIN'),
    ],
    [
      'one residence and one shop',
      [home('a', '6000'), asset('a', 'shop')],
      three,
      all('OVER NON_RESIDENTIAL'),
    ],
    ['two homes, one area unknown', [home('a', '4400'), home('b', undefined)], three, all('UNKNOWN HOUSING')],
    [
      'a second home that is unsafe (grade D)',
      [
        home('a', '9000'),
        home('b', '9000', { itemKey: 'old-house' }),
        state('b', 'houseUnsafe', '2025-01-01', { attributes: { grade: 'D', itemKey: 'old-house' } }, 'HOU'),
      ],
      three,
      all('WITHIN'),
    ],
    [
      'machinery of 50,000 in all',
      [asset('a', 'machineryLarge', { valueFen: 5_000_000n }, 'AGR')],
      three,
      all('WITHIN'),
    ],
    [
      'a fen more',
      [
        asset('a', 'machineryLarge', { valueFen: 5_000_000n }, 'AGR'),
        asset('b', 'machineryLarge', { valueFen: 1n }, 'AGR'),
      ],
      three,
      all('OVER MACHINERY'),
    ],
    ['a home that is gone', [home('a', '9000'), home('b', '9000', { count: 0 })], three, all('WITHIN')],
    [
      'BANK has not answered: what is otherwise within is unknown',
      [home('a', '6000')],
      { ...three, missingSources: [{ personKey: key('a'), agency: 'BANK' }] },
      all('UNKNOWN SOURCE_MISSING'),
    ],
    [
      'BANK has not answered, but there is a car',
      [asset('b', 'passengerCar', {}, 'PSB')],
      { ...three, missingSources: [{ personKey: key('a'), agency: 'BANK' }] },
      all('OVER VEHICLE'),
    ],
  ])('%s', (_name, facts, ask, expected) => {
    expect(verdicts(facts, ask)).toEqual(expected);
  });

  it('4.5 two homes of a family of three have 29.33 m² a head', () => {
    expect((88 / 3).toFixed(2)).toBe('29.33');
    expect(printed(means([deposit('a', 800_000n)], three).household?.property.financialAssetsPerHead)).toBe(
      266_667n,
    );
  });

  it('more money never brings a household back within the limits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 9_000_000n }),
        fc.bigInt({ min: 0n, max: 9_000_000n }),
        (fen, more) => {
          const over = (value: bigint): number =>
            verdicts([deposit('a', value)], two).filter((v) => v !== 'WITHIN').length;
          expect(over(fen + more)).toBeGreaterThanOrEqual(over(fen));
        },
      ),
    );
  });
});
