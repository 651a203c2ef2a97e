import { visitsThatCount, type ClueTask } from '@minzheng/casework/clue-tasks';
import { civilDateOf } from '@minzheng/kernel/months';
import type { EntityManager } from 'typeorm';
import type { ClueFindings } from '../entitlement/clue-handling.rules.js';
import type { ReviewOutcome } from '../reviews/review.entity.js';

/** What has come of a task’s work, and whether some of it is still going on. */
export interface FindingsOfTask {
  readonly findings: ClueFindings;
  readonly isPending: boolean;
}

const CHANGES: readonly ReviewOutcome[] = ['INCREASE', 'DECREASE', 'GRADUAL_EXIT'];

/** Reads what reviews, tickets and visits of a task have come to (R24). */
export async function findingsOf(manager: EntityManager, task: ClueTask): Promise<FindingsOfTask> {
  const [reviews, tickets, presence] = [
    await reviewsOf(manager, task),
    await ticketsOf(manager, task),
    await metOn(manager, task),
  ];
  const outcomes = reviews.map(({ outcome }) => outcome);
  return {
    findings: {
      isAwardCeased: outcomes.includes('CEASE') || reviews.some(({ isCeased }) => isCeased),
      isAwardChanged: outcomes.some((outcome) => outcome !== null && CHANGES.includes(outcome)),
      isAdmitted: tickets.some(({ isAdmitted }) => isAdmitted),
      isReferredOn: tickets.some(({ isReferredOn }) => isReferredOn),
      ...presence,
    },
    isPending: outcomes.includes(null) || tickets.some(({ isOpen }) => isOpen),
  };
}

const idsOf = ({ work }: ClueTask, type: string): string[] =>
  work.flatMap((each) => (each.type === type && each.id !== undefined ? [each.id] : []));

function reviewsOf(
  manager: EntityManager,
  task: ClueTask,
): Promise<{ readonly outcome: ReviewOutcome | null; readonly isCeased: boolean }[]> {
  return manager.query(
    `select r.outcome, a.state = 'CEASED' as "isCeased"
       from review r join award a on a.id = r.award_id where r.id = any($1::uuid[])`,
    [idsOf(task, 'review')],
  );
}

function ticketsOf(
  manager: EntityManager,
  task: ClueTask,
): Promise<{ readonly isAdmitted: boolean; readonly isReferredOn: boolean; readonly isOpen: boolean }[]> {
  return manager.query(
    `select bool_or(coalesce(c.state = 'APPROVED', false)) as "isAdmitted",
            bool_or(n.state in ('REFERRED', 'TAKEN_OVER')) as "isReferredOn",
            bool_or(n.state = 'OPEN' or c.state not in ('APPROVED', 'REJECTED', 'WITHDRAWN')) as "isOpen"
       from ticket_need n left join aid_case c on c.id = n.case_id
      where n.ticket_id = any($1::uuid[]) group by n.ticket_id`,
    [idsOf(task, 'ticket')],
  );
}

/** Somebody was there, or documents, a call or video stood in; else the days on which nobody was. */
async function metOn(
  manager: EntityManager,
  task: ClueTask,
): Promise<Pick<ClueFindings, 'isMet' | 'daysWithoutMeeting'>> {
  const visits = visitsThatCount(task.visits, task);
  const empty = await manager.query<{ id: string }[]>(
    `select id from house_visit where id = any($1::uuid[]) and cardinality(present) = 0`,
    [visits.flatMap(({ visitId }) => visitId ?? [])],
  );
  const nobodyThere = new Set(empty.map(({ id }) => id));
  const missed = visits.filter(({ visitId }) => visitId !== undefined && nobodyThere.has(visitId));
  return {
    isMet: missed.length < visits.length,
    daysWithoutMeeting: new Set(missed.map(({ visitedAt }) => civilDateOf(visitedAt))).size,
  };
}
