import { defineLifecycle, IllegalTransition, official, system } from '@minzheng/kernel/lifecycle';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { Column, DataSource, Entity } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { lifecycleLogOf } from '../http/lifecycle-log.list.js';
import { listOf } from '../http/list.js';
import { ListQuery } from '../http/page.js';
import { Aggregate, LifecycleLog1700000000104, UnitOfWork, type MoveSelection } from './index.js';

type PermitState = 'FILED' | 'GRANTED' | 'LAPSED';

const CLERK = official('clerk', 'assistance:permits:write');
const PERMIT_LIFECYCLE = defineLifecycle<PermitState, 'file' | 'note' | 'grant' | 'lapse' | 'recall'>({
  name: 'permit',
  title: { en: 'Permit', zh: '许可' },
  begins: [{ command: 'file', to: 'FILED', who: [CLERK] }],
  transitions: [
    { command: 'note', from: 'FILED', to: 'FILED', who: [CLERK] },
    { command: 'grant', from: 'FILED', to: 'GRANTED', who: [CLERK] },
    { command: 'lapse', from: ['FILED', 'GRANTED'], to: 'LAPSED', who: [system('its day is over')] },
    {
      command: 'recall',
      from: ['FILED', 'GRANTED'],
      to: 'LAPSED',
      who: [system('all of its kind are')],
      loggedBy: 'permitKind',
    },
  ],
});

@Entity('permit')
class Permit extends Aggregate {
  @Column('text')
  state!: PermitState;

  @Column('text')
  holder!: string;
}

const AT = new Date('2025-05-12T01:00:00Z');

describe('the log of what happened', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [Permit],
      migrations: [LifecycleLog1700000000104],
      migrationsRun: true,
    }).initialize();
    await dataSource.query(`
      create table permit (
        id uuid primary key, region text not null, version int not null, state text not null, holder text not null,
        created_at timestamptz not null default clock_timestamp(), created_by text not null
      )`);
    unitOfWork = new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/test', partitions: 3 });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const filed = (holder = 'somebody', region = '510802'): Promise<Permit> =>
    unitOfWork.run('clerk', (tx) => {
      const permit = Object.assign(new Permit(), { id: uuidv7(), region, holder });
      return tx.begin(permit, PERMIT_LIFECYCLE, 'file', AT);
    });
  const move = (id: string, command: 'note' | 'grant', reason?: string) =>
    unitOfWork.run('lead', async (tx) =>
      tx.move(await tx.loadForUpdate(Permit, id), PERMIT_LIFECYCLE, command, AT, reason),
    );
  const lapse = (selection: MoveSelection) =>
    unitOfWork.run('timer', (tx) => tx.moveWhere(Permit, PERMIT_LIFECYCLE, 'lapse', AT, selection));
  const query = (values: Partial<ListQuery> = {}): ListQuery => Object.assign(new ListQuery(), values);
  const logOf = async (id: string) => (await lifecycleLogOf(dataSource, 'permit', id, query())).items;
  const stored = (id: string): Promise<Permit> => dataSource.getRepository(Permit).findOneByOrFail({ id });

  it('has each of many that began together, told to whoever observes', async () => {
    const observed: number[] = [];
    unitOfWork.onMoves((_tx, _command, moves) => Promise.resolve(void observed.push(moves.length)));
    const permits = ['one', 'another'].map((holder) =>
      Object.assign(new Permit(), { id: uuidv7(), region: '510802', holder }),
    );
    await unitOfWork.run('clerk', (tx) => tx.beginAll(permits, PERMIT_LIFECYCLE, 'file', AT));
    await unitOfWork.run('clerk', (tx) => tx.beginAll([], PERMIT_LIFECYCLE, 'file', AT));
    expect(observed).toEqual([2]);
    for (const { id, holder } of permits) {
      expect(await stored(id)).toMatchObject({ holder, state: 'FILED', version: 1, createdBy: 'clerk' });
      expect(await logOf(id)).toEqual([
        expect.objectContaining({ command: 'file', from: null, to: 'FILED', version: 1, actor: 'clerk' }),
      ]);
    }
  });

  it('has who began and who moved it, when, from where to where, newest first', async () => {
    const { id } = await filed();
    expect(await move(id, 'grant', 'as asked')).toEqual({ from: 'FILED', to: 'GRANTED' });
    const common = { at: AT.toISOString(), recordedAt: expect.any(String) };
    expect(await logOf(id)).toEqual([
      {
        ...common,
        version: 2,
        command: 'grant',
        from: 'FILED',
        to: 'GRANTED',
        actor: 'lead',
        reason: 'as asked',
      },
      { ...common, version: 1, command: 'file', from: null, to: 'FILED', actor: 'clerk', reason: null },
    ]);
    expect(await stored(id)).toMatchObject({ state: 'GRANTED', version: 2 });
  });

  it('counts a command that changes nothing but what hangs on the aggregate', async () => {
    const { id } = await filed();
    await move(id, 'note');
    await move(id, 'note');
    expect(await stored(id)).toMatchObject({ state: 'FILED', version: 3 });
    expect((await logOf(id)).map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it('neither stores nor logs what the state does not allow', async () => {
    const { id } = await filed();
    await move(id, 'grant');
    await expect(move(id, 'grant')).rejects.toThrow(IllegalTransition);
    expect(await stored(id)).toMatchObject({ version: 2 });
    expect(await logOf(id)).toHaveLength(2);
  });

  it('is written set-based for what is moved set-based, whatever the state before', async () => {
    const [one, two, other] = [await filed('lapsing'), await filed('lapsing'), await filed('staying')];
    await move(two.id, 'grant');
    const moved = await lapse({ where: 't.holder = $1', parameters: ['lapsing'] });
    expect(moved).toEqual([
      { aggregateId: one.id, from: 'FILED', to: 'LAPSED', version: 2 },
      { aggregateId: two.id, from: 'GRANTED', to: 'LAPSED', version: 3 },
    ]);
    expect(await stored(two.id)).toMatchObject({ state: 'LAPSED', version: 3 });
    expect(await stored(other.id)).toMatchObject({ state: 'FILED', version: 1 });
    expect((await logOf(two.id))[0]).toMatchObject({ actor: 'timer', from: 'GRANTED', to: 'LAPSED' });
    expect(await lapse({ where: 't.holder = $1', parameters: ['lapsing'] })).toEqual([]);
  });

  it('has no rows of parts that their whole moves and logs, and others are not told', async () => {
    const [one, two, other] = [await filed('recalled'), await filed('recalled'), await filed('kept')];
    await move(two.id, 'grant');
    let told = 0;
    const { version } = await unitOfWork.run('timer', async (tx) => {
      unitOfWork.onMoves(() => Promise.resolve(void told++));
      const recalled = await tx.moveParts(Permit, PERMIT_LIFECYCLE, 'recall', {
        from: `(values ('recalled', 'nobody')) as kind(holder, heir)`,
        where: 't.holder = kind.holder and t.region = $1',
        parameters: ['510802'],
        set: 'holder = kind.heir',
        returning: 't.id, step.from_state as "from"',
      });
      expect(recalled).toHaveLength(2);
      expect(recalled).toContainEqual({ id: one.id, from: 'FILED' });
      expect(recalled).toContainEqual({ id: two.id, from: 'GRANTED' });
      return other;
    });
    expect(await stored(two.id)).toMatchObject({ state: 'LAPSED', version: 3, holder: 'nobody' });
    expect(await stored(other.id)).toMatchObject({ state: 'FILED', version });
    expect((await logOf(two.id)).map(({ command }) => command)).toEqual(['grant', 'file']);
    expect(told).toBe(0);
    await expect(
      unitOfWork.run('timer', (tx) =>
        tx.moveParts(Permit, PERMIT_LIFECYCLE, 'lapse', { where: 'true', parameters: [] }),
      ),
    ).rejects.toThrow('logs each lapse');
  });

  it('takes as many as it is told, and none that somebody holds', async () => {
    const held = await filed('many');
    const free = [await filed('many'), await filed('many')];
    const selection = { where: 't.holder = $1', parameters: ['many'], atMost: 1 };
    await unitOfWork.run('clerk', async (tx) => {
      await tx.loadForUpdate(Permit, held.id);
      expect((await lapse(selection)).map(({ aggregateId }) => aggregateId)).toEqual([free[0]?.id]);
    });
  });

  it('is told to whoever observes moves, in their transaction, which it may refuse', async () => {
    const seen: string[] = [];
    const observed = new UnitOfWork(dataSource, unitOfWork.origin);
    observed.onMoves(async (tx, { aggregate, actor, command }, moves) => {
      const ids = moves.map(({ aggregateId }) => aggregateId);
      const rows = await tx.query<{ state: string }>('select state from permit where id = any($1)', [ids]);
      seen.push([actor, command, aggregate, ...rows.map(({ state }) => state)].join(' '));
      if (command === 'grant') throw new RangeError('not today');
    });
    const [one, two] = [await filed('seen'), await filed('seen')];
    const act = (command: 'note' | 'grant') =>
      observed.run('lead', async (tx) =>
        tx.move(await tx.loadForUpdate(Permit, one.id), PERMIT_LIFECYCLE, command, AT),
      );
    await act('note');
    await expect(act('grant')).rejects.toThrow('not today');
    expect(await stored(one.id)).toMatchObject({ state: 'FILED', version: 2 });
    const lapsed = { where: 't.id = any($1)', parameters: [[one.id, two.id]] };
    await observed.run('timer', (tx) => tx.moveWhere(Permit, PERMIT_LIFECYCLE, 'lapse', AT, lapsed));
    await observed.run('timer', (tx) => tx.moveWhere(Permit, PERMIT_LIFECYCLE, 'lapse', AT, lapsed));
    expect(seen).toEqual([
      'lead note permit FILED',
      'lead grant permit GRANTED',
      'timer lapse permit LAPSED LAPSED',
    ]);
  });

  it('changes other columns of many in the statement that moves them', async () => {
    const [one, two] = [await filed('before'), await filed('before')];
    const moved = await lapse({
      where: 't.id = any($1::uuid[])',
      parameters: [
        [one.id, two.id],
        ['first', 'second'],
      ],
      also: {
        rows: 'select * from unnest($1::uuid[], $2::text[]) as told(id, holder)',
        set: 'holder = n.holder',
      },
    });
    expect(moved.map(({ version }) => version)).toEqual([2, 2]);
    expect(await stored(one.id)).toMatchObject({ state: 'LAPSED', holder: 'first', version: 2 });
    expect(await stored(two.id)).toMatchObject({ state: 'LAPSED', holder: 'second', version: 2 });
    expect(await logOf(two.id)).toHaveLength(2);
  });

  it('does not take a version twice', async () => {
    const { id } = await filed();
    await move(id, 'note');
    await dataSource.query('update permit set version = 1 where id = $1', [id]);
    await expect(move(id, 'note')).rejects.toThrow('lifecycle_log');
  });

  it('comes page by page', async () => {
    const { id } = await filed();
    for (let i = 0; i < 4; i += 1) await move(id, 'note');
    const versions: number[] = [];
    let cursor: string | undefined;
    do {
      const found = await lifecycleLogOf(dataSource, 'permit', id, {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(found.items.length).toBeLessThanOrEqual(2);
      versions.push(...found.items.map(({ version }) => version));
      cursor = found.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(versions).toEqual([5, 4, 3, 2, 1]);
  });

  describe('a list', () => {
    const list = async (values: Partial<ListQuery> = {}) => {
      const found = dataSource.createQueryBuilder(Permit, 'p').where(`p.holder = 'dated'`);
      return (await listOf(found, query(values), {})).items.map(({ id }) => id);
    };

    it('is bounded by days in Asia/Shanghai, both included', async () => {
      const { id } = await filed('dated');
      await dataSource.query(`update permit set created_at = '2025-05-12T15:59:59Z' where id = $1`, [id]);
      expect(await list({ from: '2025-05-12', to: '2025-05-12' })).toEqual([id]);
      expect(await list({ from: '2025-05-13' })).toEqual([]);
      expect(await list({ to: '2025-05-11' })).toEqual([]);
      await dataSource.query(`update permit set created_at = '2025-05-12T16:00:00Z' where id = $1`, [id]);
      expect(await list({ to: '2025-05-12' })).toEqual([]);
      expect(await list({ from: '2025-05-13' })).toEqual([id]);
    });
  });
});
