/**
 * What is wrong with real data (脏数据), in place of facts that would only fill up: said again, corrected, come too late,
 * taken back, contradicted by a worse source. What stands in the end is the same as without.
 */
import { MESS_BP } from './spreads.mjs';

/** @typedef {import('./household.mjs').Household} Household @typedef {import('./household.mjs').Member} Member @typedef {import('./household.mjs').SimulatedFact} SimulatedFact */

/** Months before those of income and benefits. */
const FILLED_FROM = 18;
const A_DAY_MS = 86_400_000;
const MOST_CONTRADICTIONS = 3;

/**
 * Facts of a member up to a number, told by sources that nothing is decided by: reimbursed bills, or the basic pension.
 * @param {Household} household
 * @param {Member} member
 * @param {number} count
 * @returns {number} how many messages say again what was said before
 */
export function fill(household, member, count) {
  const { draw } = household;
  const has = (/** @type {keyof typeof MESS_BP} */ mess) => draw.chance(MESS_BP[mess]);
  const left = () => count - member.facts.length;
  if (has('contradiction')) contradict(household, member, Math.min(MOST_CONTRADICTIONS, left()));
  let back = FILLED_FROM;
  const filler = () => tellFiller(household, member, back++);
  if (left() >= 2 && has('retraction')) retract(filler(), member, draw);
  if (left() >= 2 && has('correction')) correct(filler(), member, draw);
  if (left() >= 2 && has('late')) comeLate(filler(), member, draw);
  while (left() > 0) filler();
  if (!has('duplicate')) return 0;
  member.facts.push(draw.pick(member.facts));
  return 1;
}

/** @param {Household} household @param {Member} member @param {number} back */
function tellFiller(household, member, back) {
  const { draw, calendar } = household;
  const month = calendar.month(back);
  return member.filledFrom === 'NHSA'
    ? household.income(
        member,
        'medicalReimbursement',
        'NHSA.settlements',
        BigInt(draw.between(800, 60_000)),
        {
          ...{ month, itemKey: draw.hex() },
        },
      )
    : household.income(member, 'residentBasicPension', 'HRSS.pensions', 12_300n, { month, itemKey: 'basic' });
}

/** It was never so. @param {SimulatedFact} fact @param {Member} member @param {import('./random.mjs').Draw} draw */
function retract(fact, member, draw) {
  member.facts.push({
    ...fact,
    ...sayAnew(fact, draw, 3),
    supersedesFactId: fact.factId,
    retracted: true,
    amountFen: 0n,
  });
}

/** Another sum of the same record, seen later. @param {SimulatedFact} fact @param {Member} member @param {import('./random.mjs').Draw} draw */
function correct(fact, member, draw) {
  member.facts.push({ ...fact, ...sayAnew(fact, draw, 2), amountFen: (fact.amountFen ?? 0n) + 100n });
}

/** What was seen before comes after what was seen since, and is superseded when it comes. @param {SimulatedFact} fact @param {Member} member @param {import('./random.mjs').Draw} draw */
function comeLate(fact, member, draw) {
  member.facts.push({ ...fact, ...sayAnew(fact, draw, -2), amountFen: (fact.amountFen ?? 0n) + 100n });
}

/** @param {SimulatedFact} fact @param {import('./random.mjs').Draw} draw @param {number} days */
function sayAnew({ observedAt }, draw, days) {
  return {
    factId: draw.uuid(),
    observedAt: new Date(Date.parse(observedAt) + days * A_DAY_MS).toISOString(),
  };
}

/** The contribution base of HRSS says another wage than TAX, of the same payer: rank 2, shadowed. @param {Household} household @param {Member} member @param {number} count */
function contradict(household, member, count) {
  const wages = member.facts.filter(({ kind, agency }) => kind === 'wage' && agency === 'TAX');
  if (wages.length < count) return;
  for (const { amountFen = 0n, fromMonth = '', payerKey = '*' } of wages.slice(0, count)) {
    household.income(member, 'wage', 'HRSS.bases', (amountFen * 4n) / 5n, {
      ...{ month: fromMonth, payerKey, itemKey: 'base' },
    });
  }
}
