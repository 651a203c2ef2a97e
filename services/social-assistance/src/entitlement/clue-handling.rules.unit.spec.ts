import {
  clueOutcomeOf,
  handleClue,
  type ClueFindings,
  type ClueStep,
  type HandledAward,
  type HandledClue,
  type HandledTicket,
} from './clue-handling.rules.js';

const DIBAO: HandledAward = { awardId: 'award-1', programme: 'DIBAO' };
const EDGE: HandledAward = { awardId: 'award-2', programme: 'EDGE' };
const UNDER_REVIEW: HandledAward = { ...DIBAO, openReviewId: 'review-death' };
const OPEN_TICKET: HandledTicket = { ticketId: 'ticket-1', needs: ['TEMP_AID'] };
const clue = (direction: HandledClue['direction'], ...indicators: string[]): HandledClue => ({
  direction,
  indicators,
});
const ticket = (...needs: string[]) => ({ makes: 'TICKET', channel: 'CLUE', needs, isCrossProvince: false });
const review = { makes: 'REVIEW', awardId: 'award-1', cause: 'CLUE' };

describe('R24: what a clue makes', () => {
  it.each<[string, HandledClue, HandledAward[], HandledTicket[], unknown[]]>([
    [
      '24.1 F2 and F3 for a member of a dibao household',
      clue('UNDER', 'F2', 'F3'),
      [DIBAO],
      [],
      [ticket('DISABILITY_CARE', 'DISABILITY_LIVING')],
    ],
    ['24.3 E1 for an edge family', clue('UNDER', 'E1'), [EDGE], [], [ticket('DIBAO')]],
    [
      '24.4 A1 for a single person whose award is HELD',
      clue('OVER', 'A1'),
      [UNDER_REVIEW],
      [],
      [{ makes: 'JOIN_REVIEW', awardId: 'award-1', reviewId: 'review-death' }],
    ],
    [
      '24.6 F2, a card of another province',
      { ...clue('UNDER', 'F2'), isCardOfOtherProvince: true },
      [],
      [],
      [{ ...ticket('DISABILITY_CARE'), isCrossProvince: true }],
    ],
    ['over-payment of a running award', clue('OVER', 'C1'), [DIBAO], [], [review]],
    ['over-payment, nothing runs', clue('OVER', 'A1'), [], [OPEN_TICKET], [{ makes: 'DOCUMENTS' }]],
    [
      'over-payment of the programme that is named',
      { ...clue('OVER', 'C2'), programmes: ['EDGE'] },
      [DIBAO, EDGE],
      [],
      [{ makes: 'REVIEW', awardId: 'award-2', cause: 'CLUE' }],
    ],
    [
      'over-payment of a programme that does not run here',
      { ...clue('OVER', 'B2'), programmes: ['TEKUN'] },
      [DIBAO],
      [],
      [review],
    ],
    ['back from prison, an award runs', clue('UNDER', 'A8'), [DIBAO], [], [review]],
    ['back from prison, none runs', clue('UNDER', 'A8'), [], [], [ticket('DIBAO')]],
    ['a need of dibao of a dibao household', clue('UNDER', 'E4', 'E5'), [DIBAO], [], [review]],
    ['F1 outside dibao', clue('UNDER', 'F1'), [EDGE], [], [ticket('DIBAO')]],
    ['F1 on dibao means special hardship', clue('UNDER', 'F1'), [DIBAO], [], [ticket('TEKUN')]],
    [
      'one need that the award answers, one that it does not',
      clue('UNDER', 'E1', 'F3'),
      [DIBAO],
      [],
      [review, ticket('DISABILITY_LIVING')],
    ],
    [
      'a need that the open ticket has',
      clue('UNDER', 'E6'),
      [],
      [OPEN_TICKET],
      [{ makes: 'JOIN_TICKET', ticketId: 'ticket-1', needs: [] }],
    ],
    [
      'a need that it has not yet',
      clue('UNDER', 'E6', 'F6'),
      [],
      [OPEN_TICKET],
      [{ makes: 'JOIN_TICKET', ticketId: 'ticket-1', needs: ['MEDICAL_AID'] }],
    ],
    ['two temporary aids outside dibao', clue('UNDER', 'B7'), [], [], [ticket('TEMP_AID')]],
    ['education', clue('UNDER', 'E7'), [DIBAO], [], [ticket('EDUCATION_AID')]],
    ['another department’s need', clue('UNDER', 'F5'), [DIBAO], [], [{ makes: 'DOCUMENTS' }]],
    ['care', clue('CARE', 'A7'), [DIBAO], [OPEN_TICKET], [{ makes: 'VISIT' }]],
  ])('%s', (_id, what, awards, tickets, expected) => {
    expect(handleClue(what, awards, tickets)).toEqual(expected);
  });

  it('24.5 makes the same of the same clue, and adds the hits of a revision', () => {
    const first = handleClue(clue('UNDER', 'F2'), [DIBAO], []);
    expect(handleClue(clue('UNDER', 'F2'), [DIBAO], [])).toEqual(first);
    const open = [
      { ticketId: 'ticket-2', needs: (first[0] as Extract<ClueStep, { makes: 'TICKET' }>).needs },
    ];
    expect(handleClue(clue('UNDER', 'F2', 'F3'), [DIBAO], open)).toEqual([
      { makes: 'JOIN_TICKET', ticketId: 'ticket-2', needs: ['DISABILITY_LIVING'] },
    ]);
  });

  it('does not depend on the order of the hits', () => {
    const one = handleClue(clue('UNDER', 'F6', 'E6', 'F2'), [], []);
    expect(handleClue(clue('UNDER', 'F2', 'F6', 'E6', 'F2'), [], [])).toEqual(one);
  });
});

describe('R24: what is answered', () => {
  const found = (more: Partial<ClueFindings>): ClueFindings => ({
    isMet: true,
    daysWithoutMeeting: 0,
    ...more,
  });

  it.each<[string, ClueFindings, string | undefined]>([
    ['24.2 living and care approved', found({ isAdmitted: true }), 'CONFIRMED_ADMIT'],
    ['24.3 dibao after rigid deduction', found({ isAdmitted: true }), 'CONFIRMED_ADMIT'],
    ['24.4 ceased after the death', found({ isMet: false, isAwardCeased: true }), 'CONFIRMED_STOP'],
    ['the amount changed', found({ isAwardChanged: true }), 'CONFIRMED_ADJUST'],
    ['temporary aid', found({ isTempAidGranted: true }), 'TEMPORARY_AID'],
    ['referred on', found({ isReferredOn: true }), 'REFERRED'],
    ['admitted and referred on', found({ isAdmitted: true, isReferredOn: true }), 'CONFIRMED_ADMIT'],
    ['no ground', found({}), 'NO_CHANGE'],
    ['the source is wrong', found({ isDataWrong: true }), 'DATA_WRONG'],
    ['another department', found({ isOfOtherDepartment: true }), 'NOT_OURS'],
    ['nobody met on two days', found({ isMet: false, daysWithoutMeeting: 2 }), 'UNREACHABLE'],
    ['nobody met on one day', found({ isMet: false, daysWithoutMeeting: 1 }), undefined],
  ])('%s', (_id, findings, outcome) => {
    expect(clueOutcomeOf(findings)).toBe(outcome);
  });
});
