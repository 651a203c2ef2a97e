import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Created, Id, IfMatch, InTransaction } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { ConsentDto, GiveConsentDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import { ConsentService } from './consent.service.js';

@ApiTags('consents')
@Controller('v1/consents')
export class ConsentController {
  constructor(
    private readonly consents: ConsentService,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('assistance:consents:write')
  @AllowPerson()
  @Created<ConsentDto>(({ id }) => `/v1/consents/${id}`)
  @ApiOperation({ summary: 'A person agrees to be verified' })
  @ApiCreatedResponse({ type: ConsentDto })
  async give(
    @Body() form: GiveConsentDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ConsentDto> {
    const region = await this.consents.regionOf(tx.manager, form.personKey);
    if (caller.person === undefined) caller.requireRegion(region);
    else if (caller.person !== form.signerKey) throw new NotFound('Person');
    return toDto(await this.consents.give(tx, form, region));
  }

  @Post(':id/withdraw')
  @Concerns(Consent)
  @RequireScope('assistance:consents:write')
  @AllowPerson()
  @ApiOperation({ summary: 'The consent no longer holds from now on' })
  @ApiOkResponse({ type: ConsentDto })
  async withdraw(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<ConsentDto> {
    const consent = await tx.manager.findOneBy(Consent, { id });
    const isSigner = caller.person === undefined || caller.person === consent?.signerKey;
    if (!consent || !isSigner) throw new NotFound(Consent.name);
    return toDto(await this.consents.withdraw(tx, id, version));
  }

  @Get(':id')
  @Concerns(Consent)
  @RequireScope('assistance:consents:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One consent' })
  @ApiOkResponse({ type: ConsentDto })
  async one(@Id() id: string): Promise<ConsentDto> {
    const consent = await this.dataSource.manager.findOneBy(Consent, { id });
    if (!consent) throw new NotFound(Consent.name);
    return toDto(consent);
  }
}

const toDto = ({ id, personKey, purposes, state, validTo, registered, version }: Consent): ConsentDto => ({
  ...{ id, personKey, purposes, state, validTo, registered, version },
});
