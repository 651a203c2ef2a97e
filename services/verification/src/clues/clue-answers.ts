import { Injectable } from '@nestjs/common';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import type { ClueOutcomeRecorded, ClueOutcomeRecordedSchema } from '@minzheng/contracts/verification';
import { civilDateOf } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Received } from '@minzheng/platform/messaging';
import { PolicyStore } from '@minzheng/platform/policies';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { answeringDepartment, toAnswer } from './clue-answer.messages.js';
import {
  isSampled,
  judgeAnswer,
  unheardFor,
  type Answer,
  type AnsweredClue,
  type ClosingOutcome,
  type Decision,
  type Verdict,
} from './clue-answer.rules.js';
import { hitsOfClues } from './clue-hits.js';
import { closeClues, dispatchAgain, moveClues, personsLookedAt } from './clue-moves.js';
import { ClueOutcomeRecord } from './clue-outcome.entity.js';
import { cluePolicy, type CluePolicy } from './clue-policy.js';
import { Clue } from './clue.entity.js';
import { lockClues } from './clue.locks.js';
import { lockMonitored } from '../monitoring/monitored-subjects.js';

type AnswerEvent = Received<typeof ClueOutcomeRecordedSchema>;

/** What a department has said of a clue. */
interface Said {
  /** Of the event. */
  readonly id: string;
  readonly clueId: string;
  readonly message: ClueOutcomeRecorded;
  readonly department: ServiceName;
  readonly answer: Omit<Answer, 'isFromDepartment'>;
}

/** What was said, and of which clue as it stands. */
interface Heard extends Said {
  readonly clue: Clue;
  readonly state: Pick<AnsweredClue, 'isDispatched' | 'dispatchedAt' | 'hitsAddedAt' | 'sentBack'>;
  readonly answer: Answer;
}

interface Judged extends Heard {
  readonly policy: CluePolicy;
  readonly decision: Decision;
}

const ROWS_A_STATEMENT = 1_000;

/** Takes what departments answer (摸排反馈): closes the clue, sends it back once, or leaves it to the coordinator. */
@Injectable()
export class ClueAnswers {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Every answer is kept as it was received; what becomes of it is the rule's. However many they are, they are read and
   * written by a few statements: departments answer thousands of clues at once.
   *
   * @throws NotFound when there is no such clue, RangeError when an answer can't be understood: it is parked
   */
  async record(tx: Tx, events: readonly AnswerEvent[]): Promise<void> {
    for (const turn of turnsOf(events.map(toSaid))) await this.#turn(tx, turn);
  }

  /** Of each clue one answer. */
  async #turn(tx: Tx, said: readonly Said[]): Promise<void> {
    const ids = said.map(({ clueId }) => clueId);
    // as an evaluation does, which keeps how persons stand before it closes and raises
    await lockMonitored(tx, await personsLookedAt(tx, ids));
    const clues = await lockClues(tx, ids);
    const at = this.clock.now();
    const book = await this.policies.book(tx);
    const hitsOf = await hitsOfClues(tx, ids);
    const heard = said.map((each): Heard => {
      const clue = clues.get(each.clueId);
      if (!clue) throw new NotFound(Clue.name);
      const { dispatchedAt, hitsAddedAt, sentBack } = clue;
      return {
        ...each,
        ...{
          clue,
          state: { isDispatched: clue.state === 'DISPATCHED', dispatchedAt, hitsAddedAt, sentBack },
        },
        answer: { ...each.answer, isFromDepartment: each.department === clue.department },
      };
    });
    const usedElsewhere = await takeEvidence(
      tx,
      heard.filter(({ answer, state }) => unheardFor(answer, state) === undefined),
    );
    const judged = heard.map((each): Judged => {
      const { clue, answer, state } = each;
      const policy = cluePolicy(book, clue.region, civilDateOf(at));
      const decision = judgeAnswer(
        answer,
        {
          ...state,
          documentCheck: policy.allowsDocuments(
            (hitsOf.get(clue.id) ?? []).map(({ indicator }) => indicator),
          ),
          isSampled: isSampled(clue.id, policy.sampleBp()),
          usedElsewhere: usedElsewhere(clue.id),
        },
        policy.muteMaxMonths(),
      );
      return { ...each, policy, decision };
    });
    for (let from = 0; from < judged.length; from += ROWS_A_STATEMENT) {
      await tx.manager.insert(ClueOutcomeRecord, judged.slice(from, from + ROWS_A_STATEMENT).map(toRecord));
    }
    await this.#follow(tx, judged, at, book);
  }

  async #follow(tx: Tx, judged: readonly Judged[], at: Date, book: PolicyBook): Promise<void> {
    const having = (...verdicts: readonly Verdict[]) =>
      judged.filter(({ decision: { verdict } }) => verdicts.includes(verdict));
    const declined = having('DECLINED');
    for (const { clue, policy } of declined) {
      clue.declined = true;
      clue.timesDeclined += 1;
      clue.coordinatorDueOn = policy.redispatchDueOn();
    }
    await moveClues(tx, declined, 'decline', at);
    const answered = having('ACCEPTED', 'SAMPLED', 'SENT_BACK', 'LEFT_TO_COORDINATOR');
    for (const { id, clue, policy, decision } of answered) {
      const isLookedAt = decision.verdict === 'SAMPLED' || decision.verdict === 'LEFT_TO_COORDINATOR';
      clue.answerId = id;
      clue.declined = false;
      clue.coordinatorDueOn = isLookedAt ? policy.lookDueOn() : null;
    }
    await moveClues(
      tx,
      answered.map(({ clue, decision }) => ({ clue, reason: decision.shortcomings.join(' ') || undefined })),
      'answer',
      at,
    );
    await closeClues(
      tx,
      having('ACCEPTED').map(({ clue, answer: { outcome, muteUntilOn } }) => ({
        ...{ clue, muteUntilOn },
        outcome: outcome as ClosingOutcome,
      })),
      at,
      book,
    );
    await dispatchAgain(
      tx,
      having('SENT_BACK').map(({ clue, policy, decision: { shortcomings } }) => ({
        ...{ clue, command: 'sendBack', dueOn: policy.sendBackDueOn(), reasonCode: shortcomings[0] },
      })),
      at,
      book,
    );
  }
}

function toSaid({ message, envelope }: AnswerEvent): Said {
  return {
    ...{ id: envelope.id, message, clueId: message.clueId.toLowerCase() },
    department: answeringDepartment(message, envelope.topic),
    answer: toAnswer(message),
  };
}

/** In turns, in each of which a clue is answered once: what the second answer meets is what the first has made of the clue. */
function turnsOf(said: readonly Said[]): Said[][] {
  const turns: Said[][] = [];
  const heard = new Map<string, number>();
  for (const each of said) {
    const turn = heard.get(each.clueId) ?? 0;
    heard.set(each.clueId, turn + 1);
    (turns[turn] ??= []).push(each);
  }
  return turns;
}

/** Takes the evidence for these clues, the first that names it first. @returns which of it another clue than this has */
async function takeEvidence(tx: Tx, said: readonly Said[]): Promise<(clueId: string) => ReadonlySet<string>> {
  const named = said.flatMap(({ clueId, answer: { visits } }) =>
    visits.map(({ evidenceSha256 }) => ({ clueId, evidenceSha256 })),
  );
  if (named.length === 0) return () => new Set();
  const owners = new Map<string, string>();
  for (const { clueId, evidenceSha256 } of named) {
    if (!owners.has(evidenceSha256)) owners.set(evidenceSha256, clueId);
  }
  const digests = [...owners.keys()].toSorted();
  await tx.execute(
    `insert into clue_evidence (sha256, clue_id) select * from unnest($1::text[], $2::uuid[]) as e(sha256, clue_id)
      order by sha256 on conflict do nothing`,
    [digests, digests.map((digest) => owners.get(digest))],
  );
  const taken = await tx.query<{ sha256: string; clue_id: string }>(
    'select sha256, clue_id from clue_evidence where sha256 = any($1::text[])',
    [digests],
  );
  for (const { sha256, clue_id } of taken) owners.set(sha256, clue_id);
  const namedFor = Map.groupBy(named, ({ clueId }) => clueId);
  return (clueId) =>
    new Set(
      (namedFor.get(clueId) ?? []).flatMap(({ evidenceSha256 }) =>
        owners.get(evidenceSha256) === clueId ? [] : [evidenceSha256],
      ),
    );
}

const toRecord = ({
  id,
  clue,
  message,
  department,
  answer,
  decision: { verdict, shortcomings },
}: Judged) => ({
  ...{ id, clueId: clue.id, attempt: clue.attempt, department, verdict, shortcomings: [...shortcomings] },
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
});
