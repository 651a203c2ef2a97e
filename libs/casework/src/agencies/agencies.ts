interface Agency {
  readonly zh: string;
  readonly en: string;
}

/** Who holds data of a household (信息共享部门), by code: the catalogue, section 7. */
const AGENCIES: ReadonlyMap<string, Agency> = new Map([
  ['PSB', { zh: '公安', en: 'public security' }],
  ['HRSS', { zh: '人力资源社会保障', en: 'human resources and social security' }],
  ['TAX', { zh: '税务', en: 'tax' }],
  ['NR', { zh: '自然资源', en: 'natural resources' }],
  ['AMR', { zh: '市场监管', en: 'market regulation' }],
  ['HOU', { zh: '住房城乡建设', en: 'housing' }],
  ['HPF', { zh: '住房公积金', en: 'housing fund' }],
  ['NHSA', { zh: '医疗保障', en: 'health insurance' }],
  ['NHC', { zh: '卫生健康', en: 'health' }],
  ['EDU', { zh: '教育', en: 'education' }],
  ['BANK', { zh: '银行', en: 'banks' }],
  ['SEC', { zh: '证券', en: 'securities' }],
  ['INS', { zh: '保险', en: 'insurers' }],
  ['AGR', { zh: '农业农村', en: 'agriculture' }],
  ['RVP', { zh: '乡村振兴', en: 'rural revitalisation' }],
  ['TRA', { zh: '交通运输', en: 'transport' }],
  ['DPF', { zh: '残联', en: 'disabled persons’ federation' }],
  ['COURT', { zh: '法院', en: 'courts' }],
  ['JUS', { zh: '司法行政', en: 'justice' }],
  ['MCA', { zh: '民政', en: 'civil affairs' }],
  ['MCN', { zh: '民政部联网数据', en: 'ministry link' }],
  ['UTIL', { zh: '水电气通信', en: 'utilities' }],
]);

const DATASET = /^([A-Z]{2,5})(?:\.[a-z][A-Za-z]{1,33})?$/;

/** What {@link isDatasetCode} takes, for the API document. */
export const DATASET_PATTERN = `^(CORE|(${[...AGENCIES.keys()].join('|')})([.][a-z][A-Za-z]{1,33})?)$`;

/** `CORE`, an agency's code for all that it holds, or `<agency>.<dataset>`. */
export function isDatasetCode(code: string): boolean {
  return code === 'CORE' || AGENCIES.has(DATASET.exec(code)?.[1] ?? '');
}

/** An agency in words; one that is not in the catalogue by its code. */
export function agencyInWords(code: string): Agency {
  return AGENCIES.get(code) ?? { zh: code, en: code };
}
