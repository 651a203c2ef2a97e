import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FactQuality, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import type { Tx } from '@minzheng/platform/persistence';
import { eventually } from '@minzheng/testing/servers';
import { Injectable, Module } from '@nestjs/common';
import { DepartmentModule } from '../department/index.js';
import { PersonDirectory, PersonRegister, PERSONS, PersonsModule } from '../persons/index.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  STATUS_COPIES,
  StatusCopies,
  statusConsumer,
  StatusEffects,
  statusHandlers,
  type StatusChange,
} from './index.js';

const STATUSES = statusConsumer('eldercare');

@Injectable()
class Residents extends PersonDirectory {
  override ofRegion(): Promise<Set<string>> {
    return Promise.resolve(new Set());
  }

  override ofReferral(): Promise<Set<string>> {
    return Promise.resolve(new Set());
  }
}

/** Writes down what changes: with the copies, or not at all. */
@Injectable()
class Notebook extends StatusEffects {
  override async changed(tx: Tx, changes: readonly StatusChange[]): Promise<void> {
    for (const { kind, began, ended } of changes) {
      const days = (copies: StatusChange['began']) =>
        copies.map((copy) => `${copy.days.from}~${copy.days.to ?? ''}`);
      await tx.execute('insert into noted (kind, began, ended) values ($1, $2, $3)', [
        kind,
        days(began),
        days(ended),
      ]);
    }
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), PersonsModule],
  controllers: [statusHandlers(STATUSES)],
  providers: [
    StatusCopies,
    { provide: StatusEffects, useClass: Notebook },
    { provide: PersonDirectory, useClass: Residents },
  ],
})
class ElderCareModule {}

interface Noted {
  readonly kind: string;
  readonly began: readonly string[];
  readonly ended: readonly string[];
}

describe('copies of statuses in a second department', () => {
  let eldercare: SecondDepartment;
  let elder: string;

  beforeAll(async () => {
    eldercare = await SecondDepartment.start(
      ElderCareModule,
      [PERSONS, STATUS_COPIES],
      '2025-06-20T01:00:00Z',
      [STATUSES],
    );
    await eldercare.query('create table noted (id serial, kind text, began text[], ended text[])');
    const [taken] = await eldercare.inOne((tx) =>
      eldercare
        .get(PersonRegister)
        .takeIn(tx, [{ idNumber: '51080219850214901X', name: '张三' }], (index) => `${index}`),
    );
    elder = taken?.personKey ?? '';
  });
  afterAll(() => eldercare.drop());
  beforeEach(() => eldercare.query('truncate noted; delete from status_copy'));

  interface Told {
    readonly factId?: string;
    readonly to?: string;
    readonly supersedes?: string;
    readonly retracted?: boolean;
    readonly seenOn?: string;
    readonly record?: string;
    readonly personKey?: string;
    readonly kind?: StatusKind;
  }
  const tell = async (from: string, told: Told = {}): Promise<string> => {
    const { factId = randomUUID(), to, supersedes, seenOn = from, record = 'r1' } = told;
    const at = timestampFromDate(new Date(`${seenOn}T00:00:00Z`));
    await eldercare.hear(StatusFactSchema, {
      ...{
        factId,
        personKey: told.personKey ?? elder,
        kind: told.kind ?? StatusKind.DECEASED,
        occurredAt: at,
      },
      ...{ quality: FactQuality.REGISTERED, retracted: told.retracted ?? false },
      days: { from, ...(to === undefined ? {} : { to }) },
      source: { agency: 'PSB', dataset: 'PSB.deaths', recordId: record, observedAt: at },
      ...(supersedes === undefined ? {} : { supersedesFactId: supersedes }),
    });
    return factId;
  };
  /** What was noted, once so many changes were told; a marker behind them shows that nothing else came. */
  const noted = async (): Promise<Noted[]> => {
    const marker = await tell('2025-01-01', { kind: StatusKind.ENROLLED, record: randomUUID() });
    await eventually('all is handled', async () => {
      const rows = await eldercare.query('select from status_copy where fact_id = $1', [marker]);
      return rows.length === 1;
    });
    const rows = await eldercare.query<Noted>(
      `select kind, began, ended from noted where kind <> 'enrolled' order by id`,
    );
    return rows;
  };
  const standing = async (): Promise<string[]> => {
    const copies = await eldercare.inOne((tx) =>
      eldercare.get(StatusCopies).standing(tx, [elder], ['deceased']),
    );
    return copies.map(({ days }) => days.from);
  };

  it('keep what concerns persons who are known, and tell it once', async () => {
    const factId = await tell('2025-06-03');
    await tell('2025-06-03', { factId });
    await tell('2025-06-03', { personKey: '86f9367c-2a08-8d62-9d75-d6dbe23270b8' });
    expect(await noted()).toEqual([{ kind: 'deceased', began: ['2025-06-03~'], ended: [] }]);
    expect(await eldercare.query('select distinct person_key from status_copy')).toEqual([
      { person_key: elder },
    ]);
    expect(await standing()).toEqual(['2025-06-03']);
    await eventually('all four are handled', async () => {
      const [read] = await eldercare.query<{ sum: string }>(
        `select sum(next_offset) from consumer_position where consumer = 'eldercare.statuses'`,
      );
      return read?.sum === '4';
    });
    expect(await eldercare.query('select from parked_event')).toEqual([]);
  });

  it('take a correction in the place of what it corrects, and a retraction away', async () => {
    const first = await tell('2025-06-03');
    await noted();
    const second = await tell('2025-06-05', { supersedes: first, seenOn: '2025-06-21' });
    expect(await noted()).toEqual([
      { kind: 'deceased', began: ['2025-06-03~'], ended: [] },
      { kind: 'deceased', began: ['2025-06-05~'], ended: ['2025-06-03~'] },
    ]);
    await tell('2025-06-05', { supersedes: second, retracted: true, seenOn: '2025-06-22' });
    expect((await noted()).at(-1)).toEqual({ kind: 'deceased', began: [], ended: ['2025-06-05~'] });
    expect(await standing()).toEqual([]);
  });

  it('are the same when the correction comes before what it corrects', async () => {
    const first = randomUUID();
    await tell('2025-06-05', { supersedes: first, seenOn: '2025-06-21' });
    await tell('2025-06-03', { factId: first });
    expect(await noted()).toEqual([{ kind: 'deceased', began: ['2025-06-05~'], ended: [] }]);
    expect(await standing()).toEqual(['2025-06-05']);
  });

  it('hold the later observation of one record, whichever comes first', async () => {
    await tell('2025-06-05', { seenOn: '2025-06-21' });
    await tell('2025-06-03', { seenOn: '2025-06-04' });
    expect(await noted()).toEqual([{ kind: 'deceased', began: ['2025-06-05~'], ended: [] }]);
  });

  it('park what cannot be read, and go on with the next', async () => {
    await tell('2025-02-30');
    await tell('2025-06-03', { personKey: elder, record: 'r2', kind: StatusKind.IMPRISONED });
    const parked = await eventually('parked', async () => {
      const rows = await eldercare.query<{ consumer: string }>('select consumer from parked_event');
      return rows.length > 0 && rows;
    });
    expect(parked[0]?.consumer).toBe('eldercare.statuses');
  });
});
