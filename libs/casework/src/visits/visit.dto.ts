import { IsCivilDate, IsPart, IsPersonKey } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IsMeansKind, IsMeansSide, PeriodItemDto } from '../means-items/index.js';
import {
  INVESTIGATOR_ROLES,
  VISIT_FLAGS,
  VISIT_MODES,
  type InvestigatorRole,
  type VisitMode,
} from './visit.entity.js';

const SHA256 = /^[0-9a-f]{64}$/;
const METHODS = ['E_SIGN', 'PAPER_SCAN'] as const;

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

class PlaceDto {
  @ApiProperty({ description: 'degrees, WGS 84', example: 32.4355 })
  @IsNumber()
  @Min(-90)
  @Max(90)
  latitude!: number;

  @ApiProperty({ description: 'degrees, WGS 84', example: 105.8436 })
  @IsNumber()
  @Min(-180)
  @Max(180)
  longitude!: number;
}

class FindingDto extends PeriodItemDto {
  @IsMeansSide('INCOME', 'ASSET')
  side!: 'INCOME' | 'ASSET';

  @IsMeansKind('INCOME', 'ASSET')
  kind!: string;
}

class PhotoDto {
  @ApiProperty({ description: 'SHA-256 of the file, hex', example: 'c'.repeat(64) })
  @Matches(SHA256)
  sha256!: string;

  @IsPart(() => PlaceDto, { optional: true, description: 'geotag' })
  place?: PlaceDto;
}

export class RecordVisitDto {
  @IsCivilDate()
  visitedOn!: string;

  @ApiProperty({ enum: VISIT_MODES })
  @IsIn(VISIT_MODES)
  mode!: VisitMode;

  @IsPart(() => InvestigatorDto, { each: true })
  @ArrayMaxSize(5)
  investigators!: InvestigatorDto[];

  @IsPersonKey({ each: true, optional: true, description: 'who of the household was there: each signs too' })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  present?: string[];

  @IsPart(() => ObservationsDto, { description: 'what was seen; stored encrypted, never sent' })
  observations!: ObservationsDto;

  @IsPart(() => PhotoDto, { each: true, optional: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  photos?: PhotoDto[];

  @IsPart(() => FindingDto, {
    ...{ each: true, optional: true },
    description: 'what was seen of income and property, in figures; stored encrypted, told as facts',
  })
  @ArrayMaxSize(100)
  findings?: FindingDto[];

  @IsPersonKey({ each: true, optional: true, description: 'who cares for somebody of the household' })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  carers?: string[];

  @IsPart(() => PlaceDto, { optional: true, description: 'where the visit was made' })
  place?: PlaceDto;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'made by a device without a connection: uploaded again, it is the same visit',
  })
  @IsOptional()
  @IsUUID()
  uploadId?: string;
}

export class SignVisitDto {
  @IsPersonKey({
    optional: true,
    description: 'whose signature an investigator enters; without it his or her own',
  })
  personKey?: string;

  @ApiPropertyOptional({ enum: METHODS, description: 'of a signature; left out only with refusedToSign' })
  @IsOptional()
  @IsIn(METHODS)
  method?: (typeof METHODS)[number];

  @ApiPropertyOptional({ description: 'SHA-256 of the signature or the scan, hex' })
  @IsOptional()
  @Matches(SHA256)
  proof?: string;

  @ApiPropertyOptional({ description: 'the member would not sign, and another saw it' })
  @IsOptional()
  @IsBoolean()
  refusedToSign?: boolean;

  @ApiPropertyOptional({ description: 'subject of whoever saw it, not of the visit', example: 'village-1' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  witness?: string;
}

export class VisitDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'what was visited for', example: 'case' })
  subjectType!: string;

  @ApiProperty({ format: 'uuid' })
  subjectId!: string;

  @ApiProperty({ format: 'date' })
  visitedOn!: string;

  @ApiProperty({ enum: VISIT_MODES })
  mode!: string;

  @ApiProperty({ type: [InvestigatorDto] })
  investigators!: InvestigatorDto[];

  @ApiProperty({ type: [String], format: 'uuid', description: 'who of the household was there' })
  present!: string[];

  @ApiProperty({ enum: ['DRAFT', 'SIGNED'] })
  state!: string;

  @ApiProperty({ type: [String], description: 'investigators who have signed' })
  signedBy!: string[];

  @ApiProperty({ type: [String], format: 'uuid', description: 'members who have signed' })
  signedByMembers!: string[];

  @ApiProperty({ type: [String], format: 'uuid', description: 'members who would not sign' })
  refusedToSign!: string[];

  @ApiProperty({ enum: VISIT_FLAGS, isArray: true, description: 'why the county looks at it' })
  flags!: string[];

  @ApiProperty()
  contentSha256!: string;

  @ApiProperty()
  version!: number;
}
