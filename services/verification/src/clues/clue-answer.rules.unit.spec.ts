import { createHash } from 'node:crypto';
import {
  isSampled,
  judgeAnswer,
  mutedUntil,
  type Answer,
  type AnsweredClue,
  type Visit,
} from './clue-answer.rules.js';

const EVIDENCE = 'a'.repeat(64);
const DISPATCHED = new Date('2025-06-20T01:00:00Z');

const visit = (changes: Partial<Visit> = {}): Visit => ({
  visitedAt: new Date('2025-06-23T02:00:00Z'),
  mode: 'HOME',
  workers: 2,
  evidenceSha256: EVIDENCE,
  ...changes,
});

const answer = (changes: Partial<Answer> = {}): Answer => ({
  outcome: 'CONFIRMED_STOP',
  visits: [visit()],
  decidedByOther: true,
  recordedAt: new Date('2025-06-25T02:00:00Z'),
  isFromDepartment: true,
  ...changes,
});

const clue = (changes: Partial<AnsweredClue> = {}): AnsweredClue => ({
  isDispatched: true,
  dispatchedAt: DISPATCHED,
  hitsAddedAt: null,
  sentBack: false,
  documentCheck: false,
  isSampled: false,
  usedElsewhere: new Set(),
  ...changes,
});

const judged = (said: Answer, about: AnsweredClue = clue()): string => {
  const { verdict, shortcomings } = judgeAnswer(said, about, 24);
  return [verdict, ...shortcomings].join(' ');
};

const nobody = (...visits: Visit[]) => answer({ outcome: 'UNREACHABLE', visits });

describe('what becomes of an answer', () => {
  it.each<[string, Answer, AnsweredClue, string]>([
    ['a visit by two, decided by another', answer(), clue(), 'ACCEPTED'],
    ['drawn for a look', answer(), clue({ isSampled: true }), 'SAMPLED'],
    ['one worker', answer({ visits: [visit({ workers: 1 })] }), clue(), 'SENT_BACK WORKERS_TOO_FEW'],
    [
      'one worker a second time',
      answer({ visits: [visit({ workers: 1 })] }),
      clue({ sentBack: true }),
      'LEFT_TO_COORDINATOR WORKERS_TOO_FEW',
    ],
    ['sufficient the second time', answer(), clue({ sentBack: true }), 'ACCEPTED'],
    ['decided by who visited', answer({ decidedByOther: false }), clue(), 'SENT_BACK DECIDER_VISITED'],
    ['no visit', answer({ visits: [] }), clue(), 'SENT_BACK VISIT_MISSING'],
    [
      'visited before the dispatch',
      answer({ visits: [visit({ visitedAt: new Date(DISPATCHED.getTime() - 1) })] }),
      clue(),
      'SENT_BACK VISIT_BEFORE_DISPATCH',
    ],
    [
      'visited in the moment of the dispatch',
      answer({ visits: [visit({ visitedAt: DISPATCHED })] }),
      clue(),
      'ACCEPTED',
    ],
    [
      'over documents where a visit at home is needed',
      answer({ visits: [visit({ mode: 'DOCUMENT' })] }),
      clue(),
      'SENT_BACK NOT_AT_HOME',
    ],
    [
      'over documents where every hit allows it',
      answer({ visits: [visit({ mode: 'DOCUMENT' })] }),
      clue({ documentCheck: true }),
      'ACCEPTED',
    ],
    [
      'over documents by one worker',
      answer({ visits: [visit({ mode: 'DOCUMENT', workers: 1 })] }),
      clue({ documentCheck: true }),
      'SENT_BACK WORKERS_TOO_FEW',
    ],
    [
      'no evidence',
      answer({ visits: [visit({ evidenceSha256: '' })] }),
      clue(),
      'SENT_BACK EVIDENCE_MISSING',
    ],
    [
      'evidence of another clue',
      answer(),
      clue({ usedElsewhere: new Set([EVIDENCE]) }),
      'SENT_BACK EVIDENCE_REUSED',
    ],
    [
      'one visit of two that counts',
      answer({ visits: [visit({ workers: 1, evidenceSha256: 'b'.repeat(64) }), visit()] }),
      clue(),
      'ACCEPTED',
    ],
    [
      'evidence of another clue beside a visit that counts',
      answer({ visits: [visit(), visit({ evidenceSha256: 'b'.repeat(64) })] }),
      clue({ usedElsewhere: new Set(['b'.repeat(64)]) }),
      'SENT_BACK EVIDENCE_REUSED',
    ],
    ['nobody met on one day', nobody(visit(), visit()), clue(), 'SENT_BACK VISITS_ON_ONE_DAY'],
    [
      'nobody met on two days',
      nobody(visit(), visit({ visitedAt: new Date('2025-06-24T02:00:00Z') })),
      clue(),
      'ACCEPTED',
    ],
    [
      'nobody met on two days of Shanghai that are one in UTC',
      nobody(
        visit({ visitedAt: new Date('2025-06-23T15:59:59Z') }),
        visit({ visitedAt: new Date('2025-06-23T16:00:00Z') }),
      ),
      clue(),
      'ACCEPTED',
    ],
    ['not ours', answer({ outcome: 'NOT_OURS', visits: [] }), clue(), 'DECLINED'],
    ['from another department', answer({ isFromDepartment: false }), clue(), 'KEPT'],
    ['to a clue that waits for none', answer(), clue({ isDispatched: false }), 'KEPT'],
    [
      'from before hits were added',
      answer(),
      clue({ hitsAddedAt: new Date('2025-06-25T02:00:01Z') }),
      'OUTDATED',
    ],
    [
      'from after hits were added',
      answer(),
      clue({ hitsAddedAt: new Date('2025-06-25T02:00:00Z') }),
      'ACCEPTED',
    ],
    ['muted for 24 months', answer({ outcome: 'NO_CHANGE', muteUntilOn: '2027-06-25' }), clue(), 'ACCEPTED'],
    [
      'muted for a day more',
      answer({ outcome: 'NO_CHANGE', muteUntilOn: '2027-06-26' }),
      clue(),
      'SENT_BACK MUTE_TOO_LONG',
    ],
    [
      'muted though something changed',
      answer({ muteUntilOn: '2025-12-31' }),
      clue(),
      'SENT_BACK MUTE_NOT_ALLOWED',
    ],
  ])('%s', (_name, said, about, expected) => {
    expect(judged(said, about)).toBe(expected);
  });
});

describe('the draw', () => {
  const clueId = '0198A000-0D01-78D4-8FA8-EC0700DCB368';
  const drawn =
    Number(`0x${createHash('sha256').update(clueId.toLowerCase()).digest('hex').slice(0, 8)}`) % 10_000;

  it('takes the first four bytes of the digest, and only what is below', () => {
    expect(isSampled(clueId, drawn)).toBe(false);
    expect(isSampled(clueId, drawn + 1)).toBe(true);
  });

  it('takes nothing at 0 and everything at 10,000', () => {
    expect([isSampled(clueId, 0), isSampled(clueId, 10_000)]).toEqual([false, true]);
  });
});

describe('the mute', () => {
  it.each([
    [undefined, '2025-08-30'],
    ['2025-07-01', '2025-08-30'],
    ['2026-06-01', '2026-06-01'],
  ])('of a clue closed on 2025-06-01 for 90 days, named %s: through %s', (named, expected) => {
    expect(mutedUntil('2025-06-01', 90, named)).toBe(expected);
  });
});
