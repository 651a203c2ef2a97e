/** A household while it is made up: who belongs to it, and what each source says of them. */
import { personKeyOf } from '@minzheng/kernel/person-key';
import { splitFen } from '@minzheng/kernel/money';
import { idNumberOf } from './people.mjs';
import { STANDARD_FEN } from './spreads.mjs';

/**
 * @typedef {'APPLICANT' | 'SPOUSE' | 'CHILD' | 'PARENT' | 'GRANDPARENT' | 'GRANDCHILD' | 'OTHER'} Relation
 * @typedef {'NONE' | 'SCHOOL' | 'BACHELOR' | 'MASTER_OR_ABOVE'} Study
 *
 * @typedef {object} Member
 * @property {string} personKey
 * @property {string} idNumber
 * @property {string} birthDate
 * @property {'MALE' | 'FEMALE'} sex
 * @property {number} age
 * @property {Relation} relation
 * @property {Study} study
 * @property {string} livesTogetherSince
 * @property {SimulatedFact[]} facts in the order in which they are sent
 * @property {'NHSA' | 'HRSS'} filledFrom which source tells the facts that only fill up
 * @property {readonly [agency: string, place: string] | undefined} card of a disability: category and grade
 *
 * @typedef {{ personKey: string, obligorOfKey: string, relation: Relation }} Obligor
 *
 * @typedef {object} SimulatedFact a fact as its source tells it; what only facts of its type have is set for those
 * @property {'INCOME' | 'ASSET' | 'EXPENDITURE' | 'STATUS'} type
 * @property {string} factId
 * @property {string} personKey
 * @property {string} kind
 * @property {string} agency
 * @property {string} dataset
 * @property {string} recordId
 * @property {string} observedAt
 * @property {'REGISTERED' | 'VERIFIED' | 'SURVEYED' | 'REPORTED' | 'DECLARED'} quality
 * @property {string} region
 * @property {string} [supersedesFactId]
 * @property {boolean} retracted
 * @property {true} [isNews] it is told when the household has long been on record
 * @property {string} [caseRef]
 * @property {bigint} [amountFen]
 * @property {string} [fromMonth]
 * @property {string} [toMonth]
 * @property {'NET' | 'GROSS'} [basis]
 * @property {string} [payerKey]
 * @property {string} [itemKey]
 * @property {string} [programme]
 * @property {string} [purpose]
 * @property {boolean} [householdShare]
 * @property {bigint} [valueFen]
 * @property {number} [count]
 * @property {string} [asOf]
 * @property {number} [shareBp]
 * @property {string} [from]
 * @property {string} [to]
 * @property {Readonly<Record<string, string>>} [attributes]
 *
 * @typedef {object} SignedConsent
 * @property {string} consentId
 * @property {string} personKey
 * @property {readonly string[]} datasets
 * @property {string} signedOn
 * @property {string} validTo
 */

/** Agencies' records, by the first word of the dataset: `TAX.wages`. */
const UNKNOWN_PAYER = '*';

export class Household {
  /** @type {Member[]} */
  members = [];
  /** @type {Obligor[]} */
  obligors = [];
  /** @type {SignedConsent[]} */
  consents = [];
  /** A report on the household was issued: it was asked for on this day. @type {string | undefined} */
  reportedOn;
  /** What is told from now on is news: everything before is known by then. */
  isNews = false;
  /** The one indicator that hits, and whom it is about. @type {{ indicator: string, personKey: string } | undefined} */
  plant;

  /**
   * @param {object} of
   * @param {number} of.number
   * @param {import('./spreads.mjs').HouseholdType} of.type
   * @param {import('./regions.mjs').Village} of.village
   * @param {import('./calendar.mjs').Calendar} of.calendar
   * @param {import('./random.mjs').Draw} of.draw
   * @param {string} of.secret
   * @param {() => number} of.nextPerson
   */
  constructor({ number, type, village, calendar, draw, secret, nextPerson }) {
    this.number = number;
    this.type = type;
    this.region = village.code;
    this.hukouType = village.hukouType;
    this.standardFen = STANDARD_FEN[village.hukouType];
    this.calendar = calendar;
    this.draw = draw;
    this.secret = secret;
    this.nextPerson = nextPerson;
    this.id = draw.uuid();
    /** Nothing has changed in the household since. */
    this.asOf = calendar.first(MONTHS_UNCHANGED);
  }

  get county() {
    return this.region.slice(0, 6);
  }

  get township() {
    return this.region.slice(0, 9);
  }

  /**
   * @param {Relation} relation
   * @param {number} age
   * @param {Study} [study]
   * @returns {Member}
   */
  add(relation, age, study = 'NONE') {
    const { draw, calendar, secret } = this;
    const sex = draw.chance(5_054) ? 'MALE' : 'FEMALE';
    const birthDate = calendar.bornYearsAgo(age, draw.between(40, 300));
    const idNumber = idNumberOf(this.nextPerson(), birthDate, sex);
    /** @type {Member} */
    const member = {
      personKey: personKeyOf(idNumber, secret),
      ...{ idNumber, birthDate, sex, age, relation, study },
      livesTogetherSince: calendar.first(MONTHS_UNCHANGED + 24),
      facts: [],
      filledFrom: 'NHSA',
      card: undefined,
    };
    this.members.push(member);
    return member;
  }

  /** Somebody outside who owes a member support. @param {Member} member @param {Relation} relation */
  owesSupport(member, relation) {
    this.obligors.push({
      personKey: this.draw.uuid().replace(/^(.{14})4/, '$18'),
      obligorOfKey: member.personKey,
      relation,
    });
  }

  /**
   * @param {Member} member
   * @param {string} kind
   * @param {string} dataset `<agency>.<dataset>`
   * @param {bigint} amountFen in all
   * @param {{ month: string, toMonth?: string, payerKey?: string, itemKey?: string, programme?: string, purpose?: string, householdShare?: boolean, caseRef?: string, region?: string, observedAt?: string, recordId?: string }} more
   * @returns {SimulatedFact}
   */
  income(member, kind, dataset, amountFen, { month, toMonth = month, observedAt, recordId, ...more }) {
    return this.#tell(member, {
      type: 'INCOME',
      ...this.#common(member, kind, dataset, observedAt ?? this.calendar.seenAfter(toMonth), recordId),
      ...{ amountFen, fromMonth: month, toMonth, basis: 'NET', payerKey: UNKNOWN_PAYER, itemKey: dataset },
      householdShare: false,
      ...more,
    });
  }

  /**
   * @param {Member} member
   * @param {string} kind
   * @param {string} dataset
   * @param {bigint} amountFen
   * @param {{ month: string, itemKey: string }} more
   */
  expenditure(member, kind, dataset, amountFen, { month, itemKey }) {
    return this.#tell(member, {
      type: 'EXPENDITURE',
      ...this.#common(member, kind, dataset, this.calendar.seenAfter(month)),
      ...{ amountFen, fromMonth: month, toMonth: month, itemKey },
    });
  }

  /**
   * @param {Member} member
   * @param {string} kind
   * @param {string} dataset
   * @param {{ asOf: string, valueFen?: bigint, count?: number, itemKey?: string, shareBp?: number, attributes?: Readonly<Record<string, string>> }} more
   */
  asset(member, kind, dataset, { asOf, ...more }) {
    return this.#tell(member, {
      type: 'ASSET',
      ...this.#common(member, kind, dataset, this.calendar.instant(asOf)),
      ...{ asOf, shareBp: 10_000, attributes: {}, itemKey: this.draw.hex(), ...more },
    });
  }

  /**
   * @param {Member} member
   * @param {string} kind
   * @param {string} dataset
   * @param {string} from
   * @param {{ to?: string, attributes?: Readonly<Record<string, string>> }} [more]
   */
  status(member, kind, dataset, from, { to, attributes = {} } = {}) {
    return this.#tell(member, {
      type: 'STATUS',
      ...this.#common(member, kind, dataset, this.calendar.instant(from)),
      ...{ from, ...(to === undefined ? {} : { to }), attributes },
    });
  }

  /**
   * A benefit paid month by month (逐月发放).
   * @param {Member} member
   * @param {string} programme
   * @param {string} kind
   * @param {string} agency
   * @param {bigint} monthlyFen
   * @param {{ months?: number, until?: number, householdShare?: boolean, region?: string }} [options] how many months, the last one `until` months before the last one that is over
   */
  benefit(
    member,
    programme,
    kind,
    agency,
    monthlyFen,
    { months = 15, until = 0, householdShare = false, region } = {},
  ) {
    const itemKey = this.draw.hex();
    for (let back = until + months - 1; back >= until; back--) {
      this.income(member, kind, `${agency}.payments`, monthlyFen, {
        month: this.calendar.month(back),
        ...{ programme, itemKey, householdShare, ...(region === undefined ? {} : { region }) },
      });
    }
  }

  /** A benefit paid for three months at a time. @param {Member} member @param {string} programme @param {string} kind @param {string} agency @param {bigint} monthlyFen */
  quarterlyBenefit(member, programme, kind, agency, monthlyFen) {
    const itemKey = this.draw.hex();
    for (let back = 14; back >= 2; back -= 3) {
      this.income(member, kind, `${agency}.payments`, monthlyFen * 3n, {
        month: this.calendar.month(back),
        toMonth: this.calendar.month(back - 2),
        ...{ programme, itemKey },
      });
    }
  }

  /**
   * What the members may count as income in twelve months for a ratio of the standard.
   * @param {number} ratioBp a head
   * @param {number} [heads]
   */
  annualFen(ratioBp, heads = this.members.length) {
    return (BigInt(this.standardFen) * 12n * BigInt(heads) * BigInt(ratioBp)) / 10_000n;
  }

  /** Parts for the members, the larger first. @param {bigint} fen */
  parts(fen) {
    return splitFen(fen, this.members.length);
  }

  /** @param {Member} member @param {string} indicator */
  planted(member, indicator) {
    this.plant = { indicator, personKey: member.personKey };
  }

  /** @param {Member} member @param {SimulatedFact} fact */
  #tell(member, fact) {
    member.facts.push(fact);
    return fact;
  }

  /** @param {Member} member @param {string} kind @param {string} dataset @param {string} observedAt @param {string} [recordId] */
  #common(member, kind, dataset, observedAt, recordId = this.draw.hex()) {
    return {
      factId: this.draw.uuid(),
      personKey: member.personKey,
      ...{ kind, dataset, recordId, observedAt },
      agency: dataset.slice(0, dataset.indexOf('.')),
      quality: /** @type {const} */ ('REGISTERED'),
      region: this.township,
      retracted: false,
      ...(this.isNews ? { isNews: /** @type {const} */ (true) } : {}),
    };
  }
}

/** For so long nothing has changed in a household. */
const MONTHS_UNCHANGED = 20;
