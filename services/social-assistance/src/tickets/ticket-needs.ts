import { Injectable } from '@nestjs/common';
import { Clocks, lastDayBefore, lateFrom } from '@minzheng/casework/clocks';
import { Referrals } from '@minzheng/casework/referrals';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import type { AidCase } from '../applications/application.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { needsOfOthers, type CatalogueItem } from './catalogue.rules.js';
import { TicketNeed, type IntakeTicket, type TicketNeedState } from './ticket.entity.js';
import { TICKET_LIFECYCLE } from './ticket.lifecycle.js';
import { commandAfter } from './ticket-state.rules.js';

/** What has become of a need. */
interface Outcome {
  readonly state: TicketNeedState;
  readonly caseId?: string;
  readonly referralId?: string;
  readonly reasonCode?: string;
}

/** A case as an answer to a need. */
type AnsweringCase = Pick<AidCase, 'id' | 'caseNo' | 'dueOn'>;

/** Limits of the one door, by the names of their rows. */
type OneDoorLimit = 'forwardWd' | 'answerWd' | 'escalateWd';

export const ESCALATION_CLOCK = 'ticket.escalate';

/** The needs of tickets: what is open, what becomes of each, and by when. */
@Injectable()
export class TicketNeeds {
  constructor(
    private readonly referrals: Referrals,
    private readonly clocks: Clocks,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** Asks for them; what was refused or taken back before is asked for again. */
  async add(tx: Tx, ticketId: string, needs: readonly string[]): Promise<void> {
    await tx.execute(
      `insert into ticket_need as known (ticket_id, need, state)
       select $1, need, 'OPEN' from unnest($2::text[]) as need
       on conflict (ticket_id, need) do update
         set state = 'OPEN', reason_code = null, settled_at = null, settled_by = null
         where known.state in ('DECLINED', 'WITHDRAWN')`,
      [ticketId, needs],
    );
  }

  /** Those of a ticket in some states, by name. */
  async in(
    tx: Tx,
    ticketId: string,
    states: readonly TicketNeedState[],
    only: { readonly needs?: readonly string[]; readonly referralId?: string } = {},
  ): Promise<string[]> {
    const rows = await tx.manager.findBy(TicketNeed, {
      ...{ ticketId, state: In([...states]) },
      ...(only.needs === undefined ? {} : { need: In([...only.needs]) }),
      ...(only.referralId === undefined ? {} : { referralId: only.referralId }),
    });
    return rows.map(({ need }) => need);
  }

  /** @throws Problem `unknown-need`, `already-forwarded` */
  async requireOpen(tx: Tx, ticketId: string, needs: readonly string[]): Promise<void> {
    const rows = await tx.manager.findBy(TicketNeed, { ticketId });
    const asked = new Set(rows.map(({ need }) => need));
    const unknown = needs.filter((need) => !asked.has(need));
    if (unknown.length > 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.unknownNeed, { extensions: { needs: unknown } });
    }
    const settled = rows.flatMap(({ need, state }) =>
      needs.includes(need) && state !== 'OPEN' ? [need] : [],
    );
    if (settled.length > 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.alreadyForwarded, { extensions: { needs: settled } });
    }
  }

  /** Some needs come to a state, and the ticket to where its needs are. */
  async settle(tx: Tx, ticket: IntakeTicket, needs: readonly string[], to: Outcome): Promise<void> {
    const at = this.clock.now();
    await tx.execute(
      `update ticket_need
          set state = $3, case_id = $4, referral_id = $5, reason_code = $6,
              settled_at = case when $3 = 'OPEN' then null else $7::timestamptz end,
              settled_by = case when $3 = 'OPEN' then null else $8 end
        where ticket_id = $1 and need = any($2)`,
      [
        ...[ticket.id, needs, to.state, to.caseId ?? null, to.referralId ?? null, to.reasonCode ?? null],
        ...[at, tx.actor],
      ],
    );
    const rows = await tx.manager.findBy(TicketNeed, { ticketId: ticket.id });
    const open = rows.flatMap(({ need, state }) => (state === 'OPEN' ? [need] : []));
    ticket.forwardDueAt = await this.#stillToForward(tx, ticket, open);
    const command = commandAfter(
      ticket.state,
      rows.map(({ state }) => state),
      ticket.assignedUserId !== null,
    );
    await tx.move(ticket, TICKET_LIFECYCLE, command, at, to.reasonCode);
    if (open.length > 0) return this.startEscalation(tx, ticket);
    await this.clocks.stop(tx, { name: ESCALATION_CLOCK, type: TICKET_LIFECYCLE.name, ids: [ticket.id] });
  }

  /** The needs have a case here; whoever referred them is told. */
  async toCase(
    tx: Tx,
    ticket: IntakeTicket,
    needs: readonly string[],
    aidCase: AnsweringCase,
  ): Promise<void> {
    await this.settle(tx, ticket, needs, { state: 'CASE', caseId: aidCase.id });
    await this.tellCase(tx, ticket, needs, aidCase);
  }

  async tellCase(
    tx: Tx,
    { referralId, dueAt }: IntakeTicket,
    needs: readonly string[],
    { caseNo, dueOn }: AnsweringCase,
  ): Promise<void> {
    if (referralId === null) return;
    const handleByOn = dueOn ?? lastDayBefore(dueAt);
    await this.referrals.accept(tx, referralId, { needs, caseRef: caseNo, handleByOn });
  }

  /** It runs while anything is open: what has come back gets the whole time again. */
  async startEscalation(tx: Tx, { id, region }: IntakeTicket): Promise<void> {
    const limit = { workingDays: await this.#days(tx, region, 'escalateWd') };
    const subject = { type: TICKET_LIFECYCLE.name, id };
    await this.clocks.start(tx, { name: ESCALATION_CLOCK, subject, region, limit });
  }

  /** Who handles what in a region (R23). @throws PolicyMissing */
  async catalogue(region: string, tx?: Tx): Promise<readonly CatalogueItem[]> {
    const book = await this.policies.book(tx);
    const { value } = book.resolve('assistance.catalogue.items', region, this.clock.today());
    return value as CatalogueItem[];
  }

  /** By when those of the needs have to be forwarded that others handle; null where there are none. */
  async forwardBy(tx: Tx, region: string, needs: readonly string[]): Promise<Date | null> {
    const others = needsOfOthers(await this.catalogue(region, tx), needs);
    return others.length === 0 ? null : this.dueIn(tx, region, 'forwardWd');
  }

  /** The first instant that is late, from today on. */
  async dueIn(tx: Tx, region: string, limit: OneDoorLimit): Promise<Date> {
    return lateFrom({ workingDays: await this.#days(tx, region, limit) }, this.clock.today());
  }

  async #stillToForward(
    tx: Tx,
    { region, forwardDueAt, offeredCaseId }: IntakeTicket,
    open: readonly string[],
  ): Promise<Date | null> {
    if (open.length === 0 || forwardDueAt === null) return null;
    const others = needsOfOthers(await this.catalogue(region, tx), open);
    return others.length > 0 || offeredCaseId !== null ? forwardDueAt : null;
  }

  async #days(tx: Tx, region: string, limit: OneDoorLimit): Promise<number> {
    const book = await this.policies.book(tx);
    return Number(book.resolve(`assistance.oneDoor.${limit}`, region, this.clock.today()).value);
  }
}
