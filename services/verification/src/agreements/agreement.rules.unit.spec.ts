import { kindsOf } from '@minzheng/kernel/means-test';
import { agreementFor } from './agreement.rules.js';
import { DATASETS, datasetOf, kindsOfAgency } from './dataset.data.js';
import { SHIPPED_AGREEMENTS } from './shipped-agreements.data.js';

const whole = { id: 'whole', dataset: 'TAX', validFrom: '2025-01-01', validTo: '2025-12-31' };
const part = { id: 'part', dataset: 'TAX.wages', validFrom: '2025-03-01', validTo: '2025-06-30' };

describe('the agreement for a dataset', () => {
  it.each<[string, string, string, string | undefined]>([
    ['its own goes before that of the agency', 'TAX.wages', '2025-04-01', 'part'],
    ['on the last day of its own', 'TAX.wages', '2025-06-30', 'part'],
    ['on the day after', 'TAX.wages', '2025-07-01', 'whole'],
    ['another dataset of the agency', 'TAX.dividends', '2025-04-01', 'whole'],
    ['the agency as a whole', 'TAX', '2025-04-01', 'whole'],
    ['before the first day', 'TAX', '2024-12-31', undefined],
    ['after the last day', 'TAX', '2026-01-01', undefined],
    ['an agency whose code begins alike', 'TAXES', '2025-04-01', undefined],
  ])('%s', (_, dataset, today, expected) => {
    expect(agreementFor([whole, part], dataset, today)?.id).toBe(expected);
  });

  it('of a part does not cover the whole', () => {
    expect(agreementFor([part], 'TAX', '2025-04-01')).toBeUndefined();
  });
});

describe('the data catalogue', () => {
  const inbound = DATASETS.filter(({ direction }) => direction === 'IN');

  it('names each agency once, with every kind that the registry grants it, each by one name', () => {
    expect(inbound).toHaveLength(22);
    for (const { code, kinds } of inbound) {
      expect(kinds.length).toBeGreaterThan(0);
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(kinds).toEqual(kindsOfAgency(code));
    }
    expect(kindsOfAgency('TAX')).toEqual(expect.arrayContaining(kindsOf('INCOME', 'TAX')));
  });

  it('knows which need consent', () => {
    const gated = inbound.filter(({ consentGated }) => consentGated).map(({ code }) => code);
    expect(gated.toSorted()).toEqual(['AMR', 'BANK', 'HPF', 'INS', 'MCN', 'SEC', 'UTIL']);
  });

  it('finds a part under its agency, and no data product among what agencies send', () => {
    expect(datasetOf('TAX.wages', 'IN')?.code).toBe('TAX');
    expect(datasetOf('verification.categories', 'IN')).toBeUndefined();
    expect(datasetOf('XYZ', 'IN')).toBeUndefined();
  });
});

describe('agreements that are shipped', () => {
  it('have ids that are always the same, and never overlap', () => {
    const places = SHIPPED_AGREEMENTS.map(
      ({ agency, dataset, direction }) => `${agency} ${dataset.code} ${direction}`,
    );
    expect(new Set(places).size).toBe(places.length);
    expect(new Set(SHIPPED_AGREEMENTS.map(({ id }) => id)).size).toBe(places.length);
    const tax = SHIPPED_AGREEMENTS.find(({ agency, direction }) => agency === 'TAX' && direction === 'IN');
    expect(tax?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  it('let a department ask for its own purpose only', () => {
    const ofHousing = SHIPPED_AGREEMENTS.filter(
      ({ agency, direction }) => agency === 'HOU' && direction === 'OUT',
    );
    expect(new Set(ofHousing.flatMap(({ purposes }) => purposes))).toEqual(new Set(['HOUSING_AID']));
  });
});
