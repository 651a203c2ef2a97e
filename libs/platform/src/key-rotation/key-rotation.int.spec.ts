import { randomUUID } from 'node:crypto';
import { eventually, testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { DecryptionFailed, FieldCipher, fingerprintKeyOf } from '../encryption/index.js';
import { FileStore } from '../files/index.js';
import { IdempotencyRecords } from '../http/index.js';
import { JobRunner, Jobs, type Job } from '../jobs/index.js';
import { UnitOfWork } from '../persistence/index.js';
import { PLATFORM_MIGRATIONS } from '../start-service/index.js';
import { encryptedText, PLATFORM_COLUMNS, sealedBytes } from './encrypted-column.js';
import { KeyInventory, type KeyUse } from './key-inventory.js';
import { RE_ENCRYPTION, ReEncryptionJob } from './re-encryption.job.js';

const KEYS = { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) };
const ring = (current: keyof typeof KEYS, ...ids: (keyof typeof KEYS)[]) =>
  new FieldCipher(new Map(ids.map((id) => [id, KEYS[id]])), current);
const BEFORE = ring('k1', 'k1');
const ROTATING = ring('k2', 'k1', 'k2');
const AFTER = ring('k2', 'k2');

const COLUMNS = [
  ...PLATFORM_COLUMNS,
  encryptedText({ table: 'note', column: 'text_enc', place: 'note/{key}/text' }),
  sealedBytes({ table: 'note', column: 'sealed' }),
];
const NOTES = 250;
const FILE = { kind: 'test', scope: 'all', mediaType: 'text/csv', content: Buffer.from('a file') };
const REQUEST = { caller: 'clerk', key: 'once', method: 'POST', path: '/v1/notes', body: {} };
const ANSWER = { status: 201, headers: {}, body: { id: 'n' } };

describe('a change of the encryption key', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [...PLATFORM_MIGRATIONS],
    }).initialize();
    await dataSource.runMigrations();
    await dataSource.query('create table note (id uuid primary key, text_enc text not null, sealed bytea)');
    unitOfWork = new UnitOfWork(dataSource, {
      writer: 'assistance',
      source: '/service/assistance',
      partitions: 3,
    });
    await inventory(BEFORE).requireKeys();
    for (let n = 0; n < NOTES; n++) await writeNote(BEFORE, `note ${n}`);
    await unitOfWork.run('clerk', (tx) => new IdempotencyRecords(BEFORE).record(tx, REQUEST, ANSWER));
    await unitOfWork.run('clerk', (tx) => new FileStore(BEFORE).store(tx, FILE));
    await dataSource.query(
      `insert into parked_key (consumer, topic, key, state) values ('c', 't', 'k', 'RETRYING')`,
    );
    await dataSource.query(
      `insert into parked_event (id, consumer, topic, key, partition, record_offset, sealed, reason)
       values ($1, 'c', 't', 'k', 0, 0, $2, 'broken')`,
      [randomUUID(), BEFORE.seal(Buffer.from('a record'))],
    );
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const inventory = (cipher: FieldCipher) => new KeyInventory(COLUMNS, cipher, unitOfWork);
  const writeNote = async (cipher: FieldCipher, text: string): Promise<string> => {
    const id = randomUUID();
    await dataSource.query('insert into note values ($1, $2, $3)', [
      id,
      cipher.encrypt(text, `note/${id}/text`),
      cipher.seal(Buffer.from(text)),
    ]);
    return id;
  };
  const notes = async (cipher: FieldCipher): Promise<string[]> => {
    const rows: { id: string; text_enc: string; sealed: Buffer }[] =
      await dataSource.query('select * from note');
    return rows.map(({ id, text_enc, sealed }) => {
      const text = cipher.decrypt(text_enc, `note/${id}/text`);
      expect(cipher.open(sealed).toString()).toBe(text);
      return text;
    });
  };
  const uses = (cipher: FieldCipher): Promise<KeyUse[]> =>
    unitOfWork.run('operator', (tx) => inventory(cipher).count(tx));
  const valuesUnder = async (keyId: string, fingerprints = false): Promise<number> =>
    (await uses(ROTATING))
      .filter((use) => use.keyId === keyId && use.fingerprints === fingerprints)
      .reduce((sum, { values }) => sum + values, 0);
  const ask = (): Promise<string> =>
    unitOfWork.run('operator', (tx) => new Jobs().ask(tx, { name: RE_ENCRYPTION, scope: 'all' }));
  const runnerWith = (cipher: FieldCipher): JobRunner => {
    const runner = new JobRunner(unitOfWork, pino({ level: 'silent' }));
    runner.register(new ReEncryptionJob(inventory(cipher), cipher, 100));
    return runner;
  };
  const finished = async (runner: JobRunner, id: string): Promise<Job> => {
    while (await runner.round());
    return (await new Jobs().find(dataSource, id))!;
  };

  it('leaves everything readable when the old key is gone', async () => {
    const encrypted = 2 * NOTES + 3;
    expect(await valuesUnder('k1')).toBe(encrypted);
    const id = await ask();
    expect(await finished(runnerWith(ROTATING), id)).toMatchObject({
      state: 'DONE',
      done: encrypted,
      total: encrypted,
    });
    expect(await valuesUnder('k1')).toBe(0);
    expect(await valuesUnder('k2')).toBe(encrypted);

    expect((await notes(AFTER)).toSorted()).toEqual(
      Array.from({ length: NOTES }, (_, n) => `note ${n}`).toSorted(),
    );
    const [parked]: { sealed: Buffer }[] = await dataSource.query('select sealed from parked_event');
    expect(AFTER.open(parked!.sealed).toString()).toBe('a record');
    const [file] = await dataSource.query<{ id: string }[]>('select id from stored_file');
    expect((await new FileStore(AFTER).part(dataSource, file!, 0)).toString()).toBe('a file');
    const [record]: { id: Buffer; answer: Buffer }[] = await dataSource.query(
      'select * from idempotency_record',
    );
    const answer = AFTER.open(record!.answer, `idempotency_record/${record!.id.toString('hex')}`).toString();
    expect(JSON.parse(answer)).toEqual(ANSWER);
  });

  it('goes on after a failure in the middle', async () => {
    const id = await ask();
    const runner = runnerWith(ROTATING);
    // three columns of the platform, then the second chunk of notes
    for (let round = 0; round < 4; round++) await runner.round();
    const half = await valuesUnder('k2');
    await dataSource.query(
      `alter table note add constraint broken check (not starts_with(text_enc, 'k2.')) not valid`,
    );
    await runner.round();
    expect(await valuesUnder('k2')).toBe(half);
    expect(await new Jobs().find(dataSource, id)).toMatchObject({
      state: 'RUNNING',
      lastError: 'SQLSTATE 23514',
    });
    await dataSource.query('alter table note drop constraint broken');
    await dataSource.query('update job set not_before = clock_timestamp()');
    expect(await finished(runner, id)).toMatchObject({ state: 'DONE', done: 2 * NOTES + 3 });
    expect(await notes(AFTER)).toHaveLength(NOTES);
  });

  it('overwrites nothing that somebody writes meanwhile', async () => {
    const id = await writeNote(BEFORE, 'old');
    const writer = dataSource.createQueryRunner();
    await writer.startTransaction();
    await writer.query('update note set text_enc = $2 where id = $1', [
      id,
      ROTATING.encrypt('new', `note/${id}/text`),
    ]);
    const running = finished(runnerWith(ROTATING), await ask());
    await waitsForRow();
    await writer.commitTransaction();
    await writer.release();
    await running;
    const [row]: { text_enc: string }[] = await dataSource.query('select text_enc from note where id = $1', [
      id,
    ]);
    expect(AFTER.decrypt(row!.text_enc, `note/${id}/text`)).toBe('new');
  });

  async function waitsForRow(): Promise<void> {
    await eventually('the job waits for the row', async () => {
      const rows = await dataSource.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
  }

  it('names a key that is still needed and gone, and starts without one that no value needs', async () => {
    await expect(inventory(AFTER).requireKeys()).rejects.toThrow(/lacks k1/);
    await inventory(ROTATING).requireKeys();
    await finished(runnerWith(ROTATING), await ask());
    // what was marked with a key is not marked anew
    expect(await valuesUnder('k1', true)).toBe(1);
    await expect(inventory(AFTER).requireKeys()).rejects.toThrow(/lacks k1/);
    await dataSource.query('delete from idempotency_record');
    await finished(runnerWith(ROTATING), await ask());
    await expect(inventory(AFTER).requireKeys()).resolves.toBeUndefined();
    expect(await notes(AFTER)).toHaveLength(NOTES);
  });

  it('still verifies what an old key has marked, by what is derived from it', async () => {
    await finished(runnerWith(ROTATING), await ask());
    const keeping = new FieldCipher(
      new Map([['k2', KEYS.k2]]),
      'k2',
      new Map([['k1', fingerprintKeyOf(KEYS.k1)]]),
    );
    await expect(inventory(keeping).requireKeys()).resolves.toBeUndefined();
    const claim = await unitOfWork.run('clerk', (tx) => new IdempotencyRecords(keeping).claim(tx, REQUEST));
    expect(claim).toEqual({ state: 'answered', answer: ANSWER });
    expect(() => keeping.decrypt(BEFORE.encrypt('text'))).toThrow(DecryptionFailed);
  });

  it('leaves what no key decrypts, and goes on to the others', async () => {
    const stranger = new FieldCipher(new Map([['k0', Buffer.alloc(32, 9)]]), 'k0');
    await writeNote(stranger, 'whose is it');
    expect(await finished(runnerWith(ROTATING), await ask())).toMatchObject({ state: 'DONE' });
    expect(await valuesUnder('k0')).toBe(2);
    expect(await valuesUnder('k1')).toBe(0);
    await expect(inventory(ROTATING).requireKeys()).rejects.toThrow(/lacks k0/);
  });
});
