/**
 * What stands in the services before they are asked at random: the household of the demo with everything that came of it
 * (payments, clues, reviews, recoveries, broken glass), cases in each of their first states, an agency's file, its subscription
 * and an appeal. Without it most questions would be about what does not exist.
 */
import pg from 'pg';
import { BEHAVIOURS } from '../agency/behaviours.mjs';
import { System } from '../agency/system.mjs';
import { Official } from '../demo/api.mjs';
import { PURPOSES } from '../demo/chapters/apply.mjs';
import { EventListener } from '../demo/events.mjs';
import { NEW_EMPLOYER, OLD_EMPLOYER, REGION } from '../demo/people.mjs';
import { tellStory } from '../demo/story.mjs';

/** @typedef {import('../stack/stack.mjs').Stack} Stack */

/**
 * @typedef {object} World
 * @property {string} caseRef the case of the demo's household, as readers of verification state it
 * @property {string} region where they live
 * @property {readonly string[]} personKeys who is known
 * @property {string} citizen personKey of somebody with records of his own
 * @property {readonly string[]} creditCodes valid ones
 * @property {readonly string[]} factIds what is known of the citizen
 * @property {string} agreement of the agency, that it sends under
 * @property {string} today the business instant at which the demo ends
 */

/** More cases than random commands use up. */
const HOUSEHOLDS = 12;
/** Whose officials ask. */
export const AGENCY = 'TAX';
/** Nobody takes what is delivered there. */
const RECEIVER = 'http://127.0.0.1:9/events';

/** Tells nobody: what the demo expects is the demo's to check. */
const SILENT = /** @type {import('../demo/narrator.mjs').Narrator} */ (
  /** @type {unknown} */ ({ chapter() {}, day() {}, tell() {}, expect() {} })
);

/** @param {Stack} stack @returns {Promise<World>} */
export async function createWorld(stack) {
  const events = new EventListener(stack);
  const stage = { stack, events, narrator: SILENT };
  try {
    await events.start();
    const { application, loaded } = await tellStory(stage);
    const others = await moreHouseholds(stack);
    const today = (await stack.readClocks()).verification ?? '';
    const agreement = await agencyAtWork(stack, today);
    await readWithoutEnd(stack.databaseUrls.verification ?? '');
    const { husband, wife, child } = application.keys;
    return {
      caseRef: application.caseNo,
      region: REGION,
      personKeys: [husband, wife, child, loaded.personKey, ...others],
      citizen: husband,
      factIds: await appealOf(stack, husband, today),
      agreement,
      creditCodes: [OLD_EMPLOYER, NEW_EMPLOYER],
      today,
    };
  } finally {
    await events.stop();
  }
}

/**
 * An agency sends facts and a file of which some rows are wrong, and subscribes to what it is told.
 * @param {Stack} stack @param {string} today @returns {Promise<string>} its agreement
 */
async function agencyAtWork({ urls, roleToken }, today) {
  const { gateway = '', verification = '' } = urls;
  const token = await roleToken('agency-steward', { sub: `steward-${AGENCY}`, org: AGENCY });
  const system = new System({ gateway, verification, agency: AGENCY, token });
  const people = await system.people('contract-agency', 20);
  const silently = { tell() {}, unexpected() {} };
  await BEHAVIOURS.fast?.play({ system, people, at: new Date(today), delayMs: 0, wrong: 2, ...silently });
  const { id: agreementId } = await system.agreement();
  const steward = new Official('steward', token);
  const eventTypes = ['minzheng.verification.v1.FileLoaded', 'minzheng.verification.v1.FileRejected'];
  const subscribed = await steward.post(`${verification}/v1/subscriptions`, {
    ...{ agreementId, eventTypes, url: RECEIVER, after: '0' },
  });
  done(subscribed);
  return agreementId;
}

/**
 * A citizen says that a wage that is known of him is wrong.
 * @param {Stack} stack @param {string} person @param {string} today @returns {Promise<string[]>} facts about him
 */
async function appealOf({ urls, roleToken }, person, today) {
  const citizen = new Official('citizen', await roleToken('citizen', { person, sub: 'contract-appellant' }));
  const { body } = await citizen.get(`${urls.verification}/v1/me/profiles`);
  /** @type {{ factId: string, kind: string, agency: string }[]} */
  const facts = body.facts;
  const { factId } = facts.find(({ kind, agency }) => kind === 'wage' && agency === AGENCY) ?? {};
  const claim = { claim: '该工资已于上月停发', evidence: [], learnedOn: today.slice(0, 10) };
  done(await citizen.post(`${urls.verification}/v1/me/appeals`, { factId, ...claim }));
  return facts.map((fact) => fact.factId);
}

/** @param {import('../demo/api.mjs').Answer} answer @throws Error where it is a refusal */
function done({ status, body, requestLine }) {
  if (status >= 300) throw new Error(`${requestLine}: ${status} ${JSON.stringify(body)}`);
}

/** One official asks here what hundreds do elsewhere. @param {string} databaseUrl of verification */
async function readWithoutEnd(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       values (gen_random_uuid(), 'verification', 'verification.access.dailyReadsPerUser', '51', '2018-01-01', '1000000',
               'contract', 1)`,
    );
  } finally {
    await client.end();
  }
}

/** One adult each, who has consented and applied. @param {Stack} stack @returns {Promise<string[]>} their personKeys */
async function moreHouseholds(stack) {
  const assistance = stack.urls['social-assistance'];
  const clerk = new Official('clerk', await stack.roleToken('township-clerk', { sub: 'contract-clerk' }));
  const found = await clerk.get(`${assistance}/v1/sandbox/people?seed=contract-households&count=64`);
  const adults = found.body.items.filter((/** @type {{ age: string }} */ { age }) => age === 'ADULT');
  const keys = [];
  for (const { idNumber, name, personKey } of adults.slice(0, HOUSEHOLDS)) {
    const member = { idNumber, name, relation: 'APPLICANT', hukouRegion: REGION };
    const opened = await clerk.post(`${assistance}/v1/households`, {
      region: REGION,
      hukouType: 'URBAN',
      address: '幸福巷13号',
      members: [{ ...member, capacity: 'FULL', labour: 'FULL', study: 'NONE' }],
    });
    await clerk.post(`${assistance}/v1/consents`, {
      ...{ personKey, signerKey: personKey, signerRole: 'SELF', purposes: PURPOSES, datasets: ['CORE'] },
      ...{ method: 'PAPER_SCAN', documentSha256: 'a'.repeat(64), signedAt: '2025-05-12T00:30:00Z' },
      validTo: '2025-12-31',
    });
    await clerk.post(`${assistance}/v1/cases`, {
      ...{
        householdId: opened.body.id,
        programme: 'DIBAO',
        declaredItems: [{ personKey, side: 'ASSET', kind: 'residence', count: 1 }],
      },
    });
    keys.push(personKey);
  }
  return keys;
}
