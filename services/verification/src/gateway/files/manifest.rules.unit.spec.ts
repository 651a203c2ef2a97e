import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  countRows,
  isPart,
  manifestDigest,
  sequenceStanding,
  verdictOn,
  type FileTotals,
  type ManifestContent,
} from './manifest.rules.js';

const ROWS = 2_829;
const TOTALS: FileTotals = { rows: ROWS, distinctPersons: 2_800, sumAmountFen: 12_345n };
/** `verification.file.maxRejectBp` as it is shipped. */
const MAX_REJECT_BP = 100;

describe('a file whose rows were read (verification, 5.13 and 5.15)', () => {
  it.each<[string, Partial<FileTotals>, number, string]>([
    ['2,829 rows, all equal', {}, 0, 'TAKEN'],
    ['29 bad rows of 2,829 (1.03 %)', {}, 29, 'TOO_MANY_REJECTS'],
    ['28 bad rows of 2,829 (0.99 %)', {}, 28, 'TAKEN'],
    ['one row less', { rows: ROWS - 1 }, 0, 'TOTALS_DIFFER'],
    ['one person more', { distinctPersons: 2_801 }, 0, 'TOTALS_DIFFER'],
    ['one fen less', { sumAmountFen: 12_344n }, 0, 'TOTALS_DIFFER'],
    ['sums that differ, and too many bad rows', { sumAmountFen: 0n }, 29, 'TOTALS_DIFFER'],
  ])('%s', (_, change, rejectedRows, expected) => {
    const verdict = verdictOn(TOTALS, { ...TOTALS, ...change }, rejectedRows, MAX_REJECT_BP);
    expect('reasonCode' in verdict ? verdict.reasonCode : verdict.outcome).toBe(expected);
  });

  it('is loaded with exactly the limit of bad rows, and rejected with one more', () => {
    const totals = { rows: 300, distinctPersons: 1, sumAmountFen: 0n };
    expect(verdictOn(totals, totals, 3, MAX_REJECT_BP).outcome).toBe('TAKEN');
    expect(verdictOn(totals, totals, 4, MAX_REJECT_BP).outcome).toBe('REJECTED');
  });

  it('never takes more than the limit, whatever its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.nat(10_000), (rows, rejected) => {
        const totals = { rows, distinctPersons: 0, sumAmountFen: 0n };
        const isTaken = verdictOn(totals, totals, rejected, MAX_REJECT_BP).outcome === 'TAKEN';
        expect(isTaken).toBe(rejected * 100 <= rows);
      }),
    );
  });
});

describe('where a file stands by its number', () => {
  const file = (sequence: number) => ({ sequence, digest: 'a' });
  it.each<[string, number, number, string | undefined, string]>([
    ['8 after 7', 8, 7, undefined, 'NEXT'],
    ['9 after 7', 9, 7, undefined, 'LATER'],
    ['8 once more, the same', 8, 8, 'a', 'SAME'],
    ['8 once more, with another content', 8, 8, 'b', 'REPEATED'],
    ['9 once more while it waits, the same', 9, 7, 'a', 'SAME'],
    ['9 once more while it waits, with another content', 9, 7, 'b', 'REPEATED'],
    ['7 after 8, where 7 was skipped', 7, 8, undefined, 'REPEATED'],
    ['the first of a dataset', 1, 0, undefined, 'NEXT'],
    ['the eighth of a dataset of which nothing has come', 8, 0, undefined, 'LATER'],
  ])('%s', (_, sequence, last, known, expected) => {
    expect(sequenceStanding(file(sequence), last, known)).toBe(expected);
  });
});

describe('a part', () => {
  const bytes = Buffer.from('{"a":1}\n{"a":2}\n');
  const part = {
    name: 'part-1.ndjson',
    bytes: bytes.length,
    rows: 2,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };

  it.each<[string, Uint8Array, object, boolean]>([
    ['as announced', bytes, {}, true],
    ['truncated', bytes.subarray(0, 8), {}, false],
    ['with another byte', Buffer.from('{"a":1}\n{"a":3}\n'), {}, false],
    ['with other rows than the manifest says', bytes, { rows: 3 }, false],
    ['with another length than the manifest says', bytes, { bytes: 15 }, false],
  ])('%s', (_, content, change, expected) => {
    expect(isPart(content, { ...part, ...change })).toBe(expected);
  });

  it.each([
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['\n', 1],
  ])('%j has %i rows', (text, rows) => {
    expect(countRows(Buffer.from(text))).toBe(rows);
  });
});

describe('what makes a file the same', () => {
  const content: ManifestContent = {
    ...{ agency: 'RVP', dataset: 'RVP', schemaVersion: 1, sequence: 8 },
    ...{ periodFrom: '2025-06-01', periodTo: '2025-06-30' },
    parts: [{ name: 'a', bytes: 1, rows: 1, sha256: '0'.repeat(64) }],
    totals: TOTALS,
  };

  it('is its content, not when or under which id it was announced', () => {
    const announced = { ...content, fileId: 'x' } as ManifestContent;
    expect(manifestDigest({ ...content })).toBe(manifestDigest(content));
    expect(manifestDigest(announced)).not.toBe(manifestDigest({ ...content, sequence: 9 }));
  });

  it.each<Partial<ManifestContent>>([
    { dataset: 'RVP.poor' },
    { sequence: 9 },
    { periodTo: '2025-06-29' },
    { totals: { ...TOTALS, sumAmountFen: 1n } },
    { parts: [{ name: 'a', bytes: 1, rows: 1, sha256: '1'.repeat(64) }] },
  ])('changes with %o', (change) => {
    expect(manifestDigest({ ...content, ...change })).not.toBe(manifestDigest(content));
  });
});
