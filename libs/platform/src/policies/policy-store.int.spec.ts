import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { create, fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { Messaging1700000000001, SequenceEpoch1700000000365, type Received } from '../messaging/index.js';
import { UnitOfWork } from '../persistence/index.js';
import {
  enterRows,
  InvalidPolicies,
  Policies1700000000103,
  PolicyDrafts,
  PolicyDrafts1700000000111,
  PolicyStore,
} from './index.js';
import { jest } from '@jest/globals';

const STANDARD = 'assistance.standard.monthlyFen';
const ID = '019a2f00-0000-7000-8000-000000000001';

interface RowText {
  id?: string;
  key?: string;
  from?: string;
  value?: string;
}

const rowText = ({
  id = ID,
  key = STANDARD,
  from = '2020-01-01',
  value = "{ URBAN: '59000' }",
}: RowText = {}) => `
- id: ${id}
  key: ${key}
  regionPrefix: '5108'
  effectiveFrom: ${from}
  value: ${value}
  legalBasis: 广府规〔2019〕1号
`;

type Published = Received<typeof PolicyPublishedSchema>;

function published(
  fields: MessageInitShape<typeof PolicyPublishedSchema> & { rowId: string },
  sequence = 1n,
): Published {
  return {
    schema: PolicyPublishedSchema,
    envelope: {
      id: randomUUID(),
      type: PolicyPublishedSchema.typeName,
      source: '/service/verification',
      subject: `policyRow/${fields.rowId}`,
      sequence,
      topic: 'minzheng.verification.all.v1',
      partition: 0,
      offset: 0n,
      key: fields.policyKey ?? null,
      ...{ time: new Date(), recordTime: new Date() },
    },
    payload: new Uint8Array(),
    message: create(PolicyPublishedSchema, {
      policyKey: 'verification.consent.maxMonths',
      regionPrefix: '',
      effectiveFrom: '2020-01-01',
      value: '12',
      legalBasis: '民发〔2012〕220号',
      ...fields,
    }),
  };
}

describe('policies', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let store: PolicyStore;
  let folder: string;
  let files = 0;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [
        Messaging1700000000001,
        SequenceEpoch1700000000365,
        Policies1700000000103,
        PolicyDrafts1700000000111,
      ],
    }).initialize();
    await dataSource.runMigrations();
    unitOfWork = new UnitOfWork(dataSource, {
      writer: 'assistance',
      source: '/service/assistance',
      partitions: 3,
    });
    folder = await mkdtemp(join(tmpdir(), 'policies-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(async () => {
    await dataSource.query('truncate policy_row, outbox, parked_key, parked_event');
    store = new PolicyStore(dataSource, unitOfWork, 'assistance');
  });

  const directoryOf = async (...contents: string[]): Promise<URL> => {
    const directory = join(folder, `${files++}`);
    await mkdir(directory);
    await Promise.all(contents.map((content, index) => writeFile(join(directory, `${index}.yaml`), content)));
    return pathToFileURL(`${directory}/`);
  };
  const announcements = async () => {
    const rows: { topic: string; key: string; ce_subject: string; ce_sequence: string; payload: Buffer }[] =
      await dataSource.query('select * from outbox order by id');
    return rows.map(({ payload, ...row }) => ({
      ...row,
      message: fromBinary(PolicyPublishedSchema, payload),
    }));
  };
  const copy = (...events: Published[]) => unitOfWork.run('test', (tx) => store.copy(tx, events));

  describe('entered by an act of two people', () => {
    it('hold at once in the place of the row that they name, and both are announced', async () => {
      await store.ship(await directoryOf(rowText()), (key) => key === STANDARD);
      const shipped = (await store.book()).resolve(STANDARD, '510802', '2025-05-12');
      await dataSource.query('truncate outbox');
      const entry = {
        ...{ key: STANDARD, regionPrefix: '5108', effectiveFrom: '2025-07-01', value: { URBAN: '64900' } },
        ...{ legalBasis: '广府规〔2025〕12号', supersedes: shipped, draftedBy: 'officer-1' },
      };
      const [id] = await unitOfWork.run('officer-2', (tx) => enterRows(tx, store, [entry]));
      const book = await store.book();
      expect(book.resolve(STANDARD, '510802', '2025-06-30').id).toBe(ID);
      expect(book.resolve(STANDARD, '510802', '2025-07-01')).toMatchObject({ id, value: { URBAN: '64900' } });
      const [row] = await dataSource.query('select * from policy_row where id = $1', [id]);
      expect(row).toMatchObject({
        ...{ state: 'PUBLISHED', supersedes_row_id: ID, drafted_by: 'officer-1', published_by: 'officer-2' },
      });
      // who copies them makes room first
      expect((await announcements()).map(({ message: told }) => [told.rowId, told.effectiveTo])).toEqual([
        [ID, '2025-07-01'],
        [id, undefined],
      ]);
    });
  });

  describe('shipped', () => {
    it('are stored once, and announced once where others read them', async () => {
      const directory = await directoryOf(
        rowText({ value: "{ URBAN: '59000', RURAL: '39000' }" }),
        rowText({ id: '019a2f00-0000-7000-8000-000000000002', key: 'assistance.internal' }),
      );
      for (let start = 0; start < 2; start++) await store.ship(directory, (key) => key === STANDARD);

      const sent = await announcements();
      expect(sent).toHaveLength(1);
      expect(sent[0]).toMatchObject({
        topic: 'minzheng.assistance.all.v1',
        key: STANDARD,
        ce_subject: `policyRow/${ID}`,
        ce_sequence: '1',
        message: {
          rowId: ID,
          policyKey: STANDARD,
          regionPrefix: '5108',
          effectiveFrom: '2020-01-01',
          value: '{"RURAL":"39000","URBAN":"59000"}',
          legalBasis: '广府规〔2019〕1号',
        },
      });
      const row = (await store.book()).resolve(STANDARD, '510802', '2025-05-12');
      expect(row).toMatchObject({ id: ID, value: { URBAN: '59000', RURAL: '39000' } });
    });

    it('are announced when another service begins to read them', async () => {
      const directory = await directoryOf(rowText());
      await store.ship(directory, () => false);
      expect(await announcements()).toEqual([]);
      await store.ship(directory, () => true);
      expect(await announcements()).toHaveLength(1);
    });

    it('are not changed: the start fails and stores nothing', async () => {
      await store.ship(await directoryOf(rowText()), () => true);
      const directory = await directoryOf(
        rowText({ value: "{ URBAN: '60000' }" }),
        rowText({ id: '019a2f00-0000-7000-8000-000000000002', from: '2026-01-01' }),
      );
      await expect(store.ship(directory, () => true)).rejects.toThrow(
        `0.yaml, row 1 (${ID}): another content is stored: a row is superseded by a new one, never changed`,
      );
      expect(await announcements()).toHaveLength(1);
      expect((await store.book()).resolve(STANDARD, '510802', '2026-05-12').id).toBe(ID);
    });

    it('are superseded by a row with a later first day', async () => {
      await store.ship(await directoryOf(rowText()), () => true);
      const later = '019a2f00-0000-7000-8000-000000000002';
      await store.ship(await directoryOf(rowText(), rowText({ id: later, from: '2026-01-01' })), () => true);
      const book = await store.book();
      expect(book.resolve(STANDARD, '510802', '2025-12-31').id).toBe(ID);
      expect(book.resolve(STANDARD, '510802', '2026-01-01').id).toBe(later);
    });

    it('do not begin on the first day of a stored row', async () => {
      await store.ship(await directoryOf(rowText()), () => true);
      const directory = await directoryOf(rowText({ id: '019a2f00-0000-7000-8000-000000000002' }));
      await expect(store.ship(directory, () => true)).rejects.toThrow(InvalidPolicies);
    });

    it('are stored once by instances that start together', async () => {
      const directory = await directoryOf(rowText());
      await Promise.all(Array.from({ length: 4 }, () => store.ship(directory, () => true)));
      expect(await announcements()).toHaveLength(1);
    });

    describe('beside rows that people have published', () => {
      const LATER = '019a2f00-0000-7000-8000-000000000002';
      const resolved = async (on: string) => (await store.book()).resolve(STANDARD, '510802', on).id;
      const publish = async (effectiveFrom: string, supersedesRowId?: string): Promise<string> => {
        const drafts = new PolicyDrafts(store, { today: () => '2025-05-12' });
        const form = {
          ...{ key: STANDARD, regionPrefix: '5108', effectiveFrom, value: { URBAN: '65000' } },
          ...{ legalBasis: '广府规〔2025〕3号', ...(supersedesRowId ? { supersedesRowId } : {}) },
        };
        const { id } = await unitOfWork.run('drafter', (tx) => drafts.draft(tx, form, '51'));
        await unitOfWork.run('publisher', (tx) => drafts.publish(tx, id, 1, '51'));
        return id;
      };

      it('start with the row that was superseded in the files as it was', async () => {
        const directory = await directoryOf(rowText());
        await store.ship(directory, () => true);
        const id = await publish('2020-01-01', ID);
        await store.ship(directory, () => true);
        expect(await resolved('2025-05-12')).toBe(id);
      });

      it('never take the place of one', async () => {
        await store.ship(await directoryOf(rowText()), () => true);
        const id = await publish('2026-01-01');
        const directory = await directoryOf(rowText(), rowText({ id: LATER, from: '2026-01-01' }));
        for (let start = 0; start < 2; start++) await store.ship(directory, () => true);
        expect(await resolved('2026-01-01')).toBe(id);
      });

      it('follow a predecessor that was superseded before', async () => {
        await store.ship(await directoryOf(rowText()), () => true);
        const id = await publish('2025-07-01', ID);
        const follows = `${rowText({ id: LATER, from: '2026-01-01' }).trimEnd()}\n  supersedesRowId: ${ID}\n`;
        await store.ship(await directoryOf(rowText(), follows), () => true);
        expect(await Promise.all(['2025-06-30', '2025-12-31', '2026-01-01'].map(resolved))).toEqual([
          ID,
          id,
          LATER,
        ]);
      });
    });

    it('end the row that they supersede, also with its first day', async () => {
      const correction = '019a2f00-0000-7000-8000-000000000002';
      const corrects = `${rowText({ id: correction, value: "{ URBAN: '60000' }" }).trimEnd()}\n  supersedesRowId: ${ID}\n`;
      for (const directory of [
        await directoryOf(rowText(), corrects),
        await directoryOf(rowText(), corrects),
      ]) {
        await store.ship(directory, () => true);
        expect((await store.book()).resolve(STANDARD, '510802', '2025-05-12').id).toBe(correction);
      }
      await dataSource.query('truncate policy_row');
      await store.ship(await directoryOf(rowText()), () => true);
      await store.ship(await directoryOf(rowText(), corrects), () => true);
      expect((await store.book()).resolve(STANDARD, '510802', '2025-05-12').id).toBe(correction);
    });

    it('wake what waited for them', async () => {
      await waitFor(STANDARD);
      await store.ship(await directoryOf(rowText()), () => false);
      expect(await dueKeys()).toEqual([STANDARD]);
    });
  });

  describe('copied', () => {
    const KEY = 'verification.consent.maxMonths';
    const rowId = '019a2f00-0000-7000-8000-0000000000c1';
    const held = async () => (await store.book()).resolve(KEY, '51', '2025-01-01').value;

    it('stand in the book beside the own', async () => {
      await store.ship(await directoryOf(rowText()), () => false);
      await store.book();
      await copy(published({ rowId }));
      expect(await held()).toBe(12);
      expect((await store.book()).resolve(STANDARD, '5108', '2025-01-01').id).toBe(ID);
      expect(await announcements()).toEqual([]);
    });

    it('are replaced by a higher sequence only, also within a batch', async () => {
      await copy(published({ rowId, value: '6' }, 2n), published({ rowId, value: '12' }, 1n));
      expect(await held()).toBe(6);
      await copy(published({ rowId, value: '9' }, 2n));
      expect(await held()).toBe(6);
      await copy(published({ rowId, value: '9' }, 3n));
      expect(await held()).toBe(9);
    });

    it('come from the service that owns the key', async () => {
      await expect(copy(published({ rowId, policyKey: 'eldercare.allowance.bands' }))).rejects.toThrow(
        '/service/verification does not own policy eldercare.allowance.bands',
      );
    });

    it('do not replace an own row', async () => {
      await store.ship(await directoryOf(rowText()), () => false);
      await copy(published({ rowId: ID, regionPrefix: '51' }, 9n));
      expect((await store.book()).resolve(STANDARD, '5108', '2025-01-01').id).toBe(ID);
    });

    it.each([
      ['region', { regionPrefix: '510' }],
      ['date', { effectiveFrom: '2025-02-30' }],
      ['end', { effectiveTo: '2019-01-01' }],
      ['value', { value: '{' }],
    ])('are refused with a wrong %s, and the book stays good', async (_, fields) => {
      await copy(published({ rowId }));
      await expect(copy(published({ rowId, ...fields }, 2n))).rejects.toThrow();
      expect(await held()).toBe(12);
    });

    it('end where their owner ended them, also for a correction with the same first day', async () => {
      const correction = '019a2f00-0000-7000-8000-0000000000c0';
      const ended = { rowId, effectiveTo: '2020-01-01', transition: { toState: 'SUPERSEDED' } };
      await copy(published({ rowId }));
      // the correction's id comes first: what makes room must be stored first all the same
      await copy(published({ rowId: correction, value: '6' }), published(ended, 2n));
      expect(await held()).toBe(6);
      const states: unknown[] = await dataSource.query('select id, state from policy_row order by id');
      expect(states).toEqual([
        { id: correction, state: 'PUBLISHED' },
        { id: rowId, state: 'SUPERSEDED' },
      ]);
    });

    it('wake what waited for them, and nothing else', async () => {
      await waitFor(KEY);
      await waitFor('verification.other');
      await copy(published({ rowId }));
      expect(await dueKeys()).toEqual([KEY]);
    });
  });

  describe('the book', () => {
    it('shows what this transaction has stored, and forgets it with a rollback', async () => {
      const KEY = 'verification.consent.maxMonths';
      const event = published({ rowId: randomUUID() });
      const rolledBack = unitOfWork.run('test', async (tx) => {
        await store.copy(tx, [event]);
        expect((await store.book(tx)).resolve(KEY, '51', '2025-01-01').value).toBe(12);
        throw new Error('rolled back');
      });
      await expect(rolledBack).rejects.toThrow('rolled back');
      const book = await store.book();
      expect(() => book.resolve(KEY, '51', '2025-01-01')).toThrow(KEY);
    });

    it('remembers its own uses only', async () => {
      await store.ship(await directoryOf(rowText()), () => false);
      (await store.book()).resolve(STANDARD, '5108', '2025-01-01');
      expect((await store.book()).used()).toEqual([]);
    });

    it('is asked for once by all who ask at the same time', async () => {
      await store.ship(await directoryOf(rowText()), () => false);
      await store.book();
      const asked = jest.spyOn(dataSource, 'query');
      try {
        const books = await Promise.all(Array.from({ length: 100 }, () => store.book()));
        expect(new Set(books.map((book) => book.resolve(STANDARD, '5108', '2025-01-01').id))).toEqual(
          new Set([ID]),
        );
        expect(new Set(books).size).toBe(100);
        expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
      } finally {
        asked.mockRestore();
      }
    });

    it('is never older than its request: who comes while others wait for an answer waits for the next', async () => {
      await store.book();
      const gate = Promise.withResolvers<void>();
      const query = dataSource.query.bind(dataSource);
      const slow = jest.spyOn(dataSource, 'query').mockImplementationOnce(async (sql: string) => {
        const answer: unknown = await query(sql);
        await gate.promise;
        return answer;
      });
      try {
        const early = store.book();
        const other = new PolicyStore(dataSource, unitOfWork, 'assistance');
        await other.ship(await directoryOf(rowText()), () => false);
        const late = store.book();
        gate.resolve();
        expect((await late).resolve(STANDARD, '5108', '2025-01-01').id).toBe(ID);
        await early;
      } finally {
        slow.mockRestore();
      }
    });

    it('follows what another instance has stored', async () => {
      const other = new PolicyStore(dataSource, unitOfWork, 'assistance');
      await store.book();
      await other.ship(await directoryOf(rowText()), () => false);
      expect((await store.book()).resolve(STANDARD, '5108', '2025-01-01').id).toBe(ID);
    });
  });

  async function waitFor(policyKey: string): Promise<void> {
    await dataSource.query(
      `insert into parked_key (consumer, topic, key, state, waits_for, next_attempt_at)
       values ('c', 't', $1, 'WAITING', $1, clock_timestamp() + interval '1 day')`,
      [policyKey],
    );
  }

  async function dueKeys(): Promise<string[]> {
    const rows: { key: string }[] = await dataSource.query(
      'select key from parked_key where next_attempt_at <= clock_timestamp() order by key',
    );
    return rows.map(({ key }) => key);
  }
});
