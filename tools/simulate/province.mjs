/**
 * A province whose people do not exist (模拟省份): households one after the other, each with the facts that sources tell of
 * it, and which of them has which one indicator. The same seed gives the same province; nothing of a household is kept.
 */
import { makeBase } from './base.mjs';
import { Calendar } from './calendar.mjs';
import { Household } from './household.mjs';
import { fill } from './mess.mjs';
import { MOST_PEOPLE } from './people.mjs';
import { A_PLANTS } from './plants/a.mjs';
import { B_PLANTS } from './plants/b.mjs';
import { C_PLANTS } from './plants/c.mjs';
import { D_PLANTS } from './plants/d.mjs';
import { E_PLANTS } from './plants/e.mjs';
import { F_PLANTS } from './plants/f.mjs';
import { G_PLANTS } from './plants/g.mjs';
import { Draw } from './random.mjs';
import { villages } from './regions.mjs';
import { SIZES, TYPES } from './spreads.mjs';

/** The 44 indicators and what makes each of them hit. @type {Readonly<Record<string, import('./plants/plant.mjs').Plant>>} */
export const PLANTS = {
  ...{ ...A_PLANTS, ...B_PLANTS, ...C_PLANTS, ...D_PLANTS },
  ...{ ...E_PLANTS, ...F_PLANTS, ...G_PLANTS },
};
export const PLANTED_CODES = Object.keys(PLANTS);
/** Found by the monthly run alone. */
export const MONTHLY_CODES = new Set(['C1', 'C2', 'C5']);

/** T4: a clue in 95,000 households of 4,421,200 people. */
const CLUES = 95_000;
const PEOPLE = 4_421_200;
/** As many of each indicator, what is left over of this one. */
const LEFT_OVER = 'G2';
/** Coprime to what it is multiplied by often enough: the indicators are mixed. */
const STRIDE = 7_919;

export const TODAY = '2025-07-22';
/** Stands in for the platform's secret where no platform is meant. */
export const OWN_SECRET = 'simulated-province';

/**
 * @typedef {object} Province
 * @property {number} people
 * @property {string} today
 * @property {number} clues how many households have a clue
 * @property {() => Generator<SimulatedHousehold>} households
 *
 * @typedef {Household & { duplicates: number }} SimulatedHousehold `duplicates`: how many of its facts are sent twice
 */

/**
 * @param {object} options
 * @param {number} options.people
 * @param {string} options.seed
 * @param {string} [options.today] civil date; the day on which the planted indicators hit
 * @param {number} [options.factsAPerson] each has so many, or more where his own are more; 0: none is filled up
 * @param {number} [options.firstPerson] whose number is the first: provinces that don't overlap have no number in common
 * @param {string} [options.secret] of the platform: the key of a person follows from it
 * @returns {Province}
 */
export function province({
  people,
  seed,
  today = TODAY,
  factsAPerson = 60,
  firstPerson = 0,
  secret = OWN_SECRET,
}) {
  if (firstPerson + people > MOST_PEOPLE) throw new RangeError(`at most ${MOST_PEOPLE} people have numbers`);
  const clues = Math.round((people * CLUES) / PEOPLE);
  const calendar = new Calendar(today);
  const drawVillage = villages(today);

  function* households() {
    let persons = 0;
    let planted = 0;
    let number = 0;
    const nextPerson = () => firstPerson + persons++;
    const begin = (/** @type {import('./spreads.mjs').HouseholdType} */ type, /** @type {Draw} */ draw) =>
      new Household({
        number: number++,
        type,
        village: drawVillage(draw),
        calendar,
        draw,
        secret,
        nextPerson,
      });
    while (persons < people) {
      const draw = new Draw(`${seed}/household/${number}`);
      const isPlanted = planted < clues && persons >= Math.floor(((planted + 0.5) * people) / clues);
      const left = people - persons;
      const code = isPlanted ? codeOf(planted, clues) : undefined;
      const plant = code === undefined ? undefined : PLANTS[code];
      if (plant !== undefined) {
        const household = begin(plant.type, draw);
        makeBase(household, plant.shape);
        plant.plant(household);
        planted += 1;
        yield finished(household, factsAPerson);
        if (code === 'B6') yield finished(sharing(household, begin('dibao', draw)), factsAPerson);
        continue;
      }
      const household = begin(left < MOST_MEMBERS ? 'tekun' : draw.weighted(TYPES), draw);
      makeBase(household);
      yield finished(household, factsAPerson);
    }
  }

  return { people, today, clues, households };
}

const MOST_MEMBERS = Math.max(...SIZES.map(([size]) => size));

/** The indicator of a clue. @param {number} planted @param {number} clues @returns {string} */
export function codeOf(planted, clues) {
  const place = clues % STRIDE === 0 ? planted : (planted * STRIDE) % clues;
  const ofEach = Math.max(1, Math.floor(clues / PLANTED_CODES.length));
  return place < ofEach * PLANTED_CODES.length
    ? (PLANTED_CODES[place % PLANTED_CODES.length] ?? LEFT_OVER)
    : LEFT_OVER;
}

/** A household of one to which the spouse of another belongs as well (B6). @param {Household} other @param {Household} household */
function sharing(other, household) {
  makeBase(household, { who: 'SINGLE', age: [42, 54], healthy: true, ratioBp: 3_000 });
  const spouse = other.members[1];
  if (spouse === undefined) throw new RangeError('nobody to share');
  household.members.push({ ...spouse, facts: [] });
  return household;
}

/** @param {Household} household @param {number} factsAPerson @returns {SimulatedHousehold} */
function finished(household, factsAPerson) {
  let duplicates = 0;
  household.isNews = false;
  for (const member of household.members) {
    if (member.facts.length > 0) duplicates += fill(household, member, factsAPerson);
  }
  return Object.assign(household, { duplicates });
}
