/** Causes that lie in processes and servers: what is away, stands still, is slow or has the wrong time. */
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { accessListOf } from '@minzheng/platform/broker';
import { makeUsers } from '../stack/kafka-users.mjs';
import { withAdmin } from '../stack/kafka.mjs';
import { eventually, setCircuit, tells } from './acts.mjs';
import { readTargets, valueOf } from './samples.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./stories.mjs').Story} Story */

const COMMANDS = 'minzheng.assistance.verification.v1';
const CONSUMER = 'verification.commands';
const DAY_MS = 86_400_000;
/** A third of the retention, and a day. */
const OLD_MS = 11 * DAY_MS;
const WRONG_CLOCK = new URL('wrong-clock.mjs', import.meta.url).href;
/** After three failures PostgreSQL waits for a minute before it tries to archive again. */
const ARCHIVED_MS = 120_000;
/** A certificate's file is read once a minute. */
const CERTIFICATE_READ_MS = 100_000;
const COUNTED_MS = 200;
/** The inspection of places comes round once a minute. */
const INSPECTED_MS = 200_000;

/** @param {World} world @returns {Story[]} */
export function outageStories(world) {
  const { stack } = world;
  const verification = { service: 'verification' };
  const gateway = { service: 'verification-gateway' };
  /** @type {(() => Promise<void>)[]} */
  const held = [];
  const letGo = async () => {
    for (const release of held.splice(0)) await release();
  };
  const archive = join(stack.dataDir, 'archive');
  const certificate = join(stack.dataDir, 'report-signing-certificate.pem');
  /** A certificate of the key that signs reports. @param {number} days */
  const certify = (days) => {
    const { reportSigningKeyFile } = stack.secrets;
    const subject = ['-key', reportSigningKeyFile, '-subj', '/CN=reports', '-days', String(days)];
    execFileSync('openssl', ['req', '-x509', ...subject, '-out', certificate], { stdio: 'ignore' });
  };
  const endsWithin = (/** @type {number} */ days, /** @type {string} */ kind) =>
    tells(
      'minzheng_expires_timestamp_seconds',
      { kind, name: 'reports' },
      (at) => at < Date.now() / 1000 + days * 86_400,
    );
  const place = [CONSUMER, COMMANDS, 0];
  const LOCK_PLACE =
    'select from consumer_position where consumer = $1 and topic = $2 and partition = $3 for update';
  const lockPlace = async () => void held.push(await world.hold('verification', LOCK_PLACE, place));
  const atPlace = { consumer: CONSUMER, topic: COMMANDS, partition: '0' };
  const lag = tells('minzheng_inbound_lag_records', atPlace);
  const passed = async () =>
    valueOf(await readTargets(world.targets), 'minzheng_inbound_records_total', { consumer: CONSUMER }) ?? 0;
  const refused = async () =>
    valueOf(await readTargets(world.targets), 'minzheng_kafka_refusals_total', {
      what: 'access',
      ...gateway,
    }) ?? 0;
  const passedOver = async () =>
    valueOf(await readTargets(world.targets), 'minzheng_inbound_unknown_messages_total', {
      consumer: CONSUMER,
    }) ?? 0;
  /** Requests that wait for a table, and are let go after a while. @param {string} table @param {number} milliseconds @param {() => Promise<unknown>} ask */
  const slowly = async (table, milliseconds, ask) => {
    const release = await world.hold('verification', `lock table ${table} in access exclusive mode`);
    const asked = Promise.allSettled(Array.from({ length: 12 }, ask));
    await delay(milliseconds);
    await release();
    await asked;
  };
  const ofOperator = (/** @type {string} */ path) =>
    world.call('verification', 'province-operator', 'GET', path);
  /** @type {Promise<unknown>} */
  let asked = Promise.resolve();
  const dayFromNow = (/** @type {number} */ days) =>
    new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

  return [
    {
      title: 'a route that is slow',
      alerts: { RouteSlow: 'warning' },
      during: () => slowly('agency', 1_500, () => ofOperator('/v1/agencies')),
    },
    {
      title: 'household checks that are slow',
      alerts: { HouseholdCheckSlow: 'warning' },
      during: () =>
        slowly('audit_entry', 400, () =>
          world.call('verification', 'department-system', 'POST', '/v1/household-checks', { body: CHECK }),
        ),
    },
    {
      title: 'a table that is locked, and all connections that wait for it',
      alerts: { PoolExhausted: 'warning', FiguresUnreadable: 'warning' },
      cause: async () => {
        held.push(await world.hold('verification', 'lock table agency in access exclusive mode'));
        asked = Promise.allSettled(Array.from({ length: 40 }, () => ofOperator('/v1/agencies')));
      },
      isCaused: [
        tells('minzheng_database_pool_waiting', verification),
        tells('minzheng_figures_unreadable', { ...verification, figures: 'agencies' }),
      ],
      clear: async () => {
        await letGo();
        await asked;
      },
    },
    {
      title: 'an archive whose folder is away',
      alerts: { ArchiveFails: 'critical' },
      cause: async () => renameSync(archive, `${archive}.away`),
      isCaused: tells('minzheng_database_archive_failing', verification),
      clear: async () => renameSync(`${archive}.away`, archive),
      waitMs: ARCHIVED_MS,
    },
    {
      title: 'a database on another timeline, until somebody says that nothing is missing',
      alerts: { DatabaseMoved: 'critical' },
      cause: async () => {
        await world.query('gateway', 'update database_identity set timeline = timeline + 1');
      },
      isCaused: tells('minzheng_database_moved', gateway),
      clear: async () => {
        await world.query('gateway', 'delete from database_identity');
      },
    },
    {
      title: 'a process that computes and hears nobody',
      alerts: { EventLoopBlocked: 'warning' },
      during: async () => {
        stack.services.gateway?.signal('SIGSTOP');
        await delay(1_500);
        stack.services.gateway?.signal('SIGCONT');
        // who is asked in the first turn after it has not counted it yet
        await delay(COUNTED_MS);
      },
    },
    {
      title: 'a process that stands still',
      alerts: { ServiceDown: 'critical' },
      cause: async () => stack.services.gateway?.signal('SIGSTOP'),
      isCaused: tells('up', gateway, (up) => up === 0),
      clear: async () => stack.services.gateway?.signal('SIGCONT'),
    },
    {
      title: 'a clock that is half a minute ahead',
      alerts: { ClockSkew: 'critical' },
      cause: () => world.restart('gateway', { NODE_OPTIONS: `--import=${WRONG_CLOCK}` }),
      isCaused: tells('minzheng_clock_skew_seconds', gateway, (seconds) => Math.abs(seconds) > 2),
      clear: () => world.restart('gateway', { NODE_OPTIONS: undefined }),
    },
    {
      title: 'a signing key whose day is near',
      alerts: { KeyExpires: ['warning', 'critical'] },
      cause: () => {
        certify(400);
        return world.restart('verification', {
          REPORT_SIGNING_KEY_EXPIRES: dayFromNow(4),
          REPORT_SIGNING_CERTIFICATE_FILE: certificate,
        });
      },
      isCaused: endsWithin(7, 'key'),
      clear: () => world.restart('verification', { REPORT_SIGNING_KEY_EXPIRES: dayFromNow(400) }),
    },
    {
      title: 'its certificate, until a new one lies in its place',
      alerts: { CertificateExpires: ['warning', 'critical'] },
      cause: async () => certify(2),
      isCaused: endsWithin(3, 'certificate'),
      clear: async () => certify(400),
      waitMs: CERTIFICATE_READ_MS,
    },
    {
      title: 'the database that is down',
      alerts: { DatabaseUnreachable: 'critical', RequestsFail: 'critical' },
      cause: async () => stack.postgres?.stop(),
      isCaused: tells('minzheng_database_up', verification, (up) => up === 0),
      during: async () => {
        await Promise.allSettled(Array.from({ length: 12 }, () => ofOperator('/v1/agencies')));
      },
      clear: async () => stack.postgres?.restart(),
    },
    {
      title: 'Kafka that is down',
      alerts: { OutboxStuck: 'critical' },
      cause: async () => {
        await stack.kafka?.stop();
        await setCircuit(world, 'NR', true);
        await world.query(
          'verification',
          `update outbox set recorded_at = recorded_at - interval '5 minutes'`,
        );
      },
      isCaused: tells('minzheng_outbox_oldest_seconds', verification, (seconds) => seconds > 60),
      clear: async () => {
        await stack.kafka?.restart();
        await setCircuit(world, 'NR', false);
      },
    },
    {
      title: 'a consumer whose access list was taken away',
      alerts: { BrokerRefuses: 'critical' },
      cause: () =>
        withAdmin(stack.kafkaAccess, async (admin) => {
          await admin.deleteAcls({ filters: [...accessListOf('gateway')] });
        }),
      during: async () => {
        const before = await refused();
        await eventually(async () => (await refused()) > before);
      },
      clear: async () => {
        await makeUsers(stack.kafkaAccess, stack.secrets.kafkaPasswords);
        await eventually(async () => (await fetch(`${stack.urls.gateway}/health/ready`)).ok);
      },
    },
    {
      title: 'a sender that came before its readers',
      alerts: { MessagesPassedOver: 'critical' },
      during: async () => {
        const before = await passedOver();
        await world.produce(COMMANDS, [{ partition: 1, type: 'minzheng.assistance.v1.OfALaterRelease' }]);
        await eventually(async () => (await passedOver()) > before);
      },
    },
    {
      title: 'an outbox of the gateway that is not sent, while an agency goes on',
      alerts: { BulkDataRefused: 'warning' },
      cause: async () => {
        held.push(await world.hold('gateway', `select from relay_lease for update`));
        await world.call('gateway', 'agency-steward', 'POST', '/v1/inbound-facts', { body: nothingKnown() });
        await world.query('gateway', `update outbox set recorded_at = recorded_at - interval '5 minutes'`);
      },
      isCaused: tells('minzheng_bulk_data_refused', gateway),
      clear: letGo,
    },
    {
      // in this partition nothing else is younger: what passes otherwise goes to another one
      title: 'a place that somebody holds, with old events before it',
      alerts: { ConsumerStuck: 'critical', EventsNearlyLost: 'critical' },
      waitMs: INSPECTED_MS,
      cause: async () => {
        await lockPlace();
        const at = Date.now() - OLD_MS;
        await world.produce(
          COMMANDS,
          Array.from({ length: 5 }, () => ({ partition: 0, at })),
        );
      },
      isCaused: [lag, tells('minzheng_inbound_position_overdue', atPlace)],
      clear: letGo,
    },
    {
      title: 'more events than a consumer can pass',
      alerts: { ConsumerBehind: 'warning' },
      waitMs: INSPECTED_MS,
      cause: async () => {
        await lockPlace();
        await world.produce(
          COMMANDS,
          Array.from({ length: 1_000 }, () => ({ partition: 0 })),
        );
      },
      isCaused: lag,
      during: async () => {
        const before = await passed();
        await world.produce(COMMANDS, [{ partition: 1 }]);
        await eventually(async () => (await passed()) > before);
      },
      clear: letGo,
    },
    {
      title: 'a place of another Kafka',
      alerts: { ConsumerStopped: 'critical' },
      waitMs: INSPECTED_MS,
      cause: async () => {
        await world.query('gateway', `update consumer_position set cluster_id = 'of another ' || cluster_id`);
      },
      isCaused: tells('minzheng_consumer_stopped', gateway),
      clear: async () => {
        await world.query(
          'gateway',
          `update consumer_position set cluster_id = replace(cluster_id, 'of another ', '')`,
        );
        await world.restart('gateway', {});
      },
    },
  ];
}

/** What an agency says of somebody whom it does not know. */
const nothingKnown = () => ({
  agency: 'TAX',
  answers: [
    {
      idNumber: '51080219850214901X',
      dataset: 'TAX',
      state: 'NO_RECORD',
      observedAt: new Date().toISOString(),
    },
  ],
});

const CHECK = {
  household: {
    region: '510802',
    hukouType: 'URBAN',
    members: [
      {
        personKey: '66f9367c-2a08-8d62-9d75-d6dbe23270b8',
        relation: 'APPLICANT',
        birthDate: '1985-02-14',
        hukouRegion: '510802',
        capacity: 'FULL',
        study: 'NONE',
      },
    ],
    obligors: [],
  },
  purposes: ['DIBAO'],
  declaredItems: [],
};
