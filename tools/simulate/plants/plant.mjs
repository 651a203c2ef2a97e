/**
 * What makes one indicator hit, and no other (埋入的线索): which kind of household it is planted in, what is asked of the
 * household, and what is told in addition, or left out.
 *
 * @typedef {object} Plant
 * @property {import('../spreads.mjs').HouseholdType} type
 * @property {import('../base.mjs').Shape} shape
 * @property {(household: import('../household.mjs').Household) => void} plant
 */

/** @typedef {import('../household.mjs').Household} Household @typedef {import('../household.mjs').Member} Member */

/** The member at a place, which the shape of the plant provides. @param {Household} household @param {number} place @returns {Member} */
export function memberAt(household, place) {
  const member = household.members[place];
  if (member === undefined) throw new RangeError(`household ${household.number} has no member at ${place}`);
  return member;
}

/** Somebody on dibao or tekun alone, not old. */
export const ALONE = /** @type {const} */ ({ who: 'SINGLE', age: [62, 74], healthy: true });
/** A couple of working age, without children, with little income. */
export const POOR_COUPLE = /** @type {const} */ ({
  who: 'COUPLE',
  age: [42, 54],
  healthy: true,
  ratioBp: 3_000,
});
