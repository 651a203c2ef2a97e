import {
  AssetFactSchema,
  AssetKind,
  ExpenditureKind,
  FactQuality,
  IncomeFactSchema,
  IncomeKind,
  StatusKind,
  type AssetFact,
  type IncomeFact,
  type StatusFact,
} from '@minzheng/contracts/facts';
import { FACT_TYPE, FLAG, toFactRow } from '../facts/fact-row.js';
import type { StoredFact } from '../facts/stored-fact.js';
import { correctedFact, type Correction } from './correction.rules.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const FACT = '0198a1c2-7d3e-5f10-9a4b-6c5d7e8f9012';
const AT = new Date('2025-07-25T02:00:00Z');
const origin = { recordId: '0198a1c2-7d3e-7f10-9a4b-6c5d7e8f9099', version: 3, region: '510802', at: AT };

const stored = (rest: Partial<StoredFact>): StoredFact => ({
  ...{ personKey: PERSON, recordKey: '1', factId: FACT, agency: 'PSB', dataset: 'PSB', isVisible: true },
  ...{ kind: 0, quality: FactQuality.REGISTERED, flags: 0, validFrom: '2025-07-14', validTo: null },
  ...{ amountFen: null, count: null, shareBp: null, programme: null, purpose: null, region: '510802' },
  ...{ payerKey: null, itemKey: 'plate', caseRef: null, attributes: null },
  ...rest,
});
const car = stored({ kind: FACT_TYPE.ASSET + AssetKind.PASSENGER_CAR, count: 1, shareBp: 10_000 });
const wage = stored({
  ...{ kind: FACT_TYPE.INCOME + IncomeKind.WAGE, agency: 'TAX', amountFen: '150000', flags: FLAG.GROSS },
  ...{ validFrom: '2025-04-01', validTo: '2025-06-01', payerKey: '91510800MA6253U27D' },
});
const bill = stored({
  ...{ kind: FACT_TYPE.EXPENDITURE + ExpenditureKind.TUITION, amountFen: '500' },
  ...{ validFrom: '2025-04-01', validTo: '2025-05-01' },
});
const married = stored({ kind: FACT_TYPE.STATUS + StatusKind.MARRIED, attributes: { spouseKey: PERSON } });

const correct = (fact: StoredFact, correction: Omit<Correction, 'factId'>) =>
  correctedFact(fact, { factId: FACT, ...correction }, origin);
const made = (fact: StoredFact, correction: Omit<Correction, 'factId'>) => {
  const corrected = correct(fact, correction);
  if ('mistake' in corrected) throw new Error(corrected.mistake);
  return corrected.fact;
};

describe('a correction after an upheld appeal', () => {
  it('is the same fact with what is corrected, of this service, in the place of the other', () => {
    const { schema, message } = made(car, { count: 0, asOf: '2024-11-02' });
    expect(schema).toBe(AssetFactSchema);
    expect(message as AssetFact).toMatchObject({
      ...{ personKey: PERSON, kind: AssetKind.PASSENGER_CAR, count: 0, asOf: '2024-11-02', itemKey: 'plate' },
      ...{ shareBp: 10_000, supersedesFactId: FACT, retracted: false, quality: FactQuality.VERIFIED },
      source: { agency: 'verification', dataset: 'verification.appeals', recordId: origin.recordId },
    });
  });

  it('has one id for one version of one row', () => {
    const id = (version: number) => {
      const corrected = correctedFact(car, { factId: FACT, count: 0 }, { ...origin, version });
      return 'fact' in corrected ? corrected.fact.message.factId : undefined;
    };
    expect(id(3)).toBe(id(3));
    expect(id(3)).not.toBe(id(4));
  });

  it('keeps all else as it was stored', () => {
    for (const fact of [car, wage, bill, married]) {
      const change =
        fact === married ? { to: '2025-07-20' } : fact === car ? { count: 2 } : { amountFen: '7' };
      const row = toFactRow(made(fact, change));
      expect({ ...row, amountFen: row.amountFen?.toString() ?? null }).toMatchObject({
        ...{ kind: fact.kind, flags: fact.flags, validFrom: fact.validFrom, payerKey: fact.payerKey },
        ...{ attributes: fact.attributes, shareBp: fact.shareBp, programme: fact.programme },
        ...('to' in change ? { validTo: '2025-07-20' } : { validTo: fact.validTo }),
        ...('amountFen' in change ? { amountFen: '7' } : {}),
      });
    }
  });

  it('takes back what was never so: nothing takes its place', () => {
    const { schema, message } = made(wage, { retracted: true });
    expect(schema).toBe(IncomeFactSchema);
    expect(message as IncomeFact).toMatchObject({ retracted: true, amountFen: 0n, supersedesFactId: FACT });
    expect((made(married, { retracted: true }).message as StatusFact).days).toMatchObject({
      from: '2025-07-14',
    });
  });

  it.each<[string, StoredFact, Omit<Correction, 'factId'>, string]>([
    ['of nothing', car, {}, 'nothing-corrected'],
    ['that takes back and changes', car, { retracted: true, count: 0 }, 'nothing-corrected'],
    ['of a car by an amount', car, { amountFen: '0' }, 'unknown-field'],
    ['of a wage by a count', wage, { count: 1 }, 'unknown-field'],
    [
      'of a status by a period',
      married,
      { period: { fromMonth: '2025-01', toMonth: '2025-02' } },
      'unknown-field',
    ],
    [
      'that ends before it begins',
      wage,
      { period: { fromMonth: '2025-06', toMonth: '2025-05' } },
      'invalid-period',
    ],
    ['of a status that ends before it begins', married, { to: '2025-07-13' }, 'invalid-period'],
    ['in the future', car, { asOf: '2025-07-27' }, 'future-fact'],
    ['above every sum', wage, { amountFen: '10000000000001' }, 'invalid-amount'],
  ])('%s is refused', (_name, fact, correction, mistake) => {
    expect(correct(fact, correction)).toEqual({ mistake });
  });
});
