import type { IncomeFact, StatusFact, StatusKind } from '@minzheng/kernel/means-test';
import fc from 'fast-check';
import { CATEGORIES, type Category } from '../indicators/categories.rules.js';
import {
  categoryPeriods,
  emptySince,
  nextChangeOn,
  openCategories,
  type CategorizedPerson,
} from './category.rules.js';

const statusOf = (kind: StatusKind, from: string, to?: string, agency = 'assistance'): StatusFact => ({
  factId: `${kind} ${from}`,
  personKey: 'p',
  source: { agency, dataset: agency, recordKey: `${kind} ${from}` },
  quality: 'REGISTERED',
  observedAt: '2025-01-01T00:00:00Z',
  recordedAtMicros: 1n,
  retracted: false,
  type: 'STATUS',
  kind,
  days: to === undefined ? { from } : { from, to },
  attributes: {},
});

const paid = (programme: string, month: string, agency = 'assistance') => ({
  month,
  amountFen: 10_000n,
  stale: false,
  programme,
  fact: { source: { agency, dataset: agency, recordKey: month } } as IncomeFact,
});

const person = (
  statuses: readonly StatusFact[],
  payments: readonly ReturnType<typeof paid>[] = [],
): CategorizedPerson => ({ statuses, payments }) as CategorizedPerson;

describe('the 12 categories of the monitored population', () => {
  const byStatus: readonly (readonly [Category, StatusKind])[] = [
    ['dibao', 'dibao'],
    ['tekun', 'tekun'],
    ['edge', 'edge'],
    ['rigid', 'rigid'],
    ['relapseMonitored', 'relapseMonitored'],
    ['orphan', 'orphan'],
    ['deFactoUnattended', 'deFactoUnattended'],
    ['gradualExit', 'gradualExit'],
    ['otherHardship', 'seriousIllness'],
    ['otherHardship', 'disasterAffected'],
    ['otherHardship', 'unemployedRegistered'],
  ];

  it.each(byStatus)('%s is open while %s holds, and not on the day of its end', (category, kind) => {
    const periods = categoryPeriods(person([statusOf(kind, '2025-03-10', '2025-06-01')]));
    const isOpen = (day: string) => openCategories(periods, day).includes(category);
    expect([isOpen('2025-03-09'), isOpen('2025-03-10'), isOpen('2025-05-31'), isOpen('2025-06-01')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['disabledOnSubsidy', 'DISABILITY_LIVING', '2025-07-31', '2025-08-01'],
    ['disabledOnSubsidy', 'DISABILITY_CARE', '2025-07-31', '2025-08-01'],
    ['temporaryAid', 'TEMP_AID', '2026-04-30', '2026-05-01'],
    ['preferentialHardship', 'VETERAN_HARDSHIP_GRANT', '2026-04-30', '2026-05-01'],
    ['preferentialHardship', 'VETERAN_ELDERLY_HARDSHIP', '2026-04-30', '2026-05-01'],
  ] as const)('%s follows %s from the month paid to %s', (category, programme, last, ended) => {
    const periods = categoryPeriods(person([], [paid(programme, '2025-05')]));
    expect(openCategories(periods, '2025-04-30')).toEqual([]);
    expect(openCategories(periods, '2025-05-01')).toEqual([category]);
    expect(openCategories(periods, last)).toEqual([category]);
    expect(openCategories(periods, ended)).toEqual([]);
  });

  it('is one period while payments go on, of whom paid first', () => {
    const months = ['2025-01', '2025-02', '2025-03', '2025-08'];
    expect(
      categoryPeriods(
        person(
          [],
          months.map((month) => paid('DISABILITY_CARE', month)),
        ),
      ),
    ).toEqual([
      { category: 'disabledOnSubsidy', from: '2025-01-01', to: '2025-06-01', source: 'assistance' },
      { category: 'disabledOnSubsidy', from: '2025-08-01', to: '2025-11-01', source: 'assistance' },
    ]);
  });

  it('is gradual exit for twelve months after dibao has ended, or until dibao begins again', () => {
    const ended = categoryPeriods(person([statusOf('dibao', '2024-01-01', '2025-02-01')]));
    expect(openCategories(ended, '2025-01-31')).toEqual(['dibao']);
    expect(openCategories(ended, '2025-02-01')).toEqual(['gradualExit']);
    expect(openCategories(ended, '2026-01-31')).toEqual(['gradualExit']);
    expect(openCategories(ended, '2026-02-01')).toEqual([]);
    const again = categoryPeriods(
      person([statusOf('dibao', '2024-01-01', '2025-02-01'), statusOf('dibao', '2025-04-01')]),
    );
    expect(openCategories(again, '2025-03-31')).toEqual(['gradualExit']);
    expect(openCategories(again, '2025-04-01')).toEqual(['dibao']);
  });

  it('has dibao and gradual exit side by side, and no gap where one dibao follows the other', () => {
    const both = categoryPeriods(
      person([statusOf('dibao', '2024-01-01'), statusOf('gradualExit', '2025-03-01', '2025-09-01')]),
    );
    expect(openCategories(both, '2025-03-01')).toEqual(['dibao', 'gradualExit']);
    const renewed = person([statusOf('dibao', '2024-01-01', '2025-01-01'), statusOf('dibao', '2025-01-01')]);
    expect(categoryPeriods(renewed)).toEqual([
      { category: 'dibao', from: '2024-01-01', source: 'assistance' },
    ]);
  });

  it('says when something changes though no fact comes, and since when nothing is open', () => {
    const periods = categoryPeriods(
      person([statusOf('edge', '2025-01-01', '2025-05-01'), statusOf('rigid', '2025-07-01', '2025-08-01')]),
    );
    expect(nextChangeOn(periods, '2025-05-01')).toBe('2025-07-01');
    expect(nextChangeOn(periods, '2025-08-01')).toBeUndefined();
    expect(emptySince(periods, '2025-06-15')).toBe('2025-05-01');
    expect(emptySince(periods, '2025-07-15')).toBeUndefined();
    expect(emptySince(periods, '2024-12-31')).toBeUndefined();
  });

  it('is the same in whatever order facts come, and changes on no other day than the next change', () => {
    const days = ['2025-01-01', '2025-02-15', '2025-03-31', '2025-06-01', '2025-12-31'];
    const statuses = fc.array(
      fc
        .tuple(
          fc.constantFrom<StatusKind>('dibao', 'edge', 'gradualExit', 'seriousIllness', 'orphan'),
          fc.constantFrom(...days),
          fc.option(fc.constantFrom(...days), { nil: undefined }),
        )
        .map(([kind, from, to]) => statusOf(kind, from, to)),
      { maxLength: 6 },
    );
    const payments = fc.array(
      fc
        .tuple(
          fc.constantFrom('TEMP_AID', 'DISABILITY_CARE'),
          fc.constantFrom('2025-01', '2025-03', '2025-11'),
        )
        .map(([programme, month]) => paid(programme, month)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(statuses, payments, fc.constantFrom(...days), (told, sums, day) => {
        const periods = categoryPeriods(person(told, sums));
        const open = openCategories(periods, day);
        expect(openCategories(categoryPeriods(person(told.toReversed(), sums.toReversed())), day)).toEqual(
          open,
        );
        expect(open).toEqual(CATEGORIES.filter((category) => open.includes(category)));
        const next = nextChangeOn(periods, day) ?? '2027-06-01';
        for (const later of [...days, '2026-01-15', '2026-12-31']) {
          if (day < later && later < next) expect(openCategories(periods, later)).toEqual(open);
        }
      }),
    );
  });
});
