import {
  judgeClueAnswer,
  visitsThatCount,
  type ClueVisitRecord,
  type JudgedAnswer,
} from './clue-answer.rules.js';

const SENT = new Date('2025-08-12T02:00:00Z');
const home: ClueVisitRecord = {
  visitedAt: '2025-08-13T02:00:00Z',
  mode: 'HOME',
  workers: ['clerk-1', 'cadre-1'],
  evidenceSha256: 'a'.repeat(64),
};
const nextDay: ClueVisitRecord = {
  ...home,
  visitedAt: '2025-08-14T02:00:00Z',
  evidenceSha256: 'b'.repeat(64),
};
const documents: ClueVisitRecord = { ...home, mode: 'DOCUMENT' };
const answer = (change: Partial<JudgedAnswer> = {}): JudgedAnswer => ({
  ...{ outcome: 'CONFIRMED_STOP', decidedBy: 'reviewer-1', visits: [home] },
  answeredAt: new Date('2025-08-20T02:00:00Z'),
  ...change,
});

describe('an answer to a clue', () => {
  it.each<[string, Partial<JudgedAnswer>, boolean, string | undefined]>([
    ['two people at the dwelling, another decides', {}, false, undefined],
    ['nobody was anywhere', { visits: [] }, false, 'RECORD_MISSING'],
    ['one person', { visits: [{ ...home, workers: ['clerk-1'] }] }, false, 'RECORD_MISSING'],
    ['one person, named twice', { visits: [{ ...home, workers: ['c', 'c'] }] }, false, 'RECORD_MISSING'],
    [
      'before the clue was sent',
      { visits: [{ ...home, visitedAt: '2025-08-12T01:59:59Z' }] },
      false,
      'RECORD_MISSING',
    ],
    ['at the very instant', { visits: [{ ...home, visitedAt: '2025-08-12T02:00:00Z' }] }, false, undefined],
    ['documents, where they do not suffice', { visits: [documents] }, false, 'RECORD_MISSING'],
    ['documents, where they do', { visits: [documents] }, true, undefined],
    ['who decides was there', { decidedBy: 'cadre-1' }, false, 'SAME_PERSON'],
    [
      'who decides was at a visit that does not count',
      { decidedBy: 'clerk-2', visits: [home, { ...documents, workers: ['clerk-2'] }] },
      false,
      'SAME_PERSON',
    ],
    ['nobody met, once', { outcome: 'UNREACHABLE' }, false, 'RECORD_MISSING'],
    [
      'nobody met, twice on one day',
      { outcome: 'UNREACHABLE', visits: [home, home] },
      false,
      'RECORD_MISSING',
    ],
    ['nobody met on two days', { outcome: 'UNREACHABLE', visits: [home, nextDay] }, false, undefined],
    ['not ours needs no visit', { outcome: 'NOT_OURS', visits: [] }, false, undefined],
    ['known for two years', { outcome: 'NO_CHANGE', muteUntilOn: '2027-08-20' }, false, undefined],
    ['known for longer', { outcome: 'NO_CHANGE', muteUntilOn: '2027-08-21' }, false, 'MUTE_TOO_LONG'],
    ['muted although something was found', { muteUntilOn: '2025-12-31' }, false, 'MUTE_NOT_ALLOWED'],
  ])('%s', (_what, change, documentCheck, refusal) => {
    expect(judgeClueAnswer(answer(change), { dispatchedAt: SENT, documentCheck })).toBe(refusal);
  });

  it('counts days as Shanghai has them', () => {
    const evening = { ...home, visitedAt: '2025-08-13T15:59:00Z' };
    const afterMidnight = { ...nextDay, visitedAt: '2025-08-13T16:01:00Z' };
    const visits = [evening, afterMidnight];
    const judged = judgeClueAnswer(answer({ outcome: 'UNREACHABLE', visits }), {
      dispatchedAt: SENT,
      documentCheck: false,
    });
    expect(judged).toBeUndefined();
  });

  it('rests on the visits that count', () => {
    const task = { dispatchedAt: SENT, documentCheck: false };
    expect(visitsThatCount([documents, home, nextDay], task)).toEqual([home, nextDay]);
  });
});
