import type { IncomeFact, ExpenditureFact, StatusFact } from '@minzheng/kernel/means-test';
import { addMonths, firstDay, type Month } from '@minzheng/kernel/months';
import type { Hit, IndicatorInput, Severity } from './indicator.js';

/** Policy rows `verification.ind.C3.*`. */
export interface C3Policy {
  readonly enabled: boolean;
  /** Months without any wage or contribution after which a first one is news (default 12). */
  readonly n: number;
  readonly severity: Severity;
}

type Work = IncomeFact | ExpenditureFact;

const RECOGNISED = ['dibao', 'tekun', 'edge', 'rigid'] as const;

/**
 * C3: the first wage or social insurance contribution from a payer for a member who was registered as
 * unemployed, or who had neither for a year, in a household that is recognised at the time. Points to
 * over-payment: the department looks whether the award still fits (verification 5.10; 社会救助暂行办法 art. 13).
 */
export function c3FirstWage({ household, facts }: IndicatorInput, policy: C3Policy): Hit[] {
  if (!policy.enabled) return [];
  const statuses = facts.filter((fact): fact is StatusFact => fact.type === 'STATUS');
  const hits: Hit[] = [];
  for (const { personKey } of household.members) {
    const work = facts.filter((fact): fact is Work => isWork(fact) && fact.personKey === personKey);
    for (const [payerKey, ofPayer] of groupByPayer(work)) {
      const month = firstMonth(ofPayer);
      const recognised = recognisedOn(statuses, household, firstDay(month));
      if (recognised === undefined) continue;
      const unemployed = statuses.some(
        (status) =>
          status.personKey === personKey &&
          status.kind === 'unemployedRegistered' &&
          holds(status, firstDay(month)),
      );
      const idle = !work.some(
        ({ period }) => period.from < month && period.to >= addMonths(month, -policy.n),
      );
      if (!unemployed && !idle) continue;
      hits.push(hit(personKey, payerKey, month, ofPayer, recognised, policy, unemployed));
    }
  }
  return hits;
}

function hit(
  personKey: string,
  payerKey: string,
  month: Month,
  ofPayer: readonly Work[],
  recognised: string,
  { n, severity }: C3Policy,
  unemployed: boolean,
): Hit {
  return {
    indicator: 'C3',
    personKey,
    programme: recognised.toUpperCase(),
    episodeKey: payerKey,
    factIds: ofPayer.filter(({ period }) => period.from === month).map(({ factId }) => factId),
    months: [month],
    direction: 'OVER',
    severity,
    explanation: unemployed
      ? {
          zh: `${month} 起首次出现工资或社保缴费记录,该成员登记为失业`,
          en: `first wage or contribution in ${month} for a member who is registered as unemployed`,
        }
      : {
          zh: `${month} 起首次出现工资或社保缴费记录,此前 ${n} 个月没有任何记录`,
          en: `first wage or contribution in ${month} after ${n} months without any`,
        },
  };
}

const isWork = (fact: { type: string; kind: string }): boolean =>
  (fact.type === 'INCOME' && fact.kind === 'wage') ||
  (fact.type === 'EXPENDITURE' && fact.kind === 'socialInsurancePaid');

/** A contribution names no payer of its own: its account or contract (`itemKey`) stands for it. */
function groupByPayer(work: readonly Work[]): Map<string, Work[]> {
  const groups = new Map<string, Work[]>();
  for (const fact of work) {
    const payer = fact.type === 'INCOME' ? fact.payerKey : fact.itemKey;
    groups.set(payer, [...(groups.get(payer) ?? []), fact]);
  }
  return groups;
}

const firstMonth = (facts: readonly Work[]): Month =>
  facts.map(({ period }) => period.from).reduce((a, b) => (a < b ? a : b));

const holds = ({ days }: StatusFact, day: string): boolean =>
  days.from <= day && (days.to === undefined || day < days.to);

function recognisedOn(
  statuses: readonly StatusFact[],
  household: IndicatorInput['household'],
  day: string,
): string | undefined {
  const members = new Set(household.members.map(({ personKey }) => personKey));
  return RECOGNISED.find((kind) =>
    statuses.some((status) => status.kind === kind && members.has(status.personKey) && holds(status, day)),
  );
}
