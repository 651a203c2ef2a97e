import { defineProblem, Problem } from '@minzheng/platform/http';
import { COLUMN_NAMES, isColumnName, NEEDED_COLUMNS, type ImportColumnName } from './case-import.columns.js';
import { referenceOf, type RawRow } from './case-import-row.rules.js';
import { CsvMalformed, csvRecords, START, type CsvPlace, type CsvRecord } from './csv-records.js';

export const IMPORT_FILE_INVALID = defineProblem({
  name: 'import-file-invalid',
  status: 422,
  zh: '导入文件的格式不正确',
  en: 'The file cannot be read',
  meaning: {
    zh: '文件不是以 UTF-8 编码的 CSV，首行缺少列名或含有未知、重复的列名，或者没有数据行。未处理任何一行。',
    en: 'The file is not CSV, its first line lacks a column or has one that is unknown or there twice, or there is no row. No row was looked at.',
  },
  remedy: {
    zh: '按 reason、line 和 missing 改正文件后重新提交；列的说明见接口文档。',
    en: 'Correct the file as reason, line and missing say, and send it again; the API document describes the columns.',
  },
});

/** Which column stands where, in the order of the file. */
export type Heading = readonly ImportColumnName[];

const invalid = (reason: string, more: object = {}): Problem =>
  new Problem(IMPORT_FILE_INVALID, { extensions: { reason, ...more } });

/** What a file has, before any row is looked at. */
export interface FileInspected {
  readonly rows: number;
  /** Households whose rows do not stand together: which rows are all of them cannot be known. */
  readonly split: ReadonlySet<string>;
}

/**
 * Reads a file through: its first line, whether all of it is CSV, how many rows it has, and which households are split.
 *
 * @throws Problem `import-file-invalid`; a name or value of the file is never repeated
 */
export async function inspectFile(content: Buffer): Promise<FileInspected> {
  let heading: Heading | undefined;
  let [rows, current, place] = [0, '', -1];
  const ended = new Set<string>();
  const split = new Set<string>();
  try {
    for await (const record of csvRecords([content], START)) {
      if (!heading) {
        heading = headingOf(record.fields);
        place = heading.indexOf('household_ref');
        continue;
      }
      rows += 1;
      const reference = record.fields[place]?.trim() ?? '';
      if (reference === current) continue;
      ended.add(current);
      if (ended.has(reference) && reference !== '') split.add(reference);
      current = reference;
    }
  } catch (error) {
    if (error instanceof CsvMalformed) throw invalid('NOT_CSV', { line: error.line });
    throw error;
  }
  if (rows === 0) throw invalid('NO_ROWS');
  return { rows, split };
}

/** @throws Problem `import-file-invalid` */
export function headingOf(fields: readonly string[]): Heading {
  const names = fields.map((field) => field.trim());
  const known = names.filter(isColumnName);
  const missing = NEEDED_COLUMNS.filter((name) => !known.includes(name));
  if (missing.length > 0) throw invalid('COLUMN_MISSING', { missing });
  if (known.length < names.length) throw invalid('COLUMN_UNKNOWN', { known: COLUMN_NAMES });
  const twice = known.filter((name, index) => known.indexOf(name) !== index);
  if (twice.length > 0) throw invalid('COLUMN_TWICE', { columns: [...new Set(twice)] });
  return known;
}

/** A row of the file. */
export interface FileRow {
  readonly line: number;
  readonly raw: RawRow;
  /** It has as many fields as the first line. */
  readonly isWhole: boolean;
}

/** Rows that stand together because they name the same household. */
export interface RowGroup {
  readonly reference: string;
  readonly rows: readonly FileRow[];
}

export interface GroupsRead {
  readonly groups: readonly RowGroup[];
  /** Behind the last of them. */
  readonly place: CsvPlace;
  readonly isEnd: boolean;
}

/**
 * The next households of a file: whole ones only, and as many as have at most so many rows together, but at least one.
 *
 * @param bytes - of the file from the place on
 */
export async function readGroups(
  bytes: AsyncIterable<Buffer>,
  place: CsvPlace,
  heading: Heading,
  mostRows: number,
): Promise<GroupsRead> {
  const groups: { reference: string; rows: FileRow[] }[] = [];
  let [behind, count] = [place, 0];
  for await (const record of csvRecords(bytes, place)) {
    const row = rowOf(record, heading);
    const reference = referenceOf(row.raw);
    const last = groups.at(-1);
    // rows that name no household belong to none together
    if (last && last.reference === reference && reference !== '') {
      last.rows.push(row);
    } else {
      if (count >= mostRows) return { groups, place: behind, isEnd: false };
      groups.push({ reference, rows: [row] });
    }
    count += 1;
    behind = record.next;
  }
  return { groups, place: behind, isEnd: true };
}

function rowOf({ fields, line }: CsvRecord, heading: Heading): FileRow {
  const raw = Object.fromEntries(COLUMN_NAMES.map((name) => [name, ''])) as Record<ImportColumnName, string>;
  heading.forEach((name, index) => {
    raw[name] = fields[index] ?? '';
  });
  return { line, raw, isWhole: fields.length === heading.length };
}
