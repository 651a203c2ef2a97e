import { gateOf, kindsOf, type FactType } from '@minzheng/kernel/means-test';
import { FACT_TYPES as TYPES_BY_NAME, type InboundFactType } from '../gateway/agency.rules.js';
import { fieldsOfKinds } from '../gateway/fact-fields.data.js';

/** Which way data go. */
export type DatasetDirection = 'IN' | 'OUT';
/** How a dataset usually comes. */
export type DatasetMode = 'HTTP' | 'FILE' | 'PULL';

/** An entry of the data catalogue (数据共享目录). */
export interface Dataset {
  /** The agency's code for all its datasets, or `<source>.<dataset>`. */
  readonly code: string;
  /** Who provides it: an agency (数源部门), or verification itself. */
  readonly provider: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly direction: DatasetDirection;
  readonly mode: DatasetMode;
  /** Fact kinds of the registry that it may have; none of a data product. */
  readonly kinds: readonly string[];
  /** What it tells: of each person, where it is a data product; else in its facts. */
  readonly fields: readonly string[];
  /** At least one of its kinds is fetched with consent only (gate C). */
  readonly consentGated: boolean;
  readonly legalBasis: string;
}

const FACT_TYPES: readonly FactType[] = ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'];

/** Verification, section 5.8: way in and legal ground of each agency. */
const AGENCIES: readonly (readonly [
  code: string,
  zh: string,
  en: string,
  DatasetMode,
  legalBasis: string,
])[] = [
  ['PSB', '公安', 'public security', 'HTTP', '社会救助暂行办法 art. 58'],
  ['HRSS', '人力资源和社会保障', 'human resources and social security', 'HTTP', '社会救助暂行办法 art. 58'],
  ['TAX', '税务', 'tax', 'HTTP', '社会救助暂行办法 art. 58'],
  ['NR', '自然资源', 'natural resources', 'HTTP', '不动产登记暂行条例 arts. 25, 27'],
  ['AMR', '市场监管', 'market regulation', 'HTTP', '社会救助家庭成员工商登记信息核对办法 art. 4'],
  ['HOU', '住房和城乡建设', 'housing', 'HTTP', '社会救助暂行办法 art. 58'],
  ['HPF', '住房公积金', 'housing fund', 'FILE', '社会救助暂行办法 art. 58'],
  ['NHSA', '医疗保障', 'health insurance', 'HTTP', '社会救助暂行办法 art. 58'],
  ['NHC', '卫生健康', 'health', 'FILE', '社会救助暂行办法 art. 58'],
  ['EDU', '教育', 'education', 'FILE', '社会救助暂行办法 art. 58'],
  ['BANK', '银行', 'banks', 'PULL', '商业银行法 art. 29; 民发〔2015〕61号'],
  ['SEC', '证券', 'securities', 'PULL', '民发〔2015〕61号'],
  ['INS', '保险', 'insurers', 'PULL', '民发〔2015〕61号'],
  ['AGR', '农业农村', 'agriculture', 'FILE', '社会救助暂行办法 art. 58'],
  ['RVP', '乡村振兴', 'rural revitalisation', 'FILE', '国办发〔2023〕39号'],
  ['TRA', '交通运输', 'transport', 'FILE', '社会救助暂行办法 art. 58'],
  ['DPF', '残联', 'disabled persons’ federation', 'HTTP', '社会救助暂行办法 art. 58'],
  ['COURT', '法院', 'courts', 'FILE', '社会救助暂行办法 art. 58'],
  ['JUS', '司法行政', 'justice', 'FILE', '社会救助暂行办法 art. 58'],
  ['MCA', '民政（婚姻、殡葬登记）', 'marriage and funeral registers', 'HTTP', '社会救助暂行办法 art. 58'],
  ['MCN', '民政部（部省联网）', 'ministry–province link', 'PULL', '民办发〔2018〕32号'],
  ['UTIL', '水电气通信', 'utilities', 'FILE', '民发〔2021〕57号 art. 17'],
];

/** The data product of `POST /v1/status-checks`: in which categories of the low-income population a person is. */
export const LOW_INCOME_CATEGORIES = 'verification.categories';
/** The data product of events: what became of the party's own verification requests. */
export const OWN_RESULTS = 'verification.results';

/** All datasets that agreements may be about. */
export const DATASETS: readonly Dataset[] = [
  ...AGENCIES.map(([code, zh, en, mode, legalBasis]): Dataset => ({
    code,
    provider: code,
    name: { zh, en },
    direction: 'IN',
    mode,
    kinds: kindsOfAgency(code),
    fields: fieldsOfAgency(code),
    consentGated: FACT_TYPES.some((type) =>
      kindsOf(type, code).some((kind) => gateOf(type, kind, code) === 'C'),
    ),
    legalBasis,
  })),
  {
    code: LOW_INCOME_CATEGORIES,
    provider: 'verification',
    name: { zh: '低收入人口类别', en: 'categories of the low-income population' },
    direction: 'OUT',
    mode: 'HTTP',
    kinds: [],
    fields: ['categories', 'from', 'to'],
    consentGated: false,
    legalBasis: '国办发〔2023〕39号',
  },
  {
    code: OWN_RESULTS,
    provider: 'verification',
    name: { zh: '本部门委托的核对结论', en: 'conclusions of the party’s own verification requests' },
    direction: 'OUT',
    mode: 'HTTP',
    kinds: [],
    fields: [
      ...['conclusions', 'validTo', 'bodySha256', 'householdFigures', 'gaps', 'oldConclusions'],
      'newConclusions',
    ],
    consentGated: true,
    legalBasis: '社会救助暂行办法 art. 58',
  },
];

/** The kinds of all four types that the registry grants an agency, by name. */
export function kindsOfAgency(agency: string): string[] {
  return FACT_TYPES.flatMap((type) => kindsOf(type, agency)).toSorted();
}

function fieldsOfAgency(agency: string): string[] {
  const names = Object.keys(TYPES_BY_NAME) as InboundFactType[];
  const fields = names.flatMap((name) => fieldsOfKinds(name, kindsOf(TYPES_BY_NAME[name], agency)));
  return [...new Set(fields)].toSorted();
}

/** The entry under which a dataset stands: its own, or that of all datasets of its agency. */
export function datasetOf(code: string, direction: DatasetDirection): Dataset | undefined {
  const ofDirection = DATASETS.filter((dataset) => dataset.direction === direction);
  return (
    ofDirection.find((dataset) => dataset.code === code) ??
    ofDirection.find((dataset) => code.startsWith(`${dataset.code}.`))
  );
}
