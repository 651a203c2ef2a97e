import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { SourceAnsweredSchema, SourceAnswerState } from '@minzheng/contracts/facts';
import { BusinessClock, SandboxClock } from '@minzheng/platform/clock';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { FactStore } from '../../facts/fact.store.js';
import { storeAnswers } from '../../facts/source-answers.js';
import { wage } from '../../facts/test/facts.js';
import { RequestsHandlers } from '../../requests/requests.handlers.js';
import { newFamily, requestOf, type Family } from '../../requests/test/events.js';
import { ASSISTANCE_ROWS, CORE } from '../../requests/test/households.js';
import { VERIFICATION } from '../../verification.definition.js';
import { VERIFICATION_TABLES } from './database.js';

/** Without its consumers: the tests hand it what it hears. */
const { consumers: _consumers, ...UNHEARD } = VERIFICATION;

/** Verification as it runs, with one family of the county 510802 whose report is issued, in July 2025. */
export interface VerifiedFamily {
  readonly environment: ServiceEnvironment;
  readonly service: RunningService;
  readonly dataSource: DataSource;
  readonly family: Family;
  readonly requestId: string;
  readonly reportId: string;
}

export async function verifiedFamily(): Promise<VerifiedFamily> {
  const environment = await ServiceEnvironment.create([], VERIFICATION_TABLES);
  const service = await buildService(
    UNHEARD,
    environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
  );
  const dataSource = service.app.get(DataSource);
  const unitOfWork = service.app.get(UnitOfWork);
  const clock = service.app.get(BusinessClock);
  await unitOfWork.run('test', (tx) =>
    service.app.get(SandboxClock).move(tx, new Date('2025-07-15T02:00:00Z')),
  );
  for (const row of ASSISTANCE_ROWS) {
    await dataSource.query(
      `insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence)
       values ($1, 'assistance', $2, $3, $4, $5, $6, 1)`,
      [row.id, row.key, row.regionPrefix, row.effectiveFrom, JSON.stringify(row.value), row.legalBasis],
    );
  }
  const family = newFamily();
  const event = requestOf(family, clock.now());
  const { requestId } = event.message;
  await unitOfWork.run('test', (tx) => service.app.get(RequestsHandlers).requested([event], { tx }));
  await unitOfWork.run('test', (tx) =>
    service.app
      .get(FactStore)
      .store(tx, [wage(family.husband, { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n })]),
  );
  await unitOfWork.run('test', (tx) =>
    storeAnswers(
      tx,
      [family.husband, family.wife, family.child].flatMap((personKey) =>
        CORE.map((agency) =>
          create(SourceAnsweredSchema, {
            answerId: uuidv4(),
            personKey,
            agency,
            dataset: agency,
            state: SourceAnswerState.ANSWERED,
            observedAt: timestampFromDate(new Date('2025-07-16T02:00:00Z')),
          }),
        ),
      ),
    ),
  );
  const reportId = await eventually('a report', async () => {
    const [row] = await dataSource.query<{ id: string }[]>(
      'select id from verification_report where request_id = $1',
      [requestId],
    );
    return row?.id;
  });
  return { environment, service, dataSource, family, requestId, reportId };
}
