import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { civilDateOf } from '@minzheng/kernel/months';
import { RequireScope } from '../access/index.js';
import { DisclosesNothing } from '../audit/disclosure.js';
import { InTransaction, IsInstant } from '../http/index.js';
import { Tx } from '../persistence/transaction.js';
import { BusinessClock } from './business-clock.js';
import { SandboxClock } from './sandbox-clock.js';

class MoveClockDto {
  @IsInstant()
  instant!: string;
}

class ClockDto {
  @ApiProperty({ format: 'date-time', description: 'the business instant' })
  instant!: string;

  @ApiProperty({ format: 'date', description: 'its date in Asia/Shanghai' })
  today!: string;
}

/** Moves the business clock; exists in a sandbox only. */
@ApiTags('sandbox')
@Controller('v1/sandbox/clock')
@DisclosesNothing()
export class SandboxClockController {
  constructor(
    private readonly clock: BusinessClock,
    private readonly sandboxClock: SandboxClock,
  ) {}

  @Get()
  @RequireScope('sandbox:clock:read')
  @ApiOperation({ summary: 'Where the business clock stands' })
  @ApiOkResponse({ type: ClockDto })
  read(): ClockDto {
    return { instant: this.clock.now().toISOString(), today: this.clock.today() };
  }

  @Post()
  @RequireScope('sandbox:clock:write')
  @ApiOperation({ summary: 'Moves the business clock' })
  @ApiBody({ type: MoveClockDto, examples: { morning: { value: { instant: '2025-05-12T01:00:00Z' } } } })
  @ApiOkResponse({ type: ClockDto })
  async move(@Body() body: MoveClockDto, @InTransaction() tx: Tx): Promise<ClockDto> {
    const instant = new Date(body.instant);
    await this.sandboxClock.move(tx, instant);
    return { instant: instant.toISOString(), today: civilDateOf(instant) };
  }
}
