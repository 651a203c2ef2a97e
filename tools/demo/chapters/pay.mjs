import { eventually, nameOf } from '../api.mjs';
import { yuan } from '../narrator.mjs';
import { HUSBAND, NEW_ACCOUNT } from '../people.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */
/** @typedef {import('./load-cases.mjs').Loaded} Loaded */
/** @typedef {{ id: string, amountFen: string, component: string, personKey: string, version: number }} Line */

const COUNTY = '510802';

/** From the award to the money, and back into what verification knows. @param {Stage} stage @param {People} people @param {Application} application @param {Loaded} loaded */
export async function pay(stage, people, application, loaded) {
  const { stack, narrator } = stage;
  narrator.chapter('The July payment');
  narrator.day('2025-07-02');
  await stack.moveClock('2025-07-02T01:00:00Z');
  await eventually('the award of the family begins', async () => {
    const { body } = await people.clerk.get(`${stack.urls['social-assistance']}/v1/awards?state=ACTIVE`);
    return body.items?.some((/** @type {any} */ each) => each.caseId === application.caseId);
  });
  const run = await build(stage, people, '2025-07');
  narrator.expect('lines of July', [run.count, yuan(run.totalFen)], [4, '1,435.00']);
  narrator.tell('the calendar', `has July of ${COUNTY} built: ${run.count} lines, ${yuan(run.totalFen)}`);
  const lines = await send(stage, people, run);
  const child = lines.find(
    ({ component, personKey }) => component === 'EXTRA' && personKey === application.keys.child,
  );
  if (!child) throw new Error('the child has no line');
  narrator.day('2025-07-08');
  await stack.moveClock('2025-07-08T02:00:00Z');
  await reconcile(stage, people, run, lines, child);
  await expectFacts(stage, application, loaded);
  await correct(stage, people, application, child);
}

/** August goes through without a return. @param {Stage} stage @param {People} people @param {Loaded} loaded */
export async function payAugust(stage, people, loaded) {
  const { stack, events, narrator } = stage;
  narrator.day('2025-08-04');
  await stack.moveClock('2025-08-04T01:00:00Z');
  const run = await build(stage, people, '2025-08');
  const lines = await send(stage, people, run);
  narrator.day('2025-08-08');
  await stack.moveClock('2025-08-08T02:00:00Z');
  await reconcile(stage, people, run, lines);
  await eventually(
    'the payments of August are facts',
    async () =>
      events.all(
        'IncomeFact',
        ({ personKey, period }) => personKey === loaded.personKey && period.fromMonth === '2025-08',
      ).length === 1,
  );
  narrator.tell('social assistance', `August: ${run.count} lines, ${yuan(run.totalFen)}, all paid`);
}

/** The calendar has the run built on the 2nd, at one in the morning. @param {Stage} stage @param {People} people @param {string} month */
async function build({ stack, narrator }, { payrollClerk }, month) {
  const runs = `${stack.urls['social-assistance']}/v1/payroll-runs`;
  const built = await eventually('the run is built', async () => {
    const { body } = await payrollClerk.get(`${runs}?month=${month}&programme=DIBAO&state=BUILT`);
    return body.items?.[0];
  });
  narrator.expect(`run of ${month}`, [built.countyCode, built.seq], [COUNTY, 0]);
  const form = { countyCode: COUNTY, programme: 'DIBAO', month, seq: 0 };
  const again = await payrollClerk.post(runs, form);
  narrator.expect('the same run again', [again.status, nameOf(again)], [409, 'run-exists']);
  return built;
}

/** Lock, approval, bank file. @param {Stage} stage @param {People} people @param {any} run @returns {Promise<Line[]>} */
async function send({ stack, narrator }, { payrollClerk, finance }, run) {
  const path = `${stack.urls['social-assistance']}/v1/payroll-runs/${run.id}`;
  const locked = await payrollClerk.command(`${path}/lock`, run.version);
  narrator.expect('locked', [locked.status, locked.body.state], [200, 'LOCKED']);
  const own = await payrollClerk.command(`${path}/approve`, locked.body.version);
  narrator.expect('who locked it does not approve it', [own.status, nameOf(own)], [403, 'scope-missing']);
  const approved = await finance.command(`${path}/approve`, locked.body.version);
  narrator.expect('approved', [approved.status, approved.body.state], [200, 'APPROVED']);
  const file = await finance.getText(`${path}/bank-file`);
  const trailer = file.body.trimEnd().split('\r\n').at(-1);
  narrator.expect('trailer of the bank file', trailer, `T,${run.count},${run.totalFen}`);
  narrator.tell(
    finance.title,
    `approves (${payrollClerk.title.split(' ')[0]} may not: ${nameOf(own)}), sends the file: ${trailer}`,
  );
  const { body } = await finance.get(
    `${stack.urls['social-assistance']}/v1/payment-lines?runId=${run.id}&limit=200`,
  );
  return body.items;
}

/** The bank answers. @param {Stage} stage @param {People} people @param {any} run @param {Line[]} lines @param {Line} [returned] */
async function reconcile({ stack, narrator }, { finance }, run, lines, returned) {
  const path = `${stack.urls['social-assistance']}/v1/payroll-runs/${run.id}`;
  const { body: sent } = await finance.get(path);
  const settledOn = `${run.month}-08`;
  const results = lines.map((line) =>
    line === returned
      ? `R,${line.id},${line.amountFen},RETURNED,DORMANT`
      : `R,${line.id},${line.amountFen},PAID`,
  );
  const file = (/** @type {string} */ total) =>
    [`H,1,${run.id},${sent.fileSha256},${settledOn}`, ...results, `T,${lines.length},${total}`, ''].join(
      '\r\n',
    );
  const headers = { 'if-match': `"${sent.version}"` };
  const wrong = await finance.sendText(
    `${path}/import-results`,
    file(String(BigInt(run.totalFen) - 1n)),
    headers,
  );
  narrator.expect('a wrong total', [wrong.status, nameOf(wrong)], [422, 'result-file-mismatch']);
  const right = await finance.sendText(`${path}/import-results`, file(run.totalFen), headers);
  const { paid, returned: back, unmatched } = right.body;
  const wanted = returned ? [lines.length - 1, 1, 0] : [lines.length, 0, 0];
  narrator.expect('results', [right.status, paid, back, unmatched], [200, ...wanted]);
  await eventually('the run is closed', async () => (await finance.get(path)).body.state === 'CLOSED');
  if (returned) narrator.tell('bank', `${paid} lines paid, the extra of the child comes back: DORMANT`);
}

/** @param {Stage} stage @param {Application} application @param {Loaded} loaded */
async function expectFacts({ events, narrator }, { keys }, loaded) {
  const ofJuly = () =>
    events.all(
      'IncomeFact',
      ({ source, period }) => source.agency === 'assistance' && period.fromMonth === '2025-07',
    );
  await eventually('payments are facts', async () => ofJuly().length === 4);
  const told = Object.fromEntries(
    ofJuly().map(({ message: { personKey, amountFen } }) => [personKey, yuan(amountFen)]),
  );
  narrator.expect(
    'what verification is told, by person',
    [told[keys.husband], told[keys.wife], told[keys.child], told[loaded.personKey]],
    ['190.00', '367.00', '190.00', '570.00'],
  );
  narrator.tell('social assistance', 'IncomeFact dibaoBenefit of July: 190.00, 367.00, 190.00; and 570.00');
}

/** The account is corrected, and what came back is paid again. @param {Stage} stage @param {People} people @param {Application} application @param {Line} child */
async function correct({ stack, events, narrator }, people, { caseNo, keys }, child) {
  const { payrollClerk, finance, approver } = people;
  const assistance = stack.urls['social-assistance'];
  const line = await payrollClerk.get(`${assistance}/v1/payment-lines/${child.id}`);
  narrator.expect('the line of the child', line.body.state, 'RETURNED');
  const again = await payrollClerk.command(
    `${assistance}/v1/payment-lines/${child.id}/reissue`,
    line.body.version,
    {
      payee: { holderIdNumber: HUSBAND.idNumber, bankCode: '103', account: NEW_ACCOUNT },
    },
  );
  narrator.expect('issued again', [again.status, again.body.attempt], [201, 2]);
  const { body: run } = await payrollClerk.get(`${assistance}/v1/payroll-runs/${again.body.runId}`);
  const lines = await send({ stack, events, narrator }, people, run);
  await reconcile({ stack, events, narrator }, people, run, lines);
  narrator.tell(finance.title, `pays the ${yuan(child.amountFen)} again, to the corrected account`);
  const profile = await eventually('verification knows it', async () => {
    const { body } = await approver.get(`${stack.urls.verification}/v1/profiles/${keys.child}`, {
      'x-purpose': 'DIBAO',
      'x-case-ref': caseNo,
    });
    const sums = body.facts
      ?.filter((/** @type {any} */ fact) => fact.kind === 'dibaoBenefit')
      .map((/** @type {any} */ fact) => yuan(fact.amountFen));
    return sums?.length === 2 && sums;
  });
  narrator.expect('profile of the child', profile.toSorted(), ['118.00', '190.00']);
  narrator.tell(
    'verification',
    `profile of the child: dibaoBenefit ${profile.join(' and ')}, excluded from income`,
  );
}
