import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { Award } from '../awards/award.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { Overpayment } from './overpayment.entity.js';
import {
  OrderRecoveryDto,
  OverpaymentDto,
  OverpaymentQuery,
  RecordPaymentDto,
  RecoveryDto,
  RecoveryQuery,
  toOverpaymentDto,
  toRecoveryDto,
  WaiveRecoveryDto,
} from './recovery.dto.js';
import { RecoveryOrder } from './recovery-order.entity.js';
import { RecoveryService } from './recovery.service.js';

@ApiTags('recoveries')
@Controller('v1')
export class RecoveryController {
  constructor(
    private readonly recoveries: RecoveryService,
    private readonly dataSource: DataSource,
  ) {}

  @Post('recoveries')
  @Concerns(Award, { body: 'awardId' })
  @RequireScope('assistance:supervision:write')
  @Created<RecoveryDto>(({ id }) => `/v1/recoveries/${id}`)
  @Refuses(
    PROBLEMS.notFound,
    PROBLEMS.conflictOfInterest,
    ASSISTANCE_PROBLEMS.nothingToRecover,
    ASSISTANCE_PROBLEMS.fineOutOfRange,
    ASSISTANCE_PROBLEMS.offsetNeedsConsent,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({
    summary: 'Orders that what was paid and not due is paid back, with a fine where there was fraud',
  })
  @ApiCreatedResponse({ type: RecoveryDto })
  async order(@Body() form: OrderRecoveryDto, @InTransaction() tx: Tx): Promise<RecoveryDto> {
    return toRecoveryDto(await this.recoveries.order(tx, form));
  }

  @Post('recoveries/:id/record-payment')
  @HttpCode(200)
  @Concerns(RecoveryOrder)
  @RequireScope('assistance:supervision:write')
  @Refuses(ASSISTANCE_PROBLEMS.moreThanOwed)
  @ApiOperation({ summary: 'Money has come in' })
  @ApiOkResponse({ type: RecoveryDto })
  async recordPayment(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: RecordPaymentDto,
    @InTransaction() tx: Tx,
  ): Promise<RecoveryDto> {
    return toRecoveryDto(await this.recoveries.recordPayment(tx, id, version, form));
  }

  @Post('recoveries/:id/waive')
  @HttpCode(200)
  @Concerns(RecoveryOrder)
  @RequireScope('assistance:supervision:write')
  @Refuses(PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'What is still owed is given up' })
  @ApiOkResponse({ type: RecoveryDto })
  async waive(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: WaiveRecoveryDto,
    @InTransaction() tx: Tx,
  ): Promise<RecoveryDto> {
    return toRecoveryDto(await this.recoveries.waive(tx, id, version, reason));
  }

  @Get('recoveries')
  @Discloses('recovery', 'amounts')
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'Orders to pay back of the region, newest first' })
  @ApiPage(RecoveryDto)
  async list(
    @Query() query: RecoveryQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<RecoveryDto>> {
    const found = this.dataSource.createQueryBuilder(RecoveryOrder, 'o');
    const orders = await listOf(found, query, { caller, equal: ['state', 'basis'] });
    const persons = await this.dataSource.query<{ person_key: string }[]>(
      'select distinct unnest(person_keys) as person_key from award where id = any($1::uuid[])',
      [orders.items.map(({ awardId }) => awardId)],
    );
    disclosure.add(persons.map(({ person_key }) => person_key));
    return mapPage(orders, toRecoveryDto);
  }

  @Get('recoveries/:id')
  @Discloses('recovery', 'amounts')
  @Concerns(RecoveryOrder)
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'One order to pay back' })
  @ApiOkResponse({ type: RecoveryDto })
  async one(@Id() id: string): Promise<RecoveryDto> {
    const order = await this.dataSource.manager.findOneBy(RecoveryOrder, { id });
    if (!order) throw new NotFound(RecoveryOrder.name);
    return toRecoveryDto(order);
  }

  @Get('overpayments')
  @Discloses('recovery', 'amounts')
  @RequireScope('assistance:supervision:read')
  @ApiOperation({ summary: 'What was paid and not due in the region, newest first' })
  @ApiPage(OverpaymentDto)
  async overpayments(
    @Query() query: OverpaymentQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<OverpaymentDto>> {
    const found = this.dataSource.createQueryBuilder(Overpayment, 'o');
    const overpayments = await listOf(found, query, { caller, equal: ['state', 'cause'] });
    disclosure.add(overpayments.items.map(({ personKey }) => personKey));
    return mapPage(overpayments, toOverpaymentDto);
  }
}
