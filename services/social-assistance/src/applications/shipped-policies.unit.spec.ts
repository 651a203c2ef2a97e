import { readdir, readFile } from 'node:fs/promises';
import { readMeansPolicy, shippedTreatments } from '@minzheng/kernel/means-test';
import { PolicyBook, PolicyMissing, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import { readEntitlementPolicy, readProcedure } from './entitlement-policy.js';

const GUANGYUAN = '510802001001';
const DAY = '2025-05-12';
const OWN = new URL('../../policies/', import.meta.url);
const VERIFICATION = new URL('../../../verification/policies/', import.meta.url);

async function rowsOf(directory: URL): Promise<PolicyRow[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, directory), 'utf8')));
  return texts.flatMap((text) => parse(text) as PolicyRow[]);
}

describe('the shipped policies', () => {
  let own: PolicyRow[];
  let book: PolicyBook;
  beforeEach(async () => {
    own = await rowsOf(OWN);
    book = new PolicyBook([...own, ...(await rowsOf(VERIFICATION))]);
  });

  it('have a document behind each row, an id of its own, and a key of this service', () => {
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
    expect(own.filter(({ legalBasis }) => legalBasis.trim() === '')).toEqual([]);
    expect(own.filter(({ key }) => !key.startsWith('assistance.'))).toEqual([]);
  });

  it('answer everything that the means test asks in Guangyuan', () => {
    const policy = readMeansPolicy(book, GUANGYUAN, 'URBAN', DAY);
    expect(policy).toMatchObject({
      standardMonthlyFen: 59_000n,
      windowMonths: 12,
      coResidenceMonths: 12,
      clergyMonths: 36,
      employmentCostBp: 2_000,
      rigidRatioBp: 5_000,
      edgeMultipleBp: 15_000,
      supportMode: 'FORMULA',
      deductGroups: ['MEDICAL', 'EDUCATION', 'REHAB'],
    });
    expect(policy.minimumWageFen()).toBe(200_000n);
    expect(policy.disposableIncomeLastYearFen()).toBe(3_600_000n);
    expect(policy.educationCapFen('SCHOOL')).toBe(300_000n);
    expect(policy.educationCapFen('BACHELOR')).toBe(600_000n);
    expect(policy.consolationLimitFen('2025-04')).toBeGreaterThan(0n);
    for (const kind of ['wage', 'medicalReimbursement', 'residentBasicPension'] as const) {
      const shipped = new Map(shippedTreatments()).get(`verification.income.treatment.${kind}`);
      expect([kind, policy.treatmentOn(kind, undefined, '2025-04')]).toEqual([kind, shipped]);
    }
  });

  it.each([
    ['URBAN', 59_000n],
    ['RURAL', 39_000n],
  ] as const)('answer everything that R5–R7 ask for a household with %s hukou', (hukouType, standardFen) => {
    const { classification, benefit, extra } = readEntitlementPolicy(book, GUANGYUAN, hukouType, DAY);
    expect(classification).toMatchObject({
      standardFen,
      edgeMultipleBp: 15_000,
      rigidRatioBp: 5_000,
      singlePersonCategories: ['SEVERE_DISABILITY', 'SERIOUS_ILLNESS'],
    });
    expect(classification.disposableIncomeLastYearFen()).toBe(3_600_000n);
    expect(benefit).toMatchObject({ standardFen, mode: 'DIFFERENCE', floorFen: 1_000n });
    expect(benefit.tiers.map(({ minimumGapBp, payBp }) => [minimumGapBp, payBp])).toEqual([
      [7_000, 8_500],
      [4_000, 6_000],
      [0, 3_500],
    ]);
    expect(extra).toEqual({
      standardFen,
      mode: 'HIGHEST',
      capBp: 5_000,
      bp: { MINOR: 2_000, AGE_70: 2_000, SEVERE_DISABILITY: 3_000, SERIOUS_ILLNESS: 3_000 },
    });
  });

  it.each(['DIBAO', 'EDGE', 'RIGID'])(
    'say who decides on %s, and by when: the township in 利州区, the county elsewhere',
    (programme) => {
      const limits = { totalWorkingDays: 30, delegatedWorkingDays: 20, specialWorkingDays: 45 };
      expect(readProcedure(book, GUANGYUAN, programme, DAY)).toEqual({ delegated: true, limits });
      expect(readProcedure(book, '510811001001', programme, DAY)).toEqual({ delegated: false, limits });
    },
  );

  it.each([
    ['assistance.notice.days', 7],
    ['assistance.clock.verificationWd', 5],
    ['assistance.clock.disputeDays', 10],
    ['assistance.emergency.active', false],
    ['assistance.visit.requiredRoles', []],
    ['verification.consent.maxMonths', 24],
  ])('have %s', (key, value) => {
    expect(book.resolve(key, GUANGYUAN, DAY).value).toEqual(value);
  });

  it('have no standard for a region that has set none', () => {
    expect(() => readEntitlementPolicy(book, '330102', 'URBAN', DAY)).toThrow(PolicyMissing);
  });
});
