import { createHash } from 'node:crypto';
import { eventually } from '../api.mjs';
import { yuan } from '../narrator.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

/** @param {Stage} stage @param {People} people @param {Application} application */
export async function investigate({ stack, events, narrator }, { clerk, cadre }, application) {
  narrator.chapter('Who visits, signs');
  narrator.day('2025-05-20');
  await stack.moveClock('2025-05-20T01:00:00Z');
  const assistance = stack.urls['social-assistance'];
  const visit = await clerk.post(`${assistance}/v1/cases/${application.caseId}/visits`, {
    visitedOn: '2025-05-20',
    mode: 'IN_PERSON',
    investigators: [
      { userId: 'township-clerk', role: 'CLERK' },
      { userId: 'township-cadre', role: 'STATIONED_CADRE' },
    ],
    observations: {
      income: '一人打零工',
      assets: '无车',
      housing: '自有住房一套',
      food: '一般',
      clothing: '一般',
    },
  });
  narrator.expect('visit entered', visit.status, 201);
  let version = visit.body.version;
  for (const official of [clerk, cadre]) {
    const signed = await official.command(`${assistance}/v1/visits/${visit.body.id}/sign`, version, {
      method: 'E_SIGN',
      proof: sha256(official.title),
    });
    version = signed.body.version;
    narrator.tell(official.title, `signs the visit: ${signed.body.state}`);
  }
  const signed = await events.next('HouseVisitSigned');
  narrator.expect('signed by two', signed.message.investigatorIds, ['township-clerk', 'township-cadre']);

  narrator.day('2025-05-21');
  await stack.moveClock('2025-05-21T01:00:00Z');
  await eventually(
    'the report is attached',
    async () => (await clerk.get(`${assistance}/v1/cases/${application.caseId}`)).body.report,
  );
  const current = await clerk.get(`${assistance}/v1/cases/${application.caseId}`);
  const assessed = await clerk.command(
    `${assistance}/v1/cases/${application.caseId}/assess`,
    current.body.version,
  );
  const { assessment } = assessed.body;
  narrator.expect(
    'classification',
    [assessment?.householdClass, assessment?.subtype],
    ['DIBAO', 'HOUSEHOLD'],
  );
  narrator.expect('base', yuan(assessment.proposed.baseFen), '570.00');
  const extras = Object.fromEntries(
    assessment.proposed.extras.map((/** @type {any} */ extra) => [extra.personKey, yuan(extra.amountFen)]),
  );
  narrator.expect('extra of the wife', extras[application.keys.wife], '177.00');
  narrator.expect('extra of the child', extras[application.keys.child], '118.00');
  application.version = assessed.body.version;
  narrator.tell(
    clerk.title,
    `assesses: DIBAO, base ${yuan(assessment.proposed.baseFen)}, with extras ${yuan(assessment.proposed.monthlyFen)} a month`,
  );
  const why = await clerk.get(`${assistance}/v1/cases/${application.caseId}/explanation`);
  for (const { zh, en } of why.body.reasons) narrator.tell('', `${zh} ${en}`);
  narrator.expect('reasons in words', why.body.reasons.length >= 4, true);
}
