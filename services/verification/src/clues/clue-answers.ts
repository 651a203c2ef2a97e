import { Injectable } from '@nestjs/common';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import type { ClueOutcomeRecorded, ClueOutcomeRecordedSchema } from '@minzheng/contracts/verification';
import { civilDateOf } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Received } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { answeringDepartment, toAnswer } from './clue-answer.messages.js';
import {
  isSampled,
  judgeAnswer,
  type Answer,
  type ClosingOutcome,
  type Decision,
} from './clue-answer.rules.js';
import { closeClue, dispatchAgain } from './clue-moves.js';
import { ClueOutcomeRecord } from './clue-outcome.entity.js';
import { cluePolicy, type CluePolicy } from './clue-policy.js';
import { Clue } from './clue.entity.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import { hitsOf } from './indicator-hit.entity.js';

/** Takes what departments answer (摸排反馈): closes the clue, sends it back once, or leaves it to the coordinator. */
@Injectable()
export class ClueAnswers {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Every answer is kept as it was received; what becomes of it is the rule's.
   *
   * @throws NotFound when there is no such clue, RangeError when the answer can't be understood: it is parked
   */
  async record(tx: Tx, { message, envelope }: Received<typeof ClueOutcomeRecordedSchema>): Promise<void> {
    const department = answeringDepartment(message, envelope.topic);
    const said = toAnswer(message);
    const clue = await tx.loadForUpdate(Clue, message.clueId);
    const at = this.clock.now();
    const book = await this.policies.book(tx);
    const policy = cluePolicy(book, clue.region, civilDateOf(at));
    const hits = await hitsOf(tx.manager, clue.id);
    const answer: Answer = { ...said, isFromDepartment: department === clue.department };
    const decision = judgeAnswer(
      answer,
      {
        isDispatched: clue.state === 'DISPATCHED',
        dispatchedAt: clue.dispatchedAt,
        hitsAddedAt: clue.hitsAddedAt,
        sentBack: clue.sentBack,
        documentCheck: policy.allowsDocuments(hits.map(({ indicator }) => indicator)),
        isSampled: isSampled(clue.id, policy.sampleBp()),
        usedElsewhere: await usedElsewhere(tx, clue, answer),
      },
      policy.muteMaxMonths(),
    );
    await tx.manager.insert(ClueOutcomeRecord, {
      ...recordOf(message, department, answer, decision),
      id: envelope.id,
      attempt: clue.attempt,
    });
    await this.#follow(tx, clue, { id: envelope.id, answer, decision }, policy, at);
  }

  async #follow(
    tx: Tx,
    clue: Clue,
    { id, answer, decision }: { readonly id: string; readonly answer: Answer; readonly decision: Decision },
    policy: CluePolicy,
    at: Date,
  ): Promise<void> {
    const { verdict, shortcomings } = decision;
    if (verdict === 'KEPT' || verdict === 'OUTDATED') return;
    if (verdict === 'DECLINED') {
      clue.declined = true;
      clue.timesDeclined += 1;
      clue.coordinatorDueOn = policy.redispatchDueOn();
      await tx.move(clue, CLUE_LIFECYCLE, 'decline', at);
      return;
    }
    clue.answerId = id;
    clue.declined = false;
    clue.coordinatorDueOn =
      verdict === 'SAMPLED' || verdict === 'LEFT_TO_COORDINATOR' ? policy.lookDueOn() : null;
    await tx.move(clue, CLUE_LIFECYCLE, 'answer', at, shortcomings.join(' ') || undefined);
    const book = await this.policies.book(tx);
    if (verdict === 'ACCEPTED') {
      const { outcome, muteUntilOn } = answer;
      await closeClue(tx, clue, { outcome: outcome as ClosingOutcome, muteUntilOn }, at, book);
    } else if (verdict === 'SENT_BACK') {
      const dueOn = policy.sendBackDueOn();
      await dispatchAgain(tx, clue, { command: 'sendBack', dueOn, reasonCode: shortcomings[0] }, at, book);
    }
  }
}

/** Takes the evidence for this clue, and tells which of it another clue has already. */
async function usedElsewhere(tx: Tx, { id }: Clue, { visits }: Answer): Promise<Set<string>> {
  const digests = [...new Set(visits.map(({ evidenceSha256 }) => evidenceSha256))].toSorted();
  if (digests.length === 0) return new Set();
  await tx.execute(
    `insert into clue_evidence (sha256, clue_id) select sha256, $2 from unnest($1::text[]) as e(sha256) order by sha256
     on conflict do nothing`,
    [digests, id],
  );
  const rows = await tx.query<{ sha256: string }>(
    'select sha256 from clue_evidence where sha256 = any($1::text[]) and clue_id <> $2',
    [digests, id],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

function recordOf(
  message: ClueOutcomeRecorded,
  department: ServiceName,
  answer: Answer,
  { verdict, shortcomings }: Decision,
) {
  return {
    clueId: message.clueId,
    department,
    outcome: answer.outcome,
    taskId: message.taskId,
    visits: answer.visits.map((visit) => ({ ...visit, visitedAt: visit.visitedAt.toISOString() })),
    decidedByOther: answer.decidedByOther,
    caseRef: message.caseRef ?? null,
    effectiveMonth: message.effectiveMonth ?? null,
    amountFen: message.amountFen ?? null,
    referralId: message.referralId ?? null,
    reasonCode: message.reasonCode ?? null,
    muteUntilOn: answer.muteUntilOn ?? null,
    recordedAt: answer.recordedAt,
    verdict,
    shortcomings: [...shortcomings],
  };
}
