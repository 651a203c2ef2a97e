import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsPart } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import type { Simulation } from './simulation.entity.js';
import { SIMULATION_LIFECYCLE, type SimulationState } from './simulation.lifecycle.js';
import { toldCounts, type CountyCounts } from './simulation.rules.js';

const STATES = [...SIMULATION_LIFECYCLE.states];

const MOST_OVERRIDES = 20;
const LONGEST_KEY = 200;
const LONGEST_VALUE = 20_000;
/** What the means test and the purposes read. */
const SIMULATED_KEY =
  /^(?:assistance\.(?:dibao|household|income|rigid|asset|edge|disposableIncome|illness)\.[A-Za-z0-9.]+|assistance\.minimumWageFen|verification\.(?:income|eligibility)\.[A-Za-z0-9_.]+|verification\.property\.minShareBp)$/;
/** A whole county, city or province: what a smaller region adds or lacks would tell of few. */
const COUNTY_OR_LARGER = /^[1-9]\d(?:\d\d){0,2}$/;

const IsSupposedValue = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPolicyValue',
    validator: {
      validate: (value: unknown) =>
        value !== undefined && value !== null && JSON.stringify(value).length <= LONGEST_VALUE,
    },
  });

/** A parameter as it might be. */
class OverrideDto {
  @ApiProperty({
    example: 'assistance.dibao.standardMonthlyFen',
    maxLength: LONGEST_KEY,
    pattern: SIMULATED_KEY.source,
  })
  @IsString()
  @MaxLength(LONGEST_KEY)
  @Matches(SIMULATED_KEY)
  key!: string;

  @ApiProperty({
    description: 'JSON in the form of the key’s rows: amounts are digits in fen, rates basis points',
    example: { URBAN: '65000', RURAL: '45000' },
    oneOf: [
      { type: 'string' },
      { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'boolean' },
      { type: 'array', items: {} },
      { type: 'object', additionalProperties: true },
    ],
  })
  @IsSupposedValue()
  value!: unknown;
}

export class SimulationQuestionDto {
  @ApiProperty({
    pattern: COUNTY_OR_LARGER.source,
    example: '510802',
    description: 'a county, city or province: its households on record are computed',
  })
  @Matches(COUNTY_OR_LARGER)
  region!: string;

  @ApiProperty({ enum: enumNames(PurposeSchema), example: 'DIBAO', description: 'what is tested' })
  @IsIn(enumNames(PurposeSchema))
  purpose!: string;

  @IsPart(() => OverrideDto, { each: true, description: 'what is supposed instead of the rows in force' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_OVERRIDES)
  overrides!: OverrideDto[];
}

class ToldCountDto {
  @ApiProperty({ example: 'WITHIN_LIMITS' })
  conclusion!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 1_204,
    description: 'null where it tells of too few',
  })
  households!: number | null;
}

class SimulatedCountyDto {
  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ type: [ToldCountDto], description: 'by the rows in force' })
  now!: ToldCountDto[];

  @ApiProperty({ type: [ToldCountDto], description: 'by what is supposed' })
  supposed!: ToldCountDto[];

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'households that could not be computed, since a policy row is missing for their region',
  })
  withoutPolicy!: number;
}

/** How far it is, and what it came to: how many households, by county and conclusion; no persons, and no small cells. */
export class SimulationDto {
  @ApiProperty({ format: 'uuid', example: '0198a000-fa92-76bb-8db9-aa6478e2a419' })
  id!: string;

  @ApiProperty({ example: '51' })
  region!: string;

  @ApiProperty({ example: 'DIBAO' })
  purpose!: string;

  @ApiProperty({
    enum: STATES,
    example: 'COMPLETED',
    description: 'FAILED: a supposed value has not the form of its key (malformedKey)',
  })
  state!: SimulationState;

  @ApiProperty({ format: 'date', example: '2025-07-22', description: 'day as of which it computes' })
  validAt!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 2_100_000,
    description: 'of the region; null until they are listed, or where they are too few to be told',
  })
  households!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 2_100_000,
    description: 'that are computed; null where households is',
  })
  computed!: number | null;

  @ApiProperty({
    type: 'integer',
    example: 10,
    description:
      'counts of fewer households than so many are not told, and no other by which one could be found: they are null',
  })
  suppressedBelow!: number;

  @ApiProperty({ type: [SimulatedCountyDto], description: 'empty until it is complete' })
  counties!: SimulatedCountyDto[];

  @ApiProperty({ type: 'string', nullable: true, example: null })
  malformedKey!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: '2025-07-22T02:00:41.000Z' })
  endedAt!: string | null;

  @ApiProperty({ type: 'integer', example: 3 })
  version!: number;
}

/** What is known of a simulation beside its record. */
interface Computed {
  readonly left: number;
  /** Of one that is complete. */
  readonly counts: ReadonlyMap<string, CountyCounts>;
  /** Counts of fewer than so many are not told. */
  readonly under: number;
}

export function toSimulationDto(simulation: Simulation, { left, counts, under }: Computed): SimulationDto {
  const { id, region, purpose, state, validAt, malformedKey, endedAt, version } = simulation;
  const total = simulation.households === null ? null : Number(simulation.households);
  const isTold = total !== null && (total === 0 || total >= under);
  return {
    ...{ id, region, purpose, state, validAt, malformedKey, version },
    households: isTold ? total : null,
    computed: isTold ? total - left : null,
    suppressedBelow: under,
    counties: [...counts].map(([county, { now, supposed, withoutPolicy }]) => ({
      region: county,
      now: toldCounts(now, under),
      supposed: toldCounts(supposed, under),
      withoutPolicy,
    })),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
