import { ASSET_KINDS, EXPENDITURE_KINDS, INCOME_KINDS } from '@minzheng/kernel/means-test';
import { IsFen, IsMonth, IsPersonKey } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { MeansSide } from './means-item.rules.js';

const KINDS = { INCOME: INCOME_KINDS, ASSET: ASSET_KINDS, EXPENDITURE: EXPENDITURE_KINDS } as const;
const EXAMPLES: Readonly<Record<MeansSide, string>> = {
  INCOME: 'wage',
  ASSET: 'deposit',
  EXPENDITURE: 'medicalInpatientOop',
};
const A_KIND = /^[a-z][A-Za-z]{1,60}$/;

/** The side of an item, of those that it may be of. */
export const IsMeansSide =
  (...sides: readonly MeansSide[]): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ enum: [...sides] })(target, property);
    IsIn(sides)(target, property);
  };

/**
 * The kind of an item, a kind of the registry of facts; the document lists those of the sides. Whether it is of its own
 * side, {@link requireItem} says.
 */
export const IsMeansKind =
  (first: MeansSide, ...others: readonly MeansSide[]): PropertyDecorator =>
  (target, property) => {
    const listed = [first, ...others].map((side) => ({ side, kinds: [...KINDS[side]] }));
    const inWords = listed.map(
      ({ side, kinds }) => `${side}: ${kinds.map(([kind, { chinese }]) => `${kind} ${chinese}`).join(', ')}`,
    );
    ApiProperty({
      description: `a kind of the registry. ${inWords.join('. ')}`,
      enum: listed.flatMap(({ kinds }) => kinds.map(([kind]) => kind)),
      example: EXAMPLES[first],
    })(target, property);
    Matches(A_KIND)(target, property);
  };

/** What an item of means says beside its side and kind. */
export abstract class MeansItemDto {
  @IsPersonKey()
  personKey!: string;

  @IsFen({ optional: true, description: 'of income or spending: the sum of all its months' })
  amountFen?: string;

  @IsFen({ optional: true, description: 'of what is owned: its value' })
  valueFen?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 1_000,
    description: 'of what is owned: how many',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  count?: number;

  @ApiPropertyOptional({ description: 'credit code of the payer, or *' })
  @IsOptional()
  @IsString()
  @MaxLength(18)
  payerKey?: string;
}

/** An item whose sum is of some months. */
export abstract class PeriodItemDto extends MeansItemDto {
  @IsMonth({ optional: true, description: 'of income or spending: the first month' })
  fromMonth?: string;

  @IsMonth({ optional: true, description: 'of income or spending: the last month' })
  toMonth?: string;
}
