import { COLUMN_NAMES } from './case-import.columns.js';
import { IMPORT_EXAMPLE } from './case-import.example.js';
import { START, csvRecords, type CsvPlace } from './csv-records.js';
import { headingOf, inspectFile, readGroups } from './import-file.js';
import { readRow } from './case-import-row.rules.js';

const HEADING = COLUMN_NAMES.join(',');
const row = (reference: string): string => `${reference}${','.repeat(COLUMN_NAMES.length - 1)}`;
const file = (...references: string[]): Buffer =>
  Buffer.from([HEADING, ...references.map(row), ''].join('\r\n'));

async function chunksOf(
  content: Buffer,
  mostRows: number,
): Promise<{ reference: string; lines: number[] }[][]> {
  const chunks: { reference: string; lines: number[] }[][] = [];
  let place: CsvPlace = START;
  for await (const { next } of csvRecords([content], START)) {
    place = next;
    break;
  }
  for (;;) {
    const bytes = (async function* () {
      yield content.subarray(place.offset);
    })();
    const read = await readGroups(bytes, place, headingOf(COLUMN_NAMES), mostRows);
    chunks.push(
      read.groups.map(({ reference, rows }) => ({ reference, lines: rows.map(({ line }) => line) })),
    );
    if (read.isEnd) return chunks;
    place = read.place;
  }
}

describe('a file of earlier cases', () => {
  it('is read in households, whole ones only, whatever a chunk takes', async () => {
    const content = file('A', 'A', 'B', 'B', 'B', 'C', '', '', 'D');
    const all = [
      { reference: 'A', lines: [2, 3] },
      { reference: 'B', lines: [4, 5, 6] },
      { reference: 'C', lines: [7] },
      { reference: '', lines: [8] },
      { reference: '', lines: [9] },
      { reference: 'D', lines: [10] },
    ];
    for (const mostRows of [1, 2, 3, 4, 100]) {
      const chunks = await chunksOf(content, mostRows);
      expect(chunks.flat()).toEqual(all);
      expect(chunks.length).toBe(mostRows === 100 ? 1 : chunks.length);
    }
    expect(await chunksOf(content, 2)).toHaveLength(4);
  });

  it('is looked through for households whose rows do not stand together', async () => {
    expect(await inspectFile(file('A', 'B', 'A', '', 'C', ''))).toEqual({ rows: 6, split: new Set(['A']) });
  });

  it('has the columns in any order, all that are needed and none twice', () => {
    expect(headingOf(COLUMN_NAMES.toReversed())).toEqual(COLUMN_NAMES.toReversed());
    expect(() => headingOf(COLUMN_NAMES.filter((name) => name !== 'id_number'))).toThrow(
      'import-file-invalid',
    );
    expect(() => headingOf([...COLUMN_NAMES, '510802198402150016'])).toThrow('import-file-invalid');
    expect(() => headingOf([...COLUMN_NAMES, 'name'])).toThrow('import-file-invalid');
  });

  it('is shown in the API document by an example that is well-formed', async () => {
    const records = await Array.fromAsync(csvRecords([Buffer.from(IMPORT_EXAMPLE)], START));
    const [heading = [], fields = []] = records.map((record) => record.fields);
    const raw = Object.fromEntries(headingOf(heading).map((name, index) => [name, fields[index] ?? '']));
    expect(readRow(raw as never, 2, '2026-01-10').rejects).toBeUndefined();
  });
});
