/** Causes that lie in jobs, time limits, work and the audit: what was given up, forgotten, kept from being done or tampered with. */
import { randomUUID } from 'node:crypto';
import { again, eventually, tamper, tells } from './acts.mjs';
import { readTargets, valueOf } from './samples.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./stories.mjs').Story} Story */

const REGION = '510802001001';
/** Its table is read by nothing else while the stories are told. */
const FAILING_JOB = 'manual-fact-days';
/** Five attempts, with pauses that grow to 16 s. */
const GIVEN_UP_MS = 120_000;

/** @param {string} service its name in its figures @returns {import('./world.mjs').DatabaseName} */
const databaseOf = (service) =>
  service === 'assistance' || service === 'verification' ? service : 'gateway';

/** @param {World} world @returns {Story[]} */
export function workStories(world) {
  const verification = { service: 'verification' };
  const assistance = { service: 'assistance' };
  const [foreign, clock, work, appeal, access, person] = Array.from({ length: 6 }, () => randomUUID());
  const daily = { job: '', service: '' };
  const sealed = { id: '', purpose: '' };
  /** @type {(() => Promise<void>) | undefined} */
  let release;
  /** @param {import('./world.mjs').DatabaseName} database @param {string} sql @param {unknown[]} [parameters] */
  const write = async (database, sql, parameters) => {
    await world.query(database, sql, parameters);
  };
  const verify = async () => {
    await world.call('verification', 'auditor', 'POST', '/v1/audit-entries/verify');
  };
  /** Somebody of a county asks for what lies in another city. @param {string} sub */
  const lookOutside = async (sub) => {
    const { status, text } = await world.call(
      'verification',
      'clue-office',
      'GET',
      '/v1/clues?region=510104',
      {
        sub,
      },
    );
    if (status !== 403) throw new Error(`a look outside is answered ${status}: ${text}`);
  };

  return [
    {
      title: 'a job that fails until it is given up',
      alerts: { JobFailed: 'warning' },
      cause: async () => {
        await write('verification', 'alter table manual_fact rename to manual_fact_away');
        await again(world, FAILING_JOB);
      },
      isCaused: tells('minzheng_jobs_failed', { ...verification, job_name: FAILING_JOB }),
      clear: async () => {
        await write('verification', 'alter table manual_fact_away rename to manual_fact');
        await write(
          'verification',
          `update job set state = 'PENDING', ended_at = null, attempts = 0, not_before = clock_timestamp()
            where name = $1 and state = 'FAILED'`,
          [FAILING_JOB],
        );
      },
      waitMs: GIVEN_UP_MS,
    },
    {
      title: 'a job that nobody does',
      alerts: { JobNotDone: 'warning' },
      cause: () =>
        write(
          'assistance',
          `insert into job (id, name, scope, period, parameters, state, requested_by, not_before)
           values ($1, 'of-another-release', 'all', '1', '{}', 'PENDING', 'test', now() - interval '20 minutes')`,
          [foreign],
        ),
      isCaused: tells('minzheng_job_waits_seconds', { ...assistance, job_name: 'of-another-release' }),
      clear: () => write('assistance', 'delete from job where id = $1', [foreign]),
    },
    {
      title: 'a daily job that was not done for three days',
      alerts: { DailyJobMissed: 'warning' },
      cause: async () => {
        const sample = await readTargets(world.targets);
        const series =
          [...sample.keys()].find(
            (each) =>
              each.startsWith('minzheng_job_last_success_timestamp_seconds') && each.includes('daily="true"'),
          ) ?? '';
        daily.job = /job_name="([^"]+)"/.exec(series)?.[1] ?? '';
        daily.service = /service="([^"]+)"/.exec(series)?.[1] ?? '';
        await write(
          databaseOf(daily.service),
          `update job set ended_at = ended_at - interval '3 days' where name = $1`,
          [daily.job],
        );
      },
      isCaused: (sample) =>
        tells(
          'minzheng_job_last_success_timestamp_seconds',
          { job_name: daily.job, service: daily.service, daily: 'true' },
          (at) => at < Date.now() / 1000 - 2 * 86_400,
        )(sample),
      clear: () =>
        write(
          databaseOf(daily.service),
          `update job set state = 'PENDING', ended_at = null, not_before = now() where name = $1 and state = 'DONE'`,
          [daily.job],
        ),
    },
    {
      title: 'a time limit whose effect fails',
      alerts: { ClocksStuck: 'warning' },
      cause: async () => {
        await write(
          'assistance',
          `alter table work_item add constraint taken_by_nobody check (kind <> 'ticketCoordination') not valid`,
        );
        await write(
          'assistance',
          `insert into clock (id, name, subject_type, subject_id, region, unit, started_on, due_at, state)
           values ($1, 'ticket.escalate', 'ticket', $1, '${REGION}', 'DAYS', current_date, date_trunc('second', now()), 'RUNNING')`,
          [clock],
        );
      },
      isCaused: tells('minzheng_clocks_stuck', assistance),
      clear: () => write('assistance', 'alter table work_item drop constraint taken_by_nobody'),
    },
    {
      title: 'work that is overdue',
      alerts: { WorkOverdue: 'info' },
      cause: () =>
        write(
          'assistance',
          `insert into work_item (id, region, created_by, kind, subject_type, subject_id, opened_at, amber_at, due_at, climbed_to, state)
           values ($1, '${REGION}', 'test', 'nobodys', 'nothing', $1, now() - interval '9 days', now() - interval '2 days',
             now() - interval '1 day', '510802', 'OPEN')`,
          [work],
        ),
      isCaused: tells('minzheng_work_items', { kind: 'nobodys', standing: 'overdue' }),
      clear: () =>
        write(
          'assistance',
          `update work_item set state = 'SETTLED', settled_at = now(), settled_by = 'test' where id = $1`,
          [work],
        ),
    },
    {
      title: 'an objection that nobody has accepted',
      alerts: { AppealsOverdue: 'warning' },
      cause: async () => {
        await write(
          'verification',
          `insert into appeal (id, region, version, created_by, state, person_key, appellant, learned_on, claim_enc,
             evidence_sha256, accept_due_on, due_on)
           values ($1, '${REGION}', 1, 'test', 'SUBMITTED', $2, 'SELF', current_date - 40, 'none', '{}', current_date - 30,
             current_date + 30)`,
          [appeal, person],
        );
        await again(world, 'appeal-days');
      },
      isCaused: tells('minzheng_appeals_overdue', { step: 'ACCEPT' }),
      clear: async () => {
        await write('verification', `update appeal set state = 'WITHDRAWN' where id = $1`, [appeal]);
        await again(world, 'appeal-days');
      },
    },
    {
      title: 'a sealer that is kept from sealing',
      alerts: { AuditUnsealed: 'critical' },
      waitMs: 120_000,
      cause: async () => {
        release = await world.hold('verification', 'select from audit_head order by shard for update');
        await lookOutside('curious');
      },
      isCaused: tells('minzheng_audit_unsealed_oldest_seconds', verification, (seconds) => seconds > 60),
      clear: async () => release?.(),
    },
    {
      title: 'somebody who looks where he has no business',
      alerts: { AuditorTold: 'info' },
      during: async () => {
        const told = async () =>
          valueOf(await readTargets(world.targets), 'minzheng_audit_alerts_total', {
            ...verification,
            kind: 'OUTSIDE_READS',
          }) ?? 0;
        const before = await told();
        await lookOutside('still-curious');
        await eventually(async () => (await told()) > before);
      },
    },
    {
      title: 'an audit entry that was changed past the service',
      alerts: { AuditChainBroken: 'critical' },
      cause: async () => {
        await lookOutside('looked-at');
        await eventually(async () => {
          const [entry] = await world.query(
            'verification',
            'select id, purpose from audit_entry where seq is not null and purpose is not null order by id desc limit 1',
          );
          Object.assign(sealed, entry);
          return sealed.id !== '';
        });
        await tamper(world, sealed.id, 'TAMPERED');
        await verify();
      },
      isCaused: tells('minzheng_audit_chain_broken_shards', verification),
      clear: async () => {
        await tamper(world, sealed.id, sealed.purpose);
        await verify();
      },
    },
    {
      title: 'an audit that was not verified for ten days',
      alerts: { AuditNotVerified: 'warning' },
      cause: () => write('verification', `update audit_verification set at = now() - interval '10 days'`),
      isCaused: tells(
        'minzheng_audit_verified_timestamp_seconds',
        verification,
        (at) => at < Date.now() / 1000 - 9 * 86_400,
      ),
      clear: verify,
    },
    {
      title: 'an emergency access that nobody has reviewed',
      alerts: { BreakGlassReviewOverdue: 'warning' },
      cause: () =>
        write(
          'assistance',
          `insert into break_glass_access (id, region, version, created_by, state, target_type, target_id, reason, opened_at,
             valid_until, review_due, reminded_at)
           values ($1, '${REGION}', 1, 'somebody', 'EXPIRED', 'nothing', $1, 'none', now() - interval '30 days',
             now() - interval '30 days', current_date - 20, now())`,
          [access],
        ),
      isCaused: tells('minzheng_break_glass_reviews_overdue', assistance),
      clear: () =>
        write(
          'assistance',
          `update break_glass_access set state = 'REVIEWED', finding = 'JUSTIFIED', finding_text = 'none',
             reviewed_by = 'somebody else', reviewed_at = now() where id = $1`,
          [access],
        ),
    },
  ];
}
