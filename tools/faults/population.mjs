/**
 * The people of a run. Their ID numbers are valid in form and belong to nobody: sequence numbers from 900 on are not
 * given out.
 */
import { personKeyOf } from '@minzheng/kernel/person-key';
import { idNumber, REGION } from '../demo/people.mjs';

const COUNTY = '510802';
const DAY_MS = 86_400_000;

/** @typedef {{ idNumber: string, personKey: string, name: string }} Person */
/** @typedef {{ number: number, husband: Person, wife: Person, child: Person }} Household */

/**
 * @typedef {object} Population
 * @property {readonly Household[]} households each gets a case
 * @property {readonly Person[]} others of whom only facts are known
 * @property {readonly Household[]} forsaken households whose clerk goes away without waiting for an answer
 * @property {readonly Person[]} forsakenPersons one for each file whose sender goes away
 */

/**
 * @param {{ cases: number, others: number, forsaken: number }} sizes
 * @param {string} secret of the platform's personKeys
 * @returns {Population}
 */
export function populate({ cases, others, forsaken }, secret) {
  const person = (/** @type {string} */ since, /** @type {number} */ day, /** @type {number} */ sequence) => {
    const birthDate = new Date(Date.parse(since) + day * DAY_MS).toISOString().slice(0, 10);
    const number = idNumber(COUNTY, birthDate, sequence);
    return { idNumber: number, personKey: personKeyOf(number, secret), name: `居民${day}` };
  };
  const household = (/** @type {number} */ number) => ({
    number,
    husband: person('1970-01-01', number, 911),
    wife: person('1972-01-01', number, 922),
    child: person('2011-01-01', number, 933),
  });
  const count = (/** @type {number} */ length, /** @type {number} */ from) =>
    Array.from({ length }, (_, index) => from + index);
  return {
    households: count(cases, 0).map(household),
    forsaken: count(forsaken, cases).map(household),
    others: count(others, 0).map((number) => person('1955-01-01', number, 955)),
    forsakenPersons: count(forsaken, others).map((number) => person('1955-01-01', number, 955)),
  };
}

/** @param {Household} household @returns {Person[]} */
export function membersOf({ husband, wife, child }) {
  return [husband, wife, child];
}

/** What a clerk enters. @param {Household} household */
export function householdForm({ number, husband, wife, child }) {
  const member = (/** @type {Person} */ { idNumber: id, name }, /** @type {object} */ more) => ({
    idNumber: id,
    name,
    hukouRegion: REGION,
    ...more,
  });
  return {
    region: REGION,
    hukouType: 'URBAN',
    address: `广元市利州区东坝街道幸福巷${number + 1}号`,
    members: [
      member(husband, { relation: 'APPLICANT', capacity: 'FULL', labour: 'FULL', study: 'NONE' }),
      member(wife, { relation: 'SPOUSE', capacity: 'FULL', labour: 'PARTIAL', study: 'NONE' }),
      member(child, {
        relation: 'CHILD',
        capacity: 'LIMITED',
        labour: 'NONE',
        study: 'SCHOOL',
        guardianIdNumber: husband.idNumber,
      }),
    ],
  };
}
