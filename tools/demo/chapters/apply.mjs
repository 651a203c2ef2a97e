import { createHash } from 'node:crypto';
import { eventually } from '../api.mjs';
import { yuan } from '../narrator.mjs';
import { ACCOUNT, ADDRESS, CHILD, HUSBAND, OLD_EMPLOYER, REGION, WIFE } from '../people.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('../api.mjs').Official} Official */
/** @typedef {import('./cast.mjs').Application} Application */

export const PURPOSES = ['DIBAO', 'EDGE', 'RIGID'];
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

/** @param {Stage} stage @param {People} people @returns {Promise<Application>} */
export async function apply({ stack, events, narrator }, { assistant, clerk }) {
  narrator.chapter('A household applies');
  narrator.day('2025-05-12');
  const assistance = stack.urls['social-assistance'];
  const opened = await assistant.post(`${assistance}/v1/households`, householdForm());
  narrator.expect('household opened', [opened.status, opened.body.n], [201, 3]);
  narrator.tell(
    assistant.title,
    `${opened.requestLine} → household ${opened.body.householdNo}, ${opened.body.n} members count`,
  );
  const [husband, wife, child] = opened.body.members.map((/** @type {any} */ member) => member.personKey);
  const changed = await events.next('HouseholdChanged', ({ householdId }) => householdId === opened.body.id);
  narrator.tell(
    'social assistance',
    `HouseholdChanged on ${changed.topic}: ${changed.message.snapshot.members.length} personKeys, no name`,
  );

  for (const [name, personKey] of [
    ['husband', husband],
    ['wife', wife],
  ]) {
    const consent = await consentOf(clerk, assistance, personKey);
    narrator.expect(`consent of the ${name}`, consent.status, 201);
    narrator.tell(
      `the ${name}`,
      `consents to verification for ${PURPOSES.join(', ')} until ${consent.body.validTo}`,
    );
  }
  const submitted = await assistant.post(`${assistance}/v1/cases`, {
    householdId: opened.body.id,
    programme: 'DIBAO',
    declaredItems: [
      { personKey: husband, side: 'INCOME', kind: 'wage', amountFen: '1600000', payerKey: OLD_EMPLOYER },
      { personKey: husband, side: 'ASSET', kind: 'deposit', valueFen: '800000' },
      { personKey: husband, side: 'ASSET', kind: 'residence', count: 1 },
    ],
  });
  narrator.expect('application', [submitted.status, submitted.body.state], [201, 'SUBMITTED']);
  narrator.tell(
    assistant.title,
    `${submitted.requestLine} → case ${submitted.body.caseNo}, declared wage ${yuan('1600000')} a year`,
  );
  const inbox = await clerk.get(`${assistance}/v1/work-items?kind=caseAcceptance`);
  const [item] = inbox.body.items;
  narrator.expect(
    'what is to be done stands in the inbox',
    [item?.subject.id, item?.command.path],
    [submitted.body.id, `/v1/cases/${submitted.body.id}/accept`],
  );
  narrator.tell(clerk.title, `finds in the inbox: ${item.title.zh} ${item.title.en}, due ${item.dueAt}`);
  const accepted = await clerk.command(
    `${assistance}/v1/cases/${submitted.body.id}/accept`,
    submitted.body.version,
  );
  narrator.expect(
    'accepted',
    [accepted.body.state, accepted.body.delegated, accepted.body.dueOn],
    ['ACCEPTED', true, '2025-06-10'],
  );
  narrator.tell(
    clerk.title,
    `accepts: delegated, the township may decide, by ${accepted.body.dueOn} (20 working days)`,
  );
  return {
    id: opened.body.id,
    caseId: submitted.body.id,
    caseNo: submitted.body.caseNo,
    keys: { husband, wife, child },
    version: accepted.body.version,
  };
}

/** The rows of verification that a consent needs arrive by Kafka. @param {Official} clerk @param {string} assistance @param {string} personKey */
function consentOf(clerk, assistance, personKey) {
  return eventually('verification’s policy rows are copied', async () => {
    const given = await clerk.post(`${assistance}/v1/consents`, {
      personKey,
      signerKey: personKey,
      signerRole: 'SELF',
      purposes: PURPOSES,
      datasets: ['CORE', 'INS'],
      method: 'PAPER_SCAN',
      documentSha256: sha256(`consent of ${personKey}`),
      signedAt: '2025-05-12T00:30:00Z',
      validTo: '2026-05-11',
    });
    return given.status === 422 && given.body.type.endsWith('/policy-missing') ? undefined : given;
  });
}

function householdForm() {
  return {
    region: REGION,
    hukouType: 'URBAN',
    address: ADDRESS,
    payee: { holderIdNumber: HUSBAND.idNumber, bankCode: '103', account: ACCOUNT },
    members: [
      member(HUSBAND, 'APPLICANT', { labour: 'FULL', capacity: 'FULL', study: 'NONE' }),
      member(WIFE, 'SPOUSE', {
        labour: 'PARTIAL',
        capacity: 'FULL',
        study: 'NONE',
        disability: { kind: 4, grade: 2, cardValidTo: '2029-05-31' },
      }),
      member(CHILD, 'CHILD', {
        labour: 'NONE',
        capacity: 'LIMITED',
        study: 'SCHOOL',
        guardianIdNumber: HUSBAND.idNumber,
      }),
    ],
  };
}

/** @param {{ idNumber: string, name: string }} person @param {string} relation @param {object} more */
const member = ({ idNumber, name }, relation, more) => ({
  idNumber,
  name,
  relation,
  hukouRegion: REGION,
  ...more,
});
