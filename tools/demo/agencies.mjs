/**
 * What the agencies send about the family: facts of their registers, and that there is nothing more.
 */
import { CHILD, GRANDMOTHER, HUSBAND, NEW_EMPLOYER, OLD_EMPLOYER, WIFE } from './people.mjs';

const FAMILY = [HUSBAND, WIFE, CHILD];

/** The window of an application accepted in May 2025. */
const MONTHS = Array.from({ length: 12 }, (_, index) => {
  const month = 4 + index;
  return `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
});

/** @param {string} agency @param {string} observedAt @param {'ANSWERED' | 'NO_RECORD'} [state] */
export const answers = (agency, observedAt, state = 'ANSWERED') =>
  FAMILY.map(({ idNumber }) => ({ idNumber, dataset: agency, state, observedAt }));

/**
 * A wage of one month.
 * @param {{ person: { idNumber: string }, month: string, amountFen: string, payerKey: string, observedAt: string }} wage
 */
export const wage = ({ person, month, amountFen, payerKey, observedAt }) => ({
  type: 'income',
  idNumber: person.idNumber,
  kind: 'wage',
  dataset: 'TAX.wages',
  recordId: `${payerKey}-${month}-${person.idNumber.slice(-6)}`,
  observedAt,
  amountFen,
  period: { fromMonth: month, toMonth: month },
  basis: 'NET',
  payerKey,
  itemKey: payerKey,
});

/** Twelve wages of 1,500.00; TAX first has 1,600.00 for April. @param {string} observedAt */
export const wagesOfHusband = (observedAt) =>
  MONTHS.map((month) =>
    wage({
      person: HUSBAND,
      month,
      amountFen: month === '2025-04' ? '160000' : '150000',
      payerKey: OLD_EMPLOYER,
      observedAt,
    }),
  );

/** The correction of April: the same record, observed later. @param {string} observedAt */
export const correctedApril = (observedAt) =>
  wage({ person: HUSBAND, month: '2025-04', amountFen: '150000', payerKey: OLD_EMPLOYER, observedAt });

/** The wife finds work. @param {string} observedAt */
export const firstWageOfWife = (observedAt) =>
  wage({ person: WIFE, month: '2025-07', amountFen: '180000', payerKey: NEW_EMPLOYER, observedAt });

/** @param {string} observedAt */
export const home = (observedAt) => ({
  type: 'asset',
  idNumber: HUSBAND.idNumber,
  kind: 'residence',
  dataset: 'NR.realEstate',
  recordId: '川2012广元市不动产权第0004711号',
  observedAt,
  count: 1,
  asOf: '2025-05-01',
  itemKey: '川2012广元市不动产权第0004711号',
  shareBp: 10000,
  attributes: { areaDm2: '8800', acquiredOn: '2012-06-18' },
});

/** @param {string} observedAt @param {string} account */
export const deposit = (observedAt, account) => ({
  type: 'asset',
  idNumber: HUSBAND.idNumber,
  kind: 'deposit',
  dataset: 'BANK.deposits',
  recordId: account,
  observedAt,
  valueFen: '800000',
  asOf: '2025-05-12',
  itemKey: account,
  shareBp: 10000,
});

/** @param {string} observedAt */
export const disabilityCard = (observedAt) => ({
  type: 'status',
  idNumber: WIFE.idNumber,
  kind: 'disabled',
  dataset: 'DPF.cards',
  recordId: `card-${WIFE.idNumber.slice(-4)}`,
  observedAt,
  from: '2019-06-01',
  attributes: { category: '4', grade: '2' },
});

/** @param {string} observedAt */
export const marriage = (observedAt) => ({
  type: 'status',
  idNumber: HUSBAND.idNumber,
  spouseIdNumber: WIFE.idNumber,
  kind: 'married',
  dataset: 'MCA.marriages',
  recordId: 'J510802-2012-000377',
  observedAt,
  from: '2012-05-20',
});

/** Insured for medical care this year: the family, and the old woman nearby. @param {string} observedAt */
export const insured = (observedAt) =>
  [...FAMILY, GRANDMOTHER].map(({ idNumber }) => ({
    type: 'status',
    idNumber,
    kind: 'insuredMedical',
    dataset: 'NHSA.insured',
    recordId: `2025-${idNumber.slice(-6)}`,
    observedAt,
    from: '2025-01-01',
  }));

/** She has shown herself for her pension. @param {string} on @param {string} observedAt */
export const seenGrandmother = (on, observedAt) => ({
  type: 'status',
  idNumber: GRANDMOTHER.idNumber,
  kind: 'visited',
  dataset: 'HRSS.authentications',
  recordId: `authentication-2025-${GRANDMOTHER.idNumber.slice(-6)}`,
  observedAt,
  from: on,
  to: nextDay(on),
});

/** @param {string} day */
const nextDay = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** @param {{ idNumber: string }} person @param {string} on @param {string} observedAt */
export const deathOf = (person, on, observedAt) => ({
  type: 'status',
  idNumber: person.idNumber,
  kind: 'deceased',
  dataset: 'PSB.population',
  recordId: `death-${person.idNumber.slice(-4)}-${on}`,
  observedAt,
  from: on,
});
