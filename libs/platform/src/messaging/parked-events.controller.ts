import { Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Caller, RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import { ApiPage, Id, InTransaction, keyedPage, PageQuery, type Page } from '../http/index.js';
import { NotFound } from '../persistence/errors.js';
import { Tx } from '../persistence/transaction.js';
import { isEventId } from './envelope.js';
import { ParkedEvents, type ParkedEvent } from './parked-events.js';

class ParkedEventsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'only those of this consumer' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  consumer?: string;
}

class ParkedEventDto implements ParkedEvent {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  consumer!: string;

  @ApiProperty()
  topic!: string;

  @ApiProperty({ type: 'integer' })
  partition!: number;

  @ApiProperty()
  offset!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'message type, where the record names one' })
  type!: string | null;

  @ApiProperty({ description: 'class of the error; never a part of the content' })
  reason!: string;

  @ApiProperty({ enum: ['RETRYING', 'WAITING', 'NEEDS_OPERATOR'], description: 'of its key' })
  state!: ParkedEvent['state'];

  @ApiProperty({ type: 'string', nullable: true, description: 'the policy that its key waits for' })
  waitsFor!: string | null;

  @ApiProperty({ type: 'integer' })
  attempts!: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  parkedAt!: Date;
}

class OutcomeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['RETRYING', 'DROPPED'] })
  state!: 'RETRYING' | 'DROPPED';
}

/**
 * What an operator does about events that can't be processed. The content is never shown.
 *
 * @param service - as scopes name it: `assistance`
 */
export function parkedEventsController(service: string): Class {
  @ApiTags('operations')
  @Controller('v1/parked-events')
  @RequireScope(`${service}:parked-events:write`)
  @DisclosesNothing()
  class ParkedEventsController {
    constructor(private readonly parkedEvents: ParkedEvents) {}

    @Get()
    @ApiOperation({ summary: 'Parked events, the oldest first' })
    @ApiPage(ParkedEventDto)
    async list(@Query() query: ParkedEventsQuery, @Caller() caller: Caller): Promise<Page<ParkedEvent>> {
      const isKey = (key: unknown): key is string => typeof key === 'string' && isEventId(key);
      return keyedPage(
        query,
        isKey,
        ({ id }) => id,
        (after, limit) =>
          this.parkedEvents.list(caller.subject, {
            limit,
            ...(after === undefined ? {} : { after }),
            ...(query.consumer === undefined ? {} : { consumer: query.consumer }),
          }),
      );
    }

    @Post(':id/replay')
    @ApiOperation({ summary: 'Tries again at once: the event, and what queues before it' })
    @ApiOkResponse({ type: OutcomeDto })
    async replay(@Id() id: string, @InTransaction() tx: Tx): Promise<OutcomeDto> {
      if ((await this.parkedEvents.replay(tx, { id })) === 0) throw new NotFound('parked event');
      return { id, state: 'RETRYING' };
    }

    @Post(':id/drop')
    @ApiOperation({
      summary: 'Gives the event up: it counts as handled, and what queues behind it goes on',
    })
    @ApiOkResponse({ type: OutcomeDto })
    async drop(@Id() id: string, @InTransaction() tx: Tx): Promise<OutcomeDto> {
      if (!(await this.parkedEvents.drop(tx, id))) throw new NotFound('parked event');
      return { id, state: 'DROPPED' };
    }
  }
  return ParkedEventsController;
}
