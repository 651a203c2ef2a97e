import { Injectable } from '@nestjs/common';
import { addMonths, type CivilDate, type Month } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { PolicyStore } from '@minzheng/platform/policies';
import { DataSource } from 'typeorm';
import { ReportBook } from './report-book.js';
import type { Leaf, ReportDefinition } from './report-definition.js';
import { chooseTakes, readTakes, type Queries, type Take, type TakeChoice } from './report-store.js';
import { reportRows, rowLengthOf, tablesOf, type ReportRow } from './report-table.rules.js';

const PROVINCE_LENGTH = 2;
const TOWNSHIP_LENGTH = 9;

/** What is asked of a report. */
export interface ReportQuestion extends TakeChoice {
  readonly region: string;
  readonly months: readonly Month[];
}

/** Where the figures of a month come from. */
export interface MonthSource {
  readonly month: Month;
  /** NONE where nothing was stored that was asked for. */
  readonly source: 'FROZEN' | 'DAILY' | 'NOW' | 'MIXED' | 'NONE';
  readonly version?: number;
  readonly takenOn?: CivilDate;
  readonly definitionVersion: number;
}

/** A report as it is told. */
export interface Report {
  readonly definition: ReportDefinition;
  readonly region: string;
  readonly months: readonly MonthSource[];
  readonly rows: readonly ReportRow[];
}

/** The figures of the places of which nothing is stored. */
interface Computed {
  readonly months: ReadonlySet<Month>;
  readonly leaves: readonly Leaf[];
}

/** Reads reports: what is stored of a county and month, and what the tables say where nothing is. */
@Injectable()
export class ReportReader {
  readonly #queries: Queries;

  constructor(
    private readonly book: ReportBook,
    private readonly policies: PolicyStore,
    dataSource: DataSource,
  ) {
    this.#queries = {
      query: <Row extends object>(sql: string, parameters: readonly unknown[]) =>
        dataSource.query<Row[]>(sql, [...parameters]),
    };
  }

  /** @throws Problem `unknown-report`, PolicyMissing */
  async read(code: string, { region, months, asOf, version }: ReportQuestion): Promise<Report> {
    const definition = this.book.definition(code);
    const policies = await this.policies.book();
    const root = region.slice(0, PROVINCE_LENGTH);
    const [first = ''] = months;
    // a month shares its first figure with the one before: what is hidden there is hidden here
    const looked = definition.carried ? [addMonths(first, -1), ...months] : months;
    const choice = { ...(asOf === undefined ? {} : { asOf }), ...(version === undefined ? {} : { version }) };
    const takes = await chooseTakes(this.#queries, code, root, looked, choice);
    const isNow = asOf === undefined && version === undefined;
    const computed = isNow
      ? await this.#missing(policies, definition, root, looked, takes)
      : { months: new Set<Month>(), leaves: [] };
    const tables = new Map<string, readonly Leaf[]>();
    for (const table of tablesOf(region)) {
      const stored = await readTakes(this.#queries, takes, table, rowLengthOf(table));
      tables.set(table, [...stored, ...computed.leaves.filter((leaf) => leaf.region.startsWith(table))]);
    }
    const under = BigInt(this.book.suppressUnder(policies, region));
    return {
      definition,
      region,
      months: months.map((month) => sourceOf(definition, month, takes, computed, region)),
      rows: reportRows(definition, region, months, (table) => tables.get(table) ?? [], under),
    };
  }

  /** What the tables say of the counties and months of which nothing is stored. */
  async #missing(
    policies: PolicyBook,
    definition: ReportDefinition,
    root: string,
    months: readonly Month[],
    takes: readonly Take[],
  ): Promise<Computed> {
    const counties = await this.book.counties(this.#queries, root);
    const stored = new Set(takes.map(({ county, month }) => `${county} ${month}`));
    const missing = new Map(
      months.map((month) => [month, counties.filter((county) => !stored.has(`${county} ${month}`))] as const),
    );
    const open = months.filter((month) => (missing.get(month) ?? []).length > 0);
    const wanted = [...new Set(open.flatMap((month) => missing.get(month) ?? []))];
    const [only] = wanted;
    if (only === undefined) return { months: new Set(), leaves: [] };
    const region = wanted.length === 1 ? only : root;
    const leaves = await this.book.compute(this.#queries, policies, definition, region, {
      months: open,
      counties: wanted,
    });
    const isMissing = ({ region: place, month }: Leaf): boolean =>
      missing.get(month)?.some((county) => place.startsWith(county) || county.startsWith(place)) ?? false;
    return {
      months: new Set(open),
      leaves: leaves
        .filter(isMissing)
        .map((leaf) => ({ ...leaf, region: leaf.region.slice(0, TOWNSHIP_LENGTH) })),
    };
  }
}

function sourceOf(
  definition: ReportDefinition,
  month: Month,
  takes: readonly Take[],
  computed: Computed,
  region: string,
): MonthSource {
  const own = takes.filter(
    (take) => take.month === month && (take.county.startsWith(region) || region.startsWith(take.county)),
  );
  const isComputed = computed.months.has(month);
  const kinds = new Set(own.map(({ kind }) => kind));
  const [kind] = kinds;
  const version = Math.max(0, ...own.map((take) => take.version));
  const takenOn = own.map((take) => take.takenOn).sort()[0];
  return {
    month,
    source: source(kind, kinds.size > 1, isComputed),
    ...(version === 0 ? {} : { version }),
    ...(takenOn === undefined ? {} : { takenOn }),
    definitionVersion: Math.max(0, ...own.map((take) => take.definitionVersion)) || definition.version,
  };
}

function source(
  kind: Take['kind'] | undefined,
  isMixed: boolean,
  isComputed: boolean,
): MonthSource['source'] {
  if (kind === undefined) return isComputed ? 'NOW' : 'NONE';
  return isMixed ? 'MIXED' : kind;
}
