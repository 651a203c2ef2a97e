import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clocks } from '@minzheng/casework/clocks';
import {
  Referrals,
  type Referral,
  type ReferralAnswer,
  type ReferralHooks,
} from '@minzheng/casework/referrals';
import { WorkItems } from '@minzheng/casework/work-items';
import { UnitOfWork, type LoggedCommand, type LoggedMove, type Tx } from '@minzheng/platform/persistence';
import { CASE_LIFECYCLE, isClosed, type CaseState } from '../applications/application.lifecycle.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { TicketIntake } from './ticket-intake.js';
import { ESCALATION_CLOCK, TicketNeeds } from './ticket-needs.js';
import { IntakeTicket } from './ticket.entity.js';
import { TICKET_LIFECYCLE } from './ticket.lifecycle.js';

/** What referrals mean for tickets, those received and those sent (R23; catalogue, section 8). */
@Injectable()
export class TicketReferrals implements OnModuleInit, ReferralHooks {
  constructor(
    private readonly referrals: Referrals,
    private readonly intake: TicketIntake,
    private readonly needs: TicketNeeds,
    private readonly work: WorkItems,
    private readonly clocks: Clocks,
    private readonly supervision: SupervisionService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.referrals.hookIn(this);
    this.unitOfWork.onMoves((tx, command, moves) => this.#casesMoved(tx, command, moves));
    this.clocks.register({
      name: ESCALATION_CLOCK,
      fire: (tx, fired) =>
        this.work.open(tx, {
          kind: 'ticketCoordination',
          items: fired.map(({ subject, region }) => ({ subjectId: subject.id, region })),
        }),
    });
  }

  async lock(tx: Tx, { type, id }: { readonly type: string; readonly id: string }): Promise<void> {
    if (type === TICKET_LIFECYCLE.name) await tx.loadForUpdate(IntakeTicket, id);
  }

  async received(
    tx: Tx,
    referral: Referral,
    needs: readonly string[],
  ): Promise<{ readonly type: string; readonly id: string }> {
    const { id } = await this.intake.openFromReferral(tx, referral, needs);
    return { type: TICKET_LIFECYCLE.name, id };
  }

  /** What a sender takes back is no longer to be answered; what was forwarded from here is not waited for. */
  async withdrawn(tx: Tx, referral: Referral, named: readonly string[], reasonCode: string): Promise<void> {
    const ticket = await ticketOf(tx, referral);
    if (!ticket) return;
    const { id: referralId, direction } = referral;
    const needs =
      direction === 'OUT'
        ? await this.needs.in(tx, ticket.id, ['REFERRED', 'TAKEN_OVER'], { needs: named, referralId })
        : await this.needs.in(tx, ticket.id, ['OPEN'], { needs: named });
    if (needs.length > 0) await this.needs.settle(tx, ticket, needs, { state: 'WITHDRAWN', reasonCode });
  }

  /** A need is taken over, or comes back to who was asked first, with the whole time to answer it. */
  async answered(tx: Tx, referral: Referral, answer: ReferralAnswer): Promise<void> {
    const ticket = await ticketOf(tx, referral);
    if (!ticket) return;
    const { id: referralId } = referral;
    const needs = await this.needs.in(tx, ticket.id, ['REFERRED'], { needs: answer.needs, referralId });
    if (needs.length === 0) return;
    if (answer.accepted) {
      await this.needs.settle(tx, ticket, needs, { state: 'TAKEN_OVER', referralId });
      return;
    }
    ticket.dueAt = await this.needs.dueIn(tx, ticket.region, 'answerWd');
    ticket.assignedUserId ??= ticket.firstAskedUserId;
    await this.needs.settle(tx, ticket, needs, { state: 'OPEN' });
  }

  async overdue(tx: Tx, referrals: readonly Referral[]): Promise<void> {
    await this.supervision.flagAll(
      tx,
      referrals.map(({ id, region }) => ({
        ...{ kind: 'LATE' as const, region, reason: 'referralAnswer' },
        subject: { type: this.referrals.lifecycle.name, id },
      })),
    );
  }

  async escalated(tx: Tx, referrals: readonly Referral[]): Promise<void> {
    await this.work.open(tx, {
      kind: 'referralCoordination',
      items: referrals.map(({ id, region }) => ({ subjectId: id, region })),
    });
  }

  /** What came of a case that somebody referred is known. */
  async #casesMoved(tx: Tx, { aggregate }: LoggedCommand, moves: readonly LoggedMove[]): Promise<void> {
    if (aggregate !== CASE_LIFECYCLE.name) return;
    const decided = moves.flatMap(({ aggregateId, to }) => (isClosed(to as CaseState) ? [aggregateId] : []));
    if (decided.length === 0) return;
    const rows = await tx.query<{ referralId: string; needs: string[] }>(
      `select t.referral_id as "referralId", array_agg(n.need) as needs
         from ticket_need n join intake_ticket t on t.id = n.ticket_id
        where n.case_id = any($1) and t.referral_id is not null group by 1 order by 1`,
      [decided],
    );
    for (const { referralId, needs } of rows) await this.referrals.complete(tx, referralId, needs);
  }
}

/** The ticket that a referral was opened for, or that was forwarded by it. */
async function ticketOf(tx: Tx, { originType, originId }: Referral): Promise<IntakeTicket | undefined> {
  if (originType !== TICKET_LIFECYCLE.name || originId === null) return undefined;
  return tx.loadForUpdate(IntakeTicket, originId);
}
