import { formatYuan, type Fen } from '@minzheng/kernel/money';
import { addMonths, monthsBetween, type Month } from '@minzheng/kernel/months';
import { fromWire } from '@minzheng/kernel/rational';
import type { Assessed } from '../awards/assessed.js';
import type { AwardState } from '../awards/award.lifecycle.js';
import { baseOf, extrasOf, type PersonPart } from '../awards/award-segments.js';
import { covers, type Months } from '../awards/months.js';
import { EXTRA_NAMES, type ExtraKind } from '../entitlement/classified-extra.rules.js';
import { yuan, type StatedReason } from '../entitlement/stated-reason.js';

/** A segment as it is explained. */
export interface ExplainedSegment {
  readonly months: Months;
  readonly parts: readonly PersonPart[];
  readonly standardFen: Fen;
  readonly cause: string;
  /** What it was found on, where that is no longer what the award rests on. */
  readonly assessed: Assessed | null;
}

/** What of an award decides what is due in a month. */
export interface ExplainedAward {
  readonly state: AwardState;
  readonly effectiveMonth: Month;
  readonly endMonth: Month | null;
  readonly heldFrom: Month | null;
  readonly holdCause: string | null;
  readonly holdEndsOn: string | null;
  readonly ceaseCause: string | null;
  readonly assessed: Assessed | null;
  /** In the order of their months. */
  readonly segments: readonly ExplainedSegment[];
  /** It was loaded from a county's earlier records. */
  readonly isImported: boolean;
}

/** What somebody gets in a month, and why. */
export interface ExplainedMonth {
  readonly month: Month;
  readonly dueFen: Fen;
  readonly parts: readonly PersonPart[];
  readonly reasons: readonly StatedReason[];
}

type Words = Readonly<Record<string, readonly [zh: string, en: string]>>;

/** Why amounts are as they are (发放段的原因). */
const CAUSES: Words = {
  DECISION: ['按审核确认决定发放', 'As decided'],
  REVIEW: ['按复核结果发放', 'As the review has found'],
  STANDARD: ['低保标准调整后重新计算', 'Computed again with the new standard'],
  AGE: [
    '因家庭成员年龄或残疾人证有效期变化重新计算',
    'Computed again as somebody has come of age or a card has run out',
  ],
  RELEASE: ['恢复发放时按现行规定重新计算', 'Computed again when the award was released'],
  RULES: ['导入后按现行标准计算', 'Computed with the standard in force when the award was taken over'],
  IMPORT: ['按原系统确认的金额继续发放', 'As the county’s earlier records have it'],
  GRADUAL_EXIT: [
    '渐退期：收入已高于低保标准，按渐退比例继续发放',
    'Gradual exit: the income is above the standard, and the base goes on for some months',
  ],
};

/** Why nothing is due for a time (暂停原因). */
const HOLDS: Words = {
  DEATH: ['享受待遇的人死亡的信息待核实', 'a death is being checked'],
  PAYMENT_RETURNS: ['发放款多次被银行退回', 'payments came back from the bank too often'],
  COUNTY: ['县级民政部门决定暂停', 'the county has decided so'],
};

/** Why an award has ended (终止原因). */
const ENDS: Words = {
  REVIEW: ['复核后不再符合条件', 'the review has found that the conditions are no longer met'],
  DEATH: ['享受待遇的人死亡', 'the person has died'],
  GRADUAL_EXIT_END: ['渐退期届满', 'the gradual exit is over'],
  EXPIRED: ['认定有效期届满', 'the recognition has run out'],
  REVOKED: ['决定被撤销', 'the decision was revoked'],
  OWN_REQUEST: ['本人申请停止', 'the household has asked for it'],
  NO_COOPERATION: ['拒不配合核查', 'the household has not cooperated'],
  MOVED_AWAY: ['家庭迁出', 'the household has moved away'],
  OTHER_PROGRAMME: ['转为享受其他救助', 'another programme takes its place'],
  REPLACED: ['此后的月份由另一项待遇发放', 'another award pays the months after it'],
  FRAUD: ['以虚假手段取得', 'it was obtained by false statements'],
  ERROR: ['认定有误', 'it was granted by mistake'],
};

const words = (table: Words, code: string | null): readonly [string, string] => {
  const known = code === null ? undefined : table[code];
  return known ?? [`原因代码${code ?? '—'}`, `cause ${code ?? '—'}`];
};

/**
 * What an award pays in each month, and why (逐月说明): an amount is due where a segment covers the month and the award is
 * not held in it (R21).
 *
 * @param from - first month that is told
 * @param to - last one
 */
export function explainMonths(award: ExplainedAward, from: Month, to: Month): ExplainedMonth[] {
  return monthsBetween(from, to).map((month) => explainMonth(award, month));
}

function explainMonth(award: ExplainedAward, month: Month): ExplainedMonth {
  const segment = award.segments.find(({ months }) => covers(months, month));
  if (!segment) return { month, dueFen: 0n, parts: [], reasons: [whyNothing(award, month)] };
  const { parts } = segment;
  const sum = baseOf(parts) + extrasOf(parts);
  const isHeld = award.state === 'HELD' && award.heldFrom !== null && month >= award.heldFrom;
  return {
    month,
    dueFen: isHeld ? 0n : sum,
    parts,
    reasons: [...(isHeld ? [heldReason(award, sum)] : []), ...whySo(award, segment)],
  };
}

function whyNothing(award: ExplainedAward, month: Month): StatedReason {
  const { segments, effectiveMonth, isImported, ceaseCause, endMonth } = award;
  const first = segments[0]?.months.from ?? effectiveMonth;
  if (month < effectiveMonth) {
    return {
      code: 'NOT_BEGUN',
      zh: `待遇自${effectiveMonth}起享受，此前不发放。`,
      en: `The award begins with ${effectiveMonth}: nothing is due before.`,
    };
  }
  if (isImported && month < first) {
    return {
      code: 'PAID_BEFORE',
      zh: `本月由原系统发放；本系统自${first}起发放。`,
      en: `This month was paid by the former system; this one pays from ${first} on.`,
    };
  }
  const [zh, en] = words(ENDS, ceaseCause);
  return {
    code: 'ENDED',
    zh: `待遇已终止（${zh}），最后发放月份为${endMonth ?? addMonths(month, -1)}。`,
    en: `The award has ended (${en}); its last month was ${endMonth ?? addMonths(month, -1)}.`,
  };
}

function heldReason({ heldFrom, holdCause, holdEndsOn }: ExplainedAward, sum: Fen): StatedReason {
  const [zh, en] = words(HOLDS, holdCause);
  const until =
    holdEndsOn === null
      ? ['', '']
      : [`，最迟于${holdEndsOn}前作出处理`, ` and has to be resolved by ${holdEndsOn}`];
  return {
    code: 'HELD',
    zh: `自${heldFrom ?? ''}起暂停发放（${zh}）${until[0] ?? ''}；恢复后补发本月的${formatYuan(sum)}元。`,
    en: `Held from ${heldFrom ?? ''} on (${en})${until[1] ?? ''}; if it is released, the ${formatYuan(sum)} yuan of this month are paid.`,
  };
}

function whySo(award: ExplainedAward, segment: ExplainedSegment): StatedReason[] {
  const { cause, parts, months } = segment;
  const [zh, en] = words(CAUSES, cause);
  const assessed = segment.assessed ?? award.assessed;
  const isExit = cause === 'GRADUAL_EXIT';
  return [
    { code: cause, zh: `${zh}（自${months.from}起）。`, en: `${en}, from ${months.from} on.` },
    ...(assessed && !isExit ? [baseReason(assessed, segment)] : []),
    ...(isExit ? [exitReason(segment)] : []),
    ...parts.filter(({ extraFen }) => extraFen > 0n).map(extraReason),
  ];
}

function baseReason(
  { subtype, memberCount, perCapita, members }: Assessed,
  { standardFen, parts }: ExplainedSegment,
): StatedReason {
  const base = formatYuan(baseOf(parts));
  const standard = formatYuan(standardFen);
  if (subtype === 'SINGLE_PERSON') {
    return {
      code: 'BASE_SINGLE_PERSON',
      zh: `单人保：低保标准${standard}元减去本人收入，${members.length}人每月合计${base}元。`,
      en: `Guaranteed alone: the standard of ${standard} yuan less the own income, ${base} yuan a month for ${members.length} person(s).`,
    };
  }
  const income = yuan(fromWire(perCapita));
  return {
    code: 'BASE',
    zh: `低保标准${standard}元，认定的家庭人均月收入${income}元，${memberCount}人，基本金额每月${base}元。`,
    en: `With the standard of ${standard} yuan, an assessed income of ${income} yuan a head and ${memberCount} member(s), the base is ${base} yuan a month.`,
  };
}

function exitReason({ months, parts }: ExplainedSegment): StatedReason {
  const last = months.before === undefined ? undefined : addMonths(months.before, -1);
  const base = formatYuan(baseOf(parts));
  return {
    code: 'BASE_GRADUAL_EXIT',
    zh: `本段每月${base}元，分类施保金不再发放${last === undefined ? '' : `，至${last}止`}。`,
    en: `${base} yuan a month without extras${last === undefined ? '' : `, until ${last}`}.`,
  };
}

function extraReason({ extraFen, extraKinds }: PersonPart): StatedReason {
  const names = extraKinds.map((kind) => EXTRA_NAMES[kind as ExtraKind] ?? { zh: kind, en: kind });
  return {
    code: `EXTRA_${extraKinds.join('_')}`,
    zh: `分类施保（${names.map(({ zh }) => zh).join('、')}）：每月${formatYuan(extraFen)}元。`,
    en: `Extra (${names.map(({ en }) => en).join(', ')}): ${formatYuan(extraFen)} yuan a month.`,
  };
}
