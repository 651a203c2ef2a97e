import { hash } from 'node:crypto';
import { addDays, addMonthsToDate, civilDateOf, type CivilDate } from '@minzheng/kernel/months';

/** What a department found (catalogue 2.2, `ClueOutcome`). */
export type Outcome =
  | 'CONFIRMED_STOP'
  | 'CONFIRMED_ADJUST'
  | 'CONFIRMED_ADMIT'
  | 'TEMPORARY_AID'
  | 'REFERRED'
  | 'NO_CHANGE'
  | 'DATA_WRONG'
  | 'UNREACHABLE'
  | 'NOT_OURS';

/** With what a clue is closed: an outcome, or its evidence was taken back. */
export type ClosingOutcome = Exclude<Outcome, 'NOT_OURS'> | 'EVIDENCE_WITHDRAWN';

export type VisitMode = 'HOME' | 'DOCUMENT' | 'PHONE' | 'VIDEO';

/** A visit (入户摸排) as the department tells it. */
export interface Visit {
  readonly visitedAt: Date;
  readonly mode: VisitMode;
  readonly workers: number;
  readonly evidenceSha256: string;
}

export interface Answer {
  readonly outcome: Outcome;
  readonly visits: readonly Visit[];
  /** Who decided is none of those who visited. */
  readonly decidedByOther: boolean;
  /** Of NO_CHANGE only. */
  readonly muteUntilOn?: CivilDate | undefined;
  /** When the department recorded it. */
  readonly recordedAt: Date;
  /** From the department that the clue was dispatched to. */
  readonly isFromDepartment: boolean;
}

/** The clue when its answer comes. */
export interface AnsweredClue {
  readonly isDispatched: boolean;
  readonly dispatchedAt: Date;
  readonly hitsAddedAt: Date | null;
  readonly sentBack: boolean;
  /** Every hit allows documents instead of a visit at home. */
  readonly documentCheck: boolean;
  /** Drawn for a look of the coordinator. */
  readonly isSampled: boolean;
  /** Digests of evidence that another clue was answered with. */
  readonly usedElsewhere: ReadonlySet<string>;
}

/** Why an answer does not suffice. */
export type Shortcoming =
  | 'DECIDER_VISITED'
  | 'VISIT_MISSING'
  | 'VISIT_BEFORE_DISPATCH'
  | 'WORKERS_TOO_FEW'
  | 'NOT_AT_HOME'
  | 'EVIDENCE_MISSING'
  | 'EVIDENCE_REUSED'
  | 'VISITS_ON_ONE_DAY'
  | 'MUTE_NOT_ALLOWED'
  | 'MUTE_TOO_LONG';

/**
 * What becomes of an answer: the clue is closed at once, or first goes to the coordinator (drawn, or insufficient a second
 * time); is sent back once; the department says that it is not its own; or the answer changes nothing, being from before
 * hits were added, from elsewhere, or to a clue that waits for none.
 */
export type Verdict =
  'ACCEPTED' | 'SAMPLED' | 'SENT_BACK' | 'LEFT_TO_COORDINATOR' | 'DECLINED' | 'OUTDATED' | 'KEPT';

export interface Decision {
  readonly verdict: Verdict;
  readonly shortcomings: readonly Shortcoming[];
}

const WORKERS = 2;
const DAYS_OF_AN_UNREACHABLE = 2;
const SHA_256 = /^[0-9a-f]{64}$/;

/**
 * Judges what a department answered (摸排结果审核): "who visits signs and answers for it", by two people, and somebody
 * else decides. Verification, sections 4 and 11.
 *
 * @param muteMaxMonths - how far ahead a department may have the hits muted
 */
export function judgeAnswer(answer: Answer, clue: AnsweredClue, muteMaxMonths: number): Decision {
  const without = (verdict: Verdict): Decision => ({ verdict, shortcomings: [] });
  const unheard = unheardFor(answer, clue);
  if (unheard !== undefined) return without(unheard);
  if (answer.outcome === 'NOT_OURS') return without('DECLINED');
  const shortcomings = shortcomingsOf(answer, clue, muteMaxMonths);
  if (shortcomings.length > 0) {
    return { verdict: clue.sentBack ? 'LEFT_TO_COORDINATOR' : 'SENT_BACK', shortcomings };
  }
  return without(clue.isSampled ? 'SAMPLED' : 'ACCEPTED');
}

/** Why an answer changes nothing, where it does not: its visits are no evidence of the clue either. */
export function unheardFor(
  { isFromDepartment, recordedAt }: Pick<Answer, 'isFromDepartment' | 'recordedAt'>,
  { isDispatched, hitsAddedAt }: Pick<AnsweredClue, 'isDispatched' | 'hitsAddedAt'>,
): Extract<Verdict, 'KEPT' | 'OUTDATED'> | undefined {
  if (!isDispatched || !isFromDepartment) return 'KEPT';
  return hitsAddedAt !== null && recordedAt < hitsAddedAt ? 'OUTDATED' : undefined;
}

function shortcomingsOf(answer: Answer, clue: AnsweredClue, muteMaxMonths: number): Shortcoming[] {
  const found: Shortcoming[] = [];
  if (!answer.decidedByOther) found.push('DECIDER_VISITED');
  found.push(...shortcomingsOfVisits(answer, clue));
  if (answer.visits.some(({ evidenceSha256 }) => clue.usedElsewhere.has(evidenceSha256)))
    found.push('EVIDENCE_REUSED');
  if (answer.muteUntilOn !== undefined) {
    const latest = addMonthsToDate(civilDateOf(answer.recordedAt), muteMaxMonths);
    if (answer.outcome !== 'NO_CHANGE') found.push('MUTE_NOT_ALLOWED');
    else if (answer.muteUntilOn > latest) found.push('MUTE_TOO_LONG');
  }
  return found;
}

/** One visit that counts is enough; who met nobody has been there on two days. */
function shortcomingsOfVisits({ outcome, visits }: Answer, clue: AnsweredClue): Shortcoming[] {
  if (visits.length === 0) return ['VISIT_MISSING'];
  const judged = visits.map((visit) => ({ visit, flaws: flawsOf(visit, clue) }));
  const days = new Set(
    judged.filter(({ flaws }) => flaws.length === 0).map(({ visit }) => civilDateOf(visit.visitedAt)),
  );
  if (days.size === 0) return [...new Set(judged.flatMap(({ flaws }) => flaws))];
  return outcome === 'UNREACHABLE' && days.size < DAYS_OF_AN_UNREACHABLE ? ['VISITS_ON_ONE_DAY'] : [];
}

function flawsOf(
  { visitedAt, mode, workers, evidenceSha256 }: Visit,
  { dispatchedAt, documentCheck }: AnsweredClue,
): Shortcoming[] {
  return [
    ...(visitedAt < dispatchedAt ? (['VISIT_BEFORE_DISPATCH'] as const) : []),
    ...(workers < WORKERS ? (['WORKERS_TOO_FEW'] as const) : []),
    ...(mode === 'HOME' || documentCheck ? [] : (['NOT_AT_HOME'] as const)),
    ...(SHA_256.test(evidenceSha256) ? [] : (['EVIDENCE_MISSING'] as const)),
  ];
}

const WHOLE_BP = 10_000;

/** Whether a clue is drawn for the coordinator's look: anybody can compute it from its id, nobody can choose it. */
export function isSampled(clueId: string, sampleBp: number): boolean {
  return hash('sha256', clueId.toLowerCase(), 'buffer').readUInt32BE(0) % WHOLE_BP < sampleBp;
}

/** Through which day the hits of a clue are not raised again that was closed on a day as known and settled. */
export function mutedUntil(closedOn: CivilDate, muteDays: number, named: CivilDate | undefined): CivilDate {
  const usual = addDays(closedOn, muteDays);
  return named !== undefined && named > usual ? named : usual;
}
