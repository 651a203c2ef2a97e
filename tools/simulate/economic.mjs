/** Simulated facts as the rules read them: those that stand in the end, in the order in which they came. */
import { hash } from 'node:crypto';
import { visibleFacts } from '@minzheng/kernel/means-test';

/** @typedef {import('@minzheng/kernel/means-test').EconomicFact} EconomicFact */

/** When the first fact of a person becomes known, microseconds since 1970. */
const RECORDED_FROM = 1_752_000_000_000_000n;

/** The 64 bits by which a service tells records apart (as its fact store does). @param {import('./household.mjs').SimulatedFact} fact */
export function recordKeyOf({ agency, dataset, recordId }) {
  return hash('sha256', `${agency}\0${dataset}\0${recordId}`, 'buffer').readBigInt64BE(0);
}

/**
 * The visible facts of each member.
 * @param {import('./household.mjs').Household} household
 * @returns {Map<string, EconomicFact[]>}
 */
export function economicFacts({ members }) {
  return new Map(members.map(({ personKey, facts }) => [personKey, visible(facts)]));
}

/** @param {readonly import('./household.mjs').SimulatedFact[]} facts of one person */
function visible(facts) {
  const seen = new Set();
  const distinct = facts.filter(({ factId }) => !seen.has(factId) && seen.add(factId));
  const told = distinct.map((fact, place) => economicFact(fact, RECORDED_FROM + BigInt(place)));
  return distinct.some(isMessy) || hasRecordsTwice(distinct) ? visibleFacts(told) : told;
}

const isMessy = (/** @type {import('./household.mjs').SimulatedFact} */ fact) =>
  fact.supersedesFactId !== undefined;
const hasRecordsTwice = (/** @type {readonly import('./household.mjs').SimulatedFact[]} */ facts) =>
  new Set(facts.map(({ recordId }) => recordId)).size < facts.length;

/** @param {import('./household.mjs').SimulatedFact} fact @param {bigint} recordedAtMicros @returns {EconomicFact} */
export function economicFact(fact, recordedAtMicros) {
  const common = {
    factId: fact.factId,
    personKey: fact.personKey,
    source: { agency: fact.agency, dataset: fact.dataset, recordKey: recordKeyOf(fact).toString() },
    quality: fact.quality,
    observedAt: fact.observedAt.replace('Z', '000Z'),
    recordedAtMicros,
    ...(fact.supersedesFactId === undefined ? {} : { supersedesFactId: fact.supersedesFactId }),
    retracted: fact.retracted,
  };
  const period = { from: fact.fromMonth ?? '', to: fact.toMonth ?? '' };
  switch (fact.type) {
    case 'INCOME':
      return /** @type {EconomicFact} */ ({
        ...common,
        type: 'INCOME',
        kind: fact.kind,
        ...{ amountFen: fact.amountFen ?? 0n, period, basis: fact.basis ?? 'NET' },
        ...{ payerKey: fact.payerKey ?? '*', itemKey: fact.itemKey ?? '' },
        householdShare: fact.householdShare ?? false,
        ...(fact.programme === undefined ? {} : { programme: fact.programme, region: fact.region }),
        ...(fact.purpose === undefined ? {} : { purpose: fact.purpose }),
        ...(fact.programme === undefined || fact.caseRef === undefined ? {} : { caseRef: fact.caseRef }),
      });
    case 'ASSET':
      return /** @type {EconomicFact} */ ({
        ...common,
        type: 'ASSET',
        kind: fact.kind,
        ...{ asOf: fact.asOf ?? '', itemKey: fact.itemKey ?? '', attributes: fact.attributes ?? {} },
        ...(fact.valueFen === undefined ? {} : { valueFen: fact.valueFen }),
        ...(fact.count === undefined ? {} : { count: fact.count }),
        ...(fact.shareBp === undefined ? {} : { shareBp: fact.shareBp }),
      });
    case 'EXPENDITURE':
      return /** @type {EconomicFact} */ ({
        ...common,
        type: 'EXPENDITURE',
        kind: fact.kind,
        ...{ amountFen: fact.amountFen ?? 0n, period, itemKey: fact.itemKey ?? '' },
      });
    default:
      return /** @type {EconomicFact} */ ({
        ...common,
        type: 'STATUS',
        kind: fact.kind,
        days: { from: fact.from ?? '', ...(fact.to === undefined ? {} : { to: fact.to }) },
        attributes: fact.attributes ?? {},
      });
  }
}
