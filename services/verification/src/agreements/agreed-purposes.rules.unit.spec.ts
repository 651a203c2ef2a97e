import { agreedUse, type AgreedPurposes } from './agreed-purposes.rules.js';

const agreement = (dataset: string, ...purposes: string[]): AgreedPurposes => ({
  ...{ agency: dataset.split('.')[0]!, dataset, purposes },
});
const wages = { agency: 'TAX', dataset: 'TAX.wages' };

describe('what agreements allow', () => {
  it.each<[string, AgreedPurposes[], string[], [boolean, boolean]]>([
    ['nothing is limited', [], ['DIBAO'], [true, true]],
    ['of somebody else something is', [agreement('NR', 'EDGE')], ['DIBAO'], [true, true]],
    ['the purpose is named', [agreement('TAX', 'DIBAO', 'EDGE')], ['DIBAO'], [true, true]],
    ['one of the purposes is not', [agreement('TAX', 'DIBAO')], ['DIBAO', 'EDGE'], [false, false]],
    ['the dataset is not for it', [agreement('TAX.wages', 'EDGE')], ['DIBAO'], [false, false]],
    [
      'another dataset is not',
      [agreement('TAX.wages'), agreement('TAX.rents', 'EDGE')],
      ['DIBAO'],
      [true, false],
    ],
    [
      'all datasets are, whatever one says',
      [agreement('TAX'), agreement('TAX.rents', 'EDGE')],
      ['DIBAO'],
      [true, true],
    ],
  ])('%s', (_case, agreements, purposes, expected) => {
    const use = agreedUse(agreements, purposes);
    expect([use.dataset(wages), use.agency('TAX')]).toEqual(expected);
  });
});
