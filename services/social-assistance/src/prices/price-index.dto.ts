import type { HukouType } from '@minzheng/kernel/means-test';
import { IsCivilDate, IsFilter, IsMonth, IsRegionCode, ListQuery } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { StatedReasonDto } from '../standards/stated-reason.dto.js';
import type { PriceIndex } from './price-index.entity.js';
import { PRICE_INDEX_LIFECYCLE, type PriceIndexState } from './price-index.lifecycle.js';

const LOWEST_BP = -10_000;
const HIGHEST_BP = 1_000_000;

const IsRate = (description: string, example: number): PropertyDecorator => {
  const documented = ApiProperty({
    ...{ type: 'integer', minimum: LOWEST_BP, maximum: HIGHEST_BP },
    description: `${description}, in basis points`,
    example,
  });
  return (target, property) => {
    for (const decorate of [documented, IsInt(), Min(LOWEST_BP), Max(HIGHEST_BP)]) decorate(target, property);
  };
};

export class PriceIndexQuery extends ListQuery {
  @IsFilter(PRICE_INDEX_LIFECYCLE.states)
  state?: PriceIndexState;

  @IsMonth({ optional: true })
  month?: string;
}

/** What the statistics office has published. */
export class PriceFiguresDto {
  @IsRate('consumer prices (or SCPI, where the region uses it) against the year before', 230)
  cpiBp!: number;

  @IsRate('food prices against the year before', 1_540)
  foodBp!: number;

  @IsCivilDate({ description: 'day of publication: the time to pay begins' })
  publishedOn!: string;
}

export class EnterPriceIndexDto extends PriceFiguresDto {
  @IsRegionCode({ description: 'region that the indices are of, within that of the officer' })
  region!: string;

  @IsMonth({ description: 'month that the indices are of' })
  month!: string;
}

class PriceAmountDto {
  @ApiProperty({ description: 'region of whose standard it is made', example: '5108' })
  region!: string;

  @ApiProperty({ enum: ['URBAN', 'RURAL'] })
  hukouType!: HukouType;

  @ApiProperty({ enum: ['CPI', 'FOOD'], description: 'index that counts', example: 'FOOD' })
  index!: string;

  @ApiProperty({ type: 'integer', example: 1_540 })
  rateBp!: number;

  @ApiProperty({ example: '59000' })
  standardFen!: string;

  @ApiProperty({ description: 'a person, in whole yuan', example: '9100' })
  amountFen!: string;
}

/** Price indices of a region and month, and what they trigger (价格指数). */
export class PriceIndexDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: '5108' })
  region!: string;

  @ApiProperty({ example: '2025-07' })
  month!: string;

  @ApiProperty({ type: 'integer', example: 230 })
  cpiBp!: number;

  @ApiProperty({ type: 'integer', example: 1_540 })
  foodBp!: number;

  @ApiProperty({ format: 'date', example: '2025-08-09' })
  publishedOn!: string;

  @ApiProperty({ description: 'whether the price subsidy is paid for the month' })
  triggered!: boolean;

  @ApiProperty({ type: [PriceAmountDto], description: 'by region and hukou type; none when not triggered' })
  amounts!: PriceAmountDto[];

  @ApiProperty({ format: 'date', description: 'a triggered subsidy is paid by then', example: '2025-09-05' })
  dueOn!: string;

  @ApiProperty({ type: [StatedReasonDto] })
  reasons!: StatedReasonDto[];

  @ApiProperty({ enum: [...PRICE_INDEX_LIFECYCLE.states] })
  state!: string;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'opens the payroll runs of the counties; null when nothing is paid',
  })
  jobId!: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'the index that it corrects' })
  supersedesId!: string | null;

  @ApiProperty({ type: 'integer' })
  version!: number;
}

export function toPriceIndexDto(index: PriceIndex): PriceIndexDto {
  const { id, region, month, cpiBp, foodBp, publishedOn, amounts, dueOn, reasons, state } = index;
  const { jobId, supersedesId, version } = index;
  return {
    ...{
      id,
      region,
      month,
      cpiBp,
      foodBp,
      publishedOn,
      amounts,
      dueOn,
      reasons,
      state,
      jobId,
      supersedesId,
      version,
    },
    triggered: amounts.length > 0,
  };
}
