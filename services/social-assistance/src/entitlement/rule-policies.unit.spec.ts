import { readdir, readFile } from 'node:fs/promises';
import { PolicyBook, PolicyMissing, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import {
  ConsumptionMissing,
  readGradualExitPolicy,
  readHardshipPolicy,
  readPriceSubsidyPolicy,
  readRecoveryPolicy,
  readReviewPolicy,
  readStandardPolicy,
  readStandstillPolicy,
  readSupervisionPolicy,
  readTempAidExpenditurePolicy,
} from './rule-policies.js';

const GUANGYUAN = '510802001001';
const DAY = '2025-06-10';
const OWN = new URL('../../policies/', import.meta.url);

async function shipped(): Promise<PolicyRow[]> {
  const files = (await readdir(OWN)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, OWN), 'utf8')));
  return texts.flatMap((text) => parse(text) as PolicyRow[]);
}

describe('the shipped rows of the rules', () => {
  let rows: PolicyRow[];
  let book: PolicyBook;
  beforeEach(async () => {
    rows = await shipped();
    book = new PolicyBook(rows);
  });

  it('have a gradual exit of six months, of registered poor households in Hebei too', () => {
    expect(readGradualExitPolicy(book, GUANGYUAN, DAY)).toEqual({
      months: 6,
      scheduleBp: [10_000, 10_000, 10_000, 10_000, 10_000, 10_000],
      ceilingStd: 2,
      gapMonths: 24,
      causes: ['EMPLOYMENT'],
    });
    expect(readGradualExitPolicy(book, '130102', DAY).causes).toEqual(['EMPLOYMENT', 'REGISTERED_POOR']);
  });

  it('have no poverty line: a province enters its own before a standard is published', () => {
    expect(() => readStandardPolicy(book, GUANGYUAN, 'URBAN', DAY)).toThrow(PolicyMissing);
    const line: PolicyRow = {
      id: '0197c000-ffff-7000-8000-000000000001',
      key: 'assistance.poverty.lineAnnualFen',
      regionPrefix: '51',
      effectiveFrom: '2025-01-01',
      value: '768000',
      legalBasis: 'test',
    };
    const withLine = new PolicyBook([...rows, line]);
    expect(readStandardPolicy(withLine, GUANGYUAN, 'URBAN', DAY)).toEqual({
      povertyLineAnnualFen: 768_000n,
      provincialMinimumFen: 0n,
      method: { kind: 'GROWTH_RATE', growthBp: 1_000 },
    });
    const ratio = rows.map((row) =>
      row.key === 'assistance.dibao.standardMethod' ? { ...row, value: 'CONSUMPTION_RATIO' } : row,
    );
    const byConsumption = new PolicyBook([...ratio, line]);
    expect(readStandardPolicy(byConsumption, GUANGYUAN, 'RURAL', DAY, 3_000_000n).method).toEqual({
      kind: 'CONSUMPTION_RATIO',
      consumptionAnnualFen: 3_000_000n,
      ratioBp: 4_000,
    });
    expect(() => readStandardPolicy(byConsumption, GUANGYUAN, 'RURAL', DAY)).toThrow(ConsumptionMissing);
  });

  it('have the hardship index as advice, and its scale by the ids of the rows', () => {
    const policy = readHardshipPolicy(book, GUANGYUAN, DAY);
    expect(policy).toMatchObject({
      mode: 'advisory',
      cutoff: 60,
      weights: { members: 40, income: 30, assets: 10, spending: 15, evaluation: 5 },
      items: {
        members: {
          severe: 100,
          aged: 80,
          partial: 50,
          carer: 30,
          agedFrom: 70,
          childBelow: 16,
          elderFrom: 60,
        },
        incomeStd: 2,
        assets: { vehicle: 100, secondHome: 50, business: 50, deposits: 50, depositStd: 6 },
      },
    });
    const id = (key: string) => rows.find((row) => row.key === `assistance.hardshipScore.${key}`)?.id;
    expect(policy.version).toBe(`${id('weights')}/${id('items')}`);
  });

  it.each([
    ['2022-08-31', 350, ['DIBAO', 'TEKUN']],
    ['2022-09-01', 300, ['DIBAO', 'TEKUN', 'EDGE']],
    ['2023-03-31', 300, ['DIBAO', 'TEKUN', 'EDGE']],
    ['2023-04-01', 350, ['DIBAO', 'TEKUN']],
  ])('have the price subsidy of %s', (on, cpiBp, groups) => {
    expect(readPriceSubsidyPolicy(book, GUANGYUAN, on)).toEqual({
      cpiBp,
      foodBp: 600,
      minimumFen: 1_000n,
      payWorkingDays: 20,
      groups,
    });
  });

  it('have the reviews', () => {
    expect(readReviewPolicy(book, GUANGYUAN, DAY)).toEqual({
      months: { A: 12, B: 6, EDGE: 12 },
      illnessMonths: 12,
      materialStdBp: 1_000,
      deathMonths: 3,
      emergencyExtensionMonths: 3,
      isEmergency: false,
    });
  });

  it('have supervision, temporary aid for spending and what stops the clock', () => {
    expect(readSupervisionPolicy(book, GUANGYUAN, DAY)).toEqual({
      tekunSampleBp: 3_000,
      delegatedSampleBp: 3_000,
      reentryMonths: 6,
      churnExits: 3,
      churnMonths: 24,
    });
    const aid = readTempAidExpenditurePolicy(book, GUANGYUAN, 'RURAL', DAY);
    expect(aid).toMatchObject({ standardFen: 39_000n, expenditureRateBp: 3_000, capStd: 10 });
    expect(aid.disposableIncomeLastYearFen()).toBe(3_600_000n);
    expect(readStandstillPolicy(book, GUANGYUAN, DAY)).toEqual({
      excludeNotice: false,
      objectionWorkingDays: 20,
    });
  });

  it.each([
    ['2025-06-10', 1, 3],
    ['2026-06-30', 1, 3],
    ['2026-07-01', 0, 2],
  ])('have the fine of a recovery decided on %s', (decidedOn, minimumTimes, maximumTimes) => {
    expect(readRecoveryPolicy(book, GUANGYUAN, decidedOn)).toEqual({
      offsetBp: 2_000,
      minimumTimes,
      maximumTimes,
    });
  });
});
