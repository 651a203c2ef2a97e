import fc from 'fast-check';
import { compare, rational, ZERO } from '@minzheng/kernel/rational';
import { printScore } from '@minzheng/kernel/scoring';
import { byHardship, hardshipDecision } from './hardship-ranking.rules.js';
import {
  evaluationProblem,
  hardshipScore,
  type HardshipMember,
  type HardshipPolicy,
  type HardshipQuestion,
  type HardshipScore,
} from './hardship-score.rules.js';

const POLICY: HardshipPolicy = {
  mode: 'ranking',
  weights: { members: 40, income: 30, assets: 10, spending: 15, evaluation: 5 },
  cutoff: 60,
  items: {
    members: { severe: 100, aged: 80, partial: 50, carer: 30, agedFrom: 70, childBelow: 16, elderFrom: 60 },
    incomeStd: 2,
    assets: { vehicle: 100, secondHome: 50, business: 50, deposits: 50, depositStd: 6 },
  },
  version: 'rows of the test',
};
const ON = '2025-06-18';

const person = (birthDate: string, more: Partial<HardshipMember> = {}): HardshipMember => ({
  personKey: birthDate,
  birthDate,
  isSeriouslyIll: false,
  hasChronicIllness: false,
  isStudent: false,
  isCarer: false,
  ...more,
});
const WORKER = person('1985-03-01');
const CHILD = person('2015-04-20');
const STUDENT = person('2006-09-01', { isStudent: true });
const SEVERE = person('1984-03-01', { disability: { kind: 4, grade: 1 } });
const ILL = person('1984-03-01', { isSeriouslyIll: true });
const AGED_75 = person('1950-01-01');

const votes = (agree: number, of: number) => ({ agree, against: of - agree, void: 0, representatives: of });

const rural = (
  members: readonly HardshipMember[],
  pc: bigint,
  rigidAnnualFen: bigint,
  agree: number,
  more: Partial<HardshipQuestion> = {},
): HardshipQuestion => ({
  members,
  on: ON,
  standardFen: 39_000n,
  perCapita: rational(pc),
  rigidAnnualFen,
  hasVehicle: false,
  hasSecondHome: false,
  hasBusiness: false,
  depositsPerHead: ZERO,
  evaluation: votes(agree, 20),
  ...more,
});
const A = rural([SEVERE, CHILD, WORKER], 12_000n, 800_000n, 18);
const B = rural([AGED_75, person('1950-02-01')], 20_000n, 200_000n, 20);
const C = rural([WORKER, WORKER, STUDENT], 30_000n, 300_000n, 9, { hasSecondHome: true });

function scoreOf(question: HardshipQuestion): HardshipScore {
  const found = hardshipScore(question, POLICY);
  if (!found) throw new Error('no score');
  return found;
}

describe('R15: the hardship index', () => {
  it.each<[string, HardshipQuestion, string]>([
    ['15.1 A', A, '72.43'],
    ['15.2 B', B, '72.51'],
    ['15.3 C', C, '35.58'],
    ['15.4 A with a car', { ...A, hasVehicle: true }, '62.43'],
    ['15.5 severely ill alone', rural([ILL], 0n, 10_000_000n, 20), '100.00'],
    [
      '15.6 two workers, car and business',
      rural([WORKER, WORKER], 78_000n, 0n, 0, { hasVehicle: true, hasBusiness: true }),
      '0.00',
    ],
    ['income above the scale', rural([WORKER], 100_000n, 0n, 0, { hasVehicle: true }), '0.00'],
    [
      'deposits of exactly six standards do not count',
      rural([WORKER], 78_000n, 0n, 0, { depositsPerHead: rational(234_000n) }),
      '10.00',
    ],
    ['a fen more does', rural([WORKER], 78_000n, 0n, 0, { depositsPerHead: rational(234_001n) }), '5.00'],
  ])('%s', (_id, question, printed) => {
    const { exact, hundredths, reasons } = scoreOf(question);
    expect(printScore(exact)).toBe(printed);
    expect(hundredths).toBe(BigInt(printed.replace('.', '')));
    for (const { zh, en } of reasons) expect(zh.length > 0 && en.length > 0).toBe(true);
  });

  it('15.1 is the sum of its groups', () => {
    const printed = scoreOf(A).items.map(({ contribution }) => printScore(contribution));
    expect(printed).toEqual(['24.00', '25.38', '10.00', '8.55', '4.50']);
  });

  it.each<[string, HardshipMember, string]>([
    ['severely disabled', SEVERE, '100.00'],
    ['grade 3 of the mind', person('1984-01-01', { disability: { kind: 6, grade: 3 } }), '100.00'],
    ['seriously ill', ILL, '100.00'],
    ['aged 70 on the day', person('1955-06-18'), '80.00'],
    ['15 years old', person('2009-06-19'), '80.00'],
    ['16 on the day', person('2009-06-18'), '0.00'],
    ['disabled 4', person('1984-01-01', { disability: { kind: 4, grade: 4 } }), '50.00'],
    [
      'a card that has ended',
      person('1984-01-01', { disability: { kind: 4, grade: 1, validTo: '2025-06-17' } }),
      '0.00',
    ],
    ['chronic illness', person('1984-01-01', { hasChronicIllness: true }), '50.00'],
    ['60', person('1965-06-18'), '50.00'],
    ['student', STUDENT, '50.00'],
    ['carer', person('1984-01-01', { isCarer: true }), '30.00'],
    ['carer of 60: the highest', person('1965-01-01', { isCarer: true }), '50.00'],
    ['worker', WORKER, '0.00'],
  ])('dependency: %s', (_name, who, points) => {
    const found = scoreOf(rural([who], 0n, 0n, 0)).items.find(({ code }) => code === 'members');
    expect(found && printScore(found.points)).toBe(points);
  });

  it('does not exist before an evaluation, nor for nobody', () => {
    const { evaluation: _none, ...question } = A;
    expect(hardshipScore(question, POLICY)).toBeUndefined();
    expect(() => hardshipScore({ ...A, members: [] }, POLICY)).toThrow(RangeError);
    expect(() => hardshipScore({ ...A, evaluation: votes(0, 0) }, POLICY)).toThrow(RangeError);
  });

  it.each([
    ['two thirds are representatives', { agree: 2, against: 1, void: 0, representatives: 2 }, undefined],
    ['under two thirds', { agree: 2, against: 1, void: 1, representatives: 2 }, 'evaluation-quorum'],
    ['nobody said yes or no', { agree: 0, against: 0, void: 5, representatives: 5 }, 'evaluation-quorum'],
    [
      'more representatives than voters',
      { agree: 1, against: 0, void: 0, representatives: 2 },
      'evaluation-quorum',
    ],
  ])('an evaluation: %s', (_name, evaluation, problem) => {
    expect(evaluationProblem(evaluation)).toBe(problem);
  });
});

describe('R15: what the index decides', () => {
  it.each([
    ['A', A, 'APPROVABLE'],
    ['15.2 B', B, 'APPROVABLE'],
    ['15.3 C', C, 'SCORE_BELOW'],
  ])('%s in the mode ranking', (_id, question, outcome) => {
    expect(hardshipDecision(scoreOf(question), POLICY).outcome).toBe(outcome);
  });

  it('tests the exact score: 59.999 is printed 60.00 and is below', () => {
    const almost = { ...scoreOf(A), exact: rational(59_999n, 1_000n) };
    expect(printScore(almost.exact)).toBe('60.00');
    expect(hardshipDecision(almost, POLICY).outcome).toBe('SCORE_BELOW');
    expect(hardshipDecision({ ...almost, exact: rational(60n) }, POLICY).outcome).toBe('APPROVABLE');
  });

  it('leaves the decision to the means in the modes advisory and off, and waits for an evaluation', () => {
    for (const mode of ['advisory', 'off'] as const) {
      expect(hardshipDecision(scoreOf(C), { mode, cutoff: 60 })).toEqual({ outcome: 'MEANS_DECIDE' });
    }
    expect(hardshipDecision(undefined, POLICY)).toEqual({ outcome: 'EVALUATION_MISSING' });
  });

  it('ranks B before A before C, then by income, members, day and id', () => {
    const ranked = (caseId: string, question: HardshipQuestion, acceptedAt = '2025-05-12') => ({
      caseId,
      score: scoreOf(question),
      perCapita: question.perCapita,
      acceptedAt,
    });
    const order = [ranked('c', C), ranked('a', A), ranked('b', B)].toSorted(byHardship);
    expect(order.map(({ caseId }) => caseId)).toEqual(['b', 'a', 'c']);
    const same = ranked('2', A);
    const ties = [
      ranked('5', A, '2025-05-13'),
      { ...same, caseId: '3', perCapita: rational(12_001n) },
      ranked('4', A),
      same,
      {
        ...same,
        caseId: '1',
        score: {
          ...same.score,
          items: same.score.items.map((item) =>
            item.code === 'members' ? { ...item, points: rational(99n) } : item,
          ),
        },
      },
    ];
    expect(ties.toSorted(byHardship).map(({ caseId }) => caseId)).toEqual(['1', '2', '4', '5', '3']);
  });

  const member = fc.constantFrom(WORKER, CHILD, STUDENT, SEVERE, ILL, AGED_75);
  const fen = fc.bigInt({ min: 0n, max: 200_000n });

  it('lies within 0 and 100 and does not depend on the order of the members', () => {
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 6 }),
        fen,
        fen,
        fc.integer({ min: 0, max: 20 }),
        fc.boolean(),
        (members, pc, rigid, agree, hasVehicle) => {
          const question = rural(members, pc, rigid, agree, { hasVehicle });
          const { exact } = scoreOf(question);
          expect(compare(exact, ZERO) >= 0 && compare(exact, rational(100n)) <= 0).toBe(true);
          expect(scoreOf({ ...question, members: members.toReversed() }).exact).toEqual(exact);
        },
      ),
    );
  });

  it('never rises with income, never falls with spending', () => {
    fc.assert(
      fc.property(fen, fen, fen, (pc, rigid, more) => {
        const at = (income: bigint, spending: bigint) =>
          scoreOf(rural([WORKER, CHILD], income, spending, 10)).exact;
        expect(compare(at(pc + more, rigid), at(pc, rigid)) <= 0).toBe(true);
        expect(compare(at(pc, rigid + more), at(pc, rigid)) >= 0).toBe(true);
      }),
    );
  });
});
