import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { MonitoredSubjectEnteredSchema, MonitoredSubjectLeftSchema } from '@minzheng/contracts/verification';
import type { PersonKey } from '@minzheng/kernel/means-test';
import { addMonthsToDate, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing } from '@minzheng/kernel/policy';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { headsOf } from '../households/own-household.rules.js';
import type { Category } from '../indicators/categories.rules.js';
import type { Watch } from '../indicators/watch.js';
import type { WatchedPerson } from '../indicators/watched-person.js';
import { wholeNumber } from '../requests/check-policy.js';
import { categoryPeriods } from './category.rules.js';
import {
  reviewMonthsOf,
  standingOn,
  type MonitoredStanding,
  type ReviewMonths,
} from './monitored-standing.rules.js';
import { MonitoredSubject } from './monitored-subject.entity.js';
import { MONITORED_SUBJECT_LIFECYCLE, type MonitoredCommand } from './monitored-subject.lifecycle.js';

interface PersonInWatch {
  readonly person: WatchedPerson;
  readonly watch: Watch;
}

/** A person whose categories were looked at. */
interface Looked extends PersonInWatch {
  readonly standing: MonitoredStanding;
  readonly known: MonitoredSubject | undefined;
}

/**
 * Keeps the registry of the low-income population that is monitored (低收入人口动态监测库): opens and closes the categories of
 * persons by what is on their watches, has them enter the registry or leave it, and keeps the day on which this is different
 * though no fact comes. A few statements for any number of persons. The caller holds the locks of their households. Who waits
 * for a policy row is left as before.
 *
 * @param only - whose facts or household have changed
 * @param at - by the business clock
 */
export async function keepMonitored(
  tx: Tx,
  watches: readonly Watch[],
  only: ReadonlySet<PersonKey>,
  at: Date,
): Promise<void> {
  const watched = personsOf(watches, only);
  if (watched.length === 0) return;
  const known = await lockKnown(
    tx,
    watched.map(({ person }) => person.personKey),
  );
  const looked = watched.flatMap((each) => lookAt(each, known.get(each.person.personKey)));
  await writeDue(tx, looked);
  await enter(tx, looked, at);
  await writeChanged(tx, looked.filter(isChanged));
  await move(tx, 'enterAgain', looked, at);
  await move(tx, 'leave', looked, at);
}

async function enter(tx: Tx, looked: readonly Looked[], at: Date): Promise<void> {
  const entering = looked.filter(({ standing }) => standing.command === 'enter').map(toSubject);
  for (let begin = 0; begin < entering.length; begin += ROWS_A_STATEMENT) {
    const some = entering.slice(begin, begin + ROWS_A_STATEMENT);
    await tx.beginAll(some, MONITORED_SUBJECT_LIFECYCLE, 'enter', at);
    for (const subject of some) announce(tx, 'enter', subject, 'NEW', at);
  }
}

async function move(
  tx: Tx,
  command: Exclude<MonitoredCommand, 'enter'>,
  looked: readonly Looked[],
  at: Date,
): Promise<void> {
  const ids = looked.flatMap(({ standing, known }) =>
    standing.command === command && known ? [known.id] : [],
  );
  if (ids.length === 0) return;
  const moved = await tx.moveWhere(MonitoredSubject, MONITORED_SUBJECT_LIFECYCLE, command, at, {
    where: 't.id = any($1::uuid[])',
    parameters: [ids, civilDateOf(at)],
    also: {
      rows: 'select unnest($1::uuid[]) as id, $2::date as day',
      set:
        command === 'leave'
          ? 'left_on = n.day, next_review_on = null'
          : `left_on = null, entered_on = n.day,
             next_review_on = (n.day + make_interval(months => t.review_months))::date`,
    },
  });
  const before = new Map(moved.map(({ aggregateId, from }) => [aggregateId, from]));
  const subjects = await tx.manager.findBy(MonitoredSubject, { id: In(ids) });
  for (const subject of subjects) announce(tx, command, subject, before.get(subject.id) ?? '', at);
}

/** A report was issued about these persons, or the outcome of a clue was accepted: their review is due afresh. */
export async function markChecked(tx: Tx, persons: readonly PersonKey[], at: Date): Promise<void> {
  await tx.execute(
    `update monitored_subject m
        set last_checked_at = $2::timestamptz, version = version + 1,
            next_review_on = case when state = 'LEFT' then null
                                  else ($3::date + make_interval(months => review_months))::date end
       from (select person_key from monitored_subject
              where person_key = any($1::uuid[]) and (last_checked_at is null or last_checked_at < $2::timestamptz)
              order by person_key for update) as checked
      where m.person_key = checked.person_key`,
    [persons, at, civilDateOf(at)],
  );
}

/** Those of these persons who are or were monitored, before whatever else of theirs is locked. @returns their ids */
export async function lockMonitored(tx: Tx, persons: readonly PersonKey[]): Promise<string[]> {
  const locked = await tx.query<{ id: string }>(
    'select id from monitored_subject where person_key = any($1::uuid[]) order by person_key for update',
    [persons],
  );
  return locked.map(({ id }) => id);
}

const ROWS_A_STATEMENT = 1_000;

/** A person who belongs to two households is looked at in the one that he or she heads, else in the first. */
function personsOf(watches: readonly Watch[], only: ReadonlySet<PersonKey>): PersonInWatch[] {
  const all = watches.flatMap((watch) =>
    watch.persons.filter(({ personKey }) => only.has(personKey)).map((person) => ({ person, watch })),
  );
  return [...Map.groupBy(all, ({ person }) => person.personKey).values()].flatMap((of) =>
    of.length === 1 ? of : (of.find(isHead) ?? of.slice(0, 1)),
  );
}

const isHead = ({ person, watch }: PersonInWatch): boolean =>
  watch.household !== undefined && headsOf(watch.household).includes(person.personKey);

async function lockKnown(
  tx: Tx,
  persons: readonly PersonKey[],
): Promise<ReadonlyMap<PersonKey, MonitoredSubject>> {
  const locked = await lockMonitored(tx, persons);
  if (locked.length === 0) return new Map();
  const subjects = await tx.manager.findBy(MonitoredSubject, { id: In(locked) });
  return new Map(subjects.map((subject) => [subject.personKey, subject]));
}

function lookAt({ person, watch }: PersonInWatch, known: MonitoredSubject | undefined): Looked[] {
  const periods = categoryPeriods(person);
  if (known === undefined && periods.length === 0) return [];
  try {
    const graceMonths = watch.rules.read('verification.monitor.graceMonths', wholeNumber);
    const standing = standingOn(
      periods,
      watch.today,
      graceMonths,
      known && {
        state: known.state,
        emptySince: known.emptySince ?? undefined,
      },
    );
    return [{ person, watch, standing, known }];
  } catch (error) {
    if (error instanceof PolicyMissing) return [];
    throw error;
  }
}

/** Of those who stay, what is on record is no longer so. */
function isChanged({ known, standing, watch, person }: Looked): boolean {
  if (known === undefined) return false;
  return (
    known.region !== watch.region ||
    known.householdId !== (watch.household?.id ?? null) ||
    known.emptySince !== (standing.emptySince ?? null) ||
    known.reviewMonths !== reviewMonths(watch, categoriesKept(known, standing)) ||
    JSON.stringify(known.periods.map(keyed)) !== JSON.stringify(standing.periods.map(keyed)) ||
    known.categories.join() !== categoriesKept(known, standing).join() ||
    person.personKey !== known.personKey
  );
}

const keyed = ({ category, from, to, source }: MonitoredSubject['periods'][number]) => [
  category,
  from,
  to ?? null,
  source,
];

/** Of who has left, those that were open last. */
const categoriesKept = (
  known: MonitoredSubject,
  { categories, command }: MonitoredStanding,
): readonly Category[] =>
  categories.length === 0 && (command === 'leave' || known.state === 'LEFT') ? known.categories : categories;

function toSubject({ person, watch, standing }: Looked): MonitoredSubject {
  const months = reviewMonths(watch, standing.categories);
  return Object.assign(new MonitoredSubject(), {
    id: uuidv7(),
    region: watch.region,
    personKey: person.personKey,
    householdId: watch.household?.id ?? null,
    periods: standing.periods,
    categories: [...standing.categories],
    enteredOn: watch.today,
    leftOn: null,
    emptySince: null,
    lastCheckedAt: null,
    reviewMonths: months,
    nextReviewOn: months === null ? null : addMonthsToDate(watch.today, months),
  });
}

/** Null while the row of assistance, or the window of the region, is not known. */
function reviewMonths(
  { rules, household, persons, today }: Watch,
  categories: readonly Category[],
): number | null {
  try {
    const months = rules.read('assistance.review.months', ({ value }) => value as ReviewMonths);
    const { windowMonths } = rules.meansPolicy(household?.hukouType ?? 'URBAN');
    return reviewMonthsOf(
      categories,
      persons.flatMap(({ income }) => income),
      today,
      windowMonths,
      months,
    );
  } catch (error) {
    if (error instanceof PolicyMissing) return null;
    throw error;
  }
}

async function writeChanged(tx: Tx, changed: readonly Looked[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.flatMap(({ known, standing, watch }) => {
    if (!known) return [];
    const categories = categoriesKept(known, standing);
    const months = reviewMonths(watch, categories);
    const since: CivilDate = known.lastCheckedAt ? civilDateOf(known.lastCheckedAt) : known.enteredOn;
    return [
      {
        id: known.id,
        region: watch.region,
        household_id: watch.household?.id ?? null,
        periods: standing.periods,
        categories,
        empty_since: standing.emptySince ?? null,
        review_months: months,
        next_review_on: months === null || known.state === 'LEFT' ? null : addMonthsToDate(since, months),
      },
    ];
  });
  await tx.execute(
    `update monitored_subject m
        set region = n.region, household_id = n.household_id, periods = n.periods, categories = n.categories,
            empty_since = n.empty_since, review_months = n.review_months, next_review_on = n.next_review_on,
            version = version + 1
       from json_to_recordset($1::json) as n(
         id uuid, region text, household_id uuid, periods jsonb, categories text[], empty_since date,
         review_months int, next_review_on date)
      where m.id = n.id`,
    [JSON.stringify(rows)],
  );
}

/** On that day the person is looked at again. */
async function writeDue(tx: Tx, looked: readonly Looked[]): Promise<void> {
  if (looked.length === 0) return;
  await tx.execute(
    `with due as (
       select * from unnest($1::uuid[], $2::date[]) as d(person_key, due_on)
     ), gone as (
       delete from monitored_due w using due d where w.person_key = d.person_key and d.due_on is null
     )
     insert into monitored_due as w (person_key, due_on)
     select person_key, due_on from due where due_on is not null order by person_key
     on conflict (person_key) do update set due_on = excluded.due_on where w.due_on <> excluded.due_on`,
    [looked.map(({ person }) => person.personKey), looked.map(({ standing }) => standing.dueOn ?? null)],
  );
}

function announce(
  tx: Tx,
  command: MonitoredCommand,
  subject: MonitoredSubject,
  fromState: string,
  at: Date,
): void {
  tx.announce(
    command === 'leave' ? MonitoredSubjectLeftSchema : MonitoredSubjectEnteredSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: subject.region },
      personKey: subject.personKey,
      transition: {
        aggregate: MONITORED_SUBJECT_LIFECYCLE.name,
        aggregateId: subject.id,
        fromState,
        toState: subject.state,
        version: BigInt(subject.version),
      },
      categories: [...subject.categories],
    },
    subject,
  );
}
