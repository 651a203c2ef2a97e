import { requireItem, withoutLeftOut, type PeriodItem } from './means-item.rules.js';

const PERSON = '00000000-0000-8000-8000-000000000001';
const WAGE: PeriodItem = {
  ...{ personKey: PERSON, side: 'INCOME', kind: 'wage', amountFen: '150000' },
  ...{ fromMonth: '2025-01', toMonth: '2025-02' },
};
const problemOf = (item: object): unknown => {
  try {
    requireItem(item as PeriodItem, 'items.0', [PERSON]);
    return undefined;
  } catch (error) {
    const { options } = error as { options: { errors: { field: string; code: string }[] } };
    return options.errors.map(({ field, code }) => [field, code]);
  }
};

describe('an item of means', () => {
  it.each<[string, object]>([
    ['an income with its months', WAGE],
    ['an income of one month', { ...WAGE, toMonth: '2025-01' }],
    ['spending', { ...WAGE, side: 'EXPENDITURE', kind: 'tuition' }],
    ['what is owned, by its value', { personKey: PERSON, side: 'ASSET', kind: 'deposit', valueFen: '0' }],
    [
      'what is owned, by its number',
      { personKey: PERSON, side: 'ASSET', kind: 'residence', count: 0, valueFen: null },
    ],
  ])('may be %s', (_what, item) => {
    expect(problemOf(item)).toBeUndefined();
  });

  it.each<[string, object, string, string]>([
    ['of a stranger', { personKey: '00000000-0000-8000-8000-000000000002' }, 'personKey', 'is-member'],
    ['of a kind of another side', { kind: 'deposit' }, 'kind', 'is-kind'],
    ['of no kind', { kind: 'somethingNew' }, 'kind', 'is-kind'],
    ['without its sum', { amountFen: null }, 'amountFen', 'missing'],
    ['without its first month', { fromMonth: undefined }, 'fromMonth', 'missing'],
    ['without its last month', { toMonth: undefined }, 'toMonth', 'missing'],
    ['that ends before it begins', { toMonth: '2024-12' }, 'toMonth', 'min'],
    ['owned, and neither worth nor counted', { side: 'ASSET', kind: 'deposit' }, 'valueFen', 'missing'],
  ])('is refused %s', (_what, change, field, code) => {
    expect(problemOf({ ...WAGE, ...change })).toEqual([[`items.0.${field}`, code]]);
  });

  it('is stored without what was left out', () => {
    expect(withoutLeftOut({ ...WAGE, count: null, payerKey: undefined })).toEqual(WAGE);
  });
});
