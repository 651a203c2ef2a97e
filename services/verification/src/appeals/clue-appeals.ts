import { civilDateOf } from '@minzheng/kernel/months';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { Clue } from '../clues/clue.entity.js';
import { CLUE_LIFECYCLE } from '../clues/clue.lifecycle.js';
import { ClueOutcomeRecord } from '../clues/clue-outcome.entity.js';
import { IndicatorHit } from '../clues/indicator-hit.entity.js';
import { AppealSubmission } from './appeal-submission.js';

/**
 * A clue that its department has closed with DATA_WRONG (数据有误) opens an appeal against the facts that it was raised for:
 * one for each person, with the evidence of the visits.
 */
@Injectable()
export class ClueAppeals implements OnModuleInit {
  constructor(
    private readonly submission: AppealSubmission,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.unitOfWork.onMoves(async (tx, { aggregate, command }, moves) => {
      if (aggregate !== CLUE_LIFECYCLE.name || command !== 'close') return;
      await this.closed(
        tx,
        moves.map(({ aggregateId }) => aggregateId),
      );
    });
  }

  async closed(tx: Tx, clueIds: readonly string[]): Promise<void> {
    const inDoubt = await tx.manager.find(Clue, {
      where: { id: In([...clueIds]), closingOutcome: 'DATA_WRONG' },
      order: { id: 'ASC' },
    });
    for (const clue of inDoubt) await this.#appeal(tx, clue);
  }

  async #appeal(tx: Tx, { id: clueId, region, answerId }: Clue): Promise<void> {
    const hits = await tx.manager.find(IndicatorHit, { where: { clueId }, order: { id: 'ASC' } });
    const answer = await tx.manager.findOneByOrFail(ClueOutcomeRecord, { id: answerId ?? '' });
    const persons = Map.groupBy(hits, ({ personKey }) => personKey);
    for (const [personKey, ofPerson] of [...persons].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const factIds = [...new Set(ofPerson.flatMap((hit) => hit.factIds))];
      await this.submission.afterClue(
        tx,
        { clueId, region, personKey, factIds },
        {
          claim: `摸排反馈数据有误（${answer.department}，线索 ${clueId}）`,
          evidence: answer.visits.map(({ evidenceSha256 }) => evidenceSha256),
          learnedOn: civilDateOf(answer.recordedAt),
        },
      );
    }
  }
}
