import fc from 'fast-check';
import { RegionCircle, RegionDirectory, type RegionRow } from './index.js';

const REFORM = '2019-12-24';
const BEFORE = '2019-12-23';
const LATER = '2025-05-12';

/** Lizhou as the reform of townships changed it, with a village that went another way than its township. */
const LIZHOU: RegionRow[] = [
  { code: '51', name: '四川省' },
  { code: '5108', name: '广元市' },
  { code: '510802', name: '利州区' },
  { code: '510802002', name: '嘉陵街道' },
  { code: '510802002010', name: '大塘村', from: REFORM },
  { code: '510802006', name: '上西街道' },
  { code: '510802006010', name: '联盟村', from: REFORM },
  { code: '510802103', name: '宝轮镇' },
  { code: '510802103020', name: '白田坝社区', from: REFORM },
  { code: '510802104', name: '赤化镇', to: REFORM, successor: '510802103' },
  { code: '510802104001', name: '白田坝社区', to: REFORM, successor: '510802103020' },
  { code: '510802104201', name: '张公村', to: REFORM, successor: '510802103' },
  { code: '510802106', name: '工农镇', to: REFORM, successor: '510802002' },
  { code: '510802106201', name: '大塘村', to: REFORM, successor: '510802002010' },
  { code: '510802106202', name: '联盟村', to: REFORM, successor: '510802006010' },
  { code: '510811', name: '昭化区' },
];
const directory = new RegionDirectory(LIZHOU);

describe('a code on a day', () => {
  it.each([
    ['510802104', BEFORE, '510802104'],
    ['510802104', REFORM, '510802103'],
    ['510802104001', BEFORE, '510802104001'],
    ['510802104001', LATER, '510802103020'],
    ['510802104201', LATER, '510802103'],
    ['510802106202', LATER, '510802006010'],
    ['510802103', LATER, '510802103'],
    // begins later, and has no single predecessor
    ['510802103020', BEFORE, '510802103020'],
    // newer than the data, in a township that stands, in one that was given up, and in an unknown prefecture
    ['510802103999', LATER, '510802103999'],
    ['510802104999', LATER, '510802103'],
    ['510902001001', LATER, '510902001001'],
    ['440305001', LATER, '440305001'],
  ])('%s on %s is %s', (code, date, standing) => {
    expect(directory.at(code, date)).toBe(standing);
    expect(directory.successorOf(code, date)).toBe(standing === code ? undefined : standing);
  });

  it('goes along a chain to what stands on the day', () => {
    const chain = new RegionDirectory([
      { code: '11', name: 'A', to: '2001-01-01', successor: '12' },
      { code: '12', name: 'B', to: '2002-01-01', successor: '13' },
      { code: '13', name: 'C' },
    ]);
    expect(['2000-12-31', '2001-12-31', '2002-01-01'].map((day) => chain.at('11', day))).toEqual([
      '11',
      '12',
      '13',
    ]);
  });

  it('is told by the name of that day when it got another one', () => {
    const renamed = new RegionDirectory([
      { code: '13', name: '河北省' },
      { code: '1305', name: '邢台市' },
      { code: '130502', name: '襄都区', from: '2020-06-05' },
      { code: '130502', name: '桥东区', to: '2020-06-05', successor: '130502' },
    ]);
    expect(renamed.nameOf('130502')).toBe('河北省邢台市襄都区');
    expect(renamed.nameOf('130502', '2020-06-04')).toBe('河北省邢台市桥东区');
    expect(renamed.at('130502', '2020-06-05')).toBe('130502');
    expect(renamed.isInForce('130502', '2020-06-04')).toBe(true);
  });

  it('stays readable once it was given up', () => {
    expect(directory.nameOf('510802104201')).toBe('四川省广元市利州区赤化镇张公村');
    expect(directory.find('510802104')).toMatchObject({ to: REFORM, successor: '510802103' });
    expect(directory.isInForce('510802104', LATER)).toBe(false);
    expect(directory.nameOf('510803')).toBeUndefined();
  });

  it('leaves out names of levels that only the code has', () => {
    const beijing = new RegionDirectory([
      { code: '11', name: '北京市' },
      { code: '1101', name: '市辖区' },
      { code: '110101', name: '东城区' },
    ]);
    expect(beijing.nameOf('110101')).toBe('北京市东城区');
  });
});

describe('parts of a region', () => {
  it.each([
    [undefined, LATER, ['51']],
    ['510802', BEFORE, ['510802002', '510802006', '510802103', '510802104', '510802106']],
    ['510802', REFORM, ['510802002', '510802006', '510802103']],
    ['510802103', REFORM, ['510802103020']],
    ['510802103020', REFORM, []],
  ])('of %s on %s', (parent, date, codes) => {
    expect(directory.children(parent, date).map(({ code }) => code)).toEqual(codes);
  });
});

describe('jurisdiction', () => {
  it.each([
    ['510802103', '510802104', BEFORE, false],
    ['510802103', '510802104', REFORM, true],
    ['510802103', '510802104001', REFORM, true],
    ['510802002', '510802106201', REFORM, true],
    // the village went another way than its township
    ['510802002', '510802106202', REFORM, false],
    ['510802006', '510802106202', REFORM, true],
    // the office of a region that was given up
    ['510802104', '510802104', BEFORE, true],
    ['510802104', '510802104', REFORM, false],
    ['510802', '510802104', REFORM, true],
    ['510811', '510802104', REFORM, false],
    ['510802', '510802555444', REFORM, true],
    ['', '510802', REFORM, false],
    ['510802', '', REFORM, false],
  ])('of %s over %s on %s: %s', (prefix, code, date, expected) => {
    expect(directory.within(prefix, code, date)).toBe(expected);
  });

  it('of a list needs few codes', () => {
    expect(directory.prefixesWithin('510802103', BEFORE)).toEqual([{ include: ['510802103'], exclude: [] }]);
    expect(directory.prefixesWithin('510802103', LATER)).toEqual([
      { include: ['510802103', '510802104'], exclude: [] },
    ]);
    expect(directory.prefixesWithin('510802002', LATER)).toEqual([
      { include: ['510802002', '510802106'], exclude: ['510802106202'] },
    ]);
    expect(directory.prefixesWithin('510802', LATER)).toEqual([{ include: ['510802'], exclude: [] }]);
    expect(directory.prefixesWithin('510802104', LATER)).toEqual([]);
    expect(directory.prefixesWithin('-', LATER)).toEqual([]);
  });
});

describe('rows that contradict each other', () => {
  it.each<[string, RegionRow[]]>([
    ['no code', [{ code: '5', name: 'x' }]],
    ['no date', [{ code: '51', name: 'x', from: '2019-02-30' }]],
    ['an end before the beginning', [{ code: '51', name: 'x', from: REFORM, to: BEFORE, successor: '51' }]],
    ['an unknown successor', [{ code: '51', name: 'x', to: REFORM, successor: '52' }]],
    ['no successor', [{ code: '51', name: 'x', to: REFORM }]],
    [
      'two names at once',
      [
        { code: '51', name: 'x' },
        { code: '51', name: 'y', from: REFORM },
      ],
    ],
  ])('are refused: %s', (_what, rows) => {
    expect(() => new RegionDirectory(rows)).toThrow(RangeError);
  });

  it('are refused: a circle', () => {
    const circle: RegionRow[] = [
      { code: '11', name: 'A', to: '2001-01-01', successor: '12' },
      { code: '12', name: 'B', to: '2002-01-01', successor: '11' },
    ];
    expect(() => new RegionDirectory(circle)).toThrow(RegionCircle);
    // a region that is set up again is none
    const again = new RegionDirectory([...circle, { code: '11', name: 'A', from: '2002-01-01' }]);
    expect(again.at('12', '2003-01-01')).toBe('11');
    expect(again.at('11', '2001-06-01')).toBe('12');
  });
});

/** Any history of one county and its neighbour: everything may be given up on some day, for anything that stands longer. */
const histories = fc
  .array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 30 })), { minLength: 24, maxLength: 24 })
  .map((choices) => {
    const codes = ['11', '1101', '110101', '110102'];
    for (const county of ['110101', '110102']) {
      for (const township of ['001', '002', '003']) {
        codes.push(county + township, `${county}${township}001`, `${county}${township}002`);
      }
    }
    const days = codes.map((_, index) => choices[index]![0]);
    return codes.map((code, index): RegionRow => {
      const end = days[index]!;
      const heirs = codes.filter(
        (other, at) => other.length <= code.length && (days[at] === 0 || days[at]! > end),
      );
      const successor = heirs[choices[index]![1] % Math.max(heirs.length, 1)];
      return end === 0 || successor === undefined || code.length < 6
        ? { code, name: code }
        : { code, name: code, to: `200${end}-01-01`, successor };
    });
  });
const dates = fc.constantFrom('1999-12-31', '2002-06-01', '2004-01-01', '2030-01-01');

describe('any history', () => {
  it('ends at codes that stand, and asking again changes nothing', () => {
    fc.assert(
      fc.property(histories, dates, (rows, date) => {
        const any = new RegionDirectory(rows);
        for (const { code } of rows) {
          const standing = any.at(code, date);
          expect(any.isInForce(standing, date)).toBe(true);
          expect(any.at(standing, date)).toBe(standing);
        }
      }),
    );
  });

  it('gives a list exactly what jurisdiction gives one by one, also for codes that it does not know', () => {
    fc.assert(
      fc.property(histories, dates, fc.nat(), (rows, date, choice) => {
        const any = new RegionDirectory(rows);
        const prefix = rows[choice % rows.length]!.code;
        const answers = any.prefixesWithin(prefix, date);
        const isListed = (code: string): boolean =>
          answers.some(
            ({ include, exclude }) =>
              include.some((each) => code.startsWith(each)) && !exclude.some((each) => code.startsWith(each)),
          );
        for (const code of rows.flatMap((row) => [row.code, `${row.code}009`.slice(0, 12)])) {
          if (![2, 4, 6, 9, 12].includes(code.length)) continue;
          expect([code, isListed(code)]).toEqual([code, any.within(prefix, code, date)]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
