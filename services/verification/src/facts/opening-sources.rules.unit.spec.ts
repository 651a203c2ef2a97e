import type { EconomicFact } from '@minzheng/kernel/means-test';
import { openingSources } from './opening-sources.rules.js';

const deposit = (agency: string) =>
  ({ type: 'ASSET', kind: 'deposit', source: { agency, dataset: agency, recordKey: '1' } }) as EconomicFact;

describe('what opens a fact', () => {
  it.each([
    ['BANK', 'BANK', true],
    ['BANK', 'SEC', false],
    ['verification', 'BANK', true],
    ['verification', 'verification', false],
    ['verification', 'PSB', false],
  ])('of %s, %s opens it: %s', (agency, source, expected) => {
    expect(openingSources(deposit(agency)).includes(source)).toBe(expected);
  });
});
