import {
  ASSET_KINDS,
  selectFacts,
  testProperty,
  type AssetFact,
  type PropertyGroup,
  type PropertyLevel,
} from '@minzheng/kernel/means-test';
import { daysBetween, type CivilDate } from '@minzheng/kernel/months';
import { add, compare, multiply, rational, subtract, ZERO, type Rational } from '@minzheng/kernel/rational';
import { isSupported, payerOfHousehold } from './benefits.rules.js';
import { byFactId, countedOn, householderOf, meansPolicyOn } from './counted.rules.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorCode, IndicatorPolicy } from './indicator.js';
import { firstMonthOfRun } from './run.rules.js';
import type { Watch } from './watch.js';

const WHOLE_BP = 10_000;

/**
 * D4: financial assets a head are over the limit for which the household is recognised. Reads what banks, securities firms
 * and insurers say only while a consent opens it. Verification 5.7, 5.10; 民发〔2021〕57号 art. 14.
 */
export const D4: Indicator = {
  code: 'D4',
  timing: 'FACTS',
  find(watch, policy) {
    if (watch.household === undefined || !hasOpened(watch, isOf('FINANCIAL'))) return [];
    if (!mayBeOverLimit(watch)) return [];
    return financialHit(watch, 'D4', policy, (day) => assetsOverLimit(watch, day), {
      zh: '家庭人均金融资产超过限额',
      en: 'financial assets a head are over the limit',
    });
  },
};

/**
 * D6: deposits have fallen by more than `ratioBp` and by `amountFen` or more between two statements of the banks that are no
 * more than `n` days apart, of which the second is the last. Only while a consent opens it. Verification 5.10.
 */
export const D6: Indicator = {
  code: 'D6',
  timing: 'FACTS',
  find(watch, policy) {
    if (!hasOpened(watch, isDeposit) || !mayHaveGone(watch, policy)) return [];
    return financialHit(watch, 'D6', policy, (day) => depositsGone(watch, policy, day), {
      zh: `${policy.n} 天内存款大幅减少`,
      en: `deposits have fallen sharply within ${policy.n} days`,
    });
  },
};

type Evidence = readonly { readonly factId: string }[];

/** A hit of the whole household, with the month in which the run of the rule began. */
function financialHit(
  watch: Watch,
  code: IndicatorCode,
  policy: IndicatorPolicy,
  evidenceOn: (day: CivilDate) => Evidence | undefined,
  told: { readonly zh: string; readonly en: string },
): Hit[] {
  const holds = (day: CivilDate): Evidence | undefined =>
    isSupported(watch, day) ? evidenceOn(day) : undefined;
  const evidence = holds(watch.today);
  if (evidence === undefined) return [];
  return [
    hitOf(watch, code, policy, {
      ...told,
      subject: 'HOUSEHOLD',
      personKey: householderOf(watch),
      payer: payerOfHousehold(watch),
      episodeKey: firstMonthOfRun(watch.today, (day) => holds(day) !== undefined),
      evidence: evidence.toSorted(byFactId),
      direction: 'OVER',
    }),
  ];
}

/** All that the members hold is more than the limit of one head: of most it is not, and it need not be known who counts. */
function mayBeOverLimit(watch: Watch): boolean {
  const { standardMonthlyFen, asset } = watch.policy;
  const held = watch.persons
    .flatMap(({ assets, gated }) => [...assets, ...gated.assets])
    .filter(isOf('FINANCIAL'));
  const limit = multiply(asset.financialStd[levelOn(watch, watch.today)], rational(standardMonthlyFen));
  return compare(rational(sumOf(held)), limit) > 0;
}

/** As much as must have gone was ever there. */
const mayHaveGone = ({ persons }: Watch, { amountFen }: IndicatorPolicy): boolean =>
  sumOf(persons.flatMap(({ gated }) => gated.told).filter(isDeposit)) >= amountFen;

/** What makes financial assets a head certainly more than the limit on a day. */
function assetsOverLimit(watch: Watch, on: CivilDate): Evidence | undefined {
  const counted = countedOn(watch, on);
  if (counted.length === 0) return undefined;
  const opened = selectFacts(
    counted.flatMap(({ gated }) => gated.told),
    { validAt: on },
  ).assets;
  if (!opened.some(isOf('FINANCIAL'))) return undefined;
  const { levels } = testProperty({
    persons: counted.map(({ personKey }) => personKey),
    assets: [...counted.flatMap(({ assets }) => assets.filter(({ asOf }) => asOf <= on)), ...opened],
    statuses: watch.statuses,
    on,
    policy: meansPolicyOn(watch, on),
    missingSources: [],
  });
  const { verdict, reasons } = levels[levelOn(watch, on)];
  const financial = reasons.find(({ code }) => code === 'FINANCIAL');
  return verdict === 'OVER' ? financial?.factIds.map((factId) => ({ factId })) : undefined;
}

/**
 * The limit of what the household is recognised for; of an edge family one of whose members has dibao alone the family's. Of
 * other benefits that of an edge family (5.9).
 */
function levelOn({ persons }: Watch, on: CivilDate): PropertyLevel {
  const has = (kind: 'dibao' | 'tekun' | 'edge' | 'rigid'): boolean =>
    persons.some((person) => person.openOn(kind, on) !== undefined);
  if (has('edge')) return 'EDGE';
  if (has('dibao') || has('tekun')) return 'DIBAO';
  return has('rigid') ? 'RIGID' : 'EDGE';
}

interface Balance {
  readonly sum: Rational;
  readonly facts: readonly AssetFact[];
}

/** The statements between which deposits have gone, up to a day. */
function depositsGone(
  watch: Watch,
  { n, ratioBp, amountFen }: IndicatorPolicy,
  on: CivilDate,
): Evidence | undefined {
  const told = countedOn(watch)
    .flatMap(({ gated }) => gated.told)
    .filter((fact) => isDeposit(fact) && fact.valueFen !== undefined && fact.asOf <= on);
  const days = [...new Set(told.map(({ asOf }) => asOf))].toSorted();
  const last = days.at(-1);
  if (last === undefined) return undefined;
  const now = balanceOn(told, last);
  for (const day of days) {
    if (day === last || daysBetween(day, last) > n) continue;
    const before = balanceOn(told, day);
    const drop = subtract(before.sum, now.sum);
    const isMuch = compare(drop, rational(amountFen)) >= 0;
    const isMost =
      compare(multiply(drop, rational(BigInt(WHOLE_BP))), multiply(before.sum, rational(BigInt(ratioBp)))) >
      0;
    if (isMuch && isMost) return [...before.facts, ...now.facts];
  }
  return undefined;
}

/** The last statement of each deposit up to a day; a share that is unknown is the whole. */
function balanceOn(told: readonly AssetFact[], day: CivilDate): Balance {
  const facts = selectFacts(told, { validAt: day }).assets;
  const sum = facts.reduce(
    (total, { valueFen = 0n, shareBp = WHOLE_BP }) =>
      add(total, rational(valueFen * BigInt(shareBp), BigInt(WHOLE_BP))),
    ZERO,
  );
  return { sum, facts };
}

const hasOpened = ({ persons }: Watch, test: (fact: AssetFact) => boolean): boolean =>
  persons.some(({ gated }) => gated.assets.some(test));

const isOf =
  (group: PropertyGroup) =>
  ({ kind }: AssetFact): boolean =>
    ASSET_KINDS.get(kind)?.group === group;

const sumOf = (assets: readonly AssetFact[]): bigint =>
  assets.reduce((sum, { valueFen = 0n }) => sum + valueFen, 0n);

const isDeposit = ({ kind }: AssetFact): boolean => kind === 'deposit';
