import type { StatusKind } from '@minzheng/kernel/means-test';
import { addMonths, addMonthsToDate, lastDay, monthOf, type CivilDate } from '@minzheng/kernel/months';
import { compare, multiply, rational, ZERO, type Rational } from '@minzheng/kernel/rational';
import { isDibaoHousehold, isSupported, payerOfHousehold } from './benefits.rules.js';
import { byFactId, countedOn, householderOf, meansPolicyOn } from './counted.rules.js';
import { hitOf, type Finding } from './hit.js';
import type { Indicator, IndicatorPolicy } from './indicator.js';
import { firstMonthOfRun } from './run.rules.js';
import type { Watch } from './watch.js';
import { C3, C6 } from './work.rules.js';

const WHOLE = 10_000n;

/**
 * C1: per-capita income of a dibao household is not below the standard, `n` monthly evaluations in a row, and its award is
 * not being phased out (渐退期).
 */
const C1 = incomeTooHigh('C1', {
  status: 'dibao',
  isConcerned: (watch, day) =>
    !watch.persons.some((person) => person.openOn('gradualExit', day) !== undefined),
  multipleBp: () => WHOLE,
  zh: '低保户月人均收入不低于低保标准',
  en: 'income a head of a dibao household is not below the standard',
});

/**
 * C2: the same of a low-income edge family (低保边缘家庭) and the multiple of the standard that it is recognised by.
 */
const C2 = incomeTooHigh('C2', {
  status: 'edge',
  isConcerned: (watch, day) => !isDibaoHousehold(watch, day),
  multipleBp: ({ edgeMultipleBp }) => BigInt(edgeMultipleBp),
  zh: '低保边缘家庭月人均收入不低于认定标准',
  en: 'income a head of a low-income edge family is not below its limit',
});

/** C4: a member has become staff paid from public funds (财政供养人员) while the household was supported. */
const C4: Indicator = {
  code: 'C4',
  timing: 'FACTS',
  find: (watch, policy) =>
    watch.persons.flatMap((person) => {
      const status = person.openOn('fiscalStaff', watch.today);
      if (status === undefined || !isSupported(watch) || !isSupported(watch, status.days.from)) return [];
      return [
        hitOf(watch, 'C4', policy, {
          personKey: person.personKey,
          payer: payerOfHousehold(watch),
          episodeKey: status.days.from,
          evidence: [status],
          direction: 'OVER',
          zh: `${status.days.from} 起成为财政供养人员`,
          en: `staff paid from public funds since ${status.days.from}`,
        }),
      ];
    }),
};

/**
 * C5: income a head of a household without dibao has fallen to `ratioBp` of what it was, and below the edge limit
 * (收入骤降). Where nobody has told of income, nothing has fallen.
 */
const C5: Indicator = {
  code: 'C5',
  timing: 'MONTHLY',
  find: (watch, policy) => {
    if (watch.household === undefined || !hasFallen(watch, policy, watch.today) || !watch.isIncomeKnown)
      return [];
    return [
      ofHousehold(watch, 'C5', policy, {
        episodeKey: firstMonthOfRun(watch.today, (day) => hasFallen(watch, policy, day)),
        evidence: incomeBehind(watch, addMonthsToDate(watch.today, -policy.n), policy.n),
        direction: 'UNDER',
        payer: { payer: 'assistance' },
        zh: `近 ${policy.n} 个月月人均收入较此前 ${policy.n} 个月大幅下降，且低于认定标准`,
        en: `income a head of the last ${policy.n} months has fallen far below that of the ${policy.n} before, and below the limit`,
      }),
    ];
  },
};

/** C7: a person has refused `n` jobs (无正当理由拒绝就业), and had none in between. 社会救助暂行办法 art. 45. */
const C7: Indicator = {
  code: 'C7',
  timing: 'FACTS',
  silenceOf: ['HRSS'],
  find: (watch, policy) =>
    watch.persons.flatMap((person) => {
      const refusals = person.statusesOf('jobRefused').filter(({ days }) => days.from <= watch.today);
      const hired = person.statusesOf('employed').findLast(({ days }) => days.from <= watch.today);
      const since = refusals.filter(({ days }) => hired === undefined || days.from > hired.days.from);
      const last = since[policy.n - 1];
      if (last === undefined || !isSupported(watch)) return [];
      return [
        hitOf(watch, 'C7', policy, {
          personKey: person.personKey,
          payer: payerOfHousehold(watch),
          episodeKey: last.days.from,
          evidence: since.slice(0, policy.n),
          direction: 'OVER',
          zh: `${policy.n} 次拒绝推荐就业，其间没有就业`,
          en: `refused ${policy.n} jobs, and had none in between`,
        }),
      ];
    }),
};

export const C_INDICATORS: readonly Indicator[] = [C1, C2, C3, C4, C5, C6, C7];

interface TooHigh {
  readonly status: StatusKind;
  readonly isConcerned: (watch: Watch, day: CivilDate) => boolean;
  /** Of the standard, in basis points. */
  readonly multipleBp: (policy: { readonly edgeMultipleBp: number }) => bigint;
  readonly zh: string;
  readonly en: string;
}

function incomeTooHigh(code: 'C1' | 'C2', rule: TooHigh): Indicator {
  const isNotBelow = (watch: Watch, day: CivilDate): boolean => {
    const perCapita = watch.meansOn(day)?.household?.perCapitaMonthly;
    if (perCapita === undefined) return false;
    const policy = meansPolicyOn(watch, day);
    return compare(perCapita, rational(policy.standardMonthlyFen * rule.multipleBp(policy), WHOLE)) >= 0;
  };
  const holds = (watch: Watch, { n }: IndicatorPolicy, day: CivilDate): boolean =>
    watch.persons.some((person) => person.openOn(rule.status, day) !== undefined) &&
    rule.isConcerned(watch, day) &&
    Array.from({ length: n }, (_, back) => evaluationDay(day, back)).every((each) => isNotBelow(watch, each));
  return {
    code,
    timing: 'MONTHLY',
    find: (watch, policy) => {
      if (watch.household === undefined || !holds(watch, policy, watch.today)) return [];
      return [
        ofHousehold(watch, code, policy, {
          episodeKey: firstMonthOfRun(watch.today, (day) => holds(watch, policy, day)),
          evidence: incomeBehind(watch, watch.today),
          direction: 'OVER',
          payer: { payer: 'assistance', programme: rule.status.toUpperCase() },
          zh: `${rule.zh}，连续 ${policy.n} 次月度核查`,
          en: `${rule.en}, in ${policy.n} monthly evaluations in a row`,
        }),
      ];
    },
  };
}

/** The day itself, or the last of so many months before: whichever month asks, an evaluation is of the same day. */
const evaluationDay = (day: CivilDate, back: number): CivilDate =>
  back === 0 ? day : lastDay(addMonths(monthOf(day), -back));

function hasFallen(watch: Watch, { n, ratioBp }: IndicatorPolicy, day: CivilDate): boolean {
  if (isDibaoHousehold(watch, day)) return false;
  const before = meanOver(watch, addMonthsToDate(day, -n), n);
  if (before === undefined || compare(before, ZERO) <= 0) return false;
  const now = meanOver(watch, day, n);
  if (now === undefined) return false;
  const policy = meansPolicyOn(watch, day);
  const limit = rational(policy.standardMonthlyFen * BigInt(policy.edgeMultipleBp), WHOLE);
  return compare(now, multiply(before, rational(BigInt(ratioBp), WHOLE))) <= 0 && compare(now, limit) < 0;
}

/** Income a head and month of the so many months before the month of the day. */
const meanOver = (watch: Watch, day: CivilDate, months: number): Rational | undefined =>
  watch.meansOn(day, months)?.household?.perCapitaMonthly;

/** The facts of the counted members' income in a window, each once. */
function incomeBehind(watch: Watch, day: CivilDate, months?: number): { readonly factId: string }[] {
  const counted = new Set(countedOn(watch, day).map(({ personKey }) => personKey));
  const means = watch.meansOn(day, months);
  return (means?.members ?? [])
    .filter(({ personKey }) => counted.has(personKey))
    .flatMap(({ income }) => income.kinds)
    .filter(({ countedFen }) => countedFen > 0n)
    .flatMap(({ factIds }) => factIds)
    .map((factId) => ({ factId }))
    .toSorted(byFactId);
}

const ofHousehold = (
  watch: Watch,
  code: 'C1' | 'C2' | 'C5',
  policy: IndicatorPolicy,
  finding: Omit<Finding, 'personKey' | 'subject'>,
) => hitOf(watch, code, policy, { ...finding, personKey: householderOf(watch), subject: 'HOUSEHOLD' });
