import { create, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AidPurpose, Programme } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKind,
  ExpenditureFactSchema,
  ExpenditureKind,
  FactQuality,
  IncomeBasis,
  IncomeFactSchema,
  IncomeKind,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import { checkFact } from './fact-check.rules.js';
import type { FactMessage } from './fact-row.js';

const NOW = new Date('2025-05-12T02:00:00Z');
const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const OTHER_FACT = '019a2f00-0000-7000-8000-000000000001';
const HASH = 'a'.repeat(16) + '12345678901234567'.slice(0, 16);

const common = (agency: string, observedAt = '2025-05-10T01:00:00Z') => ({
  factId: OTHER_FACT,
  personKey: PERSON,
  quality: FactQuality.REGISTERED,
  source: {
    agency,
    dataset: `${agency}.records`,
    recordId: HASH,
    observedAt: timestampFromDate(new Date(observedAt)),
  },
});

function check<D extends DescMessage>(schema: D, fields: object): string | undefined {
  return checkFact(schema, create(schema, fields as MessageInitShape<D>) as unknown as FactMessage, NOW);
}

const income = (change: MessageInitShape<typeof IncomeFactSchema> = {}) =>
  check(IncomeFactSchema, {
    ...common('TAX'),
    kind: IncomeKind.WAGE,
    amountFen: 150_000n,
    period: { fromMonth: '2025-04', toMonth: '2025-04' },
    basis: IncomeBasis.NET,
    payerKey: '91510800MA6253U27D',
    itemKey: HASH,
    ...change,
  });
const asset = (change: MessageInitShape<typeof AssetFactSchema> = {}) =>
  check(AssetFactSchema, {
    ...common('BANK'),
    kind: AssetKind.DEPOSIT,
    valueFen: 800_000n,
    asOf: '2025-05-10',
    itemKey: HASH,
    shareBp: 10_000,
    ...change,
  });
const expenditure = (change: MessageInitShape<typeof ExpenditureFactSchema> = {}) =>
  check(ExpenditureFactSchema, {
    ...common('NHSA'),
    kind: ExpenditureKind.MEDICAL_INPATIENT_OOP,
    amountFen: 300_000n,
    period: { fromMonth: '2025-03', toMonth: '2025-03' },
    itemKey: HASH,
    ...change,
  });
const status = (change: MessageInitShape<typeof StatusFactSchema> = {}) =>
  check(StatusFactSchema, {
    ...common('JUS'),
    kind: StatusKind.IMPRISONED,
    days: { from: '2025-01-10', to: '2026-01-10' },
    ...change,
  });
const period = (fromMonth: string, toMonth = fromMonth) => ({ period: { fromMonth, toMonth } });

describe('what would break a batch', () => {
  it.each([
    ['a factId', income({ factId: 'x' }), 'invalid-id'],
    ['no factId', income({ factId: '' }), 'invalid-id'],
    ['a personKey', status({ personKey: 'nobody' }), 'invalid-id'],
    ['no personKey', expenditure({ personKey: '' }), 'invalid-id'],
    [
      'another writing of the fact that it supersedes',
      income({ supersedesFactId: OTHER_FACT.toUpperCase() }),
      'invalid-id',
    ],
    ['more than the whole of an item', asset({ shareBp: 10_001 }), 'invalid-amount'],
    ['less than none of an item', asset({ shareBp: -1 }), 'invalid-amount'],
    ['none of an item', asset({ shareBp: 0 }), undefined],
  ])('%s', (_what, refusal, expected) => expect(refusal).toBe(expected));
});

describe('a fact (verification, section 11)', () => {
  it.each([
    ['income', income()],
    ['an asset', asset()],
    ['an expenditure', expenditure()],
    ['a status whose planned end lies ahead', status()],
    ['a sum of 0 that supersedes', income({ amountFen: 0n, supersedesFactId: OTHER_FACT })],
    ['an item that is gone', asset({ valueFen: 0n })],
    [
      'an item that is only counted',
      asset({ ...common('NR'), kind: AssetKind.RESIDENCE, valueFen: undefined, count: 1 }),
    ],
    ['the greatest sum', income({ amountFen: 10_000_000_000_000n })],
    ['24 months', income(period('2023-05', '2025-04'))],
    ['a month 12 after the current one', income(period('2026-05'))],
    ['an observation a day ahead', income(common('TAX', '2025-05-13T02:00:00Z'))],
    ['an as-of date a day ahead', asset({ asOf: '2025-05-13' })],
    ['a status that ends on its first day', status({ days: { from: '2025-01-10', to: '2025-01-10' } })],
    ['an unknown payer', income({ payerKey: '*' })],
    [
      'a payer that is a person',
      income({ ...common('COURT'), kind: IncomeKind.SUPPORT_RECEIVED, payerKey: PERSON }),
    ],
    ['a case number', income({ caseRef: '510802-20250512-000017' })],
    ['a survey of any kind', income({ ...common('assistance'), kind: IncomeKind.FARMING })],
  ])('%s is accepted', (_, refusal) => {
    expect(refusal).toBeUndefined();
  });

  it.each([
    ['a negative sum', income({ amountFen: -1n })],
    ['0 that supersedes nothing', income({ amountFen: 0n })],
    ['0 paid', expenditure({ amountFen: 0n })],
    ['more than 10^13', income({ amountFen: 10_000_000_000_001n })],
    ['a negative value', asset({ valueFen: -1n })],
    ['a value over 10^13', asset({ valueFen: 10_000_000_000_001n })],
    ['a negative count', asset({ count: -1 })],
    ['neither value nor count', asset({ valueFen: undefined })],
  ])('invalid-amount: %s', (_, refusal) => {
    expect(refusal).toBe('invalid-amount');
  });

  it.each([
    ['the last month before the first', income(period('2025-04', '2025-03'))],
    ['month 13', income(period('2025-13'))],
    ['25 months', expenditure(period('2023-04', '2025-04'))],
    ['no period', income({ period: undefined })],
    ['an as-of date that is none', asset({ asOf: '2025-02-30' })],
    ['no days', status({ days: undefined })],
    ['a first day that is none', status({ days: { from: '2025-02-30' } })],
    ['an end before the beginning', status({ days: { from: '2025-01-10', to: '2025-01-09' } })],
    ['no observation', income({ source: { agency: 'TAX', dataset: 'TAX', recordId: HASH } })],
  ])('invalid-period: %s', (_, refusal) => {
    expect(refusal).toBe('invalid-period');
  });

  it.each([
    ['an observation more than a day ahead', income(common('TAX', '2025-05-13T02:00:01Z'))],
    ['an as-of date two days ahead', asset({ asOf: '2025-05-14' })],
    ['a month 13 after the current one', income(period('2026-06'))],
    ['a bill 13 months ahead', expenditure(period('2026-06'))],
    ['a status that begins 13 months ahead', status({ days: { from: '2026-06-01' } })],
  ])('future-fact: %s', (_, refusal) => {
    expect(refusal).toBe('future-fact');
  });

  it.each([
    ['no kind', income({ kind: IncomeKind.UNSPECIFIED }), 'unknown-kind'],
    ['a kind of a later version', income({ kind: 9_999 as IncomeKind }), 'unknown-kind'],
    ['another agency’s kind', income(common('BANK')), 'kind-not-in-agreement'],
    ['an unknown agency', income(common('XYZ')), 'kind-not-in-agreement'],
    ['no source', income({ source: undefined }), 'kind-not-in-agreement'],
  ])('of %s is refused', (_, refusal, reason) => {
    expect(refusal).toBe(reason);
  });

  it.each([
    ['another agency’s', 'HRSS.wages'],
    ['no agency’s', 'wages'],
    ['with a number in it', 'TAX.A510802198502149011'],
  ])('invalid-dataset: %s', (_, dataset) => {
    expect(income({ source: { ...common('TAX').source, dataset } })).toBe('invalid-dataset');
  });

  it.each([
    ['no quality', status({ quality: FactQuality.UNSPECIFIED })],
    ['a quality of a later version', asset({ quality: 99 as FactQuality })],
    ['no basis', income({ basis: IncomeBasis.UNSPECIFIED })],
    ['a basis of a later version', income({ basis: 99 as IncomeBasis })],
    ['a programme that is not set', income({ programme: Programme.UNSPECIFIED })],
    ['a programme of a later version', income({ programme: 9_999 as Programme })],
    ['a purpose that is not set', income({ purpose: AidPurpose.UNSPECIFIED })],
    ['a purpose of a later version', income({ purpose: 99 as AidPurpose })],
  ])('unknown-value: %s', (_, refusal) => {
    expect(refusal).toBe('unknown-value');
  });

  it('may have a programme and a purpose', () => {
    expect(income({ programme: Programme.DIBAO, purpose: AidPurpose.MEDICAL })).toBeUndefined();
  });

  it('of another message is unknown', () => {
    expect(checkFact({ typeName: 'minzheng.facts.v1.Other' } as DescMessage, {} as FactMessage, NOW)).toBe(
      'unknown-kind',
    );
  });

  it.each([
    ['an ID number', income({ itemKey: '51080219850214901X' })],
    ['an ID number in small letters within a text', income({ caseRef: 'case 51080219850214901x' })],
    ['an account', asset({ itemKey: '6222021234567890123' })],
    ['a mobile number', status({ attributes: { by: '13812345678' } })],
    ['a name', status({ attributes: { by: '王小明' } })],
    [
      'an ID number as record',
      income({ source: { ...common('TAX').source, recordId: '510802198502149011' } }),
    ],
    ['an ID number as payee', expenditure({ payeeKey: '51080219850214901X' })],
  ])('pii-in-event: %s', (_, refusal) => {
    expect(refusal).toBe('pii-in-event');
  });
});
