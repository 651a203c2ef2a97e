import { expenditureKind, type MonthLine, type StatusFact } from '@minzheng/kernel/means-test';
import { addDays, addMonthsToDate, lastDay, type CivilDate } from '@minzheng/kernel/months';
import { ben, benOf, lastPayer, payerOf, type Payer } from './benefits.rules.js';
import { isMonitored } from './monitored.rules.js';
import { deathsOf, isAlive } from './counted.rules.js';
import { earliest } from './days.js';
import { aloneGround, birthGround, type Ground } from './grounds.rules.js';
import { hitOf } from './hit.js';
import type { Indicator } from './indicator.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

const MONTHS_OF_A_YEAR = 12;
/** What the health insurance paid back is a settlement (就医结算), as a bill is. */
const SETTLED_BY = 'NHSA';

/**
 * A7: nobody has seen a person of `age` or more, or one who lives alone (高龄、独居), for `n` months: no pension
 * authentication, no medical settlement, no visit. Eldercare answers where it pays the person. 社会保险经办条例 art. 26.
 */
export const A7: Indicator = {
  code: 'A7',
  timing: 'DAILY',
  silenceOf: ['HRSS', 'NHSA'],
  find: (watch, policy) =>
    watch.persons.flatMap((person) => {
      if (!isFrail(watch, person, policy.count('age'), watch.today)) return [];
      if (!isAlive(person, watch.today)) return [];
      const seen = lastSeen(person, watch.today);
      if (seen !== undefined && addMonthsToDate(seen.day, policy.n) > watch.today) return [];
      return [
        hitOf(watch, 'A7', policy, {
          personKey: person.personKey,
          payer: whoLooksAfter(person, watch.today),
          episodeKey: seen?.day ?? 'never',
          evidence: [...(seen === undefined ? [] : [seen.fact]), ...deathsOfOthers(watch)],
          grounds: whyFrail(watch, person),
          direction: 'CARE',
          ...(seen === undefined
            ? {
                zh: '高龄或独居，从无养老金资格认证、就医结算或走访记录',
                en: 'of great age or living alone, and no authentication, medical settlement or visit is on record',
              }
            : {
                zh: `高龄或独居，自 ${seen.day} 起 ${policy.n} 个月无养老金资格认证、就医结算或走访记录`,
                en: `of great age or living alone, and no authentication, medical settlement or visit for ${policy.n} months since ${seen.day}`,
              }),
        }),
      ];
    }),
  nextDueOn: (watch, policy) =>
    earliest(
      watch.persons.map((person) => {
        const frailFrom = isAlone(watch) ? watch.today : birthdayOf(person, policy.count('age'));
        if (frailFrom === undefined || !isAlive(person, watch.today)) return undefined;
        if (frailFrom > watch.today) return frailFrom;
        const seen = lastSeen(person, watch.today);
        return seen && addMonthsToDate(seen.day, policy.n);
      }),
      watch.today,
    ),
};

/**
 * A8: a member was released (刑满释放、解除戒毒) `n` days ago, the household is on a benefit or monitored, and nothing of it has
 * changed since: perhaps the member is not counted yet.
 */
export const A8: Indicator = {
  code: 'A8',
  timing: 'DAILY',
  find: (watch, policy) => {
    if (watch.household === undefined) return [];
    return watch.persons.flatMap((person) => {
      const freed = releaseOf(watch, person);
      if (freed === undefined || addDays(freed.on, policy.n) > watch.today) return [];
      if (benOf(watch).length === 0 && !isMonitored(watch)) return [];
      return [
        hitOf(watch, 'A8', policy, {
          personKey: person.personKey,
          payer: { payer: 'assistance' },
          episodeKey: freed.on,
          evidence: [freed.status],
          direction: 'UNDER',
          zh: `${freed.on} 释放或解除戒毒，${policy.n} 天内家庭信息没有变更`,
          en: `released on ${freed.on}, and nothing of the household has changed for ${policy.n} days`,
        }),
      ];
    });
  },
  nextDueOn: (watch, policy) =>
    watch.household === undefined
      ? undefined
      : earliest(
          watch.persons.flatMap((person) => {
            const freed = releaseOf(watch, person);
            const planned = person
              .statusesOf('imprisoned', 'compulsoryRehab')
              .flatMap(({ days }) => (days.to !== undefined && days.to > watch.today ? [days.to] : []));
            return [...(freed === undefined ? [] : [freed.on]), ...planned].map((day) =>
              addDays(day, policy.n),
            );
          }),
          watch.today,
        ),
};

/** The last release that no change of the household has followed; none while in custody. */
function releaseOf(
  { knowledge, statuses, today }: Watch,
  person: WatchedPerson,
): { readonly on: CivilDate; readonly status: StatusFact } | undefined {
  const freed = person
    .statusesOf('released', 'imprisoned', 'compulsoryRehab')
    .flatMap((status) => {
      const on = status.kind === 'released' ? status.days.from : status.days.to;
      return on !== undefined && on <= today ? [{ on, status }] : [];
    })
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1);
  if (freed === undefined || statuses.inCustody(person.personKey, today) !== undefined) return undefined;
  const { householdChangedOn } = knowledge;
  return householdChangedOn !== undefined && householdChangedOn >= freed.on ? undefined : freed;
}

/** The only member who is left: whoever has died stays on record until the household is told anew. */
const isAlone = ({ household, persons, today }: Watch): boolean =>
  household !== undefined && persons.filter((person) => isAlive(person, today)).length === 1;

/** What says that a member who was not alone is. */
const deathsOfOthers = (watch: Watch): StatusFact[] =>
  isAlone(watch) ? watch.persons.flatMap((person) => deathsOf(person, watch.today)) : [];

function isFrail(watch: Watch, person: WatchedPerson, age: number, today: CivilDate): boolean {
  if (isAlone(watch)) return true;
  const birthday = birthdayOf(person, age);
  return birthday !== undefined && birthday <= today;
}

/** That the person lives alone, or is so old. */
function whyFrail(watch: Watch, { personKey, birthDate }: WatchedPerson): Ground[] {
  const { household } = watch;
  if (household === undefined || deathsOfOthers(watch).length > 0) return [];
  if (household.members.length === 1) return [aloneGround(household, personKey)];
  return birthDate === undefined ? [] : [birthGround(household, { personKey, birthDate })];
}

const birthdayOf = ({ birthDate }: WatchedPerson, age: number): CivilDate | undefined =>
  birthDate === undefined ? undefined : addMonthsToDate(birthDate, age * MONTHS_OF_A_YEAR);

/** The last day on which anybody saw the person, as far as is told; of a settlement the end of its month. */
function lastSeen(
  person: WatchedPerson,
  today: CivilDate,
): { readonly day: CivilDate; readonly fact: { readonly factId: string } } | undefined {
  const visit = person.statusesOf('visited').findLast(({ days }) => days.from <= today);
  let settled: MonthLine | undefined;
  for (const lines of [person.expenditure, person.income]) {
    for (const line of lines) {
      if (settled !== undefined && line.month < settled.month) continue;
      const { fact, amountFen } = line;
      if (fact.source.agency === SETTLED_BY && amountFen > 0n && isMedical(fact)) settled = line;
    }
  }
  const seenAt = settled && lastDay(settled.month);
  if (settled === undefined || seenAt === undefined || (visit !== undefined && visit.days.from > seenAt)) {
    return visit && { day: visit.days.from, fact: visit };
  }
  return { day: seenAt, fact: settled.fact };
}

const isMedical = (fact: { readonly type: string; readonly kind: string }): boolean =>
  fact.type === 'INCOME'
    ? fact.kind === 'medicalReimbursement'
    : expenditureKind(fact.kind).group === 'MEDICAL';

/** Eldercare where it pays the person, else assistance. */
function whoLooksAfter(person: WatchedPerson, today: CivilDate): Payer {
  const ofEldercare = ben(person, today).filter((payment) => payerOf(payment).payer === 'eldercare');
  return lastPayer(ofEldercare) ?? { payer: 'assistance' };
}
