import type { AssetFact, EconomicFact, IncomeFact } from '@minzheng/kernel/means-test';
import type { ConsentForm } from '../consents/consent.rules.js';
import { viewOf, type ProfileReader } from './profile-view.rules.js';

const PERSON = '11111111-1111-8111-8111-111111111111';
const FINANCES = 'facts of banks, securities firms and insurers';

const common = (agency: string) => ({
  factId: agency,
  personKey: PERSON,
  source: { agency, dataset: agency, recordKey: agency },
  quality: 'REGISTERED' as const,
  observedAt: '2025-05-10T00:00:00.000000Z',
  recordedAtMicros: 1n,
  retracted: false,
});
const asset = (agency: string, kind: AssetFact['kind']): AssetFact => ({
  ...common(agency),
  type: 'ASSET',
  kind,
  valueFen: 800_000n,
  asOf: '2025-05-10',
  itemKey: agency,
  attributes: {},
});
const income = (agency: string, kind: IncomeFact['kind']): IncomeFact => ({
  ...common(agency),
  type: 'INCOME',
  kind,
  amountFen: 1_000n,
  period: { from: '2025-04', to: '2025-04' },
  basis: 'NET',
  payerKey: '*',
  itemKey: agency,
  householdShare: false,
});
const premium: EconomicFact = {
  ...common('INS'),
  type: 'EXPENDITURE',
  kind: 'insurancePremium',
  amountFen: 1_000n,
  period: { from: '2025-04', to: '2025-04' },
  itemKey: 'INS',
};
const wage = income('TAX', 'wage');
const deposit = asset('BANK', 'deposit');
const securities = asset('SEC', 'security');
const housingFund = asset('HPF', 'housingFundBalance');

const consent = (...datasets: string[]): ConsentForm => ({
  consentId: '22222222-2222-7222-8222-222222222222',
  personKey: PERSON,
  signerKey: PERSON,
  signerRole: 'SELF',
  purposes: ['DIBAO'],
  datasets,
  signedAt: '2025-05-01T00:00:00Z',
  validTo: '2027-04-30',
});

function view(facts: readonly EconomicFact[], change: Partial<ProfileReader> = {}) {
  const reader = {
    ...{ purpose: 'DIBAO', consents: [], core: ['TAX', 'BANK', 'AMR'], agreements: [], finances: true },
    isMember: true,
    ...change,
  };
  const { facts: shown, redacted } = viewOf(facts, reader);
  return { shown: shown.map(({ source }) => source.agency), redacted };
}

describe('the profile as its reader sees it', () => {
  it('opens the core set of the purpose, and no other source, by a consent to CORE', () => {
    expect(view([wage, deposit, securities, housingFund, premium], { consents: [consent('CORE')] })).toEqual({
      shown: ['TAX', 'BANK'],
      redacted: ['HPF', 'INS', 'SEC'],
    });
  });

  it.each([
    ['to a source by its name', { consents: [consent('CORE', 'SEC')] }, ['BANK', 'SEC'], []],
    ['of another purpose', { consents: [consent('CORE')], purpose: 'EDGE' }, [], ['BANK', 'SEC']],
    [
      'to CORE where the purpose has no core set',
      { consents: [consent('CORE')], core: [] },
      [],
      ['BANK', 'SEC'],
    ],
    ['none', {}, [], ['BANK', 'SEC']],
  ])('consent %s', (_name, change, shown, redacted) => {
    expect(view([deposit, securities], change)).toEqual({ shown, redacted });
  });

  it('shows what an agency has agreed to for the purpose only', () => {
    const agreements = [{ agency: 'TAX', dataset: 'TAX', purposes: ['EDGE'] }];
    expect(view([wage], { agreements })).toEqual({ shown: [], redacted: ['TAX'] });
    expect(view([wage], { agreements, purpose: 'EDGE' })).toEqual({ shown: ['TAX'], redacted: [] });
  });

  it('shows what the person declared without a consent', () => {
    const declared = { ...housingFund, quality: 'DECLARED' as const };
    expect(view([declared])).toEqual({ shown: ['HPF'], redacted: [] });
  });

  it('shows of an obligor without a consent for the purpose only what was declared or surveyed', () => {
    const surveyed = { ...asset('assistance', 'deposit'), quality: 'SURVEYED' as const };
    const declared = { ...housingFund, quality: 'DECLARED' as const };
    const facts = [wage, deposit, surveyed, declared];
    const closed = { shown: ['assistance', 'HPF'], redacted: ['BANK', 'TAX'] };
    expect(view(facts, { isMember: false })).toEqual(closed);
    expect(view(facts, { isMember: false, consents: [consent('CORE')], purpose: 'EDGE' })).toEqual(closed);
    expect(view(facts, { isMember: false, consents: [consent('CORE', 'assistance')] }).redacted).toEqual([]);
  });

  it('keeps what banks, securities firms and insurers say from who may not read finances', () => {
    const facts = [
      wage,
      housingFund,
      deposit,
      securities,
      premium,
      income('BANK', 'interest'),
      { ...asset('assistance', 'deposit'), quality: 'SURVEYED' as const },
    ];
    const consents = [consent('CORE', 'SEC', 'INS', 'HPF', 'assistance')];
    expect(view(facts, { consents }).shown).toHaveLength(facts.length);
    expect(view(facts, { consents, finances: false })).toEqual({
      shown: ['TAX', 'HPF'],
      redacted: [FINANCES],
    });
  });
});
