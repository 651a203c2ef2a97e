import type { DescEnum } from '@bufbuild/protobuf';

import {
  AidPurposeSchema,
  ProgrammeSchema,
  PurposeSchema,
  Purpose,
  StudyLevel,
  StudyLevelSchema,
} from '../common/index.js';
import {
  AssetKindSchema,
  ExpenditureKindSchema,
  IncomeKind,
  IncomeKindSchema,
  StatusKindSchema,
} from '../facts/index.js';
import { ClueClosingOutcomeSchema, ClueOutcomeSchema } from '../verification/index.js';
import { enumName, enumNames, enumValue } from './index.js';

/** The registry of fact kinds, in its own order. */
const REGISTRY: readonly { readonly desc: DescEnum; readonly kinds: string }[] = [
  {
    desc: IncomeKindSchema,
    kinds: `
    wage labourFee casualWork royalty bonus publicPost employerLivingFee farming livestock forestry
    fishery selfEmployed platformWork cropInsurancePayout interest insuranceAnnuity dividend rent
    landTransfer collectiveDividend employeePension residentPersonalPension unemploymentBenefit
    workInjuryAllowance survivorAllowance residentBasicPension supportReceived agriSubsidy
    ecoCompensation monthlyRetirementPay retiredCadrePension waitingAllowance localDischargeGrant
    placementSettlement severance lottery compensationLiving disabledSoldierPension
    militarySurvivorPension regularSubsidy conscriptFamilyGrant martyrGrant funeralSubsidy
    militaryNursing elderlyHardshipSubsidy veteranHardshipGrant familyPlanningAward
    childRearingSubsidy scholarship heroismAward honourAllowance oneOffAward dibaoBenefit
    tekunBenefit temporaryAid heatingRelief funeralRelief disabilityLivingSubsidy
    disabilityCareSubsidy priceSubsidy medicalAid educationAid housingAid employmentAid
    disasterRelief housingInsurancePayout charityAid orphanAllowance deFactoChildAllowance
    childDifficultyAllowance oldAgeAllowance elderCareSubsidy elderServiceSubsidy workInjuryNursing
    medicalReimbursement housingFundWithdrawal assetSale expropriation inheritance largeGift
    compensationOther workInjuryLump deathLump lumpRetirementPay insuranceLump
    `,
  },
  {
    desc: AssetKindSchema,
    kinds: `
    deposit wealthProduct onlineFinance security fund bond insuranceCashValue creditorClaim
    refundablePrepayment earmarkedReliefDeposit housingFundBalance passengerCar truck vessel
    machineryLarge motorcycle electricBike disabilityVehicle machinerySmall residence contractedHome
    homestead shop office factory parking company partnership cooperative individualBusiness
    socialServiceFounder contractLand forest breedingStock
    `,
  },
  {
    desc: ExpenditureKindSchema,
    kinds: `
    medicalInpatientOop medicalChronicOop medicalOutOfCatalogue specialDrug rehab assistiveDevice
    disabilityCare residentialCareFee tuition boarding basicRent accidentCost disasterRebuild
    charityPaidMedical charityPaidEducation charityPaidHousing charityPaidRehabilitation
    socialInsurancePaid incomeTaxPaid supportPaid electricity water gas telecom highFeeSchool
    overseasTravel funeral insurancePremium
    `,
  },
  {
    desc: StatusKindSchema,
    kinds: `
    deceased cremated declaredMissing declaredDead born married divorced widowed guardianOf
    hukouRegistered hukouMoved residencePermit abroad imprisoned compulsoryRehab communityCorrection
    released conscript discharged clergyAway disabled seriousIllness selfCareAbility careDependency
    enrolled graduated droppedOut employed fiscalStaff unemployedRegistered jobRefused
    legalRepresentative barredFromOrganizationPosts dishonestDebtor inResidentialCare visited orphan
    deFactoUnattended childInDifficulty leftBehindChild gradualExit dibao tekun edge rigid
    relapseMonitored registeredPoor preferentialObject insuredMedical publicRental disasterAffected
    evacuated missingInDisaster injuredInDisaster dwellingLost houseUnsafe
    `,
  },
];

describe('the kinds of facts', () => {
  it.each(REGISTRY)('$desc.name are exactly those of the registry', ({ desc, kinds }) => {
    expect([...enumNames(desc)].sort()).toEqual(kinds.trim().split(/\s+/).sort());
  });
});

describe('enumName and enumValue', () => {
  it.each([
    { desc: IncomeKindSchema, value: IncomeKind.EMPLOYEE_PENSION, name: 'employeePension' },
    { desc: IncomeKindSchema, value: IncomeKind.DE_FACTO_CHILD_ALLOWANCE, name: 'deFactoChildAllowance' },
    { desc: PurposeSchema, value: Purpose.DIBAO, name: 'DIBAO' },
    { desc: StudyLevelSchema, value: StudyLevel.MASTER_OR_ABOVE, name: 'MASTER_OR_ABOVE' },
  ])('$desc.name: $value is $name', ({ desc, value, name }) => {
    expect(enumName<DescEnum>(desc, value)).toBe(name);
    expect(enumValue<DescEnum>(desc, name)).toBe(value);
  });

  it.each([
    ...REGISTRY,
    { desc: PurposeSchema },
    { desc: ProgrammeSchema },
    { desc: AidPurposeSchema },
    { desc: ClueOutcomeSchema },
  ])('go both ways for every value of $desc.name', ({ desc }: { desc: DescEnum }) => {
    const names = enumNames(desc);
    expect(names).toHaveLength(desc.values.length - 1);
    expect(names.map((name) => enumName(desc, enumValue(desc, name)))).toEqual(names);
  });

  it('refuse what is not set, and what is not known', () => {
    expect(() => enumName(IncomeKindSchema, IncomeKind.UNSPECIFIED)).toThrow(RangeError);
    expect(() => enumName(IncomeKindSchema, 9999 as IncomeKind)).toThrow(RangeError);
    expect(() => enumValue(IncomeKindSchema, 'UNSPECIFIED')).toThrow(RangeError);
    expect(() => enumValue(IncomeKindSchema, 'imputedSupport')).toThrow(RangeError);
    expect(() => enumValue(IncomeKindSchema, 'constructor')).toThrow(RangeError);
  });

  it('give a clue the same numbers when it is answered and when it is closed', () => {
    for (const name of enumNames(ClueOutcomeSchema)) {
      expect(enumValue(ClueClosingOutcomeSchema, name)).toBe(Number(enumValue(ClueOutcomeSchema, name)));
    }
    expect(enumNames(ClueClosingOutcomeSchema)).toHaveLength(enumNames(ClueOutcomeSchema).length + 1);
  });
});
