import { COLUMN_NAMES } from './case-import.columns.js';

const ROWS = [
  {
    household_ref: 'LZ-2025-0001',
    id_number: '199001198403110011',
    name: '陈建国',
    relation: 'APPLICANT',
    hukou_region: '510802001001',
    capacity: 'FULL',
    labour: 'FULL',
    study: 'NONE',
    income_fen: '480000',
    base_fen: '19000',
    bank_code: '103',
    account: '6228480000000000018',
    case_no: '510802-2025-0001',
    programme: 'DIBAO',
    subtype: 'HOUSEHOLD',
    region: '510802001001',
    hukou_type: 'URBAN',
    address: '幸福巷12号',
    decided_on: '2025-03-04',
    effective_month: '2025-04',
    paid_through: '2025-12',
  },
] as const;

/** A file of one fictitious person (GB/T 2260 has never given out 199001), for the API document. */
export const IMPORT_EXAMPLE = [
  COLUMN_NAMES.join(','),
  ...ROWS.map((row) => COLUMN_NAMES.map((name) => Reflect.get(row, name) ?? '').join(',')),
  '',
].join('\r\n');
