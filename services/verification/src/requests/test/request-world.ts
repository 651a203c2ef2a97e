import { generateKeyPairSync } from 'node:crypto';
import { create, fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import {
  AssetFactSchema,
  AssetKind,
  FactQuality,
  SourceAnsweredSchema,
  SourceAnswerState,
} from '@minzheng/contracts/facts';
import { BusinessClock } from '@minzheng/platform/clock';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { v4 as uuidv4 } from 'uuid';
import { SourceQueries } from '../../agencies/source-queries.js';
import { ConsentRegister } from '../../consents/consent.register.js';
import type { ReceivedFact } from '../../facts/fact-row.js';
import { FactStore } from '../../facts/fact.store.js';
import { storeAnswers } from '../../facts/source-answers.js';
import { received } from '../../facts/test/facts.js';
import { ReportIssuer } from '../../reports/report-issuer.js';
import { replayReport, type Replay } from '../../reports/report-replay.js';
import { ReportRevocation } from '../../reports/report-revocation.js';
import { ReportSigner } from '../../reports/report-signature.js';
import { ReportStanding } from '../../reports/report-standing.entity.js';
import { VerificationReport } from '../../reports/verification-report.entity.js';
import { AppealedRequests } from '../appealed-requests.js';
import { RequestCancellation } from '../request.cancellation.js';
import { RequestEvaluation } from '../request.evaluation.js';
import { RequestIssue } from '../request.issue.js';
import { RequestQuestions } from '../request.questions.js';
import { RequestService } from '../request.service.js';
import { RequestsHandlers } from '../requests.handlers.js';
import { RequestsWorker } from '../requests.worker.js';
import { allPolicies, serviceDatabase } from '../../test/kit/database.js';
import { VerificationRequest } from '../verification-request.entity.js';
import { requestOf, type Family, type RequestInit } from './events.js';
import { CORE } from './households.js';

/** Requests and their reports in a database of their own, with a clock that the test sets. */
export async function requestWorld() {
  const database = await serviceDatabase();
  const { dataSource, unitOfWork } = database;
  const policies = await allPolicies(database);
  let now = new Date('2025-07-15T02:00:00Z');
  const clock = new BusinessClock(() => now.getTime());
  const signer = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
  const register = new ConsentRegister();
  const sources = new SourceQueries(policies, clock);
  const cancellation = new RequestCancellation(sources, clock);
  const evaluation = new RequestEvaluation(
    policies,
    new RequestQuestions(policies, register, clock),
    cancellation,
    new RequestIssue(new ReportIssuer(signer, clock), sources, clock),
    sources,
    clock,
  );
  const regions = await Regions.open(dataSource, unitOfWork, clock, '');
  const requests = new RequestService(policies, register, cancellation, sources, clock, regions);
  const handlers = new RequestsHandlers(requests, register);
  const worker = new RequestsWorker(unitOfWork, evaluation, clock, new JsonLogger('test', 'silent'));
  const facts = new FactStore();
  const read = {
    query: (sql: string, parameters: readonly unknown[] = []) => dataSource.query(sql, [...parameters]),
  };

  return {
    dataSource,
    unitOfWork,
    requests,
    cancellation,
    sources,
    worker,
    clock,
    appeals: new AppealedRequests(clock),
    revocation: new ReportRevocation(cancellation, clock),
    at(instant: string): void {
      now = new Date(instant);
    },
    now: () => now,
    async send(family: Family, rest: RequestInit = {}): Promise<string> {
      const event = requestOf(family, now, rest);
      await unitOfWork.run('test', (tx) => handlers.requested([event], { tx }));
      return event.message.requestId;
    },
    answer: (
      persons: readonly string[],
      agencies: readonly string[] = CORE,
      observedAt = '2025-07-16T02:00:00Z',
    ): Promise<void> =>
      unitOfWork.run('test', (tx) =>
        storeAnswers(
          tx,
          persons.flatMap((person) =>
            agencies.map((agency) =>
              create(SourceAnsweredSchema, {
                answerId: uuidv4(),
                personKey: person,
                agency,
                dataset: agency,
                state: SourceAnswerState.ANSWERED,
                observedAt: timestampFromDate(new Date(observedAt)),
              }),
            ),
          ),
        ),
      ),
    storeFacts: (stored: readonly ReceivedFact[]): Promise<void> =>
      unitOfWork.run('test', (tx) => facts.store(tx, stored)),
    async drain(): Promise<void> {
      while (await worker.work());
    },
    requestOf: (id: string): Promise<VerificationRequest> =>
      dataSource.manager.findOneByOrFail(VerificationRequest, { id }),
    reportsOf: (requestId: string): Promise<VerificationReport[]> =>
      dataSource.manager.find(VerificationReport, { where: { requestId }, order: { sequence: 'ASC' } }),
    standingOf: (id: string): Promise<ReportStanding> =>
      dataSource.manager.findOneByOrFail(ReportStanding, { id }),
    replay: (report: VerificationReport): Promise<Replay> => replayReport(read, report),
    async sentFor(key: string) {
      const rows = await dataSource.query<{ ce_type: string; payload: Buffer; topic: string }[]>(
        'select ce_type, payload, topic from outbox where key = $1 order by id',
        [key],
      );
      return rows.map(({ ce_type, payload, topic }) => {
        const schema = messageByTypeName(ce_type);
        if (!schema) throw new Error(ce_type);
        return { type: ce_type.split('.').at(-1), topic, message: fromBinary(schema, payload) };
      });
    },
    drop: () => database.drop(),
  };
}

export type RequestWorld = Awaited<ReturnType<typeof requestWorld>>;

/** A thing as an agency's register has it. */
export function thing(
  personKey: string,
  kind: AssetKind,
  agency: string,
  rest: {
    readonly factId?: string;
    readonly valueFen?: bigint;
    readonly count?: number;
    readonly itemKey?: string;
    readonly asOf?: string;
    readonly recordId?: string;
    readonly retracted?: boolean;
    readonly supersedesFactId?: string;
    readonly observedAt?: string;
  },
): ReceivedFact {
  const { recordId = uuidv4(), observedAt = '2025-07-16T01:00:00Z', ...fact } = rest;
  const init = {
    factId: uuidv4(),
    personKey,
    occurredAt: timestampFromDate(new Date(observedAt)),
    region: { code: '510802' },
    kind,
    asOf: '2025-07-14',
    itemKey: uuidv4(),
    shareBp: 10_000,
    quality: FactQuality.REGISTERED,
    ...fact,
    source: { agency, dataset: agency, recordId, observedAt: timestampFromDate(new Date(observedAt)) },
  };
  return received(AssetFactSchema, init, { source: `/agency/${agency}` }) as ReceivedFact;
}
