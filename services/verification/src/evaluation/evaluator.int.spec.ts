import { randomUUID } from 'node:crypto';
import { StatusKind } from '@minzheng/contracts/facts';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import type { PolicyStore } from '@minzheng/platform/policies';
import type { Tx, UnitOfWork } from '@minzheng/platform/persistence';
import type { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { DataSource } from 'typeorm';
import { ClueService } from '../clues/clue.service.js';
import { EvidenceWithdrawal } from '../clues/evidence-withdrawal.js';
import { factsOfRow } from '../facts/fact-summary.store.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { FactStore } from '../facts/fact.store.js';
import { status, wage } from '../facts/test/facts.js';
import { auditLog } from '../test/kit/audit.js';
import { allPolicies, serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { Evaluator } from './evaluator.js';
import { profileOf } from './profile.rules.js';

describe('the evaluator', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let policies: PolicyStore;
  const clock = new BusinessClock(() => Date.parse('2025-08-12T02:00:00Z'));
  const facts = new FactStore();

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
    policies = await allPolicies(database);
  });
  afterAll(() => database.drop());
  beforeEach(() => dataSource.query('delete from dirty'));

  const evaluator = (rows: PolicyStore = policies): Evaluator =>
    new Evaluator(
      unitOfWork,
      rows,
      new ClueService(policies, clock),
      new EvidenceWithdrawal(policies, clock),
      auditLog(),
      clock,
      { province: '51' } as Regions,
      new JsonLogger('test', 'silent'),
    );
  /** All rows but those for regions that begin like this. */
  const withoutRowsFor = (prefix: string): PolicyStore =>
    ({
      book: async (tx: Tx) => {
        const book = await policies.book(tx);
        const resolve: typeof book.resolve = (key, region, on) => {
          if (region.startsWith(prefix)) throw new PolicyMissing(key, region, on);
          return book.resolve(key, region, on);
        };
        return { resolve };
      },
    }) as unknown as PolicyStore;
  const store = (...events: Parameters<FactStore['store']>[1]): Promise<void> =>
    unitOfWork.run('test', (tx) => facts.store(tx, events));
  const householdOf = async (relations: Readonly<Record<string, string>>, id: string): Promise<string> => {
    const members = Object.entries(relations).map(([personKey, relation]) => ({ personKey, relation }));
    await dataSource.query(
      `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
       values ($1, 'assistance', '510802001001', 'URBAN', clock_timestamp(), 1, $2, '[]')`,
      [id, JSON.stringify(members.map((member) => ({ ...member, birthDate: '1980-01-01', study: 'NONE' })))],
    );
    await dataSource.query('insert into household_person select $1, unnest($2::uuid[])', [
      id,
      Object.keys(relations),
    ]);
    return id;
  };
  const household = (...members: string[]): Promise<string> =>
    householdOf(Object.fromEntries(members.map((member) => [member, 'OTHER'])), randomUUID());
  const dirtyPersons = async (): Promise<number> => {
    const [row] = await dataSource.query('select count(distinct person_key)::int as n from dirty');
    return row.n;
  };
  const expectProfile = async (person: string): Promise<void> => {
    const [row] = await dataSource.query(
      `select p.summary, p.fact_seq = s.fact_seq as current
         from profile p join person s using (person_key) where person_key = $1`,
      [person],
    );
    const stored = await unitOfWork.run('test', (tx) => readVisibleFacts(tx, [person]));
    expect(row).toEqual({ summary: JSON.stringify(profileOf(stored, '2025-08-12').open), current: true });
  };

  it('evaluates a file of sixty facts about a person once', async () => {
    const person = randomUUID();
    await store(...Array.from({ length: 60 }, () => wage(person)));
    expect(await evaluator().evaluateBatch()).toBe(1);
    expect(await evaluator().evaluateBatch()).toBe(0);
    await expectProfile(person);
  });

  it('evaluates a person once whose marks lie a whole first load apart', async () => {
    const person = randomUUID();
    await store(wage(person, { recordId: 'first' }));
    await dataSource.query("select setval(pg_get_serial_sequence('dirty', 'id'), 1000000)");
    await store(wage(person, { recordId: 'second', month: '2025-05' }));
    expect(await evaluator().evaluateBatch()).toBe(2);
    expect(await evaluator().evaluateBatch()).toBe(0);
    await expectProfile(person);
  });

  it('keeps up with a person about whom facts come without pause, and never makes them wait', async () => {
    const person = randomUUID();
    await household(person, randomUUID());
    let writing = true;
    const evaluations = (async () => {
      let evaluated = 0;
      while (writing) evaluated += await evaluator().evaluateBatch();
      return evaluated;
    })();
    for (let batch = 0; batch < 60; batch++) {
      await store(
        ...Array.from({ length: 10 }, (_, i) => wage(person, { amountFen: BigInt(batch * 10 + i + 1) })),
      );
    }
    writing = false;
    expect(await evaluations).toBeGreaterThan(0);
    while ((await evaluator().evaluateBatch()) > 0);
    expect(await dirtyPersons()).toBe(0);
    await expectProfile(person);
  });

  it('reads only what is new of a person, and all where the marks do not tell what that is', async () => {
    const person = randomUUID();
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const facts = async () => {
      while ((await evaluator().evaluateBatch()) > 0);
      const [row] = await dataSource.query(
        'select s.*, s.fact_seq = p.fact_seq as current from fact_summary s join person p using (person_key) where person_key = $1',
        [person],
      );
      expect(row.current).toBe(true);
      return factsOfRow(person, row)?.map(({ factId }) => factId);
    };
    await store(wage(person, { factId: first, recordId: 'first' }));
    expect(await facts()).toEqual([first]);
    await dataSource.query('delete from fact where person_key = $1', [person]);

    await store(wage(person, { factId: second, recordId: 'second', month: '2025-05' }));
    await dataSource.query('insert into dirty (person_key) values ($1)', [person]);
    expect(await facts()).toEqual([first, second]);

    await store(wage(person, { factId: third, recordId: 'third', month: '2025-04' }));
    await dataSource.query('update dirty set record_keys = null');
    expect(await facts()).toEqual([second, third]);
  });

  it('replaces a summary of text by one of bytes, and reads the facts of neither', async () => {
    const person = randomUUID();
    const factId = '11111111-0000-8000-8000-000000000000';
    await store(wage(person, { factId }));
    while ((await evaluator().evaluateBatch()) > 0);
    await dataSource.query('delete from fact where person_key = $1', [person]);
    const text =
      '[["TAX","REGISTERED","2025-06-01T00:00:00.000000Z","wage","2025-06","*","job"],' +
      `[0,"${factId}",0,0,"-1",1,2,1750000000000001,null,3,45000,4,4,0,5,6,0,null,null,null,null]]`;
    await dataSource.query(
      `update fact_summary set format = 2, facts = $2, pack = null, gated_pack = null where person_key = $1`,
      [person, text],
    );
    await dataSource.query('insert into dirty (person_key) values ($1)', [person]);
    while ((await evaluator().evaluateBatch()) > 0);
    const [row] = await dataSource.query('select * from fact_summary where person_key = $1', [person]);
    expect(row).toMatchObject({ format: 3, facts: '', gated_facts: '' });
    expect(factsOfRow(person, row)).toMatchObject([{ factId, kind: 'wage', amountFen: 45_000n }]);
  });

  it('settles what is marked of a whole household at once, unless a member lives in another one too', async () => {
    const [husband, wife, both] = [randomUUID(), randomUUID(), randomUUID()];
    await household(husband, wife, both);
    await household(both, randomUUID());
    await store(wage(husband));
    const strangers = Array.from({ length: 1_000 }, () => randomUUID());
    await dataSource.query('insert into dirty (person_key) select unnest($1::uuid[])', [strangers]);
    await store(wage(wife), wage(both));
    const each = evaluator();
    await each.evaluateBatch();
    await expectProfile(husband);
    await expectProfile(wife);
    const left = await dataSource.query('select person_key from dirty where not person_key = any($1)', [
      strangers,
    ]);
    expect(left).toEqual([{ person_key: both }]);
    while ((await each.evaluateBatch()) > 0);
    await expectProfile(both);
  });

  it('shares the work between evaluators and leaves nobody out', async () => {
    const people = Array.from({ length: 120 }, () => randomUUID());
    for (let i = 0; i < people.length; i += 3) await household(...people.slice(i, i + 3));
    await store(...people.flatMap((person) => [wage(person), wage(person, { month: '2025-05' })]));
    await Promise.all(
      [evaluator(), evaluator(), evaluator()].map(async (each) => {
        while ((await dirtyPersons()) > 0) await each.evaluateBatch();
      }),
    );
    for (const person of people) await expectProfile(person);
  });

  it('leaves the persons of a household dirty that another evaluator works on', async () => {
    const [busy, free] = [randomUUID(), randomUUID()];
    const id = await household(busy);
    await household(free);
    await store(wage(busy), wage(free));
    await unitOfWork.run('test', async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [0x6576_616c, id]);
      expect(await evaluator().evaluateBatch()).toBe(1);
      expect(await dirtyPersons()).toBe(1);
    });
    expect(await evaluator().evaluateBatch()).toBe(1);
    await expectProfile(busy);
  });

  it('leaves an obligor dirty whom another one looks at alone', async () => {
    const [member, obligor] = [randomUUID(), randomUUID()];
    const id = await household(member);
    await dataSource.query('insert into household_person values ($1, $2)', [id, obligor]);
    await dataSource.query('update household set obligors = $2 where id = $1', [
      id,
      JSON.stringify([{ personKey: obligor, obligorOfKey: member, relation: 'CHILD' }]),
    ]);
    await store(wage(member), wage(obligor));
    await unitOfWork.run('test', async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [0x6576_616c, obligor]);
      await evaluator().evaluateBatch();
      expect(await dataSource.query('select distinct person_key from dirty')).toEqual([
        { person_key: obligor },
      ]);
    });
    await evaluator().evaluateBatch();
    await expectProfile(obligor);
  });

  it('puts off the one person who cannot be evaluated, and goes on with the others', async () => {
    const people = Array.from({ length: 40 }, () => randomUUID());
    const broken = people[17]!;
    await store(...people.map((person) => wage(person)));
    await dataSource.query('update fact set quality = 99 where person_key = $1', [broken]);
    const each = evaluator();
    while ((await each.evaluateBatch()) > 0);
    for (const person of people) if (person !== broken) await expectProfile(person);
    expect(await dirtyPersons()).toBe(1);

    await dataSource.query('update fact set quality = 1 where person_key = $1', [broken]);
    await store(wage(broken, { month: '2025-05' }));
    await each.evaluateBatch();
    expect(await dirtyPersons()).toBe(0);
    await expectProfile(broken);
  });

  it('enters whose facts it has read, once a batch', async () => {
    const [told, beside, other] = [randomUUID(), randomUUID(), randomUUID()];
    await household(told, beside);
    await store(wage(told), wage(other));
    await evaluator().evaluateBatch();
    const entries = await dataSource.query(
      `select e.action, e.purpose, e.actor, p.persons from audit_entry e join audit_entry_persons p on p.entry_id = e.id
        where p.persons @> array[$1::uuid]`,
      [beside],
    );
    expect(entries).toEqual([
      {
        action: 'evaluate',
        purpose: 'MONITORING',
        actor: 'evaluator',
        persons: [told, beside, other].sort(),
      },
    ]);
  });

  it('lets the region wait whose policy row is missing, and evaluates the others', async () => {
    const [waiting, other] = [randomUUID(), randomUUID()];
    const id = await household(waiting);
    await household(other);
    await dataSource.query(`update household set region = '510811001001' where id = $1`, [id]);
    await store(wage(waiting), wage(other));
    await evaluator(withoutRowsFor('510811')).evaluateBatch();
    await expectProfile(waiting);
    await expectProfile(other);
    const rows = await dataSource.query(
      'select person_key, not_before > clock_timestamp() as later from dirty',
    );
    expect(rows).toEqual([{ person_key: waiting, later: true }]);
  });

  it.each(['before', 'after'])(
    'monitors who belongs to two households in the one that he or she heads, stored %s the other',
    async (when) => {
      const [son, father] = [randomUUID(), randomUUID()];
      const [low, high] = [randomUUID(), randomUUID()].sort() as [string, string];
      const [own, ofParents] = when === 'before' ? [low, high] : [high, low];
      await householdOf({ [son]: 'APPLICANT' }, own);
      await householdOf({ [father]: 'APPLICANT', [son]: 'CHILD' }, ofParents);
      await store(status(son, StatusKind.RELAPSE_MONITORED, '2025-07-01', 'RVP'));
      while ((await evaluator().evaluateBatch()) > 0);
      const [monitored] = await dataSource.query(
        'select household_id from monitored_subject where person_key = $1',
        [son],
      );
      expect(monitored).toEqual({ household_id: own });
    },
  );

  it('asks those later too of the monthly indicators of whom it should have asked them now', async () => {
    const [broken, waiting] = [randomUUID(), randomUUID()];
    const others = [randomUUID(), randomUUID()] as const;
    const id = await household(waiting, others[1]);
    await dataSource.query(`update household set region = '510811001001' where id = $1`, [id]);
    await store(...[broken, others[0], waiting, others[1]].map((person) => wage(person)));
    await dataSource.query('update fact set quality = 99 where person_key = any($1::uuid[])', [
      [broken, others[0]],
    ]);
    await dataSource.query('insert into dirty (person_key, asks_monthly) select unnest($1::uuid[]), true', [
      [broken, waiting],
    ]);
    await dataSource.query('insert into dirty (person_key) select unnest($1::uuid[])', [[broken, waiting]]);
    const each = evaluator(withoutRowsFor('510811'));
    while ((await each.evaluateBatch()) > 0);
    const rows = await dataSource.query<{ person_key: string; asks_monthly: boolean }[]>(
      'select person_key, asks_monthly from dirty where not_before > clock_timestamp()',
    );
    expect(new Map(rows.map(({ person_key, asks_monthly }) => [person_key, asks_monthly]))).toEqual(
      new Map([broken, waiting, ...others].map((person, place) => [person, place < 2])),
    );
    expect(rows).toHaveLength(4);
  });
});
