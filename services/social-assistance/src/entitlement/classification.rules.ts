import type { Fen } from '@minzheng/kernel/money';
import type { PersonKey } from '@minzheng/kernel/means-test';
import { compare, isBelow, multiply, rational, type Rational } from '@minzheng/kernel/rational';
import { illnessDibao, type IllnessFigures, type IllnessPolicy } from './illness-dibao.rules.js';
import { percent, yuan, type StatedReason } from './stated-reason.js';

/** Result of the property test at one level (财产核查结果); INCOMPLETE while a source has not answered. */
export type AssetVerdict = 'PASS' | 'FAIL' | 'UNKNOWN' | 'INCOMPLETE';

/** Who may be guaranteed alone (单人保) where the household as a whole is not covered. */
export type SinglePersonCategory = 'SEVERE_DISABILITY' | 'SERIOUS_ILLNESS' | 'HARDSHIP_ELDER' | 'MINOR';

/** What is known of a counted member when the household is classified. */
export interface ClassifiedMember {
  readonly personKey: PersonKey;
  readonly isAdult: boolean;
  readonly isEmployed: boolean;
  readonly categories: readonly SinglePersonCategory[];
  /** Own counted income a month, in fen. */
  readonly ownMonthly: Rational;
  /** Property of this person alone, at the level of the minimum living guarantee. */
  readonly ownAssets: AssetVerdict;
}

/** Figures of the means test that the classification rests on; rationals are fen. */
export interface MeansFigures {
  readonly memberCount: number;
  /** Income a head and month. */
  readonly perCapita: Rational;
  /** The same after rigid expenditure. */
  readonly perCapitaAfterRigid: Rational;
  readonly rigidAnnualFen: Fen;
  /** False while a source of the core set has not answered: more income may still come to light. */
  readonly isComplete: boolean;
  /** Who has not answered, in words; empty where that is not known. */
  readonly missingSources: readonly { readonly zh: string; readonly en: string }[];
  readonly assets: Readonly<Record<'DIBAO' | 'EDGE' | 'RIGID', AssetVerdict>>;
  readonly members: readonly ClassifiedMember[];
  /** Needed where the region takes in households by the cost of illness (R8). */
  readonly illness?: IllnessFigures;
  /**
   * Clergy away from the household for so long that they don't count in it (R1): each is judged alone. Of these only
   * own income and property matter.
   */
  readonly clergyAway?: readonly ClassifiedMember[];
}

/** Rows that the classification reads. */
export interface ClassificationPolicy {
  /** Minimum living standard (低保标准) a person and month. */
  readonly standardFen: Fen;
  readonly edgeMultipleBp: number;
  readonly rigidRatioBp: number;
  readonly singlePersonCategories: readonly SinglePersonCategory[];
  /** Last year's disposable income a head, in fen a year; asked for only where the rule needs it. */
  readonly disposableIncomeLastYearFen: () => Fen;
  /** Where the region takes in households by the cost of illness (因病支出型低保); MEDICAL then leaves step (3). */
  readonly illness?: IllnessPolicy;
}

export type HouseholdClass = 'DIBAO' | 'EDGE' | 'RIGID' | 'NONE' | 'PENDING';
/** How a household comes into the minimum living guarantee: by its income, after rigid expenditure, or by illness. */
export type HouseholdSubtype = 'HOUSEHOLD' | 'RIGID_DEDUCTION' | 'ILLNESS';

/** Which group a household belongs to, who of it may be guaranteed alone, and why. */
export interface Classification {
  readonly householdClass: HouseholdClass;
  /** Of DIBAO. */
  readonly subtype?: HouseholdSubtype;
  /** Of DIBAO: the income a head and month that the subtype was found on; the benefit rests on it (R6, R9). */
  readonly basis?: Rational;
  /** Members who may get the single-person guarantee, in the order of the input. */
  readonly singlePersons: readonly PersonKey[];
  /** Clergy away from home who may be guaranteed alone, beside whatever the household gets; absent without any. */
  readonly clergyAlone?: readonly PersonKey[];
  readonly reasons: readonly StatedReason[];
}

type Answer = 'YES' | 'NO' | 'OPEN';

interface Step {
  readonly answer: Answer;
  readonly result: Pick<Classification, 'householdClass' | 'subtype' | 'basis'>;
  readonly reasons: readonly StatedReason[];
}

const MONTHS_OF_A_YEAR = 12n;

/**
 * R5: the group of a household (低保、低保边缘家庭、刚性支出困难家庭), the first that holds. "Below" is strict, on exact
 * values. A step that only an unknown asset or a missing source keeps open makes the answer PENDING.
 *
 * Legal basis: 社会救助暂行办法 arts. 9–10; 民发〔2021〕57号 arts. 8, 12–14; 民发〔2022〕83号 §1(1);
 * 刚性支出困难家庭认定办法 art. 4; 国办发〔2023〕39号; 皖民社救字〔2017〕41号.
 *
 * @throws PolicyMissing when the step of illness or of rigid expenditure is reached and the region has no disposable
 * income
 * @throws RangeError when the region takes in households by the cost of illness and the figures for it are absent
 */
export function classify(figures: MeansFigures, policy: ClassificationPolicy): Classification {
  const ofHousehold = figures.memberCount === 0 ? NOBODY_COUNTS : classifyHousehold(figures, policy);
  return withClergy(ofHousehold, figures, policy);
}

const NOBODY_COUNTS: Classification = {
  householdClass: 'NONE',
  singlePersons: [],
  reasons: [
    {
      code: 'NO_COUNTED_MEMBER',
      zh: '没有计入的共同生活家庭成员。',
      en: 'No member of the household is counted.',
    },
  ],
};

function classifyHousehold(figures: MeansFigures, policy: ClassificationPolicy): Classification {
  const reasons: StatedReason[] = [];
  const byIllness = policy.illness === undefined ? [] : [illness];
  for (const step of [household, rigidDeduction, ...byIllness, edge, rigidFamily]) {
    const { answer, result, reasons: why } = step(figures, policy);
    reasons.push(...why);
    if (answer === 'OPEN') return { householdClass: 'PENDING', singlePersons: [], reasons };
    if (answer === 'NO') continue;
    // A household that is covered as a whole is never cut down to single members (民发〔2022〕83号 §1).
    if (result.subtype === 'HOUSEHOLD') return { ...result, singlePersons: [], reasons };
    return withSinglePersons(result, figures, policy, reasons);
  }
  reasons.push({ code: 'NONE', zh: '不符合任何一类认定条件。', en: 'No group of recipients applies.' });
  return withSinglePersons({ householdClass: 'NONE' }, figures, policy, reasons);
}

/** (2) Income a head below the standard, property within the limits: the household as a whole. */
function household(figures: MeansFigures, { standardFen }: ClassificationPolicy): Step {
  const limit = rational(standardFen);
  const income = belowLimit(figures.perCapita, limit, figures);
  return {
    answer: all(income, passes(figures.assets.DIBAO)),
    result: { householdClass: 'DIBAO', subtype: 'HOUSEHOLD', basis: figures.perCapita },
    reasons: [
      comparison(
        'INCOME',
        figures.perCapita,
        limit,
        '家庭人均月收入',
        '低保标准',
        'Income a head',
        'the standard',
      ),
      assetReason(figures, 'DIBAO', '低保', 'minimum living guarantee'),
    ],
  };
}

/** (3) The same after rigid expenditure (刚性支出扣除); without MEDICAL where the cost of illness has its own step. */
function rigidDeduction(figures: MeansFigures, policy: ClassificationPolicy): Step {
  const limit = rational(policy.standardFen);
  const perCapita = policy.illness === undefined ? figures.perCapitaAfterRigid : afterOtherRigid(figures);
  const income = belowLimit(perCapita, limit, figures);
  const label = [
    '扣除刚性支出后的人均月收入',
    '低保标准',
    'Income a head after rigid expenditure',
    'the standard',
  ] as const;
  return {
    answer: all(income, passes(figures.assets.DIBAO)),
    result: { householdClass: 'DIBAO', subtype: 'RIGID_DEDUCTION', basis: perCapita },
    reasons: [comparison('INCOME_AFTER_RIGID', perCapita, limit, ...label)],
  };
}

function afterOtherRigid({ illness: figures }: MeansFigures): Rational {
  if (figures === undefined) throw new RangeError('the figures of illness are needed where it is enabled');
  return figures.perCapitaAfterOtherRigid;
}

/** (4) By the cost of illness (因病支出型低保), R8. */
function illness(figures: MeansFigures, policy: ClassificationPolicy): Step {
  const { answer, perCapitaAfterIllness, reasons } = illnessDibao(figures, policy);
  return {
    answer,
    result: { householdClass: 'DIBAO', subtype: 'ILLNESS', basis: perCapitaAfterIllness },
    reasons,
  };
}

/** (5) Edge family (低保边缘家庭). */
function edge(figures: MeansFigures, policy: ClassificationPolicy): Step {
  const limit = edgeLimit(policy);
  const label = [
    '家庭人均月收入',
    '低保边缘家庭收入线',
    'Income a head',
    'the limit of edge families',
  ] as const;
  return {
    answer: all(belowLimit(figures.perCapita, limit, figures), passes(figures.assets.EDGE)),
    result: { householdClass: 'EDGE' },
    reasons: [
      comparison('EDGE_INCOME', figures.perCapita, limit, ...label),
      assetReason(figures, 'EDGE', '低保边缘家庭', 'edge family'),
    ],
  };
}

/** (6) Rigid-expenditure family (刚性支出困难家庭). */
function rigidFamily(figures: MeansFigures, policy: ClassificationPolicy): Step {
  const annualIncome = multiply(figures.perCapita, rational(MONTHS_OF_A_YEAR * BigInt(figures.memberCount)));
  const spending = rational(figures.rigidAnnualFen);
  const threshold = multiply(annualIncome, rational(BigInt(policy.rigidRatioBp), 10_000n));
  const isHeavy = figures.rigidAnnualFen > 0n && compare(spending, threshold) > 0;
  const reason = {
    code: isHeavy ? 'RIGID_SHARE_ABOVE' : 'RIGID_SHARE_NOT_ABOVE',
    zh: `年刚性支出${yuan(spending)}元，${isHeavy ? '超过' : '未超过'}年收入${yuan(annualIncome)}元的${percent(policy.rigidRatioBp)}。`,
    en: `Rigid expenditure of ${yuan(spending)} yuan a year is ${isHeavy ? '' : 'not '}above ${percent(policy.rigidRatioBp)} of the income of ${yuan(annualIncome)} yuan.`,
  };
  const result = { householdClass: 'RIGID' } as const;
  if (!isHeavy || figures.assets.RIGID === 'FAIL') return { answer: 'NO', result, reasons: [reason] };
  const limit = rational(policy.disposableIncomeLastYearFen(), MONTHS_OF_A_YEAR);
  const label = [
    '家庭人均月收入',
    '上年度居民人均可支配收入（月）',
    'Income a head',
    'last year’s disposable income a month',
  ] as const;
  return {
    answer: all(belowLimit(figures.perCapita, limit, figures), passes(figures.assets.RIGID)),
    result,
    reasons: [
      reason,
      comparison('RIGID_INCOME', figures.perCapita, limit, ...label),
      assetReason(figures, 'RIGID', '刚性支出困难家庭', 'rigid-expenditure family'),
    ],
  };
}

/**
 * Clergy away from home are judged by their own income and property, whatever the household (民发〔2021〕57号 art. 7);
 * one who is not certain keeps the answer PENDING.
 */
function withClergy(
  ofHousehold: Classification,
  figures: MeansFigures,
  policy: ClassificationPolicy,
): Classification {
  if (ofHousehold.householdClass === 'PENDING') return ofHousehold;
  const answers = (figures.clergyAway ?? []).map(({ personKey, ownMonthly, ownAssets }) => ({
    personKey,
    answer: all(belowLimit(ownMonthly, rational(policy.standardFen), figures), passes(ownAssets)),
  }));
  if (answers.some(({ answer }) => answer === 'OPEN')) return singlePersonPending(ofHousehold.reasons);
  const clergyAlone = answers.filter(({ answer }) => answer === 'YES').map(({ personKey }) => personKey);
  if (clergyAlone.length === 0) return ofHousehold;
  const reason = {
    code: 'CLERGY_ALONE_OPEN',
    zh: `${clergyAlone.length}名离家的宗教教职人员可以单独纳入低保（单人保）。`,
    en: `${clergyAlone.length} member(s) of the clergy away from home may be guaranteed alone.`,
  };
  return { ...ofHousehold, clergyAlone, reasons: [...ofHousehold.reasons, reason] };
}

function singlePersonPending(reasons: readonly StatedReason[]): Classification {
  const pending = {
    code: 'SINGLE_PERSON_PENDING',
    zh: '单人保条件尚待核实。',
    en: 'Whether a member may be guaranteed alone is not certain yet.',
  };
  return { householdClass: 'PENDING', singlePersons: [], reasons: [...reasons, pending] };
}

/** Who may be guaranteed alone beside the household's own group; a person who is not certain keeps it PENDING. */
function withSinglePersons(
  result: Step['result'],
  figures: MeansFigures,
  policy: ClassificationPolicy,
  reasons: readonly StatedReason[],
): Classification {
  const answers = figures.members.map((member) => ({
    personKey: member.personKey,
    answer: guaranteedAlone(member, figures, policy),
  }));
  if (answers.some(({ answer }) => answer === 'OPEN')) return singlePersonPending(reasons);
  const singlePersons = answers.filter(({ answer }) => answer === 'YES').map(({ personKey }) => personKey);
  return { ...result, singlePersons, reasons: [...reasons, ...singlePersonReasons(singlePersons)] };
}

/**
 * Within the limits of an edge family, members of the region's categories may be guaranteed alone. Adults with a
 * severe disability and without a job are judged by their own income and property, whatever the household
 * (民发〔2022〕83号 §1(1)).
 */
function guaranteedAlone(
  member: ClassifiedMember,
  figures: MeansFigures,
  policy: ClassificationPolicy,
): Answer {
  const { categories, isAdult, isEmployed, ownMonthly, ownAssets } = member;
  const income = belowLimit(ownMonthly, rational(policy.standardFen), figures);
  const isOfCategory = categories.some((category) => policy.singlePersonCategories.includes(category));
  const asEdge: Answer = isOfCategory
    ? all(income, belowLimit(figures.perCapita, edgeLimit(policy), figures), passes(figures.assets.EDGE))
    : 'NO';
  const isJudgedAlone = isAdult && !isEmployed && categories.includes('SEVERE_DISABILITY');
  const byOwnMeans: Answer = isJudgedAlone ? all(income, passes(ownAssets)) : 'NO';
  if (asEdge === 'YES' || byOwnMeans === 'YES') return 'YES';
  return asEdge === 'OPEN' || byOwnMeans === 'OPEN' ? 'OPEN' : 'NO';
}

function edgeLimit({ standardFen, edgeMultipleBp }: ClassificationPolicy): Rational {
  return rational(standardFen * BigInt(edgeMultipleBp), 10_000n);
}

/** What more data can only raise is over for good; what is below stays open until every source has answered. */
function belowLimit(income: Rational, limit: Rational, { isComplete }: MeansFigures): Answer {
  if (!isBelow(income, limit)) return 'NO';
  return isComplete ? 'YES' : 'OPEN';
}

function passes(verdict: AssetVerdict): Answer {
  return verdict === 'PASS' ? 'YES' : verdict === 'FAIL' ? 'NO' : 'OPEN';
}

function all(...answers: readonly Answer[]): Answer {
  if (answers.includes('NO')) return 'NO';
  return answers.includes('OPEN') ? 'OPEN' : 'YES';
}

function comparison(
  code: string,
  value: Rational,
  limit: Rational,
  valueZh: string,
  limitZh: string,
  valueEn: string,
  limitEn: string,
): StatedReason {
  const isUnder = isBelow(value, limit);
  return {
    code: `${code}_${isUnder ? 'BELOW' : 'NOT_BELOW'}`,
    zh: `${valueZh}${yuan(value)}元，${isUnder ? '低于' : '不低于'}${limitZh}${yuan(limit)}元。`,
    en: `${valueEn} of ${yuan(value)} yuan is ${isUnder ? '' : 'not '}below ${limitEn} of ${yuan(limit)} yuan.`,
  };
}

function assetReason(
  { assets, missingSources }: MeansFigures,
  level: keyof MeansFigures['assets'],
  zh: string,
  en: string,
): StatedReason {
  const verdict = assets[level];
  const missing = {
    zh: missingSources.map((source) => source.zh).join('、') || '部分信息来源',
    en: missingSources.map((source) => source.en).join(', ') || 'some sources',
  };
  const words = {
    PASS: [`家庭财产符合${zh}的规定。`, `The property is within the limits (${en}).`],
    FAIL: [`家庭财产超过${zh}的规定。`, `The property is over the limits (${en}).`],
    UNKNOWN: [
      `有财产的价值或状况不明，须由工作人员认定（${zh}）。`,
      `An asset is unknown and a person has to decide (${en}).`,
    ],
    INCOMPLETE: [
      `家庭财产是否符合${zh}的规定尚不清楚：${missing.zh}尚未反馈。`,
      `Whether the property is within the limits (${en}) is not known yet: no complete answer from ${missing.en}.`,
    ],
  } as const;
  return { code: `ASSETS_${verdict}`, zh: words[verdict][0], en: words[verdict][1] };
}

function singlePersonReasons(persons: readonly PersonKey[]): StatedReason[] {
  if (persons.length === 0) return [];
  return [
    {
      code: 'SINGLE_PERSON_OPEN',
      zh: `${persons.length}名家庭成员可以单独纳入低保（单人保）。`,
      en: `${persons.length} member(s) may be guaranteed alone.`,
    },
  ];
}
