import { DATASET_PATTERN } from '@minzheng/casework/agencies';
import {
  IsMeansKind,
  IsMeansSide,
  MEANS_SIDES,
  PeriodItemDto,
  type MeansSide,
} from '@minzheng/casework/means-items';
import { IsCivilDate, IsPositiveFen, IsMonth, IsPart, IsPersonKey } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import type { Bill } from './bill.entity.js';

const SHA256 = /^[0-9a-f]{64}$/;
/** What a clerk may take a bill of: the catalogue, section 5.3. */
const BILL_KINDS = [
  'medicalInpatientOop',
  'medicalChronicOop',
  'medicalOutOfCatalogue',
  'specialDrug',
  'rehab',
  'assistiveDevice',
  'disabilityCare',
  'tuition',
  'boarding',
  'accidentCost',
] as const;

export class WriteInquiryDto {
  @ApiProperty({ description: 'a gap of the report', example: 'TAX' })
  @IsString()
  @MaxLength(10)
  agency!: string;

  @ApiPropertyOptional({ pattern: DATASET_PATTERN, example: 'TAX.wages' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  dataset?: string;

  @IsPersonKey({ each: true, description: 'about whom' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  personKeys!: string[];
}

export class AnsweredItemDto extends PeriodItemDto {
  @IsMeansSide(...MEANS_SIDES)
  side!: MeansSide;

  @IsMeansKind(...MEANS_SIDES)
  kind!: string;
}

export class RecordAnswerDto {
  @IsCivilDate({ description: 'day of the answer' })
  answeredOn!: string;

  @IsPart(() => AnsweredItemDto, { each: true, description: 'what there is; empty: nothing' })
  @ArrayMaxSize(200)
  items!: AnsweredItemDto[];

  @ApiPropertyOptional({ description: 'SHA-256 of the answer as it came, hex' })
  @IsOptional()
  @Matches(SHA256)
  proof?: string;
}

export class AcceptBillDto {
  @IsPersonKey()
  personKey!: string;

  @ApiProperty({ enum: BILL_KINDS })
  @IsIn(BILL_KINDS)
  kind!: (typeof BILL_KINDS)[number];

  @IsPositiveFen({ description: 'paid by the person, after insurance, aid and subsidy' })
  amountFen!: string;

  @IsMonth()
  fromMonth!: string;

  @IsMonth()
  toMonth!: string;

  @ApiPropertyOptional({ description: 'credit code of who was paid' })
  @IsOptional()
  @IsString()
  @MaxLength(18)
  payeeKey?: string;

  @ApiProperty({ description: 'SHA-256 of the settlement sheet, hex', example: '1'.repeat(64) })
  @Matches(SHA256)
  sheet!: string;
}

export class BillDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ enum: BILL_KINDS })
  kind!: string;

  @ApiProperty({ example: '800000' })
  amountFen!: string;

  @ApiProperty({ format: 'uuid', description: 'the fact that tells it' })
  factId!: string;
}

export const toBillDto = ({ id, personKey, kind, amountFen, factId }: Bill): BillDto => ({
  ...{ id, personKey, kind, factId },
  amountFen: amountFen.toString(),
});
