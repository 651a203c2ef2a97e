import { eventually } from '../api.mjs';
import { hasHit } from '../events.mjs';
import { GRANDMOTHER, HUSBAND } from '../people.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */
/** @typedef {import('./load-cases.mjs').Loaded} Loaded */

/** What for, and in which matter, an office reads its lists of the monitored. */
const WATCHING = { 'x-purpose': 'MONITORING', 'x-case-ref': 'monitoring-510802' };

/**
 * Verification watches who is in need: what they do not claim, who else may know, and what another standard would mean.
 * @param {Stage} stage @param {People} people @param {Application} application @param {Loaded} loaded
 */
export async function watchOver(stage, people, { keys }, loaded) {
  stage.narrator.chapter('Who falls through?');
  await unclaimed(stage, people, keys.wife, loaded.personKey);
  await everybody(stage, people);
  await askedByOthers(stage, people, keys.husband, loaded.personKey);
  await supposed(stage, people);
  await ownData(stage, people, keys.wife);
}

/** @param {Stage} stage @param {People} people @param {string} wife @param {string} oldWoman */
async function unclaimed({ stack, events, narrator }, { office, coordinator }, wife, oldWoman) {
  const of = (/** @type {string} */ person, /** @type {string} */ indicator) =>
    events.next(
      'ClueDispatched',
      (message) => message.personKeys.includes(person) && hasHit(indicator)(message),
    );
  await of(oldWoman, 'F1');
  for (const indicator of ['F2', 'F3']) await of(wife, indicator);
  const listed = await office.get(
    `${stack.urls.verification}/v1/clues?region=510802&state=DISPATCHED`,
    WATCHING,
  );
  const hits = listed.body.items.flatMap((/** @type {any} */ clue) => clue.hits);
  const codes = hits.map((/** @type {any} */ hit) => hit.indicator).sort();
  narrator.expect('clues of unmet need', codes, ['F1', 'F2', 'F3']);
  narrator.expect('no amount in them', JSON.stringify(listed.body).includes('amountFen":'), false);
  narrator.tell(office.title, 'sees three clues, without sums, each by its day:');
  for (const { indicator, explanation } of hits)
    narrator.tell('', `${indicator}: ${explanation.zh} ${explanation.en}`);
  const late = await coordinator.get(
    `${stack.urls.verification}/v1/clues?overdue=true&state=DISPATCHED`,
    WATCHING,
  );
  narrator.tell(coordinator.title, `sees which of them are late: ${late.body.items.length}`);
}

/** All indicators of all households, as each quarter. @param {Stage} stage @param {People} people */
async function everybody({ stack, events, narrator }, { operator, statistician }) {
  const runs = `${stack.urls.verification}/v1/bulk-runs`;
  const ordered = await eventually('the calendar’s own run of the month is over', async () => {
    const answer = await operator.post(runs, { region: '51', mode: 'FULL' });
    return answer.status !== 409 && answer;
  });
  narrator.expect('a run of all households', ordered.status, 202);
  await events.next('BulkRunCompleted', ({ runId }) => runId === ordered.body.id);
  const { body: run } = await operator.get(`${runs}/${ordered.body.id}`);
  const { householdsInScope, householdsEvaluated, cluesRaised } = run.counts;
  narrator.expect('each once, nothing new', [householdsInScope, householdsEvaluated, cluesRaised], [2, 2, 0]);
  narrator.tell(operator.title, 'has all households evaluated by all 44 indicators: two, nothing new');
  const monitored = await statistician.get(
    `${stack.urls.verification}/v1/monitored-subjects?category=dibao&region=510802`,
    WATCHING,
  );
  narrator.expect('monitored persons on dibao', monitored.body.items.length, 4);
  narrator.tell(statistician.title, 'counts four persons in the category dibao');
}

/**
 * Another department says by ID numbers whom it means, at the gateway alone, asks in which category they are by the keys that
 * it gets, which are its own, and learns no more.
 * @param {Stage} stage @param {People} people @param {string} husband @param {string} oldWoman
 */
async function askedByOthers({ stack, narrator }, { housing }, husband, oldWoman) {
  const named = await housing.post(`${stack.urls.gateway}/v1/pairwise-keys`, {
    purpose: 'HOUSING_AID',
    idNumbers: [HUSBAND.idNumber, GRANDMOTHER.idNumber],
  });
  const personKeys = named.body.items?.map((/** @type {any} */ item) => item.personKey) ?? [];
  narrator.expect(
    'two keys, and none is the platform’s own',
    [named.status, personKeys.length, personKeys.includes(husband) || personKeys.includes(oldWoman)],
    [200, 2, false],
  );
  const asked = await housing.post(`${stack.urls.verification}/v1/status-checks`, {
    personKeys,
    purpose: 'HOUSING_AID',
  });
  const categories = asked.body.items?.map((/** @type {any} */ item) =>
    item.categories.map((/** @type {any} */ each) => each.category),
  );
  narrator.expect('status check', [asked.status, categories], [200, [['dibao'], ['dibao']]]);
  narrator.tell(
    housing.title,
    'names two persons at the gateway, asks by its own keys of them who is in the low-income population: both, dibao; and learns no more',
  );
}

/** What another standard would mean: counts, and none that tell of few. @param {Stage} stage @param {People} people */
async function supposed({ stack, narrator }, { operator }) {
  const simulations = `${stack.urls.verification}/v1/simulations`;
  const asked = await operator.post(simulations, {
    region: '510802',
    purpose: 'DIBAO',
    overrides: [{ key: 'assistance.dibao.standardMonthlyFen', value: { URBAN: '70000', RURAL: '50000' } }],
  });
  const simulated = await eventually('the simulation', async () => {
    const { body } = await operator.get(`${simulations}/${asked.body.id}`);
    return body.state === 'COMPLETED' && body;
  });
  const [county] = simulated.counties;
  narrator.expect('simulated', [asked.status, county?.region], [202, '510802']);
  narrator.expect(
    'too few to be told',
    county.supposed.every((/** @type {any} */ count) => count.households === null),
    true,
  );
  narrator.tell(operator.title, 'supposes a standard of 700.00: two households are too few to be told apart');
}

/** @param {Stage} stage @param {People} people @param {string} wife */
async function ownData({ stack, narrator }, { citizen }, wife) {
  const her = await citizen('the wife', wife);
  const profile = await her.get(`${stack.urls.verification}/v1/me/profiles`);
  const kinds = new Set(profile.body.facts?.map((/** @type {any} */ fact) => fact.kind));
  narrator.expect(
    'her own data',
    [profile.status, kinds.has('disabled'), kinds.has('dibaoBenefit')],
    [200, true, true],
  );
  const consents = await her.get(`${stack.urls.verification}/v1/me/consents`);
  narrator.expect('her consents', consents.body.items?.length, 1);
  const shown = await eventually('her accesses', async () => {
    const { body } = await her.get(`${stack.urls.verification}/v1/me/accesses`);
    return body.items?.length > 0 && body.items;
  });
  narrator.tell(
    her.title,
    `reads what is known of her (${[...kinds].join(', ')}), her consent, and ${shown.length} accesses`,
  );
}
