import * as agencies from '../agencies.mjs';
import { eventually } from '../api.mjs';
import { hasHit } from '../events.mjs';
import { NEW_EMPLOYER } from '../people.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./cast.mjs').Application} Application */

/** @param {Stage} stage @param {People} people @param {Application} application */
export async function findWork({ stack, events, narrator }, { agency, office, clerk }, application) {
  narrator.chapter('A later fact');
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
  const dispatched = await events.next('ClueDispatched', hasHit('C3'));
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
  const { clueId } = dispatched.message;
  const clue = await office.get(`${stack.urls.verification}/v1/clues/${clueId}`, {
    'x-purpose': 'MONITORING',
    'x-case-ref': clueId,
  });
  narrator.expect('the clue in words', clue.body.hits?.length, 1);
  narrator.tell(office.title, `${clue.body.hits[0].explanation.zh} ${clue.body.hits[0].explanation.en}`);
}
