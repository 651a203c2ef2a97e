import type { Month } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';

/** What a figure counts. */
export type ReportUnit =
  | 'PERSONS'
  | 'HOUSEHOLDS'
  | 'CASES'
  | 'ITEMS'
  | 'FEN'
  | 'PERCENT'
  | 'PER_THOUSAND'
  | 'WORKING_DAYS'
  | 'COUNTIES';

/** Whose households: none where a figure knows of no household. */
export type HukouRow = 'URBAN' | 'RURAL' | 'NONE';

/** A name in both languages. */
export interface Titled {
  readonly zh: string;
  readonly en: string;
}

/** A figure that adds up over regions and hukou types. */
export interface MeasureDefinition {
  /** The count that tells of how few the figure tells; itself where it is left out, nobody's secret where it is null. */
  readonly of?: string | null;
  /** The count that it is a part of: too small a rest tells as much as too small a part. */
  readonly within?: string;
}

/** One measure is the sum of others; `-name` takes one away. */
export interface MeasureSum {
  readonly whole: string;
  readonly parts: readonly string[];
}

/** A column of a report. The numerator alone is a sum; with a denominator the two are shown with what they come to. */
export interface CellDefinition {
  readonly code: string;
  readonly title: Titled;
  readonly unit: ReportUnit;
  /** Names of measures that are added; `-name` is taken away. */
  readonly numerator: readonly string[];
  readonly denominator?: readonly string[];
  /** Digits behind the point, rounded half up; 2 of a share and none of all others where it is left out. */
  readonly decimals?: number;
  /** A measure without which the cell says nothing. */
  readonly where?: string;
  /** The numerator is a distribution: what is shown is its median, and how many there are. */
  readonly median?: true;
  /** The numerator is a distribution: what is shown is the least value that so many of a hundred do not exceed. */
  readonly percentile?: number;
}

/** Whether a cell shows a distribution and no sum. */
export const isOfDistribution = ({ median, percentile }: CellDefinition): boolean =>
  median !== undefined || percentile !== undefined;

/** One figure of one place: a township, or whatever is smaller than a county. */
export interface Leaf {
  readonly region: string;
  readonly hukouType: HukouRow;
  readonly month: Month;
  /** What of the report it is about, where that is more than one thing; `a/b` is a part of `a`. */
  readonly item: string;
  readonly measure: string;
  /** Of a distribution: the value that so many have; else 0. */
  readonly bucket: number;
  readonly value: bigint;
}

/** What is asked of the tables. */
export interface ReportScope {
  /** Parameters of the SQL: `$1` the months as text[], `$2` today as a date, then those of {@link within}. */
  readonly parameters: readonly unknown[];
  readonly months: readonly Month[];
  /** Counties of which figures are wanted. */
  readonly counties: readonly string[];
  /** All counties of which the department reports, in their order. */
  readonly places: readonly string[];
  /** A condition on a column that holds region codes; the same parameters whatever the column. */
  within(column: string): string;
}

/** Where a report reads. */
export interface ReportSources {
  query<Row extends object>(sql: string, parameters: readonly unknown[]): Promise<Row[]>;
  readonly book: PolicyBook;
}

/** A report (统计报表): what it says, of what it is made, and how it is computed. */
export interface ReportDefinition {
  /** `DB-01` */
  readonly code: string;
  /** Rises when a figure comes to mean something else. */
  readonly version: number;
  readonly title: Titled;
  /** What each figure means, in a sentence or two. */
  readonly meaning: Titled;
  /** What its items are; absent where it has none. */
  readonly items?: Titled;
  /** Law, rule or published figure that it answers to. */
  readonly basis: string;
  readonly measures: Readonly<Record<string, MeasureDefinition>>;
  readonly cells: readonly CellDefinition[];
  readonly sums?: readonly MeasureSum[];
  /** The measure that opens a month is the one that has closed the month before; `through` is what a month brings. */
  readonly carried?: { readonly opening: string; readonly closing: string; readonly through: string };
  leaves(scope: ReportScope, sources: ReportSources): Promise<readonly Leaf[]>;
}

const PLACED = new Set(['region', 'hukou_type', 'month', 'item']);

/** A row of a report's SQL: where and when, and beside them one column a measure. */
export type WideRow = {
  readonly region: string;
  readonly hukou_type: HukouRow | null;
  readonly month: Month;
  readonly item?: string;
} & Readonly<Record<string, unknown>>;

/** The figures of rows that have a column for each measure; what is 0 or null says nothing. */
export function toLeaves(rows: readonly WideRow[]): Leaf[] {
  return rows.flatMap((row) => {
    const place = {
      region: row.region,
      hukouType: row.hukou_type ?? 'NONE',
      month: row.month,
      item: row.item ?? '',
      bucket: 0,
    } as const;
    return Object.entries(row)
      .filter(([name, value]) => !PLACED.has(name) && value !== null)
      .map(([measure, value]) => ({ ...place, measure, value: BigInt(String(value)) }))
      .filter(({ value }) => value !== 0n);
  });
}
