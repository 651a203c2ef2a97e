import { Body, Controller, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { Computes, IsPersonKey } from '@minzheng/platform/http';
import { ArrayMaxSize, ArrayMinSize, IsString, MaxLength, MinLength } from 'class-validator';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
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
  @ApiOperation({ summary: 'Number and name of persons, with the reason logged' })
  @ApiOkResponse({ type: IdentitiesDto })
  async resolve(
    @Body() { personKeys, reason }: ResolveIdentitiesDto,
    @Caller() caller: Caller,
  ): Promise<IdentitiesDto> {
    const rows: { person_key: string; id_number_enc: string; name_enc: string }[] =
      await this.dataSource.query(
        `select p.* from person p
        where p.person_key = any($1::uuid[])
          and exists (select from household_member m join household h on h.id = m.household_id
                       where m.person_key = p.person_key and h.region like $2 || '%')
        order by p.person_key`,
        [personKeys, caller.region ?? '-'],
      );
    await this.dataSource.query(
      `insert into identity_reveal (id, actor, reason, person_keys) values ($1, $2, $3, $4)`,
      [uuidv7(), caller.subject, reason, rows.map(({ person_key }) => person_key)],
    );
    return { items: rows.map((row) => ({ personKey: row.person_key, ...this.persons.reveal(row) })) };
  }
}
