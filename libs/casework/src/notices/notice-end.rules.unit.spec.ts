import { noticeEndsOn } from './notice-end.rules.js';

describe('R18: the end of a notice', () => {
  it.each([
    ['18.6', '2025-05-23', '2025-05-30'],
    ['18.6 a holiday does not move it', '2025-09-30', '2025-10-07'],
    ['over the end of the year', '2025-12-28', '2026-01-04'],
  ])('%s: posted on %s', (_id, postedOn, expected) => {
    expect(noticeEndsOn(postedOn, 7)).toBe(expected);
  });
});
