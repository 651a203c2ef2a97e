import type { Gate } from './income-kinds.data.js';

/**
 * What the property test does with a kind: `FINANCIAL` is summed, `EARMARKED` is taken off that sum, `SHOWN` and
 * `EXEMPT` count nowhere, a `FOUNDER` share counts as business only where it is distributable.
 */
export type PropertyGroup =
  | 'FINANCIAL'
  | 'EARMARKED'
  | 'VEHICLE'
  | 'MACHINERY'
  | 'HOME'
  | 'NON_RESIDENTIAL'
  | 'BUSINESS'
  | 'FOUNDER'
  | 'EXEMPT'
  | 'SHOWN';

interface AssetRow {
  readonly group: PropertyGroup;
  readonly basis: string;
  readonly gate: Gate;
  readonly kinds: Readonly<Record<string, readonly [chinese: string, publishers: string]>>;
}

const ART_14 = '民发〔2021〕57号 art. 14';
const BY_POLICY = '(default, set by policy)';

/** The registry of asset kinds (财产类型). */
export const ASSET_ROWS = [
  {
    group: 'FINANCIAL',
    basis: ART_14,
    gate: 'C',
    kinds: {
      deposit: ['存款', 'BANK'],
      wealthProduct: ['理财', 'BANK'],
      onlineFinance: ['互联网金融', 'BANK'],
      security: ['证券', 'SEC'],
      fund: ['基金', 'SEC'],
      bond: ['债券', 'SEC'],
      insuranceCashValue: ['保单现金价值', 'INS'],
    },
  },
  {
    group: 'FINANCIAL',
    basis: `${ART_14}; ${BY_POLICY}`,
    gate: 'L',
    kinds: { creditorClaim: ['债权', 'assistance'], refundablePrepayment: ['养老预付款', 'eldercare'] },
  },
  {
    group: 'EARMARKED',
    basis: BY_POLICY,
    gate: 'L',
    kinds: { earmarkedReliefDeposit: ['灾后重建专款', 'disaster'] },
  },
  { group: 'SHOWN', basis: BY_POLICY, gate: 'C', kinds: { housingFundBalance: ['公积金余额', 'HPF'] } },
  {
    group: 'VEHICLE',
    basis: ART_14,
    gate: 'L',
    kinds: {
      passengerCar: ['小汽车', 'PSB MCN disaster'],
      truck: ['货车', 'PSB TRA disaster'],
      vessel: ['船舶', 'TRA'],
    },
  },
  { group: 'MACHINERY', basis: ART_14, gate: 'L', kinds: { machineryLarge: ['大型农机', 'AGR disaster'] } },
  {
    group: 'EXEMPT',
    basis: `${ART_14} (necessities)`,
    gate: 'L',
    kinds: {
      motorcycle: ['摩托车', 'PSB'],
      electricBike: ['电动自行车', 'PSB'],
      disabilityVehicle: ['功能补偿代步车', 'PSB'],
      machinerySmall: ['小型农机', 'AGR'],
    },
  },
  {
    group: 'HOME',
    basis: ART_14,
    gate: 'L',
    kinds: {
      residence: ['住房', 'NR HOU MCN disaster veterans'],
      contractedHome: ['网签', 'HOU'],
      homestead: ['宅基地', 'NR'],
    },
  },
  {
    group: 'NON_RESIDENTIAL',
    basis: ART_14,
    gate: 'L',
    kinds: {
      shop: ['商铺', 'NR'],
      office: ['办公用房', 'NR'],
      factory: ['厂房', 'NR'],
      parking: ['车位', 'NR'],
    },
  },
  {
    group: 'BUSINESS',
    basis: '社会救助家庭成员工商登记信息核对办法 art. 5',
    gate: 'C',
    kinds: {
      company: ['公司', 'AMR MCN'],
      partnership: ['合伙企业', 'AMR'],
      cooperative: ['合作社', 'AMR'],
      individualBusiness: ['个体工商户', 'AMR'],
    },
  },
  {
    group: 'FOUNDER',
    basis: BY_POLICY,
    gate: 'L',
    kinds: { socialServiceFounder: ['民非出资', 'organizations'] },
  },
  {
    group: 'SHOWN',
    basis: BY_POLICY,
    gate: 'L',
    kinds: {
      contractLand: ['承包地', 'AGR'],
      forest: ['林地', 'AGR'],
      breedingStock: ['存栏', 'AGR disaster'],
    },
  },
] as const satisfies readonly AssetRow[];
