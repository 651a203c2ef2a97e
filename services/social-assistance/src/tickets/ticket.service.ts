import { Injectable } from '@nestjs/common';
import { Referrals, type Referral } from '@minzheng/casework/referrals';
import { townshipOf } from '@minzheng/kernel/region';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { astray, isAnsweredBy } from './catalogue.rules.js';
import type { AnswerNeedDto, ForwardTicketDto } from './ticket.dto.js';
import { IntakeTicket, TicketNeed, type TicketChannel } from './ticket.entity.js';
import { TICKET_LIFECYCLE } from './ticket.lifecycle.js';
import { TicketNeeds } from './ticket-needs.js';

/** Where a case comes from, as its messages say it. */
export interface TicketOrigin {
  readonly channel: TicketChannel;
  readonly referralId: string | null;
  readonly clueId: string | null;
}

/** What may only be passed on with the consent of who is meant (民发〔2023〕46号). */
const NEEDS_CONSENT = 'CHARITY_AID';

/** One door (一门受理、协同办理): every need has an answer, and somebody who answers for it. */
@Injectable()
export class TicketService {
  constructor(
    private readonly referrals: Referrals,
    private readonly needs: TicketNeeds,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Where a case comes from that is opened for the ticket (`ticketId` of `POST /v1/cases`); the ticket stays locked.
   *
   * @throws NotFound where there is no such ticket in the region of the household, or it is about others
   */
  async originForCase(
    tx: Tx,
    ticketId: string,
    household: { readonly id: string; readonly region: string; readonly personKeys: readonly string[] },
  ): Promise<TicketOrigin> {
    const ticket = await tx.loadForUpdate(IntakeTicket, ticketId);
    const { channel, referralId, clueIds, personKeys, householdId, region } = ticket;
    const names = householdId !== null || personKeys.length > 0;
    const isOfThem =
      householdId === household.id || personKeys.some((key) => household.personKeys.includes(key));
    if (!region.startsWith(townshipOf(household.region)) || (names && !isOfThem)) {
      throw new NotFound(IntakeTicket.name);
    }
    return { channel, referralId, clueId: clueIds[0] ?? null };
  }

  /** The needs that the case answers have it; one that nobody has asked for is added. */
  async caseOpened(
    tx: Tx,
    ticketId: string,
    aidCase: Pick<AidCase, 'id' | 'caseNo' | 'dueOn' | 'programme'>,
  ): Promise<void> {
    const ticket = await tx.loadForUpdate(IntakeTicket, ticketId);
    const open = await this.needs.in(tx, ticketId, ['OPEN']);
    const answered = open.filter((need) => isAnsweredBy(need, aidCase.programme));
    if (answered.length === 0) {
      await this.needs.add(tx, ticketId, [aidCase.programme]);
      answered.push(aidCase.programme);
    }
    await this.needs.toCase(tx, ticket, answered, aidCase);
  }

  async assign(tx: Tx, id: string, version: number, userId: string): Promise<IntakeTicket> {
    const ticket = await tx.loadForUpdate(IntakeTicket, id, version);
    ticket.assignedUserId = userId;
    ticket.firstAskedUserId ??= userId;
    await tx.move(ticket, TICKET_LIFECYCLE, 'assign', this.clock.now());
    return ticket;
  }

  /**
   * Somebody else handles it: the need is referred.
   *
   * @throws Problem `unknown-need`, `already-forwarded`, `wrong-receiver`, `consent-missing`
   */
  async forward(
    tx: Tx,
    id: string,
    version: number,
    { receiver, needText, urgency = 'NORMAL', consentId, ...form }: ForwardTicketDto,
  ): Promise<{ readonly referral: Referral; readonly ticket: IntakeTicket }> {
    const ticket = await tx.loadForUpdate(IntakeTicket, id, version);
    const needs = [...new Set(form.needs)];
    await this.needs.requireOpen(tx, id, needs);
    const wrong = astray(await this.needs.catalogue(ticket.region, tx), needs, receiver);
    if (wrong.length > 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.wrongReceiver, { extensions: { needs: wrong } });
    }
    if (needs.includes(NEEDS_CONSENT) && consentId === undefined) {
      throw new Problem(ASSISTANCE_PROBLEMS.consentMissing);
    }
    const { region, personKeys, householdId } = ticket;
    const referral = await this.referrals.raise(tx, {
      ...{ region, personKeys, householdId, receiver, needs, urgency, needText, reasonCode: 'NEED_FOUND' },
      ...{ caseRef: id, origin: { type: TICKET_LIFECYCLE.name, id } },
      ...(consentId === undefined ? {} : { consentId }),
    });
    await this.needs.settle(tx, ticket, needs, { state: 'REFERRED', referralId: referral.id });
    return { referral, ticket };
  }

  /**
   * A need has a case here, or a reasoned no; whoever referred it is told.
   *
   * @throws Problem `unknown-need`, `already-forwarded`, `validation`; NotFound for a case elsewhere
   */
  async answer(
    tx: Tx,
    id: string,
    version: number,
    { need, caseId, reasonCode }: AnswerNeedDto,
    caller: AuthenticatedCaller,
  ): Promise<IntakeTicket> {
    const ticket = await tx.loadForUpdate(IntakeTicket, id, version);
    await this.needs.requireOpen(tx, id, [need]);
    if (caseId !== undefined) {
      const aidCase = await tx.manager.findOneBy(AidCase, { id: caseId });
      if (!aidCase || !caller.covers(aidCase.region)) throw new NotFound(AidCase.name);
      await this.needs.toCase(tx, ticket, [need], aidCase);
      return ticket;
    }
    if (reasonCode === undefined) throw invalidField('reasonCode', 'missing');
    await this.needs.settle(tx, ticket, [need], { state: 'DECLINED', reasonCode });
    if (ticket.referralId === null) return ticket;
    await this.referrals.decline(tx, ticket.referralId, { needs: [need], reasonCode });
    return ticket;
  }

  /** @throws Problem `needs-open` */
  async close(tx: Tx, id: string, version: number): Promise<IntakeTicket> {
    const ticket = await tx.loadForUpdate(IntakeTicket, id, version);
    const open = await this.needs.in(tx, id, ['OPEN']);
    if (open.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.needsOpen, { extensions: { needs: open } });
    await tx.move(ticket, TICKET_LIFECYCLE, 'close', this.clock.now());
    return ticket;
  }

  needsOf(manager: EntityManager, ids: readonly string[]): Promise<TicketNeed[]> {
    return manager.find(TicketNeed, { where: { ticketId: In([...ids]) }, order: { need: 'ASC' } });
  }
}
