import { BusinessClock } from '@minzheng/platform/clock';
import { JobRunner, Jobs, type JobHandler } from '@minzheng/platform/jobs';
import { Regions } from '@minzheng/platform/regions';
import pino from 'pino';
import { writeFactSummaries } from '../facts/fact-summary.store.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { FactStore } from '../facts/fact.store.js';
import { wage } from '../facts/test/facts.js';
import { Breather } from '../runs/breather.js';
import { publishAssistanceRows, writePopulation, type WrittenHousehold } from '../runs/test/population.js';
import { auditLog } from '../test/kit/audit.js';
import { serviceDatabase, shippedPolicies, type ServiceDatabase } from '../test/kit/database.js';
import { readCounts } from './simulation.counts.js';
import { Simulation } from './simulation.entity.js';
import { SimulationJob } from './simulation.job.js';
import { SimulationService } from './simulation.service.js';

const STANDARD = 'assistance.dibao.standardMonthlyFen';

describe('a simulation of a whole region', () => {
  let database: ServiceDatabase;
  let simulations: SimulationService;
  let households: WrittenHousehold[];
  let job: SimulationJob;
  const clock = new BusinessClock(() => Date.parse('2025-07-22T02:00:00Z'));

  beforeAll(async () => {
    database = await serviceDatabase();
    const { dataSource, unitOfWork } = database;
    const policies = await shippedPolicies(database);
    await publishAssistanceRows(dataSource);
    // 60,000 and 90,000 less a fifth are 48,000 and 72,000 a head; 450,000 is far above
    households = await writePopulation(dataSource, {
      households: 1_200,
      region: (index) => (index % 2 === 0 ? '510811001001' : '510812001001'),
      wageFen: (index) => (index < 700 ? 60_000n : index < 1_000 ? 90_000n : 450_000n),
    });
    const regions = await Regions.open(dataSource, unitOfWork, clock, '');
    simulations = new SimulationService(policies, new Jobs(), clock);
    const runner = { register: () => undefined } as unknown as JobRunner;
    job = new SimulationJob(runner, policies, regions, auditLog(), clock);
  }, 60_000);
  afterAll(() => database.drop());

  /** A process that has this job alone. */
  const processWith = (handler: JobHandler): JobRunner => {
    const runner = new JobRunner(database.unitOfWork, pino({ level: 'silent' }));
    runner.register(handler);
    return runner;
  };
  const handler = (): JobHandler => job as unknown as JobHandler;
  const supposing = (value: unknown): Promise<Simulation> =>
    database.unitOfWork.run('analyst', (tx) =>
      simulations.ask(tx, { region: '5108', purpose: 'DIBAO', overrides: [{ key: STANDARD, value }] }),
    );
  const finish = async (): Promise<void> => {
    await database.dataSource.query(
      `update job set not_before = clock_timestamp(), lease_owner = null, lease_until = null`,
    );
    const runner = processWith(handler());
    while (await runner.round());
  };
  const stored = ({ id }: Simulation): Promise<Simulation> =>
    database.dataSource.manager.findOneByOrFail(Simulation, { id });
  const toldOf = async ({ id }: Simulation) =>
    Object.fromEntries(
      [
        ...(await readCounts({ query: (sql, of) => database.dataSource.query(sql, [...(of ?? [])]) }, id)),
      ].map(([county, { now, supposed, withoutPolicy }]) => [
        county,
        { now: Object.fromEntries(now), supposed: Object.fromEntries(supposed), withoutPolicy },
      ]),
    );

  /** What is packed of a person is as new as the facts. */
  const evaluated = (personKey: string): Promise<void> =>
    database.unitOfWork.run('test', async (tx) => {
      const [person] = await tx.query<{ fact_seq: string }>(
        'select fact_seq from person where person_key = $1',
        [personKey],
      );
      const facts = await readVisibleFacts(tx, [personKey]);
      await writeFactSummaries(tx, [{ personKey, factSeq: person!.fact_seq, facts }], new Breather());
    });

  const EACH = {
    now: { WITHIN_LIMITS: 350, EXCEEDS_INCOME: 250 },
    supposed: { WITHIN_LIMITS: 500, EXCEEDS_INCOME: 100 },
    withoutPolicy: 0,
  };

  it('counts every household once, by county, though a process dies within a part', async () => {
    const asked = await supposing({ URBAN: '80000', RURAL: '45000' });
    let chunks = 0;
    const dying = processWith({
      name: job.name,
      async chunk(tx, under) {
        const chunk = await handler().chunk(tx, under);
        chunks += 1;
        if (chunks === 3) throw Object.assign(new Error('killed'), { code: '57P01' });
        return chunk;
      },
    });
    await dying.round();
    expect(await stored(asked)).toMatchObject({ state: 'RUNNING', households: '1200' });
    await dying.round();
    // what is learned later is not of this simulation
    const [first] = households;
    await database.unitOfWork.run('test', (tx) =>
      new FactStore().store(tx, [wage(first!.persons[0], { amountFen: 9_000_000n, month: '2025-06' })]),
    );
    await evaluated(first!.persons[0]);
    await expect(dying.round()).rejects.toThrow('killed');
    const left = await database.dataSource.query<{ n: number }[]>(
      `select sum(cardinality(households))::int as n from simulation_part`,
    );
    expect(left).toEqual([{ n: 700 }]);

    await finish();
    expect(await stored(asked)).toMatchObject({ state: 'COMPLETED', malformedKey: null });
    expect(await toldOf(asked)).toEqual({ 510811: EACH, 510812: EACH });
    expect(await database.dataSource.query('select done, total, state from job')).toEqual([
      { done: '1200', total: '1200', state: 'DONE' },
    ]);
    const looked = await database.dataSource.query(
      `select e.action, e.purpose, count(distinct p.person)::int as persons
         from audit_entry e join audit_entry_persons on entry_id = e.id cross join unnest(persons) as p(person)
        where e.target = $1 group by 1, 2`,
      [`simulations/${asked.id}`],
    );
    expect(looked).toEqual([{ action: 'simulate', purpose: 'DIBAO', persons: 2_400 }]);
  });

  it('does not change what is: the same rows give the same counts', async () => {
    const asked = await supposing({ URBAN: '59000', RURAL: '39000' });
    await finish();
    const told = await toldOf(asked);
    for (const { now, supposed } of Object.values(told)) expect(supposed).toEqual(now);
  });

  it('where a county lacks a row, its households are counted apart', async () => {
    await database.dataSource.query(
      `update policy_row set region_prefix = '510811' where key = 'assistance.household.coResidenceMonths'`,
    );
    const asked = await supposing({ URBAN: '80000', RURAL: '45000' });
    await finish();
    const told = await toldOf(asked);
    expect(told['510812']).toEqual({ now: {}, supposed: {}, withoutPolicy: 600 });
    expect(told['510811']).toMatchObject({ withoutPolicy: 0 });
  });
});
