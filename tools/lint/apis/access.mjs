/** Who was let in is let in. */

/** @typedef {import('./surface.mjs').Access} Access */

/** @param {Access} old @param {Access} now @returns {string[]} */
export function accessProblems(old, now) {
  if (isOpen(now)) return [];
  if (isOpen(old)) return ['a token is demanded'];
  if (now.token === true) return [];
  if (old.token === true) return ['a token alone is not enough'];
  return [
    ...(old.person === true && now.person !== true ? ['whose own it is, is not let in'] : []),
    ...(old.scopes ?? [])
      .filter((scope) => !(now.scopes ?? []).some((demanded) => isEnough(scope, demanded)))
      .map((scope) => `${scope} is not enough`),
  ];
}

/** @param {Access} access */
const isOpen = ({ scopes, person, token }) => scopes === undefined && person !== true && token !== true;

/** `write` and `approve` include `read` of their resource. @param {string} scope @param {string} demanded */
const isEnough = (scope, demanded) =>
  scope === demanded || (demanded.endsWith(':read') && resourceOf(scope) === resourceOf(demanded));

/** @param {string} scope */
const resourceOf = (scope) => scope.slice(0, scope.lastIndexOf(':'));
