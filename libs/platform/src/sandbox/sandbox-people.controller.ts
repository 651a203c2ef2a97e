import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { fictitiousPeople, type FictitiousPerson } from '@minzheng/kernel/id-number';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { Public } from '../access/index.js';
import { BusinessClock } from '../clock/index.js';
import { SETTINGS, type PlatformSettings } from '../config/index.js';

const DEFAULT_COUNT = 10;
const MAXIMUM_COUNT = 200;
const SEED = '^[A-Za-z0-9_-]{1,50}$';

class SandboxPeopleQuery {
  @ApiPropertyOptional({ pattern: SEED, default: 'sandbox', description: 'the same gives the same people' })
  @Matches(new RegExp(SEED))
  seed: string = 'sandbox';

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAXIMUM_COUNT, default: DEFAULT_COUNT })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_COUNT)
  count: number = DEFAULT_COUNT;
}

class SandboxPersonDto implements FictitiousPerson {
  @ApiProperty({ description: 'valid, and nobody’s', example: '199001193806109944' })
  idNumber!: string;

  @ApiProperty({ example: '王玉珍' })
  name!: string;

  @ApiProperty({ format: 'date', example: '1938-06-10' })
  birthDate!: string;

  @ApiProperty({ enum: ['FEMALE', 'MALE'] })
  sex!: FictitiousPerson['sex'];

  @ApiProperty({ enum: ['ADULT', 'CHILD'], description: 'a child is under 18 throughout the year' })
  age!: FictitiousPerson['age'];

  @ApiProperty({ format: 'uuid', description: 'by which the services of this sandbox know the person' })
  personKey!: string;
}

class SandboxPeopleDto {
  @ApiProperty({ type: [SandboxPersonDto] })
  items!: SandboxPersonDto[];
}

/** People who do not exist, to try the services with; exists in a sandbox only. */
@ApiTags('sandbox')
@Controller('v1/sandbox/people')
export class SandboxPeopleController {
  constructor(
    private readonly clock: BusinessClock,
    @Inject(SETTINGS) private readonly settings: PlatformSettings,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'People with valid ID numbers that belong to nobody' })
  @ApiOkResponse({ type: SandboxPeopleDto })
  list(@Query() { seed, count }: SandboxPeopleQuery): SandboxPeopleDto {
    const people = fictitiousPeople(seed, count, this.clock.today());
    return {
      items: people.map((person) => ({
        ...person,
        personKey: personKeyOf(person.idNumber, this.settings.personKeySecret),
      })),
    };
  }
}
