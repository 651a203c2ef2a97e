import { civilDateOf } from '@minzheng/kernel/months';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { Clue } from '../clues/clue.entity.js';
import { CLUE_LIFECYCLE } from '../clues/clue.lifecycle.js';
import { ClueOutcomeRecord } from '../clues/clue-outcome.entity.js';
import { IndicatorHit } from '../clues/indicator-hit.entity.js';
import { readPersonsBehind } from '../clues/persons-behind.reader.js';
import { readStoredFacts } from '../facts/stored-fact.js';
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
    private readonly logger: JsonLogger,
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

  async #appeal(tx: Tx, { id: clueId, region, householdId, answerId }: Clue): Promise<void> {
    const hits = await tx.manager.findBy(IndicatorHit, { clueId });
    const answer = await tx.manager.findOneByOrFail(ClueOutcomeRecord, { id: answerId ?? '' });
    const facts = await readStoredFacts(
      tx,
      // what a hit rests on may be told of others than of the person whom it names
      await readPersonsBehind(
        tx,
        hits.map(({ personKey }) => ({ personKey, householdId })),
      ),
      [...new Set(hits.flatMap(({ factIds }) => factIds))],
    );
    const begun = await this.submission.afterClue(
      tx,
      { clueId, region, facts },
      {
        claim: `摸排反馈数据有误（${answer.department}，线索 ${clueId}）`,
        evidence: answer.visits.map(({ evidenceSha256 }) => evidenceSha256),
        learnedOn: civilDateOf(answer.recordedAt),
      },
    );
    if (begun === 0) {
      this.logger.pino.warn(
        { clueId, facts: facts.length },
        'a clue was closed with DATA_WRONG and opens no appeal: none of its facts stands and is under no appeal yet',
      );
    }
  }
}
