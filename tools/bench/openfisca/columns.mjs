/** Selected facts of many households as columns, one value a person and month: what OpenFisca is given. */
import { expenditureKind, incomeKind, assetKind, holdsOn } from '@minzheng/kernel/means-test';
import { fullMonthsBetween } from '@minzheng/kernel/months';

/** @typedef {import('@minzheng/kernel/means-test').MeansResult} MeansResult @typedef {import('../../simulate/household.mjs').Household} Household */

const RELATIONS = new Set(['APPLICANT', 'SPOUSE', 'CHILD']);
const DEAD = new Set(['deceased', 'declaredDead', 'declaredMissing', 'cremated']);
const SEVERE = new Set(['1', '2']);
/** Group and use of the registry to the columns. @type {Readonly<Record<string, string>>} */
const GROUPS = { MEDICAL: 'medical', REHAB: 'rehabilitation', EDUCATION: 'education' };

export class Columns {
  households = 0;
  /** @type {number[]} */
  householdOf = [];
  /** @type {Record<string, any[]>} */
  eternity = { relation: [], study: [], hukou: [] };
  /** @type {Map<string, Map<string, number[]>>} */
  #monthly = new Map();

  /** @param {string} month of the test @param {string} today @param {ReadonlySet<string>} excluded statuses */
  constructor(month, today, excluded) {
    this.month = month;
    this.today = today;
    this.excluded = excluded;
  }

  /** @param {Household} household @param {MeansResult} result */
  add({ members, hukouType }, { selected }) {
    this.eternity.hukou?.push(hukouType);
    for (const member of members) {
      const person = this.householdOf.push(this.households) - 1;
      this.eternity.relation?.push(RELATIONS.has(member.relation) ? member.relation : 'OTHER');
      this.eternity.study?.push(member.study);
      const isOwn = (/** @type {{ personKey: string }} */ fact) => fact.personKey === member.personKey;
      this.#income(
        person,
        selected.income.filter(({ fact }) => isOwn(fact)),
      );
      this.#expenditure(
        person,
        selected.expenditure.filter(({ fact }) => isOwn(fact)),
      );
      this.#assets(person, selected.assets.filter(isOwn));
      this.#standing(person, member, selected.statuses.filter(isOwn));
    }
    this.households += 1;
  }

  /** @param {number} rounds */
  toJson(rounds) {
    const persons = this.householdOf.length;
    const full = (/** @type {number[]} */ values) =>
      Array.from({ length: persons }, (_, person) => values[person] ?? 0);
    return JSON.stringify({
      ...{ rounds, month: this.month, households: this.households, household_of: this.householdOf },
      eternity: this.eternity,
      monthly: Object.fromEntries(
        [...this.#monthly].map(([name, months]) => [
          name,
          Object.fromEntries([...months].map(([month, values]) => [month, full(values)])),
        ]),
      ),
    });
  }

  /** @param {string} name @param {string} month @param {number} person @param {number} value */
  #put(name, month, person, value) {
    const months = this.#monthly.get(name) ?? new Map();
    this.#monthly.set(name, months);
    const values = months.get(month) ?? [];
    months.set(month, values);
    values[person] = (values[person] ?? 0) + value;
  }

  /** @param {number} person @param {MeansResult['selected']['income']} lines */
  #income(person, lines) {
    for (const { fact, month, amountFen } of lines) {
      const { nature, treatment } = incomeKind(fact.kind);
      if (treatment !== 'counted') continue;
      const name = nature !== 'LABOUR' ? 'income_other' : fact.basis === 'GROSS' ? 'wage_gross' : 'wage_net';
      this.#put(name, month, person, Number(amountFen));
    }
  }

  /** @param {number} person @param {MeansResult['selected']['expenditure']} lines */
  #expenditure(person, lines) {
    for (const { fact, month, amountFen } of lines) {
      const { group, use } = expenditureKind(fact.kind);
      if (use === 'DEDUCTED') {
        this.#put('tax_and_insurance_paid', month, person, Number(amountFen));
        this.#put('tax_is_known', month, person, 1);
      }
      const name = GROUPS[group ?? ''];
      if (name !== undefined)
        this.#put(`${name}_${use === 'SPENT' ? 'spent' : 'charity'}`, month, person, Number(amountFen));
    }
  }

  /** @param {number} person @param {MeansResult['selected']['assets']} assets */
  #assets(person, assets) {
    const put = (/** @type {string} */ name, /** @type {number} */ value) =>
      this.#put(name, this.month, person, value);
    let capital = 0;
    for (const { kind, valueFen = 0n, count = 1, shareBp = 10_000, attributes } of assets) {
      switch (assetKind(kind).group) {
        case 'FINANCIAL':
          put('financial_fen', Number((valueFen * BigInt(shareBp)) / 10_000n));
          break;
        case 'VEHICLE':
          put('vehicles', count);
          break;
        case 'HOME':
          put('homes', count);
          put('home_area_dm2', Number(attributes['areaDm2'] ?? 0));
          break;
        case 'NON_RESIDENTIAL':
          put('non_residential', count);
          break;
        case 'MACHINERY':
          put('machinery_fen', Number(valueFen));
          break;
        case 'BUSINESS':
          if (attributes['active'] === 'true') capital = Math.max(capital, Number(valueFen));
      }
    }
    put('active_capital_fen', capital);
  }

  /** @param {number} person @param {import('../../simulate/household.mjs').Member} member @param {MeansResult['selected']['statuses']} statuses */
  #standing(person, { birthDate, livesTogetherSince, study }, statuses) {
    const { today } = this;
    const put = (/** @type {string} */ name, /** @type {number | boolean} */ value) =>
      this.#put(name, this.month, person, Number(value));
    const holding = statuses.filter((status) => holdsOn(status, today));
    const freed = statuses.filter(({ kind, days }) => kind === 'released' && days.from <= today);
    const enrolments = statuses.filter(({ kind, days }) => kind === 'enrolled' && days.from <= today);
    put('age_in_months', fullMonthsBetween(birthDate, today));
    put('months_together', fullMonthsBetween(livesTogetherSince, today));
    put(
      'is_dead',
      holding.some(({ kind }) => DEAD.has(kind)),
    );
    put(
      'in_custody',
      holding.some(
        ({ kind, days }) =>
          (kind === 'imprisoned' || kind === 'compulsoryRehab') &&
          !freed.some((free) => days.from <= free.days.from),
      ),
    );
    put(
      'is_excluded',
      holding.some(({ kind }) => this.excluded.has(kind)),
    );
    put(
      'in_education',
      enrolments.length === 0
        ? study === 'SCHOOL' || study === 'BACHELOR'
        : enrolments.some(
            (each) =>
              holdsOn(each, today) &&
              each.attributes['fullTime'] === 'true' &&
              each.attributes['level'] !== 'MASTER_OR_ABOVE',
          ),
    );
    put(
      'severely_disabled',
      holding.some(({ kind, attributes }) => kind === 'disabled' && SEVERE.has(attributes['grade'] ?? '')),
    );
  }
}
