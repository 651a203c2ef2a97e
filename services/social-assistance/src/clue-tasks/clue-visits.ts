import type { ClueVisitMode, ClueVisitRecord } from '@minzheng/casework/clue-tasks';
import type { HouseVisit, VisitMode } from '@minzheng/casework/visits';
import { addDays } from '@minzheng/kernel/months';

const MODES: Readonly<Record<VisitMode, ClueVisitMode>> = {
  IN_PERSON: 'HOME',
  PHONE: 'PHONE',
  VIDEO: 'VIDEO',
};

/** A signed visit as a record of a clue: on its day, and not later than it was signed. */
export function toClueVisit(visit: HouseVisit): ClueVisitRecord {
  const endOfDay = Date.parse(`${addDays(visit.visitedOn, 1)}T00:00:00+08:00`) - 1;
  const signedAt = visit.signatures.map(({ at }) => Date.parse(at));
  return {
    visitedAt: new Date(Math.min(endOfDay, Math.max(...signedAt))).toISOString(),
    mode: MODES[visit.mode],
    workers: visit.investigators.map(({ userId }) => userId),
    evidenceSha256: visit.contentSha256,
    visitId: visit.id,
  };
}
