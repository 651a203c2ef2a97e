import { FactQuality, type AssetFact, type IncomeFact, type StatusFact } from '@minzheng/contracts/facts';
import { isEvidenceUsable, manualFact, type ManualStatement } from './manual-fact.rules.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const AT = new Date('2025-07-25T02:00:00Z');
const read = (statement: ManualStatement) =>
  manualFact(PERSON, statement, {
    recordId: '0198a1c2-7d3e-7f10-9a4b-6c5d7e8f9099',
    version: 1,
    region: '510802',
    at: AT,
  });
const messageOf = (statement: ManualStatement) => {
  const made = read(statement);
  if ('mistake' in made) throw new Error(made.mistake.reason);
  return made.fact.message;
};
const INCOME: ManualStatement = {
  type: 'income',
  kind: 'casualWork',
  amountFen: '80000',
  period: { fromMonth: '2025-04', toMonth: '2025-04' },
  basis: 'NET',
};
const CAR: ManualStatement = {
  type: 'asset',
  kind: 'passengerCar',
  count: 1,
  asOf: '2025-07-01',
  itemKey: 'plate',
};

describe('a manual fact', () => {
  it('is a verified fact of this service', () => {
    expect(messageOf(INCOME) as IncomeFact).toMatchObject({
      ...{ personKey: PERSON, amountFen: 80_000n, payerKey: '*', quality: FactQuality.VERIFIED },
      source: { agency: 'verification', dataset: 'verification.manual' },
    });
    expect(messageOf(CAR) as AssetFact).toMatchObject({ count: 1, shareBp: 10_000, itemKey: 'plate' });
    expect(messageOf({ type: 'status', kind: 'imprisoned', from: '2025-01-05' }) as StatusFact).toMatchObject(
      {
        days: { from: '2025-01-05' },
      },
    );
  });

  it.each<[string, Partial<ManualStatement>, ManualStatement, string, string | undefined]>([
    ['of no kind', { kind: 'imputedSupport' }, INCOME, 'unknown-kind', 'kind'],
    ['an asset’s kind as an income', { kind: 'passengerCar' }, INCOME, 'unknown-kind', 'kind'],
    ['without its basis', { basis: undefined } as never, INCOME, 'missing', 'basis'],
    ['a car with a basis', { basis: 'NET' }, CAR, 'unknown', 'basis'],
    ['of a payer that is none', { payerKey: '91510800MA6253U27E' }, INCOME, 'is-uscc', 'payerKey'],
    ['of no programme', { programme: 'NO_SUCH' }, INCOME, 'unknown-value', 'programme'],
    ['of nothing', { amountFen: '0' }, INCOME, 'invalid-amount', undefined],
    ['of the future', { asOf: '2025-07-27' }, CAR, 'future-fact', undefined],
    ['with a name in it', { itemKey: '张三的车' }, CAR, 'pii-in-event', undefined],
    ['with an attribute of another kind', { attributes: { areaDm2: '8800' } }, CAR, 'unknown', 'attributes'],
  ])('%s is refused', (_name, change, statement, reason, field) => {
    expect(read({ ...statement, ...change })).toEqual({
      mistake: { reason, ...(field === undefined ? {} : { field }) },
    });
  });

  it.each([
    ['2025-07-25', true],
    ['2025-07-24', false],
    ['2026-07-25', true],
    ['2026-07-26', false],
  ])('evidence that holds to %s: usable %s', (validTo, expected) => {
    expect(isEvidenceUsable(validTo, '2025-07-25', 12)).toBe(expected);
  });
});
