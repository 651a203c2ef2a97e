import { eventually, nameOf } from '../api.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */

const KEY = 'assistance.dibao.standardMonthlyFen';
const STANDARD = { URBAN: '64000', RURAL: '39000' };
const LEGAL_BASIS = '社会救助暂行办法 art. 10; city notice on the standard of 2026';

/**
 * A policy is a row: one person drafts it, another publishes it. A standard is more: rules check it first, and no plain row
 * takes its place. Both services decide by it from its day on.
 */
export async function changePolicy(
  /** @type {Stage} */ { stack, events, narrator },
  /** @type {People} */ { drafter, publisher },
) {
  narrator.chapter('A new standard, by two people');
  narrator.day('2025-06-05');
  await stack.moveClock('2025-06-05T01:00:00Z');
  const assistance = `${stack.urls['social-assistance']}/v1`;
  const line = await drafter.post(`${assistance}/policies`, {
    key: 'assistance.poverty.lineAnnualFen',
    regionPrefix: '5108',
    effectiveFrom: '2025-06-05',
    value: '420000',
    legalBasis: LEGAL_BASIS,
  });
  narrator.expect('draft', [line.status, line.body.state], [201, 'DRAFT']);
  const path = `${assistance}/policies/${line.body.id}/publish`;
  const own = await drafter.command(path, line.body.version);
  narrator.expect('who drafts does not publish', [own.status, nameOf(own)], [403, 'scope-missing']);
  const inForce = await publisher.command(path, line.body.version);
  narrator.expect('published', [inForce.status, inForce.body.state], [200, 'PUBLISHED']);
  narrator.tell(drafter.title, 'drafts a poverty line of 4,200.00 a year; another person publishes it');

  const plain = await drafter.post(`${assistance}/policies`, {
    key: KEY,
    regionPrefix: '5108',
    effectiveFrom: '2026-01-01',
    value: STANDARD,
    legalBasis: LEGAL_BASIS,
  });
  narrator.expect('no plain row', [plain.status, nameOf(plain)], [422, 'policy-entered-elsewhere']);
  narrator.tell(drafter.title, `enters a standard as a plain row: refused, ${plain.status} ${nameOf(plain)}`);
  const standards = `${assistance}/standards`;
  const drafted = await drafter.post(standards, {
    ...{ region: '5108', hukouType: 'URBAN', monthlyFen: STANDARD.URBAN, effectiveMonth: '2026-01' },
    docNo: 'city notice on the standard of 2026',
  });
  narrator.expect('drafted standard', [drafted.status, drafted.body.state], [201, 'DRAFT']);
  const { id, version } = drafted.body;
  const checked = await drafter.command(`${standards}/${id}/check`, version);
  narrator.expect('checked', [checked.status, checked.body.proposal?.proposedFen], [200, '64900']);
  narrator.tell(
    drafter.title,
    'drafts a standard of 640.00 (urban) for 5108 from 2026-01; the rule would give 649.00',
  );
  const published = await publisher.command(`${standards}/${id}/publish`, checked.body.version);
  narrator.expect('published standard', [published.status, published.body.state], [202, 'PUBLISHED']);
  const standardRow = published.body.policyRowId;
  const event = await events.next('PolicyPublished', ({ rowId }) => rowId === standardRow);
  narrator.tell(publisher.title, `publishes it: PolicyPublished on ${event.topic}`);
  await eventually('the awards are computed again', async () => {
    const { body } = await publisher.get(`${assistance}/jobs/${published.body.jobId}`);
    return body.state === 'DONE';
  });

  const explain = (/** @type {string} */ on) =>
    publisher.get(`${stack.urls.verification}/v1/policies/explain?key=${KEY}&region=510802001&on=${on}`);
  await eventually(
    'verification has the row',
    async () => (await explain('2026-01-01')).body.winner === standardRow,
  );
  const [before, after] = [await explain('2025-12-31'), await explain('2026-01-01')];
  const standings = (/** @type {any} */ { body }) =>
    body.candidates.map((/** @type {any} */ candidate) => candidate.standing);
  narrator.expect('the day before another row holds', before.body.winner !== standardRow, true);
  narrator.expect(
    'one row wins on each day',
    [before, after].map(
      (answer) => standings(answer).filter((/** @type {string} */ each) => each === 'WINS').length,
    ),
    [1, 1],
  );
  const winner = after.body.candidates.find((/** @type {any} */ candidate) => candidate.standing === 'WINS');
  narrator.tell('verification', `explains: on 2026-01-01 640.00 holds; ${winner.zh} ${winner.en}`);
}
