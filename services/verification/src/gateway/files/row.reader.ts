import { createHmac } from 'node:crypto';
import type { Tx } from '@minzheng/platform/persistence';
import type { FileStore } from '@minzheng/platform/files';
import { isDatasetOf } from '../../facts/dataset.rules.js';
import { isFactType, isKnownKind, maySend } from '../agency.rules.js';
import { readFact } from '../inbound-fact.reader.js';
import { invalid, isObject, isRefusal, type ItemRefusal } from '../item-refusal.js';
import type { ReadFact, Reading } from '../reading.js';

/** Where reading goes on. */
export interface RowPlace {
  /** Number of the part, from 1. */
  readonly part: number;
  /** Byte of the part. */
  readonly byte: number;
  /** Rows that were read before, of the whole file. */
  readonly line: number;
}

export const BEGINNING: RowPlace = { part: 1, byte: 0, line: 0 };

/** A row as it stands in the file. */
export interface FileRow {
  /** Of the whole file, the first is 1. */
  readonly line: number;
  readonly text: string;
}

export interface Rows {
  readonly rows: readonly FileRow[];
  /** Undefined at the end of the file. */
  readonly next: RowPlace | undefined;
}

interface StoredPart {
  readonly id: string;
  readonly partCount: number;
}

/** At most so many rows from a place on; of the stored parts only those pieces are opened in which they stand. */
export async function readRows(
  tx: Tx,
  files: FileStore,
  parts: readonly StoredPart[],
  from: RowPlace,
  atMost: number,
): Promise<Rows> {
  const rows: FileRow[] = [];
  let { part, byte, line } = from;
  for (; part <= parts.length; part++, byte = 0) {
    const stored = parts[part - 1];
    if (!stored) break;
    let rest = Buffer.alloc(0);
    for await (const piece of files.read(tx, stored, byte)) {
      let start = 0;
      for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, start)) {
        const bytes = Buffer.concat([rest, piece.subarray(start, end)]);
        rest = Buffer.alloc(0);
        rows.push({ line: ++line, text: bytes.toString('utf8') });
        byte += bytes.length + 1;
        start = end + 1;
        if (rows.length === atMost) return { rows, next: { part, byte, line } };
      }
      rest = Buffer.concat([rest, piece.subarray(start)]);
    }
    if (rest.length > 0) rows.push({ line: ++line, text: rest.toString('utf8') });
  }
  return { rows, next: undefined };
}

const LINE_FEED = 0x0a;

/** What a file says of one row. */
export interface RowReading {
  readonly fact: ReadFact | undefined;
  readonly refusal: ItemRefusal | undefined;
  /** ID number as it stands there, to be counted; undefined where there is none. */
  readonly idNumber: string | undefined;
  readonly amountFen: bigint;
}

/**
 * Reads one row: a fact in the form of `POST /v1/inbound-facts`, whose dataset may be left out.
 *
 * @param dataset - of the manifest
 * @param kinds - of the agreement
 * @param isChecked - its shape was found right when the file was checked
 */
export function readRow(
  text: string,
  dataset: string,
  kinds: ReadonlySet<string>,
  reading: Reading,
  isChecked = false,
): RowReading {
  const item = parsed(text);
  if (!item) return { ...NOTHING, refusal: invalid('', 'is-json') };
  const counted = { idNumber: normalized(item['idNumber']), amountFen: amountOf(item) };
  const read =
    isRefusalOfRow(item, dataset, kinds, reading) ?? readFact({ dataset, ...item }, reading, isChecked);
  return isRefusal(read)
    ? { ...counted, fact: undefined, refusal: read }
    : { ...counted, fact: read, refusal: undefined };
}

const NOTHING: RowReading = { fact: undefined, refusal: undefined, idNumber: undefined, amountFen: 0n };

function isRefusalOfRow(
  item: Record<string, unknown>,
  dataset: string,
  kinds: ReadonlySet<string>,
  { agency }: Reading,
): ItemRefusal | undefined {
  const { type, kind, dataset: own } = item;
  if (
    typeof own === 'string' &&
    isDatasetOf(agency, own) &&
    own !== dataset &&
    !own.startsWith(`${dataset}.`)
  ) {
    return { problem: 'other-dataset', field: 'dataset' };
  }
  const isKnown = isFactType(type) && typeof kind === 'string' && isKnownKind(type, kind);
  if (isKnown && !(maySend(agency, type, kind) && kinds.has(kind))) {
    return { problem: 'kind-not-in-agreement', field: 'kind' };
  }
  return undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As ID numbers are compared: without blanks, `x` as `X`. */
function normalized(idNumber: unknown): string | undefined {
  if (typeof idNumber !== 'string') return undefined;
  const text = idNumber.replace(/\s/gu, '').toUpperCase();
  return text === '' ? undefined : text;
}

/** What a row adds to the sum of its file: a string of digits, whatever else is wrong with the row. */
function amountOf({ amountFen, valueFen }: Record<string, unknown>): bigint {
  const text = typeof amountFen === 'string' ? amountFen : valueFen;
  return typeof text === 'string' && /^\d{1,14}$/u.test(text) ? BigInt(text) : 0n;
}

/** Counts a person within one file; nobody can tell from it who is meant, nor find the person in another file. */
export function personDigest(secret: string, fileId: string, idNumber: string): string {
  const hex = createHmac('sha256', secret).update(`minzheng file ${fileId}\0${idNumber}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
