import { Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import { Aggregate } from '@minzheng/platform/persistence';
import { Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  STATEMENTS,
  Statements,
  statementsController,
  StatementsModule,
  type StatementDto,
} from './index.js';

const PLACE = '0198a000-7c1e-7c66-9a55-3f6c2f4f1f81';
const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';

/** A place in a home for the elderly. */
@Entity('bed')
class Bed extends Aggregate {}

class Beds1800000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bed (id uuid primary key, region text not null, version int not null,
                        created_at timestamptz not null default clock_timestamp(), created_by text not null);
      insert into bed (id, region, version, created_by) values ('${PLACE}', '510802001', 1, 'test');
    `);
  }
  async down(): Promise<void> {}
}

@Module({
  imports: [DepartmentModule.of('eldercare'), StatementsModule],
  controllers: [
    statementsController({
      ...{ name: 'bed', path: 'beds', record: Bed },
      readers: ['eldercare:beds:approve', 'eldercare:supervision:read'],
    }),
  ],
})
class ElderCareModule {}

interface Page {
  readonly items: readonly StatementDto[];
  readonly nextCursor: string | null;
}

describe('what is said of records of a second department', () => {
  let eldercare: SecondDepartment;
  beforeAll(async () => {
    const beds = {
      entities: [Bed],
      migrations: [Beds1800000000001],
      records: [recordIn(Bed, `select region, array['${PERSON}'::uuid] as persons from bed where id = $1`)],
    };
    eldercare = await SecondDepartment.start(ElderCareModule, [STATEMENTS, beds], '2025-05-12T01:00:00Z');
    const subject = { type: 'bed', id: PLACE };
    const other = { type: 'room', id: PLACE };
    await eldercare.inOne(
      (tx) =>
        eldercare
          .get(Statements)
          .say(
            tx,
            { subject, kind: 'hold', text: '家属反映护理不到位' },
            { subject, kind: 'hold', about: '2025-05', text: '暂停入住' },
            { subject, kind: 'release', text: '' },
            { subject, kind: 'release', text: null },
            { subject: other, kind: 'hold', text: '与床位无关' },
          ),
      'warden',
    );
  });
  afterAll(() => eldercare.drop());

  const read = (claims: object, query = '') =>
    eldercare.read<Page>(`/v1/beds/${PLACE}/statements${query}`, {
      ...{ sub: 'manager', scope: 'eldercare:beds:approve', region: '510802' },
      ...claims,
    });

  it('is read by those who decide, the newest first, page by page', async () => {
    const { body } = await read({});
    expect(body).toMatchObject({
      items: [
        {
          kind: 'hold',
          about: '2025-05',
          text: '暂停入住',
          by: 'warden',
          at: expect.stringMatching(/^2025-05-12T01:00/),
        },
        { kind: 'hold', about: null, text: '家属反映护理不到位' },
      ],
      nextCursor: null,
    });
    const first = await read({}, '?limit=1');
    expect(first.body.items).toEqual(body.items.slice(0, 1));
    const next = await read({}, `?limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body).toEqual({ items: body.items.slice(1), nextCursor: null });
  });

  it('is read by nobody else, and each read is entered', async () => {
    expect((await read({ scope: 'eldercare:beds:write' })).problem).toBe('scope-missing');
    expect((await read({ region: '510803' })).problem).toBe('not-found');
    const entries = await eldercare.query<{ actor: string }>(
      `select actor from audit_entry where subject = $1 and fields @> array['statements']`,
      [PERSON],
    );
    expect(entries.length).toBeGreaterThan(0);
  });

  it('is stored encrypted', async () => {
    const rows = await eldercare.query('select to_jsonb(s) as row from statement s');
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/护理|暂停|床位/);
  });
});
