import fc from 'fast-check';
import { addDays, ageOn } from '../months/index.js';
import { fictitiousPeople, parseIdNumber, UNASSIGNED_REGION } from './index.js';

const seeds = fc.string({ maxLength: 20 });
const days = fc.integer({ min: 0, max: 5_000 }).map((count) => addDays('2018-01-01', count));

describe('fictitiousPeople', () => {
  it('have valid numbers, which say what the person is, of a region that does not exist', () => {
    fc.assert(
      fc.property(seeds, days, (seed, today) => {
        for (const { idNumber, birthDate, sex } of fictitiousPeople(seed, 20, today)) {
          const regionCode = UNASSIGNED_REGION;
          expect(parseIdNumber(idNumber, today)).toEqual({ ok: true, idNumber, birthDate, sex, regionCode });
        }
      }),
    );
  });

  it('are of age or not throughout the year; every fourth is a child', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2018, max: 2035 }), (seed, year) => {
        const people = fictitiousPeople(seed, 20, `${year}-07-01`);
        for (const { birthDate, age } of people) {
          const [first, last] = [ageOn(birthDate, `${year}-01-01`), ageOn(birthDate, `${year}-12-31`)];
          expect(age === 'ADULT' ? first >= 18 : last < 18).toBe(true);
        }
        expect(people.filter(({ age }) => age === 'CHILD')).toHaveLength(5);
      }),
    );
  });

  it('are the same for a seed throughout a year, and others for another seed', () => {
    const people = fictitiousPeople('demo', 40, '2025-01-01');
    expect(fictitiousPeople('demo', 40, '2025-12-31')).toEqual(people);
    expect(fictitiousPeople('demo', 10, '2025-05-12')).toEqual(people.slice(0, 10));
    const numbers = new Set(
      [...people, ...fictitiousPeople('other', 40, '2025-05-12')].map((p) => p.idNumber),
    );
    expect(numbers.size).toBe(80);
  });

  it('are nobody where none is asked for', () => {
    expect(fictitiousPeople('demo', 0, '2025-05-12')).toEqual([]);
  });
});
