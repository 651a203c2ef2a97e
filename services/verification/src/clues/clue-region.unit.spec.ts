import type { HouseholdOnRecord } from '../households/household.store.js';
import { clueRegion, type CluePlace } from './clue-region.js';

const household = { service: 'assistance', region: '510802001001' } as HouseholdOnRecord;
const place = (changes: Partial<CluePlace>): CluePlace => ({
  department: 'assistance',
  household: undefined,
  payerRegion: undefined,
  registered: undefined,
  ...changes,
});

describe('where a clue goes', () => {
  it.each<[string, Partial<CluePlace>, string]>([
    [
      'the department’s own household',
      { household, payerRegion: '510811', registered: '510804001' },
      '510802001',
    ],
    [
      'a household of that department in a county',
      { household: { ...household, region: '510802' } },
      '510802',
    ],
    [
      'the registered residence, where the household is another department’s',
      { department: 'eldercare', household, payerRegion: '510811001', registered: '510804001002' },
      '510804001',
    ],
    ['the registered residence, where there is no household', { registered: '510804001002' }, '510804001'],
    [
      'the county that pays, else',
      { department: 'eldercare', household, payerRegion: '510811001' },
      '510811',
    ],
    ['the county of the household, else', { department: 'eldercare', household }, '510802'],
    [
      'the county that pays, where somebody is registered in another province',
      { payerRegion: '510811001', registered: '500117001' },
      '510811',
    ],
  ])('is %s', (_what, changes, region) => {
    expect(clueRegion(place(changes))).toBe(region);
  });

  it('is not known where nothing is', () => {
    expect(() => clueRegion(place({}))).toThrow(RangeError);
  });
});
