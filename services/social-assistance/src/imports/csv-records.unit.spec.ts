import { csvRecords, CsvMalformed, START, type CsvPlace, type CsvRecord } from './csv-records.js';

const TEXT = 'a,b\r\n1,"x\r\ny"\r\n2,汉字\n\r\n\n3,"q""r"\r\n4,z';
const BYTES = Buffer.from(TEXT);

const readAll = async (bytes: Buffer, place: CsvPlace, piece = 5): Promise<CsvRecord[]> => {
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, n) =>
    bytes.subarray(n * piece, (n + 1) * piece),
  );
  return Array.fromAsync(csvRecords(pieces, place));
};

describe('records of a CSV file', () => {
  it('have their fields and the line on which they begin, whatever lines are blank or inside a field', async () => {
    const records = await readAll(BYTES, START);
    expect(records.map(({ fields, line }) => [line, ...fields])).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\r\ny'],
      [4, '2', '汉字'],
      [7, '3', 'q"r'],
      [8, '4', 'z'],
    ]);
  });

  it('are the same behind any of them', async () => {
    const all = await readAll(BYTES, START);
    for (const [index, { next }] of all.entries()) {
      const rest = await readAll(BYTES.subarray(next.offset), next, 3);
      expect(rest).toEqual(all.slice(index + 1));
    }
  });

  it.each([
    ['a quotation mark that is not closed', 'a,b\n1,"x\n2,y\n', 3],
    ['a quotation mark in the middle', 'a,b\n1,x"y\n', 2],
    ['a record without an end', `a,b\n1,"${'x'.repeat(30_000)}"\n`, 2],
  ])('end at %s', async (_what, text, line) => {
    const reading = readAll(Buffer.from(text), START, 1_000);
    await expect(reading).rejects.toThrow(CsvMalformed);
    await expect(reading).rejects.toMatchObject({ line });
  });
});
