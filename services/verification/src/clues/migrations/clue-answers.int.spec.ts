import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { Clues1710000000103 } from './0001-clues.js';
import { ClueAnswers1710000000130 } from './1710000000130-clue-answers.js';

describe('the migration to answers', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const [clueId, subject] = [randomUUID(), randomUUID()];

  const insertHit = (changes: { lapsed?: boolean } = {}) =>
    dataSource.query(
      `insert into indicator_hit (id, clue_id, indicator, subject, episode_key, person_key, severity, months, fact_ids, explanation${changes.lapsed === undefined ? '' : ', lapsed'})
       values ($1, $2, 'C3', $3, 'payer', $3, 'YELLOW', '{}', '{}', '{}'${changes.lapsed === undefined ? '' : `, ${changes.lapsed}`})`,
      [randomUUID(), clueId, subject],
    );

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [Clues1710000000103],
      migrationsRun: true,
    }).initialize();
    await dataSource.query(
      `insert into clue (id, region, version, created_at, created_by, state, subject, department, direction, severity, due_on, attempt, revision)
       values ($1, '510802001', 1, '2025-08-12T02:00:00Z', 'test', 'DISPATCHED', $2, 'assistance', 'OVER', 'YELLOW', '2025-08-26', 1, 1)`,
      [clueId, subject],
    );
    await insertHit();
    await dataSource.destroy();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [Clues1710000000103, ClueAnswers1710000000130],
      migrationsRun: true,
    }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('takes over clues that were dispatched, as of when they were made', async () => {
    expect(
      await dataSource.query('select dispatched_at, sent_back, declined, closing_outcome from clue'),
    ).toEqual([
      {
        dispatched_at: new Date('2025-08-12T02:00:00Z'),
        sent_back: false,
        declined: false,
        closing_outcome: null,
      },
    ]);
  });

  it('lets an episode stand once, and lapse as often as need be', async () => {
    await expect(insertHit({ lapsed: false })).rejects.toThrow(/indicator_hit_episode/);
    await insertHit({ lapsed: true });
    await dataSource.query('update indicator_hit set lapsed = true');
    await insertHit({ lapsed: false });
  });

  it('keeps a closed clue together with its outcome', async () => {
    await expect(dataSource.query(`update clue set state = 'CLOSED'`)).rejects.toThrow(/clue_closed/);
    await dataSource.query(
      `update clue set state = 'CLOSED', closing_outcome = 'NO_CHANGE', closed_at = clock_timestamp()`,
    );
  });
});
