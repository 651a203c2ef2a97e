import { IsCivilDate, IsMonth, IsPart, IsRegionCode } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { ATTENDANT_ROLES, type AttendantRole } from './village-evaluation.entity.js';

const Count =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ type: 'integer', minimum: 0, maximum: 1_000, description })(target, property);
    IsInt()(target, property);
    Min(0)(target, property);
    Max(1_000)(target, property);
  };

class AttendantsDto {
  @ApiProperty({ enum: ATTENDANT_ROLES })
  @IsIn(ATTENDANT_ROLES)
  role!: AttendantRole;

  @Count('how many of them')
  count!: number;
}

class VotesDto {
  @Count('for the household')
  agree!: number;

  @Count('against it')
  against!: number;

  @Count('spoilt')
  void!: number;
}

export class RecordEvaluationDto {
  @IsCivilDate({ description: 'day on which it was held' })
  heldOn!: string;

  @IsPart(() => AttendantsDto, { each: true, description: 'who took part, by role' })
  @ArrayMinSize(1)
  @ArrayMaxSize(ATTENDANT_ROLES.length)
  attendants!: AttendantsDto[];

  @IsPart(() => VotesDto)
  votes!: VotesDto;

  @ApiProperty({ description: 'SHA-256 of the minutes, hex', example: 'e'.repeat(64) })
  @Matches(/^[0-9a-f]{64}$/)
  minutes!: string;
}

class RationalDto {
  @ApiProperty({ example: '100' })
  numerator!: string;

  @ApiProperty({ example: '1' })
  denominator!: string;
}

export class EvaluatedDto {
  @ApiProperty({ type: RationalDto, description: 'points 0 to 100, exact' })
  points!: RationalDto;

  @ApiProperty({ description: 'of the case' })
  version!: number;
}

export class RankingQuery {
  @IsRegionCode({ digits: [12, 12], description: 'a village: 12 digits' })
  region!: string;

  @IsMonth({ description: 'in which the cases were assessed' })
  month!: string;
}

export class RankedCaseDto {
  @ApiProperty({ example: 1 })
  rank!: number;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ example: '510802001001-20250512-000002' })
  caseNo!: string;

  @ApiProperty({ description: 'with two decimals', example: '72.51' })
  score!: string;

  @ApiProperty({ type: RationalDto, description: 'income a head and month, fen' })
  perCapitaMonthly!: RationalDto;

  @ApiProperty({ example: 'ASSESSED' })
  state!: string;
}

export class RankingDto {
  @ApiProperty({ type: [RankedCaseDto], description: 'the highest score first' })
  items!: RankedCaseDto[];

  @ApiProperty({ nullable: true, type: 'string', description: 'always null: the list of a village is whole' })
  nextCursor!: null;
}
