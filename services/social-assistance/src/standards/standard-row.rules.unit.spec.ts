import type { HukouType } from '@minzheng/kernel/means-test';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { placeStandard, type StandardRowChange } from './standard-row.rules.js';

const KEY = 'assistance.dibao.standardMonthlyFen';
const CITY = '5108';
const COUNTY = '510802';
const OTHER_COUNTY = '510811';

const row = (
  id: string,
  regionPrefix: string,
  effectiveFrom: string,
  urban: number,
  rural: number,
): PolicyRow => ({
  id,
  key: KEY,
  regionPrefix,
  effectiveFrom,
  value: { URBAN: String(urban), RURAL: String(rural) },
  legalBasis: 'shipped',
});

describe('where the number of a standard stands', () => {
  /** Rows that standards wrote, by the hukou type that they were written for; all others say both. */
  const place = (
    standard: { region?: string; hukouType?: HukouType; fen: number; from: string },
    rows: readonly PolicyRow[],
    written: Readonly<Record<string, HukouType>> = {},
  ): StandardRowChange[] => {
    const { region = CITY, hukouType = 'RURAL', fen, from } = standard;
    return placeStandard(
      { region, hukouType, monthlyFen: BigInt(fen), from },
      new PolicyBook(rows).resolve(KEY, region, from),
      rows,
      ({ id }, type) => written[id] === undefined || written[id] === type,
    );
  };
  const told = (changes: readonly StandardRowChange[]) =>
    changes.map(({ regionPrefix, effectiveFrom, value, supersedes }) => [
      ...[regionPrefix, effectiveFrom, value.URBAN, value.RURAL, supersedes?.id],
    ]);
  const shipped = row('shipped', CITY, '2020-01-01', 59_000, 39_000);

  it('is a row of both types: the other number stays', () => {
    expect(told(place({ fen: 42_900, from: '2025-10-01' }, [shipped]))).toEqual([
      [CITY, '2025-10-01', '59000', '42900', 'shipped'],
    ]);
  });

  it('takes the place of a row of the same day', () => {
    const urban = row('urban', CITY, '2025-10-01', 64_900, 39_000);
    const ended = { ...shipped, effectiveTo: '2025-10-01' };
    expect(told(place({ fen: 42_900, from: '2025-10-01' }, [ended, urban], { urban: 'URBAN' }))).toEqual([
      [CITY, '2025-10-01', '64900', '42900', 'urban'],
    ]);
  });

  it('is a row of its own beside that of the region around it', () => {
    expect(told(place({ region: COUNTY, fen: 42_900, from: '2025-10-01' }, [shipped]))).toEqual([
      [COUNTY, '2025-10-01', '59000', '42900', undefined],
    ]);
  });

  it('goes on in later rows that were written for the other type, up to the next of its own', () => {
    const rows = [
      { ...shipped, effectiveTo: '2026-01-01' },
      row('urban-1', CITY, '2026-01-01', 64_900, 39_000),
      row('rural-2', CITY, '2026-07-01', 64_900, 47_000),
      row('urban-3', CITY, '2027-01-01', 70_000, 47_000),
    ];
    const written = { 'urban-1': 'URBAN', 'rural-2': 'RURAL', 'urban-3': 'URBAN' } as const;
    expect(told(place({ fen: 42_900, from: '2025-10-01' }, rows, written))).toEqual([
      [CITY, '2025-10-01', '59000', '42900', 'shipped'],
      [CITY, '2026-01-01', '64900', '42900', 'urban-1'],
    ]);
  });

  it('reaches counties that only carried the old number, and no other', () => {
    const rows = [
      shipped,
      row('carrying', COUNTY, '2025-01-01', 62_000, 39_000),
      row('own', OTHER_COUNTY, '2025-01-01', 60_000, 41_000),
    ];
    expect(told(place({ fen: 42_900, from: '2025-10-01' }, rows, { carrying: 'URBAN' }))).toEqual([
      [CITY, '2025-10-01', '59000', '42900', 'shipped'],
      [COUNTY, '2025-10-01', '62000', '42900', 'carrying'],
    ]);
  });
});
