import { selectFacts, type MonthLine, type StatusFact } from '@minzheng/kernel/means-test';
import { addMonths, firstDay, lastDay, type Month } from '@minzheng/kernel/months';
import type { Hit, IndicatorInput, Severity } from './indicator.js';

/** Policy rows `verification.ind.C3.*`. */
export interface C3Policy {
  readonly enabled: boolean;
  /** Months without any wage or contribution after which a first one is news (default 12). */
  readonly n: number;
  readonly severity: Severity;
}

const UNKNOWN_PAYER = '*';

/** Work of a member that is one and the same: from one payer, or by one account where no payer is named. */
interface Job {
  readonly key: string;
  readonly naming: Naming;
  /** The first month of it. */
  readonly month: Month;
  readonly lines: readonly MonthLine[];
}

const RECOGNISED = ['dibao', 'tekun', 'edge', 'rigid'] as const;

/**
 * C3: the first wage or social insurance contribution from a payer for a member who was registered as
 * unemployed, or who had neither for a year, in a household that is recognised at the time. Points to
 * over-payment: the department looks whether the award still fits (verification 5.10; 社会救助暂行办法 art. 13).
 */
export function c3FirstWage({ household, facts, today }: IndicatorInput, policy: C3Policy): Hit[] {
  if (!policy.enabled) return [];
  const told = facts.filter(
    (fact) => (isWork(fact) || fact.type === 'STATUS') && fact.quality !== 'DECLARED',
  );
  const { income, expenditure, statuses } = selectFacts(told, { validAt: today });
  const paid = [...income, ...expenditure].filter(({ amountFen }) => amountFen > 0n);
  const hits: Hit[] = [];
  for (const { personKey } of household.members) {
    const work = paid.filter(({ fact }) => fact.personKey === personKey);
    for (const job of jobsOf(work)) {
      const recognised = recognisedIn(statuses, household, job.month);
      if (recognised === undefined) continue;
      const unemployed = statuses.some(
        (status) =>
          status.personKey === personKey &&
          status.kind === 'unemployedRegistered' &&
          holdsIn(status, job.month),
      );
      const idle = !work.some(({ month }) => month < job.month && month >= addMonths(job.month, -policy.n));
      if (!unemployed && !idle) continue;
      hits.push(hit(personKey, job, recognised, policy, unemployed));
    }
  }
  return hits;
}

function hit(
  personKey: string,
  { key, month, lines }: Job,
  recognised: string,
  { n, severity }: C3Policy,
  unemployed: boolean,
): Hit {
  return {
    indicator: 'C3',
    subject: 'HOUSEHOLD',
    personKey,
    payer: 'assistance',
    programme: recognised.toUpperCase(),
    episodeKey: key,
    factIds: [...new Set(lines.filter((line) => line.month === month).map(({ fact }) => fact.factId))],
    months: [month],
    direction: 'OVER',
    severity,
    explanation: unemployed
      ? {
          zh: `${month} 起首次出现工资或社保缴费记录,该成员登记为失业`,
          en: `first wage or contribution in ${month} for a member who is registered as unemployed`,
        }
      : {
          zh: `${month} 起首次出现工资或社保缴费记录，此前 ${n} 个月没有任何记录`,
          en: `first wage or contribution in ${month} after ${n} months without any`,
        },
  };
}

const isWork = (fact: { type: string; kind: string }): boolean =>
  (fact.type === 'INCOME' && fact.kind === 'wage') ||
  (fact.type === 'EXPENDITURE' && fact.kind === 'socialInsurancePaid');

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
    return other.lines.some(({ month }) => month === job.month || month === addMonths(job.month, -1));
  }
  return job.naming === 2 && other.naming === 2 && other.month === job.month && other.key < job.key;
}

/** EDGE and RIGID begin on the day of the decision: a month in which a status held on any day is one of it. */
const holdsIn = ({ days }: StatusFact, month: Month): boolean =>
  days.from <= lastDay(month) && (days.to === undefined || days.to > firstDay(month));

function recognisedIn(
  statuses: readonly StatusFact[],
  household: IndicatorInput['household'],
  month: Month,
): string | undefined {
  const members = new Set(household.members.map(({ personKey }) => personKey));
  return RECOGNISED.find((kind) =>
    statuses.some(
      (status) => status.kind === kind && members.has(status.personKey) && holdsIn(status, month),
    ),
  );
}
