import { createHash } from 'node:crypto';
import { deathOf } from '../agencies.mjs';
import { eventually } from '../api.mjs';
import { hasHit } from '../events.mjs';
import { yuan } from '../narrator.mjs';
import { GRANDMOTHER } from '../people.mjs';

/** @typedef {import('./cast.mjs').Stage} Stage */
/** @typedef {import('./cast.mjs').People} People */
/** @typedef {import('./load-cases.mjs').Loaded} Loaded */

/**
 * The only recipient of an award has died in July; the register tells it in August: held, reviewed, and what was paid for
 * August is found. @param {Stage} stage @param {People} people @param {Loaded} loaded
 */
export async function die({ stack, events, narrator }, people, loaded) {
  const { agency, clerk, approver } = people;
  narrator.chapter('A death');
  narrator.day('2025-08-20');
  await stack.moveClock('2025-08-20T01:00:00Z');
  const assistance = stack.urls['social-assistance'];
  const police = await agency('PSB');
  const sentAt = Date.now();
  const sent = await police.post(`${stack.urls.gateway}/v1/inbound-facts`, {
    agency: 'PSB',
    facts: [deathOf(GRANDMOTHER, '2025-07-03', '2025-08-20T00:30:00Z')],
  });
  narrator.expect('the death is accepted', sent.body.facts?.[0]?.state, 'ACCEPTED');
  narrator.tell(police.title, 'registers that she died on 2025-07-03');
  const ofHer = (/** @type {any} */ message) => message.awardId === loaded.awardId;
  const held = await events.next('AwardHeld', ofHer);
  narrator.expect('held from', held.message.fromMonth, '2025-08');
  const found = await events.next('OverpaymentDetected', ({ personKey }) => personKey === loaded.personKey);
  narrator.expect(
    'over-paid',
    [found.message.months, yuan(found.message.amountFen)],
    [['2025-08'], '570.00'],
  );
  narrator.tell(
    'social assistance',
    `AwardHeld from 2025-08, OverpaymentDetected 570.00, after ${found.seenAt - sentAt} ms`,
  );

  const clue = await events.next(
    'ClueDispatched',
    (message) => message.personKeys.includes(loaded.personKey) && hasHit('A1')(message),
  );
  const [hit] = clue.message.hits;
  narrator.expect('indicator', [hit.indicator, yuan(hit.amountFen)], ['A1', '570.00']);
  narrator.tell('verification', `ClueDispatched after ${clue.seenAt - sentAt} ms: ${hit.indicator}, RED`);
  const task = await eventually('the task stands', async () => {
    const { body } = await clerk.get(`${assistance}/v1/clue-tasks?state=OPEN&limit=200`);
    return body.items?.find((/** @type {any} */ each) => each.clueId === clue.message.clueId);
  });
  const review = await eventually('the review stands', async () => {
    const { body } = await clerk.get(`${assistance}/v1/reviews?limit=200`);
    return body.items?.find(
      (/** @type {any} */ each) => each.awardId === loaded.awardId && each.cause === 'DEATH',
    );
  });
  narrator.tell('social assistance', `review DEATH, due ${review.dueOn}; the task of the clue joins it`);

  narrator.day('2025-08-21');
  await stack.moveClock('2025-08-21T01:00:00Z');
  const concluded = await approver.command(`${assistance}/v1/reviews/${review.id}/conclude`, review.version, {
    outcome: 'CEASE',
    reasonCodes: ['DECEASED'],
    text: '保障对象已死亡，自次月起终止低保待遇',
  });
  narrator.expect('review', [concluded.status, concluded.body.outcome], [200, 'CEASE']);
  await events.next('AwardCeased', ofHer);
  narrator.tell(approver.title, 'concludes the review: the award ends from 2025-08');
  const current = await approver.get(`${assistance}/v1/clue-tasks/${task.id}`);
  const answered = await approver.command(
    `${assistance}/v1/clue-tasks/${task.id}/answer`,
    current.body.version,
    {
      outcome: 'CONFIRMED_STOP',
      record: {
        visitedAt: '2025-08-21T00:30:00Z',
        mode: 'DOCUMENT',
        workers: ['township-clerk', 'township-cadre'],
        evidenceSha256: createHash('sha256').update('death certificate').digest('hex'),
      },
      effectiveMonth: '2025-08',
    },
  );
  narrator.expect('answered', [answered.status, answered.body.state], [200, 'ANSWERED']);
  await events.next('ClueOutcomeRecorded', ({ clueId }) => clueId === clue.message.clueId);
  await closeIfDrawn({ stack, events, narrator }, people, clue.message.clueId);
  const closed = await events.next('ClueClosed', ({ clueId }) => clueId === clue.message.clueId);
  narrator.tell(approver.title, `answers CONFIRMED_STOP; verification: ${closed.type}`);
  await eventually('and the task', async () => {
    const { body } = await approver.get(`${assistance}/v1/clue-tasks/${task.id}`);
    return body.state === 'CLOSED';
  });
}

/** One answer in twenty is drawn for a look of the coordinator. @param {Stage} stage @param {People} people @param {string} clueId */
async function closeIfDrawn({ stack, narrator }, { coordinator }, clueId) {
  const path = `${stack.urls.verification}/v1/clues/${clueId}`;
  const stated = { 'x-purpose': 'MONITORING', 'x-case-ref': clueId };
  const clue = await eventually('the answer has come', async () => {
    const { body } = await coordinator.get(path, stated);
    return body.state !== 'DISPATCHED' && body;
  });
  if (clue.state !== 'ANSWERED') return;
  await coordinator.command(`${path}/close`, clue.version, { reason: '材料齐全，同意办结' }, stated);
  narrator.tell(coordinator.title, 'looks at it, since it was drawn, and closes it');
}
