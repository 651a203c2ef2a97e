import { holdsOn, PolicyMalformed, type StatusFact } from '@minzheng/kernel/means-test';
import {
  addDays,
  addMonths,
  addMonthsToDate,
  firstDay,
  monthOf,
  type CivilDate,
} from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { wholeNumber } from '../requests/check-policy.js';
import { byFactId, isAlive } from './counted.rules.js';
import { earliest, nextMonthOf } from './days.js';
import { birthGround } from './grounds.rules.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorPolicy } from './indicator.js';
import { flag } from './indicator-policy.js';
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
  readonly silenceOf?: Indicator['silenceOf'];
  unclaimed(watch: Watch, policy: IndicatorPolicy): readonly Found[];
  /** Days on which somebody may be one of them who is not yet. */
  turns?(watch: Watch): readonly CivilDate[];
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
    ...(rule.silenceOf && { silenceOf: rule.silenceOf }),
    find: (watch, policy) =>
      unclaimedOf(watch, policy)
        .filter(({ dueOn }) => dueOn <= watch.today)
        .map((found) => rule.hit(watch, policy, found)),
    nextDueOn: (watch, policy) =>
      earliest(
        [...unclaimedOf(watch, policy).map(({ dueOn }) => dueOn), ...(rule.turns?.(watch) ?? [])],
        watch.today,
      ),
  };
}

type WithCard = Unclaimed & { readonly card: StatusFact };

const SEVERE_GRADES = ['1', '2'];
/** Categories of GB/T 26341: 5 intellectual (智力), 6 mental (精神). */
const OF_THE_MIND = ['5', '6'];
const CARE_SUBSIDIES = ['DISABILITY_CARE', 'ELDER_CARE_SUBSIDY'];

/**
 * F2: a certificate of grade 1 or 2, and where a region pays them (`extended`) of grade 3 of the mind, whichever province has
 * issued it, and no care subsidy (for the disabled or the elderly) for `n` days since; neither tekun nor work-injury nursing.
 * Of several certificates only those count that carry the subsidy. Verification 5.10; 国发〔2015〕52号.
 */
export const F2 = indicatorOf<WithCard>({
  code: 'F2',
  silenceOf: ['HRSS'],
  unclaimed: (watch, { n }) =>
    cardsOf(watch, carriesCareSubsidy(watch))
      .filter(({ person }) => person.openOn('tekun', watch.today) === undefined)
      .filter(({ person }) => !hasWorkInjuryNursing(person, watch.today))
      .map(({ person, card }) => ({
        person,
        card,
        dueOn: addDays(laterOf(card.days.from, lastDayPaid(paidFor(person, CARE_SUBSIDIES))), n),
      })),
  turns: (watch) =>
    cardsOf(watch, carriesCareSubsidy(watch)).some(({ person }) => hasWorkInjuryNursing(person, watch.today))
      ? [nextMonthOf(watch.today)]
      : [],
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

/** Assistance pays by the same grades (its R13), under its own row for what a region adds. @throws PolicyMissing */
const carriesCareSubsidy =
  ({ rules }: Watch) =>
  ({ attributes: { grade = '', category = '' } }: StatusFact): boolean =>
    SEVERE_GRADES.includes(grade) ||
    (grade === '3' && OF_THE_MIND.includes(category) && rules.read('verification.ind.F2.extended', flag));

const LIVING_SUBSIDIES = ['DISABILITY_LIVING', 'ORPHAN_ALLOWANCE'];

/**
 * F3: a disabled member of a dibao household to whom neither the living subsidy nor an orphan allowance was paid for `n` days
 * since both hold. Who is on tekun is none of the dibao household. Verification 5.10; 国发〔2015〕52号.
 */
export const F3 = indicatorOf<WithCard & { readonly dibao: StatusFact }>({
  code: 'F3',
  unclaimed(watch, { n }) {
    const [dibao] = watch.persons
      .flatMap((person) => person.openOn('dibao', watch.today) ?? [])
      .toSorted((a, b) =>
        a.days.from === b.days.from ? byFactId(a, b) : a.days.from < b.days.from ? -1 : 1,
      );
    if (dibao === undefined || watch.household === undefined) return [];
    return cardsOf(watch, () => true)
      .filter(({ person }) => person.openOn('tekun', watch.today) === undefined)
      .map(({ person, card }) => ({
        person,
        card,
        dibao,
        dueOn: addDays(
          laterOf(laterOf(card.days.from, dibao.days.from), lastDayPaid(paidFor(person, LIVING_SUBSIDIES))),
          n,
        ),
      }));
  },
  hit: (watch, policy, { person, card, dibao }) =>
    hitOf(watch, 'F3', policy, {
      personKey: person.personKey,
      payer: { payer: 'assistance', programme: 'DISABILITY_LIVING' },
      episodeKey: card.days.from,
      evidence: [card, dibao].toSorted(byFactId),
      direction: 'UNDER',
      zh: `低保家庭成员自 ${card.days.from} 起持有残疾人证，${policy.n} 天内没有困难残疾人生活补贴`,
      en: `a member of a dibao household, disabled since ${card.days.from}, and no living subsidy for ${policy.n} days`,
    }),
});

const MONTHS_A_YEAR = 12;

type Elder = Unclaimed & { readonly birthDate: CivilDate; readonly paid: readonly Payment[] };

/** Eldercare's bands (高龄津贴标准): the monthly sum in fen from each age on. */
const BANDS = 'eldercare.allowance.bands';

/**
 * F5: has reached the age from which eldercare pays the old-age allowance in the region, the lowest of its bands (`age` as
 * long as it has told none), and none was paid for `n` days. Who is in prison is due none. Verification 5.10; eldercare R1;
 * 老年人权益保障法 art. 33.
 */
export const F5 = indicatorOf<Elder>({
  code: 'F5',
  unclaimed: (watch, { n }) =>
    watch.persons.flatMap((person): Elder[] => {
      const { birthDate } = person;
      if (birthDate === undefined || !isAlive(person, watch.today) || isImprisoned(watch, person)) return [];
      const reachedOn = addMonthsToDate(birthDate, MONTHS_A_YEAR * allowanceAge(watch));
      const paid = paidFor(person, ['OLD_AGE_ALLOWANCE']);
      return [{ person, birthDate, paid, dueOn: addDays(laterOf(reachedOn, lastDayPaid(paid)), n) }];
    }),
  turns: (watch) =>
    watch.persons.some((person) => isImprisoned(watch, person)) ? [nextMonthOf(watch.today)] : [],
  hit: (watch, policy, { person, birthDate, paid, dueOn }) =>
    hitOf(watch, 'F5', policy, {
      personKey: person.personKey,
      payer: { payer: 'eldercare', programme: 'OLD_AGE_ALLOWANCE' },
      episodeKey: monthOf(dueOn),
      // nothing says that nothing was paid: what was paid last, and when the person was born
      evidence: [...person.statusesOf('born'), ...lastOf(paid)].toSorted(byFactId),
      ...(watch.household !== undefined && {
        grounds: [birthGround(watch.household, { personKey: person.personKey, birthDate })],
      }),
      direction: 'UNDER',
      zh: `已达到高龄津贴年龄，${policy.n} 天内没有发放记录`,
      en: `has reached the age of the old-age allowance, and none was paid for ${policy.n} days`,
    }),
});

/** @throws PolicyMissing */
const allowanceAge = ({ rules }: Watch): number =>
  rules.readPublished(BANDS, lowestAge) ?? rules.read('verification.ind.F5.age', wholeNumber);

/** The lowest age at which anything is paid: `{ "80": "5000", "90": "10000" }`, or the same as numbers. */
function lowestAge(row: PolicyRow): number {
  const bands = typeof row.value === 'object' && row.value !== null ? Object.entries(row.value) : [];
  const ages = bands
    .filter(([, monthlyFen]) => wholeNumber({ ...row, value: monthlyFen }) > 0)
    .map(([age]) => wholeNumber({ ...row, value: age }));
  if (ages.length === 0) throw new PolicyMalformed(row);
  return Math.min(...ages);
}

/** On the first of the month, by which eldercare pays. */
const isImprisoned = ({ statuses, today }: Watch, { personKey }: WatchedPerson): boolean =>
  statuses.inCustody(personKey, firstDay(monthOf(today)))?.kind === 'imprisoned';

/**
 * F6: on dibao or tekun, and on no day of this year insured for medical care. One episode a year. Verification 5.10;
 * 国办发〔2021〕42号.
 */
export const F6: Indicator = {
  code: 'F6',
  timing: 'DAILY',
  silenceOf: ['NHSA'],
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
