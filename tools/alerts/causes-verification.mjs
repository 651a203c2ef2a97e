/** Causes that lie in what verification is told and has stored; where a fault would take days, rows as it would leave them. */
import { randomUUID } from 'node:crypto';
import { again, eventually, setCircuit, tells } from './acts.mjs';
import { RefusingSubscriber } from './refusing-subscriber.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./stories.mjs').Story} Story */

const COMMANDS = 'minzheng.assistance.verification.v1';
const REGION = '510802001001';
const FEED = { agency: 'TAX', dataset: 'TAX' };
const DAY_MS = 86_400_000;
/** Of the evaluator's locks. */
const EVALUATOR = 0x6576616c;

/** @param {World} world @returns {Story[]} */
export function verificationStories(world) {
  const verification = { service: 'verification' };
  const [person, request, run] = Array.from({ length: 3 }, () => randomUUID());
  const refusing = new RefusingSubscriber(world);
  /** @type {(() => Promise<void>) | undefined} */
  let release;
  /** @param {string} sql @param {unknown[]} [parameters] */
  const write = async (sql, parameters) => {
    await world.query('verification', sql, parameters);
  };

  /** An agency says how far its feed is complete, and the job that watches feeds looks. @param {number} daysAgo */
  const feedReaches = async (daysAgo) => {
    const upTo = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
    const { agency, dataset } = FEED;
    const { status, text } = await world.call('gateway', 'agency-steward', 'POST', '/v1/inbound-facts', {
      body: { agency, watermark: { dataset, upTo } },
    });
    if (status >= 300) throw new Error(`the watermark is answered ${status}: ${text}`);
    await eventually(async () => {
      await again(world, 'feed-watch');
      const told = await world.query(
        'verification',
        'select from feed_state where agency = $1 and dataset = $2 and is_late = $3',
        [agency, dataset, daysAgo > 0],
      );
      return told.length > 0;
    });
  };

  return [
    {
      title: 'events that cannot be read, and one that waits for a policy row',
      alerts: { ParkedKeysNeedDecision: 'warning', ParkedKeysWaitForPolicy: 'warning' },
      waitMs: 90_000,
      cause: async () => {
        const type = 'minzheng.verification.v1.VerificationRequested';
        await world.produce(COMMANDS, [
          { key: 'unreadable', value: 'no message', type, partition: 2 },
          { key: 'waiting', value: 'no message', type, partition: 2 },
        ]);
        await eventually(async () => {
          const rows = await world.query(
            'verification',
            `update parked_key set state = 'WAITING', waits_for = 'verification.none', next_attempt_at = now() + interval '1 hour'
              where key = 'waiting' returning 1`,
          );
          return rows.length > 0;
        });
      },
      isCaused: [
        tells('minzheng_parked_keys', { ...verification, state: 'NEEDS_OPERATOR' }),
        tells('minzheng_parked_keys', { ...verification, state: 'WAITING' }),
      ],
      clear: async () => {
        const { body } = await world.call('verification', 'platform-operator', 'GET', '/v1/parked-events');
        for (const { id } of body.items) {
          await world.call('verification', 'platform-operator', 'POST', `/v1/parked-events/${id}/drop`);
        }
      },
    },
    {
      title: 'an evaluator that holds a person and stands still',
      alerts: { EvaluationLate: 'warning' },
      cause: async () => {
        release = await world.hold('verification', 'select pg_advisory_xact_lock($1, hashtext($2))', [
          EVALUATOR,
          person,
        ]);
        await write(`insert into dirty (person_key, marked_at) values ($1, now() - interval '5 minutes')`, [
          person,
        ]);
      },
      isCaused: tells('minzheng_dirty_oldest_seconds', verification, (seconds) => seconds > 60),
      clear: async () => release?.(),
    },
    {
      title: 'a person who cannot be evaluated',
      alerts: { PersonsPutOff: 'warning' },
      cause: () =>
        write(`insert into dirty (person_key, not_before) values ($1, now() + interval '1 hour')`, [person]),
      isCaused: tells('minzheng_evaluation_put_off_persons', verification),
      clear: () => write('update dirty set not_before = now() where person_key = $1', [person]),
    },
    {
      title: 'a request past its deadline that cannot be evaluated',
      alerts: { RequestsOverdue: 'critical' },
      cause: () =>
        write(
          `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority,
             purposes, household, declared_items, person_keys, as_of, accepted_at, due_at)
           values ($1, '${REGION}', 1, 'test', 'COLLECTING', 'assistance', 'none', 'NEW', 'NORMAL', '{DIBAO}', '{}', '[]', '{}',
             now() - interval '30 days', now() - interval '30 days', now() - interval '2 days')`,
          [request],
        ),
      isCaused: tells('minzheng_requests_overdue', verification),
      clear: () => write(`update verification_request set state = 'CANCELLED' where id = $1`, [request]),
    },
    {
      title: 'an agency that an operator has switched off',
      alerts: { CircuitOpen: 'warning' },
      cause: () => setCircuit(world, 'NR', true),
      isCaused: tells('minzheng_agency_circuit_open', { agency: 'NR' }),
      clear: () => setCircuit(world, 'NR', false),
    },
    {
      title: 'a feed that has not come for a year, until it comes',
      alerts: { FeedLate: 'warning' },
      cause: () => feedReaches(365),
      isCaused: tells('minzheng_feed_late', FEED),
      clear: () => feedReaches(0),
    },
    {
      title: 'a bulk run that nobody can go on with',
      alerts: { BulkRunStalled: 'warning' },
      cause: () =>
        write(
          `with run as (
             insert into bulk_run (id, region, version, created_by, state, mode, valid_at, known_at, in_scope, started_at)
             values ($1, '5113', 1, 'test', 'RUNNING', 'FULL', current_date, now(), 1, now()) returning id)
           insert into bulk_run_chunk (run_id, number, alone, subjects, not_before)
           select id, 1, true, array[$2::uuid], now() + interval '1 hour' from run`,
          [run, person],
        ),
      isCaused: tells('minzheng_bulk_run_open_chunks', verification),
      clear: async () => {
        await world.call('verification', 'province-operator', 'POST', `/v1/bulk-runs/${run}/cancel`, {
          version: 1,
        });
      },
    },
    {
      title: 'a receiver that refuses what it is sent, for two hours',
      alerts: { SubscriptionBehind: 'warning' },
      cause: () => refusing.fallBehind(),
      isCaused: tells(
        'minzheng_subscription_oldest_pending_seconds',
        verification,
        (seconds) => seconds > 900,
      ),
      clear: () => refusing.catchUp(),
    },
    {
      title: 'one that has refused too often, until its owner stops the subscription himself',
      alerts: { SubscriptionPaused: 'warning' },
      cause: () => refusing.fail(),
      isCaused: tells('minzheng_subscriptions', { state: 'PAUSED', reason: 'DELIVERIES_FAILED' }),
      clear: () => refusing.recover(),
    },
  ];
}
