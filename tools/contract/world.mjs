/**
 * What stands in the services before they are asked at random: the household of the demo with everything that came of it,
 * and cases in each of their first states. Without it most questions would be about what does not exist.
 */
import pg from 'pg';
import { Official } from '../demo/api.mjs';
import { apply, PURPOSES } from '../demo/chapters/apply.mjs';
import { cast } from '../demo/chapters/cast.mjs';
import { decide } from '../demo/chapters/decide.mjs';
import { investigate } from '../demo/chapters/investigate.mjs';
import { verify } from '../demo/chapters/verify.mjs';
import { EventListener } from '../demo/events.mjs';
import { NEW_EMPLOYER, OLD_EMPLOYER, REGION } from '../demo/people.mjs';

/** @typedef {import('../stack/stack.mjs').Stack} Stack */

/**
 * @typedef {object} World
 * @property {string} caseRef the case of the demo's household, as readers of verification state it
 * @property {string} region where they live
 * @property {readonly string[]} personKeys who is known
 * @property {string} citizen personKey of somebody with records of his own
 * @property {readonly string[]} creditCodes valid ones
 * @property {string} today the business instant at which the demo ends
 */

/** More cases than random commands use up. */
const HOUSEHOLDS = 12;

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
    const people = await cast(stage);
    const application = await apply(stage, people);
    await verify(stage, people, application);
    await investigate(stage, people, application);
    await decide(stage, people, application);
    const others = await moreHouseholds(stack);
    await readWithoutEnd(stack.databaseUrls.verification ?? '');
    const { husband, wife, child } = application.keys;
    return {
      caseRef: application.caseNo,
      region: REGION,
      personKeys: [husband, wife, child, ...others],
      citizen: husband,
      creditCodes: [OLD_EMPLOYER, NEW_EMPLOYER],
      today: (await stack.readClocks()).verification ?? '',
    };
  } finally {
    await events.stop();
  }
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
