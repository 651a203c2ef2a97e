import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { IsPersonKey } from '@minzheng/platform/http';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { CategoryPeriodDto } from '../monitoring/monitored-subject.dto.js';

export const MOST_PERSONS = 1_000;

/** Who is asked about, and what for. */
export class StatusCheckQuestionDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PERSONS)
  @ArrayUnique()
  @IsPersonKey({ each: true, description: 'of a party outside the platform: its own keys' })
  personKeys!: string[];

  @ApiProperty({ enum: enumNames(PurposeSchema), example: 'MEDICAL_AID' })
  @IsIn(enumNames(PurposeSchema))
  purpose!: string;
}

class StatusCheckItemDto {
  @ApiProperty({ format: 'uuid', example: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' })
  personKey!: string;

  @ApiProperty({
    type: [CategoryPeriodDto],
    description: 'those that are open; none as well where the person is none of the caller’s region',
  })
  categories!: CategoryPeriodDto[];
}

/** In which categories each person is, and nothing else. */
export class StatusCheckDto {
  @ApiProperty({ type: [StatusCheckItemDto] })
  items!: StatusCheckItemDto[];
}
