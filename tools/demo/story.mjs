/**
 * The Guangyuan household (social assistance, acceptance scenario 1): a couple and a child, one wage of 1,500.00 a month,
 * urban standard 590.00.
 */
import { createHash } from 'node:crypto';
import { enumName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { flattenedVerify, importJWK } from 'jose';
import * as agencies from './agencies.mjs';
import { eventually, Official } from './api.mjs';
import { yuan } from './narrator.mjs';
import { ACCOUNT, ADDRESS, CHILD, HUSBAND, NEW_EMPLOYER, OLD_EMPLOYER, REGION, WIFE } from './people.mjs';

const PURPOSES = ['DIBAO', 'EDGE', 'RIGID'];
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

/**
 * @typedef {object} Stage
 * @property {import('../stack/stack.mjs').Stack} stack
 * @property {import('./events.mjs').EventListener} events
 * @property {import('./narrator.mjs').Narrator} narrator
 */

/** @param {Stage} stage */
export async function tellStory(stage) {
  const { narrator } = stage;
  const people = await cast(stage);
  const household = await apply(stage, people);
  await verify(stage, people, household);
  await investigate(stage, people, household);
  await decide(stage, people, household);
  narrator.chapter('A later fact');
  await findWork(stage, people, household);
}

/** Everybody who acts, each with a token of his or her own. @param {Stage} stage */
async function cast({ stack }) {
  const official = async (
    /** @type {string} */ title,
    /** @type {string} */ role,
    /** @type {object} */ claims,
  ) => new Official(title, await stack.roleToken(role, claims));
  const township = { region: '510802001' };
  return {
    clerk: await official('clerk 经办人员', 'township-clerk', { ...township, sub: 'clerk-wang' }),
    cadre: await official('cadre 驻村干部', 'township-clerk', { ...township, sub: 'cadre-zhao' }),
    lead1: await official('lead L1 分管领导', 'township-lead', { ...township, sub: 'lead-1' }),
    lead2: await official('lead L2 分管领导', 'township-lead', { ...township, sub: 'lead-2' }),
    approver: await official('county approver', 'county-approver', { sub: 'approver-1' }),
    office: await official('clue office', 'clue-office', { sub: 'clue-office-1' }),
    agency: (/** @type {string} */ code) =>
      official(`agency ${code}`, 'agency-steward', { sub: `steward-${code}`, org: code }),
  };
}

/** @typedef {Awaited<ReturnType<typeof cast>>} People */
/** @typedef {{ id: string, caseId: string, caseNo: string, keys: { husband: string, wife: string, child: string }, version: number, reportId?: string }} Application */

/** @param {Stage} stage @param {People} people @returns {Promise<Application>} */
async function apply({ stack, events, narrator }, { clerk }) {
  narrator.chapter('A household applies');
  narrator.day('2025-05-12');
  const assistance = stack.urls['social-assistance'];
  const opened = await clerk.post(`${assistance}/v1/households`, householdForm());
  narrator.expect('household opened', [opened.status, opened.body.n], [201, 3]);
  narrator.tell(
    clerk.title,
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
  const submitted = await clerk.post(`${assistance}/v1/cases`, {
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
    clerk.title,
    `${submitted.requestLine} → case ${submitted.body.caseNo}, declared wage ${yuan('1600000')} a year`,
  );
  const accepted = await clerk.command(
    `${assistance}/v1/cases/${submitted.body.id}/accept`,
    submitted.body.version,
  );
  narrator.expect(
    'accepted',
    [accepted.body.state, accepted.body.delegated, accepted.body.dueOn],
    ['ACCEPTED', true, '2025-06-10'],
  );
  narrator.tell(clerk.title, `accepts: the township decides, by ${accepted.body.dueOn} (20 working days)`);
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

/** @param {Stage} stage @param {People} people @param {Application} application */
async function verify(stage, { clerk, approver, agency }, application) {
  const { stack, events, narrator } = stage;
  narrator.chapter('What does it have, from which source?');
  narrator.day('2025-05-13');
  await stack.moveClock('2025-05-13T01:00:00Z');
  const requested = await clerk.command(
    `${stack.urls['social-assistance']}/v1/cases/${application.caseId}/request-verification`,
    application.version,
    { purposes: PURPOSES },
  );
  narrator.expect('verification requested', requested.status, 202);
  application.version = requested.body.version;
  const { requestId } = requested.body;
  const asked = await events.next('VerificationRequested', (message) => message.requestId === requestId);
  narrator.tell('social assistance', `VerificationRequested on ${asked.topic}, request ${requestId}`);
  await events.next('ConsentGranted');
  await eventually('both consents are registered', async () => events.all('ConsentGranted').length === 2);
  narrator.tell('verification', 'ConsentGranted twice: nothing is asked without them');

  const send = sender(stage, agency);
  const [first, day16] = ['2025-05-13T02:00:00Z', '2025-05-16T02:00:00Z'];
  const wages = await send(
    'TAX',
    { facts: agencies.wagesOfHusband(first), answers: agencies.answers('TAX', first) },
    'twelve wages of 1,500.00, April as 1,600.00',
  );
  const again = await send(
    'TAX',
    { facts: agencies.wagesOfHusband(first).slice(0, 3) },
    'three of them once more: the same facts',
  );
  narrator.expect('sent twice is one fact', again, wages.slice(0, 3));
  await send(
    'DPF',
    { facts: [agencies.disabilityCard(first)], answers: agencies.answers('DPF', first) },
    'disability card of the wife, grade 2',
  );
  await send(
    'MCA',
    { facts: [agencies.marriage(first)], answers: agencies.answers('MCA', first) },
    'the marriage',
  );
  await send(
    'NR',
    { facts: [agencies.home(first)], answers: agencies.answers('NR', first) },
    'one home of 88 m²',
  );
  for (const code of ['PSB', 'HRSS', 'AMR', 'NHSA'])
    await send(code, { answers: agencies.answers(code, first) }, 'nothing more is known');

  narrator.day('2025-05-16');
  await stack.moveClock('2025-05-16T02:30:00Z');
  await send('TAX', { facts: [agencies.correctedApril(day16)] }, 'corrects April: 1,500.00');
  const early = events.all('VerificationCompleted').length;
  narrator.expect('no report before the bank has answered', early, 0);

  narrator.day('2025-05-19');
  await stack.moveClock('2025-05-19T01:00:00Z');
  const day19 = '2025-05-19T00:50:00Z';
  await send(
    'BANK',
    { facts: [agencies.deposit(day19, ACCOUNT)], answers: agencies.answers('BANK', day19) },
    'late: a deposit of 8,000.00',
  );
  const completed = await events.next('VerificationCompleted', (message) => message.requestId === requestId);
  expectReport(narrator, completed.message);
  application.reportId = completed.message.reportId;
  await proveReport(stage, approver, application, completed.message);
}

/** @param {Stage} stage @param {People['agency']} agency */
function sender({ stack, narrator }, agency) {
  return async (/** @type {string} */ code, /** @type {object} */ body, /** @type {string} */ what) => {
    const steward = await agency(code);
    const sent = await steward.post(`${stack.urls.gateway}/v1/inbound-facts`, { agency: code, ...body });
    const results = [...(sent.body.facts ?? []), ...(sent.body.answers ?? [])];
    narrator.expect(
      `${code}: all accepted`,
      results.filter(({ state }) => state !== 'ACCEPTED'),
      [],
    );
    narrator.tell(steward.title, `${sent.requestLine}: ${what}`);
    return (sent.body.facts ?? []).map((/** @type {any} */ fact) => fact.factId);
  };
}

/** @param {Stage['narrator']} narrator @param {any} report */
function expectReport(narrator, report) {
  const { householdFigures: figures } = report;
  narrator.expect('result', report.result, 1);
  narrator.expect(
    'per head and month, exactly',
    figures.perCapitaMonthly.numerator + '/' + figures.perCapitaMonthly.denominator,
    '40000/1',
  );
  narrator.expect('income of a year', yuan(figures.annualIncomeFen), '14,400.00');
  narrator.expect('valid to', report.validTo, '2025-08-17');
  narrator.expect(
    'gaps',
    report.gaps.map((/** @type {any} */ gap) => gap.agency),
    ['INS'],
  );
  narrator.expect(
    'discrepancies',
    report.discrepancies.map((/** @type {any} */ each) => [
      each.kind,
      each.class,
      yuan(each.declaredFen),
      yuan(each.verifiedFen),
      each.material,
    ]),
    [['wage', 'UNDER_DECLARED', '16,000.00', '18,000.00', false]],
  );
  const conclusions = Object.fromEntries(
    report.conclusions
      .filter((/** @type {any} */ each) => each.basis !== 3)
      .map((/** @type {any} */ each) => [enumName(PurposeSchema, each.purpose), each.conclusion]),
  );
  narrator.expect('conclusions', [conclusions.DIBAO, conclusions.EDGE], ['WITHIN_LIMITS', 'WITHIN_LIMITS']);
  narrator.tell(
    'verification',
    `VerificationCompleted COMPLETE: report ${report.reportNumber}, valid to ${report.validTo}`,
  );
  narrator.tell('', `income ${yuan(figures.annualIncomeFen)} a year, ${yuan('40000')} a head and month`);
  narrator.tell(
    '',
    'gap: INS has not answered (not core); minor discrepancy: 16,000.00 declared, 18,000.00 found',
  );
}

/** @param {Stage} stage @param {Official} approver @param {Application} application @param {any} report */
async function proveReport({ stack, narrator }, approver, application, report) {
  const proof = await approver.get(
    `${stack.urls.verification}/v1/verification-reports/${report.reportId}/proof`,
    {
      'x-purpose': 'DIBAO',
      'x-case-ref': application.caseNo,
    },
  );
  narrator.expect('proof', proof.status, 200);
  const { body, signature, publicKey } = proof.body;
  const [header = '', , value = ''] = signature.split('.');
  const payload = Buffer.from(body).toString('base64url');
  const verified = await flattenedVerify(
    { protected: header, payload, signature: value },
    await importJWK(publicKey, 'EdDSA'),
  );
  narrator.expect('signed header', verified.protectedHeader?.number, report.reportNumber);
  narrator.expect('digest of the body', sha256(body), report.bodySha256);
  narrator.tell(
    approver.title,
    `${proof.requestLine.replace(report.reportId, '…')}: signature and digest hold`,
  );
  const answered = JSON.parse(body).sources.filter((/** @type {any} */ each) => each.state === 'FRESH');
  const sources = new Set(answered.map((/** @type {any} */ each) => each.agency));
  narrator.tell('', `the report names its sources: ${[...sources].join(', ')}`);
}

/** @param {Stage} stage @param {People} people @param {Application} application */
async function investigate({ stack, events, narrator }, { clerk, cadre }, application) {
  narrator.chapter('Who visits, signs');
  narrator.day('2025-05-20');
  await stack.moveClock('2025-05-20T01:00:00Z');
  const assistance = stack.urls['social-assistance'];
  const visit = await clerk.post(`${assistance}/v1/cases/${application.caseId}/visits`, {
    visitedOn: '2025-05-20',
    mode: 'IN_PERSON',
    investigators: [
      { userId: 'clerk-wang', role: 'CLERK' },
      { userId: 'cadre-zhao', role: 'STATIONED_CADRE' },
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
  narrator.expect('signed by two', signed.message.investigatorIds, ['clerk-wang', 'cadre-zhao']);

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

/** @param {Stage} stage @param {People} people @param {Application} application */
async function decide({ stack, events, narrator }, { lead1, lead2, clerk }, application) {
  narrator.chapter('Notice and decision');
  narrator.day('2025-05-23');
  await stack.moveClock('2025-05-23T01:00:00Z');
  const path = `${stack.urls['social-assistance']}/v1/cases/${application.caseId}`;
  const opinion = await lead1.command(`${path}/give-opinion`, application.version, {
    opinion: 'SUPPORT',
    proposedFen: '86500',
    reasons: '家庭人均收入低于低保标准',
  });
  narrator.expect('opinion', opinion.status, 200);
  const posted = await lead1.command(`${path}/notices`, opinion.body.version, {
    place: '村务公开栏',
    postedOn: '2025-05-23',
  });
  narrator.expect('notice', [posted.status, posted.body.endsOn], [201, '2025-05-30']);
  narrator.tell(lead1.title, `supports 865.00 a month; notice posted, ends ${posted.body.endsOn}`);
  const early = await lead2.command(`${path}/decide`, posted.body.caseVersion, { outcome: 'APPROVED' });
  narrator.expect(
    'no decision while the notice runs',
    [early.status, early.body.type.split('/').at(-1)],
    [409, 'notice-open'],
  );

  narrator.day('2025-06-03');
  await stack.moveClock('2025-06-03T01:00:00Z');
  await events.next('CaseReported', ({ caseId }) => caseId === application.caseId);
  const reported = await clerk.get(path);
  narrator.expect('notice over', reported.body.state, 'REPORTED');
  const same = await lead1.command(`${path}/decide`, reported.body.version, { outcome: 'APPROVED' });
  narrator.expect(
    'the lead of the opinion may not decide',
    [same.status, same.body.type.split('/').at(-1)],
    [403, 'actor-already-involved'],
  );
  narrator.tell(lead1.title, `decides: refused, ${same.status} ${same.body.type.split('/').at(-1)}`);
  const decided = await lead2.command(`${path}/decide`, reported.body.version, { outcome: 'APPROVED' });
  const { outcome, monthlyFen, effectiveMonth } = decided.body;
  narrator.expect(
    'decision',
    { outcome, monthlyFen, effectiveMonth },
    { outcome: 'APPROVED', monthlyFen: '86500', effectiveMonth: '2025-07' },
  );
  narrator.tell(lead2.title, `approves ${yuan(monthlyFen)} a month from ${effectiveMonth}`);

  const started = await events.next('AwardStarted');
  const shares = started.message.shares
    .map((/** @type {any} */ share) => share.amountFen)
    .reduce((/** @type {bigint} */ a, /** @type {bigint} */ b) => a + b, 0n);
  narrator.expect('shares add up to the award', yuan(shares), '865.00');
  narrator.expect(
    'amounts of the award',
    [yuan(started.message.baseFen), yuan(started.message.extrasFen)],
    ['570.00', '295.00'],
  );
  narrator.expect(
    'everybody covered has a share',
    started.message.shares.map((/** @type {any} */ share) => share.personKey),
    Object.values(application.keys).sort(),
  );
  const isDibao = (/** @type {any} */ fact) => fact.days?.from === '2025-07-01';
  await eventually('dibao opens', async () => events.all('StatusFact', isDibao).length === 3);
  narrator.tell('social assistance', 'AwardStarted; dibao opens for three persons on 2025-07-01');
}

/** @param {Stage} stage @param {People} people @param {Application} application */
async function findWork({ stack, events, narrator }, { agency, office, clerk }, application) {
  narrator.day('2025-08-12');
  await stack.moveClock('2025-08-12T02:00:00Z');
  const tax = await agency('TAX');
  const sentAt = Date.now();
  const sent = await tax.post(`${stack.urls.gateway}/v1/inbound-facts`, {
    agency: 'TAX',
    facts: [agencies.firstWageOfWife('2025-08-11T08:00:00Z')],
  });
  narrator.expect(
    'the wage is accepted',
    sent.body.facts?.map((/** @type {any} */ fact) => fact.state),
    ['ACCEPTED'],
  );
  narrator.tell(tax.title, `${sent.requestLine}: a first wage of 1,800.00 for the wife, July 2025`);
  const dispatched = await events.next('ClueDispatched');
  const milliseconds = dispatched.seenAt - sentAt;
  const [hit] = dispatched.message.hits;
  narrator.expect(
    'indicator',
    [hit.indicator, hit.episodeKey, hit.months],
    ['C3', NEW_EMPLOYER, ['2025-07']],
  );
  narrator.expect('about the wife', dispatched.message.personKeys, [application.keys.wife]);
  narrator.tell(
    'verification',
    `ClueRaised and ClueDispatched after ${milliseconds} ms: C3, YELLOW, clue ${dispatched.message.clueId}`,
  );
  narrator.expect('within about a second', milliseconds < 3_000, true);
  const task = await eventually('the task stands in social assistance', async () => {
    const { body } = await clerk.get(`${stack.urls['social-assistance']}/v1/clue-tasks?state=OPEN`);
    return body.items?.find((/** @type {any} */ each) => each.clueId === dispatched.message.clueId);
  });
  narrator.expect(
    'task',
    [task.indicators, task.direction, task.householdId, task.dueAt],
    [['C3'], 'OVER', application.id, '2025-08-26T16:00:00.000Z'],
  );
  narrator.tell(
    'social assistance',
    `task ${task.id}: look into award ${task.awardId}, by the end of 2025-08-26`,
  );
  const clue = await office.get(`${stack.urls.verification}/v1/clues/${dispatched.message.clueId}`);
  narrator.expect('the clue in words', clue.body.hits?.length, 1);
  narrator.tell(office.title, `${clue.body.hits[0].explanation.zh} ${clue.body.hits[0].explanation.en}`);
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
