/**
 * What a profile has to come to, computed from what was sent and accepted, by plain loops that share nothing with the
 * services. It covers the facts that a run sends, each of which has an instant of observation of its own.
 */

/** Kinds that only a consent opens. */
const GATED = new Set(['interest', 'deposit', 'company']);
const FIRST_INCOME_MONTH = '2022-05';
const FIRST_EXPENDITURE_MONTH = '2023-05';
/** The business days of a run lie on both sides of nothing that begins or ends. */
const TODAY = '2025-05-12';

/**
 * The facts that stand: of each record the latest observation, unless it is a retraction or another fact has named it.
 * @param {readonly import('./agency-data.mjs').Fact[]} accepted those of one person
 * @returns {import('./agency-data.mjs').Fact[]}
 */
export function standing(accepted) {
  /** @type {Map<string, import('./agency-data.mjs').Fact>} */
  const latest = new Map();
  const named = new Set();
  for (const fact of accepted) {
    if (fact.names) named.add(fact.names.factId);
    const record = `${fact.agency} ${fact.body.dataset} ${fact.body.recordId}`;
    const other = latest.get(record);
    if (other === undefined || other.body.observedAt < fact.body.observedAt) latest.set(record, fact);
  }
  return [...latest.values()].filter(({ body, factId }) => body.retracted !== true && !named.has(factId));
}

/**
 * @param {readonly import('./agency-data.mjs').Fact[]} accepted those of one person
 * @returns {{ open: object, gated: object }} in the form of the stored summaries, but for the hashed item numbers
 */
export function expectedProfile(accepted) {
  const facts = standing(accepted);
  const of = (/** @type {boolean} */ gated) => {
    const chosen = facts.filter(({ body }) => GATED.has(body.kind) === gated);
    return {
      incomes: sumsByMonth(chosen, 'income', FIRST_INCOME_MONTH),
      expenditures: sumsByMonth(chosen, 'expenditure', FIRST_EXPENDITURE_MONTH),
      assets: assets(chosen),
      statuses: statuses(chosen),
    };
  };
  return { open: of(false), gated: of(true) };
}

/**
 * @param {readonly import('./agency-data.mjs').Fact[]} facts
 * @param {'income' | 'expenditure'} type
 * @param {string} firstMonth
 */
function sumsByMonth(facts, type, firstMonth) {
  // Of one contract and month the later statement stands.
  /** @type {Map<string, { observedAt: string, agency: string, kind: string, payer: string, month: string, fen: bigint }>} */
  const lines = new Map();
  for (const { agency, body } of facts) {
    if (body.type !== type) continue;
    const parts = body.kind === 'bonus' ? [[body.period.toMonth, BigInt(body.amountFen)]] : partsOf(body);
    for (const [month, fen] of /** @type {[string, bigint][]} */ (parts)) {
      const place = [agency, body.dataset, body.kind, body.itemKey, month].join(' ');
      const before = lines.get(place);
      if (before && before.observedAt > body.observedAt) continue;
      const { observedAt, kind, payerKey: payer } = body;
      lines.set(place, { observedAt, agency, kind, payer, month, fen });
    }
  }
  // The base of contributions gives way to what the tax office says of the same payer.
  const taxed = new Set(
    [...lines.values()]
      .filter(({ agency, kind }) => agency === 'TAX' && kind === 'wage')
      .map(({ payer, month }) => `${payer} ${month}`),
  );
  /** @type {Record<string, Record<string, bigint>>} */
  const sums = {};
  for (const { agency, kind, payer, month, fen } of lines.values()) {
    if (month < firstMonth) continue;
    if (agency === 'HRSS' && kind === 'wage' && taxed.has(`${payer} ${month}`)) continue;
    const months = (sums[kind] ??= {});
    months[month] = (months[month] ?? 0n) + fen;
  }
  return Object.fromEntries(
    Object.keys(sums)
      .sort()
      .map((kind) => [
        kind,
        Object.fromEntries(
          Object.entries(sums[kind] ?? {})
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([month, fen]) => [month, String(fen)]),
        ),
      ]),
  );
}

/** Whole fen for each month, the larger first. @param {Record<string, any>} body @returns {[string, bigint][]} */
function partsOf({ amountFen, period }) {
  const months = [];
  for (let month = period.fromMonth; month <= period.toMonth; month = nextMonth(month)) months.push(month);
  const [total, count] = [BigInt(amountFen), BigInt(months.length)];
  return months.map((month, index) => [month, total / count + (BigInt(index) < total % count ? 1n : 0n)]);
}

/** @param {string} month */
function nextMonth(month) {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Of each item what was so last. @param {readonly import('./agency-data.mjs').Fact[]} facts */
function assets(facts) {
  /** @type {Map<string, Record<string, any>>} */
  const items = new Map();
  for (const { body } of facts) {
    if (body.type !== 'asset') continue;
    const place = `${body.kind} ${body.itemKey}`;
    const other = items.get(place);
    const isLater = !other || [other.asOf, other.observedAt].join() < [body.asOf, body.observedAt].join();
    if (isLater) items.set(place, body);
  }
  return [...items.values()]
    .filter(({ count, valueFen }) => !(count === 0 || (count === undefined && valueFen === '0')))
    .map(({ kind, asOf, valueFen, count, shareBp }) =>
      withoutAbsent({ kind, asOf, valueFen, count, shareBp }),
    )
    .sort(byText);
}

/** @param {readonly import('./agency-data.mjs').Fact[]} facts */
function statuses(facts) {
  return statusesToday(facts)
    .map(({ kind, from, to }) => withoutAbsent({ kind, from, to }))
    .sort(byText);
}

/** Of each status what was told last, where it holds today. @param {readonly import('./agency-data.mjs').Fact[]} facts that stand */
export function statusesToday(facts) {
  /** @type {Map<string, Record<string, any>>} */
  const states = new Map();
  for (const { body } of facts) {
    if (body.type !== 'status') continue;
    const place = [body.kind, body.from, body.attributes?.category, body.spouseIdNumber].join(' ');
    const other = states.get(place);
    if (!other || other.observedAt < body.observedAt) states.set(place, body);
  }
  return [...states.values()].filter(({ from, to }) => from <= TODAY && (to === undefined || TODAY < to));
}

/** A stored summary in the form of the expected one. @param {string} text */
export function comparable(text) {
  const profile = JSON.parse(text);
  const bare = profile.assets.map((/** @type {object} */ asset) =>
    withoutAbsent({ ...asset, itemKey: undefined }),
  );
  return { ...profile, assets: bare.sort(byText), statuses: profile.statuses.sort(byText) };
}

/** @param {Record<string, unknown>} value */
function withoutAbsent(value) {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

/** @param {object} a @param {object} b */
function byText(a, b) {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
