import { StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { eventually } from '@minzheng/testing/servers';
import { RecomputationService } from '../standards/recomputation.service.js';
import { Assistance } from '../test/kit/assistance.js';
import { AwardStory, status } from '../test/kit/award-story.js';
import { succeeded, township, type Cast } from '../test/kit/case-story.js';
import { guangyuanFamily } from '../test/kit/family.js';

const FOUND = { reasonCodes: ['WORK_REFUSED'], text: '连续三次拒绝接受介绍的工作，停发本人份额。' };

/** 民发〔2021〕57号 art. 34: the family of scenario 1, 190.00 of the base each; the wife has 177.00, the child 118.00 more. */
describe('a member who refuses work', () => {
  let assistance: Assistance;
  let cast: Cast;
  let story: AwardStory;
  let wife: string;

  const tell = async (kind: StatusKind, from: string) => {
    const fact = status(wife, kind, from);
    const source = { ...fact.source, agency: 'HRSS', dataset: 'HRSS.jobs', recordId: `${wife}/${from}` };
    await assistance.hear(StatusFactSchema, { ...fact, source }, 'inbound');
    await eventually('kept', async () => {
      const rows = await assistance.query('select from status_copy where fact_id = $1', [fact.factId]);
      return rows.length === 1;
    });
  };
  const conclude = (body: object) => story.conclude(cast.lead2, 'REPORTED_CHANGE', body);
  const shares = async () =>
    new Map((await story.read()).shares.map(({ personKey, amountFen }) => [personKey, amountFen]));

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    const days = { posted: '2025-05-12', decided: '2025-05-20' };
    story = await AwardStory.approved(assistance, cast, guangyuanFamily(), days, { perCapita: '40000' });
    [, wife = ''] = story.persons;
    await assistance.moveClock('2025-06-20T01:00:00Z');
    await story.becomes('ACTIVE');
  });
  afterAll(() => assistance.drop());

  it('is reviewed at the third refusal running', async () => {
    await tell(StatusKind.JOB_REFUSED, '2025-06-02');
    await tell(StatusKind.JOB_REFUSED, '2025-06-09');
    expect(await story.reviews()).toEqual([]);
    await tell(StatusKind.JOB_REFUSED, '2025-06-16');
    const review = await story.review('REPORTED_CHANGE');
    expect(await assistance.query('select grounds from review where id = $1', [review.id])).toEqual([
      { grounds: [`jobRefused/${wife}/3`] },
    ]);
    await tell(StatusKind.JOB_REFUSED, '2025-06-17');
    expect(await story.reviews()).toHaveLength(1);
  });

  it('loses the own part of the base from the next month, by a decision in writing, and nobody else does', async () => {
    await story.visit('2025-06-20');
    await story.verify({ perCapita: '40000' });
    const without = await conclude({ outcome: 'DECREASE', ...FOUND, reasonCodes: ['INCOME'] });
    expect([without.status, without.problem]).toEqual([422, 'outcome-differs']);
    const untold = await conclude({ outcome: 'DECREASE', reasonCodes: FOUND.reasonCodes });
    expect([untold.status, untold.problem]).toEqual([422, 'reason-missing']);
    const concluded = succeeded(200, await conclude({ outcome: 'DECREASE', ...FOUND }));
    expect(concluded).toMatchObject({
      fromMonth: '2025-07',
      award: {
        ...{ state: 'ACTIVE', baseFen: '38000', extrasFen: '29500' },
        segments: [
          { fromMonth: '2025-06', toMonth: '2025-06', baseFen: '57000', extrasFen: '29500' },
          { fromMonth: '2025-07', toMonth: null, baseFen: '38000', extrasFen: '29500', cause: 'REVIEW' },
        ],
      },
    });
    const [husband, , child] = story.persons;
    expect(await shares()).toEqual(
      new Map([
        [husband, '19000'],
        [wife, '17700'],
        [child, '30800'],
      ]),
    );
    const letters = await assistance.query(
      `select from letter where subject_id = $1 and kind = 'REVIEW_OUTCOME'`,
      [story.awardId],
    );
    expect(letters).toHaveLength(1);
  });

  it('does not get it back when the amounts are computed again', async () => {
    const recomputed = await assistance
      .provider(UnitOfWork)
      .run('test', (tx) =>
        assistance
          .provider(RecomputationService)
          .recomputeAwards(tx, [story.awardId], '2025-07', { code: 'AGE' }),
      );
    expect(recomputed).toMatchObject({ seen: 1, changed: 0 });
  });

  it('gets it back from the month after the review of a job that was taken up', async () => {
    await assistance.moveClock('2025-07-03T01:00:00Z');
    await tell(StatusKind.EMPLOYED, '2025-07-01');
    await story.review('REPORTED_CHANGE');
    await story.visit('2025-07-03');
    await story.verify({ perCapita: '40000' });
    const { award } = succeeded(200, await conclude({ outcome: 'INCREASE' }));
    expect(award).toMatchObject({ baseFen: '57000', extrasFen: '29500' });
  });
});
