import { isCivilDate, type CivilDate } from '@minzheng/kernel/months';

/**
 * The two files that go between a county and its bank: CSV (RFC 4180), UTF-8, lines ended by CR LF. The payment file
 * (发放文件):
 *
 *     H,1,<run id>,<county>,<programme>,<month>,<seq>,<pay on>,<payer's credit code>
 *     L,<number>,<line id>,<bank code>,<account>,<holder>,<fen>,<month>,<component>
 *     T,<number of lines>,<sum in fen>
 *
 * and the result file (回盘文件), in which the order of lines does not matter:
 *
 *     H,1,<run id>,<SHA-256 of the payment file>,<day of the payment>
 *     R,<line id>,<fen>,PAID
 *     R,<line id>,<fen>,RETURNED,<code>
 *     T,<number of lines>,<sum in fen, returned ones included>
 */
export const FILE_VERSION = '1';

/** Why a bank returns a payment (退票原因). */
export const RETURN_CODES = [
  'ACCOUNT_CLOSED',
  'NAME_MISMATCH',
  'INVALID_ACCOUNT',
  'DORMANT',
  'OTHER',
] as const;
export type ReturnCode = (typeof RETURN_CODES)[number];

/** One line of a file. */
export function csvLine(fields: readonly (string | number | bigint)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(value: string | number | bigint): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What does not fit in a result file. */
export type MismatchReason =
  /** A line of the file that is none of the format. */
  | 'MALFORMED'
  | 'OTHER_RUN'
  | 'OTHER_FILE'
  /** Paid on a day that has not come. */
  | 'FUTURE_DAY'
  | 'WRONG_COUNT'
  | 'WRONG_TOTAL'
  | 'UNKNOWN_LINE'
  | 'AMOUNT_CHANGED'
  | 'LINE_TWICE'
  /** The bank has answered for it before, and this is no return of what was paid. */
  | 'ALREADY_ANSWERED';

export interface Mismatch {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly reason: MismatchReason;
}

/** Lines of a result file by column, since they are looked up by one statement. */
export interface ResultFile {
  readonly settledOn: CivilDate;
  readonly lineIds: readonly string[];
  readonly amounts: readonly string[];
  /** Null: paid. */
  readonly codes: readonly (ReturnCode | null)[];
  readonly totalFen: bigint;
}

/** What the file has to be about. */
export interface AnsweredFile {
  readonly runId: string;
  readonly fileSha256: string;
  /** No payment was made later. */
  readonly today: CivilDate;
}

/** So many of what does not fit are named. */
export const NAMED_MISMATCHES = 20;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const FEN = /^[1-9][0-9]{0,13}$/;
const COUNT = /^(?:0|[1-9][0-9]{0,8})$/;
const SUM = /^(?:0|[1-9][0-9]{0,16})$/;
const CODES: ReadonlySet<string> = new Set(RETURN_CODES);

/**
 * Reads a result file as far as it can be judged without the run's lines: form, run, file, number and sum.
 *
 * @returns the file, or what does not fit
 */
export function parseResultFile(
  text: string,
  about: AnsweredFile,
): { readonly file: ResultFile } | { readonly mismatches: readonly Mismatch[] } {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const mismatches: Mismatch[] = [];
  const wrong = (line: number, reason: MismatchReason): void => {
    if (mismatches.length < NAMED_MISMATCHES) mismatches.push({ line, reason });
  };
  const fieldsOf = (index: number): string[] => (lines[index] ?? '').replace(/\r$/, '').split(',');

  const settledOn = headOf(fieldsOf(0), about, wrong);
  const [lineIds, amounts, codes]: [string[], string[], (ReturnCode | null)[]] = [[], [], []];
  let totalFen = 0n;
  for (let index = 1; index < lines.length - 1; index++) {
    const [kind, lineId = '', fen = '', outcome, code, ...rest] = fieldsOf(index);
    const isPaid = outcome === 'PAID' && code === undefined;
    const isReturned = outcome === 'RETURNED' && code !== undefined && CODES.has(code);
    if (kind !== 'R' || rest.length > 0 || !UUID.test(lineId) || !FEN.test(fen) || !(isPaid || isReturned)) {
      wrong(index + 1, 'MALFORMED');
      continue;
    }
    lineIds.push(lineId);
    amounts.push(fen);
    codes.push(isPaid ? null : (code as ReturnCode));
    totalFen += BigInt(fen);
  }
  checkTrailer(lines.length, fieldsOf(lines.length - 1), { count: lineIds.length, totalFen }, wrong);
  return mismatches.length > 0 || settledOn === undefined
    ? { mismatches }
    : { file: { settledOn, lineIds, amounts, codes, totalFen } };
}

type Wrong = (line: number, reason: MismatchReason) => void;

function headOf(
  [kind, version, runId, sha256, settledOn = '', ...rest]: readonly string[],
  about: AnsweredFile,
  wrong: Wrong,
): CivilDate | undefined {
  if (kind !== 'H' || version !== FILE_VERSION || rest.length > 0 || !isCivilDate(settledOn)) {
    wrong(1, 'MALFORMED');
    return undefined;
  }
  if (runId !== about.runId) wrong(1, 'OTHER_RUN');
  else if (sha256 !== about.fileSha256) wrong(1, 'OTHER_FILE');
  if (settledOn > about.today) wrong(1, 'FUTURE_DAY');
  return settledOn;
}

function checkTrailer(
  line: number,
  [kind, count = '', sum = '', ...rest]: readonly string[],
  found: { readonly count: number; readonly totalFen: bigint },
  wrong: Wrong,
): void {
  if (kind !== 'T' || rest.length > 0 || !COUNT.test(count) || !SUM.test(sum)) wrong(line, 'MALFORMED');
  else if (Number(count) !== found.count) wrong(line, 'WRONG_COUNT');
  else if (BigInt(sum) !== found.totalFen) wrong(line, 'WRONG_TOTAL');
}
