import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { Created, Id, IfMatch, InTransaction } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { AidCase } from '../applications/application.entity.js';
import { RecordVisitDto, SignVisitDto, VisitDto } from './visit.dto.js';
import { HouseVisit } from './visit.entity.js';
import { VisitService } from './visit.service.js';

@ApiTags('visits')
@Controller('v1')
export class VisitController {
  constructor(private readonly visits: VisitService) {}

  @Post('cases/:id/visits')
  @RequireScope('assistance:visits:write')
  @Created<VisitDto>(({ id }) => `/v1/visits/${id}`)
  @ApiOperation({ summary: 'Enters a house visit' })
  @ApiCreatedResponse({ type: VisitDto })
  async record(
    @Id() id: string,
    @Body() form: RecordVisitDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<VisitDto> {
    const aidCase = await tx.manager.findOneBy(AidCase, { id });
    if (!aidCase) throw new NotFound(AidCase.name);
    caller.requireRegion(aidCase.region);
    return toDto(await this.visits.record(tx, id, form));
  }

  @Post('visits/:id/sign')
  @RequireScope('assistance:visits:write', 'assistance:notices:write')
  @ApiOperation({ summary: 'Somebody who took part signs' })
  @ApiOkResponse({ type: VisitDto })
  async sign(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: SignVisitDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<VisitDto> {
    const visit = await tx.manager.findOneBy(HouseVisit, { id });
    if (!visit) throw new NotFound(HouseVisit.name);
    caller.requireRegion(visit.region);
    return toDto(await this.visits.sign(tx, id, version, form));
  }
}

const toDto = ({ id, caseId, state, signatures, contentSha256, version }: HouseVisit): VisitDto => ({
  ...{ id, caseId, state, contentSha256, version },
  signedBy: signatures.map(({ userId }) => userId),
});
