import { IsCivilDate } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { INVESTIGATOR_ROLES, VISIT_MODES, type InvestigatorRole } from './visit.entity.js';

const SHA256 = /^[0-9a-f]{64}$/;

class InvestigatorDto {
  @ApiProperty({ description: 'subject of the token with which he or she signs', example: 'clerk-1' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  userId!: string;

  @ApiProperty({ enum: INVESTIGATOR_ROLES })
  @IsIn(INVESTIGATOR_ROLES)
  role!: InvestigatorRole;
}

const Observation =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiProperty({ description })(target, property);
    IsString()(target, property);
    MinLength(1)(target, property);
    MaxLength(2_000)(target, property);
  };

class ObservationsDto {
  @Observation('what the family lives on')
  income!: string;

  @Observation('what it owns')
  assets!: string;

  @Observation('how it lives')
  housing!: string;

  @Observation('what it eats')
  food!: string;

  @Observation('what it wears')
  clothing!: string;
}

export class RecordVisitDto {
  @IsCivilDate()
  visitedOn!: string;

  @ApiProperty({ enum: VISIT_MODES })
  @IsIn(VISIT_MODES)
  mode!: (typeof VISIT_MODES)[number];

  @ApiProperty({ type: [InvestigatorDto] })
  @IsArray()
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  @Type(() => InvestigatorDto)
  investigators!: InvestigatorDto[];

  @ApiProperty({ type: ObservationsDto, description: 'what was seen; stored, never sent' })
  @IsObject()
  @ValidateNested()
  @Type(() => ObservationsDto)
  observations!: ObservationsDto;

  @ApiPropertyOptional({ type: [String], description: 'SHA-256 of each photo, hex' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @Matches(SHA256, { each: true })
  photoHashes?: string[];
}

export class SignVisitDto {
  @ApiProperty({ enum: ['E_SIGN', 'PAPER_SCAN'] })
  @IsIn(['E_SIGN', 'PAPER_SCAN'])
  method!: 'E_SIGN' | 'PAPER_SCAN';

  @ApiProperty({ description: 'SHA-256 of the signature or the scan, hex' })
  @Matches(SHA256)
  proof!: string;
}

export class VisitDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ format: 'date' })
  visitedOn!: string;

  @ApiProperty({ enum: VISIT_MODES })
  mode!: string;

  @ApiProperty({ type: [InvestigatorDto] })
  investigators!: InvestigatorDto[];

  @ApiProperty({ enum: ['DRAFT', 'SIGNED'] })
  state!: string;

  @ApiProperty({ type: [String], description: 'who has signed' })
  signedBy!: string[];

  @ApiProperty()
  contentSha256!: string;

  @ApiProperty()
  version!: number;
}
