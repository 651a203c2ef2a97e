import { randomUUID } from 'node:crypto';
import { StatusKind } from '@minzheng/contracts/facts';
import { addDays, addMonths } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { PeriodicJobs } from '@minzheng/platform/jobs';
import type { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { ClueCoordination } from '../clues/clue-coordination.js';
import { closeClues } from '../clues/clue-moves.js';
import { Clue } from '../clues/clue.entity.js';
import { ClueService } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { Evaluator } from '../evaluation/evaluator.js';
import type { ReceivedFact } from '../facts/fact-row.js';
import { FactStore } from '../facts/fact.store.js';
import { received, status, wage } from '../facts/test/facts.js';
import { WatchDueJob } from '../monitoring/watch-due.job.js';
import { auditLog } from '../test/kit/audit.js';
import { allPolicies, serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { BulkRun, type BulkRunMode } from './bulk-run.entity.js';
import { BulkRunEvaluation } from './bulk-run.evaluation.js';
import { listScope } from './bulk-run.plan.js';

describe('a slice of a run', () => {
  let database: ServiceDatabase;
  let policies: PolicyStore;
  let evaluation: BulkRunEvaluation;
  let evaluator: Evaluator;
  const RUN_DAY = Date.parse('2025-08-21T02:00:00Z');
  const clock = new BusinessClock(() => RUN_DAY);

  beforeAll(async () => {
    database = await serviceDatabase();
    policies = await allPolicies(database);
    const clues = new ClueService(policies, clock);
    const withdrawal = new EvidenceWithdrawal(policies, clock);
    const regions = { province: '51' } as Regions;
    const logger = new JsonLogger('test', 'silent');
    evaluation = new BulkRunEvaluation(clues, withdrawal, auditLog(), regions, logger);
    const { unitOfWork } = database;
    evaluator = new Evaluator(unitOfWork, policies, clues, withdrawal, auditLog(), clock, regions, logger);
  });
  afterAll(() => database.drop());

  const store = (...facts: ReceivedFact[]): Promise<void> =>
    database.unitOfWork.run('test', (tx) => new FactStore().store(tx, facts));
  const run = (mode: BulkRunMode, subjects: string | string[], knownAt = new Date(Date.now() + 1_000)) =>
    database.unitOfWork.run('test', async (tx) => {
      const moment = { id: randomUUID(), mode, region: '51', validAt: '2025-08-21', knownAt };
      return evaluation.evaluate(
        tx,
        { ...moment, book: await policies.book(tx) },
        { alone: false, subjects: [subjects].flat() },
      );
    });
  /** An instant after all that is stored, and before whatever is stored next. */
  const instant = async (): Promise<Date> => {
    const [row] = await database.dataSource.query(
      `select date_trunc('milliseconds', max(last_recorded_at)) + interval '1 millisecond' as at from person`,
    );
    await database.dataSource.query('select pg_sleep_until($1)', [row.at]);
    return row.at as Date;
  };
  const householdOf = async (person: string, birthDate = '1980-01-01'): Promise<string> => {
    const id = randomUUID();
    const members = [{ personKey: person, relation: 'APPLICANT', birthDate, study: 'NONE' }];
    await database.dataSource.query(
      `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
       values ($1, 'assistance', '510802001001', 'URBAN', '2025-01-01', 1, $2, '[]')`,
      [id, JSON.stringify(members)],
    );
    await database.dataSource.query('insert into household_person values ($1, $2)', [id, person]);
    return id;
  };
  const hitsOf = async (id: string): Promise<string[]> => {
    const rows = await database.dataSource.query<{ indicator: string }[]>(
      'select h.indicator from clue c join indicator_hit h on h.clue_id = c.id where c.subject = $1 order by 1',
      [id],
    );
    return rows.map(({ indicator }) => indicator);
  };
  const drain = async (): Promise<void> => {
    while ((await evaluator.evaluateBatch()) > 0);
  };
  const wagesOf = (person: string): ReceivedFact[] =>
    Array.from({ length: 13 }, (_, month) =>
      wage(person, { month: addMonths('2024-07', month), amountFen: 1_000_000n, payerKey: '*' }),
    );
  const correctedOf = ({ schema, message, envelope }: ReceivedFact, change: object = {}): ReceivedFact => {
    const again = { ...message, ...change, factId: randomUUID(), supersedesFactId: message.factId };
    return received(schema, again as never, envelope) as ReceivedFact;
  };
  const takenBack = (fact: ReceivedFact): ReceivedFact => correctedOf(fact, { retracted: true });

  it('enters also whose facts it has read beside, and counts nobody of them as evaluated', async () => {
    const [child, father] = [randomUUID(), randomUUID()];
    const id = await householdOf(child, '2015-01-01');
    const custody = status(father, StatusKind.GUARDIAN_OF, '2024-01-01', 'COURT');
    Object.assign(custody.message, { attributes: { wardKey: child } });
    await store(custody, status(child, StatusKind.DIBAO, '2024-01-01'));
    expect(await run('FULL', id)).toMatchObject({ persons: 1 });
    const entries = await database.dataSource.query(
      `select p.persons from audit_entry e join audit_entry_persons p on p.entry_id = e.id
        where e.action = 'bulk-run evaluate' and p.persons @> array[$1::uuid]`,
      [child],
    );
    expect(entries).toEqual([{ persons: [child, father].sort() }]);
    // nothing is known of whom it names
    expect(await run('FULL', await householdOf(randomUUID()))).toMatchObject({ persons: 1 });
  });

  it('lists who owes support to a household and is member of none, and no member', async () => {
    const [id, obligor, member, runId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const { dataSource, unitOfWork } = database;
    await dataSource.query(
      `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
       values ($1, 'assistance', '510822001001', 'URBAN', '2025-01-01', 1, $2, $3)`,
      [
        id,
        JSON.stringify([
          { personKey: member, relation: 'APPLICANT', birthDate: '1950-01-01', study: 'NONE' },
        ]),
        JSON.stringify([{ personKey: obligor, obligorOfKey: member, relation: 'CHILD' }]),
      ],
    );
    await dataSource.query('insert into household_person select $1, unnest($2::uuid[])', [
      id,
      [obligor, member],
    ]);
    await dataSource.query(`insert into watched_alone select unnest($1::uuid[]), '510822001'`, [
      [obligor, member],
    ]);
    await dataSource.query(
      `insert into bulk_run (id, region, version, created_by, state, mode, valid_at)
       values ($1, '510822', 1, 'test', 'PLANNED', 'FULL', '2025-08-21')`,
      [runId],
    );
    const regions = await Regions.open(dataSource, unitOfWork, clock, '');
    for (const mode of ['FULL', 'DELTA'] as const) {
      const ofScope = await unitOfWork.run('test', async (tx) => {
        await tx.query('delete from bulk_run_chunk where run_id = $1', [runId]);
        const ordered = Object.assign(new BulkRun(), {
          id: runId,
          mode,
          region: '510822',
          validAt: '2025-08-21',
        });
        await listScope(tx, ordered, '2025-08-21', 1_000, regions);
        return tx.query('select alone, subjects from bulk_run_chunk where run_id = $1 order by alone', [
          runId,
        ]);
      });
      expect(ofScope).toEqual([
        { alone: false, subjects: [id] },
        { alone: true, subjects: [obligor] },
      ]);
    }
  });

  it('closes in the run of the month a clue of which both what is monthly and what came with facts was taken back', async () => {
    const person = randomUUID();
    const id = await householdOf(person);
    const wages = wagesOf(person);
    const staff = status(person, StatusKind.FISCAL_STAFF, '2025-06-01', 'HRSS');
    await store(status(person, StatusKind.DIBAO, '2024-01-01'), ...wages, staff);
    await run('FULL', id);
    const clues = () =>
      database.dataSource.query(
        `select c.state, c.closing_outcome as outcome, array_agg(distinct h.indicator order by h.indicator) as hits
           from clue c join indicator_hit h on h.clue_id = c.id
          where c.subject = $1 and c.direction = 'OVER' group by c.id`,
        [id],
      );
    const [raised] = await clues();
    expect(raised.hits).toEqual(expect.arrayContaining(['C1', 'C4']));

    await store(...wages.map(takenBack));
    expect(await run('MONTHLY', id)).toMatchObject({ withdrawn: 0 });
    await store(takenBack(staff));
    expect(await run('MONTHLY', id)).toMatchObject({ withdrawn: 1 });
    expect(await clues()).toMatchObject([{ state: 'CLOSED', outcome: 'EVIDENCE_WITHDRAWN' }]);
  });

  describe('of the month, of which hits wait while the coordinator looks at a clue', () => {
    afterEach(() => clock.follow(undefined));

    const clueOf = (id: string) =>
      database.dataSource.manager.findOneByOrFail(Clue, { subject: id, direction: 'OVER' });
    /** A household on dibao with wages above the standard, whose clue was answered once it was found. */
    const answered = async (find: (id: string) => Promise<unknown> = drain) => {
      const person = randomUUID();
      const id = await householdOf(person);
      const wages = wagesOf(person);
      const staff = status(person, StatusKind.FISCAL_STAFF, '2025-06-01', 'HRSS');
      await store(status(person, StatusKind.DIBAO, '2024-01-01'), ...wages, staff);
      await find(id);
      await database.dataSource.query(
        `update clue set state = 'ANSWERED' where subject = $1 and direction = 'OVER'`,
        [id],
      );
      return { id, person, wages, staff };
    };
    const close = async (id: string): Promise<void> => {
      const clue = await clueOf(id);
      await database.unitOfWork.run('test', async (tx) =>
        closeClues(tx, [{ clue, outcome: 'CONFIRMED_STOP' }], clock.now(), await policies.book(tx)),
      );
    };
    const sendBack = async (id: string): Promise<void> => {
      const clue = await clueOf(id);
      await database.unitOfWork.run('test', (tx) =>
        new ClueCoordination(policies, clock).sendBack(tx, clue.id, clue.version, '请再核实'),
      );
    };
    const marks = (person: string) =>
      database.dataSource.query('select asks_monthly from dirty where person_key = $1', [person]);

    it('finds them again when that look is over, if they still hold', async () => {
      const [closed, sentBack, mistaken] = [await answered(), await answered(), await answered()];
      const ids = [closed, sentBack, mistaken].map(({ id }) => id);
      expect(await run('MONTHLY', ids)).toMatchObject({ raised: 0, hits: 0 });
      expect(await clueOf(closed.id)).toMatchObject({ monthlyHeldIn: '2025-08' });
      await store(...mistaken.wages.map(takenBack));
      await drain();

      await close(closed.id);
      await close(mistaken.id);
      await sendBack(sentBack.id);
      for (const each of ids) expect(await clueOf(each)).toMatchObject({ monthlyHeldIn: null });
      expect(await marks(closed.person)).toEqual([{ asks_monthly: true }]);
      await drain();
      expect(await hitsOf(closed.id)).toContain('C1');
      expect(await hitsOf(mistaken.id)).not.toContain('C1');
      expect(await hitsOf(sentBack.id)).toContain('C1');
      expect(await clueOf(sentBack.id)).toMatchObject({ state: 'DISPATCHED', revision: 2 });
      expect(await marks(closed.person)).toEqual([]);
    });

    it('finds those of who is left when whom the clue names has left the household', async () => {
      const { id } = await answered();
      const left = randomUUID();
      await store(status(left, StatusKind.DIBAO, '2024-01-01'), ...wagesOf(left));
      const members = [{ personKey: left, relation: 'APPLICANT', birthDate: '1980-01-01', study: 'NONE' }];
      const { dataSource } = database;
      await dataSource.query('update household set members = $2 where id = $1', [
        id,
        JSON.stringify(members),
      ]);
      await dataSource.query('update household_person set person_key = $2 where household_id = $1', [
        id,
        left,
      ]);
      await drain();
      await run('MONTHLY', id);
      await close(id);
      expect(await marks(left)).toEqual([{ asks_monthly: true }]);
      await drain();
      expect(await hitsOf(id)).toContain('C1');
    });

    it('are asked when the mute of their hits has ended, on that day', async () => {
      const person = randomUUID();
      const id = await householdOf(person);
      await store(status(person, StatusKind.DIBAO, '2024-01-01'), ...wagesOf(person));
      await drain();
      await run('MONTHLY', id);
      const clue = await clueOf(id);
      await database.dataSource.query(`update clue set state = 'ANSWERED' where id = $1`, [clue.id]);
      await database.unitOfWork.run('test', async (tx) =>
        closeClues(
          tx,
          [{ clue: await clueOf(id), outcome: 'NO_CHANGE' }],
          clock.now(),
          await policies.book(tx),
        ),
      );
      await drain();
      const standing = () =>
        database.dataSource.query(
          `select h.clue_id from indicator_hit h join clue c on c.id = h.clue_id
            where c.subject = $1 and h.indicator = 'C1' and not h.lapsed`,
          [id],
        );
      expect(await standing()).toEqual([{ clue_id: clue.id }]);
      const { mutedUntilOn } = await clueOf(id);
      if (mutedUntilOn === null) throw new Error('nothing is muted');
      const endOn = async (today: string) => {
        clock.follow({ business: Date.parse(`${today}T02:00:00Z`), real: RUN_DAY });
        const job = new WatchDueJob({} as PeriodicJobs);
        await database.unitOfWork.run('test', (tx) => job.chunk(tx, { period: today } as never));
        await drain();
      };
      await endOn(mutedUntilOn);
      expect(await standing()).toEqual([{ clue_id: clue.id }]);
      await endOn(addDays(mutedUntilOn, 1));
      const [again, ...more] = await standing();
      expect(again.clue_id).not.toBe(clue.id);
      expect(more).toEqual([]);
    });

    it('closes a clue that is sent back if nothing in it stands by then, monthly or not', async () => {
      const { id, wages, staff } = await answered((household) => run('FULL', household));
      await database.dataSource.query(`update clue set monthly_held_in = '2025-08' where subject = $1`, [id]);
      await store(...wages.map(takenBack), takenBack(staff));
      await drain();
      await sendBack(id);
      await drain();
      expect(await clueOf(id)).toMatchObject({ state: 'CLOSED', closingOutcome: 'EVIDENCE_WITHDRAWN' });
    });

    it('leaves them to the next run when the look is over in a later month', async () => {
      const { id, person } = await answered();
      await run('MONTHLY', id);
      clock.follow({ business: Date.parse('2025-08-31T16:00:00Z'), real: RUN_DAY });
      await close(id);
      expect(await clueOf(id)).toMatchObject({ monthlyHeldIn: null });
      expect(await marks(person)).toEqual([{ asks_monthly: false }]);
      await drain();
      expect(await hitsOf(id)).not.toContain('C1');
    });
  });

  describe('reached when more is known than at the instant of the run', () => {
    it('leaves whom something came about to the evaluator, and raises what it found of all others', async () => {
      const persons = [randomUUID(), randomUUID(), randomUUID()];
      const [insured, elsewhere] = persons as [string, string, string];
      const ids = await Promise.all(persons.map((person) => householdOf(person)));
      await store(
        ...persons.map((person) => status(person, StatusKind.DIBAO, '2024-01-01')),
        ...persons.map((person) => status(person, StatusKind.VISITED, '2025-06-01', 'HRSS')),
      );
      const knownAt = await instant();
      await store(
        status(insured, StatusKind.INSURED_MEDICAL, '2025-01-01', 'NHSA'),
        status(elsewhere, StatusKind.RESIDENCE_PERMIT, '2025-01-01', 'PSB'),
      );
      const found = () => Promise.all(ids.map(hitsOf));
      expect(await run('FULL', ids, knownAt)).toMatchObject({ raised: 1, hits: 1 });
      expect(await found()).toEqual([[], [], ['F6']]);
      await drain();
      expect(await found()).toEqual([[], ['F6'], ['F6']]);
      expect(await run('FULL', ids, knownAt)).toMatchObject({ raised: 0, hits: 0 });
      await drain();
      expect(await found()).toEqual([[], ['F6'], ['F6']]);
    });

    it('closes no clue of whom something came about by what was known then', async () => {
      const persons = [randomUUID(), randomUUID()];
      const ids = await Promise.all(persons.map((person) => householdOf(person)));
      const staff = persons.map((person) => status(person, StatusKind.FISCAL_STAFF, '2025-06-01', 'HRSS'));
      const clues = () =>
        database.dataSource.query(
          `select state, closing_outcome as outcome from clue
            where subject = any($1::uuid[]) and direction = 'OVER' order by array_position($1, subject)`,
          [ids],
        );
      await store(...persons.map((person) => status(person, StatusKind.DIBAO, '2024-01-01')));
      const knownAt = await instant();
      await store(...staff);
      await drain();
      expect(await clues()).toMatchObject([{ state: 'DISPATCHED' }, { state: 'DISPATCHED' }]);

      const days = { ...(staff[0]!.message as { days?: object }).days, to: '2026-06-01' };
      await store(correctedOf(staff[0]!, { days }), takenBack(staff[1]!));
      for (const mode of ['FULL', 'DELTA'] as const) await run(mode, ids, knownAt);
      await drain();
      expect(await clues()).toMatchObject([
        { state: 'DISPATCHED' },
        { state: 'CLOSED', outcome: 'EVIDENCE_WITHDRAWN' },
      ]);
    });

    it('asks those once more what no evaluator asks', async () => {
      const persons = [randomUUID(), randomUUID()];
      const [paid, mistaken] = persons as [string, string];
      const ids = await Promise.all(persons.map((person) => householdOf(person)));
      const mistakes = wagesOf(mistaken);
      await store(
        ...persons.map((person) => status(person, StatusKind.DIBAO, '2024-01-01')),
        ...[...wagesOf(paid), ...mistakes],
      );
      const knownAt = await instant();
      await store(status(paid, StatusKind.INSURED_MEDICAL, '2025-01-01', 'NHSA'), ...mistakes.map(takenBack));
      expect(await run('MONTHLY', ids, knownAt)).toMatchObject({ raised: 1, hits: 1 });
      expect(await Promise.all(ids.map(hitsOf))).toEqual([['C1'], []]);
    });
  });
});
