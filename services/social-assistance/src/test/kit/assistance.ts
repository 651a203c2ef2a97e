import { randomUUID } from 'node:crypto';
import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { OverdueLoop } from '@minzheng/casework/work-items';
import { keyOf, topicOf, topicsOf, type WriterName } from '@minzheng/contracts/catalogue';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually, type RecordedEvent } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import type { Producer } from 'kafkajs';
import { DataSource } from 'typeorm';
import { PeriodCloserJob } from '../../applications/period-closer.job.js';
import { AwardCalendarJob } from '../../awards/award-calendar.job.js';
import { COMMANDS, STATUSES } from '../../consumers.js';
import { SOCIAL_ASSISTANCE } from '../../social-assistance.definition.js';
import { Client } from './client.js';
import { ASSISTANCE_TABLES } from './database.js';

export const TOWNSHIP = '510802001';
export const VILLAGE = '510802001001';

const SCOPES = {
  clerk: 'households:write consents:write cases:write visits:write clue-tasks:write',
  lead: 'notices:write cases:approve awards:approve',
  supervisor: 'identities:read',
} as const;

/** Tables in which a refused command must leave no trace. */
const STORED = [
  ...['person', 'household', 'household_member', 'household_obligor', 'consent'],
  ...[
    'aid_case',
    'lifecycle_log',
    'verification_request',
    'verification_report',
    'house_visit',
    'public_notice',
  ],
  ...['award', 'award_segment', 'award_person', 'review', 'overpayment', 'recovery_order'],
  ...['clue_task', 'idempotency_record'],
  ...['intake_ticket', 'ticket_need', 'referral', 'referral_need', 'clock', 'work_item'],
  ...['supervision_item', 'complaint', 'complaint_reporter', 'case_conference'],
];

/**
 * What a refused attempt to sign may leave: those who supervise look at it (section 11). And what becomes overdue
 * meanwhile by the clock is not of the command.
 */
const EXCEPT: Readonly<Record<string, string>> = {
  supervision_item: `t.kind not in ('SIGNATURE', 'LATE')`,
  work_item: `t.subject_type <> 'supervisionItem'`,
  lifecycle_log: `t.aggregate <> 'supervisionItem'`,
};

/** What of a row is compared, where it is not all of it. */
const COMPARED: Readonly<Record<string, string>> = { work_item: '(t.id, t.kind, t.state)' };

/** Social assistance on the real servers; verification's side is played by the test. */
export class Assistance {
  #sequence = 0;

  private constructor(
    readonly environment: ServiceEnvironment,
    private readonly producer: Producer,
    private service: RunningService,
  ) {}

  static async start(instant: string): Promise<Assistance> {
    const environment = await ServiceEnvironment.create(
      [...topicsOf('assistance'), ...topicsOf('verification'), ...STATUSES.topics, ...COMMANDS.topics],
      ASSISTANCE_TABLES,
    );
    const [producer, service] = await Promise.all([environment.topics.producer(), build(environment)]);
    const assistance = new Assistance(environment, producer, service);
    // clerks order the runs, each when a test has come so far
    await assistance.query(
      `update policy_row set state = 'SUPERSEDED', effective_to = effective_from
        where key = 'assistance.payroll.buildDay'`,
    );
    await assistance.moveClock(instant);
    return assistance;
  }

  async drop(): Promise<void> {
    await this.producer.disconnect();
    await this.service.stop();
    await this.environment.drop();
  }

  async stop(): Promise<void> {
    await this.service.stop();
  }

  async startAgain(): Promise<void> {
    this.service = await build(this.environment);
  }

  get url(): string {
    return this.service.url;
  }

  async clerk(subject: string, region = TOWNSHIP): Promise<Client> {
    return this.#official(subject, SCOPES.clerk, region);
  }

  async lead(subject: string, region = TOWNSHIP): Promise<Client> {
    return this.#official(subject, SCOPES.lead, region);
  }

  async supervisor(subject: string, region = '51'): Promise<Client> {
    return this.#official(subject, SCOPES.supervisor, region);
  }

  /** Somebody of the department with other scopes than the roles have; without the service's name. */
  async official(subject: string, scopes: string, region = '51'): Promise<Client> {
    return this.#official(subject, scopes, region);
  }

  async citizen(person: string): Promise<Client> {
    return this.#client({ sub: `citizen-${person}`, person });
  }

  async moveClock(instant: string): Promise<void> {
    const sandbox = await this.#client({ sub: 'sandbox', scope: 'sandbox:clock:write', region: '51' });
    const moved = await sandbox.post('/v1/sandbox/clock', { instant });
    expect(moved.status).toBe(200);
  }

  /** Verification's row for consents arrives as it would. */
  async learnConsentPolicy(): Promise<void> {
    await this.hear(PolicyPublishedSchema, {
      occurredAt: timestampFromDate(new Date()),
      policyKey: 'verification.consent.maxMonths',
      rowId: '0198a000-6f0c-7d45-86f5-a380799b878f',
      regionPrefix: '',
      effectiveFrom: '2018-01-01',
      value: '24',
      legalBasis: '个人信息保护法 arts. 14, 15',
    });
    await eventually('the row is copied', async () => {
      const rows = await this.query(`select from policy_row where key = 'verification.consent.maxMonths'`);
      return rows.length === 1;
    });
  }

  /** Verification's rows by which income counts arrive as they would. */
  async learnTreatments(kinds: readonly string[]): Promise<void> {
    const rows = [
      ...kinds.map((kind) => [`verification.income.treatment.${kind}`, '"counted"'] as const),
      ['verification.property.minShareBp', '5000'] as const,
    ];
    for (const [policyKey, value] of rows) {
      await this.hear(PolicyPublishedSchema, {
        occurredAt: timestampFromDate(new Date()),
        ...{ policyKey, value, rowId: randomUUID(), regionPrefix: '', effectiveFrom: '2018-01-01' },
        legalBasis: '民发〔2021〕57号 art. 13',
      });
    }
    await eventually('the rows are copied', async () => {
      const copied = await this.query('select from policy_row where key = any($1)', [
        rows.map(([key]) => key),
      ]);
      return copied.length === rows.length;
    });
  }

  /** Verification says something, or another service, or an agency. */
  async hear<D extends DescMessage>(
    schema: D,
    init: MessageInitShape<D>,
    writer: WriterName = 'verification',
  ): Promise<void> {
    const message = create(schema, init);
    this.#sequence += 1;
    await this.producer.send({
      topic: this.environment.topics.prefix + topicOf(writer, schema, message),
      messages: [
        {
          key: keyOf(schema, message),
          value: Buffer.from(toBinary(schema, message)),
          headers: {
            ce_id: randomUUID(),
            ce_type: schema.typeName,
            ce_source: writer === 'inbound' ? '/agency/PSB' : `/service/${writer}`,
            ce_subject: `test/${this.#sequence}`,
            ce_sequence: String(this.#sequence),
          },
        },
      ],
    });
  }

  query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.service.app.get(DataSource).query<Row[]>(sql, parameters);
  }

  /** Something of the service itself, for what no route does. */
  provider<T>(type: abstract new (...parameters: never[]) => T): T {
    return this.service.app.get<T>(type as never);
  }

  /** One look at what is due by the clock, beside those that the service takes by itself. @returns whether anything was */
  async lookAtPeriods(): Promise<boolean> {
    const closed = await this.service.app.get(PeriodCloserJob).round();
    const begun = await this.service.app.get(AwardCalendarJob).round();
    // what is overdue goes up a level: nothing of what it is about changes
    await this.service.app.get(OverdueLoop).round();
    return closed || begun;
  }

  /** What is stored, as one value: it changes with any row. */
  async fingerprint(): Promise<string> {
    const tables = STORED.map(
      (table) =>
        `select '${table}' as name, count(*) || ':' || coalesce(sum(hashtextextended(${COMPARED[table] ?? 't'}::text, 0)), 0) as content
           from ${table} t where ${EXCEPT[table] ?? 'true'}`,
    );
    const rows = await this.query<{ name: string; content: string }>(tables.join(' union all '));
    return rows.map(({ name, content }) => `${name}=${content}`).join(' ');
  }

  /** Everything that this service has published. */
  published(): Promise<RecordedEvent[]> {
    return this.environment.topics.readAll(topicsOf('assistance'));
  }

  #official(sub: string, scopes: string, region: string): Promise<Client> {
    const scope = scopes
      .split(' ')
      .map((each) => `assistance:${each}`)
      .join(' ');
    return this.#client({ sub, scope, region });
  }

  async #client(claims: Parameters<ServiceEnvironment['token']>[0]): Promise<Client> {
    return new Client(() => this.url, await this.environment.token(claims), claims.sub ?? '');
  }
}

/** The events of one message among those published. */
export function ofType<D extends DescMessage>(
  events: readonly RecordedEvent[],
  schema: D,
): MessageShape<D>[] {
  return events
    .filter(({ headers }) => headers['ce_type'] === schema.typeName)
    .map(({ value }) => fromBinary(schema, value ?? new Uint8Array()));
}

function build(environment: ServiceEnvironment): Promise<RunningService> {
  return buildService(SOCIAL_ASSISTANCE, environment.settings());
}
