import fc from 'fast-check';
import {
  checkConsents,
  latestValidTo,
  opens,
  openUntil,
  type ConsentForm,
  type ConsentQuestion,
  type ConsentSubject,
} from './consent.rules.js';

const CORE = ['PSB', 'MCA', 'HRSS', 'TAX', 'NR', 'AMR', 'BANK', 'DPF'];
const adult = (personKey: string, rest: Partial<ConsentSubject> = {}): ConsentSubject => ({
  personKey,
  birthDate: '1985-03-01',
  capacity: 'FULL',
  guardianKeys: [],
  counted: true,
  ...rest,
});
const form = (personKey: string, rest: Partial<ConsentForm> = {}): ConsentForm => ({
  consentId: `consent of ${personKey}`,
  personKey,
  signerKey: personKey,
  signerRole: 'SELF',
  purposes: ['DIBAO'],
  datasets: ['CORE'],
  signedAt: '2025-07-14T02:00:00Z',
  validTo: '2026-07-13',
  ...rest,
});
const ask = (
  subjects: readonly ConsentSubject[],
  consents: readonly ConsentForm[],
  rest: Partial<ConsentQuestion> = {},
) =>
  checkConsents({
    subjects,
    consents,
    purposes: ['DIBAO'],
    coreSetOf: () => CORE,
    asOf: '2025-07-15',
    today: '2025-07-15',
    ...rest,
  }).refusals;

const husband = adult('husband');
const wife = adult('wife');
const pupil = adult('pupil', { birthDate: '2008-01-01', capacity: 'LIMITED' });
const incapacitated = adult('brother', { capacity: 'NONE', guardianKeys: ['guardian'] });
const byGuardian = { signerKey: 'guardian', signerRole: 'GUARDIAN' } as const;

describe('checkConsents', () => {
  it.each<[string, ConsentSubject[], ConsentForm[], Partial<ConsentQuestion>, string[]]>([
    ['two adults, both signed for DIBAO', [husband, wife], [form('husband'), form('wife')], {}, []],
    ['one missing', [husband, wife], [form('husband')], {}, ['wife consent-missing']],
    [
      'ends 2025-07-14, used 07-15',
      [husband],
      [form('husband', { validTo: '2025-07-14' })],
      {},
      ['husband consent-expired'],
    ],
    ['the last day still holds', [husband], [form('husband', { validTo: '2025-07-15' })], {}, []],
    [
      'ended on the day of asOf, before now',
      [husband],
      [form('husband', { validTo: '2025-07-15' })],
      { today: '2025-07-16' },
      ['husband consent-expired'],
    ],
    [
      'scope without BANK',
      [husband],
      [form('husband', { datasets: CORE.filter((dataset) => dataset !== 'BANK') })],
      {},
      ['husband consent-scope'],
    ],
    ['all of the core named one by one', [husband], [form('husband', { datasets: CORE })], {}, []],
    [
      'a DIBAO consent for EDUCATION_AID',
      [husband],
      [form('husband')],
      { purposes: ['EDUCATION_AID'] },
      ['husband purpose-mismatch'],
    ],
    [
      'purposes on two forms add up',
      [husband],
      [form('husband'), form('husband', { consentId: 'second', purposes: ['EDGE'] })],
      { purposes: ['DIBAO', 'EDGE'] },
      [],
    ],
    [
      '17 with own wage (capacity FULL) signs alone',
      [adult('pupil', { birthDate: '2008-01-01' })],
      [form('pupil')],
      {},
      [],
    ],
    ['17-year-old pupil (LIMITED) alone', [pupil], [form('pupil')], {}, ['pupil signer-lacks-capacity']],
    [
      'a guardian’s form covers the minor',
      [husband, { ...pupil, guardianKeys: ['husband'] }],
      [form('husband')],
      {},
      [],
    ],
    [
      'the day before the 18th birthday',
      [husband, { ...pupil, birthDate: '2007-07-16', guardianKeys: ['husband'] }],
      [form('husband')],
      {},
      [],
    ],
    [
      'on the 18th birthday no longer',
      [husband, { ...pupil, birthDate: '2007-07-15', guardianKeys: ['husband'] }],
      [form('husband')],
      {},
      ['pupil consent-missing'],
    ],
    [
      'a guardian outside the count signs for the minor',
      [{ ...pupil, guardianKeys: ['guardian'] }],
      [form('pupil', byGuardian)],
      {},
      [],
    ],
    [
      'incapacitated adult with guardian’s court paper',
      [incapacitated],
      [form('brother', { ...byGuardian, powerSha256: 'ab'.repeat(32) })],
      {},
      [],
    ],
    [
      '… without the court paper',
      [incapacitated],
      [form('brother', byGuardian)],
      {},
      ['brother power-missing'],
    ],
    ['… signed by himself', [incapacitated], [form('brother')], {}, ['brother signer-lacks-capacity']],
    [
      'a guardian signs for an adult with capacity',
      [adult('husband', { guardianKeys: ['guardian'] })],
      [form('husband', { ...byGuardian, powerSha256: 'ab'.repeat(32) })],
      {},
      ['husband signer-lacks-capacity'],
    ],
    [
      'an agent without power',
      [husband],
      [form('husband', { signerKey: 'agent', signerRole: 'AGENT' })],
      {},
      ['husband power-missing'],
    ],
    [
      'an agent with power',
      [husband],
      [form('husband', { signerKey: 'agent', signerRole: 'AGENT', powerSha256: 'ab'.repeat(32) })],
      {},
      [],
    ],
    [
      'a member who died needs none and is not counted',
      [husband, { ...wife, counted: false }],
      [form('husband')],
      {},
      [],
    ],
    [
      'withdrawn comes before everything else',
      [husband],
      [form('husband', { withdrawnAt: '2025-07-14T09:00:00Z', validTo: '2025-07-14' })],
      {},
      ['husband consent-missing'],
    ],
    [
      'signed after asOf, before now',
      [husband],
      [form('husband', { signedAt: '2025-07-16T02:00:00Z' })],
      { today: '2025-07-16' },
      [],
    ],
    [
      'signed in the future',
      [husband],
      [form('husband', { signedAt: '2025-07-16T02:00:00Z' })],
      {},
      ['husband consent-expired'],
    ],
  ])('%s', (_case, subjects, consents, question, refusals) => {
    expect(
      ask(subjects, consents, question).map(({ personKey, problem }) => `${personKey} ${problem}`),
    ).toEqual(refusals);
  });

  it('opens a minor’s data by the guardian’s form', () => {
    const { formsOf } = checkConsents({
      subjects: [husband, { ...pupil, guardianKeys: ['stranger', 'husband'] }],
      consents: [form('husband')],
      purposes: ['DIBAO'],
      coreSetOf: () => CORE,
      asOf: '2025-07-15',
      today: '2025-07-15',
    });
    expect(formsOf.get('pupil')).toBe(formsOf.get('husband'));
  });

  const anyForm: fc.Arbitrary<ConsentForm> = fc
    .record({
      consentId: fc.uuid(),
      personKey: fc.constantFrom('husband', 'wife'),
      signerKey: fc.constantFrom('husband', 'wife', 'agent'),
      signerRole: fc.constantFrom('SELF', 'GUARDIAN', 'AGENT', 'HEIR'),
      purposes: fc.subarray(['DIBAO', 'EDGE'], { minLength: 1 }),
      datasets: fc.constantFrom(['CORE'], CORE, ['BANK']),
      validTo: fc.constantFrom('2025-07-14', '2025-07-15', '2026-07-13'),
      withdrawnAt: fc.option(fc.constant('2025-07-14T09:00:00Z'), { nil: undefined }),
      powerSha256: fc.option(fc.constant('ab'.repeat(32)), { nil: undefined }),
    })
    .map((values) => form(values.personKey, values));

  it('order does not matter, one more valid form never hurts, one withdrawn never helps', () => {
    fc.assert(
      fc.property(fc.array(anyForm, { maxLength: 6 }), (forms) => {
        const before = ask([husband, wife], forms);
        expect(ask([husband, wife], forms.toReversed())).toEqual(before);
        expect(ask([husband, wife], [...forms, form('husband')]).length).toBeLessThanOrEqual(before.length);
        const withdrawn = form('wife', { withdrawnAt: '2025-07-14T09:00:00Z' });
        expect(ask([husband, wife], [...forms, withdrawn])).toEqual(before);
      }),
    );
  });
});

describe('opens', () => {
  it.each([
    [['CORE'], 'BANK', true, true],
    [['CORE'], 'INS', false, false],
    [['INS'], 'INS', false, true],
    [['BANK'], 'BANK.deposits', true, true],
    [['BANK.deposits'], 'BANK', true, false],
  ])('%j opens %s (core: %s): %s', (datasets, dataset, isCore, expected) => {
    expect(opens([form('husband', { datasets })], 'DIBAO', dataset, isCore)).toBe(expected);
  });
});

describe('latestValidTo', () => {
  it('is 24 months after the day of signing in Asia/Shanghai', () => {
    expect(latestValidTo('2025-07-14T16:30:00Z', 24)).toBe('2027-07-15');
  });
});

describe('openUntil', () => {
  const until = (forms: readonly Partial<ConsentForm>[], purposes = ['DIBAO']): string | undefined =>
    openUntil(
      forms.map((rest) => form('husband', rest)),
      purposes,
      () => CORE,
    );

  it.each<[string, Partial<ConsentForm>[], string[], string]>([
    ['one form', [{}], ['DIBAO'], '2026-07-13'],
    [
      'one for another purpose',
      [{}, { purposes: ['LEGAL_AID'], validTo: '2025-07-20' }],
      ['DIBAO'],
      '2026-07-13',
    ],
    ['one that was renewed', [{ validTo: '2025-07-20' }, {}], ['DIBAO'], '2026-07-13'],
    [
      'two that only together cover the purposes',
      [{}, { purposes: ['EDGE'], validTo: '2025-09-01' }],
      ['DIBAO', 'EDGE'],
      '2025-09-01',
    ],
    [
      'two that only together cover the core set',
      [{ datasets: CORE.slice(1) }, { datasets: ['PSB'], validTo: '2025-09-01' }],
      ['DIBAO'],
      '2025-09-01',
    ],
    [
      'the core set named one by one for longer',
      [{ validTo: '2025-09-01' }, { datasets: CORE }],
      ['DIBAO'],
      '2026-07-13',
    ],
    [
      'a dataset of an agency in the core set',
      [{}, { datasets: ['BANK.deposits'], validTo: '2025-09-01' }],
      ['DIBAO'],
      '2026-07-13',
    ],
    [
      'what is read beside the core set',
      [{}, { datasets: ['INS'], validTo: '2025-09-01' }],
      ['DIBAO'],
      '2025-09-01',
    ],
  ])('%s', (_name, forms, purposes, expected) => {
    expect(until(forms, purposes)).toBe(expected);
    expect(until(forms.toReversed(), purposes)).toBe(expected);
  });

  it('is the end of the last form of a purpose whose core set is empty, and none without a form', () => {
    expect(openUntil([form('husband')], ['DIBAO'], () => [])).toBe('2026-07-13');
    expect(until([])).toBeUndefined();
  });
});
