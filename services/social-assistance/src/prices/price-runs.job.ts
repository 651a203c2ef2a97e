import { PayrollService } from '@minzheng/casework/payments';
import type { Month } from '@minzheng/kernel/months';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { countiesOfAwards } from '../awards/award-counties.js';
import { PRICE_RUNS } from './price-index.service.js';
import { PRICE_SUBSIDY } from './price-subsidy.source.js';

const COUNTIES_A_CHUNK = 20;
const COUNTY_LENGTH = 6;

interface PriceRuns {
  readonly region: string;
  readonly month: Month;
}

interface Progress {
  readonly county: string;
}

/** Opens the payroll run of the price subsidy in each county of a triggered region; what was paid before is not paid again. */
@Injectable()
export class PriceRunsJob implements JobHandler<PriceRuns, Progress>, OnModuleInit {
  readonly name = PRICE_RUNS;

  constructor(
    private readonly payroll: PayrollService,
    private readonly regions: Regions,
    private readonly runner: JobRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(
    tx: Tx,
    { parameters: { region, month }, checkpoint }: JobUnderWay<PriceRuns, Progress>,
  ): Promise<Chunk<Progress>> {
    const counties = await this.#counties(tx, region);
    const next = counties.filter((county) => county > (checkpoint?.county ?? '')).slice(0, COUNTIES_A_CHUNK);
    for (const countyCode of next) {
      const seq = await nextRun(tx, countyCode, month);
      await this.payroll.open(tx, { countyCode, programme: PRICE_SUBSIDY, month, seq });
    }
    const county = next.at(-1);
    return {
      checkpoint: { county: county ?? checkpoint?.county ?? '' },
      done: next.length,
      ...(checkpoint ? {} : { total: counties.length }),
      finished: county === undefined || county === counties.at(-1),
    };
  }

  /** Counties with awards, by the codes of today. */
  async #counties(tx: Tx, region: string): Promise<string[]> {
    const { sql, parameters } = countiesOfAwards(region.slice(0, COUNTY_LENGTH));
    const rows = await tx.query<{ code: string }>(sql, parameters);
    return [...new Set(rows.map(({ code }) => this.regions.currentOf(code)))].sort();
  }
}

/** The main run, or a supplementary one behind those that stand. */
async function nextRun(tx: Tx, countyCode: string, month: Month): Promise<number> {
  const [row] = await tx.query<{ seq: number }>(
    `select coalesce(max(seq) + 1, 0) as seq from payroll_run
      where region = $1 and programme = $2 and month = $3 and state <> 'CANCELLED'`,
    [countyCode, PRICE_SUBSIDY, month],
  );
  return row?.seq ?? 0;
}
