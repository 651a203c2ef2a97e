/**
 * What of an API a release may not take back (docs/life-of-an-api.md): a caller of the release before is answered as before. More
 * may be taken, and more be answered.
 */

import { accessProblems } from './access.mjs';
import { boundProblems } from './bounds.mjs';

/** @typedef {import('./surface.mjs').Surface} Surface */
/** @typedef {import('./surface.mjs').Operation} Operation */
/** @typedef {import('./surface.mjs').Shape} Shape */
/** @typedef {'asked' | 'answered'} Way a value is sent by the caller, or by the service */

/**
 * @param {Surface} before
 * @param {Surface} now
 * @param {string} today what was to be answered until an earlier day may be gone
 * @returns {string[]} what breaks a caller; empty when all is well
 */
export function takenBack(before, now, today) {
  return Object.entries(before.operations).flatMap(([route, old]) => {
    if (old.sunset !== undefined && old.sunset <= today) return [];
    const found = now.operations[route];
    if (found === undefined) return [`${route} is gone`];
    return operationProblems(old, found, new Comparison(before, now)).map(
      (problem) => `${route}: ${problem}`,
    );
  });
}

/**
 * A deprecation is announced by the release that has it first, whatever day it gives itself: from then on 12 months.
 * @param {Surface} before
 * @param {Surface} now
 * @param {string} today
 * @returns {string[]} routes that would be gone sooner than the release before has said, or than in 12 months
 */
export function goneTooSoon(before, now, today) {
  const soonest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  return Object.entries(now.operations).flatMap(([route, { sunset }]) => {
    const announced = before.operations[route]?.sunset;
    if (sunset === undefined || sunset >= soonest || (announced !== undefined && sunset >= announced))
      return [];
    const said = announced === undefined ? 'no release has announced it' : `announced was ${announced}`;
    return [`${route} is to be gone on ${sunset}: ${said}, so not before ${soonest}`];
  });
}

/** @param {Operation} old @param {Operation} now @param {Comparison} comparison */
function operationProblems(old, now, comparison) {
  const parameters = Object.entries(old.parameters).flatMap(([name, { shape }]) => {
    const found = now.parameters[name];
    return found === undefined
      ? [`${name} is no longer taken`]
      : comparison.problems(shape, found.shape, 'asked', name);
  });
  const demanded = Object.entries(now.parameters)
    .filter(([name, { required }]) => required && old.parameters[name]?.required !== true)
    .map(([name]) => `${name} is demanded`);
  const bodies = Object.entries(old.body).flatMap(([type, shape]) => {
    const found = now.body[type];
    return found === undefined
      ? [`a body of ${type} is no longer taken`]
      : comparison.problems(shape, found, 'asked', 'body');
  });
  const answers = Object.entries(old.answers).flatMap(([status, types]) =>
    Object.entries(types).flatMap(([type, shape]) => {
      const found = now.answers[status]?.[type];
      return found === undefined
        ? [`${status} is no longer answered with ${type}`]
        : comparison.problems(shape, found, 'answered', String(status));
    }),
  );
  return [
    ...accessProblems(old.access, now.access),
    ...parameters,
    ...demanded,
    ...(now.bodyIsRequired && !old.bodyIsRequired ? ['a body is demanded'] : []),
    ...bodies,
    ...(Object.keys(old.answers).every((status) => now.answers[status] !== undefined)
      ? []
      : ['another status is answered when it is done']),
    ...answers,
  ];
}

/** Holds shapes of one document against those of another. */
class Comparison {
  /** Pairs that are being compared: a shape may have itself in it. */
  #open = new Set();

  /** @param {Surface} before @param {Surface} now */
  constructor(before, now) {
    this.before = before;
    this.now = now;
  }

  /** @param {Shape} old @param {Shape} now @param {Way} way @param {string} place @returns {string[]} */
  problems(old, now, way, place) {
    const pair = `${old.$ref} ${now.$ref} ${way}`;
    const isNamed = old.$ref !== undefined && now.$ref !== undefined;
    if (isNamed && this.#open.has(pair)) return [];
    this.#open.add(pair);
    const found = this.#compared(flat(old, this.before.schemas), flat(now, this.now.schemas), way, place);
    this.#open.delete(pair);
    return found;
  }

  /** @param {Shape} old @param {Shape} now @param {Way} way @param {string} place @returns {string[]} */
  #compared(old, now, way, place) {
    return [
      ...typeProblems(old, now, way, place),
      ...boundProblems(old, now, way, place),
      ...this.#otherMemberProblems(old.additionalProperties, now.additionalProperties, way, place),
      ...this.#memberProblems(old, now, way, place),
      ...(old.items && now.items ? this.problems(old.items, now.items, way, `${place}[]`) : []),
      ...this.#alternativeProblems(old.oneOf ?? [], now.oneOf ?? [], way, place),
    ];
  }

  /** @param {Shape} old @param {Shape} now @param {Way} way @param {string} place */
  #memberProblems(old, now, way, place) {
    const problems = Object.entries(old.properties ?? {}).flatMap(([name, shape]) => {
      const found = now.properties?.[name];
      const at = `${place}.${name}`;
      if (found === undefined) {
        const isTaken = now.additionalProperties !== undefined && now.additionalProperties !== false;
        return way === 'asked' && isTaken ? [] : [`${at} is gone`];
      }
      return this.problems(shape, found, way, at);
    });
    const [must, may] = way === 'asked' ? [now, old] : [old, now];
    const lacking = (must.required ?? []).filter(
      (name) => !(may.required ?? []).includes(name) && (way === 'asked' || now.properties?.[name]),
    );
    return [
      ...problems,
      ...lacking.map((name) => `${place}.${name} ${way === 'asked' ? 'is demanded' : 'may be missing'}`),
    ];
  }

  /**
   * Members whose names are no part of the form.
   * @param {Shape['additionalProperties']} old @param {Shape['additionalProperties']} now @param {Way} way @param {string} place
   */
  #otherMemberProblems(old, now, way, place) {
    if (old === undefined || old === false) return [];
    const at = `${place}.*`;
    if (now === undefined || now === false) return [`${at} is gone`];
    return this.problems(old === true ? {} : old, now === true ? {} : now, way, at);
  }

  /** @param {readonly Shape[]} old @param {readonly Shape[]} now @param {Way} way @param {string} place */
  #alternativeProblems(old, now, way, place) {
    if (way === 'asked' ? now.length < old.length : now.length > old.length && old.length > 0)
      return [`${place} has ${now.length} alternatives instead of ${old.length}`];
    return old.flatMap((shape, index) => {
      const found = now[index];
      return found === undefined ? [] : this.problems(shape, found, way, `${place} (${index + 1})`);
    });
  }
}

/** @param {Shape} old @param {Shape} now @param {Way} way @param {string} place */
function typeProblems(old, now, way, place) {
  const [narrow, wide] = way === 'asked' ? [old, now] : [now, old];
  const [types, allowed] = [typesOf(narrow), typesOf(wide)];
  if (allowed !== undefined && !(types ?? ['anything']).every((type) => isAmong(type, allowed)))
    return [`${place} is ${listOf(typesOf(now))} instead of ${listOf(typesOf(old))}`];
  // a new value of an answer may come (once its readers know it), one that was taken goes on being taken
  if (way === 'answered' || now.enum === undefined) return [];
  if (old.enum === undefined) return [`${place} is one of ${now.enum.length} values only`];
  const { enum: values } = now;
  const gone = old.enum.filter((value) => !values.includes(value));
  return gone.map((value) => `${place} is no longer ${JSON.stringify(value)}`);
}

/** @param {Shape} shape @returns {readonly string[] | undefined} undefined: any */
function typesOf({ type, nullable, properties }) {
  const types = type === undefined ? (properties ? ['object'] : []) : [type].flat();
  if (types.length === 0) return undefined;
  return nullable === true ? [...types, 'null'] : types;
}

/** @param {string} type @param {readonly string[]} allowed */
const isAmong = (type, allowed) =>
  allowed.includes(type) || (type === 'integer' && allowed.includes('number'));

/** @param {readonly string[] | undefined} types */
const listOf = (types) => (types ?? ['anything']).join(' or ');

/** A shape without `$ref` and `allOf`. @param {Shape} shape @param {Surface['schemas']} schemas @returns {Shape} */
function flat(shape, schemas) {
  const { $ref, allOf, ...own } = shape;
  const named = $ref === undefined ? {} : (schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const parts = [...($ref === undefined ? [] : [named]), ...(allOf ?? [])].map((part) => flat(part, schemas));
  return [...parts, own].reduce(
    (all, part) => ({
      ...all,
      ...part,
      ...(all.properties || part.properties ? { properties: { ...all.properties, ...part.properties } } : {}),
      ...(all.required || part.required
        ? { required: [...(all.required ?? []), ...(part.required ?? [])] }
        : {}),
    }),
    /** @type {Shape} */ ({}),
  );
}
