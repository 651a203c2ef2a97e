import { copyFor, keptOf, readMoment } from './moment.rules.mjs';

const copy = (name: string, endedAt: string) => ({ name, endedAt });
const MONDAY = copy('monday', '2026-11-23T02:10:00.000Z');
const TUESDAY = copy('tuesday', '2026-11-24T02:12:00.500Z');
const ARCHIVE_END = new Date('2026-11-24T09:00:00Z');

describe('the moment to which a restore goes', () => {
  it.each(['2026-11-24T09:00:00Z', '2026-11-24T17:00:00.250+08:00'])('may be %s', (text) => {
    expect(readMoment(text)).toEqual(new Date(text));
  });

  it.each(['2026-11-24', '2026-11-24T09:00:00', '2026-13-24T09:00:00Z', 'yesterday', ''])(
    'is not %p',
    (text) => {
      expect(readMoment(text)).toBeUndefined();
    },
  );

  it.each([
    ['the end of the first copy', '2026-11-23T02:10:00Z', MONDAY],
    ['just before the end of the second', '2026-11-24T02:12:00.499Z', MONDAY],
    ['the end of the second', '2026-11-24T02:12:00.500Z', TUESDAY],
    ['the end of the archive', '2026-11-24T09:00:00Z', TUESDAY],
  ])('is reached from the newest copy that had ended: %s', (_, moment, expected) => {
    expect(copyFor([TUESDAY, MONDAY], new Date(moment), ARCHIVE_END)).toEqual({ copy: expected });
  });

  it('may be all that the archive holds', () => {
    expect(copyFor([MONDAY, TUESDAY], 'latest', undefined)).toEqual({ copy: TUESDAY });
  });

  it('is refused before the first copy and behind the archive, and what is possible is told', () => {
    const window = 'possible is from 2026-11-23T02:10:00.000Z to 2026-11-24T09:00:00.000Z';
    expect(copyFor([MONDAY, TUESDAY], new Date('2026-11-23T02:09:59Z'), ARCHIVE_END)).toEqual({
      refusal: expect.stringContaining(window),
    });
    expect(copyFor([MONDAY, TUESDAY], new Date('2026-11-24T09:00:01Z'), ARCHIVE_END)).toEqual({
      refusal: expect.stringContaining(`behind the end of the archive: ${window}`),
    });
    expect(copyFor([], 'latest', ARCHIVE_END)).toEqual({ refusal: 'there is no complete base copy' });
  });
});

describe('copies that are kept', () => {
  it.each([
    [1, ['tuesday'], ['monday']],
    [2, ['monday', 'tuesday'], []],
    [5, ['monday', 'tuesday'], []],
  ])('the newest %d', (keep, kept, removed) => {
    const choice = keptOf([TUESDAY, MONDAY], keep);
    expect(choice.kept.map(({ name }) => name)).toEqual(kept);
    expect(choice.removed.map(({ name }) => name)).toEqual(removed);
  });
});
