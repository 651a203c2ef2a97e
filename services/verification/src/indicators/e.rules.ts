import { isBelowDisposableIncome } from '@minzheng/kernel/means-test';
import type { Fen } from '@minzheng/kernel/money';
import {
  addMonthsToDate,
  incomeWindow,
  monthOf,
  type CivilDate,
  type IncomeWindow,
} from '@minzheng/kernel/months';
import { compare, isBelow, multiply, rational } from '@minzheng/kernel/rational';
import { wholeNumber } from '../requests/check-policy.js';
import { isDibaoHousehold } from './benefits.rules.js';
import { isMonitored } from './monitored.rules.js';
import { byFactId, countedIncomeOf, countedOn, householderOf, meansPolicyOn } from './counted.rules.js';
import { E3, E6, E7 } from './e-events.rules.js';
import { hitOf } from './hit.js';
import type { Hit, Indicator, IndicatorCode, IndicatorPolicy } from './indicator.js';
import { firstMonthOfRun } from './run.rules.js';
import { spendingOf, spendsOn } from './spending.rules.js';
import type { Watch } from './watch.js';
import type { WatchedPerson } from './watched-person.js';

/**
 * E1: what a household paid for medical care itself in the window takes `ratioBp` of its income or more, of a monitored one
 * without dibao and tekun `lowIncomeRatioBp`; where its income is unknown, when it is `amountFen` or more. Verification 5.10;
 * 国办发〔2023〕39号.
 */
const E1: Indicator = {
  code: 'E1',
  timing: 'FACTS',
  find(watch, policy) {
    if (watch.household === undefined || !spendsOn(watch, ['MEDICAL'])) return [];
    return householdHit(watch, 'E1', policy, (day) => medicalBurden(watch, policy, day));
  },
};

/** E2: the patient's own part of one stay in hospital, of the income window or since, is `amountFen` or more. Verification 5.10. */
const E2: Indicator = {
  code: 'E2',
  timing: 'FACTS',
  find: (watch, policy) => watch.persons.flatMap((person) => costlyStays(watch, person, policy)),
};

function costlyStays(
  watch: Watch,
  { personKey, expenditure }: WatchedPerson,
  policy: IndicatorPolicy,
): Hit[] {
  const inHospital = expenditure.filter(({ fact }) => fact.kind === 'medicalInpatientOop');
  if (inHospital.length === 0) return [];
  const { from } = incomeWindow(watch.today, watch.policy.windowMonths);
  return [...Map.groupBy(inHospital, ({ fact }) => fact.itemKey)].flatMap(([itemKey, stay]) => {
    const amountFen = stay.reduce((sum, line) => sum + line.amountFen, 0n);
    if (amountFen < policy.amountFen || !stay.some(({ month }) => month >= from)) return [];
    return hitOf(watch, 'E2', policy, {
      personKey,
      payer: { payer: 'assistance' },
      episodeKey: itemKey,
      evidence: stay.map(({ fact }) => fact).toSorted(byFactId),
      months: stay.map(({ month }) => month),
      amountFen,
      direction: 'UNDER',
      zh: '一次住院的个人自付费用达到预警额度',
      en: 'the patient’s own part of one stay in hospital has reached the amount that warns',
    });
  });
}

/**
 * E4: a household without dibao that rigid expenditure leaves less than the standard a head, its property within the limits as
 * far as may be read. Verification 5.4, 5.10; 民发〔2021〕57号 art. 13.
 */
const E4: Indicator = {
  code: 'E4',
  timing: 'FACTS',
  find(watch, policy) {
    if (watch.household === undefined || isDibaoHousehold(watch) || !spendsOn(watch)) return [];
    return householdHit(watch, 'E4', policy, (day) => leftBelowStandard(watch, day));
  },
};

/**
 * E5: a household without dibao and edge meets the test of a rigid-expenditure family and is not recognised as one; or an
 * application was refused within `n` months and rigid expenditure since then is `refusedStd` standards or more, the month of
 * the refusal included: no window has looked at it. Verification 5.5, 5.10; 刚性支出困难家庭认定办法.
 */
const E5: Indicator = {
  code: 'E5',
  timing: 'FACTS',
  find(watch, policy) {
    if (!spendsOn(watch)) return [];
    return householdHit(watch, 'E5', policy, (day) =>
      hasOpen(watch, day, 'dibao', 'edge')
        ? undefined
        : (rigidFamily(watch, day) ?? spentSinceRefusal(watch, policy, day)),
    );
  },
};

interface Burden {
  readonly evidence: readonly { readonly factId: string }[];
  readonly amountFen: Fen;
  readonly zh: string;
  readonly en: string;
}

/** A hit of the whole household; its episode is the run in which the rule has held. */
function householdHit(
  watch: Watch,
  code: IndicatorCode,
  policy: IndicatorPolicy,
  burdenOn: (day: CivilDate) => Burden | undefined,
): Hit[] {
  const burden = burdenOn(watch.today);
  if (burden === undefined) return [];
  return [
    hitOf(watch, code, policy, {
      ...burden,
      evidence: burden.evidence.toSorted(byFactId),
      subject: 'HOUSEHOLD',
      personKey: householderOf(watch),
      payer: { payer: 'assistance' },
      episodeKey: firstMonthOfRun(watch.today, (day) => burdenOn(day) !== undefined),
      direction: 'UNDER',
    }),
  ];
}

function medicalBurden(watch: Watch, policy: IndicatorPolicy, day: CivilDate): Burden | undefined {
  const means = watch.meansOn(day);
  if (means?.household === undefined) return undefined;
  const { amountFen, evidence } = spendingIn(watch, means.window, day, 'MEDICAL');
  if (amountFen === 0n) return undefined;
  const isLowIncome = isMonitored(watch, day) && !hasOpen(watch, day, 'dibao', 'tekun');
  const ratioBp = isLowIncome
    ? watch.rules.read('verification.ind.E1.lowIncomeRatioBp', wholeNumber)
    : policy.ratioBp;
  const share = multiply(rational(BigInt(ratioBp)), means.household.total);
  const isGreatShare = compare(rational(amountFen * 10_000n), share) >= 0;
  if (isGreatShare && watch.isIncomeKnown) {
    const percent = ratioBp / 100;
    return {
      amountFen,
      evidence: [...evidence, ...countedIncomeOf(means)],
      zh: `12 个月内医疗自付支出达到家庭收入的 ${percent}% 以上`,
      en: `the household’s own medical spending of the window is ${percent} % of its income or more`,
    };
  }
  if (amountFen < policy.amountFen || watch.isIncomeKnown) return undefined;
  return {
    amountFen,
    evidence,
    zh: '收入不明，12 个月内医疗自付支出达到预警额度',
    en: 'income is unknown, and the household’s own medical spending of the window has reached the amount that warns',
  };
}

function leftBelowStandard(watch: Watch, day: CivilDate): Burden | undefined {
  const means = watch.meansOn(day);
  if (means?.household === undefined || isDibaoHousehold(watch, day)) return undefined;
  const { rigidFen, perCapitaAfterRigid, property } = means.household;
  const { standardMonthlyFen, deductGroups } = meansPolicyOn(watch, day);
  if (rigidFen === 0n || property.levels.DIBAO.verdict === 'OVER') return undefined;
  if (!isBelow(perCapitaAfterRigid, rational(standardMonthlyFen)) || !watch.isIncomeKnown) return undefined;
  return {
    amountFen: rigidFen,
    evidence: [...spendingIn(watch, means.window, day, ...deductGroups).evidence, ...countedIncomeOf(means)],
    zh: '扣除刚性支出后人均月收入低于低保标准，财产在可查范围内未超限',
    en: 'income a head after rigid expenditure is below the standard, and property within the limits as far as may be read',
  };
}

function rigidFamily(watch: Watch, day: CivilDate): Burden | undefined {
  const means = watch.meansOn(day);
  if (means?.household === undefined || hasOpen(watch, day, 'rigid')) return undefined;
  const { rigidFen, rigidRatio, perCapitaMonthly, property } = means.household;
  const policy = meansPolicyOn(watch, day);
  if (!rigidRatio.met || property.levels.RIGID.verdict === 'OVER') return undefined;
  if (!isBelowDisposableIncome(perCapitaMonthly, policy) || !watch.isIncomeKnown) return undefined;
  return {
    amountFen: rigidFen,
    evidence: [
      ...spendingIn(watch, means.window, day, ...policy.deductGroups).evidence,
      ...countedIncomeOf(means),
    ],
    zh: `刚性支出超过家庭收入的 ${policy.rigidRatioBp / 100}%，符合刚性支出困难家庭条件`,
    en: `rigid expenditure is more than ${policy.rigidRatioBp / 100} % of income: the test of a rigid-expenditure family is met`,
  };
}

function spentSinceRefusal(watch: Watch, { n }: IndicatorPolicy, day: CivilDate): Burden | undefined {
  const refused = watch.knowledge.refusedOn;
  if (refused === undefined || day < refused || day >= addMonthsToDate(refused, n)) return undefined;
  const { standardMonthlyFen, deductGroups } = meansPolicyOn(watch, day);
  const since = { from: monthOf(refused), to: monthOf(day) };
  const { amountFen, evidence } = spendingIn(watch, since, day, ...deductGroups);
  const multiple = watch.rules.read('verification.ind.E5.refusedStd', wholeNumber);
  if (amountFen < BigInt(multiple) * standardMonthlyFen) return undefined;
  return {
    amountFen,
    evidence,
    zh: `${refused} 申请未获批准，此后刚性支出达到低保标准的 ${multiple} 倍以上`,
    en: `an application was refused on ${refused}, and rigid expenditure since is ${multiple} standards or more`,
  };
}

const spendingIn = (
  watch: Watch,
  { from, to }: Pick<IncomeWindow, 'from' | 'to'>,
  on: CivilDate,
  ...groups: Parameters<typeof spendingOf>[2]['groups'][number][]
): ReturnType<typeof spendingOf> => spendingOf(watch, countedOn(watch, on), { from, to, groups, on });

const hasOpen = (
  { persons }: Watch,
  day: CivilDate,
  ...kinds: readonly ('dibao' | 'tekun' | 'edge' | 'rigid')[]
): boolean => kinds.some((kind) => persons.some((person) => person.openOn(kind, day) !== undefined));

export const E_INDICATORS: readonly Indicator[] = [E1, E2, E3, E4, E5, E6, E7];
