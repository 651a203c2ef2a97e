import { Injectable } from '@nestjs/common';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { isRegionCode } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { numberedRegionFilter, Regions } from '@minzheng/platform/regions';
import type { Leaf, ReportDefinition, ReportScope } from './report-definition.js';
import type { Queries } from './report-store.js';
import { REPORT_PROBLEMS } from './report.problems.js';

const FIRST_REGION_PARAMETER = 3;
const COUNTY_LENGTH = 6;

/** Whose reports they are: its policies and scopes begin with the name. */
export class ReportOwner {
  constructor(readonly name: ServiceName) {}
}

/** What a department reports. */
export abstract class ReportList {
  abstract readonly definitions: readonly ReportDefinition[];
  /** Policy of the least number of persons that is told; `<name>.reports.suppressUnder` where it is left out. */
  abstract readonly suppressUnder?: string;
  /** SQL of one column `region`: where the department has anything to report of; looked up by indexes (`text_pattern_ops`). */
  abstract readonly places: string;
}

/** The reports of a department, and how each is computed from its tables. */
@Injectable()
export class ReportBook {
  readonly #byCode: ReadonlyMap<string, ReportDefinition>;

  constructor(
    private readonly list: ReportList,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
    private readonly owner: ReportOwner,
  ) {
    this.#byCode = new Map(list.definitions.map((definition) => [definition.code, definition]));
    if (this.#byCode.size !== list.definitions.length) throw new RangeError('two reports have one code');
  }

  get definitions(): readonly ReportDefinition[] {
    return this.list.definitions;
  }

  /** @throws Problem `unknown-report` */
  definition(code: string): ReportDefinition {
    const found = this.#byCode.get(code);
    if (!found) throw new Problem(REPORT_PROBLEMS.unknownReport);
    return found;
  }

  /** A number that the department sets by policy. @throws PolicyMissing */
  number(book: PolicyBook, name: string, region: string): number {
    return this.#resolve(book, `${this.owner.name}.reports.${name}`, region);
  }

  /** The least number of persons that is told. @throws PolicyMissing */
  suppressUnder(book: PolicyBook, region: string): number {
    return this.#resolve(book, this.list.suppressUnder ?? `${this.owner.name}.reports.suppressUnder`, region);
  }

  #resolve(book: PolicyBook, key: string, region: string): number {
    return book.resolve(key, region, this.clock.today()).value as number;
  }

  /** Counties in which there is anything to report of, by the codes of today; what was refused for its place is of none. */
  async counties(queries: Queries, prefix = ''): Promise<string[]> {
    const rows = await queries.query<{ county: string }>(countiesIn(this.list.places), []);
    const current = new Set(rows.map(({ county }) => this.regions.currentOf(county)));
    return [...current].filter((county) => isRegionCode(county) && county.startsWith(prefix)).sort();
  }

  /** Computes a report from the tables as they are, by the codes of today. @throws PolicyMissing */
  async compute(
    queries: Queries,
    book: PolicyBook,
    definition: ReportDefinition,
    region: string,
    { months, counties }: Pick<ReportScope, 'months' | 'counties'>,
  ): Promise<Leaf[]> {
    const prefixes = this.regions.prefixesWithin(region);
    const { parameters } = numberedRegionFilter('region', prefixes, FIRST_REGION_PARAMETER);
    const scope: ReportScope = {
      months,
      counties,
      places: await this.counties(queries),
      parameters: [months, this.clock.today(), ...parameters],
      within: (column) => numberedRegionFilter(column, prefixes, FIRST_REGION_PARAMETER).sql,
    };
    const leaves = await definition.leaves(scope, { book, query: (sql, given) => queries.query(sql, given) });
    return leaves.map((leaf) => ({ ...leaf, region: this.regions.currentOf(leaf.region) }));
  }
}

/**
 * From each county to the first region behind it: so many look-ups of an index as there are counties, however many rows.
 * A code is a prefix of all within it, and `:` comes after every digit; what is stored under a larger region's own code does
 * not hide the counties in it.
 */
const countiesIn = (places: string): string => `
  with recursive found as (
    (select region, left(region, ${COUNTY_LENGTH}) as county from (${places}) p order by region using ~<~ limit 1)
    union all
    select next.region, left(next.region, ${COUNTY_LENGTH})
      from found
     cross join lateral (
        select p.region from (${places}) p
         where p.region ~>~ case when length(found.county) < ${COUNTY_LENGTH} then found.county
                                 else found.county || ':' end
         order by p.region using ~<~ limit 1) next)
  select county from found`;
