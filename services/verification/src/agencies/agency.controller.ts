import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { IfMatch, InTransaction } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { AgencyCircuit, AGENCY_CODES } from './agency-circuit.js';
import { AgenciesDto, AgencyDto, SetCircuitDto } from './agency.dto.js';
import { AgencyReader } from './agency.reader.js';
import { Agency } from './agency.entity.js';

const SCOPE = 'verification:operations:write';
const STEWARD = ['verification:inbound-facts:write', 'verification:agreements:write'] as const;

/** Agencies (数源部门) as the provincial verification centre watches them. */
@ApiTags('agencies')
@Controller('v1/agencies')
export class AgencyController {
  constructor(
    private readonly reader: AgencyReader,
    private readonly circuit: AgencyCircuit,
  ) {}

  @Get()
  @RequireScope(SCOPE, ...STEWARD)
  @DisclosesNothing()
  @ApiOperation({
    summary: 'Each agency: how fresh its feeds are, what failed, what was refused and corrected',
    description: 'A data steward sees the own agency.',
  })
  @ApiOkResponse({ type: AgenciesDto })
  async list(@Caller() caller: Caller): Promise<AgenciesDto> {
    const only = caller.hasScope(SCOPE) ? undefined : (caller.org ?? '');
    return { items: await this.reader.all(only), nextCursor: null };
  }

  @Post(':code/set-circuit')
  @RequireScope(SCOPE)
  @ApiOperation({ summary: 'Has the interface of an agency not asked, or asked again' })
  @ApiParam({ name: 'code', schema: { type: 'string', enum: [...AGENCY_CODES], example: 'TAX' } })
  @ApiOkResponse({ type: AgencyDto })
  async setCircuit(
    @Param('code') code: string,
    @IfMatch() version: number,
    @Body() { open, minutes, reason }: SetCircuitDto,
    @InTransaction() tx: Tx,
  ): Promise<AgencyDto> {
    const agency = await this.circuit.set(tx, code, version, open, minutes, reason);
    const shown = (await this.reader.all()).find((each) => each.code === code);
    if (!shown) throw new NotFound(Agency.name);
    const openUntil = agency.openUntil?.toISOString() ?? null;
    return { ...shown, circuit: { open, openUntil, failures: agency.failures }, version: agency.version };
  }
}
