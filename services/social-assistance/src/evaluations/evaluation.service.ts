import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { toWire, type RationalWire } from '@minzheng/kernel/rational';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';
import { CaseGuards } from '../applications/case-guards.js';
import { evaluationPoints, evaluationProblem, type Evaluation } from '../entitlement/hardship-score.rules.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { RecordEvaluationDto } from './evaluation.dto.js';
import { VillageEvaluation } from './village-evaluation.entity.js';

/** Evaluations by villages: recorded with their votes, and counted by the hardship index (R15). */
@Injectable()
export class EvaluationService {
  constructor(
    private readonly guards: CaseGuards,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `evaluation-quorum`, `conflict-of-interest`, `validation` */
  async record(
    tx: Tx,
    id: string,
    version: number,
    form: RecordEvaluationDto,
  ): Promise<{ aidCase: AidCase; points: RationalWire }> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'recordEvaluation');
    await this.guards.requireUnrelated(tx, aidCase);
    if (form.heldOn > this.clock.today()) throw invalidField('heldOn', 'max');
    if (form.heldOn < (aidCase.acceptedOn ?? '')) throw invalidField('heldOn', 'min');
    const { agree, against, void: spoilt } = form.votes;
    const of = (roles: readonly string[]) =>
      form.attendants.filter(({ role }) => roles.includes(role)).reduce((sum, { count }) => sum + count, 0);
    const representatives = of(['VILLAGERS_REPRESENTATIVE']);
    const evaluation = { agree, against, void: spoilt, representatives };
    const isWhole = agree + against + spoilt <= of(form.attendants.map(({ role }) => role));
    if (!isWhole || evaluationProblem(evaluation)) throw new Problem(ASSISTANCE_PROBLEMS.evaluationQuorum);
    await tx.manager.insert(VillageEvaluation, {
      ...{ id: uuidv7(), caseId: id, heldOn: form.heldOn, ...evaluation },
      attendants: form.attendants.map(({ role, count }) => ({ role, count })),
      minutesSha256: form.minutes,
      recordedBy: tx.actor,
    });
    await tx.move(aidCase, CASE_LIFECYCLE, 'recordEvaluation', this.clock.now());
    return { aidCase, points: toWire(evaluationPoints(evaluation)) };
  }

  /** The one that counts: the last that was held. */
  async latest(manager: EntityManager, caseId: string): Promise<(Evaluation & { id: string }) | undefined> {
    const found = await manager.findOne(VillageEvaluation, {
      where: { caseId },
      order: { heldOn: 'DESC', id: 'DESC' },
    });
    if (!found) return undefined;
    const { id, agree, against, void: spoilt, representatives } = found;
    return { id, agree, against, void: spoilt, representatives };
  }
}
