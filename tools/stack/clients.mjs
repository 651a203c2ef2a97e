/** Who may get tokens of the local issuer: each role, and each agency. */
import { AGENCIES, ROLES } from './roles.mjs';

/**
 * @typedef {object} Client
 * @property {readonly string[]} scopes
 * @property {true} [citizen] its tokens carry the `person` that the request names
 * @property {Readonly<Record<string, string>>} claims
 */

/** By client id. @type {Readonly<Record<string, Client>>} */
export const CLIENTS = Object.fromEntries([
  ...Object.entries(ROLES).map(([role, { scopes, region, org, party, title, citizen }]) => [
    role,
    {
      scopes,
      citizen,
      claims: { sub: role, name: title, ...(citizen ? {} : { region, org }), ...(party ? { party } : {}) },
    },
  ]),
  ...AGENCIES.map((agency) => [`agency-${agency.toLowerCase()}`, clientOf(agency)]),
]);

/** @param {string} agency @returns {Client} */
function clientOf(agency) {
  const { scopes, region, title } = ROLES['agency-steward'] ?? { scopes: [], region: '', title: '' };
  return { scopes, claims: { sub: `steward-${agency}`, name: title, region, org: agency } };
}
