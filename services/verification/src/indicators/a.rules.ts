import { holdsOn, rankOf, type StatusFact } from '@minzheng/kernel/means-test';
import {
  addDays,
  addMonths,
  daysBetween,
  firstDay,
  lastDay,
  monthOf,
  type CivilDate,
  type Month,
} from '@minzheng/kernel/months';
import { countyOf, contains } from '@minzheng/kernel/region';
import { ben, byProgramme, lastPayer } from './benefits.rules.js';
import { earliest } from './days.js';
import { hitOf, paidOf } from './hit.js';
import type { Hit, Indicator, IndicatorCode, IndicatorPolicy } from './indicator.js';
import { A7, A8 } from './presence.rules.js';
import type { Watch } from './watch.js';
import type { Payment, WatchedPerson } from './watched-person.js';

/**
 * A1: a benefit was paid for a dead person (死亡后仍发放): one of that person alone for a month after the month of death, or
 * a share of a household's benefit for a month more than `n` after it. One episode a programme, to the department that
 * paid it; the sums that were not due are the estimate. Whose payer has set a payment to what was due, having detected the
 * over-payment, was paid all the same. Verification 5.10, 5.11; 民发〔2022〕83号.
 */
const A1: Indicator = {
  code: 'A1',
  timing: 'FACTS',
  find: (watch, policy) =>
    ofEach(watch, (person) => {
      const death = deathOf(person, watch.today);
      if (death === undefined) return [];
      const notDue = person.benefits.filter((payment) => isAfterEnd(payment, death, policy));
      return byProgramme(notDue).map(([programme, paid]) => {
        const { evidence, months, amountFen } = paidOf(paid);
        return hitOf(watch, 'A1', policy, {
          personKey: person.personKey,
          payer: { payer: 'assistance', ...lastPayer(paid) },
          episodeKey: programme,
          evidence: [death, ...evidence],
          months,
          amountFen,
          direction: 'OVER',
          zh: `${death.days.from} 死亡，之后仍发放 ${list(months, '、')} 的待遇`,
          en: `died on ${death.days.from}, and was paid for ${list(months, ', ')}`,
        });
      });
    }),
};

/**
 * A2: a court has declared missing or dead (宣告失踪、宣告死亡) a person a benefit of whom is in payment. One episode a
 * programme. 民法典 arts. 40–53.
 */
const A2: Indicator = {
  code: 'A2',
  timing: 'FACTS',
  find: (watch, policy) =>
    ofEach(watch, (person) => {
      const [declared] = person
        .statusesOf('declaredMissing', 'declaredDead')
        .filter((status) => holdsOn(status, watch.today));
      if (declared === undefined) return [];
      return inPayment(watch, person, 'A2', policy, {
        status: declared,
        episodeKey: (programme) => programme,
        zh:
          declared.kind === 'declaredDead'
            ? `${declared.days.from} 被法院宣告死亡，待遇仍在发放`
            : `${declared.days.from} 被法院宣告失踪，待遇仍在发放`,
        en:
          declared.kind === 'declaredDead'
            ? `declared dead by a court on ${declared.days.from}, and a benefit is still in payment`
            : `declared missing by a court on ${declared.days.from}, and a benefit is still in payment`,
      });
    }),
};

/**
 * A3: a benefit was paid for a month on whose 1st the person was in prison (服刑期间发放). One episode an imprisonment and
 * programme; what was paid for these months is the estimate. Who was released, or is on parole under community correction,
 * is no longer in prison. Verification 5.11.
 */
const A3: Indicator = {
  code: 'A3',
  timing: 'FACTS',
  find: (watch, policy) =>
    ofEach(watch, (person) =>
      person.statusesOf('imprisoned').flatMap((prison) => {
        const paid = person.benefits.filter(({ month }) => isHeldOn(person, prison, firstDay(month)));
        return byProgramme(paid).map(([programme, ofProgramme]) => {
          const { evidence, months, amountFen } = paidOf(ofProgramme);
          return hitOf(watch, 'A3', policy, {
            personKey: person.personKey,
            payer: { payer: 'assistance', ...lastPayer(ofProgramme) },
            episodeKey: `${prison.days.from} ${programme}`,
            evidence: [prison, ...evidence],
            months,
            amountFen,
            direction: 'OVER',
            zh: `${prison.days.from} 起服刑，期间仍发放 ${list(months, '、')} 的待遇`,
            en: `in prison from ${prison.days.from}, and was paid for ${list(months, ', ')}`,
          });
        });
      }),
    ),
};

/**
 * A4: a share of a household's benefit was paid for a person (按户发放的份额) for whole months, `n` or more, of compulsory
 * rehabilitation, or of residential care that the state pays.
 */
const A4: Indicator = {
  code: 'A4',
  timing: 'FACTS',
  find: (watch, policy) =>
    ofEach(watch, (person) =>
      person
        .statusesOf('compulsoryRehab', 'inResidentialCare')
        .filter(({ kind, attributes }) => kind === 'compulsoryRehab' || attributes['payer'] === 'STATE')
        .flatMap((away) => {
          const paid = person.benefits.filter(
            ({ fact, month }) => fact.householdShare && isAwayAll(person, away, month, watch.today),
          );
          return byProgramme(paid).flatMap(([programme, ofProgramme]) => {
            const { evidence, months } = paidOf(ofProgramme);
            if (new Set(months).size < policy.n) return [];
            const isRehab = away.kind === 'compulsoryRehab';
            return [
              hitOf(watch, 'A4', policy, {
                personKey: person.personKey,
                payer: { payer: 'assistance', ...lastPayer(ofProgramme) },
                episodeKey: `${away.days.from} ${programme}`,
                evidence: [away, ...evidence],
                months,
                direction: 'OVER',
                zh: `${away.days.from} 起${isRehab ? '强制隔离戒毒' : '由国家供养入住机构'}，${list(months, '、')} 仍按户发放其份额`,
                en: `${isRehab ? 'in compulsory rehabilitation' : 'in residential care paid by the state'} from ${away.days.from}, and a household share was paid for ${list(months, ', ')}`,
              }),
            ];
          });
        }),
    ),
};

/** A5: the household register moved out of the county that pays (户口迁出) `n` days ago or more while the benefit is in payment. */
const A5: Indicator = {
  code: 'A5',
  timing: 'DAILY',
  find: (watch, policy) =>
    ofEach(watch, (person) => {
      const move = lastMove(person, watch.today);
      if (move === undefined || addDays(move.days.from, policy.n) > watch.today) return [];
      const { toRegion } = move.attributes;
      return inPayment(watch, person, 'A5', policy, {
        status: move,
        isConcerned: (paid) => isElsewhere(toRegion, lastPayer(paid)?.payerRegion),
        zh: `户口 ${move.days.from} 迁出发放地，待遇仍在发放`,
        en: `registered residence moved out of the paying county on ${move.days.from}, and a benefit is still in payment`,
      });
    }),
  nextDueOn: ({ persons, today }, policy) =>
    earliest(
      persons.map((person) => {
        const move = lastMove(person, today);
        return move !== undefined && ben(person, today).length > 0
          ? addDays(move.days.from, policy.n)
          : undefined;
      }),
      today,
    ),
};

/** A6: abroad (出境未归) for more than `n` days while a benefit is in payment. */
const A6: Indicator = {
  code: 'A6',
  timing: 'DAILY',
  find: (watch, policy) =>
    ofEach(watch, (person) => {
      const away = person.openOn('abroad', watch.today);
      if (away === undefined || daysBetween(away.days.from, watch.today) <= policy.n) return [];
      return inPayment(watch, person, 'A6', policy, {
        status: away,
        zh: `${away.days.from} 出境，超过 ${policy.n} 天未归，待遇仍在发放`,
        en: `abroad since ${away.days.from}, for more than ${policy.n} days, and a benefit is still in payment`,
      });
    }),
  nextDueOn: ({ persons, today }, policy) =>
    earliest(
      persons.map((person) => {
        const away = person.openOn('abroad', today);
        return away !== undefined && ben(person, today).length > 0
          ? addDays(away.days.from, policy.n + 1)
          : undefined;
      }),
      today,
    ),
};

export const A_INDICATORS: readonly Indicator[] = [A1, A2, A3, A4, A5, A6, A7, A8];

interface InPayment {
  readonly status: StatusFact;
  readonly episodeKey?: (programme: string) => string;
  readonly isConcerned?: (paid: readonly Payment[]) => boolean;
  readonly zh: string;
  readonly en: string;
}

/** One hit for each programme in payment today, of whoever paid it last. */
function inPayment(
  watch: Watch,
  person: WatchedPerson,
  code: IndicatorCode,
  policy: IndicatorPolicy,
  { status, episodeKey, isConcerned = () => true, zh, en }: InPayment,
): Hit[] {
  return byProgramme(ben(person, watch.today))
    .filter(([, paid]) => isConcerned(paid))
    .map(([programme, paid]) => {
      const { evidence, months } = paidOf(paid);
      return hitOf(watch, code, policy, {
        personKey: person.personKey,
        payer: { payer: 'assistance', ...lastPayer(paid) },
        episodeKey: episodeKey?.(programme) ?? `${status.days.from} ${programme}`,
        evidence: [status, ...evidence],
        months,
        direction: 'OVER',
        zh,
        en,
      });
    });
}

/** Of several reports of one death the best ranked, of these the earliest day; a cremation where there is none. */
function deathOf(person: WatchedPerson, today: CivilDate): StatusFact | undefined {
  const place = (fact: StatusFact): string =>
    `${fact.kind === 'deceased' ? 0 : 1}${rankOf(fact)}${fact.days.from}`;
  return person
    .statusesOf('deceased', 'cremated')
    .filter((status) => holdsOn(status, today))
    .toSorted((a, b) => (place(a) < place(b) ? -1 : 1))[0];
}

function isAfterEnd({ fact, month }: Payment, { days }: StatusFact, { n }: IndicatorPolicy): boolean {
  const end = monthOf(days.from);
  return month > (fact.householdShare ? addMonths(end, n) : end);
}

function isHeldOn(person: WatchedPerson, prison: StatusFact, day: CivilDate): boolean {
  return holdsOn(prison, day) && !isFreedSince(person, prison, day);
}

/** A whole month that is over, and of which no day was spent at home. */
function isAwayAll(person: WatchedPerson, away: StatusFact, month: Month, today: CivilDate): boolean {
  const last = lastDay(month);
  return (
    last <= today &&
    holdsOn(away, firstDay(month)) &&
    holdsOn(away, last) &&
    !(away.kind === 'compulsoryRehab' && isFreedSince(person, away, last))
  );
}

/** Released, or on parole under community correction, by the day, after this custody began. */
const isFreedSince = (person: WatchedPerson, custody: StatusFact, day: CivilDate): boolean =>
  person
    .statusesOf('released', 'communityCorrection')
    .some(({ days }) => custody.days.from <= days.from && days.from <= day);

const lastMove = (person: WatchedPerson, today: CivilDate): StatusFact | undefined =>
  person.statusesOf('hukouMoved').findLast(({ days }) => days.from <= today);

/** What is not told, or only by a region that contains the county, is no other county. */
function isElsewhere(toRegion: string | undefined, payerRegion: string | undefined): boolean {
  if (toRegion === undefined || payerRegion === undefined || payerRegion.length < 6) return false;
  const county = countyOf(payerRegion);
  return !contains(county, toRegion) && !contains(toRegion, county);
}

const ofEach = ({ persons }: Watch, find: (person: WatchedPerson) => Hit[]): Hit[] => persons.flatMap(find);

const list = (months: readonly Month[], separator: string): string =>
  [...new Set(months)].sort().join(separator);
