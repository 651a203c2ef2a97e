import { readdirSync, readFileSync } from 'node:fs';
import { clone, create } from '@bufbuild/protobuf';
import { Purpose } from '@minzheng/contracts/common';
import { ExpenditureKind, FactQuality } from '@minzheng/contracts/facts';
import {
  ConclusionBasis,
  PropertyVerdict,
  VerificationCompletedSchema,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import { incomeOf } from '../awards/assessed.rules.js';
import { assess, verdict } from './assessment.rules.js';

const AS_OF = '2025-05-12';
const REGION = '510802001001';
const PERSON = '00000000-0000-8000-8000-000000000001';

const SHIPPED = [
  new URL('../../policies/', import.meta.url),
  new URL('../../../verification/policies/', import.meta.url),
]
  .flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)))
  .filter(({ pathname }) => pathname.endsWith('.yaml'))
  .flatMap((file) => parse(readFileSync(file, 'utf8')) as PolicyRow[]);
const byIllness = (isEnabled: boolean): PolicyBook =>
  new PolicyBook(
    SHIPPED.map((row) => (row.key === 'assistance.illness.enabled' ? { ...row, value: isEnabled } : row)),
  );

/** One person with 800.00 a month, who has spent 1,200.00 on the hospital and 3,000.00 on rehabilitation. */
const REPORT: VerificationCompleted = create(VerificationCompletedSchema, {
  householdFigures: {
    ...{ memberCount: 1, annualIncomeFen: 960_000n, rigidAnnualFen: 420_000n },
    perCapitaMonthly: { numerator: '80000', denominator: '1' },
    perCapitaAfterRigid: { numerator: '45000', denominator: '1' },
  },
  members: [
    {
      ...{ personKey: PERSON, counted: true, ownMonthly: { numerator: '80000', denominator: '1' } },
      expenditures: (
        [
          [ExpenditureKind.MEDICAL_INPATIENT_OOP, 120_000n],
          [ExpenditureKind.REHAB, 300_000n],
        ] as const
      ).map(([kind, amountFen]) => ({
        ...{ kind, amountFen, month: '2025-03', quality: FactQuality.VERIFIED, agency: 'NHSA' },
      })),
    },
  ],
  conclusions: conclusionsOf('WITHIN_LIMITS'),
});

function conclusionsOf(conclusion: string) {
  return [Purpose.DIBAO, Purpose.EDGE, Purpose.RIGID].map((purpose) => ({
    ...{ purpose, conclusion, basis: ConclusionBasis.HOUSEHOLD },
  }));
}

const overIncome = (property: PropertyVerdict, propertyReasonCodes: string[]) =>
  create(VerificationCompletedSchema, {
    conclusions: conclusionsOf('EXCEEDS_INCOME').map((conclusion) => ({
      ...{ ...conclusion, property, propertyReasonCodes },
    })),
  });

const assessed = (isIllnessOpen: boolean, report = REPORT) =>
  assess({
    ...{ report, book: byIllness(isIllnessOpen), region: REGION, hukouType: 'URBAN', asOf: AS_OF },
    firstMonth: '2025-07',
    members: [
      {
        ...{ personKey: PERSON, birthDate: '1984-03-11', disabilityKind: null, disabilityGrade: null },
        ...{ cardValidTo: null, majorIllnessCode: null },
      },
    ],
  });

describe('an assessment', () => {
  it('keeps the income that rigid expenditure was found on, where it is not the one after all of it', () => {
    const result = assessed(true);
    // 9,600.00 less 3,000.00: illness has its own path
    expect(result).toMatchObject({ subtype: 'RIGID_DEDUCTION', basis: { numerator: '55000' } });
    expect(incomeOf('RIGID_DEDUCTION', result)).toEqual({ numerator: '55000', denominator: '1' });
  });

  it('keeps nothing where it is the one after all of it', () => {
    const result = assessed(false);
    expect(result).toMatchObject({ subtype: 'RIGID_DEDUCTION', proposed: { baseFen: '14000' } });
    expect(result).not.toHaveProperty('basis');
    expect(incomeOf('RIGID_DEDUCTION', result)).toEqual({ numerator: '45000', denominator: '1' });
  });
});

describe('what a report says of property', () => {
  it.each([
    ['WITHIN_LIMITS', 'PASS'],
    ['EXCEEDS_INCOME', 'PASS'],
    ['EXCEEDS_PROPERTY', 'FAIL'],
    ['EXCEEDS_BOTH', 'FAIL'],
    ['INCOMPLETE', 'INCOMPLETE'],
    ['NEEDS_REVIEW', 'UNKNOWN'],
    ['IDENTITY_CONFLICT', 'UNKNOWN'],
    // nobody's property was looked at
    ['NO_COUNTED_MEMBER', 'UNKNOWN'],
    ['SOMETHING_NEW', 'UNKNOWN'],
  ])('is of %s: %s', (conclusion, expected) => {
    const report = create(VerificationCompletedSchema, { conclusions: conclusionsOf(conclusion) });
    expect(verdict(report, 'DIBAO')).toBe(expected);
  });

  it.each([
    [PropertyVerdict.WITHIN, [], 'PASS'],
    [PropertyVerdict.UNKNOWN, ['BUSINESS'], 'UNKNOWN'],
    [PropertyVerdict.UNKNOWN, ['BUSINESS', 'SOURCE_MISSING'], 'UNKNOWN'],
    [PropertyVerdict.UNKNOWN, ['SOURCE_MISSING'], 'INCOMPLETE'],
  ])('is what the verdict apart says where income is over: %s %s', (property, reasons, expected) => {
    expect(verdict(overIncome(property, reasons), 'DIBAO')).toBe(expected);
  });
});

describe('the guarantee by the cost of illness, where income is over the standard', () => {
  /** 800.00 a month, less 3,600.00 for the hospital: 500.00. */
  const ill = (property: PropertyVerdict, ...propertyReasonCodes: string[]): VerificationCompleted => {
    const report = clone(VerificationCompletedSchema, REPORT);
    report.conclusions = overIncome(property, propertyReasonCodes).conclusions;
    report.householdFigures!.perCapitaAfterRigid!.numerator = '80000';
    report.members[0]!.expenditures = report.members[0]!.expenditures.slice(0, 1).map((spent) => ({
      ...spent,
      amountFen: 360_000n,
    }));
    return report;
  };

  it('is given where property is within the limits', () => {
    expect(assessed(true, ill(PropertyVerdict.WITHIN))).toMatchObject({
      ...{ householdClass: 'DIBAO', subtype: 'ILLNESS', proposed: { baseFen: '9000' } },
    });
  });

  it('waits for a person where property is unknown', () => {
    expect(assessed(true, ill(PropertyVerdict.UNKNOWN, 'BUSINESS'))).toMatchObject({
      householdClass: 'PENDING',
    });
  });
});
