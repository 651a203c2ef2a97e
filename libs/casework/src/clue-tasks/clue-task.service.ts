import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import {
  ClueClosingOutcomeSchema,
  ClueDirectionSchema,
  ClueOutcomeRecordedSchema,
  ClueOutcomeSchema,
  ClueSeveritySchema,
  ClueVisitModeSchema,
  type ClueClosed,
  type ClueDispatched,
} from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Move, Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { said, transition } from '../messages/index.js';
import {
  judgeClueAnswer,
  type ClueClosingOutcomeName,
  type ClueOutcomeName,
  type ClueVisitRecord,
} from './clue-answer.rules.js';
import type { AnswerClueTaskDto } from './clue-task.dto.js';
import { ClueTask, type ClueAnswer } from './clue-task.entity.js';
import { ClueTaskHooks } from './clue-task.hooks.js';
import { clueTaskLifecycle, type ClueTaskState } from './clue-task.lifecycle.js';
import { CLUE_TASK_PROBLEMS } from './clue-task.problems.js';

/** What a visit was made for. */
export interface Visited {
  readonly householdId: string | null;
  /** The task, where it was made for one. */
  readonly taskId?: string;
}

/** Makes a task of each clue that verification dispatches, keeps it as the clue goes, and answers it. */
@Injectable()
export class ClueTaskService implements OnModuleInit {
  readonly #lifecycle;
  #hooks!: ClueTaskHooks;

  constructor(
    private readonly department: Department,
    private readonly logger: JsonLogger,
    private readonly clock: BusinessClock,
    private readonly moduleRef: ModuleRef,
  ) {
    this.#lifecycle = clueTaskLifecycle(department.name);
  }

  onModuleInit(): void {
    this.#hooks = this.moduleRef.get(ClueTaskHooks, { strict: false });
  }

  /** The same clue again changes nothing; one with more hits or a new attempt brings the task up to date. */
  async dispatched(tx: Tx, clue: ClueDispatched): Promise<ClueTask> {
    const known = await this.#ofClue(tx, clue.clueId);
    if (known && known.attempt >= clue.attempt && known.revision >= clue.revision) return known;
    const { awardId, work } = await this.#hooks.dispatched(tx, clue, known);
    const told = { ...this.#told(clue), awardId, work: [...work] };
    if (known) {
      const isAnotherAttempt = clue.attempt > known.attempt || clue.reopened;
      const { dispatchedAt } = isAnotherAttempt ? told : known;
      Object.assign(known, told, { dispatchedAt });
      await tx.move(known, this.#lifecycle, 'dispatchAgain', this.clock.now());
      return known;
    }
    const task = Object.assign(new ClueTask(), told, {
      ...{ id: uuidv7(), clueId: clue.clueId },
      ...{ assignees: [], visits: [], answer: null },
    });
    await tx.begin(task, this.#lifecycle, 'open', this.clock.now());
    tx.afterCommit(() =>
      this.logger.pino.info(
        { clueId: task.clueId, indicators: task.indicators, dueAt: task.dueAt },
        'clue task opened',
      ),
    );
    return task;
  }

  async closed(tx: Tx, { clueId, outcome }: Pick<ClueClosed, 'clueId' | 'outcome'>): Promise<void> {
    const task = await this.#ofClue(tx, clueId);
    if (!task || task.state === 'CLOSED') return;
    await tx.move(task, this.#lifecycle, 'close', this.clock.now());
    await this.#hooks.closed(tx, task, enumName(ClueClosingOutcomeSchema, outcome) as ClueClosingOutcomeName);
  }

  async assign(tx: Tx, id: string, version: number, userIds: readonly string[]): Promise<ClueTask> {
    const task = await tx.loadForUpdate(ClueTask, id, version);
    task.assignees = [...userIds];
    await tx.move(task, this.#lifecycle, 'assign', this.clock.now());
    return task;
  }

  /** A visit of a household, or for a task, is signed: the tasks that wait for one have it. */
  async visited(tx: Tx, { householdId, taskId }: Visited, visit: ClueVisitRecord): Promise<void> {
    const state = In<ClueTaskState>(['OPEN', 'VISITED']);
    if (householdId === null && taskId === undefined) return;
    const tasks = await tx.manager.find(ClueTask, {
      where: [
        ...(householdId === null ? [] : [{ householdId, state }]),
        ...(taskId === undefined ? [] : [{ id: taskId, state }]),
      ],
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const task of tasks) {
      if (new Date(visit.visitedAt) < task.dispatchedAt) continue;
      task.visits = withVisit(task.visits, visit);
      await tx.move(task, this.#lifecycle, 'visit', this.clock.now());
    }
  }

  /** The outcome that fits what has come of the work so far. */
  proposal(manager: EntityManager, task: ClueTask): Promise<ClueOutcomeName | undefined> {
    return this.#hooks.proposal(manager, task);
  }

  /**
   * Tells verification what was found.
   *
   * @throws Problem `record-missing`, `same-person`, `validation`
   */
  async answer(tx: Tx, id: string, version: number, form: AnswerClueTaskDto): Promise<ClueTask> {
    const task = await tx.loadForUpdate(ClueTask, id, version);
    this.#lifecycle.next(task.state, 'answer');
    const at = this.clock.now();
    task.visits = await this.#evidence(tx, task, form, at);
    requireAnswerable(task, form, tx.actor, at);
    const answer: ClueAnswer = {
      ...{ outcome: form.outcome, answeredBy: tx.actor, answeredAt: at.toISOString() },
      ...given(form, ['ticketId', ...TOLD]),
    };
    task.answer = answer;
    const { ticketId } = answer;
    if (ticketId !== undefined && !task.work.some((work) => work.id === ticketId)) {
      task.work = [...task.work, { type: 'ticket', id: ticketId }];
    }
    const move = await tx.move(task, this.#lifecycle, 'answer', at);
    this.#announce(tx, task, answer, move, at);
    return task;
  }

  /** What the task has, and what comes with the answer. @throws Problem `record-missing`, `validation` */
  async #evidence(
    tx: Tx,
    task: ClueTask,
    { visitId, record }: AnswerClueTaskDto,
    at: Date,
  ): Promise<ClueVisitRecord[]> {
    let { visits } = task;
    if (visitId) {
      const visit = await this.#hooks.visitOf(tx.manager, task, visitId);
      if (!visit) throw new Problem(CLUE_TASK_PROBLEMS.recordMissing);
      visits = withVisit(visits, visit);
    }
    if (record) {
      if (new Date(record.visitedAt) > at) throw invalidField('record.visitedAt', 'max');
      visits = withVisit(visits, { ...record });
    }
    return visits;
  }

  #announce(tx: Tx, task: ClueTask, answer: ClueAnswer, { from, to }: Move<ClueTaskState>, at: Date): void {
    const { amountFen, ...told } = given(answer, TOLD);
    // verification judges the visits of this attempt: what was before has been judged
    const visits = task.visits.filter(({ visitedAt }) => new Date(visitedAt) >= task.dispatchedAt);
    tx.announce(
      ClueOutcomeRecordedSchema,
      {
        ...said(task.region, at),
        clueId: task.clueId,
        transition: transition('clueTask', task, from, to),
        department: this.department.code,
        outcome: enumValue(ClueOutcomeSchema, answer.outcome),
        taskId: task.id,
        visits: visits.map(({ visitedAt, mode, workers, evidenceSha256 }) => ({
          visitedAt: timestampFromDate(new Date(visitedAt)),
          mode: enumValue(ClueVisitModeSchema, mode),
          workers: workers.length,
          evidenceSha256,
        })),
        decidedByOther: !visits.some(({ workers }) => workers.includes(answer.answeredBy)),
        ...told,
        ...(amountFen === undefined ? {} : { amountFen: BigInt(amountFen) }),
      },
      task,
    );
  }

  #ofClue(tx: Tx, clueId: string): Promise<ClueTask | null> {
    return tx.manager.findOne(ClueTask, { where: { clueId }, lock: { mode: 'pessimistic_write' } });
  }

  #told(clue: ClueDispatched) {
    const [first] = clue.hits;
    const isOurs = clue.household?.service === this.department.code;
    return {
      region: clue.region?.code ?? '',
      indicators: [...new Set(clue.hits.map(({ indicator }) => indicator))],
      direction: enumName(ClueDirectionSchema, clue.direction) as ClueTask['direction'],
      severity: enumName(ClueSeveritySchema, clue.severity) as ClueTask['severity'],
      programme: first?.programme === undefined ? null : enumName(ProgrammeSchema, first.programme),
      personKeys: [...clue.personKeys],
      householdId: (isOurs && clue.household?.householdId) || null,
      months: [...new Set(clue.hits.flatMap(({ months }) => months))].sort(),
      dueAt: clue.dueAt ? timestampDate(clue.dueAt) : new Date(0),
      dispatchedAt: clue.occurredAt ? timestampDate(clue.occurredAt) : this.clock.now(),
      attempt: clue.attempt,
      revision: clue.revision,
      documentCheck: clue.documentCheck,
    };
  }
}

/** @throws Problem `record-missing`, `same-person`, `validation` */
function requireAnswerable(
  { visits, dispatchedAt, documentCheck }: ClueTask,
  { outcome, muteUntilOn }: AnswerClueTaskDto,
  decidedBy: string,
  answeredAt: Date,
): void {
  const since = visits.filter(({ visitedAt }) => new Date(visitedAt) >= dispatchedAt);
  const refusal = judgeClueAnswer(
    {
      ...{ outcome, decidedBy, answeredAt, visits: since },
      ...(muteUntilOn ? { muteUntilOn } : {}),
    },
    { dispatchedAt, documentCheck },
  );
  if (refusal === 'RECORD_MISSING') throw new Problem(CLUE_TASK_PROBLEMS.recordMissing);
  if (refusal === 'SAME_PERSON') throw new Problem(PROBLEMS.samePerson);
  if (refusal !== undefined)
    throw invalidField('muteUntilOn', refusal === 'MUTE_TOO_LONG' ? 'max' : 'unknown');
}

/** What of an answer verification is told as it is. */
const TOLD = ['caseRef', 'effectiveMonth', 'amountFen', 'referralId', 'reasonCode', 'muteUntilOn'] as const;

/** Those of the members that have a value: what is left out, or null, is not there. */
function given<T, K extends keyof T & string>(
  from: T,
  names: readonly K[],
): { [N in K]?: NonNullable<T[N]> } {
  const members = names.flatMap((name) =>
    from[name] === undefined || from[name] === null ? [] : [[name, from[name]]],
  );
  return Object.fromEntries(members) as { [N in K]?: NonNullable<T[N]> };
}

/** A visit that is there already is the same visit. */
function withVisit(visits: readonly ClueVisitRecord[], visit: ClueVisitRecord): ClueVisitRecord[] {
  const isSame = (known: ClueVisitRecord): boolean => known.evidenceSha256 === visit.evidenceSha256;
  return [...visits.filter((known) => !isSame(known)), visit];
}
