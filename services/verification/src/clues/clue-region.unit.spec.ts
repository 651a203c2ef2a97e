import type { HouseholdOnRecord } from '../households/household.store.js';
import { clueRegion, type CluePlace } from './clue-region.js';

const household = { service: 'assistance', region: '510802001001' } as HouseholdOnRecord;
const place = (changes: Partial<CluePlace>): CluePlace => ({
  department: 'assistance',
  household: undefined,
  payerRegion: undefined,
  residence: {},
  ...changes,
});

describe('where a clue goes', () => {
  it.each<[string, Partial<CluePlace>, string]>([
    [
      'the department’s own household',
      { household, payerRegion: '510811', residence: { registered: '510804001' } },
      '510802001',
    ],
    [
      'a household of that department in a county',
      { household: { ...household, region: '510802' } },
      '510802',
    ],
    [
      'the registered residence, where the household is another department’s',
      {
        ...{ department: 'eldercare', household, payerRegion: '510811001' },
        residence: { registered: '510804001002', permitted: '510811002' },
      },
      '510804001',
    ],
    [
      'the registered residence, where there is no household',
      { residence: { registered: '510804001002' } },
      '510804001',
    ],
    [
      'the county that pays, else',
      { department: 'eldercare', household, payerRegion: '510811001' },
      '510811',
    ],
    ['the county of the household, else', { department: 'eldercare', household }, '510802'],
    [
      'the county that pays, where somebody is registered in another province',
      { payerRegion: '510811001', residence: { registered: '500117001' } },
      '510811',
    ],
    [
      'where the permit holds, of who is registered in another province',
      { payerRegion: '510811001', residence: { registered: '500117001', permitted: '510804002001' } },
      '510804002',
    ],
    [
      'the county that pays, where the permit is of another province too',
      { payerRegion: '510811001', residence: { registered: '500117001', permitted: '500112001' } },
      '510811',
    ],
    [
      'where the permit holds, where no registration is told',
      { residence: { permitted: '510804002001' } },
      '510804002',
    ],
  ])('is %s', (_what, changes, region) => {
    expect(clueRegion(place(changes))).toBe(region);
  });

  it('is not known where nothing is', () => {
    expect(() => clueRegion(place({}))).toThrow(RangeError);
  });
});
