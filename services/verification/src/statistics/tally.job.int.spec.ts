import { randomUUID } from 'node:crypto';
import type { Chunk, PeriodicJobs } from '@minzheng/platform/jobs';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { Regions } from '@minzheng/platform/regions';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { REGISTERED_POOR, TallyJob } from './tally.job.js';

const WAGE = 1_001;

describe('what is counted once a day', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  const registered: string[] = [];
  const periodic = {
    register: ({ name }: { name: string }) => registered.push(name),
  } as unknown as PeriodicJobs;
  let province = '51';
  const job = new TallyJob(periodic, {
    get province() {
      return province;
    },
  } as Regions);

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
  });
  afterAll(() => database.drop());

  const count = async (): Promise<number> => {
    let checkpoint: { readonly part: string } | undefined;
    for (let chunks = 1; ; chunks++) {
      const under = { id: '', scope: 'all', period: '', parameters: {}, requestedBy: 'test', checkpoint };
      const chunk: Chunk<{ readonly part: string }> = await unitOfWork.run('test', (tx) =>
        job.chunk(tx, under),
      );
      if (chunk.finished) return chunks;
      checkpoint = chunk.checkpoint;
    }
  };
  const fact = (
    person: string,
    at: string,
    changes: { record?: number; source?: number; kind?: number; region?: string; supersedes?: string } = {},
  ) =>
    dataSource.query(
      `insert into fact (person_key, record_key, fact_id, recorded_at, observed_at, valid_from, source_id, kind, quality, flags,
                         region, supersedes_fact_id)
       values ($1, $2, $3, $4, $4, '2025-01-01', $5, $6, 1, 0, $7, $8)`,
      [
        person,
        changes.record ?? 1,
        randomUUID(),
        at,
        changes.source ?? 1,
        changes.kind ?? WAGE,
        changes.region ?? null,
        changes.supersedes ?? null,
      ],
    );
  const read = (at: string, changes: Record<string, unknown> = {}) => {
    const row = {
      ...{
        id: uuidv7({ msecs: Date.parse(at) }),
        actor: 'officer',
        role: 'COUNTY',
        action: 'GET /v1/profiles/{personKey}',
      },
      ...{
        subject: randomUUID(),
        region: '510802001001',
        purpose: 'DIBAO',
        case_ref: 'case',
        fields: ['items'],
        at,
        mac: 'x',
      },
      ...changes,
    };
    const columns = Object.keys(row).join(', ');
    return dataSource.query(
      `insert into audit_entry (${columns}) select ${columns} from jsonb_populate_recordset(null::audit_entry, $1)`,
      [JSON.stringify([row])],
    );
  };
  const facts = () =>
    dataSource.query(
      `select on_day::text, source_id, facts::int, corrections::int from fact_tally order by on_day, source_id`,
    );
  const poor = () =>
    dataSource.query('select person_key, region from registered_poor_person order by region');

  it('is asked for each day', () => {
    job.onModuleInit();
    expect(registered).toEqual(['tally']);
  });

  it('are facts by source and day, and which took the place of others', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await fact(one, '2025-06-30T15:59:59Z');
    await fact(one, '2025-06-30T16:00:00Z');
    await fact(other, '2025-07-02T02:00:00Z', { source: 2 });
    await fact(other, '2025-07-02T03:00:00Z', { record: 2, source: 2, supersedes: randomUUID() });
    await count();
    const counted = [
      { on_day: '2025-06-30', source_id: 1, facts: 1, corrections: 0 },
      { on_day: '2025-07-01', source_id: 1, facts: 1, corrections: 1 },
      { on_day: '2025-07-02', source_id: 2, facts: 2, corrections: 1 },
    ];
    expect(await facts()).toEqual(counted);
    expect(await count()).toBeLessThan(3);
    expect(await facts()).toEqual(counted);
  });

  it('are facts that have come since, and those of the last minutes only when they are settled', async () => {
    const [before] = [await facts()];
    await fact(randomUUID(), new Date(Date.now() - 60_000).toISOString(), { source: 7 });
    await count();
    expect(await facts()).toEqual(before);
    await fact(randomUUID(), new Date(Date.now() - 3_600_000).toISOString(), { source: 8 });
    await dataSource.query(
      `update tally_progress set through = through - interval '2 hours' where part like 'fact%'`,
    );
    await count();
    expect((await facts()).slice(before.length)).toMatchObject([{ source_id: 8, facts: 1 }]);
  });

  it('is who is registered poor, where the source said so last', async () => {
    await dataSource.query('delete from tally_progress');
    const [moved, unplaced, nobody] = [randomUUID(), randomUUID(), randomUUID()];
    await fact(moved, '2025-06-01T02:00:00Z', { kind: REGISTERED_POOR, region: '510802001' });
    await fact(moved, '2025-06-02T02:00:00Z', { kind: REGISTERED_POOR, region: '510811001' });
    await fact(unplaced, '2025-06-01T02:00:00Z', { kind: REGISTERED_POOR });
    await fact(nobody, '2025-06-01T02:00:00Z', { kind: REGISTERED_POOR });
    await dataSource.query(
      `insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on)
       values ($1, '510802002001', 1, 'test', 'MONITORED', $2, '[]', '{}', '2025-06-01')`,
      [randomUUID(), unplaced],
    );
    await count();
    expect(await poor()).toEqual([
      { person_key: unplaced, region: '510802002001' },
      { person_key: moved, region: '510811001' },
    ]);
  });

  it('are reads of officials by region, day and purpose', async () => {
    await read('2025-07-01T02:00:00Z');
    await read('2025-07-01T02:00:01Z', { case_ref: null, fields: ['items', 'idNumber'] });
    await read('2025-07-01T02:00:02Z', { role: 'PERSON' });
    await read('2025-07-01T02:00:03Z', { action: 'GET /v1/profiles/{personKey} refused', subject: null });
    await read('2025-07-01T02:00:04Z', { action: 'POST /v1/clues/{id}/close' });
    await read('2025-07-01T16:00:00Z', {
      action: 'POST /v1/status-checks',
      purpose: 'MEDICAL_AID',
      region: '51',
    });
    await read('2025-07-01T16:00:00Z', {
      action: 'POST /v1/status-checks',
      purpose: 'MEDICAL_AID',
      region: '51',
    });
    await count();
    const counted = [
      {
        region: '510000',
        on_day: '2025-07-02',
        purpose: 'MEDICAL_AID',
        lookups: 2,
        without_case: 0,
        refused: 0,
        unmasked: 0,
        checked: 2,
      },
      {
        region: '510802001',
        on_day: '2025-07-01',
        purpose: 'DIBAO',
        lookups: 2,
        without_case: 1,
        refused: 1,
        unmasked: 1,
        checked: 0,
      },
    ];
    const tally = () =>
      dataSource.query(
        `select region, on_day::text, purpose, lookups::int, without_case::int, refused::int, unmasked::int, checked::int
           from access_tally order by region`,
      );
    expect(await tally()).toEqual(counted);
    await count();
    expect(await tally()).toEqual(counted);
  });

  it('stands where it concerns no county under the province for which the service works', async () => {
    const places = async (code: string): Promise<unknown> => {
      province = code;
      await count();
      return dataSource.query('select region from statistic_place');
    };
    expect(await places('43')).toEqual([{ region: '430000' }]);
    expect(await places('51')).toEqual([{ region: '510000' }]);
  });
});
