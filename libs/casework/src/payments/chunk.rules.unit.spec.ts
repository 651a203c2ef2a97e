import { wholeSubjects } from './chunk.rules.js';

const rows = (...subjects: [string, number][]) =>
  subjects.map(([subject_id, events]) => ({ subject_id, events }));

describe('a chunk of whole subjects', () => {
  it.each([
    ['all that fits', rows(['a', 2], ['a', 3], ['b', 4]), 9, 3],
    ['up to the subject that does not fit', rows(['a', 2], ['a', 3], ['b', 4]), 8, 2],
    ['no part of a subject', rows(['a', 2], ['b', 3], ['b', 4]), 6, 1],
    ['the first subject, however much it is', rows(['a', 20], ['a', 3], ['b', 4]), 8, 2],
    ['nothing of nothing', rows(), 8, 0],
  ])('has %s', (_what, of, most, count) => {
    expect(wholeSubjects(of, most)).toEqual(of.slice(0, count));
  });
});
