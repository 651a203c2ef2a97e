import type { AgreedPurposes } from './agreed-purposes.rules.js';
import { ALL_MAY_BE_USED, monitoringUse } from './monitoring-use.js';

const agreement = (dataset: string, ...purposes: string[]): AgreedPurposes => ({
  ...{ agency: dataset.split('.')[0]!, dataset, purposes },
});
const source = (dataset: string) => ({ agency: dataset.split('.')[0]!, dataset });

describe('what agreements let monitoring use', () => {
  it('is all, where none of them limits it', () => {
    for (const agreements of [[], [agreement('TAX')], [agreement('TAX', 'MONITORING', 'DIBAO')]]) {
      expect(monitoringUse(agreements)).toBe(ALL_MAY_BE_USED);
    }
  });

  it.each<[string, AgreedPurposes[], string, boolean]>([
    ['of an agency that has agreed to checks only', [agreement('TAX', 'DIBAO')], 'TAX.wages', false],
    ['of another agency', [agreement('TAX', 'DIBAO')], 'NR.homes', true],
    ['of a service, which has no agreement', [agreement('TAX', 'DIBAO')], 'assistance.awards', true],
    [
      'of a dataset beside one that is limited',
      [agreement('TAX.wages', 'DIBAO'), agreement('TAX.rents')],
      'TAX.rents',
      true,
    ],
    ['of the limited one', [agreement('TAX.wages', 'DIBAO'), agreement('TAX.rents')], 'TAX.wages', false],
    [
      'what is said of all datasets, of which one is limited',
      [agreement('TAX.wages', 'DIBAO'), agreement('TAX.rents')],
      'TAX',
      false,
    ],
  ])('%s', (_name, agreements, dataset, expected) => {
    const use = monitoringUse(agreements);
    expect(use.allows(source(dataset))).toBe(expected);
    // the second answer is remembered
    expect(use.allows(source(dataset))).toBe(expected);
    expect([...use.withheld]).toEqual(['TAX']);
  });
});
