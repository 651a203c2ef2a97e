import {
  IsCivilDate,
  IsFen,
  IsFilter,
  IsFlag,
  IsMonth,
  IsPart,
  IsPersonKey,
  ListQuery,
} from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { APPEAL_OUTCOMES, type AppealOutcome } from './appeal.entity.js';
import { APPEAL_STATES, type AppealState } from './appeal.lifecycle.js';

const SHA256 = /^[0-9a-f]{64}$/;
const LONGEST_TEXT = 4_000;
const MOST_FACTS = 100;
const MOST_EVIDENCE = 20;
const WHOLE_BP = 10_000;
const FACT_ID = '0198a1c2-7d3e-5f10-9a4b-6c5d7e8f9012';
const STEWARD_REPLIES = ['STANDS', 'WRONG'] as const;

/** Free text about a person; it is stored encrypted. */
export const Words = (description: string, example: string): PropertyDecorator => {
  const checks = [
    ApiProperty({
      description: `${description}; stored encrypted`,
      example,
      minLength: 2,
      maxLength: LONGEST_TEXT,
    }),
    IsString(),
    Length(2, LONGEST_TEXT),
  ];
  return (target, property) => checks.forEach((check) => check(target, property));
};

const FactIds = (description: string): PropertyDecorator => {
  const checks = [
    ApiProperty({ type: [String], format: 'uuid', description, example: [FACT_ID] }),
    IsArray(),
    IsUUID(undefined, { each: true }),
    ArrayMinSize(1),
    ArrayMaxSize(MOST_FACTS),
    ArrayUnique(),
  ];
  return (target, property) => checks.forEach((check) => check(target, property));
};

/** What is said to be wrong with a fact. */
export class ClaimDto {
  @Words('what is wrong, and why', '该车辆已于2024年11月出售并过户。')
  claim!: string;

  @ApiProperty({
    type: [String],
    description: 'SHA-256 of each document handed in, hex',
    example: ['c'.repeat(64)],
  })
  @IsArray()
  @Matches(SHA256, { each: true })
  @ArrayMaxSize(MOST_EVIDENCE)
  evidence!: string[];

  @IsCivilDate({ description: 'day on which it was learned of' })
  learnedOn!: string;
}

export class AppealAgainstFactDto extends ClaimDto {
  @IsPersonKey({
    optional: true,
    description:
      'whom the fact is about: of an officer always, of a citizen for a ward; else the caller’s own',
  })
  personKey?: string;
}

export class AppealAgainstReportDto extends ClaimDto {
  @FactIds('the facts of the report that are wrong, all of one person')
  factIds!: string[];
}

export class MyAppealDto extends ClaimDto {
  @ApiProperty({ format: 'uuid', description: 'the fact that is wrong', example: FACT_ID })
  @IsUUID()
  factId!: string;

  @IsPersonKey({ optional: true, description: 'the ward whom the fact is about; else the caller’s own' })
  personKey?: string;
}

export class SourceReplyDto {
  @ApiProperty({ enum: STEWARD_REPLIES, description: 'the fact stands, or it was wrong' })
  @IsIn(STEWARD_REPLIES)
  reply!: (typeof STEWARD_REPLIES)[number];

  @Words('what the register says', '该号牌已于2024-11-02转移登记。')
  text!: string;

  @ApiPropertyOptional({ description: 'SHA-256 of the evidence, hex', example: 'd'.repeat(64) })
  @IsOptional()
  @Matches(SHA256)
  evidenceSha256?: string;

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description: 'facts that it is about; else all of the agency',
    example: [FACT_ID],
  })
  @IsOptional()
  @IsArray()
  @IsUUID(undefined, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FACTS)
  factIds?: string[];
}

class CorrectedPeriodDto {
  @IsMonth()
  fromMonth!: string;

  @IsMonth()
  toMonth!: string;
}

/** What of a fact is to be otherwise; only what is given changes. */
export class CorrectionDto {
  @ApiProperty({ format: 'uuid', example: FACT_ID })
  @IsUUID()
  factId!: string;

  @ApiPropertyOptional({ description: 'true: it was never so, and nothing takes its place' })
  @IsOptional()
  @IsBoolean()
  retracted?: boolean;

  @IsFen({ optional: true, description: 'of an income or expenditure, for its whole period' })
  amountFen?: string;

  @IsPart(() => CorrectedPeriodDto, { optional: true, description: 'months of an income or expenditure' })
  period?: CorrectedPeriodDto;

  @IsFen({ optional: true, description: 'of an asset' })
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'of an asset; 0: gone', example: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  count?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'the person’s part of an asset, basis points',
    example: 5_000,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(WHOLE_BP)
  shareBp?: number;

  @IsCivilDate({ optional: true, description: 'day on which the asset was so' })
  asOf?: string;

  @IsCivilDate({ optional: true, description: 'first day of a status' })
  from?: string;

  @IsCivilDate({ optional: true, description: 'first day on which a status no longer held' })
  to?: string;
}

export class DecideAppealDto {
  @ApiProperty({ enum: APPEAL_OUTCOMES })
  @IsIn(APPEAL_OUTCOMES)
  outcome!: AppealOutcome;

  @Words('why it is decided so', '公安交管部门确认车辆已于2024-11-02转移登记。')
  reasons!: string;

  @IsPart(() => CorrectionDto, {
    each: true,
    optional: true,
    description: 'of UPHELD: what holds instead of facts that their source has not corrected itself',
  })
  @ArrayMaxSize(MOST_FACTS)
  corrections?: CorrectionDto[];
}

export class AppealQuery extends ListQuery {
  @IsFilter(APPEAL_STATES)
  state?: AppealState;

  @IsFlag('past a time limit: to be accepted, to be answered by the source, or to be decided')
  overdue?: string;

  @IsPersonKey({ optional: true, description: 'whom the facts are about' })
  personKey?: string;
}
