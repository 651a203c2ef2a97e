import { eventually, nameOf } from '../api.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */

const KEY = 'assistance.dibao.standardMonthlyFen';
const STANDARD = { URBAN: '64000', RURAL: '42500' };

/** A standard is a row: one person drafts it, another publishes it, and both services decide by it from its day on. */
export async function changePolicy(
  /** @type {Stage} */ { stack, events, narrator },
  /** @type {People} */ { drafter, publisher },
) {
  narrator.chapter('A new standard, by two people');
  narrator.day('2025-06-05');
  await stack.moveClock('2025-06-05T01:00:00Z');
  const policies = `${stack.urls['social-assistance']}/v1/policies`;
  const drafted = await drafter.post(policies, {
    key: KEY,
    regionPrefix: '5108',
    effectiveFrom: '2026-01-01',
    value: STANDARD,
    legalBasis: '社会救助暂行办法 art. 10; city notice on the standard of 2026',
  });
  narrator.expect('draft', [drafted.status, drafted.body.state], [201, 'DRAFT']);
  narrator.tell(drafter.title, `drafts ${KEY} of 640.00 (urban) for 5108 from 2026-01-01`);
  const { id, version } = drafted.body;
  const own = await drafter.command(`${policies}/${id}/publish`, version);
  narrator.expect('who drafts does not publish', [own.status, nameOf(own)], [403, 'same-person']);
  narrator.tell(drafter.title, `publishes it: refused, ${own.status} ${nameOf(own)}`);
  const published = await publisher.command(`${policies}/${id}/publish`, version);
  narrator.expect('published', [published.status, published.body.state], [200, 'PUBLISHED']);
  const event = await events.next('PolicyPublished', ({ rowId }) => rowId === id);
  narrator.tell(publisher.title, `publishes it: PolicyPublished on ${event.topic}`);

  const explain = (/** @type {string} */ on) =>
    publisher.get(`${stack.urls.verification}/v1/policies/explain?key=${KEY}&region=510802001&on=${on}`);
  await eventually('verification has the row', async () => (await explain('2026-01-01')).body.winner === id);
  const [before, after] = [await explain('2025-12-31'), await explain('2026-01-01')];
  const standings = (/** @type {any} */ { body }) =>
    body.candidates.map((/** @type {any} */ candidate) => candidate.standing);
  narrator.expect('the day before another row holds', before.body.winner !== id, true);
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
