import { eventually, nameOf } from '../api.mjs';
import { unauditedReads } from '../audited.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */

/** Who saw it: broken glass, what the citizen is told, and the audit. @param {Stage} stage @param {People} people @param {Application} application */
export async function answerForIt(stage, people, application) {
  stage.narrator.chapter('Who saw it');
  await breakGlass(stage, people, application);
  await lookAtOwn(stage, people, application);
  await audit(stage, people, application);
}

/** @param {Stage} stage @param {People} people @param {Application} application */
async function breakGlass({ stack, narrator }, { neighbour, supervisor }, { caseId }) {
  const assistance = stack.urls['social-assistance'];
  const path = `${assistance}/v1/cases/${caseId}`;
  const hidden = await neighbour.get(path);
  narrator.expect('hidden from another county', [hidden.status, nameOf(hidden)], [404, 'not-found']);
  const opened = await neighbour.post(`${assistance}/v1/break-glass-accesses`, {
    target: `aidCase/${caseId}`,
    reason: '当事人在本县突发疾病，需立即核实其救助情况以便安排临时救助',
  });
  narrator.expect('glass broken', [opened.status, opened.body.state], [201, 'OPEN']);
  narrator.expect('read', (await neighbour.get(path)).status, 200);
  const write = await neighbour.command(`${path}/return`, 1, { defects: ['不应由邻县退回'] });
  narrator.expect('but not written', [write.status, nameOf(write)], [404, 'not-found']);
  narrator.tell(
    neighbour.title,
    'breaks the glass, with a reason: may read the case for a while, and nothing else',
  );
  const reviewed = await supervisor.command(
    `${assistance}/v1/break-glass-accesses/${opened.body.id}/review`,
    opened.body.version,
    { finding: 'JUSTIFIED', text: '情况属实，查阅范围与事由相符' },
  );
  narrator.expect('reviewed', [reviewed.status, reviewed.body.state], [200, 'REVIEWED']);
  narrator.expect('closed again', (await neighbour.get(path)).status, 404);
  narrator.tell(
    supervisor.title,
    `reviews it: ${reviewed.body.review.finding}; the case is closed to them again`,
  );
}

/** @param {Stage} stage @param {People} people @param {Application} application */
async function lookAtOwn({ stack, narrator }, { citizen, neighbour }, { caseId, keys }) {
  const assistance = stack.urls['social-assistance'];
  const wife = await citizen('the wife', keys.wife);
  const own = await wife.get(`${assistance}/v1/cases/${caseId}`);
  narrator.expect('her own case', [own.status, own.body.state], [200, 'APPROVED']);
  const stranger = await citizen('another citizen', '86f9367c-2a08-8d62-9d75-d6dbe23270b8');
  narrator.expect(
    'another’s case',
    nameOf(await stranger.get(`${assistance}/v1/cases/${caseId}`)),
    'not-found',
  );
  const accesses = await wife.get(`${assistance}/v1/me/accesses?limit=200`);
  /** @type {any[]} */
  const items = accesses.body.items ?? [];
  const actors = [...new Set(items.map(({ actor }) => actor).filter(Boolean))];
  narrator.expect('the neighbour is among them', actors.includes(neighbour.subject), true);
  narrator.tell(wife.title, `reads her own case, and who looked at her data: ${actors.join(', ')}`);
}

/** @param {Stage} stage @param {People} people @param {Application} application */
async function audit({ stack, record, narrator }, { auditor }, { caseNo }) {
  const { verification, 'social-assistance': assistance } = stack.urls;
  const trail = await auditor.get(`${assistance}/v1/audit-entries?caseRef=${caseNo}&limit=200`);
  /** @type {any[]} */
  const entries = trail.body.items ?? [];
  const acts = new Map(
    entries.reverse().map((entry) => [`${entry.at} ${entry.actor} ${entry.action}`, entry]),
  );
  narrator.tell(auditor.title, `reads the trail of the case, ${acts.size} acts; its commands:`);
  for (const { at, actor, action } of acts.values()) {
    if (action.startsWith('POST')) narrator.tell('', `${at} ${actor.padEnd(16)} ${action}`);
  }
  const commands = new Set([...acts.values()].map(({ action }) => action));
  for (const verb of ['accept', 'visits', 'assess', 'give-opinion', 'notices', 'decide'])
    narrator.expect(`${verb} is in the trail`, commands.has(`POST /v1/cases/{id}/${verb}`), true);

  for (const [service, url] of [
    ['social assistance', assistance],
    ['verification', verification],
  ]) {
    const chain = await eventually('all entries are sealed', async () => {
      const answer = await auditor.post(`${url}/v1/audit-entries/verify`, {});
      return answer.status === 200 ? answer : undefined;
    });
    narrator.expect(`chain of ${service}`, chain.body.ok, true);
    narrator.tell(
      auditor.title,
      `verifies the chain of ${service}: ${chain.body.checked} entries, nothing changed, missing or put in`,
    );
  }
  if (!record) return;
  const { direct, calls } = record;
  const { reads, persons, unaudited } = await unauditedReads(direct, calls);
  narrator.expect('reads of personal data without an entry', unaudited, []);
  narrator.tell(
    auditor.title,
    `holds the record of a proxy, ${calls.length} calls, against the audit: all ${reads} that showed personal data are in it, ` +
      `each once, with every person shown (${persons} entries)`,
  );
}
