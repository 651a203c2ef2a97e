import { createHash } from 'node:crypto';
import { enumName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { flattenedVerify, importJWK } from 'jose';
import * as agencies from '../agencies.mjs';
import { eventually } from '../api.mjs';
import { yuan } from '../narrator.mjs';
import { ACCOUNT } from '../people.mjs';
import { PURPOSES } from './apply.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('../api.mjs').Official} Official */
/** @typedef {import('./cast.mjs').Application} Application */

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

/** @param {Stage} stage @param {People} people @param {Application} application */
export async function verify(stage, { clerk, approver, agency }, application) {
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
  await send(
    'NHSA',
    { facts: agencies.insured(first), answers: agencies.answers('NHSA', first) },
    'all three are insured, as is an old woman nearby',
  );
  await send(
    'HRSS',
    { facts: [agencies.seenGrandmother('2025-03-03', first)], answers: agencies.answers('HRSS', first) },
    'she has shown herself for her pension',
  );
  for (const code of ['PSB', 'AMR'])
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
