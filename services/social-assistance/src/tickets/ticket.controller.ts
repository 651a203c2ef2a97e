import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Referrals, toReferralDto } from '@minzheng/casework/referrals';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  invalidField,
  listOf,
  mapPage,
  PersonalText,
  PROBLEMS,
  Refuses,
  Reveals,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource, type EntityManager } from 'typeorm';
import { Household } from '../households/household.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import {
  AnswerNeedDto,
  AssignTicketDto,
  ForwardedDto,
  ForwardTicketDto,
  OpenTicketDto,
  TicketDetailDto,
  TicketDto,
  TicketQuery,
  toTicketDto,
} from './ticket.dto.js';
import { IntakeTicket } from './ticket.entity.js';
import { TicketIntake } from './ticket-intake.js';
import { TicketService } from './ticket.service.js';

/** Digits of a township's code. */
const TOWNSHIP = 9;

/** A citizen sees what he has asked for himself, not what others have found. */
const OWN = `ticket.channel in ('COUNTER', 'ONLINE', 'HOTLINE') and :person = any(ticket.person_keys)`;

@ApiTags('tickets')
@Controller('v1/tickets')
export class TicketController {
  constructor(
    private readonly tickets: TicketService,
    private readonly intake: TicketIntake,
    private readonly referrals: Referrals,
    private readonly clock: BusinessClock,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope('assistance:tickets:write')
  @AllowPerson()
  @Created<TicketDto>(({ id }) => `/v1/tickets/${id}`)
  @Refuses(ASSISTANCE_PROBLEMS.unknownNeed, PROBLEMS.outOfRegion, PROBLEMS.notFound, PROBLEMS.policyMissing)
  @ApiOperation({ summary: 'Somebody asks for help, for whatever it is: one door' })
  @ApiCreatedResponse({ type: TicketDto })
  async open(
    @Body() form: OpenTicketDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<TicketDto> {
    if (form.region.length < TOWNSHIP) throw invalidField('region', 'min');
    if (caller.person === undefined) caller.requireRegion(form.region);
    await requireHousehold(tx.manager, form.householdId, caller);
    const ticket = await this.intake.open(tx, form, caller);
    return this.#toDto(tx.manager, ticket);
  }

  @Post(':id/forward')
  @Concerns(IntakeTicket)
  @RequireScope('assistance:tickets:write')
  @Created<ForwardedDto>(({ id }) => `/v1/referrals/${id}`)
  @Refuses(
    ASSISTANCE_PROBLEMS.alreadyForwarded,
    ASSISTANCE_PROBLEMS.unknownNeed,
    ASSISTANCE_PROBLEMS.wrongReceiver,
    ASSISTANCE_PROBLEMS.consentMissing,
    PROBLEMS.policyMissing,
  )
  @ApiOperation({ summary: 'Needs are referred to who handles them' })
  @ApiCreatedResponse({ type: ForwardedDto })
  async forward(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: ForwardTicketDto,
    @InTransaction() tx: Tx,
  ): Promise<ForwardedDto> {
    const { referral, ticket } = await this.tickets.forward(tx, id, version, form);
    const needs = await this.referrals.needsOf(tx.manager, [referral.id]);
    return { ...toReferralDto(referral, needs), ticketVersion: ticket.version };
  }

  @Post(':id/assign')
  @Concerns(IntakeTicket)
  @RequireScope('assistance:tickets:write')
  @ApiOperation({ summary: 'Names who handles it' })
  @ApiOkResponse({ type: TicketDto })
  async assign(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { userId }: AssignTicketDto,
    @InTransaction() tx: Tx,
  ): Promise<TicketDto> {
    return this.#toDto(tx.manager, await this.tickets.assign(tx, id, version, userId));
  }

  @Post(':id/answer')
  @Concerns(IntakeTicket)
  @RequireScope('assistance:tickets:write')
  @Refuses(ASSISTANCE_PROBLEMS.alreadyForwarded, ASSISTANCE_PROBLEMS.unknownNeed, PROBLEMS.notFound)
  @ApiOperation({ summary: 'A need has a case, or a reasoned no; whoever referred it is told' })
  @ApiOkResponse({ type: TicketDto })
  async answer(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() form: AnswerNeedDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<TicketDto> {
    if ((form.caseId === undefined) === (form.reasonCode === undefined)) {
      throw invalidField('reasonCode', 'missing');
    }
    return this.#toDto(tx.manager, await this.tickets.answer(tx, id, version, form, caller));
  }

  @Post(':id/close')
  @Concerns(IntakeTicket)
  @RequireScope('assistance:tickets:write')
  @Refuses(ASSISTANCE_PROBLEMS.needsOpen)
  @ApiOperation({ summary: 'Every need has a case, a referral or a reasoned no' })
  @ApiOkResponse({ type: TicketDto })
  async close(@Id() id: string, @IfMatch() version: number, @InTransaction() tx: Tx): Promise<TicketDto> {
    return this.#toDto(tx.manager, await this.tickets.close(tx, id, version));
  }

  @Get()
  @Discloses('ticket')
  @RequireScope('assistance:tickets:read')
  @AllowPerson()
  @ApiOperation({ summary: 'Tickets of the region, or the citizen’s own, newest first' })
  @ApiPage(TicketDto)
  async list(
    @Query() query: TicketQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<TicketDto>> {
    const now = this.clock.now();
    const found = this.dataSource.createQueryBuilder(IntakeTicket, 'ticket').setParameter('now', now);
    const tickets = await listOf(found, query, {
      caller,
      own: OWN,
      equal: ['state', 'channel'],
      flags: { overdue: `ticket.due_at <= :now and ticket.state in ('OPEN', 'ASSIGNED')` },
    });
    disclosure.add(tickets.items.flatMap(({ personKeys }) => personKeys));
    const needs = await this.tickets.needsOf(
      this.dataSource.manager,
      tickets.items.map(({ id }) => id),
    );
    return mapPage(tickets, (ticket) => toTicketDto(ticket, needs, now));
  }

  @Get(':id')
  @Discloses('ticket', 'callerName', 'phone')
  @Reveals()
  @Concerns(IntakeTicket)
  @RequireScope('assistance:tickets:read')
  @AllowPerson()
  @ApiOperation({ summary: 'One ticket, with what was said' })
  @ApiOkResponse({ type: TicketDetailDto })
  async one(@Id() id: string): Promise<TicketDetailDto> {
    const { manager } = this.dataSource;
    const ticket = await manager.findOneBy(IntakeTicket, { id });
    if (!ticket) throw new NotFound(IntakeTicket.name);
    const { callerName, phone, text } = this.intake.detailsOf(ticket);
    const hidden = (said: string | null) => (said === null ? null : PersonalText.name(said));
    return {
      ...(await this.#toDto(manager, ticket)),
      callerName: hidden(callerName),
      phone: hidden(phone),
      text,
    };
  }

  async #toDto(manager: EntityManager, ticket: IntakeTicket): Promise<TicketDto> {
    return toTicketDto(ticket, await this.tickets.needsOf(manager, [ticket.id]), this.clock.now());
  }
}

/** A household that the caller may not know does not exist. @throws NotFound */
async function requireHousehold(
  manager: EntityManager,
  householdId: string | undefined,
  caller: Caller,
): Promise<void> {
  if (householdId === undefined) return;
  const household = await manager.findOneBy(Household, { id: householdId });
  const isKnown = caller.person === undefined && household && caller.covers(household.region);
  if (!isKnown) throw new NotFound(Household.name);
}
