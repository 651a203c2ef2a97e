import { FACT_TYPE, FLAG } from './fact-row.js';
import { restates, type Statement } from './restatement.rules.js';

const statement = (rest: Partial<Statement>): Statement => ({
  ...{
    personKey: 'p',
    recordKey: 'r',
    factId: 'f',
    agency: 'BANK',
    dataset: 'BANK.deposits',
    quality: 1,
    flags: 0,
  },
  ...{
    kind: FACT_TYPE.ASSET + 1,
    validFrom: '2025-07-01',
    validTo: null,
    amountFen: null,
    count: null,
    shareBp: null,
  },
  ...{ programme: null, purpose: null, region: null, payerKey: null, itemKey: 'item', caseRef: null },
  ...{ attributes: null, supersedesFactId: null },
  ...rest,
});
const deposit = statement({ amountFen: '6000000', shareBp: 10_000 });
const pension = statement({
  ...{ kind: FACT_TYPE.INCOME + 1, amountFen: '600000', payerKey: 'HRSS', itemKey: '' },
  ...{ validFrom: '2025-01-01', validTo: '2025-07-01' },
});
const disabled = statement({
  ...{ kind: FACT_TYPE.STATUS + 1, itemKey: null, attributes: { grade: '1', category: '2' } },
});

describe('a source states again what it has stated', () => {
  it.each<[string, Statement, Partial<Statement>, boolean]>([
    ['the balance of a later day', deposit, { validFrom: '2025-08-01', amountFen: '6010000' }, true],
    ['the same in another record', deposit, { recordKey: 'other', quality: 2, caseRef: 'c' }, true],
    ['another balance of the same day', deposit, { amountFen: '600000' }, false],
    [
      'a later balance that names this one as wrong',
      deposit,
      { validFrom: '2025-08-01', amountFen: '600000', supersedesFactId: 'f' },
      false,
    ],
    ['that it is gone', deposit, { validFrom: '2025-08-01', amountFen: '0' }, false],
    ['another share', deposit, { validFrom: '2025-08-01', shareBp: 5_000 }, false],
    ['another account', deposit, { itemKey: 'another' }, false],
    ['another source', deposit, { dataset: 'BANK.wealth' }, false],
    ['the pension with a month more', pension, { validTo: '2025-08-01', amountFen: '700000' }, true],
    ['other months of it', pension, { validFrom: '2025-07-01', validTo: '2025-08-01' }, false],
    ['another sum of one month', pension, { validTo: '2025-08-01', amountFen: '700001' }, false],
    ['the same sum as gross', pension, { flags: FLAG.GROSS }, false],
    ['of another payer', pension, { payerKey: 'another' }, false],
    [
      'the same card, its fields in another order',
      disabled,
      { attributes: { category: '2', grade: '1' } },
      true,
    ],
    ['another grade', disabled, { attributes: { category: '2', grade: '3' } }, false],
    ['its end', disabled, { validTo: '2025-07-01' }, false],
  ])('%s: %#', (_name, said, rest, expected) => {
    expect(restates(said, { ...said, factId: 'later', ...rest })).toBe(expected);
  });
});
