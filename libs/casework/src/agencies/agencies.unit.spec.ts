import { agencyInWords, isDatasetCode } from './agencies.js';

describe('the agencies of the catalogue', () => {
  it.each(['CORE', 'INS', 'TAX', 'TAX.wages', 'NR.realEstate'])('%s is a dataset code', (code) => {
    expect(isDatasetCode(code)).toBe(true);
  });

  it.each(['FOO', 'FOO.wages', 'core', 'CORE.wages', 'TAX.', 'TAX.Wages', 'TAX wages', ''])(
    '"%s" is none',
    (code) => {
      expect(isDatasetCode(code)).toBe(false);
    },
  );

  it('are told in both languages', () => {
    expect(agencyInWords('BANK')).toEqual({ zh: '银行', en: 'banks' });
    expect(agencyInWords('XYZ')).toEqual({ zh: 'XYZ', en: 'XYZ' });
  });
});
