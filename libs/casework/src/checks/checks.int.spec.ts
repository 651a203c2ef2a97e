import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HukouType, ServiceCode } from '@minzheng/contracts/common';
import {
  ReopenCause,
  VerificationCompletedSchema,
  VerificationOccasion,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
  VerificationRequestedSchema,
  VerificationResult,
} from '@minzheng/contracts/verification';
import { eventually, testDatabase } from '@minzheng/testing/servers';
import { Injectable, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment, TOLD } from '../test/second-department.js';
import {
  CheckEffects,
  checkHandlers,
  Checks1705000000103,
  CHECKS,
  CheckService,
  ChecksModule,
  type CheckSubject,
  type FallenReport,
} from './index.js';

const REGION = '510802001';
const ELDER = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';

/** Writes down what it is told. */
@Injectable()
class Allowances extends CheckEffects {
  readonly told: string[] = [];

  override reported(_tx: unknown, subject: CheckSubject): Promise<void> {
    return this.#note('reported', subject);
  }
  override refused(_tx: unknown, subject: CheckSubject): Promise<void> {
    return this.#note('refused', subject);
  }
  override reopened(_tx: unknown, subject: CheckSubject, cause: ReopenCause): Promise<void> {
    return this.#note(`reopened ${cause}`, subject);
  }
  override superseded(_tx: unknown, subject: CheckSubject, { cause }: FallenReport): Promise<void> {
    return this.#note(`superseded ${cause}`, subject);
  }
  override revoked(_tx: unknown, subject: CheckSubject, { cause }: FallenReport): Promise<void> {
    return this.#note(`revoked ${cause}`, subject);
  }
  #note(what: string, { type, id }: CheckSubject): Promise<void> {
    this.told.push(`${type} ${id} ${what}`);
    return Promise.resolve();
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), ChecksModule],
  controllers: [checkHandlers(TOLD)],
  providers: [Allowances, { provide: CheckEffects, useExisting: Allowances }],
})
class ElderCareModule {}

describe('checks of a second department', () => {
  let eldercare: SecondDepartment;
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(ElderCareModule, [CHECKS], '2025-05-12T01:00:00Z');
  });
  afterAll(() => eldercare.drop());

  const allowance = (): CheckSubject => ({ type: 'allowance', id: randomUUID() });
  const ask = (subject: CheckSubject) =>
    eldercare.inOne((tx) =>
      eldercare.get(CheckService).request(tx, {
        ...{ subject, region: REGION, caseRef: 'E-1', occasion: VerificationOccasion.REVIEW },
        ...{ purposes: ['ELDER_CARE_SUBSIDY'], consents: [], declaredItems: [] },
        household: {
          household: { service: ServiceCode.ELDERCARE, householdId: subject.id, region: { code: REGION } },
          hukouType: HukouType.URBAN,
          members: [{ personKey: ELDER, birthDate: '1940-02-14' }],
        },
        ...{ asOf: '2025-05-12', dueOn: '2025-05-19' },
      }),
    );
  const answer = (
    requestId: string,
    {
      sequence = 1,
      result = VerificationResult.COMPLETE,
      reportId = randomUUID(),
      validTo = '2025-08-17',
    } = {},
  ) =>
    eldercare.hear(VerificationCompletedSchema, {
      occurredAt: timestampFromDate(new Date('2025-05-19T01:00:00Z')),
      region: { code: REGION },
      requester: ServiceCode.ELDERCARE,
      ...{ requestId, sequence, result, reportId, validTo },
    });
  const about = (requestId: string) => ({
    occurredAt: timestampFromDate(new Date('2025-05-20T01:00:00Z')),
    region: { code: REGION },
    requester: ServiceCode.ELDERCARE,
    requestId,
  });
  const standing = async (subject: CheckSubject) => {
    const { manager } = eldercare.get(DataSource);
    return (await eldercare.get(CheckService).standing(manager, subject)).state;
  };
  const becomes = (subject: CheckSubject, state: string) =>
    eventually(state, async () => (await standing(subject)) === state);
  const told = ({ id }: CheckSubject) =>
    eldercare
      .get(Allowances)
      .told.filter((what) => what.includes(id))
      .map((what) => what.replace(`allowance ${id} `, ''));
  const refusal = (subject: CheckSubject) =>
    eldercare
      .get(CheckService)
      .usableReport(eldercare.get(DataSource).manager, subject)
      .then(
        () => 'none',
        (error: { type?: { name?: string } }) => error.type?.name,
      );

  it('are asked for once at a time, until the end of the day', async () => {
    const subject = allowance();
    const { id, dueAt } = await ask(subject);
    expect(dueAt).toEqual(new Date('2025-05-19T16:00:00Z'));
    expect(await standing(subject)).toBe('OPEN');
    await expect(ask(subject)).rejects.toMatchObject({ type: { name: 'request-open' } });
    const [asked] = await eventually('it is sent', async () => {
      const sent = await eldercare.published(VerificationRequestedSchema);
      const own = sent.filter(({ requestId }) => requestId === id);
      return own.length > 0 && own;
    });
    expect(asked).toMatchObject({ requester: ServiceCode.ELDERCARE, caseRef: 'E-1' });
    expect(asked?.asOf).toEqual(timestampFromDate(new Date('2025-05-11T16:00:00Z')));
  });

  it('give a report that holds until its last day', async () => {
    const subject = allowance();
    expect(await refusal(subject)).toBe('report-missing');
    const { id } = await ask(subject);
    await answer(id);
    await becomes(subject, 'USABLE');
    expect(told(subject)).toEqual(['reported']);
    await eldercare.moveClock('2025-08-17T15:59:00Z');
    expect(await refusal(subject)).toBe('none');
    await eldercare.moveClock('2025-08-17T16:00:00Z');
    expect(await refusal(subject)).toBe('report-expired');
    await eldercare.moveClock('2025-05-12T01:00:00Z');
  });

  it('rest on no report that was refused, is looked at again, is replaced or was revoked', async () => {
    const subject = allowance();
    const first = await ask(subject);
    await answer(first.id, { result: VerificationResult.REFUSED });
    await becomes(subject, 'REFUSED');
    const { id } = await ask(subject);
    const [reportId, second] = [randomUUID(), randomUUID()];
    await answer(id, { reportId });
    await becomes(subject, 'USABLE');
    await eldercare.hear(VerificationReopenedSchema, {
      ...about(id),
      reportId,
      cause: ReopenCause.LATE_ANSWER,
    });
    await becomes(subject, 'REOPENED');
    expect(await refusal(subject)).toBe('report-missing');
    // the report in its place comes before what it replaces is told
    await answer(id, { sequence: 2, reportId: second });
    await eldercare.hear(VerificationReportSupersededSchema, {
      ...about(id),
      ...{ reportId, supersededByReportId: second, cause: 'LATE_ANSWER' },
    });
    await becomes(subject, 'USABLE');
    await eldercare.hear(VerificationReportSupersededSchema, {
      ...about(id),
      ...{ reportId: second, cause: 'FACT_CORRECTED' },
    });
    await becomes(subject, 'SUPERSEDED');
    expect(await refusal(subject)).toBe('report-missing');
    expect(told(subject)).toEqual([
      'refused',
      'reported',
      `reopened ${ReopenCause.LATE_ANSWER}`,
      'reported',
      'superseded FACT_CORRECTED',
    ]);
    const revoke = () =>
      eldercare.hear(VerificationReportRevokedSchema, {
        ...about(id),
        ...{ reportId: second, reasonCode: 'WRONG_IDENTITY' },
      });
    await revoke();
    await becomes(subject, 'REVOKED');
    await revoke();
    const last = allowance();
    await answer((await ask(last)).id);
    await becomes(last, 'USABLE');
    expect(told(subject).filter((what) => what.startsWith('revoked'))).toEqual(['revoked WRONG_IDENTITY']);
  });

  it('take a report once, and none that a later one has replaced', async () => {
    const subject = allowance();
    const { id } = await ask(subject);
    const [reportId, earlier] = [randomUUID(), randomUUID()];
    await answer(id, { sequence: 2, reportId });
    await answer(id, { sequence: 2, reportId });
    await answer(id, { sequence: 1, reportId: earlier });
    const last = allowance();
    await answer((await ask(last)).id);
    await becomes(last, 'USABLE');
    await becomes(subject, 'USABLE');
    const rows = await eldercare.query('select from verification_report where request_id = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(told(subject)).toEqual(['reported']);
    expect(await eldercare.query('select from parked_event where key = $1', [id])).toEqual([]);
  });

  it('park an answer to what was never asked here', async () => {
    const requestId = randomUUID();
    await answer(requestId);
    await eventually('it is parked', async () => {
      const rows = await eldercare.query(`select from parked_event where key = $1`, [requestId]);
      return rows.length === 1;
    });
  });
});

describe('checks of cases, as social assistance had them before', () => {
  it('become those of the subject without a row being written', async () => {
    const database = await testDatabase();
    const migrated = (migrations: (new () => object)[]): Promise<DataSource> =>
      new DataSource({ type: 'postgres', url: database.url, migrations, migrationsRun: true }).initialize();
    const before = await migrated([]);
    await before.query(`
      create table aid_case (id uuid primary key);
      create table verification_request (
        id uuid primary key, case_id uuid not null references aid_case, purposes text[] not null,
        requested_at timestamptz not null, due_at timestamptz not null, state text not null);
      create unique index verification_request_open on verification_request (case_id) where state = 'OPEN';
      create table verification_report (
        request_id uuid not null references verification_request, sequence int not null, report_id uuid,
        case_id uuid not null references aid_case, result text not null, valid_to date, message bytea not null,
        received_at timestamptz not null default clock_timestamp(), primary key (request_id, sequence));
      create index verification_report_case on verification_report (case_id, received_at);
      insert into aid_case values ('${ELDER}');
      insert into verification_request values ('${ELDER}', '${ELDER}', '{DIBAO}', now(), now(), 'ANSWERED');
      insert into verification_report values ('${ELDER}', 1, null, '${ELDER}', 'COMPLETE', null, '', now());
    `);
    const places = `select t.xmin::text || ' ' || t.ctid as place from verification_report t
                    union all select t.xmin::text || ' ' || t.ctid from verification_request t`;
    const [rowsBefore] = [await before.query<object[]>(places)];
    await before.destroy();
    const after = await migrated([Checks1705000000103]);
    const subject = { subject_type: 'case', subject_id: ELDER };
    expect(await after.query('select subject_type, subject_id from verification_request')).toEqual([subject]);
    expect(await after.query('select subject_type, subject_id from verification_report')).toEqual([subject]);
    expect(await after.query(places)).toEqual(rowsBefore);
    await after.query('drop table aid_case');
    await after.destroy();
    await database.drop();
  });
});
