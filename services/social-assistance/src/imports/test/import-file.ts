import { fictitiousPeople, type FictitiousPerson } from '@minzheng/kernel/id-number';
import { COLUMN_NAMES, type ImportColumnName } from '../case-import.columns.js';

export type Row = Partial<Record<ImportColumnName, string>>;

/** The file of these rows. */
export function fileOf(rows: readonly Row[], columns: readonly string[] = COLUMN_NAMES): string {
  const lines = rows.map((row) => columns.map((name) => String(Reflect.get(row, name) ?? '')).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

/** Adults who do not exist, each another one. */
export class People {
  readonly #adults: FictitiousPerson[];
  #next = 0;

  constructor(seed: string, count: number, today: string) {
    this.#adults = fictitiousPeople(seed, count * 4, today).filter(
      ({ age, birthDate }) => age === 'ADULT' && birthDate > '1966' && birthDate < '2000',
    );
  }

  next(): FictitiousPerson {
    const person = this.#adults[this.#next];
    this.#next += 1;
    if (!person) throw new RangeError('there is nobody left');
    return person;
  }
}

/** An adult of a household, able to work. */
export const adult = (reference: string, { idNumber, name }: FictitiousPerson, more: Row): Row => ({
  ...{ household_ref: reference, id_number: idNumber, name, hukou_region: '510802001001' },
  ...{ capacity: 'FULL', labour: 'FULL', study: 'NONE' },
  ...more,
});

/** What the applicant's row of an urban dibao household says beside the person: 300.00 a head, paid to the end of 2025. */
export const DECIDED: Row = {
  ...{ programme: 'DIBAO', subtype: 'HOUSEHOLD', region: '510802001001', hukou_type: 'URBAN' },
  ...{ address: '东坝街道幸福巷12号', decided_on: '2025-03-04', effective_month: '2025-04' },
  ...{ paid_through: '2025-12', bank_code: '103', account: '6228480000000000018' },
};

/** A couple with dibao: (590 − 300) × 2 = 580.00. */
export const couple = (reference: string, people: People): [Row, Row] => [
  adult(reference, people.next(), {
    ...DECIDED,
    ...{ relation: 'APPLICANT', case_no: `510802-${reference}`, income_fen: '720000', base_fen: '58000' },
  }),
  adult(reference, people.next(), { relation: 'SPOUSE' }),
];
