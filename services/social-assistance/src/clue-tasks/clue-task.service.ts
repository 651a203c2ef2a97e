import { Injectable } from '@nestjs/common';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema, ServiceCode } from '@minzheng/contracts/common';
import {
  ClueDirectionSchema,
  ClueSeveritySchema,
  type ClueClosed,
  type ClueDispatched,
} from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Award } from '../awards/award.entity.js';
import { ClueTask } from './clue-task.entity.js';
import { CLUE_TASK_LIFECYCLE } from './clue-task.lifecycle.js';

/** Makes a task of each clue that verification dispatches, and keeps it as the clue goes (R24). */
@Injectable()
export class ClueTaskService {
  constructor(
    private readonly logger: JsonLogger,
    private readonly clock: BusinessClock,
  ) {}

  /** The same clue again changes nothing; one with more hits or a new attempt brings the task up to date. */
  async dispatched(tx: Tx, clue: ClueDispatched): Promise<ClueTask> {
    const known = await tx.manager.findOne(ClueTask, {
      where: { clueId: clue.clueId },
      lock: { mode: 'pessimistic_write' },
    });
    if (known && known.attempt >= clue.attempt && known.revision >= clue.revision) return known;
    const told = await this.#told(tx, clue);
    if (known) {
      Object.assign(known, told);
      await tx.move(known, CLUE_TASK_LIFECYCLE, 'dispatchAgain', this.clock.now());
      return known;
    }
    const task = Object.assign(new ClueTask(), told, {
      id: uuidv7(),
      clueId: clue.clueId,
      assignees: [],
    });
    await tx.begin(task, CLUE_TASK_LIFECYCLE, 'open', this.clock.now());
    tx.afterCommit(() =>
      this.logger.pino.info(
        { clueId: task.clueId, indicators: task.indicators, dueAt: task.dueAt },
        'clue task opened',
      ),
    );
    return task;
  }

  async closed(tx: Tx, clue: ClueClosed): Promise<void> {
    const task = await tx.manager.findOne(ClueTask, {
      where: { clueId: clue.clueId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!task || task.state === 'CLOSED') return;
    await tx.move(task, CLUE_TASK_LIFECYCLE, 'close', this.clock.now());
  }

  async assign(tx: Tx, id: string, version: number, userIds: readonly string[]): Promise<ClueTask> {
    const task = await tx.loadForUpdate(ClueTask, id, version);
    task.assignees = [...userIds];
    await tx.move(task, CLUE_TASK_LIFECYCLE, 'assign', this.clock.now());
    return task;
  }

  async #told(tx: Tx, clue: ClueDispatched) {
    const householdId =
      clue.household?.service === ServiceCode.ASSISTANCE ? clue.household.householdId : null;
    const award = householdId
      ? await tx.manager.findOneBy(Award, {
          householdId,
          state: In(['PENDING_START', 'ACTIVE']),
        })
      : null;
    const [first] = clue.hits;
    return {
      region: clue.region?.code ?? '',
      indicators: [...new Set(clue.hits.map(({ indicator }) => indicator))],
      direction: enumName(ClueDirectionSchema, clue.direction) as ClueTask['direction'],
      severity: enumName(ClueSeveritySchema, clue.severity) as ClueTask['severity'],
      programme: first?.programme === undefined ? null : enumName(ProgrammeSchema, first.programme),
      personKeys: [...clue.personKeys],
      householdId,
      awardId: award?.id ?? null,
      months: [...new Set(clue.hits.flatMap(({ months }) => months))].sort(),
      dueAt: clue.dueAt ? timestampDate(clue.dueAt) : new Date(0),
      attempt: clue.attempt,
      revision: clue.revision,
      documentCheck: clue.documentCheck,
    };
  }
}
