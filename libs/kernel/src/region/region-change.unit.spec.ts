import {
  RegionChangeRefused,
  RegionDirectory,
  rowsOfChange,
  type RegionChange,
  type RegionRow,
} from './index.js';

const DAY = '2026-01-01';
const ROWS: RegionRow[] = [
  { code: '51', name: '四川省' },
  { code: '5108', name: '广元市' },
  { code: '510802', name: '利州区' },
  { code: '510802103', name: '宝轮镇' },
  { code: '510802103020', name: '清江村' },
  { code: '510802105', name: '三堆镇' },
  { code: '510802105001', name: '清江村' },
  { code: '510802105002', name: '马口村' },
  { code: '510802104', name: '赤化镇', to: '2019-12-24', successor: '510802103' },
  { code: '510811', name: '昭化区' },
];

/** The directory after the change. */
function changed(change: Partial<RegionChange>): RegionDirectory {
  const directory = new RegionDirectory(ROWS);
  const rows = rowsOfChange(directory, {
    kind: 'MERGE',
    from: ['510802105'],
    to: [{ code: '510802103' }],
    effectiveOn: DAY,
    ...change,
  });
  const keyOf = ({ code, from = '' }: RegionRow): string => code + from;
  const replaced = new Set(rows.map(keyOf));
  return new RegionDirectory([...ROWS.filter((row) => !replaced.has(keyOf(row))), ...rows]);
}

function faultOf(change: Partial<RegionChange>): string {
  try {
    changed(change);
    return 'none';
  } catch (error) {
    if (error instanceof RegionChangeRefused) return error.fault;
    throw error;
  }
}

describe('a change of regions', () => {
  it('merges a township into another, village by village where the names are the same', () => {
    const after = changed({});
    expect(after.at('510802105', '2025-12-31')).toBe('510802105');
    expect(after.at('510802105', DAY)).toBe('510802103');
    expect(after.at('510802105001', DAY)).toBe('510802103020');
    expect(after.at('510802105002', DAY)).toBe('510802103');
  });

  it('merges townships into a new one', () => {
    const after = changed({
      from: ['510802103', '510802105'],
      to: [{ code: '510802108', name: '白龙湖镇' }],
    });
    expect(after.nameOf('510802108')).toBe('四川省广元市利州区白龙湖镇');
    expect(after.at('510802103', DAY)).toBe('510802108');
    // what had come to it before goes along
    expect(after.at('510802104', DAY)).toBe('510802108');
    expect(after.isInForce('510802108', '2025-12-31')).toBe(false);
  });

  it('gives another name', () => {
    const after = changed({ kind: 'RENAME', to: [{ code: '510802105', name: '白龙湖镇' }] });
    expect(after.nameOf('510802105', DAY)).toBe('四川省广元市利州区白龙湖镇');
    expect(after.nameOf('510802105001', '2025-12-31')).toBe('四川省广元市利州区三堆镇清江村');
    expect(after.at('510802105001', DAY)).toBe('510802105001');
  });

  it('gives a county another code, and all that lies in it', () => {
    const after = changed({
      kind: 'RENAME',
      from: ['510802'],
      to: [{ code: '510881', name: '利州市' }],
    });
    expect(after.at('510802103020', DAY)).toBe('510881103020');
    expect(after.nameOf('510881103020')).toBe('四川省广元市利州市宝轮镇清江村');
    expect(after.at('510802104', DAY)).toBe('510881103');
    expect(after.within('510881', '510802105', DAY)).toBe(true);
  });

  it('moves a township to another county', () => {
    const after = changed({ kind: 'MOVE', to: [{ code: '510811114', name: '三堆镇' }] });
    expect(after.at('510802105001', DAY)).toBe('510811114001');
    expect(after.within('510802', '510802105001', DAY)).toBe(false);
    expect(after.prefixesWithin('510802', DAY)).toEqual([{ include: ['510802'], exclude: ['510802105'] }]);
    expect(after.prefixesWithin('510811', DAY)).toEqual([{ include: ['510802105', '510811'], exclude: [] }]);
  });

  it('divides a township that goes on, or one that is given up', () => {
    const part = { code: '510802109', name: '马口镇' };
    const goesOn = changed({ kind: 'SPLIT', to: [{ code: '510802105' }, part] });
    expect(goesOn.at('510802105', DAY)).toBe('510802105');
    expect(goesOn.isInForce('510802109', DAY)).toBe(true);
    const givenUp = changed({ kind: 'SPLIT', to: [{ code: '510802110', name: '三堆街道' }, part] });
    expect(givenUp.at('510802105002', DAY)).toBe('510802110');
  });

  it.each<[string, Partial<RegionChange>]>([
    ['shape', { to: [] }],
    ['shape', { from: ['510802'] }],
    ['shape', { effectiveOn: '2026-02-30' }],
    ['shape', { kind: 'RENAME', to: [{ code: '510802108' }] }],
    ['shape', { kind: 'RENAME', to: [{ code: '510802105', name: '三堆镇' }] }],
    ['shape', { kind: 'SPLIT', to: [{ code: '510802108', name: '新' }] }],
    ['shape', { from: ['510802105', '510802105'] }],
    ['unknown', { from: ['510802777'] }],
    ['unknown', { kind: 'MOVE', to: [{ code: '510812114', name: '三堆镇' }] }],
    ['overlapping', { from: ['510802104'] }],
    ['overlapping', { to: [{ code: '510802104' }] }],
    ['circle', { to: [{ code: '510802105' }] }],
    ['used', { kind: 'RENAME', to: [{ code: '510802104', name: '赤化镇' }] }],
  ])('is refused as %s: %j', (fault, change) => {
    expect(faultOf(change)).toBe(fault);
  });
});
