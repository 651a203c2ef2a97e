import { Injectable, Module } from '@nestjs/common';
import { eventually } from '@minzheng/testing/servers';
import type { Tx } from '@minzheng/platform/persistence';
import { DepartmentModule } from '../department/index.js';
import { publishRows } from '../test/policies.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  LetterService,
  lettersController,
  NoticeHost,
  NOTICES,
  NoticeService,
  NoticesModule,
  type Letter,
  type LetterDto,
  type PublicNotice,
} from './index.js';

const REGION = '510802001';
const PLAN = '0198a000-0000-7000-8000-00000000000a';
const ELDER = '00000000-0000-8000-8000-000000000001';
const subject = { subjectType: 'carePlan', subjectId: PLAN, region: REGION };

@Injectable()
class Plans extends NoticeHost {
  readonly ended_: string[] = [];
  isFree = true;

  override async lockEnding(): Promise<boolean> {
    return this.isFree;
  }

  override async ended(_tx: Tx, { id }: PublicNotice): Promise<void> {
    this.ended_.push(id);
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), NoticesModule],
  controllers: [lettersController('eldercare')],
  providers: [Plans, { provide: NoticeHost, useExisting: Plans }],
})
class EldercareModule {}

describe('notices and letters of another department', () => {
  let eldercare: SecondDepartment;
  const notices = (): NoticeService => eldercare.get(NoticeService);
  const letters = (): LetterService => eldercare.get(LetterService);
  const post = (kind: PublicNotice['kind'], postedOn = '2025-05-12') =>
    eldercare.inOne((tx) => notices().post(tx, { ...subject, kind, postedOn, place: '社区公告栏' }));
  const close = () => eldercare.inOne((tx) => notices().closeEnded(tx));
  const clerk = { sub: 'clerk', scope: 'eldercare:cases:write', region: REGION };

  beforeAll(async () => {
    eldercare = await SecondDepartment.start(EldercareModule, [NOTICES], '2025-05-12T01:00:00Z');
    await publishRows(eldercare, { 'notice.days': 5 });
  });
  afterAll(() => eldercare.drop());

  it('hang for their days, and end once', async () => {
    const plans = eldercare.get(Plans);
    const posted = await post('PRELIMINARY');
    expect(posted).toMatchObject({ state: 'POSTED', endsOn: '2025-05-17' });
    const taken = await post('TERMINATION');
    await eldercare.inOne(async (tx) => {
      const notice = await tx.loadForUpdate(taken.constructor as new () => PublicNotice, taken.id);
      await notices().object(tx, notice);
    });
    await eldercare.moveClock('2025-05-17T15:59:59Z');
    expect(await close()).toBe(0);
    await eldercare.moveClock('2025-05-17T16:00:01Z');
    plans.isFree = false;
    expect(await close()).toBe(0);
    plans.isFree = true;
    expect([await close(), await close()]).toEqual([1, 0]);
    expect(plans.ended_).toEqual([posted.id]);
    await eldercare.inOne((tx) => notices().takeDown(tx, 'carePlan', PLAN));
    const states = await eldercare.query<{ state: string }>('select state from public_notice order by id');
    expect(states.map(({ state }) => state)).toEqual(['CLEAN', 'TAKEN_DOWN']);
    await expect(post('RESULT', '2025-05-19')).rejects.toThrow('posted-on-future');
  });

  it('are numbered letters that count when they are served', async () => {
    const write = () =>
      eldercare.inOne((tx) =>
        letters().write(tx, {
          ...{ ...subject, kind: 'CARE_END', addresseeKey: ELDER, personKeys: [ELDER] },
          content: { text: '护理结束' },
          dueOn: '2025-05-21',
        }),
      );
    const [first, second] = [await write(), await write()] as [Letter, Letter];
    expect(first.letterNo).toMatch(/^510802001-L-2025-\d{6}$/);
    expect(second.letterNo > first.letterNo).toBe(true);
    expect(first.contentEnc).not.toContain('护理结束');
    expect(letters().contentOf(first)).toEqual({ text: '护理结束' });
    const isServed = () =>
      eldercare.inOne((tx) => letters().isServed(tx.manager, 'carePlan', PLAN, 'CARE_END'));
    expect(await isServed()).toBe(false);
    const serve = (version: number) =>
      eldercare.post<LetterDto>(
        `/v1/letters/${first.id}/record-service`,
        { servedOn: '2025-05-18', how: 'POST', proof: 'a'.repeat(64) },
        clerk,
        version,
      );
    expect((await serve(1)).body).toMatchObject({
      state: 'SERVED',
      servedHow: 'POST',
      servedOn: '2025-05-18',
    });
    expect((await serve(2)).problem).toBe('letter-answered');
    expect(await isServed()).toBe(true);
    const { body } = await eldercare.read<{ items: LetterDto[] }>('/v1/letters?state=WRITTEN', clerk);
    expect(body.items.map(({ id }) => id)).toEqual([second.id]);
  });

  it('ask an agency, and keep its answer', async () => {
    const asked = await eldercare.inOne((tx) =>
      letters().send(tx, {
        ...{ ...subject, kind: 'INQUIRY', agency: 'NHSA', personKeys: [ELDER], content: {} },
      }),
    );
    const answer = () =>
      eldercare.inOne((tx) =>
        letters().recordAnswer(tx, asked.id, 1, { answeredOn: '2025-05-18', answer: { items: [] } }),
      );
    const answered = await answer();
    expect(answered).toMatchObject({ state: 'ANSWERED', answeredOn: '2025-05-18' });
    expect(letters().answerOf(answered)).toEqual({ items: [] });
    await expect(answer()).rejects.toThrow();
    await eventually('it is found', async () => {
      const found = await eldercare.inOne((tx) => letters().of(tx.manager, 'carePlan', PLAN, 'INQUIRY'));
      return found.length === 1;
    });
  });
});
