import { createHash } from 'node:crypto';
import { canonicalJson } from '@minzheng/kernel/canonical-json';

/** A part of a file, as its manifest says. */
export interface ManifestPart {
  readonly name: string;
  readonly bytes: number;
  readonly rows: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What a file says of all its rows. */
export interface FileTotals {
  readonly rows: number;
  readonly distinctPersons: number;
  readonly sumAmountFen: bigint;
}

/** What makes two manifests (清单) announce the same file. */
export interface ManifestContent {
  readonly agency: string;
  readonly dataset: string;
  readonly schemaVersion: number;
  readonly sequence: number;
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly parts: readonly ManifestPart[];
  readonly totals: FileTotals;
}

/** SHA-256 of what a file says of its content, whenever and under whichever id it is announced. */
export function manifestDigest({ totals, parts, ...content }: ManifestContent): string {
  const text = canonicalJson({
    ...content,
    parts: parts.map(({ name, bytes, rows, sha256 }) => ({ name, bytes, rows, sha256 })),
    totals: { ...totals, sumAmountFen: totals.sumAmountFen.toString() },
  });
  return createHash('sha256').update(text).digest('hex');
}

/** What a number means for a file of a dataset. */
export type SequenceStanding =
  /** It is the next one. */
  | 'NEXT'
  /** One before it is missing. */
  | 'LATER'
  /** The same file is there already: nothing is done. */
  | 'SAME'
  /** Another file has this number. */
  | 'REPEATED';

/**
 * Verification, section 5.13: where a file stands by its number.
 *
 * @param last - number of the last file that was loaded; 0 before the first
 * @param known - digest of the file that has the number, unless that was rejected
 */
export function sequenceStanding(
  { sequence, digest }: { readonly sequence: number; readonly digest: string },
  last: number,
  known: string | undefined,
): SequenceStanding {
  if (known !== undefined) return known === digest ? 'SAME' : 'REPEATED';
  if (sequence <= last) return 'REPEATED';
  return sequence === last + 1 ? 'NEXT' : 'LATER';
}

/** What becomes of a file whose rows were all read; the first reason that holds. */
export type FileVerdict =
  | { readonly outcome: 'REJECTED'; readonly reasonCode: 'TOTALS_DIFFER' | 'TOO_MANY_REJECTS' }
  | { readonly outcome: 'TAKEN' };

/**
 * All totals must be equal, and wrong rows must not be more than the limit; exactly the limit is loaded.
 *
 * @param maxRejectBp - `verification.file.maxRejectBp`
 */
export function verdictOn(
  announced: FileTotals,
  found: FileTotals,
  rejectedRows: number,
  maxRejectBp: number,
): FileVerdict {
  const isEqual =
    announced.rows === found.rows &&
    announced.distinctPersons === found.distinctPersons &&
    announced.sumAmountFen === found.sumAmountFen;
  if (!isEqual) return { outcome: 'REJECTED', reasonCode: 'TOTALS_DIFFER' };
  const isTooMany = BigInt(rejectedRows) * 10_000n > BigInt(maxRejectBp) * BigInt(announced.rows);
  return isTooMany ? { outcome: 'REJECTED', reasonCode: 'TOO_MANY_REJECTS' } : { outcome: 'TAKEN' };
}

/** Whether the bytes that came are the part that was announced. */
export function isPart(bytes: Uint8Array, { sha256, bytes: length, rows }: ManifestPart): boolean {
  return (
    bytes.length === length &&
    createHash('sha256').update(bytes).digest('hex') === sha256 &&
    countRows(bytes) === rows
  );
}

const LINE_FEED = 0x0a;

/** Rows of a part: lines, of which the last may lack its line feed. */
export function countRows(bytes: Uint8Array): number {
  let rows = 0;
  for (const byte of bytes) if (byte === LINE_FEED) rows += 1;
  return bytes.length > 0 && bytes.at(-1) !== LINE_FEED ? rows + 1 : rows;
}
