import type { EconomicFact, PersonKey, SelectedFacts } from '@minzheng/kernel/means-test';
import { civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { ALL_MAY_BE_USED, readMonitoringUse, type MonitoringUse } from '../agreements/monitoring-use.js';
import { readRefusals } from '../case-decisions/case-decision.store.js';
import { SELECT_FORMS, toForm, type FormRow } from '../consents/consent.entity.js';
import type { ConsentForm } from '../consents/consent.rules.js';
import { readSupersededPayments, type Queries } from '../facts/fact.reader.js';
import { householdsById, type HouseholdOnRecord } from '../households/household.store.js';
import { supportedPurposes } from '../indicators/supported-purposes.rules.js';
import { buildWatch, NO_KNOWLEDGE, type Watch, type WatchKnowledge } from '../indicators/watch.js';
import type { WrittenBack } from '../indicators/watched-person.js';
import { readNextReviews } from '../monitoring/monitored-knowledge.js';
import { isCheckedMember } from '../requests/checked-members.sql.js';
import type { SourceAnswer, Watermark } from '../requests/completeness.rules.js';
import { readSourceKnowledge } from '../requests/source-knowledge.js';
import { readHomeRegions } from './home-region.js';
import { readPersonsBeside } from './persons-beside.reader.js';

/** Whom to watch. */
export interface WatchList {
  readonly households: readonly HouseholdOnRecord[];
  /** Persons of whom no household is on record. */
  readonly alone: readonly PersonKey[];
  /** Visible facts of all of them, by person, of any gate. */
  readonly facts: ReadonlyMap<PersonKey, readonly EconomicFact[]>;
  /** What counts of all of a person's facts today, where it was selected already. */
  readonly selected?: ReadonlyMap<PersonKey, SelectedFacts>;
  readonly book: PolicyBook;
  readonly today: CivilDate;
  /** That of the platform: who is at home elsewhere and paid by nobody here is not watched. */
  readonly province: Region;
  /** Of all of them, where it was read already. */
  readonly known?: KnownOfPersons;
  /** Reads the visible facts of further persons: of other households of members, of obligors' households, of guardians. */
  readonly readFacts: (persons: readonly PersonKey[]) => Promise<WatchList['facts']>;
}

/**
 * The watches of a batch: what is known beside facts is read in one statement each. A person alone of whom nobody tells
 * where he or she lives or is paid in the province has no watch: nobody could be told.
 */
export async function readWatches(queries: Queries, all: WatchList): Promise<Watch[]> {
  const { households, alone } = all;
  const persons = [...new Set([...households.flatMap(personsOf), ...alone])];
  if (persons.length === 0) return [];
  const use = await readMonitoringUse(queries);
  const list = usable(all, use);
  const { selected, book, today, readFacts } = list;
  const known = withheldFrom(all.known ?? (await readKnownOfPersons(queries, persons)), use);
  const read = await readKnowledge(queries, known, list);
  const others = await readOverlapping(queries, list);
  const regions = await readHomeRegions(queries, alone, list.facts, today, list.province);
  const { facts, guardians, obligorHouseholds } = await readPersonsBeside(queries, {
    ...{ households, alone: [...regions.keys()], facts: list.facts, today, book },
    ...{ consents: known.consents, readFacts },
    purposesOf: (household) =>
      supportedPurposes(
        buildWatch({
          ...{ book, today, selected, household, region: household.region, facts: list.facts },
          ...{ writtenBack: read.writtenBack, knowledge: NO_KNOWLEDGE },
        }),
      ),
  });
  const guardiansOf = (keys: readonly PersonKey[]): PersonKey[] =>
    keys.flatMap((key) => guardians.get(key) ?? []);
  const common = { book, today, selected, writtenBack: read.writtenBack };
  const overlappingOf = (household: HouseholdOnRecord): Watch[] =>
    (others.of.get(household.id) ?? []).map((other) =>
      buildWatch({
        ...common,
        region: other.region,
        household: other,
        facts: others.facts,
        knowledge: NO_KNOWLEDGE,
      }),
    );
  return [
    ...households.map((household) =>
      buildWatch({
        ...common,
        region: household.region,
        household,
        facts,
        obligorHouseholds: obligorHouseholds.get(household.id),
        guardians: guardiansOf(household.members.map(keyOf)),
        knowledge: { ...read.of(household), overlapping: overlappingOf(household) },
      }),
    ),
    ...alone.flatMap((personKey) => {
      const region = regions.get(personKey);
      const knowledge = read.ofPerson(personKey);
      return region === undefined
        ? []
        : [
            buildWatch({
              ...common,
              region,
              personKey,
              facts,
              guardians: guardiansOf([personKey]),
              knowledge,
            }),
          ];
    }),
  ];
}

/** Without what the agreements of its senders do not let monitoring use; of what counts only where nothing is left out. */
function usable(list: WatchList, use: MonitoringUse): WatchList {
  if (use === ALL_MAY_BE_USED) return list;
  const allowed = (facts: WatchList['facts']): WatchList['facts'] =>
    new Map(
      [...facts].map(([person, told]) => [
        person,
        told.every(({ source }) => use.allows(source))
          ? told
          : told.filter(({ source }) => use.allows(source)),
      ]),
    );
  const facts = allowed(list.facts);
  const selected = [...(list.selected ?? [])].filter(
    ([person]) => facts.get(person) === list.facts.get(person),
  );
  return {
    ...list,
    facts,
    selected: new Map(selected),
    readFacts: async (persons) => allowed(await list.readFacts(persons)),
  };
}

/** A source that may not be used is as if it had told nothing. */
function withheldFrom(known: KnownOfPersons, use: MonitoringUse): UsableKnowledge {
  const { withheld } = use;
  if (use === ALL_MAY_BE_USED) return { ...known, withheld };
  return {
    ...known,
    withheld,
    watermarks: known.watermarks.filter((watermark) => use.allows(watermark)),
    answers: new Map(
      [...known.answers].map(([person, answers]) => [person, answers.filter((answer) => use.allows(answer))]),
    ),
  };
}

/** What is known of persons beside facts, whatever the facts are. */
export interface KnownOfPersons {
  readonly answers: ReadonlyMap<PersonKey, readonly SourceAnswer[]>;
  readonly watermarks: readonly Watermark[];
  readonly consents: ReadonlyMap<PersonKey, readonly ConsentForm[]>;
  readonly refusals: ReadonlyMap<PersonKey, CivilDate>;
  readonly reviews: ReadonlyMap<PersonKey, CivilDate>;
  readonly writtenBack: ReadonlyMap<PersonKey, WrittenBack>;
}

/** Reads it in one statement each. */
export async function readKnownOfPersons(
  queries: Queries,
  persons: readonly PersonKey[],
): Promise<KnownOfPersons> {
  const { answers, watermarks } = await readSourceKnowledge(queries, persons);
  return {
    answers: Map.groupBy(answers, ({ personKey }) => personKey),
    watermarks,
    consents: await readConsents(queries, persons),
    refusals: await readRefusals(queries, persons),
    reviews: await readNextReviews(queries, persons),
    writtenBack: await readWrittenBack(queries, persons),
  };
}

interface UsableKnowledge extends KnownOfPersons {
  readonly withheld: ReadonlySet<string>;
}

interface Read {
  readonly writtenBack: ReadonlyMap<PersonKey, WrittenBack>;
  of(household: HouseholdOnRecord): WatchKnowledge;
  ofPerson(personKey: PersonKey): WatchKnowledge;
}

async function readKnowledge(
  queries: Queries,
  { answers, watermarks, consents, refusals, reviews, writtenBack, withheld }: UsableKnowledge,
  { households, facts }: WatchList,
): Promise<Read> {
  const reports = await readReportDays(queries, households.filter(hasVehicle(facts)));
  const ofPersons = (keys: readonly PersonKey[]): WatchKnowledge => ({
    ...NO_KNOWLEDGE,
    watermarks,
    withheld,
    answers: keys.flatMap((key) => answers.get(key) ?? []),
    consents: keys.flatMap((key) => consents.get(key) ?? []),
  });
  return {
    writtenBack,
    ofPerson: (personKey) => ({
      ...ofPersons([personKey]),
      refusedOn: refusals.get(personKey),
      nextReviewOn: reviews.get(personKey),
    }),
    of: (household) => ({
      ...ofPersons(personsOf(household)),
      lastReportValidAt: reports.get(household.id),
      householdChangedOn: household.changedOn,
      refusedOn: household.members
        .flatMap((member) => refusals.get(keyOf(member)) ?? [])
        .toSorted()
        .at(-1),
      nextReviewOn: household.members.flatMap((member) => reviews.get(keyOf(member)) ?? []).toSorted()[0],
    }),
  };
}

async function readConsents(
  queries: Queries,
  persons: readonly PersonKey[],
): Promise<ReadonlyMap<PersonKey, readonly ConsentForm[]>> {
  const rows = await queries.query<FormRow>(SELECT_FORMS, [persons]);
  return Map.groupBy(rows.map(toForm), ({ personKey }) => personKey);
}

/** Day of asOf of the last report on a household with one of the members that was not revoked, by household. */
async function readReportDays(
  queries: Queries,
  households: readonly HouseholdOnRecord[],
): Promise<ReadonlyMap<string, CivilDate>> {
  if (households.length === 0) return new Map();
  const members = households.flatMap((household) =>
    household.members.map(({ personKey }) => ({ id: household.id, personKey })),
  );
  const rows = await queries.query<{ id: string; valid_at: Date }>(
    `select m.id, max(t.valid_at) as valid_at
       from unnest($1::uuid[], $2::uuid[]) as m(id, person_key)
       join verification_request q on ${isCheckedMember('q', 'm.person_key')}
       join verification_report t on t.request_id = q.id
       join report_standing s on s.id = t.id and s.state <> 'REVOKED'
      group by m.id`,
    [members.map(({ id }) => id), members.map(({ personKey }) => personKey)],
  );
  return new Map(rows.map(({ id, valid_at }) => [id, civilDateOf(valid_at)]));
}

/** Of few persons of a batch something was written back. */
async function readWrittenBack(
  queries: Queries,
  persons: readonly PersonKey[],
): Promise<ReadonlyMap<PersonKey, WrittenBack>> {
  const overpaid = await queries.query<{ person_key: string; programme: string; months: string[] }>(
    'select person_key, programme, months from overpayment where person_key = any($1::uuid[])',
    [persons],
  );
  if (overpaid.length === 0) return new Map();
  const byPerson = Map.groupBy(overpaid, ({ person_key }) => person_key);
  const superseded = Map.groupBy(
    await readSupersededPayments(queries, [...byPerson.keys()]),
    ({ personKey }) => personKey,
  );
  return new Map(
    [...byPerson].map(([person, found]) => [
      person,
      {
        facts: superseded.get(person) ?? [],
        months: new Set(
          found.flatMap(({ programme, months }) => months.map((month) => `${programme} ${month}`)),
        ),
      },
    ]),
  );
}

/** For each household the others on record to which one of its members belongs too, few, with the facts of their persons. */
async function readOverlapping(
  queries: Queries,
  { households, facts, readFacts }: WatchList,
): Promise<{
  readonly of: ReadonlyMap<string, readonly HouseholdOnRecord[]>;
  readonly facts: WatchList['facts'];
}> {
  const members = [...new Set(households.flatMap((household) => household.members.map(keyOf)))];
  const others = await queries.query<{ id: string }>(
    `select h.id from household h
      where not h.closed and h.id <> all($2::uuid[])
        and h.id in (select household_id from household_person where person_key = any($1::uuid[]))
        and exists (select from jsonb_array_elements(h.members) m where (m ->> 'personKey')::uuid = any($1::uuid[]))`,
    [members, households.map(({ id }) => id)],
  );
  const all = [
    ...households,
    ...(await householdsById(
      queries,
      others.map(({ id }) => id),
    )),
  ];
  const byMember = new Map<PersonKey, HouseholdOnRecord[]>();
  for (const household of all) {
    for (const { personKey } of household.members) {
      byMember.set(personKey, [...(byMember.get(personKey) ?? []), household]);
    }
  }
  const of = new Map<string, readonly HouseholdOnRecord[]>();
  for (const household of households) {
    const overlapping = household.members.flatMap(({ personKey }) =>
      (byMember.get(personKey) ?? []).filter(({ id }) => id !== household.id),
    );
    if (overlapping.length > 0) of.set(household.id, [...new Set(overlapping)]);
  }
  const unread = [...new Set([...of.values()].flat().flatMap(personsOf))].filter((key) => !facts.has(key));
  if (unread.length === 0) return { of, facts };
  return { of, facts: new Map([...facts, ...(await readFacts(unread))]) };
}

const VEHICLES: ReadonlySet<string> = new Set(['passengerCar', 'truck', 'vessel']);

/** Only of these the last report matters (D1). */
const hasVehicle =
  (facts: WatchList['facts']) =>
  ({ members }: HouseholdOnRecord): boolean =>
    members.some(({ personKey }) => (facts.get(personKey) ?? []).some(({ kind }) => VEHICLES.has(kind)));

const keyOf = ({ personKey }: { readonly personKey: PersonKey }): PersonKey => personKey;

/** Members and obligors. */
export const personsOf = ({ members, obligors }: HouseholdOnRecord): PersonKey[] => [
  ...new Set([...members, ...obligors].map(keyOf)),
];
