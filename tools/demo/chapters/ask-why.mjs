import { nameOf } from '../api.mjs';
import { yuan } from '../narrator.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */

/** The citizen asks why, and what if. @param {Stage} stage @param {People} people @param {Application} application */
export async function askWhy({ stack, narrator }, { citizen }, { caseId, keys }) {
  narrator.chapter('Why, and what if');
  const assistance = stack.urls['social-assistance'];
  const wife = await citizen('the wife', keys.wife);
  const why = await wife.get(`${assistance}/v1/me/cases/${caseId}/explanation`);
  narrator.expect('her explanation', [why.status, why.body.householdClass], [200, 'DIBAO']);
  const standard = why.body.policies.find(
    (/** @type {any} */ row) => row.key === 'assistance.dibao.standardMonthlyFen',
  );
  narrator.expect('the law is named', typeof standard?.legalBasis, 'string');
  for (const { zh, en } of why.body.reasons.slice(0, 3)) narrator.tell('', `${zh} ${en}`);
  narrator.tell(wife.title, `asks why: the standard by ${standard?.legalBasis}`);

  const asked = await wife.post(`${assistance}/v1/me/cases/${caseId}/simulate`, {
    members: [{ personKey: keys.wife, incomes: [{ kind: 'wage', amountFen: '2160000' }] }],
  });
  narrator.expect('what if', asked.status, 200);
  narrator.tell(
    wife.title,
    `asks what if she earned 1,800.00 a month: ${asked.body.householdClass} ${yuan(asked.body.monthlyFen ?? '0')}`,
  );
  narrator.expect(
    'not of a stranger',
    nameOf(
      await (
        await citizen('another citizen', '86f9367c-2a08-8d62-9d75-d6dbe23270b8')
      ).get(`${assistance}/v1/me/cases/${caseId}/explanation`),
    ),
    'not-found',
  );
}
