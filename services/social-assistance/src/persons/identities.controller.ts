import { Body, Controller, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, RateLimited, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses } from '@minzheng/platform/audit';
import { Computes, IsPersonKey } from '@minzheng/platform/http';
import { numberedRegionFilter } from '@minzheng/platform/regions';
import { ArrayMaxSize, ArrayMinSize, IsString, MaxLength, MinLength } from 'class-validator';
import { DataSource } from 'typeorm';
import { PersonRegister } from './person.register.js';

const MAX_PERSONS = 50;

export class ResolveIdentitiesDto {
  @IsPersonKey({ each: true, description: 'who is meant' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PERSONS)
  personKeys!: string[];

  @ApiProperty({
    description: 'why: a case, a referral or a clue',
    example: 'clue 0198a000-fa92-76bb-8db9-aa6478e2a419',
  })
  @IsString()
  @MinLength(5)
  @MaxLength(200)
  reason!: string;
}

export class IdentityDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ example: '51080219850214901X' })
  idNumber!: string;

  @ApiProperty({ example: '张三' })
  name!: string;
}

export class IdentitiesDto {
  @ApiProperty({ type: [IdentityDto], description: 'persons of the caller’s region only' })
  items!: IdentityDto[];
}

/** Who is meant by a personKey: asked of the service that holds the number, each answer logged before it leaves. */
@ApiTags('identities')
@Controller('v1/identities')
export class IdentitiesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly persons: PersonRegister,
  ) {}

  @Post('resolve')
  @Computes()
  @RequireScope('assistance:identities:read')
  @RateLimited('reveal')
  @Discloses('idNumber', 'name')
  @ApiOperation({ summary: 'Number and name of persons, with the reason logged' })
  @ApiOkResponse({ type: IdentitiesDto })
  async resolve(
    @Body() { personKeys, reason }: ResolveIdentitiesDto,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<IdentitiesDto> {
    const within = numberedRegionFilter('h.region', caller.prefixesWithin(), 2);
    const rows: { person_key: string; id_number_enc: string; name_enc: string }[] =
      await this.dataSource.query(
        `select p.* from person p
        where p.person_key = any($1::uuid[])
          and exists (select from household_member m join household h on h.id = m.household_id
                       where m.person_key = p.person_key and ${within.sql})
        order by p.person_key`,
        [personKeys, ...within.parameters],
      );
    disclosure.add(rows.map(({ person_key }) => person_key));
    disclosure.about({ reason });
    return { items: rows.map((row) => ({ personKey: row.person_key, ...this.persons.reveal(row) })) };
  }
}
