import { Body, Controller, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { InTransaction, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { Tx } from '@minzheng/platform/persistence';
import { KIND_NOT_IN_AGREEMENT, NO_AGREEMENT, QUOTA } from '../agreements/agreement.problems.js';
import { UnlessBehind } from './backlog.js';
import { InboundBatchDto, InboundResultDto } from './inbound-batch.dto.js';
import { INBOUND_EXAMPLES } from './inbound.examples.js';
import { InboundService } from './inbound.service.js';

/** The way in for agencies: nobody but the gateway sees their ID numbers. */
@ApiTags('inbound')
@Controller('v1/inbound-facts')
export class InboundController {
  constructor(private readonly inbound: InboundService) {}

  @Post()
  @RequireScope('verification:inbound-facts:write')
  @UnlessBehind()
  @Refuses(NO_AGREEMENT, KIND_NOT_IN_AGREEMENT, PROBLEMS.rateLimited, QUOTA)
  @ApiOperation({
    summary: 'Takes facts, answers and a watermark of an agency; each item has its own outcome',
  })
  @ApiBody({ type: InboundBatchDto, examples: INBOUND_EXAMPLES })
  @ApiOkResponse({ type: InboundResultDto })
  receive(
    @Body() batch: InboundBatchDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<InboundResultDto> {
    return this.inbound.receive(tx, batch, caller);
  }
}
