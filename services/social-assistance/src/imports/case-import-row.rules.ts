import { parseIdNumber } from '@minzheng/kernel/id-number';
import type { HukouType, Relation, Study } from '@minzheng/kernel/means-test';
import { isCivilDate, isMonth, type CivilDate, type Month } from '@minzheng/kernel/months';
import { parseFen, type Fen } from '@minzheng/kernel/money';
import { isRegionCode } from '@minzheng/kernel/region';
import type { FileReject } from '@minzheng/platform/files';
import type { Capacity, Labour } from '../households/household.entity.js';
import { COLUMN_NAMES, IMPORT_COLUMNS, type ImportColumnName } from './case-import.columns.js';
import { reject, type ImportProblem } from './case-import.problems.js';

/** A row of the file by its columns, as it stands there. */
export type RawRow = Readonly<Record<ImportColumnName, string>>;

/** What the applicant's row says of the household and of its award. */
export interface ImportedDecision {
  readonly caseNo: string;
  readonly programme: 'DIBAO' | 'EDGE' | 'RIGID';
  readonly subtype: 'HOUSEHOLD' | 'RIGID_DEDUCTION' | 'ILLNESS' | 'SINGLE_PERSON' | undefined;
  readonly region: string;
  readonly hukouType: HukouType;
  readonly address: string;
  readonly decidedOn: CivilDate;
  readonly effectiveMonth: Month | undefined;
  readonly paidThrough: Month | undefined;
  readonly reviewedOn: CivilDate;
}

/** A person of the file, well-formed. */
export interface ImportedPerson {
  readonly line: number;
  readonly idNumber: string;
  readonly birthDate: CivilDate;
  readonly name: string;
  readonly relation: Relation;
  readonly hukouRegion: string;
  readonly capacity: Capacity;
  readonly labour: Labour;
  readonly study: Study;
  readonly guardianIdNumber: string | undefined;
  readonly livesTogetherSince: CivilDate | undefined;
  readonly disability:
    { readonly kind: number; readonly grade: number; readonly validTo?: CivilDate } | undefined;
  readonly majorIllnessCode: string | undefined;
  readonly fiscalPaid: boolean;
  readonly payee: { readonly bankCode: string; readonly account: string } | undefined;
  /** Of 12 months. */
  readonly incomeFen: Fen;
  readonly deductedFen: Fen;
  /** A month; undefined where nothing is said. */
  readonly baseFen: Fen | undefined;
  readonly extraFen: Fen;
  /** On the applicant's row. */
  readonly decision: ImportedDecision | undefined;
}

export type ReadRow =
  | { readonly person: ImportedPerson; readonly rejects?: undefined }
  | { readonly person?: undefined; readonly rejects: readonly FileReject[] };

const RELATIONS = [
  'APPLICANT',
  'SPOUSE',
  'CHILD',
  'PARENT',
  'SIBLING',
  'GRANDPARENT',
  'GRANDCHILD',
  'OTHER',
] as const;
const CAPACITIES = ['FULL', 'LIMITED', 'NONE'] as const;
const LABOURS = ['FULL', 'PARTIAL', 'NONE'] as const;
const STUDIES = ['NONE', 'SCHOOL', 'BACHELOR', 'MASTER_OR_ABOVE'] as const;
const PROGRAMMES = ['DIBAO', 'EDGE', 'RIGID'] as const;
const SUBTYPES = ['HOUSEHOLD', 'RIGID_DEDUCTION', 'ILLNESS', 'SINGLE_PERSON'] as const;
const HUKOU_TYPES = ['URBAN', 'RURAL'] as const;
const REFERENCE = /^[\p{L}\p{N}][\p{L}\p{N}〔〕()（）._/-]{0,39}$/u;
const ID_NUMBER_LENGTH = 18;
const ACCOUNT = /^[0-9A-Za-z][0-9A-Za-z -]{6,30}[0-9A-Za-z]$/;

/** Reads the fields of one row and collects what is wrong with each. */
class RowReader {
  readonly rejects: FileReject[] = [];

  constructor(
    private readonly raw: RawRow,
    private readonly line: number,
    private readonly today: CivilDate,
  ) {}

  wrong(column: ImportColumnName, problem: ImportProblem): undefined {
    this.rejects.push(reject(this.line, column, problem));
    return undefined;
  }

  text(column: ImportColumnName, most: number, least = 1): string | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    if ([...value].length > most) return this.wrong(column, 'too-long');
    return [...value].length < least ? this.wrong(column, 'too-short') : value;
  }

  oneOf<Name extends string>(column: ImportColumnName, names: readonly Name[]): Name | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    return names.find((name) => name === value) ?? this.wrong(column, 'not-allowed');
  }

  day(column: ImportColumnName, mayBeFuture = false): CivilDate | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    if (!isCivilDate(value)) return this.wrong(column, 'not-a-date');
    return !mayBeFuture && value > this.today ? this.wrong(column, 'in-the-future') : value;
  }

  month(column: ImportColumnName): Month | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    return isMonth(value) ? value : this.wrong(column, 'not-a-month');
  }

  fen(column: ImportColumnName): Fen | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    try {
      return parseFen(value);
    } catch {
      return this.wrong(column, 'not-a-sum');
    }
  }

  number(column: ImportColumnName, most: number): number | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    const number = /^\d{1,2}$/.test(value) ? Number(value) : 0;
    return number >= 1 && number <= most ? number : this.wrong(column, 'not-allowed');
  }

  region(column: ImportColumnName, least: number): string | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    return isRegionCode(value) && value.length >= least ? value : this.wrong(column, 'not-a-region');
  }

  reference(column: ImportColumnName): string | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    if (holdsIdNumber(value, this.today)) return this.wrong(column, 'holds-a-number');
    return isReference(value, this.today) ? value : this.wrong(column, 'not-allowed');
  }

  idNumber(column: ImportColumnName): { idNumber: string; birthDate: CivilDate } | undefined {
    const value = this.raw[column].trim();
    if (value === '') return undefined;
    const parsed = parseIdNumber(value, this.today);
    return parsed.ok ? parsed : this.wrong(column, 'id-number-invalid');
  }

  /** Two columns that are filled in together. */
  together(first: ImportColumnName, second: ImportColumnName): boolean {
    const [isFirst, isSecond] = [this.isFilled(first), this.isFilled(second)];
    if (isFirst !== isSecond) this.wrong(isFirst ? second : first, 'both-or-none');
    return isFirst && isSecond;
  }

  isFilled(column: ImportColumnName): boolean {
    return this.raw[column].trim() !== '';
  }

  /** What every row, and the applicant's, has to have; what only the applicant's may have. */
  requireFilled(isApplicant: boolean): void {
    for (const name of COLUMN_NAMES) {
      const { use } = IMPORT_COLUMNS[name];
      const isNeeded = use === 'REQUIRED' || (use === 'APPLICANT' && isApplicant);
      if (isNeeded && !this.isFilled(name)) this.wrong(name, 'missing');
      if (use.startsWith('APPLICANT') && !isApplicant && this.isFilled(name))
        this.wrong(name, 'only-applicant');
    }
  }
}

function holdsIdNumber(text: string, today: CivilDate): boolean {
  const starts = Array.from({ length: Math.max(0, text.length - ID_NUMBER_LENGTH + 1) }, (_, index) => index);
  return starts.some((start) => parseIdNumber(text.slice(start, start + ID_NUMBER_LENGTH), today).ok);
}

/** True for what may stand as the number of a household or a decision; it is kept as it is, so it tells nobody's ID number. */
export const isReference = (text: string, today: CivilDate): boolean =>
  REFERENCE.test(text) && !holdsIdNumber(text, today);

/** The household's number in a row, if it can be read: rows are put together by it even where something else is wrong. */
export const referenceOf = (raw: RawRow): string => raw.household_ref.trim();

/** A row by itself: every field that is wrong is told, none is repeated. */
export function readRow(raw: RawRow, line: number, today: CivilDate): ReadRow {
  const row = new RowReader(raw, line, today);
  const relation = row.oneOf('relation', RELATIONS);
  row.requireFilled(relation === 'APPLICANT');
  row.reference('household_ref');
  const id = row.idNumber('id_number');
  const name = row.text('name', 50);
  const hukouRegion = row.region('hukou_region', 6);
  const capacity = row.oneOf('capacity', CAPACITIES);
  const labour = row.oneOf('labour', LABOURS);
  const study = row.oneOf('study', STUDIES);
  const disability = disabilityOf(row);
  const rest = {
    guardianIdNumber: row.idNumber('guardian_id_number')?.idNumber,
    livesTogetherSince: row.day('lives_together_since'),
    majorIllnessCode: row.text('major_illness_code', 20),
    fiscalPaid: row.oneOf('fiscal_paid', ['true', 'false']) === 'true',
    payee: payeeOf(row),
    incomeFen: row.fen('income_fen') ?? 0n,
    deductedFen: row.fen('deducted_fen') ?? 0n,
    baseFen: row.fen('base_fen'),
    extraFen: row.fen('extra_fen') ?? 0n,
  };
  const decision = relation === 'APPLICANT' ? decisionOf(row) : undefined;
  const isWhole = id && name && relation && hukouRegion && capacity && labour && study;
  if (row.rejects.length > 0 || !isWhole) return { rejects: row.rejects };
  const { idNumber, birthDate } = id;
  return {
    person: {
      ...{
        line,
        idNumber,
        birthDate,
        name,
        relation,
        hukouRegion,
        capacity,
        labour,
        study,
        disability,
        decision,
      },
      ...rest,
    },
  };
}

function disabilityOf(row: RowReader): ImportedPerson['disability'] {
  const isCard = row.together('disability_kind', 'disability_grade');
  const kind = row.number('disability_kind', 7);
  const grade = row.number('disability_grade', 4);
  const validTo = row.day('card_valid_to', true);
  if (validTo !== undefined && !isCard) row.wrong('disability_kind', 'both-or-none');
  if (kind === undefined || grade === undefined) return undefined;
  return { kind, grade, ...(validTo === undefined ? {} : { validTo }) };
}

function payeeOf(row: RowReader): ImportedPerson['payee'] {
  if (!row.together('bank_code', 'account')) return undefined;
  const bankCode = row.text('bank_code', 20);
  const account = row.text('account', 32, 8);
  if (bankCode === undefined || account === undefined) return undefined;
  return ACCOUNT.test(account) ? { bankCode, account } : row.wrong('account', 'not-allowed');
}

function decisionOf(row: RowReader): ImportedDecision | undefined {
  const caseNo = row.reference('case_no');
  const programme = row.oneOf('programme', PROGRAMMES);
  const subtype = row.oneOf('subtype', SUBTYPES);
  const region = row.region('region', 9);
  const hukouType = row.oneOf('hukou_type', HUKOU_TYPES);
  const address = row.text('address', 200, 2);
  const decidedOn = row.day('decided_on');
  const effectiveMonth = row.month('effective_month');
  const paidThrough = row.month('paid_through');
  const reviewedOn = row.day('reviewed_on') ?? decidedOn;
  if (!caseNo || !programme || !region || !hukouType || !address || !decidedOn || !reviewedOn)
    return undefined;
  if (programme === 'DIBAO' && subtype === undefined && !row.isFilled('subtype'))
    row.wrong('subtype', 'missing');
  if (programme !== 'DIBAO' && subtype !== undefined && subtype !== 'SINGLE_PERSON') {
    row.wrong('subtype', 'not-for-programme');
  }
  const isPaid = programme === 'DIBAO' || subtype === 'SINGLE_PERSON';
  for (const column of ['effective_month', 'paid_through'] as const) {
    if (row.isFilled(column) !== isPaid) row.wrong(column, isPaid ? 'missing' : 'not-for-programme');
  }
  if (reviewedOn < decidedOn) row.wrong('reviewed_on', 'before-decision');
  return {
    ...{
      caseNo,
      programme,
      subtype,
      region,
      hukouType,
      address,
      decidedOn,
      effectiveMonth,
      paidThrough,
      reviewedOn,
    },
  };
}
