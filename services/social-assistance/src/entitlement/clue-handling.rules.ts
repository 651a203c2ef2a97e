/** A need that a ticket is opened with when a clue finds it. */
export type ClueNeed =
  'DIBAO' | 'TEKUN' | 'TEMP_AID' | 'DISABILITY_CARE' | 'DISABILITY_LIVING' | 'EDUCATION_AID' | 'MEDICAL_AID';

export type ClueDirection = 'OVER' | 'UNDER' | 'CARE';

/** What of a dispatched clue (预警线索) decides how it is handled. */
export interface HandledClue {
  readonly direction: ClueDirection;
  /** Codes of the indicators that were hit, such as `F2`. */
  readonly indicators: readonly string[];
  /** Programmes that the hits name; an over-payment is looked for in these alone, where one of them runs. */
  readonly programmes?: readonly string[];
  /** The card of the person was issued in another province: handled as 跨省通办. */
  readonly isCardOfOtherProvince?: boolean;
}

/** An award of the household that runs: not ceased. */
export interface HandledAward {
  readonly awardId: string;
  readonly programme: 'DIBAO' | 'TEKUN' | 'EDGE' | 'RIGID';
  /** A review that is open on it, whatever its cause. */
  readonly openReviewId?: string;
}

/** A ticket, or an inbound referral's ticket, of the household that is not closed. */
export interface HandledTicket {
  readonly ticketId: string;
  readonly needs: readonly string[];
}

/** One thing that a clue makes; all of them belong to its one task. */
export type ClueStep =
  | { readonly makes: 'REVIEW'; readonly awardId: string; readonly cause: 'CLUE' }
  | { readonly makes: 'JOIN_REVIEW'; readonly awardId: string; readonly reviewId: string }
  | {
      readonly makes: 'TICKET';
      readonly channel: 'CLUE';
      readonly needs: readonly ClueNeed[];
      readonly isCrossProvince: boolean;
    }
  | {
      readonly makes: 'JOIN_TICKET';
      readonly ticketId: string;
      /** Needs that the ticket has not got yet; it takes the clue in any case. */
      readonly needs: readonly ClueNeed[];
    }
  | { readonly makes: 'VISIT' }
  /** Nothing runs that could be reviewed: answered over documents. */
  | { readonly makes: 'DOCUMENTS' };

const NEED_BY_INDICATOR: Readonly<Record<string, ClueNeed>> = {
  A8: 'DIBAO',
  C5: 'DIBAO',
  C6: 'DIBAO',
  E1: 'DIBAO',
  E2: 'DIBAO',
  E3: 'DIBAO',
  E4: 'DIBAO',
  E5: 'DIBAO',
  F1: 'DIBAO',
  B7: 'TEMP_AID',
  E6: 'TEMP_AID',
  E7: 'EDUCATION_AID',
  F2: 'DISABILITY_CARE',
  F3: 'DISABILITY_LIVING',
  F6: 'MEDICAL_AID',
};

/**
 * R24: what a clue makes: of an over-payment a review of each award that it may be about, or, where none runs, an
 * answer over documents; of an unmet need a review where a running award answers it, else a ticket with the need,
 * joined to an open one of the household; of care a visit.
 *
 * Legal basis: 国办发〔2023〕39号; 民发〔2021〕57号 art. 31.
 *
 * @param awards - running awards that cover a person of the clue
 * @param tickets - its tickets that are not closed, the oldest first
 */
export function handleClue(
  clue: HandledClue,
  awards: readonly HandledAward[],
  tickets: readonly HandledTicket[],
): ClueStep[] {
  if (clue.direction === 'CARE') return [{ makes: 'VISIT' }];
  if (clue.direction === 'OVER') {
    const named = awards.filter(({ programme }) => clue.programmes?.includes(programme));
    const concerned = named.length > 0 ? named : awards;
    return concerned.length > 0 ? concerned.map(reviewOf) : [{ makes: 'DOCUMENTS' }];
  }
  const found = [...new Set(clue.indicators)].map((indicator) => ({
    need: needOf(indicator, awards),
    answeredBy: awardThatAnswers(indicator, awards),
  }));
  const reviewed = [...new Set(found.flatMap(({ answeredBy }) => answeredBy ?? []))];
  const needs = [
    ...new Set(found.flatMap(({ need, answeredBy }) => (need && !answeredBy ? [need] : []))),
  ].sort();
  const steps = [...reviewed.map(reviewOf), ...ticketOf(needs, clue, tickets)];
  return steps.length > 0 ? steps : [{ makes: 'DOCUMENTS' }];
}

/** F1 means the minimum living guarantee, of a household on it special hardship. */
function needOf(indicator: string, awards: readonly HandledAward[]): ClueNeed | undefined {
  const isOnDibao = awards.some(({ programme }) => programme === 'DIBAO');
  return indicator === 'F1' && isOnDibao ? 'TEKUN' : NEED_BY_INDICATOR[indicator];
}

/** A8 (somebody is back from custody) of any award; needs of the minimum living guarantee where it is running. */
function awardThatAnswers(indicator: string, awards: readonly HandledAward[]): HandledAward | undefined {
  if (indicator === 'A8') return awards[0];
  if (needOf(indicator, awards) !== 'DIBAO') return undefined;
  return awards.find(({ programme }) => programme === 'DIBAO');
}

function reviewOf({ awardId, openReviewId }: HandledAward): ClueStep {
  return openReviewId === undefined
    ? { makes: 'REVIEW', awardId, cause: 'CLUE' }
    : { makes: 'JOIN_REVIEW', awardId, reviewId: openReviewId };
}

function ticketOf(
  needs: readonly ClueNeed[],
  { isCardOfOtherProvince = false }: HandledClue,
  [open]: readonly HandledTicket[],
): ClueStep[] {
  if (needs.length === 0) return [];
  if (open === undefined) {
    return [{ makes: 'TICKET', channel: 'CLUE', needs, isCrossProvince: isCardOfOtherProvince }];
  }
  const added = needs.filter((need) => !open.needs.includes(need));
  return [{ makes: 'JOIN_TICKET', ticketId: open.ticketId, needs: added }];
}

/** What a department found (`ClueOutcome` of the catalogue). */
export type ClueOutcomeName =
  | 'CONFIRMED_STOP'
  | 'CONFIRMED_ADJUST'
  | 'CONFIRMED_ADMIT'
  | 'TEMPORARY_AID'
  | 'REFERRED'
  | 'NO_CHANGE'
  | 'DATA_WRONG'
  | 'UNREACHABLE'
  | 'NOT_OURS';

/** What came of reviews, cases and visits. */
export interface ClueFindings {
  readonly isAwardCeased?: boolean;
  /** An award's amounts or members changed. */
  readonly isAwardChanged?: boolean;
  /** Recognised as a group, or admitted to a benefit. */
  readonly isAdmitted?: boolean;
  readonly isTempAidGranted?: boolean;
  readonly isReferredOn?: boolean;
  /** The source is wrong. */
  readonly isDataWrong?: boolean;
  /** The programme is another department's. */
  readonly isOfOtherDepartment?: boolean;
  /** Somebody of the household was met, or documents settled it. */
  readonly isMet: boolean;
  /** Different days on which nobody was met. */
  readonly daysWithoutMeeting: number;
}

const DAYS_UNTIL_UNREACHABLE = 2;

/**
 * R24: the outcome that fits what was found, the one with most effect first; undefined while nothing has been found
 * yet: nobody was met, and not on two days.
 */
export function clueOutcomeOf(findings: ClueFindings): ClueOutcomeName | undefined {
  if (findings.isAwardCeased) return 'CONFIRMED_STOP';
  if (findings.isAwardChanged) return 'CONFIRMED_ADJUST';
  if (findings.isAdmitted) return 'CONFIRMED_ADMIT';
  if (findings.isTempAidGranted) return 'TEMPORARY_AID';
  if (findings.isReferredOn) return 'REFERRED';
  if (findings.isOfOtherDepartment) return 'NOT_OURS';
  if (findings.isDataWrong) return 'DATA_WRONG';
  if (findings.isMet) return 'NO_CHANGE';
  return findings.daysWithoutMeeting >= DAYS_UNTIL_UNREACHABLE ? 'UNREACHABLE' : undefined;
}
