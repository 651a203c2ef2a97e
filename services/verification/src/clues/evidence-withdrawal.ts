import { Injectable } from '@nestjs/common';
import type { EconomicFact, PersonKey } from '@minzheng/kernel/means-test';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { readTakenBack } from '../facts/taken-back.reader.js';
import { householdsById } from '../households/household.store.js';
import {
  consentGround,
  consentOf,
  groundsOf,
  householdOf,
  type Ground,
} from '../indicators/grounds.rules.js';
import { nameOfEpisode } from './clue-hits.js';
import { closeClues } from './clue-moves.js';
import { lockClues } from './clue.locks.js';
import { isWithdrawn, type Evidence } from './evidence.rules.js';
import { readPersonsBehind, type HitPlace } from './persons-behind.reader.js';

/** What an evaluation has seen. */
export interface Evaluated {
  /**
   * Which indicators were asked of a household on record, of its members, or of a person alone, by their ids: of no others
   * can be said that they find nothing. Of an obligor's own household it says nothing what was asked of those he owes support.
   */
  readonly asked: ReadonlyMap<string, ReadonlySet<string>>;
  /** Episodes that were found, as `episodeOf` names them. */
  readonly episodes: ReadonlySet<string>;
  /** The visible facts of these persons. */
  readonly facts: ReadonlyMap<string, readonly EconomicFact[]>;
  /** Told whose facts are read beside these. */
  readonly onRead: (persons: readonly PersonKey[]) => void;
}

interface OpenHit extends Evidence, HitPlace {
  readonly clueId: string;
  /** Which look tells whether it is found: that at the clue's household as long as it is the household's, else at the person. */
  readonly foundWith: string;
  readonly indicator: string;
  readonly subject: string;
  readonly episodeKey: string;
  readonly personKey: PersonKey;
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
      `select h.clue_id as "clueId", c.household_id as "householdId", h.indicator, h.subject,
              h.episode_key as "episodeKey", h.person_key as "personKey", h.fact_ids as "factIds", h.grounds,
              case when h.subject = o.id or exists (select from household_person p
                                                     where p.household_id = o.id and p.person_key = h.person_key)
                   then o.id else h.person_key end as "foundWith"
         from clue c join indicator_hit h on h.clue_id = c.id
         left join household o on o.id = c.household_id and not o.closed
        where c.state = 'DISPATCHED'
          and c.id in (select clue_id from indicator_hit where person_key = any($1::uuid[])
                       union all select id from clue where subject = any($1::uuid[]) and state = 'DISPATCHED')`,
      [[...evaluated.asked.keys()]],
    );
    const missed = [...Map.groupBy(hits, ({ clueId }) => clueId).values()].filter((ofClue) =>
      ofClue.every((hit) => isMissed(hit, evaluated)),
    );
    if (missed.length === 0) return 0;
    const now = await readEvidence(tx, missed.flat(), evaluated);
    const withdrawn = missed.filter((ofClue) => ofClue.every((hit) => isWithdrawn(hit, now)));
    if (withdrawn.length === 0) return 0;
    const book = await this.policies.book(tx);
    const locked = await lockClues(
      tx,
      withdrawn.flatMap(([hit]) => hit?.clueId ?? []),
    );
    // the department may have answered meanwhile
    const open = [...locked.values()].filter(({ state }) => state === 'DISPATCHED');
    await closeClues(
      tx,
      open.map((clue) => ({ clue, outcome: 'EVIDENCE_WITHDRAWN' })),
      this.clock.now(),
      book,
    );
    return open.length;
  }
}

/** Its indicator was asked where it is found, and did not find it. */
const isMissed = (
  { indicator, subject, episodeKey, foundWith }: OpenHit,
  { asked, episodes }: Evaluated,
): boolean =>
  asked.get(foundWith)?.has(indicator) === true &&
  !episodes.has(nameOfEpisode(indicator, subject, episodeKey));

/** What sources tell now of all that these hits rest on. */
async function readEvidence(tx: Tx, hits: readonly OpenHit[], { facts, onRead }: Evaluated) {
  const factIds = [...new Set(hits.flatMap((hit) => hit.factIds))];
  const persons = factIds.length === 0 ? [] : await readPersonsBehind(tx, hits);
  onRead(persons);
  const takenBack = persons.length === 0 ? [] : await readTakenBack(tx, persons, factIds);
  const ended = [...new Set(takenBack.flatMap(({ personKey, status }) => (status ? [personKey] : [])))];
  const unread = ended.filter((personKey) => !facts.has(personKey));
  const standing = [
    ...ended.flatMap((personKey) => facts.get(personKey) ?? []),
    ...(unread.length === 0 ? [] : await readVisibleFacts(tx, unread)),
  ];
  const standingGrounds = await readGrounds(tx, [...new Set(hits.flatMap(({ grounds }) => grounds))]);
  return { isFound: false, takenBack, standing, standingGrounds };
}

/** Which of these grounds stand: consents that nobody has withdrawn, and what households on record say. */
async function readGrounds(tx: Tx, grounds: readonly Ground[]): Promise<Set<Ground>> {
  const consents = grounds.flatMap((ground) => consentOf(ground) ?? []);
  const households = [...new Set(grounds.flatMap((ground) => householdOf(ground) ?? []))];
  const given =
    consents.length === 0
      ? []
      : await tx.query<{ id: string }>(
          `select id from consent where id = any($1::uuid[]) and state <> 'WITHDRAWN'`,
          [consents],
        );
  const told = households.length === 0 ? [] : await householdsById(tx, households);
  return new Set([...given.map(({ id }) => consentGround(id)), ...told.flatMap(groundsOf)]);
}
