import type { HouseholdMember, Relation } from '@minzheng/kernel/means-test';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { ASSISTANCE_ROWS } from '../requests/test/households.js';
import { givingWay, type NamedHousehold } from './giving-way.rules.js';

const named = (
  personKey: string,
  relation: Relation,
  rest: Partial<HouseholdMember> = {},
): HouseholdMember => ({
  ...{ personKey, relation, birthDate: '1990-03-01', study: 'NONE' as const },
  ...rest,
});
const household = (...members: readonly HouseholdMember[]): NamedHousehold => ({
  ...{ region: '510802001', members },
});
const CHILD = { birthDate: '2015-05-01' };
const OWN = household(named('son', 'APPLICANT'), named('wife', 'SPOUSE'), named('child', 'CHILD', CHILD));
const parents = (...others: readonly HouseholdMember[]): NamedHousehold =>
  household(named('father', 'APPLICANT'), named('mother', 'SPOUSE'), ...others);

describe('a household of which another one names a person', () => {
  const rules = { book: new PolicyBook(ASSISTANCE_ROWS), today: '2025-07-15' };
  const givesWay = (other: NamedHousehold, by = rules): boolean =>
    givingWay([OWN], [other], by).includes(OWN);

  it.each<[string, NamedHousehold]>([
    ['an applicant', household(named('son', 'APPLICANT'))],
    ['a spouse', household(named('other', 'APPLICANT'), named('wife', 'SPOUSE'))],
    [
      'who lives with them for twelve months',
      parents(named('son', 'CHILD', { livesTogetherSince: '2024-07-15' })),
    ],
    ['another relative of that kind', parents(named('wife', 'OTHER', { livesTogetherSince: '2020-01-01' }))],
  ])('gives way where its applicant or spouse is sure to count there: %s', (_whom, other) => {
    expect(givesWay(other)).toBe(true);
  });

  it.each<[string, NamedHousehold]>([
    ['a grown child', parents(named('son', 'CHILD'))],
    ['a grown child who studies', parents(named('son', 'CHILD', { study: 'BACHELOR' }))],
    ['a parent', parents(named('wife', 'PARENT'))],
    [
      'a grown child and his family',
      parents(named('son', 'CHILD'), named('wife', 'OTHER'), named('child', 'GRANDCHILD', CHILD)),
    ],
    [
      'who lives with them for less than twelve months',
      parents(named('son', 'CHILD', { livesTogetherSince: '2024-07-16' })),
    ],
    ['the child, whom both count', parents(named('child', 'CHILD', CHILD))],
    ['nobody', parents()],
  ])('goes on where nothing is sure of its applicant and spouse: %s', (_whom, other) => {
    expect(givesWay(other)).toBe(false);
  });

  it('is judged by the rows of the region of the other, and the day', () => {
    const months = ASSISTANCE_ROWS.filter(({ key }) => key === 'assistance.household.coResidenceMonths').map(
      (row): PolicyRow => ({ ...row, id: `${row.id}, longer`, regionPrefix: '510822', value: 24 }),
    );
    const book = new PolicyBook([...ASSISTANCE_ROWS, ...months]);
    const here = parents(named('son', 'CHILD', { livesTogetherSince: '2024-01-01' }));
    const there = { ...here, region: '510822001' };
    expect(givesWay(here, { ...rules, book })).toBe(true);
    expect(givesWay(there, { ...rules, book })).toBe(false);
    expect(givesWay(there, { book, today: '2026-01-01' })).toBe(true);
  });

  it.each<[string, PolicyBook, string]>([
    ['is missing', rules.book, '530102001'],
    [
      'is malformed',
      new PolicyBook(
        ASSISTANCE_ROWS.map((row) =>
          row.key === 'assistance.household.coResidenceMonths' ? { ...row, value: 'twelve' } : row,
        ),
      ),
      '510802001',
    ],
  ])('gives way by anybody where a row %s', (_how, book, region) => {
    expect(givesWay({ ...parents(named('son', 'CHILD')), region }, { ...rules, book })).toBe(true);
  });

  it('is found among many', () => {
    const ofStranger = household(named('stranger', 'APPLICANT'));
    const all = [OWN, ofStranger, parents()];
    expect(givingWay(all, [parents(named('son', 'CHILD')), ofStranger], rules)).toEqual([ofStranger, all[2]]);
  });
});
