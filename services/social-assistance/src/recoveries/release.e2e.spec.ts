import { eventually } from '@minzheng/testing/servers';
import pg from 'pg';
import { Assistance } from '../test/kit/assistance.js';
import { AwardStory, status, StatusFactSchema, StatusKind } from '../test/kit/award-story.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from '../test/kit/case-story.js';
import type { Client, Stored } from '../test/kit/client.js';
import { guangyuanFamily, livingAlone, withOwnAccount } from '../test/kit/family.js';

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
  /** A standard of the city that somebody has checked; what publishes it. */
  const checkedStandard = async (monthlyFen: string, effectiveMonth: string) => {
    const drafter = await assistance.official('officer-1', 'policies:write', CITY);
    const publisher = await assistance.official('officer-2', 'policies:approve', CITY);
    const form = { region: CITY, hukouType: 'URBAN', monthlyFen, effectiveMonth, docNo: '12号' };
    const { id, version } = succeeded(201, await drafter.post<Stored>('/v1/standards', form));
    const checked = succeeded(200, await drafter.command<Stored>(`/v1/standards/${id}/check`, version));
    return () =>
      publisher.command<Stored & { jobId: string }>(`/v1/standards/${id}/publish`, checked.version);
  };
  const isDone = async (jobId: string): Promise<boolean> => {
    const publisher = await assistance.official('officer-2', 'policies:approve', CITY);
    return (await publisher.get<{ state: string }>(`/v1/jobs/${jobId}`)).body.state === 'DONE';
  };
  /** 649.00 in the city from October on. */
  const publish = async (on: string): Promise<void> => {
    await assistance.moveClock(`${on}T01:00:00Z`);
    const { jobId } = succeeded(202, await (await checkedStandard('64900', '2025-10'))());
    await eventually('the awards are computed again', () => isDone(jobId), SLOW_MS);
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

  describe('and awards that are decided while a standard is published', () => {
    const reported = async (day: string, decidedOn: string): Promise<CaseStory> => {
      await assistance.moveClock(`${day}T01:00:00Z`);
      const next = await CaseStory.apply(assistance, cast, withOwnAccount(livingAlone()));
      await next.toAssessed(day, { perCapita: '2000', validTo: '2026-02-28' });
      await next.giveOpinion();
      await next.postNotice(day);
      await assistance.moveClock(`${decidedOn}T01:00:00Z`);
      await next.becomes('REPORTED');
      return next;
    };
    const decide = (next: CaseStory) =>
      cast.lead2.command<DecidedBody>(`${next.path}/decide`, next.version, { outcome: 'APPROVED' });
    const segmentsOf = (awardId: string | undefined) =>
      assistance.query(
        `select months::text as months, standard_fen::text as standard, base_fen::text as base from award_segment
          where award_id = $1 and superseded_at is null order by months`,
        [awardId],
      );

    it('pay by it, whichever of the two was first', async () => {
      const next = await reported('2025-12-05', '2025-12-15');
      const publishNow = await checkedStandard('71000', '2026-01');
      const blocker = new pg.Client({ connectionString: assistance.environment.database.url });
      await blocker.connect();
      await blocker.query('begin');
      // what the award pays is computed by then
      await blocker.query('lock table case_computation in share mode');
      const decided = decide(next);
      const waiting = async (what: string) =>
        (
          await assistance.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
            [`%${what}%`],
          )
        ).length > 0;
      await eventually('it is decided, but not yet stored', () => waiting('insert into case_computation'));
      let told: { readonly jobId: string } | undefined;
      const published = publishNow().then((answer) => (told = succeeded(202, answer)));
      await eventually(
        'the standard waits for the decision, or is in force and everybody computed',
        async () => (told ? isDone(told.jobId) : waiting('pg_advisory_xact_lock')),
        SLOW_MS,
      );
      await blocker.query('commit');
      await blocker.end();
      const { awardId } = succeeded(200, await decided);
      const { jobId } = await published;
      await eventually('the awards are computed again', () => isDone(jobId), SLOW_MS);
      expect(await segmentsOf(awardId)).toEqual([
        { months: '[2026-01-01,)', standard: '71000', base: '69000' },
      ]);
    });

    it('pay by one that was published after they were accepted', async () => {
      const next = await reported('2025-12-16', '2025-12-26');
      const { jobId } = succeeded(202, await (await checkedStandard('73000', '2026-02'))());
      await eventually('the awards are computed again', () => isDone(jobId), SLOW_MS);
      const { awardId } = succeeded(200, await decide(next));
      expect(await segmentsOf(awardId)).toEqual([
        { months: '[2026-01-01,2026-02-01)', standard: '71000', base: '69000' },
        { months: '[2026-02-01,)', standard: '73000', base: '71000' },
      ]);
    });

    it('pay by it when a death is taken back that held them, whichever of the two was first', async () => {
      const [{ id: awardId, person } = { id: '', person: '' }] = await assistance.query<{
        id: string;
        person: string;
      }>(`select id, person_keys[1] as person from award order by id desc limit 1`);
      const state = async () =>
        (await assistance.query<{ state: string }>('select state from award where id = $1', [awardId]))[0]
          ?.state;
      await assistance.moveClock('2026-01-10T01:00:00Z');
      await eventually('it runs', async () => (await state()) === 'ACTIVE');
      const death = status(person, StatusKind.DECEASED, '2026-01-05', { observedOn: '2026-01-10' });
      await assistance.hear(StatusFactSchema, death, 'inbound');
      await eventually('it is held', async () => (await state()) === 'HELD');
      const publishNow = await checkedStandard('75000', '2026-01');
      const blocker = new pg.Client({ connectionString: assistance.environment.database.url });
      await blocker.connect();
      await blocker.query('begin');
      // what the award pays is computed by then
      await blocker.query('lock table work_item in share mode');
      const change = { supersedes: death.factId, retracted: true, observedOn: '2026-01-10' };
      await assistance.hear(
        StatusFactSchema,
        status(person, StatusKind.DECEASED, '2026-01-05', change),
        'inbound',
      );
      const waiting = async (what: string) =>
        (
          await assistance.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
            [`%${what}%`],
          )
        ).length > 0;
      await eventually('it is released, but not yet stored', () => waiting('work_item'));
      let told: { readonly jobId: string } | undefined;
      const published = publishNow().then((answer) => (told = succeeded(202, answer)));
      await eventually(
        'the standard waits for the release, or is in force and everybody computed',
        async () => (told ? isDone(told.jobId) : waiting('pg_advisory_xact_lock')),
        SLOW_MS,
      );
      await blocker.query('commit');
      await blocker.end();
      const { jobId } = await published;
      await eventually('the awards are computed again', () => isDone(jobId), SLOW_MS);
      await eventually('it runs again', async () => (await state()) === 'ACTIVE');
      expect(await segmentsOf(awardId)).toEqual([
        { months: '[2026-01-01,2026-02-01)', standard: '75000', base: '73000' },
        { months: '[2026-02-01,)', standard: '73000', base: '71000' },
      ]);
    });
  });
});
