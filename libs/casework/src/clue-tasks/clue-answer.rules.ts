import { addMonthsToDate, civilDateOf, type CivilDate } from '@minzheng/kernel/months';

/** What a department found (catalogue 2.2, `ClueOutcome`). */
export const CLUE_OUTCOMES = [
  'CONFIRMED_STOP',
  'CONFIRMED_ADJUST',
  'CONFIRMED_ADMIT',
  'TEMPORARY_AID',
  'REFERRED',
  'NO_CHANGE',
  'DATA_WRONG',
  'UNREACHABLE',
  'NOT_OURS',
] as const;
export type ClueOutcomeName = (typeof CLUE_OUTCOMES)[number];

/** With what a clue is closed: an outcome, or its evidence was taken back (catalogue 2.2, `ClueClosingOutcome`). */
export type ClueClosingOutcomeName = ClueOutcomeName | 'EVIDENCE_WITHDRAWN';

/** How somebody looked (catalogue 2.2, `ClueVisitMode`). */
export const CLUE_VISIT_MODES = ['HOME', 'DOCUMENT', 'PHONE', 'VIDEO'] as const;
export type ClueVisitMode = (typeof CLUE_VISIT_MODES)[number];

/** Who looked, when and how (入户摸排): at the dwelling, or in another way. */
export interface ClueVisitRecord {
  /** RFC 3339. */
  readonly visitedAt: string;
  readonly mode: ClueVisitMode;
  /** Subjects of their tokens. */
  readonly workers: readonly string[];
  /** SHA-256 of the record, hex. */
  readonly evidenceSha256: string;
  /** The department's visit, where it is one. */
  readonly visitId?: string;
}

/** What an answer is judged by. */
export interface JudgedAnswer {
  readonly outcome: ClueOutcomeName;
  readonly decidedBy: string;
  readonly muteUntilOn?: CivilDate;
  readonly visits: readonly ClueVisitRecord[];
  readonly answeredAt: Date;
}

export interface JudgedTask {
  readonly dispatchedAt: Date;
  readonly documentCheck: boolean;
}

/** Why verification would send the answer back: it is refused here first. */
export type AnswerRefusal = 'RECORD_MISSING' | 'SAME_PERSON' | 'MUTE_NOT_ALLOWED' | 'MUTE_TOO_LONG';

const WORKERS = 2;
const DAYS_OF_AN_UNREACHABLE = 2;
/** The catalogue's own bound of the field. */
const MUTE_MAX_MONTHS = 24;

/** The visits that count: by two people, since the clue was sent, at the dwelling unless documents suffice. */
export function visitsThatCount(
  visits: readonly ClueVisitRecord[],
  { dispatchedAt, documentCheck }: JudgedTask,
): ClueVisitRecord[] {
  return visits.filter(
    ({ visitedAt, mode, workers }) =>
      new Date(visitedAt) >= dispatchedAt &&
      new Set(workers).size >= WORKERS &&
      (mode === 'HOME' || documentCheck),
  );
}

/**
 * Whether a department may answer so: "who visits signs and answers for it", by two people, and somebody else decides.
 * What another department has to answer needs no visit.
 *
 * @returns why not
 */
export function judgeClueAnswer(answer: JudgedAnswer, task: JudgedTask): AnswerRefusal | undefined {
  const { outcome, visits, muteUntilOn } = answer;
  if (muteUntilOn !== undefined && outcome !== 'NO_CHANGE') return 'MUTE_NOT_ALLOWED';
  const latest = addMonthsToDate(civilDateOf(answer.answeredAt), MUTE_MAX_MONTHS);
  if (muteUntilOn !== undefined && muteUntilOn > latest) return 'MUTE_TOO_LONG';
  if (outcome === 'NOT_OURS') return undefined;
  const counting = visitsThatCount(visits, task);
  const days = new Set(counting.map(({ visitedAt }) => civilDateOf(visitedAt)));
  if (days.size < (outcome === 'UNREACHABLE' ? DAYS_OF_AN_UNREACHABLE : 1)) return 'RECORD_MISSING';
  return visits.some(({ workers }) => workers.includes(answer.decidedBy)) ? 'SAME_PERSON' : undefined;
}
