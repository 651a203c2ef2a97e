import { Injectable } from '@nestjs/common';
import {
  ClueTaskHooks,
  type ClueClosingOutcomeName,
  type ClueHandling,
  type ClueOutcomeName,
  type ClueTask,
  type ClueVisitRecord,
  type ClueWork,
} from '@minzheng/casework/clue-tasks';
import { HouseVisit } from '@minzheng/casework/visits';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema, ServiceCode } from '@minzheng/contracts/common';
import { ClueDirectionSchema, type ClueDispatched } from '@minzheng/contracts/verification';
import { civilDateOf } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import {
  clueOutcomeOf,
  handleClue,
  type ClueStep,
  type HandledAward,
  type HandledClue,
  type HandledTicket,
} from '../entitlement/clue-handling.rules.js';
import { ReviewService, type ReviewedAward } from '../reviews/review.service.js';
import { TicketIntake } from '../tickets/ticket-intake.js';
import { findingsOf } from './clue-findings.js';
import { toClueVisit } from './clue-visits.js';

/** A running award of those whom a clue is about. */
type ConcernedAward = HandledAward & ReviewedAward;

/** R24: a clue makes a review of a running award, a ticket with the need, a visit, or a look at documents. */
@Injectable()
export class AssistanceClues extends ClueTaskHooks {
  constructor(
    private readonly reviews: ReviewService,
    private readonly tickets: TicketIntake,
  ) {
    super();
  }

  override async dispatched(tx: Tx, clue: ClueDispatched, task: ClueTask | null): Promise<ClueHandling> {
    const householdId = householdOf(clue);
    const handled = toHandled(clue);
    const awards = await concernedAwards(tx, clue.personKeys, householdId);
    const tickets = await openTickets(tx, clue.personKeys, householdId);
    const work: ClueWork[] = [...(task?.work ?? [])];
    for (const step of handleClue(handled, awards, tickets)) {
      const made = await this.#make(tx, clue, step, awards, tickets);
      for (const each of made) if (!work.some((known) => isSame(known, each))) work.push(each);
    }
    const named = awards.find(({ programme }) => handled.programmes?.includes(programme));
    return { awardId: (named ?? awards[0])?.awardId ?? null, work };
  }

  override async visitOf(
    manager: EntityManager,
    { householdId, personKeys }: ClueTask,
    visitId: string,
  ): Promise<ClueVisitRecord | undefined> {
    const visit = await manager.findOneBy(HouseVisit, { id: visitId, state: 'SIGNED' });
    if (!visit) return undefined;
    const isOfThem =
      (householdId !== null && visit.householdId === householdId) ||
      personKeys.some((personKey) => visit.personKeys.includes(personKey));
    return isOfThem ? toClueVisit(visit) : undefined;
  }

  override async proposal(manager: EntityManager, task: ClueTask): Promise<ClueOutcomeName | undefined> {
    const { findings, isPending } = await findingsOf(manager, task);
    const outcome = clueOutcomeOf(findings);
    // that nothing changes is known only when everything has come to an end
    return outcome === 'NO_CHANGE' && isPending ? undefined : outcome;
  }

  /** A review that was opened for the clue alone has nothing to find out when its evidence was taken back. */
  override async closed(tx: Tx, task: ClueTask, outcome: ClueClosingOutcomeName): Promise<void> {
    if (outcome !== 'EVIDENCE_WITHDRAWN' || task.awardId === null) return;
    await this.reviews.settle(tx, task.awardId, groundOf(task.clueId));
  }

  async #make(
    tx: Tx,
    clue: ClueDispatched,
    step: ClueStep,
    awards: readonly ConcernedAward[],
    tickets: readonly HandledTicket[],
  ): Promise<ClueWork[]> {
    switch (step.makes) {
      case 'REVIEW': {
        const award = awards.find(({ awardId }) => awardId === step.awardId);
        const review =
          award &&
          (await this.reviews.open(tx, award, {
            ...{ cause: step.cause, ground: groundOf(clue.clueId), dueOn: lastDayFor(clue) },
          }));
        return review ? [{ type: 'review', id: review.id }] : [];
      }
      case 'JOIN_REVIEW':
        return [{ type: 'review', id: step.reviewId }];
      case 'TICKET':
        return this.#ticket(tx, clue, step.needs);
      case 'JOIN_TICKET': {
        const known = tickets.find(({ ticketId }) => ticketId === step.ticketId)?.needs ?? [];
        return this.#ticket(tx, clue, step.needs.length > 0 ? step.needs : known.slice(0, 1));
      }
      case 'VISIT':
        return [{ type: 'visit' }];
      case 'DOCUMENTS':
        return [{ type: 'documents' }];
    }
  }

  async #ticket(tx: Tx, clue: ClueDispatched, needs: readonly string[]): Promise<ClueWork[]> {
    const made: ClueWork[] = [];
    for (const need of needs) {
      const { id } = await this.tickets.openFromClue(tx, {
        clueId: clue.clueId,
        region: clue.region?.code ?? '',
        householdId: householdOf(clue),
        personKeys: clue.personKeys,
        need,
        dueAt: dueAt(clue),
      });
      made.push({ type: 'ticket', id });
    }
    return made;
  }
}

/** What a review of a clue is opened for. */
const groundOf = (clueId: string): string => `clue/${clueId}`;

const isSame = (one: ClueWork, other: ClueWork): boolean => one.type === other.type && one.id === other.id;

const dueAt = (clue: ClueDispatched): Date => (clue.dueAt ? timestampDate(clue.dueAt) : new Date(0));

/** The last day that is in time: `dueAt` is the first instant that is late. */
const lastDayFor = (clue: ClueDispatched): string => civilDateOf(new Date(dueAt(clue).getTime() - 1));

const householdOf = ({ household }: ClueDispatched): string | null =>
  household?.service === ServiceCode.ASSISTANCE ? household.householdId : null;

function toHandled({ direction, hits }: ClueDispatched): HandledClue {
  return {
    direction: enumName(ClueDirectionSchema, direction) as HandledClue['direction'],
    indicators: hits.map(({ indicator }) => indicator),
    programmes: hits.flatMap(({ programme }) =>
      programme === undefined ? [] : [enumName(ProgrammeSchema, programme)],
    ),
  };
}

/** Running awards that cover one of the persons, or the household, each with a review that is open on it. */
async function concernedAwards(
  tx: Tx,
  personKeys: readonly string[],
  householdId: string | null,
): Promise<ConcernedAward[]> {
  type Row = Omit<ConcernedAward, 'openReviewId'> & { readonly openReviewId: string | null };
  const rows = await tx.query<Row>(
    `select a.id, a.id as "awardId", a.programme, a.region, a.household_id as "householdId",
            (select r.id from review r where r.award_id = a.id and r.state <> 'CONCLUDED'
              order by r.cause <> 'CLUE', r.due_on, r.id limit 1) as "openReviewId"
       from award a
      where a.state <> 'CEASED' and (a.person_keys && $1::uuid[] or a.household_id = $2)
      order by a.id`,
    [personKeys, householdId],
  );
  return rows.map(({ openReviewId, ...award }) => ({
    ...award,
    ...(openReviewId === null ? {} : { openReviewId }),
  }));
}

function openTickets(
  tx: Tx,
  personKeys: readonly string[],
  householdId: string | null,
): Promise<HandledTicket[]> {
  return tx.query<HandledTicket>(
    `select t.id as "ticketId", array(select need from ticket_need n where n.ticket_id = t.id order by need) as needs
       from intake_ticket t
      where t.state <> 'CLOSED' and (t.household_id = $2 or t.person_keys && $1::uuid[])
      order by t.id`,
    [personKeys, householdId],
  );
}
