import type { Gate } from './income-kinds.data.js';

/** Groups of rigid expenditure (刚性支出); a region says which of them it deducts. */
export type RigidGroup = 'MEDICAL' | 'REHAB' | 'EDUCATION' | 'HOUSING' | 'ACCIDENT' | 'DISASTER';

/** `SPENT` belongs to a rigid group, `PAID_BY_CHARITY` lowers it, `DEDUCTED` is taken from income. */
export type ExpenditureUse = 'SPENT' | 'PAID_BY_CHARITY' | 'DEDUCTED' | 'AUXILIARY';

interface ExpenditureRow {
  readonly use: ExpenditureUse;
  readonly group?: RigidGroup;
  readonly gate: Gate;
  readonly kinds: Readonly<Record<string, readonly [chinese: string, publishers: string]>>;
}

/** The registry of expenditure kinds (支出类型); amounts are what the person paid after insurance, aid and subsidy. */
export const EXPENDITURE_ROWS = [
  {
    use: 'SPENT',
    group: 'MEDICAL',
    gate: 'L',
    kinds: {
      medicalInpatientOop: ['住院自付', 'NHSA assistance veterans disaster'],
      medicalChronicOop: ['门诊慢特病', 'NHSA assistance veterans disaster'],
      medicalOutOfCatalogue: ['目录外费用', 'NHSA assistance'],
      specialDrug: ['特药', 'NHSA assistance'],
    },
  },
  {
    use: 'SPENT',
    group: 'REHAB',
    gate: 'L',
    kinds: {
      rehab: ['康复', 'DPF assistance children'],
      assistiveDevice: ['辅助器具', 'DPF assistance'],
      disabilityCare: ['残疾人照护', 'eldercare assistance'],
      residentialCareFee: ['机构照料费', 'eldercare'],
    },
  },
  {
    use: 'SPENT',
    group: 'EDUCATION',
    gate: 'L',
    kinds: { tuition: ['学费', 'EDU assistance'], boarding: ['住宿费', 'EDU assistance'] },
  },
  { use: 'SPENT', group: 'HOUSING', gate: 'L', kinds: { basicRent: ['基本房租', 'HOU'] } },
  { use: 'SPENT', group: 'ACCIDENT', gate: 'L', kinds: { accidentCost: ['意外支出', 'assistance'] } },
  { use: 'SPENT', group: 'DISASTER', gate: 'L', kinds: { disasterRebuild: ['灾后重建自付', 'disaster'] } },
  {
    use: 'PAID_BY_CHARITY',
    group: 'MEDICAL',
    gate: 'L',
    kinds: { charityPaidMedical: ['慈善支付医疗费', 'organizations'] },
  },
  {
    use: 'PAID_BY_CHARITY',
    group: 'EDUCATION',
    gate: 'L',
    kinds: { charityPaidEducation: ['慈善支付教育费', 'organizations'] },
  },
  {
    use: 'PAID_BY_CHARITY',
    group: 'HOUSING',
    gate: 'L',
    kinds: { charityPaidHousing: ['慈善支付住房费', 'organizations'] },
  },
  {
    use: 'PAID_BY_CHARITY',
    group: 'REHAB',
    gate: 'L',
    kinds: { charityPaidRehabilitation: ['慈善支付康复费', 'organizations'] },
  },
  {
    use: 'DEDUCTED',
    gate: 'L',
    kinds: {
      socialInsurancePaid: ['社会保险缴费', 'HRSS'],
      incomeTaxPaid: ['个人所得税', 'TAX'],
      supportPaid: ['支付赡养抚养扶养费', 'COURT'],
    },
  },
  {
    use: 'AUXILIARY',
    gate: 'C',
    kinds: {
      electricity: ['电费', 'UTIL'],
      water: ['水费', 'UTIL'],
      gas: ['燃气费', 'UTIL'],
      telecom: ['通信费', 'UTIL'],
      insurancePremium: ['商业保费', 'INS'],
    },
  },
  {
    use: 'AUXILIARY',
    gate: 'L',
    kinds: {
      highFeeSchool: ['高收费学校', 'EDU'],
      overseasTravel: ['出境旅游', 'PSB'],
      funeral: ['丧葬支出', 'MCA'],
    },
  },
] as const satisfies readonly ExpenditureRow[];
