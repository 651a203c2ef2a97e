import { Injectable } from '@nestjs/common';
import { isServiceName, type ServiceName } from '@minzheng/contracts/catalogue';
import type { CivilDate } from '@minzheng/kernel/months';
import { countyOf, townshipOf } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { HouseholdOnRecord } from '../households/household.store.js';
import type { Hit, Severity } from '../indicators/indicator.js';
import { cluePolicy } from './clue-policy.js';
import { Clue } from './clue.entity.js';
import { announceDispatched, announceRaised } from './clue.events.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import { isRaisedAgain, SEVERITIES, type KnownHit } from './episode.rules.js';
import { hitsOf, IndicatorHit } from './indicator-hit.entity.js';

/** Departments that answer clues (catalogue 2.2). */
export const CLUE_DEPARTMENTS = ['assistance', 'eldercare', 'veterans', 'children', 'disaster'] as const;

/** Who answers where no department pays. */
const DEPARTMENT: ServiceName = 'assistance';

/** What the indicators found: in one household on record, or about one person of whom there is none. */
export type FoundHits = { readonly hits: readonly Hit[] } & (
  { readonly household: HouseholdOnRecord } | { readonly personKey: string }
);

/** What a clue is about: its id, and the household where one is on record. */
interface Subject {
  readonly id: string;
  readonly household: HouseholdOnRecord | undefined;
}

/** Raises clues from hits; here and nowhere else. The caller holds the locks of the households and persons. */
@Injectable()
export class ClueService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** An episode that was raised before raises nothing again, unless it was closed as settled and its mute has ended. */
  async raise(tx: Tx, found: readonly FoundHits[]): Promise<void> {
    const today = this.clock.today();
    const known = await knownEpisodes(tx, found);
    for (const each of found) {
      const subject = subjectOf(each);
      const fresh = each.hits.filter((hit) => {
        const episode = episodeOf(subject.id, hit);
        const before = known.get(episode);
        if (before && !isRaisedAgain(before, hit, today)) return false;
        // a person may belong to two households
        known.set(episode, { ...hit, amountFen: hit.amountFen ?? null, mutedUntilOn: null });
        return true;
      });
      const groups = Map.groupBy(fresh, (hit) => `${departmentOf(hit)} ${hit.direction}`);
      for (const group of groups.values()) await this.#add(tx, subject, group, today);
    }
  }

  async #add(tx: Tx, subject: Subject, hits: readonly Hit[], today: CivilDate): Promise<void> {
    const [first] = hits;
    if (!first) return;
    const department = departmentOf(first);
    const { direction } = first;
    const open = await tx.manager.findOne(Clue, {
      where: { subject: subject.id, department, direction, state: In(['DISPATCHED', 'ANSWERED']) },
      lock: { mode: 'pessimistic_write' },
    });
    // it waits for the coordinator: what is new is raised when that look is over
    if (open?.state === 'ANSWERED') return;
    const severity = highest(hits.map((hit) => hit.severity));
    const region = open?.region ?? regionOf(subject, department, first);
    const policy = cluePolicy(await this.policies.book(tx), region, today);
    const due = policy.dueOn(severity);
    const now = this.clock.now();
    const clue = open ?? newClue(subject, { department, direction, severity, region, dueOn: due, at: now });
    if (open) {
      open.severity = highest([open.severity, severity]);
      open.dueOn = open.dueOn < due ? open.dueOn : due;
      open.revision += 1;
      open.hitsAddedAt = now;
      await tx.move(open, CLUE_LIFECYCLE, 'addHits', now);
    } else await tx.begin(clue, CLUE_LIFECYCLE, 'raise', now);
    await insertHits(tx, clue, subject.id, hits);
    const all = await hitsOf(tx.manager, clue.id);
    if (!open) announceRaised(tx, clue, all, now);
    announceDispatched(tx, clue, all, now, {
      fromState: open ? 'DISPATCHED' : 'NEW',
      documentCheck: policy.allowsDocuments(all.map(({ indicator }) => indicator)),
    });
  }
}

/** The hits that stand of the episodes among these. */
async function knownEpisodes(tx: Tx, found: readonly FoundHits[]): Promise<Map<string, KnownHit>> {
  const episodes = found.flatMap((each) => {
    const { id } = subjectOf(each);
    return each.hits.map((hit) => ({ ...hit, subjectId: subjectIdOf(id, hit) }));
  });
  if (episodes.length === 0) return new Map();
  const rows = await tx.query<{
    indicator: string;
    subject: string;
    episode_key: string;
    severity: Severity;
    amount_fen: string | null;
    muted_until_on: string | null;
  }>(
    `select indicator, subject, episode_key, severity, amount_fen, muted_until_on::text
       from unnest($1::text[], $2::uuid[], $3::text[]) as episode(indicator, subject, episode_key)
       join indicator_hit using (indicator, subject, episode_key) where not lapsed`,
    [
      episodes.map(({ indicator }) => indicator),
      episodes.map(({ subjectId }) => subjectId),
      episodes.map(({ episodeKey }) => episodeKey),
    ],
  );
  return new Map(
    rows.map(({ indicator, subject, episode_key, severity, amount_fen, muted_until_on }) => [
      `${indicator}/${subject}/${episode_key}`,
      {
        severity,
        amountFen: amount_fen === null ? null : BigInt(amount_fen),
        mutedUntilOn: muted_until_on,
      },
    ]),
  );
}

/** What was closed as settled and is found again gives way to what is raised now. */
async function insertHits(tx: Tx, clue: Clue, subjectId: string, hits: readonly Hit[]): Promise<void> {
  const rows = hits.map((hit) => ({ hit, subject: subjectIdOf(subjectId, hit) }));
  await tx.execute(
    `update indicator_hit h set lapsed = true
       from unnest($1::text[], $2::uuid[], $3::text[]) as episode(indicator, subject, episode_key)
      where not h.lapsed and h.muted_until_on is not null
        and (h.indicator, h.subject, h.episode_key) = (episode.indicator, episode.subject, episode.episode_key)`,
    [
      rows.map(({ hit }) => hit.indicator),
      rows.map(({ subject }) => subject),
      rows.map(({ hit }) => hit.episodeKey),
    ],
  );
  await tx.manager.insert(
    IndicatorHit,
    rows.map(({ hit, subject }) => ({
      id: uuidv7(),
      clueId: clue.id,
      indicator: hit.indicator,
      subject,
      episodeKey: hit.episodeKey,
      personKey: hit.personKey,
      programme: hit.programme ?? null,
      severity: hit.severity,
      months: [...hit.months],
      factIds: [...hit.factIds],
      amountFen: hit.amountFen ?? null,
      explanation: hit.explanation,
    })),
  );
}

interface Raised {
  readonly department: ServiceName;
  readonly direction: Clue['direction'];
  readonly severity: Severity;
  readonly region: string;
  readonly dueOn: CivilDate;
  readonly at: Date;
}

function newClue({ id, household }: Subject, { at, ...raised }: Raised): Clue {
  return Object.assign(new Clue(), raised, {
    id: uuidv7(),
    subject: id,
    householdId: household?.id ?? null,
    householdService: household?.service ?? null,
    attempt: 1,
    revision: 1,
    dispatchedAt: at,
    hitsAddedAt: null,
    sentBack: false,
    declined: false,
    timesDeclined: 0,
    answerId: null,
    coordinatorDueOn: null,
    closingOutcome: null,
    closedAt: null,
    mutedUntilOn: null,
  });
}

const subjectOf = (found: FoundHits): Subject =>
  'household' in found
    ? { id: found.household.id, household: found.household }
    : { id: found.personKey, household: undefined };

/** The payer of the programme concerned (catalogue 6.1), or assistance where none of the departments pays. */
const departmentOf = ({ payer }: Pick<Hit, 'payer'>): ServiceName =>
  isServiceName(payer) && CLUE_DEPARTMENTS.some((department) => department === payer) ? payer : DEPARTMENT;

/** The township of the department's own household, else the county in which it pays, else where the household lives. */
function regionOf(
  { household }: Subject,
  department: ServiceName,
  { payerRegion }: Pick<Hit, 'payerRegion'>,
): string {
  if (household && (household.service === department || payerRegion === undefined)) {
    return household.region.length > 9 ? townshipOf(household.region) : household.region;
  }
  if (payerRegion === undefined) throw new RangeError('a hit without a region');
  return payerRegion.length > 6 ? countyOf(payerRegion) : payerRegion;
}

const subjectIdOf = (
  subjectId: string,
  { subject, personKey }: Pick<Hit, 'subject' | 'personKey'>,
): string => (subject === 'PERSON' ? personKey : subjectId);

/** Names an episode among all that are on record. */
export const episodeOf = (
  subjectId: string,
  hit: Pick<Hit, 'indicator' | 'episodeKey' | 'subject' | 'personKey'>,
): string => `${hit.indicator}/${subjectIdOf(subjectId, hit)}/${hit.episodeKey}`;

/** The episodes that were found, by {@link episodeOf}. */
export const episodesOf = (found: readonly FoundHits[]): Set<string> =>
  new Set(found.flatMap((each) => each.hits.map((hit) => episodeOf(subjectOf(each).id, hit))));

const highest = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((severity) => severities.includes(severity)) ?? 'BLUE';
