import { Injectable } from '@nestjs/common';
import type { ServiceName } from '@minzheng/contracts/catalogue';
import { townshipOf } from '@minzheng/kernel/region';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { HouseholdOnRecord } from '../households/household.store.js';
import type { Hit, Severity } from '../indicators/indicator.js';
import { Clue } from './clue.entity.js';
import { announceDispatched, announceRaised } from './clue.events.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import { IndicatorHit } from './indicator-hit.entity.js';

/** Who has to answer is the payer of the programme (catalogue 6.1): assistance pays all that C3 looks at. */
const DEPARTMENT: ServiceName = 'assistance';

const SEVERITIES: readonly Severity[] = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

/** What the indicators found in one household. */
export interface HouseholdHits {
  readonly household: HouseholdOnRecord;
  readonly hits: readonly Hit[];
}

/** Raises clues from hits; here and nowhere else. The caller holds the locks of the households. */
@Injectable()
export class ClueService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** An episode that was raised before raises nothing again. */
  async raise(tx: Tx, found: readonly HouseholdHits[]): Promise<void> {
    const known = await this.#known(tx, found);
    for (const { household, hits } of found) {
      const fresh = hits.filter((hit) => !known.has(episodeOf(household.id, hit)));
      const groups = Map.groupBy(fresh, ({ direction }) => direction);
      for (const group of groups.values()) await this.#add(tx, household, group);
    }
  }

  /** The episodes among these that are on record. */
  async #known(tx: Tx, found: readonly HouseholdHits[]): Promise<Set<string>> {
    const episodes = found.flatMap(({ household, hits }) =>
      hits.map(({ indicator, episodeKey }) => ({ indicator, subject: household.id, episodeKey })),
    );
    if (episodes.length === 0) return new Set();
    const rows = await tx.query<{ indicator: string; subject: string; episode_key: string }>(
      `select indicator, subject, episode_key
         from unnest($1::text[], $2::uuid[], $3::text[]) as episode(indicator, subject, episode_key)
         join indicator_hit using (indicator, subject, episode_key)`,
      [
        episodes.map(({ indicator }) => indicator),
        episodes.map(({ subject }) => subject),
        episodes.map(({ episodeKey }) => episodeKey),
      ],
    );
    return new Set(
      rows.map(({ indicator, subject, episode_key }) =>
        episodeOf(subject, { indicator, episodeKey: episode_key }),
      ),
    );
  }

  async #add(tx: Tx, household: HouseholdOnRecord, hits: readonly Hit[]): Promise<void> {
    const [first] = hits;
    if (!first) return;
    const department = DEPARTMENT;
    const open = await tx.manager.findOne(Clue, {
      where: { subject: household.id, department, direction: first.direction, state: 'DISPATCHED' },
      lock: { mode: 'pessimistic_write' },
    });
    const severity = highest(hits.map((hit) => hit.severity));
    const due = await this.#dueOn(tx, household.region, severity);
    const now = this.clock.now();
    const clue = open ?? newClue(household, department, first, severity, due);
    if (open) await this.#absorb(tx, open, severity, due, now);
    else await tx.begin(clue, CLUE_LIFECYCLE, 'raise', now);
    await tx.manager.insert(
      IndicatorHit,
      hits.map((hit) => ({
        ...hit,
        id: uuidv7(),
        clueId: clue.id,
        subject: household.id,
        factIds: [...hit.factIds],
        months: [...hit.months],
        programme: hit.programme ?? null,
        amountFen: hit.amountFen ?? null,
      })),
    );
    const all = await tx.manager.find(IndicatorHit, { where: { clueId: clue.id }, order: { id: 'ASC' } });
    if (!open) announceRaised(tx, clue, all, now);
    const book = await this.policies.book(tx);
    const documentCheck = all.every(
      ({ indicator }) =>
        book.resolve(`verification.ind.${indicator}.documentCheck`, clue.region, this.clock.today()).value ===
        true,
    );
    announceDispatched(tx, clue, all, now, documentCheck);
  }

  async #absorb(tx: Tx, clue: Clue, severity: Severity, due: string, at: Date): Promise<void> {
    clue.severity = highest([clue.severity, severity]);
    clue.dueOn = clue.dueOn < due ? clue.dueOn : due;
    clue.revision += 1;
    await tx.move(clue, CLUE_LIFECYCLE, 'addHits', at);
  }

  /** Working days after the day of dispatch, by severity (`clue.dueWd.*`). */
  async #dueOn(tx: Tx, region: string, severity: Severity): Promise<string> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve(`verification.clue.dueWd.${severity}`, region, today);
    return dueOn(today, Number(row.value));
  }
}

function newClue(
  household: HouseholdOnRecord,
  department: ServiceName,
  hit: Hit,
  severity: Severity,
  due: string,
): Clue {
  return Object.assign(new Clue(), {
    id: uuidv7(),
    region: household.region.length > 9 ? townshipOf(household.region) : household.region,
    subject: household.id,
    householdId: household.id,
    householdService: household.service,
    department,
    direction: hit.direction,
    severity,
    dueOn: due,
    attempt: 1,
    revision: 1,
  });
}

const episodeOf = (
  subject: string,
  { indicator, episodeKey }: Pick<Hit, 'indicator' | 'episodeKey'>,
): string => `${indicator}/${subject}/${episodeKey}`;

const highest = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((severity) => severities.includes(severity)) ?? 'BLUE';
