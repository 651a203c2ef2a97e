import {
  holdsOn,
  isMinor,
  type HouseholdMember,
  type StatusFact,
  type StatusKind,
} from '@minzheng/kernel/means-test';
import { addDays, addMonthsToDate, firstDay, incomeWindow, type CivilDate } from '@minzheng/kernel/months';
import { isBelow, rational } from '@minzheng/kernel/rational';
import { ben } from './benefits.rules.js';
import { categoriesOf } from './monitored.rules.js';
import { byFactId, byPersonKey, householderOf, isAlive } from './counted.rules.js';
import { daysOfIncome, earliest } from './days.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorPolicy } from './indicator.js';
import { lastDayPaid, laterOf } from './unpaid.rules.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

/**
 * E3: a member of the monitored population has become severely disabled (grade 1–2, or 3 when it is mental or intellectual) or
 * seriously ill within the last `n` months and has no benefit in payment: may be entitled to dibao alone (单人保). Verification
 * 5.10; 民发〔2021〕57号 art. 8.
 */
export const E3: Indicator = {
  code: 'E3',
  timing: 'FACTS',
  find: (watch, policy) => watch.persons.flatMap((person) => singlePersonGuarantee(watch, person, policy)),
};

function singlePersonGuarantee(watch: Watch, person: WatchedPerson, policy: IndicatorPolicy): Hit[] {
  const { today } = watch;
  const news = newHardships(watch, person).filter(
    ({ days }) => days.from <= today && addMonthsToDate(days.from, policy.n) >= today,
  );
  if (news.length === 0 || !isAlive(person, today) || ben(person, today).length > 0) return [];
  if (person.openOn('dibao', today) !== undefined) return [];
  const isMonitored = isMonitoredBeside(person, today);
  return byFirstDay(news)
    .filter(([from]) => isMonitored || wasIllBefore(person, from, today))
    .map(([from, statuses]) =>
      hitOf(watch, 'E3', policy, {
        personKey: person.personKey,
        payer: { payer: 'assistance', programme: 'DIBAO' },
        episodeKey: from,
        evidence: statuses.toSorted(byFactId),
        direction: 'UNDER',
        zh: `低收入人口成员自 ${from} 起重度残疾或患重病，没有在发待遇，可能符合单人保条件`,
        en: `severely disabled or seriously ill since ${from}, in the low-income population and without a benefit in payment: may be entitled alone`,
      }),
    );
}

/** In the monitored population for another reason than a serious illness: that alone would make everybody one of it. */
const isMonitoredBeside = (person: WatchedPerson, day: CivilDate): boolean =>
  categoriesOf(person, day).some((category) => category !== 'otherHardship') ||
  person.openOn('disasterAffected', day) !== undefined ||
  person.openOn('unemployedRegistered', day) !== undefined;

/** Monitored for a serious illness that is older than what is new. */
const wasIllBefore = (person: WatchedPerson, from: CivilDate, today: CivilDate): boolean =>
  person.statusesOf('seriousIllness').some((status) => holdsOn(status, today) && status.days.from < from);

/** The statuses that hold today. */
function newHardships(watch: Watch, { personKey, statuses }: WatchedPerson): StatusFact[] {
  const ill = statuses.filter((status) => status.kind === 'seriousIllness' && holdsOn(status, watch.today));
  const card = watch.statuses.severeDisability(personKey, watch.today);
  return card === undefined ? ill : [card, ...ill];
}

/** What a disaster does to persons (因灾伤亡失踪), by the status that says so. */
const IN_DISASTER = ['missingInDisaster', 'injuredInDisaster'] as const satisfies readonly StatusKind[];
const LOST = ['collapsed', 'severe'];

/**
 * E6: a disaster has taken a household's dwelling (collapsed or severely damaged) or one of its members (dead, missing,
 * injured). A death is news as long as the income window. Verification 5.10; 自然灾害救助条例.
 */
export const E6: Indicator = {
  code: 'E6',
  timing: 'FACTS',
  find(watch, policy) {
    const struck = watch.persons.flatMap((person) => strikesOf(watch, person));
    return byFirstDay(struck).map(([from, statuses]) =>
      hitOf(watch, 'E6', policy, {
        subject: 'HOUSEHOLD',
        personKey: statuses.toSorted(byPersonKey)[0]?.personKey ?? householderOf(watch),
        payer: { payer: 'assistance' },
        episodeKey: from,
        evidence: statuses.toSorted(byFactId),
        direction: 'UNDER',
        zh: `${from} 起因灾房屋倒损或人员伤亡、失踪`,
        en: `since ${from} the dwelling is lost in a disaster, or a member is dead, missing or injured in it`,
      }),
    );
  },
};

function strikesOf(watch: Watch, { statuses }: WatchedPerson): StatusFact[] {
  const holding = statuses.filter((status) => holdsOn(status, watch.today));
  return holding.filter(({ kind, days, attributes }) => {
    switch (kind) {
      case 'dwellingLost':
        return attributes['class'] === undefined || LOST.includes(attributes['class'].toLowerCase());
      case 'deceased':
        return (
          attributes['cause'] === 'DISASTER' &&
          days.from >= firstDay(incomeWindow(watch.today, watch.policy.windowMonths).from)
        );
      default:
        return IN_DISASTER.some((each) => each === kind);
    }
  });
}

const CHILD_STATUSES = ['orphan', 'deFactoUnattended', 'childInDifficulty'] as const;

/**
 * E7: a member is enrolled above compulsory education, the household has less than `ratioBp` of the standard a head, and no
 * education aid was paid for `n` days since the enrolment. Of a child with a benefit for children it is that department's.
 * Verification 5.10; 社会救助暂行办法 ch. 6.
 */
export const E7: Indicator = {
  code: 'E7',
  timing: 'DAILY',
  silenceOf: ['EDU'],
  find(watch, policy) {
    const due = studentsOf(watch, policy).filter(({ dueOn }) => dueOn <= watch.today);
    if (due.length === 0 || !isPoor(watch, policy)) return [];
    return due.map(({ member, person, enrolled }) =>
      hitOf(watch, 'E7', policy, {
        personKey: person.personKey,
        payer: {
          payer: isChildOfChildren(watch, member, person) ? 'children' : 'assistance',
          programme: 'EDUCATION_AID',
        },
        episodeKey: enrolled.days.from,
        evidence: [enrolled],
        direction: 'UNDER',
        zh: `${enrolled.days.from} 起就读于义务教育以上阶段，人均收入低于低保标准的 ${policy.ratioBp / 100}%，${policy.n} 天内没有教育救助`,
        en: `enrolled above compulsory education since ${enrolled.days.from}, income a head below ${policy.ratioBp / 100} % of the standard, and no education aid for ${policy.n} days`,
      }),
    );
  },
  nextDueOn(watch, policy) {
    const due = studentsOf(watch, policy).map(({ dueOn }) => dueOn);
    const waits = due.some((day) => day <= watch.today) && !isPoor(watch, policy);
    return earliest([...due, ...(waits ? daysOfIncome(watch) : [])], watch.today);
  },
};

interface Student {
  readonly member: HouseholdMember;
  readonly person: WatchedPerson;
  readonly enrolled: StatusFact;
  /** The first day on which no education aid has been paid for long enough. */
  readonly dueOn: CivilDate;
}

/** Of several enrolments the last one counts. */
function studentsOf(watch: Watch, { n }: IndicatorPolicy): Student[] {
  const { household, today } = watch;
  return (household?.members ?? []).flatMap((member): Student[] => {
    const person = watch.person(member.personKey);
    const enrolled = person
      ?.statusesOf('enrolled')
      .filter((status) => holdsOn(status, today) && isAboveCompulsory(status.attributes['level']))
      .at(-1);
    if (person === undefined || enrolled === undefined || !isAlive(person, today)) return [];
    const aid = person.income.filter(({ fact, amountFen }) => fact.kind === 'educationAid' && amountFen > 0n);
    const dueOn = addDays(laterOf(enrolled.days.from, lastDayPaid(aid)), n);
    return [{ member, person, enrolled, dueOn }];
  });
}

/** An unknown income is not below anything. */
function isPoor(watch: Watch, { ratioBp }: IndicatorPolicy): boolean {
  const means = watch.meansOn(watch.today)?.household;
  if (means === undefined) return false;
  const limit = rational(watch.standardMonthlyFen * BigInt(ratioBp), 10_000n);
  return isBelow(means.perCapitaMonthly, limit) && watch.isIncomeKnown;
}

const isChildOfChildren = (
  { today }: Watch,
  { birthDate }: HouseholdMember,
  person: WatchedPerson,
): boolean =>
  isMinor(birthDate, today) &&
  (CHILD_STATUSES.some((kind) => person.openOn(kind, today) !== undefined) ||
    ben(person, today).some(({ fact }) => fact.source.agency === 'children'));

const isAboveCompulsory = (level: string | undefined): boolean =>
  level !== undefined && level !== 'COMPULSORY';

/** One episode a first day, in their order. */
const byFirstDay = (statuses: readonly StatusFact[]): (readonly [CivilDate, readonly StatusFact[]])[] =>
  [...Map.groupBy(statuses, ({ days }) => days.from)].toSorted(([a], [b]) => (a < b ? -1 : 1));
