import type { StatusFact } from '@minzheng/kernel/means-test';
import { addDays, addMonthsToDate, type CivilDate } from '@minzheng/kernel/months';
import { benOf, isSupported, payerOf, payerOfHousehold, supportOf, type Payer } from './benefits.rules.js';
import { byFactId, householderOf, isAlive } from './counted.rules.js';
import { earliest } from './days.js';
import { birthGround, consentGround, type Ground } from './grounds.rules.js';
import { hitOf } from './hit.js';
import type { Indicator } from './indicator.js';
import { isValidOn, type Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

const MONTHS_OF_MINORITY = 18 * 12;

/**
 * G1: a birth, a marriage, a divorce, or the 18th birthday of a member who is in no school (出生、结婚、离婚、成年未在读), in a
 * household that had a benefit in payment on that day and still has: each payer looks whether it still fits.
 */
const G1: Indicator = {
  code: 'G1',
  timing: 'DAILY',
  find: (watch, policy) => {
    const payers = payersOf(watch);
    if (payers.length === 0) return [];
    return watch.persons.flatMap((person) =>
      eventsOf(watch, person)
        .filter(({ on }) => benOf(watch, on).length > 0)
        .flatMap(({ on, status, grounds, zh, en }) =>
          payers.map((payer) =>
            hitOf(watch, 'G1', policy, {
              personKey: person.personKey,
              payer,
              episodeKey: `${on} ${payer.payer}`,
              evidence: status === undefined ? [] : [status],
              ...(grounds !== undefined && { grounds }),
              direction: 'CARE',
              zh: `${on} ${zh}`,
              en: `${en} on ${on}`,
            }),
          ),
        ),
    );
  },
  nextDueOn: (watch) =>
    payersOf(watch).length === 0
      ? undefined
      : earliest(
          watch.persons.map(({ birthDate }) => majorityOf(birthDate)),
          watch.today,
        ),
};

/**
 * G2: a consent ends within `n` days and no other takes its place, or the periodic review is overdue (授权到期、复核逾期), of
 * somebody whom a department supports. 个人信息保护法 art. 15.
 */
const G2: Indicator = {
  code: 'G2',
  timing: 'DAILY',
  find: (watch, policy) => {
    const { knowledge, today } = watch;
    if (knowledge.consents.length === 0 && knowledge.nextReviewOn === undefined) return [];
    if (!isSupported(watch)) return [];
    const payer = payerOfHousehold(watch);
    const evidence = supportOf(watch).toSorted(byFactId);
    const ending = endingConsents(watch)
      .filter(({ validTo }) => addDays(validTo, -policy.n) <= today)
      .map(({ consentId, personKey, validTo }) =>
        hitOf(watch, 'G2', policy, {
          personKey,
          payer,
          episodeKey: consentId,
          evidence,
          grounds: [consentGround(consentId)],
          direction: 'CARE',
          zh: `核对授权 ${validTo} 到期`,
          en: `a consent to be checked ends on ${validTo}`,
        }),
      );
    const { nextReviewOn } = knowledge;
    if (nextReviewOn === undefined || nextReviewOn >= today) return ending;
    return [
      ...ending,
      hitOf(watch, 'G2', policy, {
        personKey: householderOf(watch),
        subject: 'HOUSEHOLD',
        payer,
        episodeKey: nextReviewOn,
        evidence,
        direction: 'CARE',
        zh: `定期复核应于 ${nextReviewOn} 前完成`,
        en: `the periodic review was due by ${nextReviewOn}`,
      }),
    ];
  },
  nextDueOn: (watch, policy) =>
    earliest(
      [
        ...endingConsents(watch).map(({ validTo }) => addDays(validTo, -policy.n)),
        watch.knowledge.nextReviewOn === undefined ? undefined : addDays(watch.knowledge.nextReviewOn, 1),
      ],
      watch.today,
    ),
};

export const G_INDICATORS: readonly Indicator[] = [G1, G2];

/** Who tells of enrolments: where monitoring may not use it, nobody is known to be in no school. */
const SCHOOLS = 'EDU';

/** What has happened to a person (家庭变动). */
interface Event {
  readonly on: CivilDate;
  /** None of a birthday, which the household on record tells. */
  readonly status?: StatusFact;
  readonly grounds?: readonly Ground[];
  readonly zh: string;
  readonly en: string;
}

const TOLD = {
  born: { zh: '出生', en: 'born' },
  married: { zh: '结婚', en: 'married' },
  divorced: { zh: '离婚', en: 'divorced' },
} as const;

function eventsOf(watch: Watch, person: WatchedPerson): Event[] {
  const events = (['born', 'married', 'divorced'] as const).flatMap((kind) =>
    person
      .statusesOf(kind)
      .filter(({ days }) => days.from <= watch.today)
      .map((status): Event => ({ on: status.days.from, status, ...TOLD[kind] })),
  );
  const majority = majorityOf(person.birthDate);
  if (majority === undefined || majority > watch.today || !isAlive(person, majority)) return events;
  if (watch.knowledge.withheld.has(SCHOOLS) || isAtSchool(watch, person, majority)) return events;
  const { personKey, birthDate = '' } = person;
  const grounds =
    watch.household === undefined ? [] : [birthGround(watch.household, { personKey, birthDate })];
  return [...events, { on: majority, grounds, zh: '年满 18 周岁，未在读', en: 'came of age, in no school,' }];
}

/** By what the schools say; where they have said nothing, by what the household did. */
function isAtSchool({ household }: Watch, person: WatchedPerson, day: CivilDate): boolean {
  if (person.statusesOf('enrolled').length > 0) return person.openOn('enrolled', day) !== undefined;
  const study = household?.members.find(({ personKey }) => personKey === person.personKey)?.study;
  return study !== undefined && study !== 'NONE';
}

const majorityOf = (birthDate: CivilDate | undefined): CivilDate | undefined =>
  birthDate === undefined ? undefined : addMonthsToDate(birthDate, MONTHS_OF_MINORITY);

/** Each payer of a benefit in payment, with what it paid last. */
function payersOf(watch: Watch): Payer[] {
  if (benOf(watch).length === 0) return [];
  const paid = benOf(watch).toSorted((a, b) => (a.month < b.month ? 1 : -1));
  return [...Map.groupBy(paid, ({ fact }) => fact.source.agency).values()].flatMap(([last]) =>
    last === undefined ? [] : [payerOf(last)],
  );
}

/** Consents that hold today, and whose place no other takes: of the person, no narrower, and valid for longer. */
function endingConsents({ knowledge, today }: Watch) {
  const valid = knowledge.consents.filter((form) => isValidOn(form, today));
  return valid.filter(
    (form) =>
      !valid.some(
        (other) =>
          other.personKey === form.personKey &&
          other.validTo > form.validTo &&
          form.datasets.every((dataset) => other.datasets.includes(dataset)) &&
          form.purposes.every((purpose) => other.purposes.includes(purpose)),
      ),
  );
}
