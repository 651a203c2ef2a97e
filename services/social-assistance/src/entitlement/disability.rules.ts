import type { CivilDate } from '@minzheng/kernel/months';

/** Kinds of disability (残疾类别) of GB/T 26341, by their numbers 1–7. */
export const DISABILITY_KINDS = {
  visual: 1,
  hearing: 2,
  speech: 3,
  limb: 4,
  intellectual: 5,
  mental: 6,
  multiple: 7,
} as const;

/** What a disability card (残疾人证) says. */
export interface DisabilityCard {
  /** 1–7 of GB/T 26341. */
  readonly kind: number;
  /** 1 is the most severe, 4 the least. */
  readonly grade: number;
  /** Last day on which it is valid; absent when it does not end. */
  readonly validTo?: CivilDate;
}

/** Severely disabled (重度残疾): grade 1 or 2, or grade 3 of the mind, by a card that is valid on the day. */
export function isSeverelyDisabled({ kind, grade, validTo }: DisabilityCard, on: CivilDate): boolean {
  const isOfMind = kind === DISABILITY_KINDS.intellectual || kind === DISABILITY_KINDS.mental;
  const isValid = validTo === undefined || on <= validTo;
  return isValid && (grade <= 2 || (grade === 3 && isOfMind));
}
