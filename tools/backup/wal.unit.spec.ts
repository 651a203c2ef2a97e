import { reachOf, removableFrom, segmentsBetween } from './wal.rules.mjs';

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
});
