import { Custody, PAYMENT_PROBLEMS } from '@minzheng/casework/payments';
import { PersonRegister } from '@minzheng/casework/persons';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons } from '@minzheng/platform/audit';
import { Id, IfMatch, InTransaction, IsPart, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { requireAwardDecider } from '../awards/award-access.js';
import { Award } from '../awards/award.entity.js';
import { handlersOf } from './handlers.js';

class CustodianDto {
  @ApiProperty({ format: 'id-number', example: '51080219700101003X' })
  @IsString()
  @MaxLength(40)
  idNumber!: string;

  @ApiProperty({ example: '李四' })
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  name!: string;

  @ApiPropertyOptional({ description: 'of a custodian who is an official', example: 'clerk-wang' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  userId?: string;
}

class SetCustodianDto {
  @IsPart(() => CustodianDto)
  custodian!: CustodianDto;

  @ApiProperty({ example: '103' })
  @IsString()
  @MinLength(1)
  @MaxLength(20)
  bankCode!: string;

  @ApiProperty({ description: 'stored encrypted', example: '6228480000000000034' })
  @IsString()
  @MinLength(8)
  @MaxLength(32)
  account!: string;

  @ApiProperty({
    description: 'SHA-256 of the written agreement, hex',
    pattern: '^[0-9a-f]{64}$',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  @Matches(/^[0-9a-f]{64}$/)
  agreementSha256!: string;
}

class CustodyDto {
  @ApiProperty({ format: 'uuid', example: '0197c000-fa92-76bb-8db9-aa6478e2a419' })
  agreementId!: string;

  @ApiProperty({ format: 'uuid', example: '0197c000-fa92-76bb-8db9-aa6478e2a418' })
  awardId!: string;

  @ApiProperty({ format: 'uuid', example: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' })
  custodianKey!: string;

  @ApiProperty({ type: 'integer', description: 'of the award', example: 3 })
  version!: number;
}

/** Who holds the money of a recipient who cannot (代管人). */
@ApiTags('awards')
@Controller('v1/awards')
export class CustodianController {
  constructor(
    private readonly custody: Custody,
    private readonly persons: PersonRegister,
    private readonly regions: Regions,
  ) {}

  @Post(':id/set-custodian')
  @HttpCode(200)
  @Concerns(Award)
  @RequireScope('assistance:awards:approve')
  @Refuses(PAYMENT_PROBLEMS.custodianNotAllowed, PROBLEMS.idNumberInvalid, PROBLEMS.outOfRegion)
  @AboutPersons<CustodyDto>(({ custodianKey }) => [custodianKey])
  @ApiOperation({ summary: 'Files a custody agreement: from the next run on the custodian is paid' })
  @ApiOkResponse({ type: CustodyDto })
  async setCustodian(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: SetCustodianDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CustodyDto> {
    const award = await tx.loadForUpdate(Award, id, version);
    await requireAwardDecider(tx, award, caller, this.regions);
    const [taken] = await this.persons.takeIn(tx, [form.custodian], (_index, of) => `custodian.${of}`);
    const custodianKey = taken?.personKey ?? '';
    const handlers = await handlersOf(tx, award);
    const { userId } = form.custodian;
    if ((userId !== undefined && handlers.userIds.has(userId)) || handlers.personKeys.has(custodianKey)) {
      throw new Problem(PAYMENT_PROBLEMS.custodianNotAllowed);
    }
    const { bankCode, account, agreementSha256 } = form;
    const { id: agreementId } = await this.custody.file(tx, {
      ...{ awardId: id, householdId: award.householdId, custodianKey, bankCode, account, agreementSha256 },
    });
    await tx.execute('update award set version = version + 1 where id = $1', [id]);
    return { agreementId, awardId: id, custodianKey, version: version + 1 };
  }
}
