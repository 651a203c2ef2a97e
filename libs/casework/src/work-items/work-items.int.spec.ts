import { Module } from '@nestjs/common';
import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { Aggregate, type Tx } from '@minzheng/platform/persistence';
import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  atEndOf,
  byHand,
  OverdueLoop,
  WORK_ITEMS,
  WorkItems,
  WorkItemsModule,
  workingDays,
  workOf,
  type ClimbedItem,
  type WorkItemDto,
} from './index.js';

type HelpState = 'ASKED' | 'LOOKED_AT' | 'GIVEN' | 'GIVEN_UP';
const CARER = official('carer', 'eldercare:helps:write');
const HELP = defineLifecycle<HelpState, 'ask' | 'lookAt' | 'change' | 'give' | 'giveUp'>({
  name: 'help',
  title: { en: 'Help at home', zh: '居家帮扶' },
  begins: [{ command: 'ask', to: 'ASKED', who: [CARER] }],
  transitions: [
    { command: 'lookAt', from: 'ASKED', to: 'LOOKED_AT', who: [CARER] },
    { command: 'change', from: 'LOOKED_AT', to: 'LOOKED_AT', who: [CARER] },
    { command: 'give', from: 'LOOKED_AT', to: 'GIVEN', who: [CARER] },
    { command: 'giveUp', from: ['ASKED', 'LOOKED_AT'], to: 'GIVEN_UP', who: [system('nobody wants it')] },
  ],
});

@Entity('help')
class Help extends Aggregate {
  @Column('text')
  state!: HelpState;

  @Column('date', { name: 'give_by' })
  giveBy!: string;

  @Column('text', { nullable: true })
  carer!: string | null;

  @Column('uuid', { name: 'answers', nullable: true })
  answers!: string | null;
}

class Helps1800000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table help (
        id uuid primary key, region text not null, version int not null, state text not null, give_by date not null,
        carer text, answers uuid, created_at timestamptz not null default clock_timestamp(), created_by text not null
      );
      insert into policy_row (id, key, region_prefix, effective_from, value, legal_basis, state, owner, sequence, published_at)
      values ('0198a000-0000-7000-8000-000000000001', 'eldercare.help.lookWd', '51', '2020-01-01', '3', 'test', 'PUBLISHED',
              'eldercare', 1, clock_timestamp());
    `);
  }
  async down(): Promise<void> {}
}

const WORK = [
  ...workOf(Help, HELP, [
    {
      kind: 'helpLook',
      title: { zh: '上门查看', en: 'Look at it' },
      while: ['ASKED'],
      due: workingDays('eldercare.help.lookWd'),
      until: { of: Help, lifecycle: 'help', enters: ['GIVEN'], subject: 't.answers' },
      office: 'TOWNSHIP',
      scope: 'eldercare:helps:write',
      overdueScope: 'eldercare:helps:approve',
      command: 'POST /v1/helps/{id}/look-at',
    },
    {
      kind: 'helpGive',
      title: { zh: '提供帮扶', en: 'Give it' },
      while: ['LOOKED_AT'],
      due: atEndOf('t.give_by'),
      where: `t.carer is distinct from 'nobody'`,
      assignee: 't.carer',
      office: 'COUNTY',
      scope: 'eldercare:cares:write',
      command: 'POST /v1/helps/{id}/give',
    },
  ]),
  byHand('help', {
    kind: 'helpThanks',
    title: { zh: '回访', en: 'Call back' },
    due: workingDays('eldercare.help.lookWd'),
    office: 'PREFECTURE',
    scope: 'eldercare:helps:write',
    command: 'POST /v1/helps/{id}/call-back',
  }),
];

@Module({ imports: [DepartmentModule.of('eldercare'), WorkItemsModule.of(WORK)] })
class ElderCareModule {}

/** A Monday. */
const MONDAY = '2025-05-12T01:00:00Z';
const VILLAGE = '510802001001';
const TOWNSHIP = { sub: 'carer', scope: 'eldercare:helps:write', region: '510802001' };
const COUNTY = { sub: 'county', scope: 'eldercare:helps:approve', region: '510802' };
const NEIGHBOUR = { sub: 'neighbour', scope: 'eldercare:helps:approve', region: '510803' };

interface Inbox {
  readonly items: WorkItemDto[];
  readonly nextCursor: string | null;
}

describe('the inbox of a second department', () => {
  let eldercare: SecondDepartment;
  const told: ClimbedItem[] = [];
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(
      ElderCareModule,
      [WORK_ITEMS, { entities: [Help], migrations: [Helps1800000000001] }],
      MONDAY,
    );
    eldercare.get(WorkItems).whenOverdue((_tx, items) => {
      told.push(...items);
      return Promise.resolve();
    });
  });
  beforeEach(async () => {
    await eldercare.moveClock(MONDAY);
    await eldercare.query('delete from work_item');
    told.length = 0;
  });
  afterAll(() => eldercare.drop());

  const at = new Date(MONDAY);
  const ask = (tx: Tx, change: Partial<Help> = {}): Promise<Help> =>
    tx.begin(
      Object.assign(new Help(), {
        ...{ id: uuidv7(), region: VILLAGE, giveBy: '2025-06-30', carer: null, answers: null },
        ...change,
      }),
      HELP,
      'ask',
      at,
    );
  const asked = (change: Partial<Help> = {}) => eldercare.inOne((tx) => ask(tx, change), 'clerk');
  const move = (id: string, command: 'lookAt' | 'change' | 'give' | 'giveUp', change: Partial<Help> = {}) =>
    eldercare.inOne(async (tx) => {
      const help = Object.assign(await tx.loadForUpdate(Help, id), change);
      await tx.move(help, HELP, command, at);
    }, 'carer');
  const inbox = async (query = '', claims: object = TOWNSHIP): Promise<WorkItemDto[]> => {
    const { status, body } = await eldercare.read<Inbox>(`/v1/work-items?limit=200${query}`, claims);
    expect(status).toBe(200);
    return [...body.items];
  };
  const ids = (items: WorkItemDto[]) => items.map(({ subject }) => subject.id);

  it('follows the subject: opened and settled with its moves, each with the command that settles it', async () => {
    const { id } = await asked();
    expect(await inbox()).toMatchObject([
      {
        kind: 'helpLook',
        subject: { type: 'help', id },
        region: '510802001',
        scope: 'eldercare:helps:write',
        command: { method: 'POST', path: `/v1/helps/${id}/look-at` },
        dueAt: '2025-05-15T16:00:00.000Z',
        ...{ amber: false, overdue: false, assignee: null, state: 'OPEN', climbedTo: null },
      },
    ]);
    await move(id, 'lookAt');
    expect(await inbox()).toEqual([]);
    const [settled] = await inbox('&state=SETTLED');
    expect(settled).toMatchObject({ kind: 'helpLook', state: 'SETTLED', overdue: false });
    const rows = await eldercare.query<{ settled_by: string }>(
      `select settled_by from work_item where state = 'SETTLED'`,
    );
    expect(rows).toEqual([{ settled_by: 'carer' }]);
  });

  it('shows nobody what he or she may not do, not by its id either', async () => {
    const { id } = await asked();
    const [look] = await inbox();
    const one = (claims: object) => eldercare.read<WorkItemDto>(`/v1/work-items/${look?.id}`, claims);
    expect((await one(TOWNSHIP)).body).toMatchObject({ subject: { id } });
    const cook = { ...TOWNSHIP, scope: 'eldercare:cares:write' };
    expect(await inbox('', cook)).toEqual([]);
    expect((await one(cook)).status).toBe(404);
    // who sees what is overdue sees it when it is
    expect((await one({ ...TOWNSHIP, scope: 'eldercare:helps:approve' })).status).toBe(404);
  });

  it('keeps nothing of a command that is rolled back', async () => {
    const failing = eldercare.inOne(async (tx) => {
      await ask(tx);
      throw new TypeError('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(await inbox()).toEqual([]);
  });

  it('refuses a command whose limit no policy says', async () => {
    await expect(asked({ region: '420103001' })).rejects.toThrow(PolicyMissing);
    expect(await eldercare.query(`select from help where region = '420103001'`)).toEqual([]);
  });

  it('follows moves of many at once', async () => {
    const helps = await eldercare.inOne(async (tx) => {
      const made: Help[] = [];
      for (let count = 0; count < 60; count++) made.push(await ask(tx));
      return made;
    });
    expect(await inbox()).toHaveLength(60);
    await eldercare.inOne((tx) =>
      tx.moveWhere(Help, HELP, 'giveUp', at, {
        where: 't.id = any($1)',
        parameters: [helps.map(({ id }) => id)],
      }),
    );
    expect(await inbox()).toEqual([]);
  });

  it('shows the most urgent first, page by page, of what the scopes and the region allow', async () => {
    const late = await asked({ giveBy: '2025-06-20' });
    const soon = await asked({ giveBy: '2025-06-10' });
    const same = await asked({ giveBy: '2025-06-10' });
    for (const { id } of [late, soon, same]) await move(id, 'lookAt');
    const reader = { sub: 'reader', scope: 'eldercare:cares:read eldercare:cares:write', region: '5108' };
    expect(ids(await inbox('', reader))).toEqual([soon.id, same.id, late.id]);
    const pages: string[] = [];
    for (let cursor = ''; pages.length < 3;) {
      const { body } = await eldercare.read<Inbox>(`/v1/work-items?limit=1${cursor}`, reader);
      pages.push(...ids([...body.items]));
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(pages).toEqual([soon.id, same.id, late.id]);
    expect(await inbox('', TOWNSHIP)).toEqual([]);
    expect(await inbox('', { ...reader, region: '510803' })).toEqual([]);
    const elsewhere = await eldercare.read('/v1/work-items?region=510803', { ...reader, region: '510802' });
    expect(elsewhere).toMatchObject({ status: 403, problem: 'out-of-region' });
    const wrong = await eldercare.read('/v1/work-items?cursor=x', reader);
    expect(wrong).toMatchObject({ status: 400, problem: 'validation' });
  });

  it('is amber at four fifths of the time, and overdue at its limit', async () => {
    const { id } = await asked();
    // 3 days and 15 hours: four fifths are 69 hours and 36 minutes
    await eldercare.moveClock('2025-05-14T22:35:00Z');
    expect(await inbox('&amber=true')).toEqual([]);
    await eldercare.moveClock('2025-05-14T22:37:00Z');
    expect(ids(await inbox('&amber=true'))).toEqual([id]);
    expect(await inbox('&overdue=true')).toEqual([]);
    await eldercare.moveClock('2025-05-15T16:00:00Z');
    expect(await inbox('&overdue=true')).toMatchObject([{ overdue: true, amber: false }]);
    expect(await inbox('&amber=true')).toEqual([]);
  });

  it('climbs one level when it is overdue, once, and tells whoever listens', async () => {
    const { id } = await asked();
    expect(await inbox('', COUNTY)).toEqual([]);
    await eldercare.moveClock('2025-05-15T16:00:01Z');
    const loop = eldercare.get(OverdueLoop);
    await loop.round();
    for (let times = 0; times < 3; times++) await loop.round();
    await eldercare.moveClock('2025-08-15T16:00:01Z');
    await loop.round();
    expect(told.map(({ subject, kind, climbedTo }) => [subject.id, kind, climbedTo])).toEqual([
      [id, 'helpLook', '510802'],
    ]);
    expect(ids(await inbox('', COUNTY))).toEqual([id]);
    expect(ids(await inbox('&region=510802001', COUNTY))).toEqual([id]);
    expect(ids(await inbox())).toEqual([id]);
    expect(await inbox('', NEIGHBOUR)).toEqual([]);
    await move(id, 'lookAt');
    expect(await inbox('', COUNTY)).toEqual([]);
  });

  it('is assigned by somebody who could do it', async () => {
    const { id } = await asked();
    const [item] = await inbox();
    const path = `/v1/work-items/${item!.id}/assign`;
    const assign = (claims: object, version = item!.version) =>
      eldercare.post<WorkItemDto>(path, { userId: 'carer-2' }, claims, version);
    const other = { ...TOWNSHIP, scope: 'eldercare:cares:write' };
    expect(await assign(other)).toMatchObject({ status: 403, problem: 'scope-missing' });
    expect(await assign(NEIGHBOUR)).toMatchObject({ status: 404, problem: 'not-found' });
    expect(await assign(TOWNSHIP, 9)).toMatchObject({ status: 412, problem: 'version-conflict' });
    const assigned = await assign(TOWNSHIP);
    expect(assigned).toMatchObject({ status: 200, body: { assignee: 'carer-2', version: 2 } });
    expect(ids(await inbox('&assignee=carer-2'))).toEqual([id]);
    expect(await inbox('&assignee=carer-3')).toEqual([]);
    await move(id, 'lookAt');
    expect(await assign(TOWNSHIP, 3)).toMatchObject({ status: 409, problem: 'illegal-transition' });
  });

  it('keeps up with the subject’s row: by when, whose, and whether there is anything to do', async () => {
    const { id } = await asked();
    await move(id, 'lookAt', { carer: 'anna' });
    const carer = { ...COUNTY, scope: 'eldercare:cares:write' };
    expect(await inbox('', carer)).toMatchObject([{ assignee: 'anna', dueAt: '2025-06-30T16:00:00.000Z' }]);
    await move(id, 'change', { carer: 'bert', giveBy: '2025-06-02' });
    expect(await inbox('', carer)).toMatchObject([{ assignee: 'bert', dueAt: '2025-06-02T16:00:00.000Z' }]);
    await move(id, 'change', { carer: 'nobody' });
    expect(await inbox('', carer)).toEqual([]);
  });

  it('ends when another record of the subject has come so far', async () => {
    const { id } = await asked();
    const other = await asked({ answers: id });
    await move(other.id, 'lookAt');
    expect(ids(await inbox())).toEqual([id]);
    await move(other.id, 'give');
    expect(await inbox()).toEqual([]);
  });

  it('is opened, postponed and settled by hand where no state tells it', async () => {
    const items = eldercare.get(WorkItems);
    const subjectId = uuidv7();
    const open = (dueAt?: Date) =>
      eldercare.inOne((tx) =>
        items.open(tx, {
          kind: 'helpThanks',
          items: [{ subjectId, region: VILLAGE, ...(dueAt ? { dueAt } : {}) }],
        }),
      );
    await open();
    await open();
    const city = { ...TOWNSHIP, region: '5108' };
    expect(await inbox('&kind=helpThanks', city)).toMatchObject([
      { region: '5108', dueAt: '2025-05-15T16:00:00.000Z' },
    ]);
    await open(new Date('2025-06-01T00:00:00Z'));
    const dueAt = new Date('2025-07-01T00:00:00Z');
    await eldercare.inOne((tx) => items.postpone(tx, { kind: 'helpThanks', subjectId, dueAt }));
    expect(await inbox('&kind=helpThanks', city)).toMatchObject([{ dueAt: dueAt.toISOString() }]);
    const settle = () =>
      eldercare.inOne((tx) => items.settle(tx, { kind: 'helpThanks', subjectIds: [subjectId] }));
    expect(await settle()).toBe(1);
    expect(await settle()).toBe(0);
    await expect(
      eldercare.inOne((tx) => items.settle(tx, { kind: 'nothing', subjectIds: [subjectId] })),
    ).rejects.toThrow('no work of kind nothing');
  });
});
