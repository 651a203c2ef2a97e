import { Injectable } from '@nestjs/common';
import { isServiceName, type ServiceName } from '@minzheng/contracts/catalogue';
import { monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { HouseholdOnRecord } from '../households/household.store.js';
import { headsOf } from '../households/own-household.rules.js';
import type { Hit, Severity } from '../indicators/indicator.js';
import { MONTHLY_INDICATORS } from '../indicators/registry.js';
import {
  hitsOfClues,
  insertHits,
  isFoundByOthers,
  knownEpisodes,
  nameOfEpisode,
  renewEvidence,
  toIndicatorHit,
  type EpisodeHit,
} from './clue-hits.js';
import { cluePolicy, type CluePolicy } from './clue-policy.js';
import { clueRegion, isOfDepartment, residencesOf, type Residence } from './clue-region.js';
import { Clue } from './clue.entity.js';
import { announceDispatched, announceRaised } from './clue.events.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';
import { isRaisedAgain, SEVERITIES } from './episode.rules.js';
import type { IndicatorHit } from './indicator-hit.entity.js';
import { keepClueDue } from '../statistics/clue-due.js';

/** Departments that answer clues (catalogue 2.2). */
export const CLUE_DEPARTMENTS = ['assistance', 'eldercare', 'veterans', 'children', 'disaster'] as const;

/** Who answers where no department pays. */
const DEPARTMENT: ServiceName = 'assistance';

/** What the indicators found: in one household on record, or about one person of whom there is none. */
export type FoundHits = { readonly hits: readonly Hit[] } & (
  { readonly household: HouseholdOnRecord } | { readonly personKey: string }
);

/** What was raised. */
export interface RaisedClues {
  /** Clues that are new. */
  readonly raised: number;
  /** Hits that are new, of new clues and of those that were open. */
  readonly hits: number;
}

/** What one department has to look into about one household or person, in one direction. */
interface Concern {
  readonly subject: string;
  readonly household: HouseholdOnRecord | undefined;
  readonly department: ServiceName;
  readonly direction: Clue['direction'];
  readonly hits: EpisodeHit[];
}

/** A clue with the hits that it is given, and all that it then has. */
interface Given {
  readonly clue: Clue;
  readonly policy: CluePolicy;
  readonly hits: readonly IndicatorHit[];
}

/** Raises clues from hits; here and nowhere else. The caller holds the locks of the households and persons. */
@Injectable()
export class ClueService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * An episode that was raised before raises nothing again, unless it was closed as settled and its mute has ended. However
   * many are found, they are read and written by a few statements.
   *
   * @throws PolicyMissing when a row is missing for the region of one of them, TooManyAnnouncements when there are more
   * clues than one transaction can announce
   */
  async raise(tx: Tx, found: readonly FoundHits[]): Promise<RaisedClues> {
    const today = this.clock.today();
    const { concerns, again } = await sortFound(tx, found, today);
    await renewEvidence(tx, again);
    if (concerns.length === 0) return { raised: 0, hits: 0 };
    const open = await lockOpenClues(tx, concerns);
    // one that was answered waits for the coordinator: what is new is raised when that look is over
    const { asked = [], held = [] } = Object.groupBy(concerns, (concern) =>
      open.get(placeOf(concern))?.state === 'ANSWERED' ? 'held' : 'asked',
    );
    await holdMonthly(
      tx,
      held.filter(isMonthly).flatMap((concern) => open.get(placeOf(concern)) ?? []),
      monthOf(today),
    );
    const book = await this.policies.book(tx);
    const at = this.clock.now();
    const residences = await residencesOf(tx, strangersOf(asked), today);
    const began: Given[] = [];
    const grown: Given[] = [];
    for (const concern of asked) {
      const known = open.get(placeOf(concern));
      const region = known?.region ?? regionOf(concern, residences);
      const policy = cluePolicy(book, region, today);
      const dueOn = policy.dueOn(highest(concern.hits.map(({ hit }) => hit.severity)));
      const clue = known ?? newClue(concern, { region, dueOn, at });
      const hits = concern.hits.map((hit) => toIndicatorHit(clue.id, hit));
      if (known) {
        clue.severity = highest([clue.severity, ...hits.map(({ severity }) => severity)]);
        clue.dueOn = clue.dueOn < dueOn ? clue.dueOn : dueOn;
      }
      (known ? grown : began).push({ clue, policy, hits });
    }
    const before = await hitsOfClues(
      tx,
      grown.map(({ clue }) => clue.id),
    );
    await tx.beginAll(
      began.map(({ clue }) => clue),
      CLUE_LIFECYCLE,
      'raise',
      at,
    );
    await addToClues(
      tx,
      grown.map(({ clue }) => clue),
      at,
    );
    await insertHits(
      tx,
      [...began, ...grown].flatMap(({ hits }) => hits),
    );
    await keepClueDue(
      tx,
      [...began, ...grown].map(({ clue }) => clue.id),
    );
    for (const given of began) announce(tx, given, given.hits, 'NEW', at);
    for (const given of grown) {
      announce(tx, given, [...(before.get(given.clue.id) ?? []), ...given.hits], 'DISPATCHED', at);
    }
    return {
      raised: began.length,
      hits: [...began, ...grown].reduce((sum, { hits }) => sum + hits.length, 0),
    };
  }
}

/** What is found and was not raised before, by whom it concerns; and what was, and rests on something else now. */
async function sortFound(
  tx: Tx,
  found: readonly FoundHits[],
  today: CivilDate,
): Promise<{ readonly concerns: readonly Concern[]; readonly again: readonly EpisodeHit[] }> {
  const each = found.flatMap((of) => {
    const { id, household } = subjectOf(of);
    return of.hits.map((hit) => ({ id, household, hit, subject: subjectIdOf(id, hit) }));
  });
  // of two households to which a person belongs the one that he or she heads is told
  const all = each.toSorted(
    (one, other) => Number(isHeadedByAnother(one)) - Number(isHeadedByAnother(other)),
  );
  // what was raised about a person before a household of the person came on record
  const alone = all
    .filter(({ household }) => household !== undefined)
    .map(({ hit }) => ({ hit, subject: hit.personKey }));
  const known = await knownEpisodes(tx, [...all, ...alone]);
  const concerns = new Map<string, Concern>();
  const again = new Map<string, EpisodeHit>();
  for (const { id, household, hit, subject } of all) {
    const episode = nameOfEpisode(hit.indicator, subject, hit.episodeKey);
    const owner = known.has(episode) ? subject : hit.personKey;
    const name = nameOfEpisode(hit.indicator, owner, hit.episodeKey);
    const before = known.get(name);
    if (before && !isRaisedAgain(before, hit, today)) {
      if (isFoundByOthers(before, hit)) again.set(name, { hit, subject: owner });
      continue;
    }
    const { amountFen = null, grounds = [] } = hit;
    known.set(episode, { ...hit, amountFen, grounds, mutedUntilOn: null });
    const department = departmentOf(hit);
    const concern: Concern = { subject: id, household, department, direction: hit.direction, hits: [] };
    const place = placeOf(concern);
    const earlier = concerns.get(place) ?? concern;
    earlier.hits.push({ hit, subject });
    concerns.set(place, earlier);
  }
  return { concerns: [...concerns.values()], again: [...again.values()] };
}

const isHeadedByAnother = ({
  household,
  hit,
}: {
  readonly household: HouseholdOnRecord | undefined;
  readonly hit: Hit;
}): boolean =>
  household !== undefined && hit.subject === 'PERSON' && !headsOf(household).includes(hit.personKey);

const placeOf = ({
  subject,
  department,
  direction,
}: Pick<Concern, 'subject' | 'department' | 'direction'>): string => `${subject} ${department} ${direction}`;

/** Clues that are not closed of the same subjects, departments and directions, locked in the order of their ids. */
async function lockOpenClues(tx: Tx, concerns: readonly Concern[]): Promise<ReadonlyMap<string, Clue>> {
  const locked = await tx.query<{ id: string }>(
    `select c.id
       from unnest($1::uuid[], $2::text[], $3::text[]) as n(subject, department, direction)
       join clue c using (subject, department, direction)
      where c.state <> 'CLOSED' order by c.id for update of c`,
    [
      concerns.map(({ subject }) => subject),
      concerns.map(({ department }) => department),
      concerns.map(({ direction }) => direction),
    ],
  );
  if (locked.length === 0) return new Map();
  const clues = await tx.manager.findBy(Clue, { id: In(locked.map(({ id }) => id)) });
  return new Map(clues.map((clue) => [placeOf(clue), clue]));
}

const isMonthly = ({ hits }: Concern): boolean =>
  hits.some(({ hit }) => MONTHLY_INDICATORS.has(hit.indicator));

/** Only their run asks the monthly indicators: the clues tell in which month it found what waits now. */
async function holdMonthly(tx: Tx, clues: readonly Clue[], month: Month): Promise<void> {
  if (clues.length === 0) return;
  await tx.execute(
    'update clue set monthly_held_in = $2 where id = any($1::uuid[]) and monthly_held_in is distinct from $2',
    [clues.map(({ id }) => id), month],
  );
}

/** Whose residence decides where a clue goes. */
const strangersOf = (concerns: readonly Concern[]): string[] => [
  ...new Set(
    concerns
      .filter((concern) => !isOfDepartment(concern))
      .flatMap(({ hits: [first] }) => (first ? [first.hit.personKey] : [])),
  ),
];

function regionOf(concern: Concern, residences: ReadonlyMap<string, Residence>): string {
  const [first] = concern.hits;
  return clueRegion({
    department: concern.department,
    household: concern.household,
    payerRegion: first?.hit.payerRegion,
    residence: residences.get(first?.hit.personKey ?? '') ?? {},
  });
}

/** Open clues take more hits. */
async function addToClues(tx: Tx, clues: readonly Clue[], at: Date): Promise<void> {
  if (clues.length === 0) return;
  const moved = await tx.moveWhere(Clue, CLUE_LIFECYCLE, 'addHits', at, {
    where: 't.id = any($1::uuid[])',
    parameters: [
      clues.map(({ id }) => id),
      clues.map(({ severity }) => severity),
      clues.map(({ dueOn }) => dueOn),
      at,
    ],
    also: {
      rows: 'select * from unnest($1::uuid[], $2::text[], $3::date[]) as given(id, severity, due_on)',
      set: 'severity = n.severity, due_on = n.due_on, revision = t.revision + 1, hits_added_at = $4::timestamptz',
    },
  });
  const versions = new Map(moved.map(({ aggregateId, version }) => [aggregateId, version]));
  for (const clue of clues) {
    clue.version = versions.get(clue.id) ?? clue.version;
    clue.revision += 1;
    clue.hitsAddedAt = at;
  }
}

function announce(
  tx: Tx,
  { clue, policy }: Given,
  hits: readonly IndicatorHit[],
  fromState: 'NEW' | 'DISPATCHED',
  at: Date,
): void {
  const indicators = hits.map(({ indicator }) => indicator);
  const policyVersionIds = policy.versionIds(indicators, clue.severity);
  if (fromState === 'NEW') announceRaised(tx, clue, hits, at, policyVersionIds);
  announceDispatched(tx, clue, hits, at, {
    ...{ fromState, policyVersionIds },
    documentCheck: policy.allowsDocuments(indicators),
  });
}

function newClue(
  { subject, household, department, direction, hits }: Concern,
  { region, dueOn, at }: { readonly region: string; readonly dueOn: CivilDate; readonly at: Date },
): Clue {
  return Object.assign(new Clue(), {
    id: uuidv7(),
    subject,
    householdId: household?.id ?? null,
    householdService: household?.service ?? null,
    householdRegion: household?.region ?? null,
    department,
    direction,
    severity: highest(hits.map(({ hit }) => hit.severity)),
    region,
    dueOn,
    attempt: 1,
    revision: 1,
    dispatchedAt: at,
    hitsAddedAt: null,
    sentBack: false,
    declined: false,
    timesDeclined: 0,
    answerId: null,
    coordinatorDueOn: null,
    monthlyHeldIn: null,
    closingOutcome: null,
    closedAt: null,
    mutedUntilOn: null,
  });
}

/** What a clue is about: its id, and the household where one is on record. */
const subjectOf = (
  found: FoundHits,
): { readonly id: string; readonly household: HouseholdOnRecord | undefined } =>
  'household' in found
    ? { id: found.household.id, household: found.household }
    : { id: found.personKey, household: undefined };

/** The payer of the programme concerned (catalogue 6.1), or assistance where none of the departments pays. */
const departmentOf = ({ payer }: Pick<Hit, 'payer'>): ServiceName =>
  isServiceName(payer) && CLUE_DEPARTMENTS.some((department) => department === payer) ? payer : DEPARTMENT;

const subjectIdOf = (
  subjectId: string,
  { subject, personKey }: Pick<Hit, 'subject' | 'personKey'>,
): string => (subject === 'PERSON' ? personKey : subjectId);

/** Names an episode among all that are on record. */
export const episodeOf = (
  subjectId: string,
  hit: Pick<Hit, 'indicator' | 'episodeKey' | 'subject' | 'personKey'>,
): string => nameOfEpisode(hit.indicator, subjectIdOf(subjectId, hit), hit.episodeKey);

/** The episodes that were found, by {@link episodeOf}; also as they were named before a household of the person came on record. */
export const episodesOf = (found: readonly FoundHits[]): Set<string> =>
  new Set(
    found.flatMap((each) =>
      each.hits.flatMap((hit) => [episodeOf(subjectOf(each).id, hit), episodeOf(hit.personKey, hit)]),
    ),
  );

const highest = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((severity) => severities.includes(severity)) ?? 'BLUE';
