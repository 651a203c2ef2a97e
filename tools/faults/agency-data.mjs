/**
 * What agencies know and send: facts of every type, some sent twice, some corrected or retracted by a later observation,
 * some observed earlier than what is known already, some ended by another that names them.
 */
import { Random } from './random.mjs';
import { membersOf } from './population.mjs';

/** Credit codes (GB 32100) of employers. */
const PAYERS = ['91510800MA6253U27D', '91510802MA62A7XK18', '91510802MA62A4HH5Q'];
const FIRST_MONTH = 2022 * 12;
/** January 2022 to April 2025: profiles keep the last 36 months of them. */
const MONTHS = 40;
const OBSERVED_SINCE = Date.parse('2025-04-20T00:00:00Z');
const OBSERVED_EVERY_MS = 1_000;

/** The sources that have to answer about each member (核心数源). */
export const CORE_AGENCIES = ['PSB', 'MCA', 'HRSS', 'TAX', 'NR', 'AMR', 'BANK', 'DPF', 'NHSA'];

/**
 * @typedef {object} Fact
 * @property {string} agency
 * @property {import('./population.mjs').Person} person
 * @property {Record<string, any>} body as it is sent, without the number of a fact that it names
 * @property {Fact} [names] the earlier fact that it ends: its id is known when it has been accepted
 * @property {string} [factId] once it is accepted
 */

/** @typedef {Readonly<Record<string, any>>} Statement what an agency says, without who, which record and when */

/** @param {number} index @returns {string} `YYYY-MM` */
function monthAt(index) {
  const month = FIRST_MONTH + index;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** @typedef {(random: Random) => { agency: string, dataset: string, statement: Statement, corrected: Statement }} Template */

/** @type {readonly Template[]} */
const TEMPLATES = [
  (random) => income(random, 'TAX', 'TAX.wages', 'wage', 1),
  (random) => income(random, 'TAX', 'TAX.wages', 'wage', 1),
  (random) => income(random, 'TAX', 'TAX.wages', 'wage', 1),
  (random) => income(random, 'HRSS', 'HRSS.contributions', 'wage', 1),
  (random) => income(random, 'HRSS', 'HRSS.pensions', 'employeePension', 1),
  (random) => income(random, 'TAX', 'TAX.rents', 'rent', 3),
  (random) => income(random, 'TAX', 'TAX.wages', 'bonus', 12),
  (random) => income(random, 'BANK', 'BANK.interest', 'interest', 1),
  (random) => {
    const month = monthAt(random.int(0, MONTHS - 1));
    const bill = {
      type: 'expenditure',
      kind: 'medicalInpatientOop',
      amountFen: fen(random),
      period: { fromMonth: month, toMonth: month },
      itemKey: `bill-${random.int(1, 1e9)}`,
    };
    return told('NHSA', 'NHSA.bills', bill, { amountFen: fen(random) });
  },
  (random) =>
    told(
      'BANK',
      'BANK.deposits',
      { ...asset(random, 'deposit', `account-${random.int(1, 3)}`), valueFen: fen(random) },
      { valueFen: random.chance(0.2) ? '0' : fen(random) },
    ),
  (random) =>
    told(
      'PSB',
      'PSB.vehicles',
      { ...asset(random, 'passengerCar', `plate-${random.int(1, 2)}`), count: 1, valueFen: fen(random) },
      // what says the same once more would be no fact of its own
      { count: 0 },
    ),
  (random) =>
    told(
      'NR',
      'NR.realEstate',
      {
        ...asset(random, 'residence', `unit-${random.int(1, 2)}`),
        count: 1,
        attributes: { areaDm2: String(random.int(3_000, 12_000)) },
      },
      { count: 0 },
    ),
  (random) =>
    told(
      'AMR',
      'AMR.companies',
      {
        ...asset(random, 'company', `register-${random.int(1, 2)}`),
        valueFen: fen(random),
        attributes: { active: 'true' },
      },
      { valueFen: fen(random) },
    ),
  (random) =>
    told(
      'DPF',
      'DPF.cards',
      {
        type: 'status',
        kind: 'disabled',
        from: `${random.int(2012, 2016)}-06-01`,
        attributes: { category: String(random.int(1, 3)), grade: String(random.int(1, 4)) },
      },
      { to: `${random.int(2018, 2020)}-06-01` },
    ),
];

/** @param {Random} random @param {string} agency @param {string} dataset @param {string} kind @param {number} months */
function income(random, agency, dataset, kind, months) {
  const last = random.int(months - 1, MONTHS - 1);
  const payer = random.pick(PAYERS);
  return told(
    agency,
    dataset,
    {
      type: 'income',
      kind,
      amountFen: fen(random),
      period: { fromMonth: monthAt(last - months + 1), toMonth: monthAt(last) },
      basis: 'NET',
      payerKey: payer,
      itemKey: `contract-${payer.slice(-4)}-${random.int(1, 2)}`,
    },
    { amountFen: fen(random) },
  );
}

/** @param {Random} random @param {string} kind @param {string} item */
function asset(random, kind, item) {
  const asOf = `2025-0${random.int(1, 4)}-${String(random.int(1, 28)).padStart(2, '0')}`;
  return { type: 'asset', kind, asOf, itemKey: item, shareBp: random.pick([5_000, 10_000]) };
}

/** @param {Random} random */
function fen(random) {
  return String(random.int(1_000, 500_000));
}

/** @param {string} agency @param {string} dataset @param {Statement} statement @param {Statement} change */
function told(agency, dataset, statement, change) {
  return { agency, dataset, statement, corrected: { ...statement, ...change } };
}

/** Makes the facts of a run; each observation has an instant of its own. */
export class AgencyData {
  #random;
  #observations = 0;
  #records = 0;

  /** @param {string} seed */
  constructor(seed) {
    this.#random = new Random(`${seed}/data`);
  }

  /**
   * What each household's agencies tell together with their answers: the fees that the report is made of, and what a
   * later correction says of one of them.
   * @param {import('./population.mjs').Household} household
   */
  ofHousehold(household) {
    const { husband, wife } = household;
    const fee = (/** @type {string} */ month) => ({
      type: 'income',
      kind: 'labourFee',
      amountFen: fen(this.#random),
      period: { fromMonth: month, toMonth: month },
      basis: 'NET',
      payerKey: PAYERS[0],
      itemKey: 'fees',
    });
    const record = this.#record(household.husband, 'TAX.fees');
    const first = this.#observe('TAX', record, husband, fee('2025-03'));
    const facts = [
      first,
      this.#observe('TAX', this.#record(husband, 'TAX.fees'), husband, fee('2025-04')),
      this.#observe('MCA', this.#record(husband, 'MCA.marriages'), husband, {
        type: 'status',
        kind: 'married',
        from: '2008-05-20',
        spouseIdNumber: wife.idNumber,
      }),
      this.#observe('BANK', this.#record(wife, 'BANK.deposits'), wife, {
        ...asset(this.#random, 'deposit', 'savings'),
        valueFen: fen(this.#random),
      }),
    ];
    const correction = this.#observe('TAX', record, husband, {
      ...first.body,
      amountFen: String(Number(first.body.amountFen) + 5_000),
    });
    return { facts, correction };
  }

  /**
   * Sendings in the order of a shuffled pack; a fact that comes twice is in it twice. A tenth is about a few persons.
   * @param {import('./population.mjs').Population} population
   * @param {number} sendings
   * @returns {Fact[]}
   */
  stream({ households, others }, sendings) {
    const random = this.#random;
    const people = [...households.flatMap(membersOf), ...others];
    const hot = people.slice(0, Math.max(1, Math.floor(people.length / 100)));
    /** @type {Fact[]} */
    const pack = [];
    while (pack.length < sendings) {
      pack.push(...this.#story(random.chance(0.1) ? random.pick(hot) : random.pick(people)));
    }
    return random.shuffled(pack.slice(0, sendings));
  }

  /** A file about one person. @param {import('./population.mjs').Person} person @param {number} size @returns {Fact[]} */
  file(person, size) {
    return Array.from({ length: size }, () => {
      const { agency, dataset, statement } = income(this.#random, 'TAX', 'TAX.wages', 'wage', 1);
      return this.#observe(agency, this.#record(person, dataset), person, statement);
    });
  }

  /** All that is sent of one record. @param {import('./population.mjs').Person} person @returns {Fact[]} */
  #story(person) {
    const random = this.#random;
    const { agency, dataset, statement, corrected } = random.pick(TEMPLATES)(random);
    const record = this.#record(person, dataset);
    const first = this.#observe(agency, record, person, statement);
    const draw = random.next();
    if (draw < 0.65) return [first];
    if (draw < 0.75) return [first, first];
    if (draw < 0.88) return [first, this.#observe(agency, record, person, corrected)];
    if (draw < 0.95) {
      return [first, this.#observe(agency, record, person, { ...statement, retracted: true })];
    }
    const other = this.#observe(agency, this.#record(person, dataset), person, corrected);
    other.names = first;
    return [first, other];
  }

  /** @param {import('./population.mjs').Person} person @param {string} dataset */
  #record({ personKey }, dataset) {
    return { dataset, recordId: `${personKey.slice(0, 8)}-r${this.#records++}` };
  }

  /**
   * @param {string} agency
   * @param {{ dataset: string, recordId: string }} record
   * @param {import('./population.mjs').Person} person
   * @param {Statement} statement
   * @returns {Fact}
   */
  #observe(agency, record, person, statement) {
    const observedAt = new Date(OBSERVED_SINCE + this.#observations++ * OBSERVED_EVERY_MS).toISOString();
    return { agency, person, body: { ...statement, ...record, idNumber: person.idNumber, observedAt } };
  }
}
