/**
 * How an amount arises, which is a property of the kind and not of policy: work (with or without the allowance for
 * the cost of working), a bonus that belongs to a year, business net of costs, property, transfers, support by
 * relatives, and sums received once.
 */
export type IncomeNature =
  'LABOUR' | 'LABOUR_WITHOUT_COST' | 'BONUS' | 'BUSINESS' | 'PROPERTY' | 'TRANSFER' | 'SUPPORT' | 'ONE_OFF';

/** How a kind counts as income (计入方式): as received, not at all, spread over months, or found again as an asset. */
export type Treatment = 'counted' | 'excluded' | 'spread' | 'asset';

/** May be kept and used in monitoring by law (L), or only with the person's consent (C). */
export type Gate = 'L' | 'C';

interface IncomeRow {
  readonly nature: IncomeNature;
  readonly treatment: Treatment | 'by purpose';
  readonly basis: string;
  readonly gate: Gate;
  /** For each kind its Chinese term and who publishes it: codes of agencies, short names of services. */
  readonly kinds: Readonly<Record<string, readonly [chinese: string, publishers: string]>>;
}

const ART_13 = '民发〔2021〕57号 art. 13';
const ART_14 = '民发〔2021〕57号 art. 14';
const ORDER_788 = '军人抚恤优待条例 (Order 788) art. 4; 民发〔2021〕57号 art. 13';
const BY_POLICY = '(default, set by policy)';

/** The registry of income kinds (收入类型), a row for each group of kinds that share basis and treatment. */
export const INCOME_ROWS = [
  {
    nature: 'LABOUR',
    treatment: 'counted',
    basis: `${ART_13}(1)`,
    gate: 'L',
    kinds: {
      wage: ['工资', 'TAX HRSS organizations veterans'],
      labourFee: ['劳务报酬', 'TAX'],
      casualWork: ['务工零工', 'TAX'],
      royalty: ['稿酬', 'TAX'],
      publicPost: ['公益性岗位', 'HRSS RVP veterans'],
    },
  },
  {
    nature: 'BONUS',
    treatment: 'counted',
    basis: `${ART_13}(1)`,
    gate: 'L',
    kinds: { bonus: ['奖金', 'TAX'] },
  },
  {
    nature: 'LABOUR_WITHOUT_COST',
    treatment: 'counted',
    basis: `${ART_13}(1); Order 608 art. 38`,
    gate: 'L',
    kinds: { employerLivingFee: ['单位生活费', 'veterans'] },
  },
  {
    nature: 'LABOUR_WITHOUT_COST',
    treatment: 'counted',
    basis: 'Order 787 art. 75',
    gate: 'L',
    kinds: { waitingAllowance: ['待安排期生活补助', 'veterans'] },
  },
  {
    nature: 'BUSINESS',
    treatment: 'counted',
    basis: `${ART_13}(2)`,
    gate: 'L',
    kinds: {
      farming: ['种植', 'AGR'],
      livestock: ['养殖', 'AGR'],
      forestry: ['林业', 'AGR'],
      fishery: ['渔业', 'AGR'],
      selfEmployed: ['个体经营', 'TAX'],
      platformWork: ['平台经营', 'TAX'],
      cropInsurancePayout: ['农业保险赔款', 'disaster'],
    },
  },
  {
    nature: 'PROPERTY',
    treatment: 'counted',
    basis: `${ART_13}(3)`,
    gate: 'C',
    kinds: { interest: ['利息', 'BANK'], insuranceAnnuity: ['商业年金', 'INS'] },
  },
  {
    nature: 'PROPERTY',
    treatment: 'counted',
    basis: `${ART_13}(3)`,
    gate: 'L',
    kinds: {
      dividend: ['红利', 'TAX'],
      rent: ['租金', 'TAX'],
      landTransfer: ['土地流转', 'AGR'],
      collectiveDividend: ['集体分红', 'RVP'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'counted',
    basis: `${ART_13}(4); 城市居民最低生活保障条例 (Order 271) art. 2`,
    gate: 'L',
    kinds: {
      employeePension: ['职工养老金', 'HRSS'],
      residentPersonalPension: ['居民养老个人账户及地方增发', 'HRSS'],
      unemploymentBenefit: ['失业金', 'HRSS'],
      workInjuryAllowance: ['伤残津贴', 'HRSS'],
      survivorAllowance: ['供养亲属抚恤金', 'HRSS'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: ART_13,
    gate: 'L',
    kinds: { residentBasicPension: ['居民基础养老金(中央部分)', 'HRSS'] },
  },
  {
    nature: 'SUPPORT',
    treatment: 'counted',
    basis: `${ART_13}(4)`,
    gate: 'L',
    kinds: { supportReceived: ['实收赡养抚养扶养费', 'COURT'] },
  },
  {
    nature: 'TRANSFER',
    treatment: 'counted',
    basis: `${ART_13}(4)`,
    gate: 'L',
    kinds: {
      agriSubsidy: ['惠农补贴', 'AGR'],
      ecoCompensation: ['生态补偿', 'AGR'],
      monthlyRetirementPay: ['逐月退役金', 'veterans'],
      retiredCadrePension: ['军休费', 'veterans'],
    },
  },
  {
    nature: 'ONE_OFF',
    treatment: 'excluded',
    basis: 'Order 787 art. 23; what is left is an asset',
    gate: 'L',
    kinds: {
      localDischargeGrant: ['地方一次性经济补助', 'veterans'],
      placementSettlement: ['货币化安置', 'veterans'],
    },
  },
  {
    nature: 'ONE_OFF',
    treatment: 'spread',
    basis: BY_POLICY,
    gate: 'L',
    kinds: {
      severance: ['经济补偿', 'HRSS'],
      lottery: ['偶然所得', 'TAX'],
      compensationLiving: ['赔偿中生活费', 'COURT'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: ORDER_788,
    gate: 'L',
    kinds: {
      disabledSoldierPension: ['伤残抚恤金', 'veterans'],
      militarySurvivorPension: ['定期抚恤金(三属)', 'veterans'],
      regularSubsidy: ['定期生活补助', 'veterans'],
      conscriptFamilyGrant: ['义务兵优待金', 'veterans'],
      martyrGrant: ['烈士褒扬金', 'veterans'],
      funeralSubsidy: ['丧葬补助', 'veterans'],
      militaryNursing: ['护理费', 'veterans'],
      elderlyHardshipSubsidy: ['60岁以上生活困难定期补助', 'veterans'],
      veteranHardshipGrant: ['帮扶解困金', 'veterans'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: ART_13,
    gate: 'L',
    kinds: {
      familyPlanningAward: ['计生奖扶', 'NHC'],
      childRearingSubsidy: ['育儿补贴', 'NHC'],
      scholarship: ['奖助学金', 'EDU'],
      heroismAward: ['见义勇为', 'MCA'],
      honourAllowance: ['荣誉津贴', 'MCA'],
      oneOffAward: ['一次性奖励', 'MCA'],
      dibaoBenefit: ['最低生活保障金', 'assistance'],
      tekunBenefit: ['特困供养金', 'assistance'],
      temporaryAid: ['临时救助', 'assistance'],
      heatingRelief: ['取暖', 'assistance'],
      funeralRelief: ['殡葬', 'assistance'],
      medicalAid: ['医疗救助、济困医疗基金、优抚医疗补助', 'NHSA assistance veterans'],
      educationAid: ['教育救助', 'EDU'],
      housingAid: ['住房救助', 'HOU'],
      employmentAid: ['就业救助', 'HRSS'],
      disasterRelief: ['灾害救助', 'disaster'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: `国发〔2015〕52号; ${ART_13}`,
    gate: 'L',
    kinds: {
      disabilityLivingSubsidy: ['困难残疾人生活补贴', 'assistance'],
      disabilityCareSubsidy: ['重度残疾人护理补贴', 'assistance'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: `发改价格〔2021〕1553号; ${ART_13}`,
    gate: 'L',
    kinds: { priceSubsidy: ['价格临时补贴', 'assistance children veterans'] },
  },
  {
    nature: 'ONE_OFF',
    treatment: 'excluded',
    basis: `${ART_13} ${BY_POLICY}`,
    gate: 'L',
    kinds: { housingInsurancePayout: ['住房保险赔款', 'disaster'] },
  },
  {
    nature: 'TRANSFER',
    treatment: 'by purpose',
    basis: BY_POLICY,
    gate: 'L',
    kinds: { charityAid: ['慈善帮扶', 'organizations disaster'] },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: `民发〔2019〕62号; ${ART_13}`,
    gate: 'L',
    kinds: {
      orphanAllowance: ['孤儿基本生活费', 'children'],
      deFactoChildAllowance: ['事实无人抚养儿童基本生活补贴', 'children'],
      childDifficultyAllowance: ['困境儿童生活补贴', 'children'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: `民发〔2021〕43号 art. 6; ${ART_13}`,
    gate: 'L',
    kinds: {
      oldAgeAllowance: ['高龄津贴', 'eldercare'],
      elderCareSubsidy: ['护理补贴', 'eldercare'],
      elderServiceSubsidy: ['养老服务补贴', 'eldercare'],
    },
  },
  {
    nature: 'TRANSFER',
    treatment: 'excluded',
    basis: BY_POLICY,
    gate: 'L',
    kinds: { workInjuryNursing: ['工伤护理费', 'HRSS'], medicalReimbursement: ['医保报销', 'NHSA'] },
  },
  {
    nature: 'ONE_OFF',
    treatment: 'excluded',
    basis: BY_POLICY,
    gate: 'C',
    kinds: { housingFundWithdrawal: ['公积金提取', 'HPF'] },
  },
  {
    nature: 'ONE_OFF',
    treatment: 'asset',
    basis: ART_14,
    gate: 'L',
    kinds: {
      assetSale: ['财产出售', 'NR'],
      expropriation: ['征地拆迁', 'NR'],
      inheritance: ['继承', 'COURT'],
      largeGift: ['大额赠与', 'TAX'],
      compensationOther: ['其他赔偿', 'COURT'],
      workInjuryLump: ['一次性工伤补助', 'HRSS'],
      deathLump: ['一次性抚恤金', 'veterans'],
      lumpRetirementPay: ['一次性退役金', 'veterans'],
    },
  },
  {
    nature: 'ONE_OFF',
    treatment: 'asset',
    basis: ART_14,
    gate: 'C',
    kinds: { insuranceLump: ['保险金', 'INS'] },
  },
] as const satisfies readonly IncomeRow[];
