import { hash } from 'node:crypto';
import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Programme } from '@minzheng/contracts/common';
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
import { eventually } from '@minzheng/testing/servers';
import { Module } from '@nestjs/common';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  announceAsset,
  announceExpenditure,
  announceIncome,
  announceStatus,
  factIdOf,
  FACTS,
} from './index.js';

@Module({ imports: [DepartmentModule.of('eldercare')] })
class ElderCareModule {}

const ELDER = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const AT = new Date('2025-06-03T01:00:00Z');
const common = (record: string) => ({ personKey: ELDER, region: '510802001', record, at: AT });
const JUNE = { fromMonth: '2025-06', toMonth: '2025-06' } as const;
const PAYER = '11510802MB1A000000';

describe('facts of a second department', () => {
  let eldercare: SecondDepartment;
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(ElderCareModule, [FACTS], '2025-06-03T01:00:00Z');
  });
  afterAll(() => eldercare.drop());

  const sent = async <D extends DescMessage>(schema: D, count: number): Promise<MessageShape<D>[]> =>
    eventually(`${count} are sent`, async () => {
      const facts = await eldercare.published(schema);
      return facts.length >= count && facts;
    });

  it('have the ids that social assistance’s statuses have always had', () => {
    expect(factIdOf('statuses', `award/0198a000-0000-7000-8000-000000000001/${ELDER}`)).toBe(
      '00ff15ce-5a93-54c7-87cc-481cfc274d1c',
    );
  });

  it('a status is told, and ended by what replaces it', async () => {
    const status = {
      ...common(`stay/1/${ELDER}`),
      ...{ kind: StatusKind.IN_RESIDENTIAL_CARE, from: '2025-06-01' },
    };
    await eldercare.inOne((tx) => Promise.resolve(announceStatus(tx, status)));
    await eldercare.inOne((tx) => Promise.resolve(announceStatus(tx, status)));
    await eldercare.inOne((tx) =>
      Promise.resolve(announceStatus(tx, { ...status, version: 2, to: '2025-06-20', caseRef: 'E-1' })),
    );
    const [first, again, ended] = await sent(StatusFactSchema, 3);
    expect(first).toMatchObject({
      personKey: ELDER,
      region: { code: '510802001' },
      days: { from: '2025-06-01' },
      quality: FactQuality.VERIFIED,
      retracted: false,
      source: {
        agency: 'eldercare',
        dataset: 'eldercare.statuses',
        recordId: hash('sha256', status.record, 'hex'),
        observedAt: timestampFromDate(AT),
      },
    });
    expect(first?.supersedesFactId).toBeUndefined();
    expect(again).toEqual(first);
    expect(ended).toMatchObject({
      supersedesFactId: first?.factId,
      days: { from: '2025-06-01', to: '2025-06-20' },
      caseRef: 'E-1',
    });
    expect(ended?.source?.recordId).toBe(first?.source?.recordId);
    expect(ended?.factId).not.toBe(first?.factId);
  });

  it('an income, an asset and an expenditure of one row are three facts', async () => {
    const row = common(`visit/1/${ELDER}`);
    const observedAt = new Date('2025-06-02T01:00:00Z');
    await eldercare.inOne(async (tx) => {
      announceIncome(tx, {
        ...row,
        ...{ kind: IncomeKind.ELDER_CARE_SUBSIDY, amountFen: 20_000n, period: JUNE, payerKey: PAYER },
        ...{ item: 'allowance/1/run/7', programme: Programme.ELDER_CARE_SUBSIDY, householdShare: true },
      });
      announceAsset(tx, {
        ...row,
        kind: AssetKind.PASSENGER_CAR,
        count: 1,
        asOf: '2025-06-02',
        item: 'car/1',
      });
      announceExpenditure(tx, {
        ...{ ...row, observedAt, quality: FactQuality.DECLARED, kind: ExpenditureKind.RESIDENTIAL_CARE_FEE },
        ...{ amountFen: 300_000n, period: JUNE, item: 'bill/1' },
      });
      await Promise.resolve();
    });
    const [[income], [asset], [expenditure]] = [
      await sent(IncomeFactSchema, 1),
      await sent(AssetFactSchema, 1),
      await sent(ExpenditureFactSchema, 1),
    ];
    expect(income).toMatchObject({
      ...{ amountFen: 20_000n, basis: IncomeBasis.NET, payerKey: PAYER, householdShare: true },
      itemKey: hash('sha256', 'allowance/1/run/7', 'hex'),
      source: { dataset: 'eldercare.incomes' },
    });
    expect(asset).toMatchObject({ count: 1, shareBp: 10_000, source: { dataset: 'eldercare.assets' } });
    expect(expenditure).toMatchObject({
      quality: FactQuality.DECLARED,
      source: { dataset: 'eldercare.expenditures', observedAt: timestampFromDate(observedAt) },
    });
    expect(new Set([income?.factId, asset?.factId, expenditure?.factId]).size).toBe(3);
  });

  it('what was paid and not due is replaced by what was due, also where versions are left out', async () => {
    const row = common(`line/1/${ELDER}`);
    const paid = { ...row, kind: IncomeKind.OLD_AGE_ALLOWANCE, period: JUNE, payerKey: PAYER, item: 'a/1' };
    const ids = await eldercare.inOne((tx) =>
      Promise.resolve([
        announceIncome(tx, { ...paid, amountFen: 5_000n, version: 2, supersedes: 0 }),
        announceIncome(tx, { ...paid, amountFen: 0n, version: 5, supersedes: 2, retracted: true }),
      ]),
    );
    const facts = (await sent(IncomeFactSchema, 3)).filter(({ factId }) => ids.includes(factId));
    expect(facts[0]?.supersedesFactId).toBeUndefined();
    expect(facts[1]).toMatchObject({ amountFen: 0n, supersedesFactId: ids[0], retracted: true });
  });

  it('an asset without value and number is none', async () => {
    const nothing = { ...common('car/2'), kind: AssetKind.PASSENGER_CAR, asOf: '2025-06-02', item: 'car/2' };
    await expect(eldercare.inOne((tx) => Promise.resolve(announceAsset(tx, nothing)))).rejects.toThrow(
      RangeError,
    );
  });
});
