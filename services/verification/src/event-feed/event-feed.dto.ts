import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { DEFAULT_LIMIT, IsFilter, MAXIMUM_LIMIT } from '@minzheng/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { OUTWARD_TYPES } from './outward-messages.js';

/** A place in a party's order of events: 0 is before the first. */
export const POSITION = /^(0|[1-9][0-9]{0,14})$/;
const PURPOSES = [...enumNames(PurposeSchema)];
const TYPES = [...OUTWARD_TYPES];
const TYPE_EXAMPLE = 'minzheng.verification.v1.FileLoaded';

const TYPE_PATTERN = `(${TYPES.map((type) => type.replaceAll('.', '[.]')).join('|')})`;

const listed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',') : value;

export class EventsQuery {
  @ApiProperty({
    pattern: POSITION.source,
    example: '0',
    description:
      'position of the last event that was processed, or `after` of the page before; 0: the oldest',
  })
  @Matches(POSITION)
  after!: string;

  @ApiPropertyOptional({
    type: 'string',
    pattern: `^${TYPE_PATTERN}(,${TYPE_PATTERN})*$`,
    description: 'types, separated by commas; default: all that the agreements allow for the purpose',
    example: TYPE_EXAMPLE,
  })
  @Transform(listed)
  @IsOptional()
  @IsArray()
  @IsIn(TYPES, { each: true })
  types?: string[];

  @IsFilter(
    PURPOSES,
    'what it is read for, one of the agreement: needed for types that tell of persons, as those of data that go out do',
  )
  purpose?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAXIMUM_LIMIT, default: DEFAULT_LIMIT })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_LIMIT)
  limit: number = DEFAULT_LIMIT;
}

export class CloudEventDto {
  @ApiProperty({ example: '1.0' })
  specversion!: string;

  @ApiProperty({ format: 'uuid', description: 'the same however often it comes' })
  id!: string;

  @ApiProperty({ example: '/service/verification' })
  source!: string;

  @ApiProperty({ enum: TYPES, example: TYPE_EXAMPLE })
  type!: string;

  @ApiProperty({ example: 'fileExchange/0198a000-0000-7000-8000-000000000000' })
  subject!: string;

  @ApiProperty({ format: 'date-time' })
  time!: string;

  @ApiProperty({ example: 'application/json' })
  datacontenttype!: string;

  @ApiProperty({ example: '3', description: 'version of the subject: a higher one is newer' })
  sequence!: string;

  @ApiProperty({ example: '17', description: 'place in the order of the party, without gaps' })
  position!: string;

  @ApiProperty({ type: Object, description: 'JSON of the message, as far as the agreement goes' })
  data!: object;
}

export class EventsDto {
  @ApiProperty({ type: [CloudEventDto], description: 'in their order, the oldest first' })
  items!: CloudEventDto[];

  @ApiProperty({ example: '17', description: 'from where to read on; also where there was nothing' })
  after!: string;

  @ApiProperty({ description: 'there is more to read now' })
  hasMore!: boolean;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    example: null,
    description:
      'a suspended agreement under which the next event stands: the feed goes on when it is resumed; types of others can be asked for meanwhile',
  })
  heldBy!: string | null;
}
