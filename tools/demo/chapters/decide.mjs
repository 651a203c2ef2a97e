import { eventually, nameOf } from '../api.mjs';
import { yuan } from '../narrator.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */

/** @param {Stage} stage @param {People} people @param {Application} application */
export async function decide({ stack, events, narrator }, { lead, approver, clerk, neighbour }, application) {
  narrator.chapter('Notice and decision');
  narrator.day('2025-05-23');
  await stack.moveClock('2025-05-23T01:00:00Z');
  const path = `${stack.urls['social-assistance']}/v1/cases/${application.caseId}`;
  const opinion = await lead.command(`${path}/give-opinion`, application.version, {
    opinion: 'SUPPORT',
    proposedFen: '86500',
    reasons: '家庭人均收入低于低保标准',
  });
  narrator.expect('opinion', opinion.status, 200);
  const stale = await lead.command(`${path}/notices`, application.version, {
    place: '村务公开栏',
    postedOn: '2025-05-23',
  });
  narrator.expect(
    'a version that somebody has changed since',
    [stale.status, nameOf(stale), stale.body.currentVersion],
    [412, 'version-conflict', opinion.body.version],
  );
  narrator.tell(lead.title, `posts the notice from an old screen: refused, ${stale.status} ${nameOf(stale)}`);
  const posted = await lead.command(`${path}/notices`, opinion.body.version, {
    place: '村务公开栏',
    postedOn: '2025-05-23',
  });
  narrator.expect('notice', [posted.status, posted.body.endsOn], [201, '2025-05-30']);
  narrator.tell(lead.title, `supports 865.00 a month; notice posted, ends ${posted.body.endsOn}`);
  const early = await approver.command(`${path}/decide`, posted.body.caseVersion, { outcome: 'APPROVED' });
  narrator.expect('no decision while the notice runs', [early.status, nameOf(early)], [409, 'notice-open']);

  narrator.day('2025-06-03');
  await stack.moveClock('2025-06-03T01:00:00Z');
  await events.next('CaseReported', ({ caseId }) => caseId === application.caseId);
  const reported = await clerk.get(path);
  narrator.expect('notice over', reported.body.state, 'REPORTED');
  const same = await lead.command(`${path}/decide`, reported.body.version, { outcome: 'APPROVED' });
  narrator.expect(
    'the lead of the opinion may not decide',
    [same.status, nameOf(same)],
    [403, 'actor-already-involved'],
  );
  narrator.tell(lead.title, `decides: refused, ${same.status} ${nameOf(same)}`);
  const elsewhere = await neighbour.command(`${path}/decide`, reported.body.version, { outcome: 'APPROVED' });
  narrator.expect(
    'another county’s case does not exist',
    [elsewhere.status, nameOf(elsewhere)],
    [404, 'not-found'],
  );
  narrator.tell(neighbour.title, `decides: refused, ${elsewhere.status} ${nameOf(elsewhere)}`);
  const decided = await approver.command(`${path}/decide`, reported.body.version, { outcome: 'APPROVED' });
  const { outcome, monthlyFen, effectiveMonth } = decided.body;
  narrator.expect(
    'decision',
    { outcome, monthlyFen, effectiveMonth },
    { outcome: 'APPROVED', monthlyFen: '86500', effectiveMonth: '2025-07' },
  );
  narrator.tell(approver.title, `approves ${yuan(monthlyFen)} a month from ${effectiveMonth}`);

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
