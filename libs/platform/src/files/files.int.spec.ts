import { createHash, randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { DecryptionFailed, FieldCipher } from '../encryption/index.js';
import { UnitOfWork, type Tx } from '../persistence/index.js';
import {
  FileDamaged,
  FileRejects,
  Files1700000000112,
  FileStore,
  PART_BYTES,
  type FileForm,
} from './index.js';

describe('files that were handed in', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const cipher = new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1');
  const files = new FileStore(cipher);
  const rejects = new FileRejects();
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [Files1700000000112],
    }).initialize();
    await dataSource.runMigrations();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const inOne = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/assistance', partitions: 3 }).run(
      'clerk',
      work,
    );
  const content = Buffer.from('籍贯,110101199003070011\n'.repeat(30_000));
  const form = (change: Partial<FileForm> = {}): FileForm => ({
    ...{ kind: 'test', scope: '510802', mediaType: 'text/csv', content },
    ...change,
  });
  const store = (change?: Partial<FileForm>) => inOne((tx) => files.store(tx, form(change)));
  const readAll = async (file: { id: string; partCount: number }, from?: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of files.read(dataSource, file, from)) parts.push(part);
    return Buffer.concat(parts);
  };

  it('come back byte for byte, from any place, in parts of which none shows what it holds', async () => {
    const { file, isNew } = await store();
    expect(isNew).toBe(true);
    expect(file).toMatchObject({
      byteLength: content.length,
      partCount: Math.ceil(content.length / PART_BYTES),
      sha256: createHash('sha256').update(content).digest('hex'),
      storedBy: 'clerk',
    });
    expect((await readAll(file)).equals(content)).toBe(true);
    for (const from of [1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 5, content.length - 1]) {
      expect((await readAll(file, from)).equals(content.subarray(from))).toBe(true);
    }
    const rows = await dataSource.query<{ sealed: Buffer }[]>('select sealed from stored_file_part');
    expect(rows.some(({ sealed }) => sealed.includes('110101199003070011'))).toBe(false);
  });

  it('are one file when they are handed in again, also at the same time; of somebody else another', async () => {
    const again = await Promise.all([store(), store()]);
    expect(again.map(({ isNew }) => isNew)).toEqual([false, false]);
    expect(new Set(again.map(({ file }) => file.id)).size).toBe(1);
    const other = await store({ scope: '510811' });
    expect(other.isNew).toBe(true);
    expect(other.file.id).not.toBe(again[0].file.id);
    const [{ count }] = (await dataSource.query(
      'select count(*)::int as count from stored_file_part where file_id = $1',
      [again[0].file.id],
    )) as [{ count: number }];
    expect(count).toBe(again[0].file.partCount);
  });

  it('are known by their manifest once the content is erased, and have it again when they come again', async () => {
    const small = { content: Buffer.from('a,b\n1,2\n') };
    const { file } = await store(small);
    await inOne((tx) => files.erase(tx, file.id));
    expect(await files.find(dataSource, file.id)).toEqual(file);
    await expect(readAll(file)).rejects.toThrow(FileDamaged);
    expect(await store(small)).toEqual({ file, isNew: false });
    expect((await readAll(file)).toString()).toBe('a,b\n1,2\n');
  });

  it('are refused where a part was changed or put in another place', async () => {
    const { file } = await store({ content: Buffer.from('whole') });
    await dataSource.query(
      `update stored_file_part p set sealed = o.sealed from stored_file_part o
        where p.file_id = $1 and o.file_id <> $1`,
      [file.id],
    );
    await expect(readAll(file)).rejects.toThrow(DecryptionFailed);
    const { file: cut } = await store({ content: Buffer.from('checked') });
    await dataSource.query(`update stored_file_part set sha256 = repeat('0', 64) where file_id = $1`, [
      cut.id,
    ]);
    await expect(readAll(cut)).rejects.toThrow(FileDamaged);
  });

  it('have a list of rejects for each use, in the order of the lines, each once', async () => {
    const [use, other] = [randomUUID(), randomUUID()];
    const wrong = [
      { line: 12, column: 'name', problem: 'missing' },
      { line: 3, column: '', problem: 'too,odd' },
    ];
    await inOne((tx) => rejects.add(tx, use, wrong));
    await inOne((tx) => rejects.add(tx, use, wrong.slice(0, 1)));
    await inOne((tx) => rejects.add(tx, other, wrong.slice(0, 1)));
    let text = '';
    const words = (problem: string) => ({ zh: `${problem}（中文）`, en: `${problem} "here"` });
    for await (const piece of rejects.csv(dataSource, use, words)) text += piece;
    expect(text).toBe(
      'line,column,problem,zh,en\r\n' +
        '3,,"too,odd","too,odd（中文）","too,odd ""here"""\r\n' +
        '12,name,missing,missing（中文）,"missing ""here"""\r\n',
    );
  });
});
