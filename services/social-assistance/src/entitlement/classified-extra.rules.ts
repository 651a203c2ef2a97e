import type { Fen } from '@minzheng/kernel/money';
import { ageOn, firstDay, type CivilDate, type Month } from '@minzheng/kernel/months';
import { rational, roundHalfUp } from '@minzheng/kernel/rational';
import { isSeverelyDisabled, type DisabilityCard } from './disability.rules.js';
import { percent, yuan, type StatedReason } from './stated-reason.js';

/** Why a member gets more (分类施保): in the order in which a tie is decided. */
export const EXTRA_KINDS = ['MINOR', 'AGE_70', 'SEVERE_DISABILITY', 'SERIOUS_ILLNESS'] as const;
export type ExtraKind = (typeof EXTRA_KINDS)[number];

/** What the extra of a member depends on. */
export interface ExtraMember {
  readonly birthDate: CivilDate;
  readonly disability?: DisabilityCard;
  readonly isSeriouslyIll: boolean;
}

/** Rows that the extras read. */
export interface ExtraPolicy {
  /** Minimum living standard (低保标准) a person and month. */
  readonly standardFen: Fen;
  /** Part of the standard by kind; a kind that is absent is not paid. */
  readonly bp: Readonly<Partial<Record<ExtraKind, number>>>;
  /** The highest one only, or all of them up to the cap. */
  readonly mode: 'HIGHEST' | 'SUM';
  readonly capBp: number;
}

/** The extra of one member in one month; no kinds and 0 when none is due. */
export interface ClassifiedExtra {
  readonly kinds: readonly ExtraKind[];
  readonly fen: Fen;
  readonly reasons: readonly StatedReason[];
}

const MAJORITY = 18;
const OLD_AGE = 70;

/**
 * R7: what a covered member gets on top of the base, in a month. The condition must hold on its 1st.
 *
 * Legal basis: 社会救助暂行办法 art. 12(2); 民发〔2021〕57号 art. 27.
 */
export function classifiedExtra(member: ExtraMember, month: Month, policy: ExtraPolicy): ClassifiedExtra {
  const day = firstDay(month);
  const due = EXTRA_KINDS.flatMap((kind) => {
    const bp = policy.bp[kind] ?? 0;
    return bp > 0 && holds(kind, member, day) ? [{ kind, bp }] : [];
  });
  const highest = due.reduce<(typeof due)[number] | undefined>(
    (best, candidate) => (best && best.bp >= candidate.bp ? best : candidate),
    undefined,
  );
  if (!highest) return { kinds: [], fen: 0n, reasons: [] };
  const paid = policy.mode === 'HIGHEST' ? [highest] : due;
  const sumBp = paid.reduce((sum, { bp }) => sum + bp, 0);
  const bp = policy.mode === 'HIGHEST' ? sumBp : Math.min(sumBp, policy.capBp);
  const fen = roundHalfUp(rational(policy.standardFen * BigInt(bp), 10_000n));
  const kinds = paid.map(({ kind }) => kind);
  return {
    kinds,
    fen,
    reasons: [
      {
        code: `EXTRA_${kinds.join('_')}`,
        zh: `分类施保（${kinds.map((kind) => EXTRA_NAMES[kind].zh).join('、')}）：低保标准${yuan(policy.standardFen)}元的${percent(bp)}＝${yuan(fen)}元。`,
        en: `Extra (${kinds.map((kind) => EXTRA_NAMES[kind].en).join(', ')}): ${percent(bp)} of the standard of ${yuan(policy.standardFen)} yuan = ${yuan(fen)} yuan.`,
      },
    ],
  };
}

export const EXTRA_NAMES: Readonly<Record<ExtraKind, { readonly zh: string; readonly en: string }>> = {
  MINOR: { zh: '未成年人', en: 'minor' },
  AGE_70: { zh: '70周岁以上', en: 'aged 70 or over' },
  SEVERE_DISABILITY: { zh: '重度残疾人', en: 'severely disabled' },
  SERIOUS_ILLNESS: { zh: '重病患者', en: 'seriously ill' },
};

function holds(
  kind: ExtraKind,
  { birthDate, disability, isSeriouslyIll }: ExtraMember,
  day: CivilDate,
): boolean {
  switch (kind) {
    case 'MINOR':
      return ageOn(birthDate, day) < MAJORITY;
    case 'AGE_70':
      return ageOn(birthDate, day) >= OLD_AGE;
    case 'SEVERE_DISABILITY':
      return disability !== undefined && isSeverelyDisabled(disability, day);
    case 'SERIOUS_ILLNESS':
      return isSeriouslyIll;
  }
}
