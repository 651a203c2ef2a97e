import { isDatasetOf } from './dataset.rules.js';

describe('the name of a dataset', () => {
  it.each([
    ['TAX', 'TAX'],
    ['TAX', 'TAX.wages'],
    ['NR', 'NR.realEstate'],
    ['assistance', 'assistance.statuses'],
    ['TAX', `TAX.${'a'.repeat(40)}`],
  ])('%s may say %s', (agency, dataset) => {
    expect(isDatasetOf(agency, dataset)).toBe(true);
  });

  it.each([
    ['another agency’s', 'HRSS.wages'],
    ['an ID number behind a letter', 'TAX.A510802198502149011'],
    ['an account behind a word', 'TAX.wages6222021234567890123'],
    ['a digit', 'TAX.wages2025'],
    ['a name', 'TAX.王小明'],
    ['no word', 'TAX.'],
    ['two words', 'TAX.wages.monthly'],
    ['a hyphen', 'TAX.wages-monthly'],
    ['a capital', 'TAX.Wages'],
    ['a line more', 'TAX.wages\n'],
    ['41 letters', `TAX.${'a'.repeat(41)}`],
    ['none', ''],
    ['the word alone', 'wages'],
  ])('TAX may not say %s', (_name, dataset) => {
    expect(isDatasetOf('TAX', dataset)).toBe(false);
  });
});
