import type { EconomicFact } from '@minzheng/kernel/means-test';
import { canonicalJson } from '@minzheng/kernel/canonical-json';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { reportBody } from '../reports/report-body.js';
import { REPORT_FORM, type CheckQuestion } from './check.js';
import { checkHousehold } from './check.rules.js';
import {
  mayConcludeOtherwise,
  reasonToReopen,
  supersedingConclusions,
  withoutAwaited,
  type KnownSince,
} from './reopening.rules.js';
import {
  answersOf,
  assetFact,
  CORE,
  FACTS,
  HUSBAND,
  policyBook,
  policyRows,
  QUESTION,
} from './test/households.js';
import { PolicyBook as Book } from '@minzheng/kernel/policy';

const KNOWN_AT = 10n ** 9n;
const ASKED: CheckQuestion = { ...QUESTION, form: REPORT_FORM.NEWEST };
const later = (fact: EconomicFact): EconomicFact => ({ ...fact, recordedAtMicros: KNOWN_AT + 1n });
const car = (asOf = '2025-07-10'): EconomicFact =>
  later({ ...assetFact(HUSBAND, 'PSB', 'passengerCar', { count: 1 }), asOf } as EconomicFact);

let book: PolicyBook;
beforeAll(async () => {
  book = await policyBook();
});

const resultOf = (question: CheckQuestion, facts: readonly EconomicFact[], rows = book) => {
  const outcome = checkHousehold(question, { facts, knownAtMicros: KNOWN_AT + 2n }, rows);
  if ('refusals' in outcome) throw new Error('refused');
  return outcome.result;
};
const report = (question = ASKED) => ({
  knownAtMicros: KNOWN_AT,
  body: canonicalJson(
    reportBody(
      question,
      resultOf(question, FACTS),
      { caseRef: 'c', requester: 'assistance', knownAtMicros: KNOWN_AT },
      [],
    ),
  ),
});
const superseding = (facts: readonly EconomicFact[], rows = book, question = ASKED) =>
  supersedingConclusions(report(), question, { facts, knownAtMicros: KNOWN_AT + 2n }, rows);

const bank = { agency: 'BANK', personKey: HUSBAND };
const since = (rest: Partial<KnownSince> = {}): KnownSince => ({
  missing: [],
  facts: FACTS,
  now: new Date('2025-07-25T02:00:00Z'),
  lateAnswersUntil: new Date('2025-08-21T16:00:00Z'),
  ...rest,
});

describe('reasonToReopen', () => {
  const frozen = (missing: object[], usedFactIds: string[]) =>
    ({ frozenInput: { missingCore: missing, usedFactIds } }) as never;
  const used = FACTS.map(({ factId }) => factId);

  it.each<[string, object[], Partial<KnownSince>, string | undefined]>([
    ['a core source has answered late', [bank], {}, 'LATE_ANSWER'],
    ['it has not answered yet', [bank], { missing: [bank] }, undefined],
    ['too late', [bank], { now: new Date('2025-08-21T16:00:00.001Z') }, undefined],
    ['at the last moment', [bank], { now: new Date('2025-08-21T16:00:00Z') }, 'LATE_ANSWER'],
    ['nothing was missing', [], {}, undefined],
    ['a fact that was used stands no longer', [], { facts: FACTS.slice(1) }, 'FACT_CORRECTED'],
    ['other facts have come', [], { facts: [...FACTS, car()] }, undefined],
  ])('%s', (_case, missing, known, reason) => {
    expect(reasonToReopen(frozen(missing, used), since(known))).toBe(reason);
  });
});

describe('what a source sends whose answer is waited for', () => {
  const deposit = later(assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 9_000_000n }));
  const waiting = () => ({ ...report(), frozenInput: { missingCore: [bank] } as never });
  const vehicle = car();

  it.each<[string, EconomicFact[], Partial<KnownSince>, EconomicFact[], boolean]>([
    ['is looked at with the answer', [deposit], {}, [], false],
    ['holds up no other source', [deposit, vehicle], {}, [vehicle], true],
    ['and is not looked at with it', [vehicle], {}, [vehicle], true],
    ['is looked at alone once nothing is waited for', [deposit], { lateAnswersUntil: null }, [deposit], true],
    ['or too late', [deposit], { now: new Date('2025-08-22T16:00:00Z') }, [deposit], true],
    ['has not come', [], {}, [], false],
  ])('%s', (_case, come, known, alone, changes) => {
    const facts = [...FACTS, ...come];
    const asked = since({ facts, ...known });
    expect(withoutAwaited(waiting(), asked)).toEqual([...FACTS, ...alone]);
    expect(mayConcludeOtherwise(waiting(), resultOf(ASKED, facts), asked)).toBe(changes);
  });

  it('what was known for the report stays, whoever has sent it', () => {
    const early = { ...deposit, recordedAtMicros: KNOWN_AT } as EconomicFact;
    expect(withoutAwaited(waiting(), since({ facts: [...FACTS, early] }))).toEqual([...FACTS, early]);
  });
});

describe('supersedingConclusions', () => {
  it('a car that was owned on the day and is known only now changes what was concluded', () => {
    expect(superseding([...FACTS, car()])).toMatchObject({
      old: [{ conclusion: 'WITHIN_LIMITS' }],
      new: [{ conclusion: 'EXCEEDS_PROPERTY' }],
    });
  });

  it.each<[string, () => EconomicFact[]]>([
    ['bought after the day of the check', () => [car('2025-07-16')]],
    ['that changes nothing', () => [later(assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 1n }))]],
    ['no later than the report itself', () => [{ ...car(), recordedAtMicros: KNOWN_AT } as EconomicFact]],
    ['none', () => []],
  ])('a later fact %s', (_case, facts) => {
    expect(superseding([...FACTS, ...facts()])).toBeUndefined();
  });

  it('a row of policy that was entered since does not', async () => {
    const rows = new Book(
      (await policyRows()).map((row) =>
        row.key === 'assistance.dibao.standardMonthlyFen'
          ? { ...row, value: { URBAN: '40000', RURAL: '39000' } }
          : row,
      ),
    );
    expect(
      superseding([...FACTS, later(assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 1n }))], rows),
    ).toBe(undefined);
  });

  it('nor does a source that answers without a fact', () => {
    const question = { ...ASKED, answers: answersOf(CORE.filter((agency) => agency !== 'DPF')) };
    expect(superseding(FACTS, book, question)).toBeUndefined();
  });
});
