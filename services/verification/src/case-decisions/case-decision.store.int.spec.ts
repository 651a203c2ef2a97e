import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { CaseDecidedSchema, CaseOutcome } from '@minzheng/contracts/assistance';
import { Programme, ServiceCode } from '@minzheng/contracts/common';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { received } from '../facts/test/facts.js';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { readRefusals, storeCaseDecisions } from './case-decision.store.js';

describe('decisions of cases', () => {
  let database: ServiceDatabase;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ unitOfWork } = database);
  });
  afterAll(() => database.drop());
  beforeEach(() => database.dataSource.query('delete from dirty'));

  const decided = (
    caseId: string,
    personKeys: readonly string[],
    outcome: CaseOutcome,
    { at = '2025-05-20T02:00:00Z', sequence = 1n, programme = Programme.DIBAO } = {},
  ) => {
    const event = received(CaseDecidedSchema, {
      caseId,
      occurredAt: timestampFromDate(new Date(at)),
      region: { code: '510802001' },
      outcome,
      household: {
        service: ServiceCode.ASSISTANCE,
        householdId: randomUUID(),
        region: { code: '510802001' },
      },
      personKeys: [...personKeys],
      programme,
      reasonCodes: ['INCOME'],
    });
    return { ...event, envelope: { ...event.envelope, sequence } };
  };
  const store = (...events: Parameters<typeof storeCaseDecisions>[1][number][]): Promise<void> =>
    unitOfWork.run('test', (tx) => storeCaseDecisions(tx, events));
  const refusals = async (...persons: string[]): Promise<Record<string, string>> =>
    Object.fromEntries(await unitOfWork.run('test', (tx) => readRefusals(tx, persons)));
  const dirty = async (): Promise<string[]> =>
    (await database.dataSource.query<{ person_key: string }[]>('select person_key from dirty')).map(
      ({ person_key }) => person_key,
    );

  it('tell of each person when an application was refused last, in the day of Shanghai', async () => {
    const [one, other, nobody] = [randomUUID(), randomUUID(), randomUUID()];
    await store(
      decided(randomUUID(), [one, other], CaseOutcome.REJECTED, { at: '2025-05-20T15:59:59Z' }),
      decided(randomUUID(), [other], CaseOutcome.REJECTED, {
        at: '2025-05-20T16:00:00Z',
        programme: Programme.EDGE,
      }),
      decided(randomUUID(), [one], CaseOutcome.APPROVED, { at: '2025-06-01T02:00:00Z' }),
      decided(randomUUID(), [nobody], CaseOutcome.WITHDRAWN),
    );
    expect(await refusals(one, other, nobody)).toEqual({ [one]: '2025-05-20', [other]: '2025-05-21' });
  });

  it('are looked at again when they are new, and when nothing has changed are not', async () => {
    const person = randomUUID();
    const event = decided(randomUUID(), [person], CaseOutcome.REJECTED);
    await store(event);
    expect(await dirty()).toEqual([person]);
    await database.dataSource.query('delete from dirty');
    await store(event);
    expect(await dirty()).toEqual([]);
  });

  it.each([
    ['in order', [0, 1]],
    ['out of order', [1, 0]],
    ['in one batch', undefined],
  ])('change with the newest of a case, %s', async (_how, order) => {
    const [person, added, caseId] = [randomUUID(), randomUUID(), randomUUID()];
    const events = [
      decided(caseId, [person], CaseOutcome.REJECTED),
      decided(caseId, [person, added], CaseOutcome.APPROVED, { sequence: 2n, at: '2025-07-01T02:00:00Z' }),
    ];
    if (order === undefined) await store(...events);
    else for (const place of order) await store(events[place]!);
    expect(await refusals(person, added)).toEqual({});
    const concerned = await database.dataSource.query(
      'select person_key from case_decision_person where case_id = $1 order by 1',
      [caseId],
    );
    expect(concerned).toEqual([person, added].toSorted().map((person_key) => ({ person_key })));
  });
});
