/** What an agency knows of a person, made up: one fact of a kind that the agency may send. */

/**
 * @typedef {{ idNumber: string }} Person
 * @typedef {{ type: 'income' | 'asset' | 'expenditure' | 'status', kind: string, attributes?: Record<string, string> }} Sample
 */

/** By agency, a kind of the registry that it sends. @type {Readonly<Record<string, Sample>>} */
const SAMPLES = {
  PSB: { type: 'asset', kind: 'passengerCar', attributes: { registeredOn: '2019-03-01' } },
  HRSS: { type: 'income', kind: 'employeePension' },
  TAX: { type: 'income', kind: 'wage' },
  NR: { type: 'asset', kind: 'residence', attributes: { areaDm2: '8800' } },
  AMR: { type: 'asset', kind: 'company', attributes: { active: 'true' } },
  HOU: { type: 'asset', kind: 'residence', attributes: { areaDm2: '6400' } },
  HPF: { type: 'asset', kind: 'housingFundBalance' },
  NHSA: { type: 'expenditure', kind: 'medicalInpatientOop' },
  NHC: { type: 'status', kind: 'seriousIllness' },
  EDU: { type: 'status', kind: 'enrolled', attributes: { level: 'BACHELOR', fullTime: 'true' } },
  BANK: { type: 'asset', kind: 'deposit' },
  SEC: { type: 'asset', kind: 'security' },
  INS: { type: 'asset', kind: 'insuranceCashValue' },
  AGR: { type: 'income', kind: 'farming' },
  RVP: { type: 'status', kind: 'relapseMonitored' },
  TRA: { type: 'asset', kind: 'truck' },
  DPF: { type: 'status', kind: 'disabled', attributes: { category: '4', grade: '2' } },
  COURT: { type: 'status', kind: 'dishonestDebtor' },
  JUS: { type: 'status', kind: 'communityCorrection' },
  MCA: { type: 'income', kind: 'honourAllowance' },
  MCN: { type: 'asset', kind: 'residence' },
  UTIL: { type: 'expenditure', kind: 'electricity' },
};

/** Codes of all agencies that can be played. */
export const AGENCY_CODES = Object.keys(SAMPLES);

const FEN = 100;

/**
 * A fact about a person, in the form of `POST /v1/inbound-facts` and of a row of a file.
 * @param {string} agency
 * @param {Person} person
 * @param {number} index which fact of the call it is: its sum follows from it, so that it is the same whenever it is made again
 * @param {Date} at when the agency held it to be so
 */
export function factOf(agency, { idNumber }, index, at) {
  const sample = SAMPLES[agency];
  if (sample === undefined) throw new RangeError(`no sample for ${agency}`);
  const day = at.toISOString().slice(0, 10);
  const month = monthBefore(at);
  const reference = `${agency}-${idNumber.slice(-6)}`;
  const sum = String((800 + (index % 40) * 50) * FEN);
  const common = {
    ...{ type: sample.type, kind: sample.kind, idNumber, dataset: agency },
    ...{ recordId: `${reference}-${month}`, observedAt: at.toISOString() },
  };
  const attributes = sample.attributes === undefined ? {} : { attributes: sample.attributes };
  const period = { fromMonth: month, toMonth: month };
  switch (sample.type) {
    case 'income':
      return { ...common, amountFen: sum, period, basis: 'NET', itemKey: reference };
    case 'expenditure':
      return { ...common, amountFen: sum, period, itemKey: reference };
    case 'asset':
      return {
        ...common,
        valueFen: sum,
        count: 1,
        asOf: day,
        itemKey: reference,
        shareBp: 10_000,
        ...attributes,
      };
    case 'status':
      return { ...common, from: `${month}-01`, ...attributes };
  }
}

/** The same record with another sum, or another first day. @param {ReturnType<typeof factOf>} fact @param {string} observedAt */
export function contradicting(fact, observedAt) {
  const other = { ...fact, observedAt };
  if ('amountFen' in other) return { ...other, amountFen: String(Number(other.amountFen) * 2) };
  if ('valueFen' in other) return { ...other, valueFen: String(Number(other.valueFen) * 2) };
  return { ...other, from: 'from' in other ? other.from.replace(/-01$/, '-02') : '' };
}

/** What a fact adds to the sum of a manifest. @param {object} fact */
export function sumOf(fact) {
  if ('amountFen' in fact) return BigInt(String(fact.amountFen));
  return 'valueFen' in fact ? BigInt(String(fact.valueFen)) : 0n;
}

/** @param {Date} at */
function monthBefore(at) {
  const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1));
  return month.toISOString().slice(0, 7);
}
