import { Injectable, Module } from '@nestjs/common';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { DepartmentModule } from '../department/index.js';
import { NoticeHost, NOTICES, NoticeService, NoticesModule, type PublicNotice } from '../notices/index.js';
import { publishRows } from '../test/policies.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  noticeObjectionsController,
  OBJECTION_PROBLEMS,
  ObjectionHost,
  OBJECTIONS,
  objectionsController,
  ObjectionService,
  ObjectionsModule,
  type Objection,
  type ObjectionDto,
  type ReceiptDto,
} from './index.js';

const REGION = '510802001';
const PLAN = '0198a000-0000-7000-8000-00000000000a';

@Injectable()
class Plans extends ObjectionHost {
  readonly calls: string[] = [];
  isLookedInto = false;

  override async lock(): Promise<void> {
    this.calls.push('lock');
  }
  override async objected(): Promise<string> {
    this.calls.push('objected');
    return '2025-06-30';
  }
  override async dueOn(): Promise<string> {
    return '2025-06-30';
  }
  override async requireAnswerable(): Promise<void> {
    if (!this.isLookedInto) throw new Problem(OBJECTION_PROBLEMS.reinvestigationMissing);
  }
  override async answered(_tx: Tx, { id }: Objection): Promise<void> {
    this.calls.push(`answered ${id}`);
  }
}

@Injectable()
class Silent extends NoticeHost {
  override async lockEnding(): Promise<boolean> {
    return true;
  }
  override async ended(): Promise<void> {}
}

@Module({
  imports: [DepartmentModule.of('eldercare'), NoticesModule, ObjectionsModule],
  controllers: [noticeObjectionsController(), objectionsController('eldercare')],
  providers: [
    Plans,
    { provide: ObjectionHost, useExisting: Plans },
    { provide: NoticeHost, useClass: Silent },
  ],
})
class EldercareModule {}

describe('objections to another department', () => {
  let eldercare: SecondDepartment;
  let notice: PublicNotice;
  const plans = (): Plans => eldercare.get(Plans);
  const lead = { sub: 'lead', scope: 'eldercare:notices:write', region: REGION };
  const supervisor = { sub: 'supervisor', scope: 'eldercare:supervision:read', region: '51' };
  // whoever objects needs no token; this one is not looked at
  const object = (contact: string, { id }: PublicNotice = notice) =>
    eldercare.post<ReceiptDto>(
      `/v1/public/notices/${id}/objections`,
      { text: '并不住在这里', contact },
      { sub: 'anybody' },
    );
  const post = (postedOn: string) =>
    eldercare.inOne((tx) =>
      eldercare.get(NoticeService).post(tx, {
        ...{ subjectType: 'carePlan', subjectId: PLAN, region: REGION, kind: 'PRELIMINARY' },
        ...{ postedOn, place: '社区公告栏' },
      }),
    );
  const read = async (id: string) => (await eldercare.read<ObjectionDto>(`/v1/objections/${id}`, lead)).body;

  beforeAll(async () => {
    eldercare = await SecondDepartment.start(EldercareModule, [NOTICES, OBJECTIONS], '2025-05-12T01:00:00Z');
    await publishRows(eldercare, { 'notice.days': 5 });
    notice = await post('2025-05-12');
  });
  afterAll(() => eldercare.drop());

  it('have their effect once for a notice, and few of one sender are taken in a day', async () => {
    for (let nth = 0; nth < 5; nth++) expect((await object('139 0000 0001')).status).toBe(202);
    expect((await object('13900000001')).problem).toBe('rate-limited');
    expect((await object('13900000002')).status).toBe(202);
    expect(plans().calls.filter((call) => call === 'objected')).toHaveLength(1);
    await eldercare.moveClock('2025-05-12T16:00:01Z');
    expect((await object('13900000001')).status).toBe(202);
  });

  it('at once are not more than may be', async () => {
    const notices = await Promise.all(Array.from({ length: 8 }, () => post('2025-05-13')));
    const answers = await Promise.all(notices.map((each) => object('13900000009', each)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
  });

  it('are answered when they were looked into, and go on to the next stage with who it was', async () => {
    const { receipt } = (await object('李四 13900000003')).body;
    const objection = await read(receipt);
    expect(objection).toMatchObject({
      kind: 'OBJECTION',
      stage: 1,
      text: '并不住在这里',
      dueOn: '2025-06-30',
    });
    const answer = (version: number) =>
      eldercare.post<ObjectionDto>(
        `/v1/objections/${receipt}/answer`,
        { outcome: 'UPHELD', text: '属实' },
        lead,
        version,
      );
    expect((await answer(1)).problem).toBe('reinvestigation-missing');
    plans().isLookedInto = true;
    expect((await answer(1)).body).toMatchObject({ state: 'ANSWERED', outcome: 'UPHELD', answer: '属实' });
    expect(plans().calls).toContain(`answered ${receipt}`);
    const next = await eldercare.post<ObjectionDto>(
      `/v1/objections/${receipt}/advance`,
      { kind: 'PETITION', text: '不服', dueOn: '2025-07-31' },
      lead,
      2,
    );
    expect([next.status, next.body]).toMatchObject([
      201,
      { kind: 'PETITION', stage: 2, previousId: receipt },
    ]);
    expect((await read(receipt)).state).toBe('ADVANCED');
    const reporter = (id: string, claims: object) =>
      eldercare.read<object>(`/v1/objections/${id}/reporter`, claims);
    expect((await reporter(next.body.id, lead)).problem).toBe('scope-missing');
    expect((await reporter(next.body.id, supervisor)).body).toEqual({
      contact: '李四 13900000003',
      personKey: null,
    });
  });

  it('are complaints too, of nobody in particular', async () => {
    const objections = eldercare.get(ObjectionService);
    const complaint = await eldercare.inOne((tx) =>
      objections.receive(tx, {
        ...{ kind: 'COMPLAINT', region: REGION, text: '护工态度差', dueOn: '2025-06-11' },
        sender: { source: '192.0.2.1' },
      }),
    );
    expect(complaint).toMatchObject({ state: 'RECEIVED', named: false, subjectId: null });
    expect(complaint.textEnc).not.toContain('态度');
    const [stored] = await eldercare.query<{ sender_hash: string }>(
      'select sender_hash from objection_reporter where objection_id = $1',
      [complaint.id],
    );
    expect(stored?.sender_hash).not.toContain('192.0.2.1');
  });

  it('come too late when the notice has ended', async () => {
    await eldercare.moveClock('2025-05-17T16:00:01Z');
    expect((await object('13900000004')).problem).toBe('notice-ended');
  });
});
