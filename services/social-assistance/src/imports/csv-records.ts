import { Readable } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';

/** One record of a CSV file (RFC 4180). */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Line of the file on which it begins. */
  readonly line: number;
  /** Behind it: from there reading goes on. */
  readonly next: CsvPlace;
}

/** Where reading begins: behind a record. */
export interface CsvPlace {
  readonly offset: number;
  /** Line at that place; the first is 1. */
  readonly line: number;
}

export const START: CsvPlace = { offset: 0, line: 1 };

/** The text is not CSV. What the parser says of it is not kept: it repeats what stands there. */
export class CsvMalformed extends Error {
  /** @param line - where it was noticed */
  constructor(readonly line: number) {
    super(`line ${line} is not CSV`);
    this.name = 'CsvMalformed';
  }
}

/** A record is shorter than this many characters: a quotation mark that is never closed ends here. */
const MAX_RECORD = 20_000;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The records of a CSV file from a place on; blank lines are left out. Reading can be given up at any record, and goes on
 * later behind it.
 *
 * @param bytes - from the place on
 * @throws CsvMalformed
 */
export async function* csvRecords(
  bytes: Iterable<Buffer> | AsyncIterable<Buffer>,
  place: CsvPlace,
): AsyncGenerator<CsvRecord> {
  let [unread, read, line] = [Buffer.alloc(0), 0, place.line];
  const source = Readable.from(
    (async function* () {
      for await (const piece of bytes) {
        unread = Buffer.concat([unread, piece]);
        yield piece;
      }
    })(),
  );
  const parser = source.pipe(
    parse({
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD,
      record_delimiter: ['\r\n', '\n'],
    }),
  );
  source.once('error', (error) => parser.destroy(error));
  try {
    for await (const found of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const end = found.info.bytes;
      const raw = unread.subarray(0, end - read);
      const begin = line + newlines(raw.subarray(0, blankBytes(raw)));
      line += newlines(raw);
      unread = unread.subarray(end - read);
      read = end;
      yield { fields: found.record, line: begin, next: { offset: place.offset + end, line } };
    }
  } catch (error) {
    throw error instanceof CsvError ? new CsvMalformed(place.line - 1 + Number(error['lines'] ?? 1)) : error;
  } finally {
    source.destroy();
  }
}

const blankBytes = (raw: Buffer): number => {
  const first = raw.findIndex((byte) => byte !== NEWLINE && byte !== RETURN);
  return first === -1 ? raw.length : first;
};

function newlines(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === NEWLINE) count += 1;
  return count;
}
