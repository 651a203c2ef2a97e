import type { EconomicFact, StatusKind } from '@minzheng/kernel/means-test';
import { addDays, addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import fc from 'fast-check';
import { CHILD, HEAD, member, PARENT, SPOUSE, status, TODAY } from './scene-kit.js';

/** A couple with a child at school and a parent of theirs. */
export const familyOf = (births: { readonly child: CivilDate; readonly parent: CivilDate }) => [
  member(HEAD, 'APPLICANT', '1961-03-01'),
  member(SPOUSE, 'SPOUSE', '1962-04-01'),
  member(CHILD, 'CHILD', births.child, { study: 'SCHOOL' }),
  member(PARENT, 'PARENT', births.parent, { livesTogetherSince: '2010-01-01' }),
];

/** So many days from today. */
export const anyDay = (min: number, max: number): fc.Arbitrary<CivilDate> =>
  fc.integer({ min, max }).map((days) => addDays(TODAY, days));

/** So many months from this one. */
export const anyMonth = (min: number, max: number): fc.Arbitrary<Month> =>
  fc.integer({ min, max }).map((months) => addMonths(monthOf(TODAY), months));

/** A status that has begun and, where its last day comes after the first, ends. */
export const anyStatus = (
  person: fc.Arbitrary<string>,
  day: fc.Arbitrary<CivilDate>,
  kinds: readonly StatusKind[],
  attributes: readonly Readonly<Record<string, string>>[],
): fc.Arbitrary<EconomicFact> =>
  fc
    .tuple(person, fc.constantFrom(...kinds), day, fc.constantFrom(...attributes), fc.option(day))
    .map(([who, kind, from, told, to]) =>
      status(who, kind, from, { agency: 'PSB', attributes: told, ...(to !== null && to > from && { to }) }),
    );
