import { eventually } from '@minzheng/testing/servers';
import { answerTo, PayingDepartment } from './test/paying-department.js';

const PEOPLE = 6_000;
const RETURNED = 100;

/** Lines, facts and messages by how often each was made of what there should be one. */
interface Count {
  readonly made: number;
  readonly once: number;
}

describe('a run whose process is killed', () => {
  let department: PayingDepartment;
  let run: string;
  beforeAll(async () => {
    department = await PayingDepartment.start('2025-07-02T01:00:00Z');
    await department.people(PEOPLE);
    ({ id: run } = await department.open('2025-07'));
  }, 60_000);
  afterAll(() => department.drop());

  const done = async (name: string): Promise<number> => {
    const [job] = await department.query<{ done: string }>('select done from job where name = $1', [name]);
    return Number(job?.done ?? 0);
  };
  const count = async (sql: string): Promise<Count> => {
    const [row] = await department.query<Count>(
      `select sum(n)::int as made, count(*) filter (where n = 1)::int as once from (${sql}) as counted`,
    );
    return row!;
  };
  const restart = async (): Promise<void> => {
    await department.kill();
    await department.endLeases();
    await department.startProcess();
  };

  it('in the middle of its build has every line once', async () => {
    await eventually('some lines are planned', async () => (await done('payroll-build')) > 0);
    await department.kill();
    const before = await done('payroll-build');
    expect(before).toBeLessThan(PEOPLE);
    const { made } = await count('select 1 as n from payment_line');
    expect(made).toBe(before);
    await restart();
    expect(await department.becomes(run, 'BUILT')).toMatchObject({
      count: PEOPLE,
      totalFen: String(PEOPLE * 5_000),
    });
    const lines = await count(
      'select count(l.id) as n from allowance a left join payment_line l on l.subject_id = a.id group by a.id',
    );
    expect(lines).toEqual({ made: PEOPLE, once: PEOPLE });
  });

  it('in the middle of its reconciliation has every result, message and fact once', async () => {
    const file = await department.sent(run);
    const results = answerTo(file, ({ number }) =>
      number % (PEOPLE / RETURNED) === 0 ? 'DORMANT' : undefined,
    );
    const taken = await department.import(run, results);
    expect(taken.body).toMatchObject({
      paid: PEOPLE - RETURNED,
      returned: RETURNED,
      unmatched: 0,
      state: 'RECONCILING',
    });
    expect(taken.body.jobId).not.toBeNull();
    const pending = await department.import(run, results.replace('2025-07-02', '2025-07-01'));
    expect([pending.status, pending.problem]).toEqual([409, 'results-pending']);
    await department.kill();
    const [open] = await department.query<{ n: number }>(
      `select count(*)::int as n from payment_line where state = 'SENT'`,
    );
    expect(open?.n).toBeGreaterThan(0);
    await restart();
    await department.becomes(run, 'CLOSED');
    const states = await department.query<{ state: string; n: number }>(
      'select state, count(*)::int as n from payment_line group by state order by state',
    );
    expect(states).toEqual([
      { state: 'PAID', n: PEOPLE - RETURNED },
      { state: 'RETURNED', n: RETURNED },
    ]);
    const facts = await eventually('all is told', async () => {
      const told = await department.facts();
      return new Set(told.map(({ factId }) => factId)).size >= PEOPLE - RETURNED && told;
    });
    // the relay of a killed process may have sent the same event twice: it is the same fact
    expect(new Set(facts.map(({ factId }) => factId)).size).toBe(PEOPLE - RETURNED);
    expect(new Set(facts.map(({ personKey }) => personKey)).size).toBe(PEOPLE - RETURNED);
    const moves = await count(`select sum(version - 2) as n from payment_line group by id`);
    expect(moves).toEqual({ made: PEOPLE, once: PEOPLE });
  });
});
