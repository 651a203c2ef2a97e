import { Body, Controller, Post, type OnModuleInit, type Type as Class } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Caller, RateLimited, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses } from '@minzheng/platform/audit';
import { Computes, IsPersonKey, KeptAsWritten } from '@minzheng/platform/http';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import type { DepartmentName } from '../department/index.js';
import { PersonDirectory } from './person.directory.js';
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
  @KeptAsWritten()
  reason!: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'referral that this service made to the caller: its persons are told while it is open',
    example: '0198a000-7c1e-7c66-9a55-3f6c2f4f1f80',
  })
  @IsOptional()
  @IsUUID()
  referralId?: string;
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
  @ApiProperty({
    type: [IdentityDto],
    description: 'persons of the caller’s region, or of the referral, only',
  })
  items!: IdentityDto[];
}

/**
 * Who is meant by a personKey: asked of the service that holds the number, each answer logged before it leaves.
 *
 * @param service - as scopes name it: `assistance`
 */
export function identitiesController(service: DepartmentName): Class {
  @ApiTags('identities')
  @Controller('v1/identities')
  class IdentitiesController implements OnModuleInit {
    #directory!: PersonDirectory;

    constructor(
      private readonly persons: PersonRegister,
      private readonly moduleRef: ModuleRef,
    ) {}

    onModuleInit(): void {
      this.#directory = this.moduleRef.get(PersonDirectory, { strict: false });
    }

    @Post('resolve')
    @Computes()
    @RequireScope(`${service}:identities:read`)
    @RateLimited('reveal')
    @Discloses('idNumber', 'name')
    @ApiOperation({ summary: 'Number and name of persons, with the reason logged' })
    @ApiOkResponse({ type: IdentitiesDto })
    async resolve(
      @Body() { personKeys, reason, referralId }: ResolveIdentitiesDto,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<IdentitiesDto> {
      const known = await (referralId === undefined
        ? this.#directory.ofRegion(caller, personKeys)
        : this.#directory.ofReferral(caller, referralId));
      const items = await this.persons.revealed(personKeys.filter((personKey) => known?.has(personKey)));
      disclosure.add(items.map(({ personKey }) => personKey));
      disclosure.about({ reason: referralId === undefined ? reason : `referral ${referralId}: ${reason}` });
      return { items };
    }
  }
  return IdentitiesController;
}
