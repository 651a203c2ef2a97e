import { AwardCeasedSchema, AwardHeldSchema, RecoveryOrderedSchema } from '@minzheng/contracts/assistance';
import {
  OverpaymentCause,
  OverpaymentDetectedSchema,
  OverpaymentRecoveredSchema,
  RecoveryWay,
} from '@minzheng/contracts/common';
import { FactQuality, IncomeFactSchema, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import { namedIn } from '../retention/test/named-in.js';
import { Assistance, ofType } from './kit/assistance.js';
import { AwardStory, status } from './kit/award-story.js';
import { succeeded, township, type Cast } from './kit/case-story.js';
import type { Answer, Client, Stored } from './kit/client.js';
import {
  coupleAndStudent,
  guangyuanFamily,
  livingAlone,
  withOwnAccount,
  type HouseholdForm,
} from './kit/family.js';
import { payMonth, type PaidLine } from './kit/payday.js';

const COUNTY = '510802';
const DIED = '2025-06-03';
const ENDED = { outcome: 'CEASE', reasonCodes: ['DEATH'], text: '保障对象已死亡' };

interface Order extends Stored {
  readonly refundFen: string;
  readonly paidFen: string;
  readonly route: string;
  readonly plan: readonly { readonly month: string; readonly amountFen: string }[];
}

/** Social assistance, section 7, and the catalogue's walk 9.2: what others tell of recipients, and what was paid in vain. */
describe('what agencies tell of recipients', () => {
  let assistance: Assistance;
  let cast: Cast;
  let county: Client;
  let supervisor: Client;
  /** Died 06-03, known on 06-20 (21.3), and on 08-20 (21.4). */
  let early: AwardStory;
  let late: AwardStory;
  let family: AwardStory;
  let paused: AwardStory;
  let waiting: AwardStory;
  const expectRefusal = ({ status: code, problem }: Answer<unknown>, ...refusal: [number, string]) =>
    expect([code, problem]).toEqual(refusal);

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    county = await assistance.lead('county-approver', COUNTY);
    supervisor = await assistance.official('supervisor-he', 'supervision:write', '5108');
    const approved = async (form: HouseholdForm, perCapita: string) => {
      const days = { posted: '2025-05-12', decided: '2025-05-20' };
      return AwardStory.approved(assistance, cast, withOwnAccount(form), days, { perCapita });
    };
    early = await approved(livingAlone(), '2000');
    late = await approved(livingAlone(), '2000');
    family = await approved(guangyuanFamily(), '40000');
    paused = await approved(coupleAndStudent(), '40000');
    await assistance.moveClock('2025-06-01T01:00:00Z');
    await late.becomes('ACTIVE');
    await assistance.moveClock('2025-06-02T01:00:00Z');
    expect(linesOf(await payMonth(assistance, COUNTY, '2025-06'), paused)).toEqual(['BASE 2025-06 57000']);
    waiting = await AwardStory.approved(
      ...([assistance, cast, withOwnAccount(livingAlone())] as const),
      ...([{ posted: '2025-06-10', decided: '2025-06-18' }, { perCapita: '2000' }] as const),
    );
    await assistance.moveClock('2025-06-20T01:00:00Z');
  });
  afterAll(() => assistance.drop());

  const tell = (...told: Parameters<typeof status>) => {
    const fact = status(...told);
    return assistance.hear(StatusFactSchema, fact, 'inbound').then(() => fact.factId);
  };
  const of =
    ({ awardId }: AwardStory) =>
    (told: { awardId: string }) =>
      told.awardId === awardId;
  /** What there is to do about its open reviews. */
  const workOf = async ({ awardId }: AwardStory): Promise<string[]> => {
    const items = await assistance.query<{ kind: string }>(
      `select w.kind from work_item w join review r on r.id = w.subject_id
        where r.award_id = $1 and w.state = 'OPEN' order by 1`,
      [awardId],
    );
    return items.map(({ kind }) => kind);
  };
  const overpaid = async (story: AwardStory) =>
    ofType(await assistance.published(), OverpaymentDetectedSchema).filter(
      ({ personKey }) => personKey === story.persons[0],
    );
  const linesOf = (lines: readonly PaidLine[], { awardId }: AwardStory) =>
    lines
      .filter(({ subjectId }) => subjectId === awardId)
      .map(({ component, month, amountFen }) => `${component} ${month} ${amountFen}`)
      .sort();

  describe('a death of the only person covered', () => {
    let factId: string;

    it('holds the award from the month after, and has it reviewed in three months (21.3)', async () => {
      factId = await tell(early.persons[0]!, StatusKind.DECEASED, DIED);
      expect(await early.becomes('HELD')).toMatchObject({
        ...{ heldFrom: '2025-07', holdCause: 'DEATH', holdEndsOn: '2025-09-20' },
        segments: [{ fromMonth: '2025-06', toMonth: null, baseFen: '57000' }],
      });
      expect(await early.review('DEATH')).toMatchObject({ dueOn: '2025-09-03', openedOn: '2025-06-20' });
      const held = await eventually('published', async () => {
        const events = ofType(await assistance.published(), AwardHeldSchema).filter(of(early));
        return events.length > 0 && events;
      });
      expect(held).toMatchObject([{ fromMonth: '2025-07', cause: 'DEATH', personKeys: early.persons }]);
      expect(await overpaid(early)).toEqual([]);
      // nobody is visited any more: whoever decides concludes it
      expect(await workOf(early)).toEqual(['delegatedDeathReview']);
      const inbox = await cast.lead2.get<{ items: { command: object }[] }>(
        '/v1/work-items?kind=delegatedDeathReview',
      );
      const { id } = await early.review('DEATH');
      expect(succeeded(200, inbox).items).toMatchObject([
        { command: { path: `/v1/reviews/${id}/conclude` }, dueAt: '2025-09-03T16:00:00.000Z' },
      ]);
    });

    it('that is taken back lets it go on, and ends the review', async () => {
      const change = { supersedes: factId, retracted: true, observedOn: '2025-06-21' };
      factId = await tell(early.persons[0]!, StatusKind.DECEASED, DIED, change);
      expect(await early.becomes('ACTIVE')).toMatchObject({ heldFrom: null, holdCause: null });
      expect(await early.reviews()).toMatchObject([
        { cause: 'DEATH', state: 'CONCLUDED', outcome: 'UNCHANGED' },
      ]);
      expect(await workOf(early)).toEqual([]);
      await tell(early.persons[0]!, StatusKind.DECEASED, DIED, {
        supersedes: factId,
        observedOn: '2025-06-22',
      });
      await early.becomes('HELD');
    });

    it('that is only reported holds nothing; the award is reviewed', async () => {
      await tell(late.persons[0]!, StatusKind.DECEASED, DIED, { quality: FactQuality.REPORTED });
      expect(await late.review('DEATH')).toMatchObject({ dueOn: '2025-09-03' });
      expect(await workOf(late)).toEqual(['reviewVisit']);
      expect((await late.read()).state).toBe('ACTIVE');
    });

    it('that is told before the award begins holds it on its first day', async () => {
      await tell(waiting.persons[0]!, StatusKind.DECEASED, '2025-06-19');
      await waiting.review('DEATH');
      expect((await waiting.read()).state).toBe('PENDING_START');
      await assistance.moveClock('2025-07-01T01:00:00Z');
      expect(await waiting.becomes('HELD')).toMatchObject({ heldFrom: '2025-07', holdCause: 'DEATH' });
    });
  });

  describe('other changes', () => {
    it('the death of one member changes nothing by itself: the household is reviewed', async () => {
      const child = family.persons[2]!;
      await tell(child, StatusKind.DECEASED, DIED);
      await tell(child, StatusKind.DECEASED, DIED, { observedOn: '2025-06-04' });
      expect(await family.review('DEATH')).toMatchObject({ dueOn: '2025-09-03' });
      expect(await family.read()).toMatchObject({ state: 'ACTIVE', baseFen: '57000', extrasFen: '29500' });
    });

    it('a job, a marriage and a withdrawn consent open one review of the household', async () => {
      const [husband, wife] = family.persons as [string, string];
      await tell(husband, StatusKind.EMPLOYED, '2025-06-15');
      await tell(wife, StatusKind.DIVORCED, '2025-06-16');
      const review = await family.review('REPORTED_CHANGE');
      const grounds = async () => {
        const [row] = await assistance.query<{ grounds: string[] }>(
          'select grounds from review where id = $1',
          [review.id],
        );
        return row?.grounds ?? [];
      };
      await eventually('both are grounds', async () => (await grounds()).length === 2);
      await tell(husband, StatusKind.EMPLOYED, '2025-06-15', { observedOn: '2025-06-16' });
      const [consent] = await assistance.query<{ id: string; version: number }>(
        `select id, version from consent where person_key = $1 and state = 'VALID'`,
        [husband],
      );
      const citizen = await assistance.citizen(husband);
      succeeded(200, await citizen.command(`/v1/consents/${consent!.id}/withdraw`, consent!.version));
      expect((await grounds()).sort()).toEqual(
        [`employed/${husband}/2025-06-15`, `divorced/${wife}/2025-06-16`, `consent/${consent!.id}`].sort(),
      );
      expect((await family.reviews()).map(({ cause }) => cause).sort()).toEqual(['DEATH', 'REPORTED_CHANGE']);
      const own = succeeded(200, await citizen.get<{ items: object[] }>('/v1/reviews'));
      expect(own.items).toHaveLength(2);
    });

    it('what is told of somebody unknown is dropped', async () => {
      const stranger = '86f9367c-2a08-8d62-9d75-d6dbe23270b8';
      await tell(stranger, StatusKind.DECEASED, DIED);
      await tell(early.persons[0]!, StatusKind.CREMATED, DIED);
      await eventually('kept', async () => {
        const rows = await assistance.query(`select from status_copy where kind = 'cremated'`);
        return rows.length === 1;
      });
      expect(await assistance.query('select from status_copy where person_key = $1', [stranger])).toEqual([]);
    });
  });

  describe('what was paid after a death that is known late (21.4)', () => {
    beforeAll(async () => {
      const held = await paused.command(county, 'hold', { reason: '待查', fromMonth: '2025-07' });
      succeeded(200, held);
      await assistance.moveClock('2025-07-02T01:00:00Z');
      const july = await payMonth(assistance, COUNTY, '2025-07');
      expect(linesOf(july, late)).toEqual(['BASE 2025-07 57000']);
      expect([early, paused, waiting].flatMap((story) => linesOf(july, story))).toEqual([]);
      await assistance.moveClock('2025-08-02T01:00:00Z');
      await payMonth(assistance, COUNTY, '2025-08');
      await assistance.moveClock('2025-08-20T01:00:00Z');
    });

    it('is an over-payment of 1,140.00, and verification is told that nothing was due', async () => {
      await tell(late.persons[0]!, StatusKind.DECEASED, DIED, { observedOn: '2025-08-20' });
      expect(await late.becomes('HELD')).toMatchObject({ heldFrom: '2025-07' });
      const detected = await eventually('detected', async () => {
        const events = await overpaid(late);
        return events.length > 0 && events;
      });
      expect(detected).toMatchObject([
        { months: ['2025-07', '2025-08'], amountFen: 114_000n, cause: OverpaymentCause.DEATH },
      ]);
      const corrected = await eventually('corrected', async () => {
        const facts = ofType(await assistance.published(), IncomeFactSchema).filter(
          ({ personKey, amountFen }) => personKey === late.persons[0] && amountFen === 0n,
        );
        return facts.length === 2 && facts;
      });
      expect(corrected.map(({ period }) => period?.fromMonth).sort()).toEqual(['2025-07', '2025-08']);
      expect(corrected.every(({ supersedesFactId }) => supersedesFactId !== undefined)).toBe(true);
    });

    it('and leaves nobody to visit, though a visit was planned while it was only reported', async () => {
      expect(await workOf(late)).toEqual(['delegatedDeathReview']);
    });

    it('is detected once, however often the death is told', async () => {
      await tell(late.persons[0]!, StatusKind.DECLARED_DEAD, DIED, { observedOn: '2025-08-21' });
      await eventually('kept', async () => {
        const rows = await assistance.query(`select from status_copy where kind = 'declaredDead'`);
        return rows.length === 1;
      });
      expect(await overpaid(late)).toHaveLength(1);
      expect((await late.reviews()).map(({ cause }) => cause)).toEqual(['DEATH']);
    });

    it('and the award ends by its review, without a visit, from the month after the death', async () => {
      expectRefusal(
        await late.conclude(cast.lead2, 'DEATH', { outcome: 'UNCHANGED' }),
        ...([422, 'outcome-differs'] as const),
      );
      const concluded = succeeded(200, await late.conclude(cast.lead2, 'DEATH', ENDED));
      expect(concluded).toMatchObject({
        ...{ outcome: 'CEASE', fromMonth: '2025-07' },
        award: { state: 'CEASED', endMonth: '2025-06', ceaseCause: 'DEATH' },
      });
      const ended = await eventually('published', async () => {
        const published = await assistance.published();
        const facts = ofType(published, StatusFactSchema).filter(
          ({ personKey, kind, days }) =>
            personKey === late.persons[0] && kind === StatusKind.DIBAO && days?.to !== undefined,
        );
        return facts.length > 0 && { facts, ceased: ofType(published, AwardCeasedSchema).filter(of(late)) };
      });
      expect(ended.facts.map(({ days }) => days)).toMatchObject([{ from: '2025-06-01', to: '2025-07-01' }]);
      expect(ended.ceased).toMatchObject([{ fromMonth: '2025-07', cause: 'DEATH' }]);
      expect(await overpaid(late)).toHaveLength(1);
    });

    it('is ordered back, without a fine where there was no fraud, and paid in parts', async () => {
      const form = {
        awardId: late.awardId,
        months: ['2025-08', '2025-07'],
        basis: 'ERROR',
        reason: '死亡后继续发放',
      };
      const order = (change: object) => supervisor.post<Order>('/v1/recoveries', { ...form, ...change });
      expectRefusal(await order({ months: ['2025-06'] }), 422, 'nothing-to-recover');
      expectRefusal(await order({ fineFen: '1' }), 422, 'fine-out-of-range');
      expectRefusal(await order({ basis: 'FRAUD', fineFen: '113999' }), 422, 'fine-out-of-range');
      expectRefusal(await order({ consentSha256: 'c'.repeat(64) }), 422, 'offset-needs-consent');
      const issued = succeeded(201, await order({ instalments: 2 }));
      expect(issued).toMatchObject({
        ...{ state: 'ISSUED', refundFen: '114000', fineFen: '0', route: 'INSTALMENTS' },
        plan: [
          { month: '2025-09', amountFen: '57000' },
          { month: '2025-10', amountFen: '57000' },
        ],
      });
      const pay = (version: number, amountFen: string, way: string, reference: string) =>
        supervisor.command<Order>(`/v1/recoveries/${issued.id}/record-payment`, version, {
          ...{ amountFen, way, reference, receivedOn: '2025-08-20' },
        });
      expectRefusal(await pay(1, '114001', 'REPAYMENT', 'a'), 422, 'more-than-owed');
      const paying = succeeded(200, await pay(1, '50000', 'BANK_RETURN', 'a'));
      expect(paying).toMatchObject({ state: 'PAYING', paidFen: '50000' });
      expect(succeeded(200, await pay(paying.version, '50000', 'BANK_RETURN', 'a'))).toMatchObject({
        paidFen: '50000',
      });
      const settled = succeeded(200, await pay(paying.version, '64000', 'ESTATE', 'b'));
      expect(settled).toMatchObject({ state: 'SETTLED', paidFen: '114000' });
      expectRefusal(await pay(settled.version, '1', 'ESTATE', 'c'), 409, 'illegal-transition');
      const events = await eventually('published', async () => {
        const published = await assistance.published();
        return ofType(published, OverpaymentRecoveredSchema).length === 2 && published;
      });
      expect(ofType(events, RecoveryOrderedSchema)).toMatchObject([{ refundFen: 114_000n, fineFen: 0n }]);
      expect(ofType(events, OverpaymentRecoveredSchema)).toMatchObject([
        { amountFen: 50_000n, balanceFen: 64_000n, way: RecoveryWay.BANK_RETURN },
        { amountFen: 64_000n, balanceFen: 0n, way: RecoveryWay.ESTATE },
      ]);
    });
  });

  it('what was held is paid as arrears with the month in which it is resolved (21.5)', async () => {
    await assistance.moveClock('2025-09-01T01:00:00Z');
    succeeded(200, await paused.command(county, 'release'));
    await assistance.moveClock('2025-09-02T01:00:00Z');
    const september = await payMonth(assistance, COUNTY, '2025-09');
    expect(linesOf(september, paused)).toEqual([
      'ARREARS 2025-07 57000',
      'ARREARS 2025-08 57000',
      'BASE 2025-09 57000',
    ]);
  });

  it('what is late is marked, and ends nothing', async () => {
    expect((await early.review('DEATH')).overdue).toBe(false);
    await assistance.moveClock('2025-09-04T01:00:00Z');
    await eventually('marked', async () => {
      const { body } = await cast.clerk.get<{ items: { awardId: string; cause: string }[] }>(
        '/v1/reviews?overdue=true&cause=DEATH',
      );
      return body.items.some(({ awardId }) => awardId === early.awardId);
    });
    expect((await early.read()).state).toBe('HELD');
  });

  it('periodic reviews are opened in the month in which they are due, once', async () => {
    await assistance.moveClock('2025-10-31T15:59:00Z');
    expect((await paused.reviews()).map(({ cause }) => cause)).toEqual([]);
    await assistance.moveClock('2025-11-01T01:00:00Z');
    expect(await paused.review('PERIODIC')).toMatchObject({ dueOn: '2025-11-30', openedOn: '2025-11-01' });
    await assistance.moveClock('2025-11-02T01:00:00Z');
    await eventually('the next day is done', async () => {
      const rows = await assistance.query(
        `select from job where name = 'review-generator' and period = '2025-11-02' and state = 'DONE'`,
      );
      return rows.length === 1;
    });
    expect(await paused.reviews()).toHaveLength(1);
  });

  it('what came of it is erased ten years after the last of it, whole, once supervisors have looked into all; what runs stays', async () => {
    const query = (sql: string, parameters: unknown[] = []) => assistance.query<object>(sql, parameters);
    const [award] = await assistance.query<{ case_id: string; household_id: string }>(
      'select case_id, household_id from award where id = $1',
      [late.awardId],
    );
    const ids = [late.awardId, award!.case_id, award!.household_id, ...late.persons];
    expect(Object.keys(await namedIn(query, ids)).length).toBeGreaterThan(20);
    const stays = await namedIn(query, [paused.awardId]);
    // a case that was drawn, or came too late, waits for them: which ones were drawn is chance
    const flagged = await supervisor.get<{ items: Stored[] }>('/v1/supervision-items?state=OPEN&limit=200');
    const found = { finding: 'NOT_CONFIRMED', text: '情况属实' };
    for (const { id, version } of succeeded(200, flagged).items)
      succeeded(200, await supervisor.command(`/v1/supervision-items/${id}/check`, version, found));

    // what was told, and when, is known by real time
    const day = `${new Date().getUTCFullYear() + 12}-01-02`;
    await assistance.moveClock(`${day}T01:00:00Z`);
    const night = await eventually('the night is over', async () => {
      const jobs = await assistance.query<{ left: number }>(
        `select (checkpoint ->> 'left')::int as left from job where name = 'retention' and period = $1 and state = 'DONE'`,
        [day],
      );
      return jobs[0];
    });
    expect(night).toEqual({ left: 0 });
    // that the household is no more is told again to whoever asks
    expect(await namedIn(query, ids)).toEqual({ current_event: 1 });
    expect(Object.keys(await namedIn(query, [paused.awardId]))).toEqual(Object.keys(stays));
  });
});
