import type { MonthLine, StatusFact } from '@minzheng/kernel/means-test';
import {
  addDays,
  addMonths,
  firstDay,
  lastDay,
  monthOf,
  type CivilDate,
  type Month,
} from '@minzheng/kernel/months';
import { compare, rational } from '@minzheng/kernel/rational';
import { ben, isDibaoHousehold, lastPayer, type Payer } from './benefits.rules.js';
import { countedOn } from './counted.rules.js';
import { daysOfIncome, earliest } from './days.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorPolicy } from './indicator.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

const UNKNOWN_PAYER = '*';
const RECOGNISED = ['dibao', 'tekun', 'edge', 'rigid'] as const;
const WHOLE = 10_000n;
/** Who tells of contributions. */
const CONTRIBUTIONS_BY = 'HRSS';

/**
 * C3: the first wage or social insurance contribution from a payer for a member who was registered as
 * unemployed, or who had neither for `n` months, in a household that is recognised or has a benefit at the time. Points to
 * over-payment: the department looks whether the award still fits (verification 5.10; 社会救助暂行办法 art. 13).
 */
export const C3: Indicator = {
  code: 'C3',
  timing: 'FACTS',
  silenceOf: ['HRSS', 'TAX'],
  find: (watch, policy) =>
    watch.household === undefined ? [] : watch.persons.flatMap((person) => firstWages(watch, person, policy)),
};

/**
 * C6: a member of a household without dibao is registered as unemployed, or contributions have stopped (失业、断缴) for `n`
 * months or more, gets no unemployment benefit, and income a head is below the edge limit.
 */
export const C6: Indicator = {
  code: 'C6',
  timing: 'DAILY',
  silenceOf: ['HRSS'],
  find: (watch, policy) => {
    if (watch.household === undefined || isDibaoHousehold(watch)) return [];
    const jobless = watch.persons.flatMap((person) => {
      const found = joblessness(person, watch.today, policy, () => watch.covered.get(CONTRIBUTIONS_BY));
      return found === undefined ? [] : [{ person, ...found }];
    });
    if (jobless.length === 0 || !isBelowEdge(watch)) return [];
    const counted = countedOn(watch);
    return jobless
      .filter(({ person }) => counted.includes(person))
      .map(({ person, since, fact, isRegistered }) =>
        hitOf(watch, 'C6', policy, {
          personKey: person.personKey,
          payer: { payer: 'assistance' },
          episodeKey: since,
          evidence: [fact],
          direction: 'UNDER',
          zh: isRegistered
            ? `${since} 起登记失业，未领取失业保险金，家庭收入低于认定标准`
            : `${since} 起停缴社会保险 ${policy.n} 个月以上，未领取失业保险金，家庭收入低于认定标准`,
          en: isRegistered
            ? `registered as unemployed since ${since}, without unemployment benefit, and income is below the limit`
            : `no contributions since ${since}, for ${policy.n} months or more, without unemployment benefit, and income is below the limit`,
        }),
      );
  },
  nextDueOn: (watch, policy) => {
    if (watch.household === undefined) return undefined;
    return earliest(
      [
        ...watch.persons.flatMap((person) => {
          const last = lastContribution(person);
          return last === undefined ? [] : [dayTold(watch, addMonths(last.month, policy.n))];
        }),
        ...(mayTurnUp(watch, policy) ? daysOfIncome(watch) : []),
      ],
      watch.today,
    );
  },
};

function firstWages(watch: Watch, person: WatchedPerson, policy: IndicatorPolicy): Hit[] {
  const work = workOf(person);
  if (work.length === 0) return [];
  const hits: Hit[] = [];
  for (const job of jobsOf(work)) {
    const payer = payerIn(watch, job.month);
    if (payer === undefined) continue;
    const isUnemployed = person
      .statusesOf('unemployedRegistered')
      .some((status) => holdsIn(status, job.month));
    const since = addMonths(job.month, -policy.n);
    if (!isUnemployed && work.some(({ month }) => month < job.month && month >= since)) continue;
    hits.push(
      hitOf(watch, 'C3', policy, {
        personKey: person.personKey,
        payer,
        episodeKey: job.key,
        evidence: job.lines.filter(({ month }) => month === job.month).map(({ fact }) => fact),
        months: [job.month],
        direction: 'OVER',
        ...(isUnemployed
          ? {
              zh: `${job.month} 起首次出现工资或社保缴费记录，该成员登记为失业`,
              en: `first wage or contribution in ${job.month} for a member who is registered as unemployed`,
            }
          : {
              zh: `${job.month} 起首次出现工资或社保缴费记录，此前 ${policy.n} 个月没有任何记录`,
              en: `first wage or contribution in ${job.month} after ${policy.n} months without any`,
            }),
      }),
    );
  }
  return hits;
}

/** Work of a member that is one and the same: from one payer, or by one account where no payer is named. */
interface Job {
  readonly key: string;
  readonly naming: Naming;
  /** The first month of it. */
  readonly month: Month;
  readonly lines: readonly MonthLine[];
}

const workOf = ({ income, expenditure }: WatchedPerson): MonthLine[] => [
  ...income.filter(({ fact, amountFen }) => fact.kind === 'wage' && amountFen > 0n),
  ...expenditure.filter(isContribution),
];

const isContribution = ({ fact, amountFen }: MonthLine): boolean =>
  fact.kind === 'socialInsurancePaid' && amountFen > 0n;

/** How well a payer is told: by name, as unknown, or only by the account (`itemKey`) of a contribution. */
type Naming = 0 | 1 | 2;

function namingOf({ fact }: MonthLine): Naming {
  if (fact.type === 'EXPENDITURE') return 2;
  return fact.payerKey === UNKNOWN_PAYER ? 1 : 0;
}

/** Without what only repeats a job that is told better: a wage of an unknown payer, the contributions of a wage. */
function jobsOf(work: readonly MonthLine[]): Job[] {
  const groups = Map.groupBy(work, (line) => `${namingOf(line)}${keyOf(line)}`);
  const jobs = [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [jobOf([first, ...others])],
  );
  return jobs.filter((job) => !jobs.some((other) => repeats(job, other)));
}

function jobOf(lines: readonly [MonthLine, ...MonthLine[]]): Job {
  const month = lines.map((line) => line.month).reduce((a, b) => (a < b ? a : b));
  return { key: keyOf(lines[0]), naming: namingOf(lines[0]), month, lines };
}

const keyOf = ({ fact }: MonthLine): string => (fact.type === 'INCOME' ? fact.payerKey : fact.itemKey);

/** The month before is looked at too: who names the payer (TAX) comes later than who does not (HRSS). */
function repeats(job: Job, other: Job): boolean {
  if (other.naming < job.naming) {
    const before = addMonths(job.month, -1);
    return other.lines.some(({ month }) => month === job.month || month === before);
  }
  return job.naming === 2 && other.naming === 2 && other.month === job.month && other.key < job.key;
}

/** EDGE and RIGID begin on the day of the decision: a month in which a status held on any day is one of it. */
const holdsIn = ({ days }: StatusFact, month: Month): boolean =>
  days.from <= lastDay(month) && (days.to === undefined || days.to > firstDay(month));

/** Assistance where it recognises a member in the month, else who pays a benefit of the household then. */
function payerIn({ persons }: Watch, month: Month): Payer | undefined {
  const recognised = RECOGNISED.find((kind) =>
    persons.some((person) => person.statusesOf(kind).some((status) => holdsIn(status, month))),
  );
  return recognised === undefined
    ? lastPayer(persons.flatMap((person) => ben(person, lastDay(month))))
    : { payer: 'assistance', programme: recognised.toUpperCase() };
}

/** Since when a person is without work, and what tells it; nothing of who gets unemployment benefit. */
function joblessness(
  person: WatchedPerson,
  today: CivilDate,
  { n }: IndicatorPolicy,
  toldUpTo: () => Month | undefined,
):
  | { readonly since: string; readonly fact: { readonly factId: string }; readonly isRegistered: boolean }
  | undefined {
  if (hasUnemploymentBenefit(person, today)) return undefined;
  const registered = person.openOn('unemployedRegistered', today);
  if (registered !== undefined) {
    return { since: registered.days.from, fact: registered, isRegistered: true };
  }
  const last = lastContribution(person);
  if (last === undefined || last.month >= monthOf(today)) return undefined;
  const told = toldUpTo();
  if (told === undefined || told < addMonths(last.month, n)) return undefined;
  return { since: addMonths(last.month, 1), fact: last.fact, isRegistered: false };
}

/**
 * Somebody without work is none of those found today: a benefit may run out, the feeds may tell more, or what a head has may
 * fall with the month that leaves the window.
 */
function mayTurnUp(watch: Watch, policy: IndicatorPolicy): boolean {
  const { persons, today } = watch;
  if (isDibaoHousehold(watch)) return false;
  const jobless = persons.filter(
    (person) =>
      person.openOn('unemployedRegistered', today) !== undefined ||
      (lastContribution(person)?.month ?? monthOf(today)) < addMonths(monthOf(today), -policy.n),
  );
  if (jobless.length === 0) return false;
  if (!isBelowEdge(watch)) return true;
  const counted = countedOn(watch);
  const toldUpTo = (): Month | undefined => watch.covered.get(CONTRIBUTIONS_BY);
  return jobless.some(
    (person) => !counted.includes(person) || joblessness(person, today, policy, toldUpTo) === undefined,
  );
}

function lastContribution({ expenditure }: WatchedPerson): MonthLine | undefined {
  let last: MonthLine | undefined;
  for (const line of expenditure) {
    if (isContribution(line) && (last === undefined || line.month > last.month)) last = line;
  }
  return last;
}

/** Paid for the month of the day or one of the two before. */
function hasUnemploymentBenefit({ income }: WatchedPerson, today: CivilDate): boolean {
  const first = addMonths(monthOf(today), -2);
  return income.some(
    ({ fact, month, amountFen }) => fact.kind === 'unemploymentBenefit' && amountFen > 0n && month >= first,
  );
}

function isBelowEdge(watch: Watch): boolean {
  const perCapita = watch.meansOn(watch.today)?.household?.perCapitaMonthly;
  if (perCapita === undefined) return false;
  const { standardMonthlyFen, edgeMultipleBp } = watch.policy;
  const limit = rational(standardMonthlyFen * BigInt(edgeMultipleBp), WHOLE);
  return compare(perCapita, limit) < 0 && watch.isIncomeKnown;
}

/** The day by which contributions of a month have been told. */
const dayTold = ({ rules }: Watch, month: Month): CivilDate =>
  addDays(lastDay(month), rules.maxLagOf(CONTRIBUTIONS_BY).days ?? 0);
