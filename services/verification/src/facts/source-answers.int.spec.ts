import { randomUUID } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  SourceAnsweredSchema,
  SourceAnswerState,
  StatusKind,
  type SourceAnswered,
} from '@minzheng/contracts/facts';
import type { UnitOfWork } from '@minzheng/platform/persistence';
import type { DataSource } from 'typeorm';
import type { FactMessage } from './fact-row.js';
import { FactStore } from './fact.store.js';
import { releaseAnswers, storeAnswers } from './source-answers.js';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { status } from './test/facts.js';

describe('what sources have answered', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
  });
  afterAll(() => database.drop());

  const answer = (personKey: string, observedAt: string, awaitedFactIds: string[] = []): SourceAnswered =>
    create(SourceAnsweredSchema, {
      answerId: randomUUID(),
      personKey,
      agency: 'PSB',
      dataset: 'PSB',
      state: SourceAnswerState.ANSWERED,
      observedAt: timestampFromDate(new Date(observedAt)),
      awaitedFactIds,
    });
  const store = (...answers: SourceAnswered[]): Promise<void> =>
    unitOfWork.run('test', (tx) => storeAnswers(tx, answers));
  const stored = async (personKey: string): Promise<string[]> => {
    const rows: { observed_at: Date }[] = await dataSource.query(
      'select observed_at from source_answer where person_key = $1',
      [personKey],
    );
    return rows.map(({ observed_at }) => observed_at.toISOString().slice(0, 10));
  };
  const checks = async (personKey: string): Promise<number> => {
    const [row] = await dataSource.query(
      'select count(*)::int as n from request_check where person_key = $1',
      [personKey],
    );
    return row.n;
  };

  it('keeps the latest of a data set, whatever comes last, and has requests checked', async () => {
    const person = randomUUID();
    await store(answer(person, '2025-05-16'), answer(person, '2025-05-14'));
    await store(answer(person, '2025-05-15'));
    expect(await stored(person)).toEqual(['2025-05-16']);
    expect(await checks(person)).toBeGreaterThan(0);
  });

  it('counts an answer only when the statuses it names are here, in whatever order the two topics bring them', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    const facts = new FactStore();
    const [first, second] = [
      status(early, StatusKind.MARRIED, '2010-05-01', 'MCA'),
      status(late, StatusKind.MARRIED, '2010-05-01', 'MCA'),
    ];
    const idOf = (fact: typeof first): string => (fact.message as FactMessage).factId;

    await store(answer(early, '2025-05-16', [idOf(first)]));
    expect([await stored(early), await checks(early)]).toEqual([[], 0]);
    await unitOfWork.run('test', async (tx) => {
      await facts.store(tx, [first]);
      await releaseAnswers(tx, [early]);
    });
    expect([await stored(early), await checks(early)]).toEqual([['2025-05-16'], 1]);

    await unitOfWork.run('test', (tx) => facts.store(tx, [second]));
    await store(answer(late, '2025-05-16', [idOf(second)]));
    expect(await stored(late)).toEqual(['2025-05-16']);
  });

  it('does not wait for a status that only tells again what was known', async () => {
    const person = randomUUID();
    const facts = new FactStore();
    const known = status(person, StatusKind.MARRIED, '2010-05-01', 'MCA');
    const { message } = known as { message: FactMessage };
    const again = { ...known, message: { ...message, factId: randomUUID() } } as typeof known;
    await unitOfWork.run('test', (tx) => facts.store(tx, [known]));
    await unitOfWork.run('test', (tx) => facts.store(tx, [again]));
    await store(answer(person, '2025-05-16', [(again.message as FactMessage).factId]));
    expect(await stored(person)).toEqual(['2025-05-16']);
  });

  it('never misses the status that is stored at the same moment', async () => {
    const facts = new FactStore();
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const person = randomUUID();
        const fact = status(person, StatusKind.MARRIED, '2010-05-01', 'MCA');
        await Promise.all([
          unitOfWork.run('test', async (tx) => {
            await facts.store(tx, [fact]);
            await releaseAnswers(tx, [person]);
          }),
          store(answer(person, '2025-05-16', [(fact.message as FactMessage).factId])),
        ]);
        expect(await stored(person)).toEqual(['2025-05-16']);
      }),
    );
  });
});
