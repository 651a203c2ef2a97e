import { eventually } from '@minzheng/testing/servers';
import { Assistance } from '../test/kit/assistance.js';
import { AwardStory } from '../test/kit/award-story.js';
import { succeeded, township, type Cast } from '../test/kit/case-story.js';
import type { Client, Stored } from '../test/kit/client.js';
import { guangyuanFamily } from '../test/kit/family.js';

const CITY = '5108';
const COUNTY = '510802';
const LINE = 'assistance.poverty.lineAnnualFen';
/** Jobs of a whole region take their turn after those of the month. */
const SLOW_MS = 50_000;

interface Work {
  readonly kind: string;
  readonly scope: string;
  readonly dueAt: string;
  readonly subject: { readonly id: string };
  readonly command: { readonly method: string; readonly path: string };
}

/** Social assistance, section 9 and R21: what an award gets that was held while the others went on. */
describe('an award that is held while a standard is published for months before', () => {
  let assistance: Assistance;
  let cast: Cast;
  let county: Client;
  let story: AwardStory;

  const workOn = async (by: Client, id: string): Promise<readonly Work[]> => {
    const { items } = succeeded(200, await by.get<{ items: readonly Work[] }>('/v1/work-items?limit=200'));
    return items.filter(({ subject }) => subject.id === id);
  };

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    county = await assistance.lead('county-approver', COUNTY);
    await enterPovertyLine();
    const days = { posted: '2025-05-12', decided: '2025-05-20' };
    story = await AwardStory.approved(assistance, cast, guangyuanFamily(), days, { perCapita: '40000' });
    await assistance.moveClock('2025-11-15T01:00:00Z');
    await story.becomes('ACTIVE');
    succeeded(200, await story.command(county, 'hold', { reason: '待查' }));
    await publish('2025-11-20');
    await assistance.moveClock('2025-12-05T01:00:00Z');
  });
  afterAll(() => assistance.drop());

  const enterPovertyLine = async (): Promise<void> => {
    const author = await assistance.official('author', 'policies:write');
    const second = await assistance.official('second', 'policies:approve');
    const row = {
      key: LINE,
      regionPrefix: '51',
      effectiveFrom: '2025-05-12',
      value: '768000',
      legalBasis: 'test',
    };
    const line = succeeded(201, await author.post<Stored>('/v1/policies', row));
    succeeded(200, await second.command(`/v1/policies/${line.id}/publish`, line.version));
  };
  /** 649.00 in the city from October on. */
  const publish = async (on: string): Promise<void> => {
    await assistance.moveClock(`${on}T01:00:00Z`);
    const drafter = await assistance.official('officer-1', 'policies:write', CITY);
    const publisher = await assistance.official('officer-2', 'policies:approve', CITY);
    const form = {
      region: CITY,
      hukouType: 'URBAN',
      monthlyFen: '64900',
      effectiveMonth: '2025-10',
      docNo: '12号',
    };
    const { id, version } = succeeded(201, await drafter.post<Stored>('/v1/standards', form));
    const checked = succeeded(200, await drafter.command<Stored>(`/v1/standards/${id}/check`, version));
    const { jobId } = succeeded(
      202,
      await publisher.command<Stored & { jobId: string }>(`/v1/standards/${id}/publish`, checked.version),
    );
    await eventually(
      'the awards are computed again',
      async () => (await publisher.get<{ state: string }>(`/v1/jobs/${jobId}`)).body.state === 'DONE',
      SLOW_MS,
    );
  };

  it('gets the new amounts of all these months when it is released', async () => {
    expect((await story.read()).segments).toMatchObject([{ fromMonth: '2025-06', toMonth: null }]);
    const released = succeeded(200, await story.command(county, 'release', { reason: '已查清' }));
    expect(released).toMatchObject({
      ...{ state: 'ACTIVE', baseFen: '74700', extrasFen: '32450' },
      segments: [
        { fromMonth: '2025-06', toMonth: '2025-09', baseFen: '57000', extrasFen: '29500' },
        { fromMonth: '2025-10', toMonth: null, baseFen: '74700', extrasFen: '32450', cause: 'RELEASE' },
      ],
    });
    const rows = await assistance.query('select settle_from from award where id = $1', [story.awardId]);
    expect(rows).toEqual([{ settle_from: '2025-10' }]);
  });

  it('is reviewed by commands that who sees them may give: the visit, the conclusion, the letter of its end', async () => {
    const change = { kind: 'INCOME', month: '2025-12' };
    const { id } = succeeded(201, await cast.clerk.post(`${story.path}/changes`, change));
    const visit = { method: 'POST', path: `${story.path}/visits` };
    expect(await workOn(cast.clerk, id)).toMatchObject([
      { kind: 'reviewVisit', scope: 'assistance:visits:write', command: visit },
    ]);
    await story.visit('2025-12-05');
    expect(await workOn(cast.clerk, id)).toEqual([]);
    expect(await workOn(cast.lead2, id)).toMatchObject([
      {
        ...{ kind: 'delegatedReview', scope: 'assistance:awards:approve' },
        command: { method: 'POST', path: `/v1/reviews/${id}/conclude` },
      },
    ]);
    succeeded(200, await story.command(cast.lead2, 'cease', { cause: 'OWN_REQUEST', reason: '自愿放弃' }));
    expect(await workOn(cast.lead2, id)).toEqual([]);
    const [letter] = await assistance.query<{ id: string; due_on: string }>(
      `select id, due_on::text from letter where subject_id = $1 and kind = 'AWARD_END'`,
      [story.awardId],
    );
    expect(letter).toMatchObject({ due_on: '2025-12-31' });
    expect(await workOn(cast.clerk, letter?.id ?? '')).toMatchObject([
      { kind: 'letterService', dueAt: '2025-12-31T16:00:00.000Z' },
    ]);
  });
});
