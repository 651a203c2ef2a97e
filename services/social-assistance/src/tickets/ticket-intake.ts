import { Injectable } from '@nestjs/common';
import type { Referral } from '@minzheng/casework/referrals';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { unknownNeeds } from './catalogue.rules.js';
import type { OpenTicketDto } from './ticket.dto.js';
import { IntakeTicket, TicketNeed, type TicketChannel } from './ticket.entity.js';
import { TICKET_LIFECYCLE } from './ticket.lifecycle.js';
import { TicketNeeds } from './ticket-needs.js';

/** What a caller has said of himself, in clear. */
export interface CallerDetails {
  readonly callerName: string | null;
  readonly phone: string | null;
  readonly text: string | null;
}

/** Whom a ticket is about. */
interface About {
  readonly region: string;
  readonly householdId: string | null;
  readonly personKeys: readonly string[];
}

interface NewTicket extends About {
  readonly channel: TicketChannel;
  readonly needs: readonly string[];
  readonly firstAskedUserId: string | null;
  readonly said?: Partial<CallerDetails>;
  readonly clueIds?: readonly string[];
  readonly referralId?: string;
  readonly offeredCaseId?: string;
  /** The time limit that comes with it. */
  readonly dueAt?: Date;
}

const place = (id: string, field: string): string => `intake_ticket/${id}/${field}`;

/** How tickets come to be: by people, clues, referrals and offers; what is about one household joins one ticket. */
@Injectable()
export class TicketIntake {
  constructor(
    private readonly needs: TicketNeeds,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `unknown-need` */
  async open(tx: Tx, form: OpenTicketDto, { person, subject }: AuthenticatedCaller): Promise<IntakeTicket> {
    return this.#open(tx, {
      ...{ region: form.region, needs: form.needs, said: form, householdId: form.householdId ?? null },
      channel: person === undefined ? form.channel : 'ONLINE',
      personKeys: person === undefined ? (form.personKeys ?? []) : [person],
      firstAskedUserId: person === undefined ? subject : null,
    });
  }

  /** A clue asks for help that nobody has asked for (R24). */
  async openFromClue(
    tx: Tx,
    clue: About & { readonly clueId: string; readonly need: string; readonly dueAt: Date },
  ): Promise<IntakeTicket> {
    const { clueId, need, ...about } = clue;
    const known = await this.#openAbout(tx, about);
    if (!known) {
      const asked = { ...about, needs: [need], clueIds: [clueId], firstAskedUserId: null };
      return this.#open(tx, { ...asked, channel: 'CLUE' });
    }
    known.clueIds = [...new Set([...known.clueIds, clueId])];
    return this.#join(tx, known, [need], about.dueAt);
  }

  /** What a rejected household may get instead (R23): forwarded or taken up in the days for forwarding. */
  async openOffer(
    tx: Tx,
    { caseId, needs, ...about }: About & { readonly needs: readonly string[]; readonly caseId: string },
  ): Promise<IntakeTicket> {
    const known = await this.#openAbout(tx, about);
    if (known) return this.#join(tx, known, needs);
    return this.#open(tx, {
      ...{ ...about, needs, offeredCaseId: caseId, channel: 'PROACTIVE', firstAskedUserId: tx.actor },
    });
  }

  /** Another department refers somebody: what it asks for joins what is open, unless that answers another referral. */
  async openFromReferral(tx: Tx, referral: Referral, needs: readonly string[]): Promise<IntakeTicket> {
    const { id: referralId, region, personKeys, answerDueAt: dueAt } = referral;
    const isOurs = referral.householdService === tx.writer;
    const householdId = isOurs ? referral.householdId : await householdOf(tx, personKeys);
    const about = { region, personKeys, householdId };
    const known = await this.#openAbout(tx, about);
    if (!known || known.referralId !== null) {
      const asked = { ...about, needs, referralId, dueAt, firstAskedUserId: null };
      return this.#open(tx, { ...asked, channel: 'REFERRAL' });
    }
    known.referralId = referralId;
    await this.#join(tx, known, needs, dueAt);
    for (const { need, caseId } of await tx.manager.findBy(TicketNeed, { ticketId: known.id })) {
      if (caseId === null) continue;
      const aidCase = await tx.manager.findOneByOrFail(AidCase, { id: caseId });
      await this.needs.tellCase(tx, known, [need], aidCase);
    }
    return known;
  }

  detailsOf({ id, callerNameEnc, phoneEnc, textEnc }: IntakeTicket): CallerDetails {
    const clear = (value: string | null, field: string) =>
      value === null ? null : this.cipher.decrypt(value, place(id, field));
    return {
      callerName: clear(callerNameEnc, 'callerName'),
      phone: clear(phoneEnc, 'phone'),
      text: clear(textEnc, 'text'),
    };
  }

  async #open(tx: Tx, form: NewTicket): Promise<IntakeTicket> {
    const needs = [...new Set(form.needs)];
    const unknown = unknownNeeds(needs);
    if (unknown.length > 0) {
      throw new Problem(ASSISTANCE_PROBLEMS.unknownNeed, { extensions: { needs: unknown } });
    }
    const { region, channel, householdId, firstAskedUserId, said = {}, offeredCaseId = null } = form;
    const id = uuidv7();
    const sealed = (text: string | null | undefined, field: string) =>
      text === undefined || text === null ? null : this.cipher.encrypt(text, place(id, field));
    const ticket = Object.assign(new IntakeTicket(), {
      ...{ id, region, channel, householdId, firstAskedUserId, assignedUserId: null, offeredCaseId },
      ...{ personKeys: [...form.personKeys], clueIds: [...(form.clueIds ?? [])] },
      referralId: form.referralId ?? null,
      callerNameEnc: sealed(said.callerName, 'callerName'),
      phoneEnc: sealed(said.phone, 'phone'),
      textEnc: sealed(said.text, 'text'),
      forwardDueAt:
        offeredCaseId === null
          ? await this.needs.forwardBy(tx, region, needs)
          : await this.needs.dueIn(tx, region, 'forwardWd'),
      dueAt: form.dueAt ?? (await this.needs.dueIn(tx, region, 'answerWd')),
    });
    await tx.begin(ticket, TICKET_LIFECYCLE, 'open', this.clock.now());
    await this.needs.add(tx, id, needs);
    await this.needs.startEscalation(tx, ticket);
    return ticket;
  }

  async #join(tx: Tx, ticket: IntakeTicket, needs: readonly string[], dueAt?: Date): Promise<IntakeTicket> {
    await this.needs.add(tx, ticket.id, needs);
    if (dueAt !== undefined && dueAt < ticket.dueAt) ticket.dueAt = dueAt;
    ticket.forwardDueAt ??= await this.needs.forwardBy(tx, ticket.region, needs);
    await tx.move(ticket, TICKET_LIFECYCLE, 'join', this.clock.now());
    return ticket;
  }

  /** What is open about the household or one of the persons; two that look at once wait for each other. */
  async #openAbout(
    tx: Tx,
    { householdId, personKeys }: Pick<About, 'householdId' | 'personKeys'>,
  ): Promise<IntakeTicket | undefined> {
    const names = [...(householdId === null ? [] : [householdId]), ...personKeys];
    await tx.query(
      `select pg_advisory_xact_lock(stripe) from (
         select distinct hashtextextended('ticket/' || name, 0) as stripe from unnest($1::text[]) as name order by 1) s`,
      [names],
    );
    const [row] = await tx.query<{ id: string }>(
      `select id from intake_ticket
        where state in ('OPEN', 'ASSIGNED') and (household_id = $1 or person_keys && $2::uuid[])
        order by id limit 1`,
      [householdId, personKeys],
    );
    const ticket = row && (await tx.loadForUpdate(IntakeTicket, row.id));
    return ticket && (ticket.state === 'OPEN' || ticket.state === 'ASSIGNED') ? ticket : undefined;
  }
}

/** The open household in which one of the persons counts. */
async function householdOf(tx: Tx, personKeys: readonly string[]): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `select household_id as id from household_member where person_key = any($1) and open and counted
      order by household_id limit 1`,
    [personKeys],
  );
  return row?.id ?? null;
}
