import { randomUUID } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Purpose, ServiceCode } from '@minzheng/contracts/common';
import { SourceQueryAskedSchema } from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { MIGRATION_TABLE, openDatabase } from '@minzheng/platform/start-service';
import { testDatabase } from '@minzheng/testing/servers';
import { GATEWAY_TABLES } from '../../test/kit/database.js';
import { QUERY_COLUMNS, QueryStore, type AgencyQuery } from './query.store.js';

describe('queries at the gateway', () => {
  const [id, staying, leaving] = [randomUUID(), randomUUID(), randomUUID()];
  const store = new QueryStore(new BusinessClock(() => Date.parse('2025-07-15T02:00:00Z')));
  const world = async () => {
    const database = await testDatabase(GATEWAY_TABLES);
    const dataSource = await openDatabase({
      ...{ type: 'postgres', migrationsTableName: MIGRATION_TABLE, url: database.url },
      migrations: [...GATEWAY_TABLES.migrations],
    });
    const unitOfWork = new UnitOfWork(dataSource, {
      ...{ writer: 'inbound', source: '/service/verification-gateway', partitions: 3 },
    });
    return { database, dataSource, unitOfWork };
  };
  let opened: Awaited<ReturnType<typeof world>>;
  beforeAll(async () => {
    opened = await world();
  });
  afterAll(async () => {
    await opened.dataSource.destroy();
    await opened.database.drop();
  });

  const asked = (sequence: bigint, fromState: string, toState: string, ...personKeys: string[]) =>
    opened.unitOfWork.run('test', (tx) =>
      store.asked(
        tx,
        create(SourceQueryAskedSchema, {
          ...{
            queryId: id,
            agency: 'BANK',
            dataset: 'BANK',
            requestId: id,
            caseRef: 'of the test',
            personKeys,
          },
          ...{ purposes: [Purpose.DIBAO], holder: ServiceCode.ASSISTANCE, region: { code: '51' } },
          ...{ retrySeconds: [60], circuitFailures: 5, circuitSeconds: 600 },
          dueAt: timestampFromDate(new Date('2025-07-22T16:00:00Z')),
          transition: { aggregate: 'source-query', aggregateId: id, fromState, toState, version: sequence },
        }),
        sequence,
      ),
    );
  const standing = async () => {
    const [query] = await opened.dataSource.query<AgencyQuery[]>(`select ${QUERY_COLUMNS} from agency_query`);
    if (query === undefined) throw new Error('no query');
    const { state, personKeys, attempts } = query;
    return { query, state, personKeys, attempts };
  };

  it('lose who is left out, and are asked again only where they begin anew', async () => {
    await asked(1n, '', 'PENDING', staying, leaving);
    const { query } = await standing();
    await opened.unitOfWork.run('test', (tx) => store.sent(tx, query));
    expect(await standing()).toMatchObject({ state: 'SENT', personKeys: [staying, leaving], attempts: 1 });
    await asked(3n, 'SENT', 'SENT', staying);
    expect(await standing()).toMatchObject({ state: 'SENT', personKeys: [staying], attempts: 1 });
    await asked(2n, 'PENDING', 'PENDING', staying, leaving);
    expect(await standing()).toMatchObject({ state: 'SENT', personKeys: [staying], attempts: 1 });
    await asked(4n, '', 'PENDING', staying);
    expect(await standing()).toMatchObject({ state: 'PENDING', personKeys: [staying], attempts: 0 });
  });
});
