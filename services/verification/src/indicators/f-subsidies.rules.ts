import { holdsOn, type StatusFact } from '@minzheng/kernel/means-test';
import { addDays, addMonths, addMonthsToDate, monthOf, type CivilDate } from '@minzheng/kernel/months';
import { wholeNumber } from '../requests/check-policy.js';
import { byFactId, isAlive } from './counted.rules.js';
import { earliest } from './days.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorPolicy } from './indicator.js';
import { lastDayPaid, laterOf } from './unpaid.rules.js';
import type { Watch } from './watch.js';
import type { Payment, WatchedPerson } from './watched-person.js';

/** What somebody may be entitled to and is not paid (应享未享), and from which day on that is a hit. */
interface Unclaimed {
  readonly person: WatchedPerson;
  readonly dueOn: CivilDate;
}

/** The indicators of benefits that nobody claims have one form: who, and since when. */
interface UnclaimedRule<Found extends Unclaimed> {
  readonly code: Indicator['code'];
  unclaimed(watch: Watch, policy: IndicatorPolicy): readonly Found[];
  hit(watch: Watch, policy: IndicatorPolicy, found: Found): Hit;
}

function indicatorOf<Found extends Unclaimed>(rule: UnclaimedRule<Found>): Indicator {
  const unclaimed = Symbol(rule.code);
  /** Asked for hits and for the next day: found once. */
  const unclaimedOf = (watch: Watch, policy: IndicatorPolicy): readonly Found[] =>
    watch.once(unclaimed, () => rule.unclaimed(watch, policy));
  return {
    code: rule.code,
    timing: 'DAILY',
    find: (watch, policy) =>
      unclaimedOf(watch, policy)
        .filter(({ dueOn }) => dueOn <= watch.today)
        .map((found) => rule.hit(watch, policy, found)),
    nextDueOn: (watch, policy) =>
      earliest(
        unclaimedOf(watch, policy).map(({ dueOn }) => dueOn),
        watch.today,
      ),
  };
}

type WithCard = Unclaimed & { readonly card: StatusFact };

const SEVERE_GRADES = ['1', '2'];
const CARE_SUBSIDIES = ['DISABILITY_CARE', 'ELDER_CARE_SUBSIDY'];

/**
 * F2: a certificate of grade 1 or 2, whichever province has issued it, and no care subsidy (for the disabled or the elderly)
 * for `n` days since; neither tekun nor work-injury nursing. Verification 5.10; 国发〔2015〕52号.
 */
export const F2 = indicatorOf<WithCard>({
  code: 'F2',
  unclaimed: (watch, { n }) =>
    cardsOf(watch, ({ attributes }) => SEVERE_GRADES.includes(attributes['grade'] ?? ''))
      .filter(({ person }) => person.openOn('tekun', watch.today) === undefined)
      .filter(({ person }) => !hasWorkInjuryNursing(person, watch.today))
      .map(({ person, card }) => ({
        person,
        card,
        dueOn: addDays(laterOf(card.days.from, lastDayPaid(paidFor(person, CARE_SUBSIDIES))), n),
      })),
  hit: (watch, policy, { person, card }) =>
    hitOf(watch, 'F2', policy, {
      personKey: person.personKey,
      payer: { payer: 'assistance', programme: 'DISABILITY_CARE' },
      episodeKey: card.days.from,
      evidence: [card],
      direction: 'UNDER',
      zh: `${card.days.from} 起持有一级或二级残疾人证，${policy.n} 天内没有护理补贴`,
      en: `a certificate of grade 1 or 2 since ${card.days.from}, and no care subsidy for ${policy.n} days`,
    }),
});

const LIVING_SUBSIDIES = ['DISABILITY_LIVING', 'ORPHAN_ALLOWANCE'];

/**
 * F3: a disabled member of a dibao household to whom neither the living subsidy nor an orphan allowance was paid for `n` days
 * since both hold. Who is on tekun is none of the dibao household. Verification 5.10; 国发〔2015〕52号.
 */
export const F3 = indicatorOf<WithCard>({
  code: 'F3',
  unclaimed(watch, { n }) {
    const dibao = watch.persons
      .flatMap((person) => person.openOn('dibao', watch.today)?.days.from ?? [])
      .toSorted()[0];
    if (dibao === undefined || watch.household === undefined) return [];
    return cardsOf(watch, () => true)
      .filter(({ person }) => person.openOn('tekun', watch.today) === undefined)
      .map(({ person, card }) => ({
        person,
        card,
        dueOn: addDays(
          laterOf(laterOf(card.days.from, dibao), lastDayPaid(paidFor(person, LIVING_SUBSIDIES))),
          n,
        ),
      }));
  },
  hit: (watch, policy, { person, card }) =>
    hitOf(watch, 'F3', policy, {
      personKey: person.personKey,
      payer: { payer: 'assistance', programme: 'DISABILITY_LIVING' },
      episodeKey: card.days.from,
      evidence: [card],
      direction: 'UNDER',
      zh: `低保家庭成员自 ${card.days.from} 起持有残疾人证，${policy.n} 天内没有困难残疾人生活补贴`,
      en: `a member of a dibao household, disabled since ${card.days.from}, and no living subsidy for ${policy.n} days`,
    }),
});

const MONTHS_A_YEAR = 12;

type Elder = Unclaimed & { readonly paid: readonly Payment[] };

/**
 * F5: has reached the age of the old-age allowance (`age`), and none was paid for `n` days. Verification 5.10;
 * 老年人权益保障法 art. 33.
 */
export const F5 = indicatorOf<Elder>({
  code: 'F5',
  unclaimed: (watch, { n }) =>
    watch.persons.flatMap((person): Elder[] => {
      if (person.birthDate === undefined || !isAlive(person, watch.today)) return [];
      const age = watch.rules.read('verification.ind.F5.age', wholeNumber);
      const reachedOn = addMonthsToDate(person.birthDate, MONTHS_A_YEAR * age);
      const paid = paidFor(person, ['OLD_AGE_ALLOWANCE']);
      return [{ person, paid, dueOn: addDays(laterOf(reachedOn, lastDayPaid(paid)), n) }];
    }),
  hit: (watch, policy, { person, paid, dueOn }) =>
    hitOf(watch, 'F5', policy, {
      personKey: person.personKey,
      payer: { payer: 'eldercare', programme: 'OLD_AGE_ALLOWANCE' },
      episodeKey: monthOf(dueOn),
      // nothing says that nothing was paid: what was paid last, and when the person was born
      evidence: [...person.statusesOf('born'), ...lastOf(paid)].toSorted(byFactId),
      direction: 'UNDER',
      zh: `已达到高龄津贴年龄，${policy.n} 天内没有发放记录`,
      en: `has reached the age of the old-age allowance, and none was paid for ${policy.n} days`,
    }),
});

/**
 * F6: on dibao or tekun, and on no day of this year insured for medical care. One episode a year. Verification 5.10;
 * 国办发〔2021〕42号.
 */
export const F6: Indicator = {
  code: 'F6',
  timing: 'DAILY',
  find(watch, policy) {
    const year = watch.today.slice(0, 4);
    return watch.persons.flatMap((person) => {
      const onIt = person.openOn('dibao', watch.today) ?? person.openOn('tekun', watch.today);
      if (onIt === undefined || isInsuredIn(person, year) || !isAlive(person, watch.today)) return [];
      return hitOf(watch, 'F6', policy, {
        personKey: person.personKey,
        payer: { payer: 'assistance' },
        episodeKey: year,
        evidence: [onIt],
        direction: 'UNDER',
        zh: `低保或特困对象 ${year} 年没有参加基本医疗保险`,
        en: `on dibao or tekun, and not insured for medical care in ${year}`,
      });
    });
  },
  nextDueOn(watch) {
    const isOnIt = watch.persons.some(
      (person) => (person.openOn('dibao', watch.today) ?? person.openOn('tekun', watch.today)) !== undefined,
    );
    return isOnIt ? `${Number(watch.today.slice(0, 4)) + 1}-01-01` : undefined;
  },
};

const isInsuredIn = (person: WatchedPerson, year: string): boolean =>
  person
    .statusesOf('insuredMedical')
    .some(({ days }) => days.from <= `${year}-12-31` && (days.to === undefined || days.to > `${year}-01-01`));

/** Living persons with a certificate that is valid today; of several the one that began first. */
const cardsOf = (
  { persons, today }: Watch,
  test: (card: StatusFact) => boolean,
): { readonly person: WatchedPerson; readonly card: StatusFact }[] =>
  persons.flatMap((person) => {
    const card = person
      .statusesOf('disabled')
      .find((each) => holdsOn(each, today) && isValid(each, today) && test(each));
    return card === undefined || !isAlive(person, today) ? [] : [{ person, card }];
  });

const isValid = ({ attributes: { validTo } }: StatusFact, today: CivilDate): boolean =>
  validTo === undefined || today <= validTo;

const paidFor = ({ payments }: WatchedPerson, programmes: readonly string[]): readonly Payment[] =>
  payments.filter(({ programme }) => programmes.includes(programme));

/** In payment as a benefit is (5.10): for the month of the day or one of the two before. */
function hasWorkInjuryNursing({ income }: WatchedPerson, today: CivilDate): boolean {
  const last = monthOf(today);
  const first = addMonths(last, -2);
  return income.some(
    ({ fact, month, amountFen }) =>
      fact.kind === 'workInjuryNursing' && amountFen > 0n && first <= month && month <= last,
  );
}

/** The facts of the last month that was paid. */
function lastOf(paid: readonly Payment[]): Payment['fact'][] {
  const last = paid
    .map(({ month }) => month)
    .toSorted()
    .at(-1);
  return paid.filter(({ month }) => month === last).map(({ fact }) => fact);
}
