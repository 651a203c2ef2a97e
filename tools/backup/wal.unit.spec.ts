import { brokenAt, reachOf, removableFrom, segmentsBetween } from './wal.rules.mjs';

const MEBIBYTES_16 = 16 * 1_048_576;
const seg = (number: string, timeline = '00000001') => `${timeline}${number.padStart(16, '0')}`;

describe('segments of the write-ahead log', () => {
  it('are counted on into the next log', () => {
    expect(segmentsBetween(seg('FE'), seg('100000001'), MEBIBYTES_16)).toEqual([
      seg('FE'),
      seg('FF'),
      seg('100000000'),
      seg('100000001'),
    ]);
    // a log has as many as fit into 4 GiB
    expect(segmentsBetween(seg('3E'), seg('100000000'), 4 * MEBIBYTES_16)).toEqual([
      seg('3E'),
      seg('3F'),
      seg('100000000'),
    ]);
  });

  it.each([
    ['none', [], undefined, undefined],
    ['all', ['3', '4', '5'], '5', undefined],
    ['one is missing', ['3', '5'], '3', '4'],
    ['the first is missing', ['4'], undefined, '3'],
    ['others are older', ['1', '3', '4'], '4', undefined],
  ])('reach so far: %s', (_, held, last, gap) => {
    const reach = reachOf(
      held.map((number) => seg(number)),
      seg('3'),
      MEBIBYTES_16,
    );
    expect(reach).toEqual({ last: last && seg(last), gap: gap && seg(gap) });
  });

  it('reach on into the timeline of a restore', () => {
    const names = [seg('3'), seg('4'), '00000002.history', seg('4', '00000002'), seg('5', '00000002')];
    expect(reachOf(names, seg('3'), MEBIBYTES_16)).toEqual({ last: seg('5', '00000002'), gap: undefined });
  });

  it('go when no copy needs them, on whichever timeline; histories stay', () => {
    const names = [
      ...[
        seg('1'),
        seg('2'),
        `${seg('2')}.00000028.backup`,
        seg('3'),
        `${seg('3')}.00000028.backup`,
        seg('4'),
      ],
      ...['00000002.history', seg('2', '00000002'), seg('3', '00000002'), 'archtemp.0000'],
    ];
    expect(removableFrom(names, seg('3'))).toEqual([
      seg('1'),
      seg('2'),
      `${seg('2')}.00000028.backup`,
      seg('2', '00000002'),
    ]);
  });

  const ended = (lastRead: string, lastRecord: string, timeline = '00000001') => ({
    ...{ lastRead: seg(lastRead, timeline), lastRecord },
  });

  it.each([
    ['ended with the archive', ['3', '4'], ended('4', '0/4000028'), undefined],
    ['ended before its end', ['3', '4', '5'], ended('4', '0/4000028'), '4'],
    ['ended in a record that goes over into the last segment', ['3', '4', '5'], ended('5', '0/4FFFF98'), '4'],
    ['ended in the next log', ['FF', '100000000', '100000001'], ended('100000000', '1/28'), '100000000'],
  ])('of which a recovery %s', (_, held, recovery, broken) => {
    const names = held.map((number) => seg(number));
    for (const target of ['latest', '1'])
      expect(brokenAt(names, target, recovery, MEBIBYTES_16)).toBe(broken && seg(broken));
  });

  it('of an earlier timeline may go on behind the place where it was left', () => {
    const names = [seg('3'), seg('4'), seg('5'), '00000002.history'];
    expect(brokenAt(names, 'latest', ended('4', '0/4000028'), MEBIBYTES_16)).toBeUndefined();
    expect(brokenAt(names, '1', ended('4', '0/4000028'), MEBIBYTES_16)).toBe(seg('4'));
    const followed = [...names, seg('4', '00000002'), seg('5', '00000002')];
    const onIt = ended('4', '0/4000028', '00000002');
    expect(brokenAt(followed, 'latest', onIt, MEBIBYTES_16)).toBe(seg('4', '00000002'));
  });
});
