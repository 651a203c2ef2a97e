/** Who has a value in a column: everybody, whoever it concerns, or only the applicant, for the household as a whole. */
export type ColumnUse = 'REQUIRED' | 'OPTIONAL' | 'APPLICANT' | 'APPLICANT_OPTIONAL';

/** A column of the file with which a county loads its cases. */
export interface ImportColumn {
  readonly use: ColumnUse;
  readonly zh: string;
  readonly en: string;
}

const column = (use: ColumnUse, zh: string, en: string): ImportColumn => ({ use, zh, en });

/** The columns (导入文件的列), by the name that stands in the first line; their order in the file is free. */
export const IMPORT_COLUMNS = {
  household_ref: column(
    'REQUIRED',
    '本县家庭编号；同一家庭的各行相连',
    'the county’s own number of the household; its rows stand together',
  ),
  id_number: column('REQUIRED', '公民身份号码', 'resident ID number'),
  name: column('REQUIRED', '姓名', 'name'),
  relation: column(
    'REQUIRED',
    '与申请人关系；申请人为 APPLICANT',
    'to the applicant: APPLICANT, SPOUSE, CHILD, PARENT, SIBLING, GRANDPARENT, GRANDCHILD, OTHER',
  ),
  hukou_region: column('REQUIRED', '户籍地代码', 'region of the household registration, 6 to 12 digits'),
  capacity: column('REQUIRED', '民事行为能力', 'legal capacity: FULL, LIMITED, NONE'),
  labour: column('REQUIRED', '劳动能力', 'labour capacity: FULL, PARTIAL, NONE'),
  study: column('REQUIRED', '就学情况', 'NONE, SCHOOL, BACHELOR, MASTER_OR_ABOVE'),
  guardian_id_number: column(
    'OPTIONAL',
    '监护人身份号码，须为家庭成员',
    'ID number of the guardian, a member',
  ),
  lives_together_since: column('OPTIONAL', '共同生活起始日', 'day since when they live together'),
  disability_kind: column('OPTIONAL', '残疾类别 1–7', 'kind of disability of GB/T 26341, 1 to 7'),
  disability_grade: column('OPTIONAL', '残疾等级 1–4', 'grade of disability, 1 to 4'),
  card_valid_to: column('OPTIONAL', '残疾人证有效期止', 'last day of the disability card'),
  major_illness_code: column('OPTIONAL', '重大疾病代码', 'code of a listed major illness'),
  fiscal_paid: column('OPTIONAL', '财政供养人员 true/false', 'paid out of public funds: true or false'),
  bank_code: column('OPTIONAL', '开户行代码；只填领款人', 'bank of the payee; on the payee’s row only'),
  account: column('OPTIONAL', '领款账号；只填领款人', 'account of the payee; on the payee’s row only'),
  income_fen: column(
    'OPTIONAL',
    '认定所依据的本人12个月可计入收入（分）；空为0',
    'own counted income of the 12 months that the decision rests on, in fen; empty is 0',
  ),
  deducted_fen: column(
    'OPTIONAL',
    '从上述收入中扣减的刚性支出或自负住院费用（分）',
    'rigid expenditure, or own-paid cost of illness, taken off that income, in fen',
  ),
  base_fen: column(
    'OPTIONAL',
    '最近一月低保金（分）：整户的填在申请人行，单人保填在本人行',
    'base benefit of the last month, in fen: on the applicant’s row, of a single-person guarantee on the person’s own',
  ),
  extra_fen: column('OPTIONAL', '最近一月分类施保金（分）', 'extra of the person in that month, in fen'),
  case_no: column('APPLICANT', '原审批编号', 'number of the decision'),
  programme: column('APPLICANT', '救助类别', 'DIBAO, EDGE or RIGID'),
  subtype: column(
    'APPLICANT_OPTIONAL',
    '低保类型',
    'of DIBAO: HOUSEHOLD, RIGID_DEDUCTION, ILLNESS or SINGLE_PERSON; SINGLE_PERSON beside EDGE and RIGID too',
  ),
  region: column(
    'APPLICANT',
    '属地代码（乡镇9位、村12位）',
    'responsible township (9 digits) or village (12)',
  ),
  hukou_type: column('APPLICANT', '城乡类别', 'URBAN or RURAL: the standard'),
  address: column('APPLICANT', '住址', 'where the household lives'),
  decided_on: column('APPLICANT', '确认日期', 'day of the decision'),
  effective_month: column('APPLICANT_OPTIONAL', '低保金起发月', 'of DIBAO: first month of the award'),
  paid_through: column(
    'APPLICANT_OPTIONAL',
    '已发放至何月（含）；之后由本系统发放',
    'of DIBAO: last month that was paid; this system pays from the next on',
  ),
  reviewed_on: column(
    'APPLICANT_OPTIONAL',
    '最近一次复核结束日；空为确认日期',
    'day on which the last review ended; empty: that of the decision',
  ),
} as const satisfies Readonly<Record<string, ImportColumn>>;

export type ImportColumnName = keyof typeof IMPORT_COLUMNS;

export const COLUMN_NAMES = Object.keys(IMPORT_COLUMNS) as ImportColumnName[];

/** Columns without which a file is none. */
export const NEEDED_COLUMNS = COLUMN_NAMES.filter((name) =>
  ['REQUIRED', 'APPLICANT'].includes(IMPORT_COLUMNS[name].use),
);

export const isColumnName = (text: string): text is ImportColumnName => Object.hasOwn(IMPORT_COLUMNS, text);

const USES: Readonly<Record<ColumnUse, string>> = {
  REQUIRED: 'every row',
  OPTIONAL: 'where it applies',
  APPLICANT: 'the applicant’s row only',
  APPLICANT_OPTIONAL: 'the applicant’s row only, where it applies',
};

/** The columns as a table in Markdown: for the API document. */
export const COLUMNS_TABLE = [
  '| column | 列 | meaning | filled in |',
  '|---|---|---|---|',
  ...COLUMN_NAMES.map((name) => {
    const { use, zh, en } = IMPORT_COLUMNS[name];
    return `| \`${name}\` | ${zh} | ${en} | ${USES[use]} |`;
  }),
].join('\n');
