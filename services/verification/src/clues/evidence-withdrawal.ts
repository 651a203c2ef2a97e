import { Injectable } from '@nestjs/common';
import type { EconomicFact } from '@minzheng/kernel/means-test';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { closeClue } from './clue-moves.js';
import { Clue } from './clue.entity.js';
import { isWithdrawn } from './episode.rules.js';

/** What an evaluation has seen. */
export interface Evaluated {
  /** Which indicators were asked about a person: of no others can be said that they find nothing. */
  readonly asked: ReadonlyMap<string, ReadonlySet<string>>;
  /** Episodes that were found, as `episodeOf` names them. */
  readonly episodes: ReadonlySet<string>;
  /** The visible facts of these persons. */
  readonly facts: ReadonlyMap<string, readonly EconomicFact[]>;
}

interface OpenHit {
  readonly clue_id: string;
  readonly indicator: string;
  readonly subject: string;
  readonly episode_key: string;
  readonly person_key: string;
  readonly fact_ids: readonly string[];
}

/** Closes clues that nobody has to look into any more (证据撤回): the evidence of every hit was taken back by its source. */
@Injectable()
export class EvidenceWithdrawal {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** The caller holds the locks of the persons' households. @returns how many clues were closed */
  async withdraw(tx: Tx, evaluated: Evaluated): Promise<number> {
    const hits = await tx.query<OpenHit>(
      `select h.clue_id, h.indicator, h.subject, h.episode_key, h.person_key, h.fact_ids
         from clue c join indicator_hit h on h.clue_id = c.id
        where c.state = 'DISPATCHED'
          and c.id in (select clue_id from indicator_hit where person_key = any($1::uuid[]))`,
      [[...evaluated.asked.keys()]],
    );
    if (hits.length === 0) return 0;
    const standing = new Set([...evaluated.facts.values()].flat().map(({ factId }) => factId));
    const ofClues = [...Map.groupBy(hits, ({ clue_id }) => clue_id)].filter(([, ofClue]) =>
      ofClue.every((hit) => hasLostEvidence(hit, evaluated, standing)),
    );
    if (ofClues.length === 0) return 0;
    const book = await this.policies.book(tx);
    let closed = 0;
    for (const id of ofClues.map(([clueId]) => clueId).toSorted()) {
      const clue = await tx.loadForUpdate(Clue, id);
      // the department may have answered meanwhile
      if (clue.state !== 'DISPATCHED') continue;
      await closeClue(tx, clue, { outcome: 'EVIDENCE_WITHDRAWN' }, this.clock.now(), book);
      closed += 1;
    }
    return closed;
  }
}

const hasLostEvidence = (
  hit: OpenHit,
  { asked, episodes }: Evaluated,
  standing: ReadonlySet<string>,
): boolean =>
  asked.get(hit.person_key)?.has(hit.indicator) === true &&
  isWithdrawn({
    isFound: episodes.has(`${hit.indicator}/${hit.subject}/${hit.episode_key}`),
    factIds: hit.fact_ids,
    standing,
  });
