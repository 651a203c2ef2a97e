import { setTimeout as delay } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { Column, DataSource, Entity } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Aggregate, NotFound, SwallowedError, UnitOfWork, VersionConflict } from './index.js';

@Entity('note')
class Note extends Aggregate {
  @Column('text')
  text!: string;
}

describe('a unit of work', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url, entities: [Note] }).initialize();
    await dataSource.query(`
      create table note (
        id uuid primary key, region text not null, version int not null, text text not null,
        created_at timestamptz not null default clock_timestamp(), created_by text not null
      )`);
    unitOfWork = new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/test', partitions: 3 });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function newNote(): Promise<string> {
    const note = Object.assign(new Note(), { id: uuidv7(), region: '510802', text: 'new' });
    await unitOfWork.run('clerk', (tx) => tx.insert(note));
    return note.id;
  }

  const change = (id: string, text: string, expected?: number): Promise<Note> =>
    unitOfWork.run('clerk', async (tx) => {
      const note = await tx.loadForUpdate(Note, id, expected);
      await delay(20);
      note.text = text;
      return tx.save(note);
    });

  const stored = (id: string): Promise<Note> => dataSource.getRepository(Note).findOneByOrFail({ id });

  it('stores an aggregate as version 1 with its actor, and raises the version with each change', async () => {
    const id = await newNote();
    expect(await stored(id)).toMatchObject({ version: 1, createdBy: 'clerk', text: 'new' });
    expect(await change(id, 'changed', 1)).toMatchObject({ version: 2 });
    expect(await stored(id)).toMatchObject({ version: 2, text: 'changed' });
  });

  it('refuses a change of what was changed since, and tells the current version', async () => {
    const id = await newNote();
    await change(id, 'first');
    await expect(change(id, 'late', 1)).rejects.toMatchObject({ name: 'VersionConflict', current: 2 });
    expect(await stored(id)).toMatchObject({ version: 2, text: 'first' });
  });

  it('does not find what is not there', async () => {
    await expect(change(uuidv7(), 'x')).rejects.toThrow(NotFound);
  });

  it('lets one of two that change the same at once win', async () => {
    const id = await newNote();
    const outcomes = await Promise.allSettled([change(id, 'one', 1), change(id, 'two', 1)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toBeInstanceOf(VersionConflict);
    expect((await stored(id)).version).toBe(2);
  });

  it('loses no change of two that expect no version', async () => {
    const id = await newNote();
    await Promise.all([change(id, 'one'), change(id, 'two'), change(id, 'three')]);
    expect((await stored(id)).version).toBe(4);
  });

  it('stores nothing and runs nothing afterwards when its work fails', async () => {
    const id = await newNote();
    let ran = false;
    const work = unitOfWork.run('clerk', async (tx) => {
      tx.afterCommit(() => (ran = true));
      await tx.execute('update note set text = $2 where id = $1', [id, 'half']);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect((await stored(id)).text).toBe('new');
    expect(ran).toBe(false);
  });

  it('keeps what has to stay of a refused work before the refusal is known, on one connection', async () => {
    const one = await new DataSource({
      ...{ type: 'postgres', url: database.url, entities: [Note], poolSize: 1 },
    }).initialize();
    const narrow = new UnitOfWork(one, { writer: 'assistance', source: '/service/test', partitions: 3 });
    const note = (text: string) => Object.assign(new Note(), { id: uuidv7(), region: '510802', text });
    const [refused, kept, done, unneeded] = [note('refused'), note('kept'), note('done'), note('unneeded')];
    const attempt = narrow.run('clerk', async (tx) => {
      await tx.insert(refused);
      narrow.afterRollback(tx, (own) => own.insert(kept));
      throw new NotFound('the caller’s');
    });
    await expect(attempt).rejects.toThrow(NotFound);
    await narrow.run('clerk', async (tx) => {
      narrow.afterRollback(tx, (own) => own.insert(unneeded));
      await tx.insert(done);
    });
    await one.destroy();
    const ids = [refused, kept, done, unneeded].map(({ id }) => id);
    const found = await dataSource.getRepository(Note).findBy(ids.map((id) => ({ id })));
    expect(found.map(({ text, createdBy }) => [text, createdBy])).toEqual([
      ['kept', 'clerk'],
      ['done', 'clerk'],
    ]);
  });

  it('tells the failure where what has to stay could not be kept', async () => {
    const attempt = unitOfWork.run('clerk', async (tx) => {
      unitOfWork.afterRollback(tx, () => Promise.reject(new Error('not kept')));
      throw new NotFound('the caller’s');
    });
    await expect(attempt).rejects.toThrow('not kept');
  });

  it('never seems to have committed what PostgreSQL rolled back, because an error was swallowed', async () => {
    const id = await newNote();
    const work = unitOfWork.run('clerk', async (tx) => {
      await tx.execute('update note set text = $2 where id = $1', [id, 'half']);
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow(SwallowedError);
    expect((await stored(id)).text).toBe('new');
  });

  it('is ended by the server when its process stalls, so that its locks are not held for ever', async () => {
    const [row] = await unitOfWork.run('clerk', (tx) =>
      tx.query<{ after: string }>(`select current_setting('idle_in_transaction_session_timeout') as after`),
    );
    expect(row).toEqual({ after: '10s' });
  });
});
