import type { HukouType } from '@minzheng/kernel/means-test';
import type { Month } from '@minzheng/kernel/months';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { numberedRegionFilter, Regions } from '@minzheng/platform/regions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecomputationService, type AwardSelection } from './recomputation.service.js';

export const RECALCULATION = 'recalculation';

/** Awards a chunk, so that it takes less than a second or two. */
const AWARDS_A_CHUNK = 2_000;

/** What is computed again, and why. */
export interface RecalculationParameters {
  /** Awards of this region and of all within it. */
  readonly region: string;
  /** Of one type only, as a standard is for one. */
  readonly hukouType?: HukouType;
  readonly fromMonth: Month;
  readonly cause: string;
  /** Of the standard; without it that of the job. */
  readonly causeId?: string;
}

interface Place {
  readonly region: string;
  readonly id: string;
}

/** Computes all awards of a region again (重新核算), in the order of region and id; each chunk goes on behind the one before. */
@Injectable()
export class RecalculationJob implements JobHandler<RecalculationParameters, Place>, OnModuleInit {
  readonly name = RECALCULATION;

  constructor(
    private readonly recomputation: RecomputationService,
    private readonly regions: Regions,
    private readonly runner: JobRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(tx: Tx, job: JobUnderWay<RecalculationParameters, Place>): Promise<Chunk<Place>> {
    const { parameters, checkpoint } = job;
    const { fromMonth, cause, causeId } = parameters;
    const total = checkpoint ? undefined : await count(tx, parameters, this.regions);
    const { seen, last } = await this.recomputation.recompute(
      tx,
      selectionOf(parameters, this.regions, checkpoint),
      fromMonth,
      { code: cause, id: causeId ?? job.id },
    );
    return {
      checkpoint: last ?? checkpoint ?? { region: parameters.region, id: FIRST_ID },
      done: seen,
      ...(total === undefined ? {} : { total }),
      finished: last === undefined,
    };
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Behind all codes that begin with what stands before it. */
const BEHIND = ':';

/** Awards of the region by the codes of today; `$1` is where to begin, `$2` what lies behind. */
function withinOf(
  { hukouType, region }: RecalculationParameters,
  regions: Regions,
  from: string | undefined,
): { readonly where: string; readonly parameters: readonly unknown[] } {
  const prefixes = regions.prefixesWithin(region);
  const codes = prefixes.flatMap(({ include }) => include).sort();
  const filter = numberedRegionFilter('a.region', prefixes, 4);
  return {
    where: `a.region ~>=~ $1 and a.region ~<~ $2 and a.hukou_type = any($3::text[]) and (${filter.sql})`,
    parameters: [
      from ?? codes[0] ?? region,
      (codes.at(-1) ?? region) + BEHIND,
      hukouType ? [hukouType] : ['URBAN', 'RURAL'],
      ...filter.parameters,
    ],
  };
}

function selectionOf(
  parameters: RecalculationParameters,
  regions: Regions,
  checkpoint: Place | undefined,
): AwardSelection {
  const within = withinOf(parameters, regions, checkpoint?.region);
  const id = `$${within.parameters.length + 1}`;
  return {
    where: `${within.where} and not (a.region = $1 and a.id <= ${id}::uuid)`,
    parameters: [...within.parameters, checkpoint?.id ?? FIRST_ID],
    order: 'a.region using ~<~, a.id',
    limit: AWARDS_A_CHUNK,
  };
}

/** As many as will be looked at: those that are held wait for their release. */
async function count(tx: Tx, parameters: RecalculationParameters, regions: Regions): Promise<number> {
  const within = withinOf(parameters, regions, undefined);
  const [row] = await tx.query<{ count: string }>(
    `select count(*) from award a
      where ${within.where} and a.programme = 'DIBAO' and a.state <> 'HELD'
        and (a.end_month is null or a.end_month >= $${within.parameters.length + 1})`,
    [...within.parameters, parameters.fromMonth],
  );
  return Number(row?.count ?? 0);
}
