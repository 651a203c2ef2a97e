import {
  AwardAdjustedSchema,
  AwardCeasedSchema,
  AwardHeldSchema,
  AwardReleasedSchema,
  AwardStartedSchema,
  GradualExitStartedSchema,
} from '@minzheng/contracts/assistance';
import { StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { VerificationOccasion, VerificationRequestedSchema } from '@minzheng/contracts/verification';
import { UnitOfWork } from '@minzheng/platform/persistence';
import { eventually } from '@minzheng/testing/servers';
import { AidCase } from '../applications/application.entity.js';
import { Award } from '../awards/award.entity.js';
import { AwardService } from '../awards/award.service.js';
import { ReviewService } from '../reviews/review.service.js';
import { MonthRollJob } from '../awards/month-roll.job.js';
import { Assistance, ofType } from './kit/assistance.js';
import { AwardStory, NOTICE } from './kit/award-story.js';
import { CaseStory, succeeded, township, type Cast } from './kit/case-story.js';
import type { Answer, Client } from './kit/client.js';
import {
  coupleAndStudent,
  guangyuanFamily,
  idNumber,
  OBSERVATIONS,
  type HouseholdForm,
  type MemberForm,
} from './kit/family.js';

const COUNTY = '510802';

/** Scenario 2: four rural people, the mother earns, the father's limb disability is of grade 1. */
function ruralFamily(): HouseholdForm {
  const form = guangyuanFamily();
  const [adult, , child] = form.members as [MemberForm, MemberForm, MemberForm];
  const mother = { ...adult, idNumber: idNumber('1985-04-11'), name: '王秀兰' };
  const { guardianIdNumber: _guardian, ...grown } = child;
  const students = ['2003-02-20', '2005-11-02'].map((born) => ({
    ...{ ...grown, idNumber: idNumber(born), study: 'BACHELOR', capacity: 'FULL' },
  }));
  const father = {
    ...{ ...adult, idNumber: idNumber('1982-07-19'), name: '赵大山', relation: 'SPOUSE', labour: 'NONE' },
    disability: { kind: 4, grade: 1, cardValidTo: '2029-05-31' },
  };
  return {
    ...form,
    hukouType: 'RURAL',
    payee: { holderIdNumber: mother.idNumber, bankCode: '103', account: '6228480402564890018' },
    members: [mother, father, ...students],
  };
}

/** The child of the family comes of age in July 2025: its extra ends with August. */
function familyOfAnAlmostGrownChild(): HouseholdForm {
  const form = guangyuanFamily();
  const almostGrown = idNumber('2007-07-15');
  return {
    ...form,
    members: form.members.map((member, index) =>
      index === 2 ? { ...member, idNumber: almostGrown } : member,
    ),
  };
}

/** Example 7.3: the husband is 70 in June 2025; the card of his wife ends with August. */
function agingFamily(): HouseholdForm {
  const form = guangyuanFamily();
  const [adult, wife, child] = form.members as [MemberForm, MemberForm, MemberForm];
  const husband = { ...adult, idNumber: idNumber('1955-06-15'), labour: 'NONE' };
  return {
    ...form,
    payee: { holderIdNumber: husband.idNumber, bankCode: '103', account: '6228480402564890018' },
    members: [
      husband,
      { ...wife, disability: { kind: 4, grade: 2, cardValidTo: '2025-08-31' } },
      { ...child, guardianIdNumber: husband.idNumber },
    ],
  };
}

/** Social assistance, sections 4, 5.2 and 9: what becomes of an award. */
describe('an award', () => {
  let assistance: Assistance;
  let cast: Cast;
  let county: Client;
  const expectRefusal = ({ status, problem }: Answer<unknown>, ...refusal: [number, string]) =>
    expect([status, problem]).toEqual(refusal);
  const IN_MAY = { posted: '2025-05-12', decided: '2025-05-20' };
  let exiting: AwardStory;
  let returning: AwardStory;
  let leaving: AwardStory;
  let coming: AwardStory;
  let aging: AwardStory;
  let held: AwardStory;
  const heldFamily = guangyuanFamily();
  let single: AwardStory;
  let rigid: AwardStory;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    county = await assistance.lead('county-approver', COUNTY);
    const approved = (form: HouseholdForm, decided: string, options = {}) =>
      AwardStory.approved(assistance, cast, form, { posted: decided.replace(/..$/, '12'), decided }, options);
    exiting = await approved(coupleAndStudent(), IN_MAY.decided);
    returning = await approved(coupleAndStudent(), IN_MAY.decided);
    leaving = await approved(coupleAndStudent(), IN_MAY.decided);
    coming = await approved(familyOfAnAlmostGrownChild(), IN_MAY.decided);
    aging = await approved(agingFamily(), IN_MAY.decided);
    held = await approved(heldFamily, IN_MAY.decided);
    single = await approved(ruralFamily(), IN_MAY.decided, { perCapita: '55000' });
  });
  afterAll(() => assistance.drop());

  const eventsOf = async <D extends Parameters<typeof ofType>[1]>(schema: D, awardId: string) => {
    const events = ofType(await assistance.published(), schema) as unknown as { awardId: string }[];
    return events.filter((told) => told.awardId === awardId);
  };
  const statusesOf = async (persons: readonly string[], kind: StatusKind) =>
    ofType(await assistance.published(), StatusFactSchema).filter(
      (told) => told.kind === kind && persons.includes(told.personKey),
    );

  describe('of a person guaranteed alone, beside the edge family (scenario 2)', () => {
    const RIGID = { numerator: '115000', denominator: '3' };

    it('is what the father gets; the household is recognised from the day of the decision', async () => {
      const father = single.persons[1]!;
      const awards = await single.all();
      expect(awards).toHaveLength(2);
      expect(awards).toContainEqual(
        expect.objectContaining({
          ...{
            programme: 'DIBAO',
            subtype: 'SINGLE_PERSON',
            state: 'PENDING_START',
            effectiveMonth: '2025-06',
          },
          ...{ baseFen: '39000', extrasFen: '11700', shares: [{ personKey: father, amountFen: '50700' }] },
        }),
      );
      expect(awards).toContainEqual(
        expect.objectContaining({
          ...{ programme: 'EDGE', subtype: null, state: 'ACTIVE', effectiveMonth: '2025-05' },
          ...{ baseFen: '0', shares: [], reviewCategory: null, nextReviewDue: '2026-05-31' },
        }),
      );
      const told = await eventually('told', async () => {
        const facts = await statusesOf(single.persons, StatusKind.EDGE);
        return facts.length === 4 && facts;
      });
      expect(told.map(({ days }) => days?.from)).toEqual(Array(4).fill('2025-05-20'));
      expect(await statusesOf(single.persons, StatusKind.DIBAO)).toMatchObject([
        { personKey: father, days: { from: '2025-06-01' }, attributes: { subtype: 'SINGLE_PERSON' } },
      ]);
      const started = ofType(await assistance.published(), AwardStartedSchema);
      const ids = awards.map(({ id }) => id);
      expect(started.filter(({ awardId }) => ids.includes(awardId))).toHaveLength(2);
    });

    it('stays the higher way when medical costs open the other: both are shown', async () => {
      const story = await CaseStory.apply(assistance, cast, ruralFamily());
      await story.toAssessed('2025-05-20', { perCapita: '55000', afterRigid: RIGID });
      const { assessment } = await story.read();
      expect(assessment).toMatchObject({
        proposed: { subtype: 'SINGLE_PERSON', personKeys: [story.persons[1]], monthlyFen: '50700' },
        alternatives: [{ subtype: 'RIGID_DEDUCTION', baseFen: '2667', monthlyFen: '14367' }],
      });
    });
  });

  it('is reviewed by R19 from its decision on', async () => {
    // the husband can work: B, half a year
    expect(await held.read()).toMatchObject({ reviewCategory: 'B', nextReviewDue: '2025-11-30' });
  });

  describe('that the county holds', () => {
    beforeAll(async () => {
      await assistance.moveClock('2025-06-01T01:00:00Z');
      await held.becomes('ACTIVE');
    });

    it('is nothing for an official who is a relative of somebody whom it covers', async () => {
      const supervisor = await assistance.official('supervisor', 'supervision:write');
      const child = heldFamily.members[2]!;
      succeeded(
        201,
        await supervisor.post('/v1/official-relatives', {
          ...{ official: 'county-uncle', role: 'HANDLER', region: COUNTY, relativeIdNumber: child.idNumber },
          ...{ relation: 'SIBLING', from: '2020-01-01' },
        }),
      );
      const uncle = await assistance.official(
        ...([
          'county-uncle',
          'awards:approve cases:read cases:write visits:write supervision:write',
          COUNTY,
        ] as const),
      );
      const related = [403, 'conflict-of-interest'] as const;
      const reason = '家庭收入情况待查';
      expectRefusal(await held.command(uncle, 'hold', { reason }), ...related);
      expectRefusal(await held.command(uncle, 'release', { reason }), ...related);
      expectRefusal(await held.command(uncle, 'cease', { cause: 'OWN_REQUEST', reason }), ...related);
      succeeded(201, await cast.clerk.post(`${held.path}/changes`, { kind: 'INCOME', month: '2025-05' }));
      expectRefusal(await held.conclude(uncle, 'REPORTED_CHANGE', { outcome: 'UNCHANGED' }), ...related);
      const investigators = [
        { userId: 'county-uncle', role: 'CLERK' },
        { userId: 'cadre-zhao', role: 'STATIONED_CADRE' },
      ];
      const visit = { visitedOn: '2025-06-01', mode: 'IN_PERSON', observations: OBSERVATIONS, investigators };
      expectRefusal(await cast.clerk.post(`${held.path}/visits`, visit), ...related);
      const order = { awardId: held.awardId, months: ['2025-06'], basis: 'ERROR', reason };
      expectRefusal(await uncle.post('/v1/recoveries', order), ...related);
      expect(await held.read()).toMatchObject({ state: 'ACTIVE' });
    });

    it('is held by the county alone, from this month on, and for three months at most', async () => {
      const reason = '家庭收入情况待查';
      expectRefusal(await held.command(cast.lead2, 'hold', { reason }), 403, 'out-of-region');
      expectRefusal(await held.command(county, 'hold', { reason, months: 4 }), 422, 'hold-too-long');
      expectRefusal(
        await held.command(county, 'hold', { reason, fromMonth: '2025-05' }),
        ...([422, 'hold-month-past'] as const),
      );
      for (const verb of ['hold', 'cease']) {
        const body = { reason, fromMonth: '2025-08', ...(verb === 'cease' ? { cause: 'OWN_REQUEST' } : {}) };
        expectRefusal(await held.command(county, verb, body), 400, 'validation');
      }
      expect(succeeded(200, await held.command(county, 'hold', { reason }))).toMatchObject({
        ...{ state: 'HELD', heldFrom: '2025-07', holdCause: 'COUNTY', holdEndsOn: '2025-09-01' },
        segments: [{ fromMonth: '2025-06', toMonth: null }],
      });
      expectRefusal(await held.command(county, 'hold', { reason }), 409, 'illegal-transition');
    });

    it('is released as it was, and the months held are settled with the next run', async () => {
      await assistance.moveClock('2025-06-10T01:00:00Z');
      expect(succeeded(200, await held.command(county, 'release', { reason: '已查清' }))).toMatchObject({
        ...{ state: 'ACTIVE', heldFrom: null, holdCause: null, holdEndsOn: null, baseFen: '57000' },
      });
      const turns = await eventually('published', async () => {
        const [first, ...more] = await eventsOf(AwardReleasedSchema, held.awardId);
        return first && [...(await eventsOf(AwardHeldSchema, held.awardId)), first, ...more];
      });
      expect(turns).toMatchObject([
        { fromMonth: '2025-07', cause: 'COUNTY', transition: { fromState: 'ACTIVE', toState: 'HELD' } },
        { fromMonth: '2025-07', cause: 'RESOLVED', transition: { fromState: 'HELD', toState: 'ACTIVE' } },
      ]);
    });

    it('ends for a reason that the household is told, from the next month on', async () => {
      const body = { cause: 'OWN_REQUEST', reason: '自愿放弃' };
      expect(succeeded(200, await held.command(cast.lead2, 'cease', body))).toMatchObject({
        ...{ state: 'CEASED', endMonth: '2025-06', ceaseCause: 'OWN_REQUEST', nextReviewDue: null },
        segments: [{ fromMonth: '2025-06', toMonth: '2025-06' }],
      });
      const ended = await eventually('published', async () => {
        const told = await statusesOf(held.persons, StatusKind.DIBAO);
        const closed = told.filter(({ days }) => days?.to !== undefined);
        return closed.length === 3 && closed;
      });
      const opened = (await statusesOf(held.persons, StatusKind.DIBAO)).filter(({ days }) => !days?.to);
      expect(ended.map(({ supersedesFactId }) => supersedesFactId).sort()).toEqual(
        opened.map(({ factId }) => factId).sort(),
      );
      expect(ended.map(({ days }) => days)).toMatchObject(
        Array(3).fill({ from: '2025-06-01', to: '2025-07-01' }) as object[],
      );
      expect(await eventsOf(AwardCeasedSchema, held.awardId)).toMatchObject([
        { fromMonth: '2025-07', cause: 'OWN_REQUEST' },
      ]);
    });
  });

  describe('with a review that finds a job (scenario 2, examples 9.1 and 9.5)', () => {
    const gradual = { outcome: 'GRADUAL_EXIT', causes: ['EMPLOYMENT'] };

    beforeAll(async () => {
      await assistance.moveClock('2025-06-18T01:00:00Z');
      await exiting.becomes('ACTIVE');
      for (const story of [exiting, returning, leaving]) {
        const change = { kind: 'EMPLOYMENT', month: '2025-06', text: '女儿暑期就业' };
        const citizen = await assistance.citizen(story.persons[0]!);
        const review = succeeded(201, await citizen.post(`${story.path}/changes`, change));
        expect(review).toMatchObject({ cause: 'REPORTED_CHANGE', state: 'OPEN', openedOn: '2025-06-18' });
      }
    });

    it('needs a visit made since, and a report that was asked for it', async () => {
      expectRefusal(
        await exiting.conclude(cast.lead2, 'REPORTED_CHANGE', { ...gradual, ...NOTICE }),
        ...([409, 'review-without-visit'] as const),
      );
      await exiting.visit('2025-06-18');
      expect(await exiting.review('REPORTED_CHANGE')).toMatchObject({ state: 'VISITED' });
      expectRefusal(
        await exiting.conclude(cast.lead2, 'REPORTED_CHANGE', { ...gradual, ...NOTICE }),
        ...([409, 'report-missing'] as const),
      );
      await exiting.verify({ perCapita: '70000' });
      const { caseNo } = await exiting.story.read();
      const asked = ofType(await assistance.published(), VerificationRequestedSchema);
      const reviewed = asked.filter(({ occasion }) => occasion === VerificationOccasion.REVIEW);
      expect(reviewed.map(({ caseRef }) => caseRef)).toEqual([caseNo]);
    });

    it('is concluded as the rules come to it, with reasons, by somebody who did not visit', async () => {
      const conclude = (by: Client, body: object) => exiting.conclude(by, 'REPORTED_CHANGE', body);
      expectRefusal(await conclude(cast.lead2, { outcome: 'UNCHANGED' }), 422, 'outcome-differs');
      expectRefusal(await conclude(cast.lead2, gradual), 422, 'reason-missing');
      const visitor = await assistance.official('cadre-zhao', 'awards:approve', '510802001');
      expectRefusal(await conclude(visitor, { ...gradual, ...NOTICE }), 403, 'actor-already-involved');
      const concluded = succeeded(200, await conclude(cast.lead2, { ...gradual, ...NOTICE }));
      expect(concluded).toMatchObject({
        ...{ state: 'CONCLUDED', outcome: 'GRADUAL_EXIT', fromMonth: '2025-07' },
        award: {
          ...{ state: 'GRADUAL_EXIT', endMonth: '2025-12', baseFen: '57000', nextReviewDue: '2025-12-31' },
          segments: [
            { fromMonth: '2025-06', toMonth: '2025-06', baseFen: '57000', cause: 'DECISION' },
            { fromMonth: '2025-07', toMonth: '2025-12', baseFen: '57000', cause: 'GRADUAL_EXIT' },
          ],
        },
      });
      const letters = await assistance.query<{ kind: string }>(
        'select kind from letter where subject_id = $1',
        [exiting.awardId],
      );
      expect(letters).toEqual([{ kind: 'REVIEW_OUTCOME' }]);
    });

    it('tells of the exit beside the guarantee, which stays open', async () => {
      await eventually(
        'published',
        async () => (await eventsOf(GradualExitStartedSchema, exiting.awardId)).length > 0,
      );
      expect(await eventsOf(GradualExitStartedSchema, exiting.awardId)).toMatchObject([
        { fromMonth: '2025-07', personKeys: [...exiting.persons].sort() },
      ]);
      expect(await statusesOf(exiting.persons, StatusKind.GRADUAL_EXIT)).toMatchObject(
        Array(3).fill({ days: { from: '2025-07-01' }, attributes: { programme: 'DIBAO' } }) as object[],
      );
      const guarantee = await statusesOf(exiting.persons, StatusKind.DIBAO);
      expect(guarantee.filter(({ days }) => days?.to !== undefined)).toEqual([]);
    });

    it('ends, and the household is recognised as what it is now, where no exit is open (9.3)', async () => {
      await leaving.visit('2025-06-18');
      await leaving.verify({ perCapita: '70000' });
      succeeded(200, await leaving.command(county, 'hold', { reason: '待查', fromMonth: '2025-06' }));
      const body = { outcome: 'CEASE', causes: ['INHERITANCE'], ...NOTICE };
      const concluded = succeeded(200, await leaving.conclude(cast.lead2, 'REPORTED_CHANGE', body));
      expect(concluded.award).toMatchObject({ state: 'CEASED', endMonth: '2025-05', segments: [] });
      const found = (await leaving.all()).map(({ programme, state }) => [programme, state]);
      expect(found.sort()).toEqual([
        ['DIBAO', 'CEASED'],
        ['EDGE', 'ACTIVE'],
      ]);
      const told = await eventually('told', async () => {
        const facts = await statusesOf(leaving.persons, StatusKind.DIBAO);
        const taken = facts.filter(({ retracted }) => retracted);
        return taken.length === 3 && taken;
      });
      expect(told.every(({ supersedesFactId }) => supersedesFactId !== undefined)).toBe(true);
    });

    it('goes back to its exit when it was held in it', async () => {
      succeeded(200, await exiting.command(county, 'hold', { reason: '待查', months: 1 }));
      expect(await exiting.read()).toMatchObject({ state: 'HELD', holdEndsOn: '2025-07-18' });
      expect(succeeded(200, await exiting.command(county, 'release'))).toMatchObject({
        ...{ state: 'GRADUAL_EXIT', endMonth: '2025-12' },
        segments: [
          { cause: 'DECISION' },
          { fromMonth: '2025-07', toMonth: '2025-12', cause: 'GRADUAL_EXIT' },
        ],
      });
    });

    it('pays in full again when the job is lost', async () => {
      await returning.visit('2025-06-18');
      await returning.verify({ perCapita: '70000' });
      succeeded(200, await returning.conclude(cast.lead2, 'REPORTED_CHANGE', { ...gradual, ...NOTICE }));
      await assistance.moveClock('2025-09-10T01:00:00Z');
      const lost = { kind: 'EMPLOYMENT', month: '2025-09' };
      succeeded(201, await cast.clerk.post(`${returning.path}/changes`, lost));
      await returning.visit('2025-09-09');
      expect(await returning.review('REPORTED_CHANGE')).toMatchObject({ state: 'OPEN' });
      // a visit from before the review was opened says nothing of what has changed
      expectRefusal(
        await returning.conclude(cast.lead2, 'REPORTED_CHANGE', { outcome: 'INCREASE' }),
        ...([409, 'review-without-visit'] as const),
      );
      await returning.visit('2025-09-10');
      await returning.verify({ perCapita: '30000' });
      const concluded = succeeded(
        200,
        await returning.conclude(cast.lead2, 'REPORTED_CHANGE', { outcome: 'INCREASE' }),
      );
      expect(concluded.award).toMatchObject({
        ...{ state: 'ACTIVE', endMonth: null, baseFen: '87000' },
        segments: [
          { toMonth: '2025-06', baseFen: '57000' },
          { fromMonth: '2025-07', toMonth: '2025-09', baseFen: '57000' },
          { fromMonth: '2025-10', toMonth: null, baseFen: '87000', cause: 'REVIEW' },
        ],
      });
      await eventually(
        'published',
        async () => (await eventsOf(AwardAdjustedSchema, returning.awardId)).length > 0,
      );
      expect(await eventsOf(AwardAdjustedSchema, returning.awardId)).toMatchObject([
        { fromMonth: '2025-10', baseFen: 87_000n, shares: Array(3).fill({ amountFen: 29_000n }) as object[] },
      ]);
      const exits = await statusesOf(returning.persons, StatusKind.GRADUAL_EXIT);
      expect(exits).toHaveLength(6);
      const ended = exits.filter(({ days }) => days?.to !== undefined);
      expect(ended.map(({ days }) => days?.to)).toEqual(Array<string>(3).fill('2025-10-01'));
    });
  });

  it('that another review of the month has changed is compared with what that has decided', async () => {
    succeeded(201, await cast.clerk.post(`${returning.path}/changes`, { kind: 'INCOME', month: '2025-09' }));
    await returning.visit('2025-09-10');
    await returning.verify({ perCapita: '40000' });
    const conclude = (body: object) => returning.conclude(cast.lead2, 'REPORTED_CHANGE', body);
    expectRefusal(await conclude({ outcome: 'UNCHANGED' }), 422, 'outcome-differs');
    const concluded = succeeded(200, await conclude({ outcome: 'DECREASE', ...NOTICE }));
    // 870.00 were decided for October; 570.00 is what September still pays
    expect(concluded.award).toMatchObject({ baseFen: '57000' });
  });

  it('that ends leaves a family recognised once, where it is already', async () => {
    const caseId = returning.story.caseId;
    await assistance.provider(UnitOfWork).run('test', async (tx) => {
      const aidCase = await tx.manager.findOneByOrFail(AidCase, { id: caseId });
      await assistance.provider(AwardService).recognise(tx, aidCase, 'EDGE');
    });
    succeeded(201, await cast.clerk.post(`${returning.path}/changes`, { kind: 'INCOME', month: '2025-09' }));
    await returning.visit('2025-09-10');
    await returning.verify({ perCapita: '70000' });
    const body = { outcome: 'CEASE', causes: ['INHERITANCE'], ...NOTICE };
    succeeded(200, await returning.conclude(cast.lead2, 'REPORTED_CHANGE', body));
    const found = (await returning.all()).map(({ programme, state }) => [programme, state]);
    expect(found.sort()).toEqual([
      ['DIBAO', 'CEASED'],
      ['EDGE', 'ACTIVE'],
    ]);
  });

  describe('of a recognised group', () => {
    it('stays while the household is one, and ends when it is none any more', async () => {
      const awards = await single.all();
      const edge = awards.find(({ programme }) => programme === 'EDGE')!;
      const story = single.beside(edge.id);
      // an older review is open too: what is asked now serves both
      await assistance.provider(UnitOfWork).run('test', async (tx) => {
        const award = await tx.manager.findOneByOrFail(Award, { id: edge.id });
        const older = { cause: 'SUPERVISION', ground: 'sample/test' } as const;
        await assistance.provider(ReviewService).open(tx, award, older);
      });
      await assistance.moveClock('2025-09-11T01:00:00Z');
      const change = { kind: 'INCOME', month: '2025-09' };
      succeeded(201, await cast.clerk.post(`${story.path}/changes`, change));
      await story.visit('2025-09-11');
      await story.verify({ perCapita: '200000', conclusion: 'EXCEEDS_INCOME' });
      expectRefusal(
        await story.conclude(cast.lead2, 'REPORTED_CHANGE', { outcome: 'UNCHANGED' }),
        ...([422, 'outcome-differs'] as const),
      );
      const body = { outcome: 'CEASE', ...NOTICE };
      const concluded = succeeded(200, await story.conclude(cast.lead2, 'REPORTED_CHANGE', body));
      expect(concluded.award).toMatchObject({ state: 'CEASED', endMonth: '2025-09', ceaseCause: 'REVIEW' });
    });

    it('ends a year after the day on which the rigid-expenditure family was recognised (19.3)', async () => {
      rigid = await AwardStory.approved(
        ...([assistance, cast, coupleAndStudent()] as const),
        ...([{ posted: '2025-09-11', decided: '2025-09-19' }] as const),
        { perCapita: '90000', rigidAnnualFen: 2_000_000n, validTo: '2025-12-31' },
      );
      expect(await rigid.read()).toMatchObject({
        ...{ programme: 'RIGID', state: 'ACTIVE', validTo: '2026-09-19', nextReviewDue: null, baseFen: '0' },
      });
    });
  });

  describe('at the turn of the month', () => {
    it('pays no extra of a minor from the month after the 18th birthday on', async () => {
      await eventually('the extra has ended', async () => (await coming.read()).segments.length === 2);
      expect(await coming.read()).toMatchObject({
        ...{ state: 'ACTIVE', extrasFen: '17700', version: 3 },
        segments: [
          { fromMonth: '2025-06', toMonth: '2025-07', extrasFen: '29500' },
          { fromMonth: '2025-08', toMonth: null, extrasFen: '17700', cause: 'AGE' },
        ],
      });
      expect(await eventsOf(AwardAdjustedSchema, coming.awardId)).toMatchObject([
        { fromMonth: '2025-08', extrasFen: 17_700n, cause: 'AGE' },
      ]);
    });

    it('pays for somebody of 70 from the month after the birthday on, and nothing for a card that has ended', async () => {
      await eventually('both have been seen', async () => (await aging.read()).segments.length === 3);
      expect((await aging.read()).segments).toMatchObject([
        { fromMonth: '2025-06', toMonth: '2025-06', extrasFen: '29500' },
        { fromMonth: '2025-07', toMonth: '2025-08', extrasFen: '41300', cause: 'AGE' },
        { fromMonth: '2025-09', toMonth: null, extrasFen: '23600', cause: 'AGE' },
      ]);
    });

    it('does the same once, whatever is killed in the middle of it', async () => {
      const roll = assistance.provider(MonthRollJob);
      const work = assistance.provider(UnitOfWork);
      const job = {
        ...{ id: exiting.awardId, scope: COUNTY, period: '2025-08', parameters: {} },
        requestedBy: 'test',
      };
      const before = await assistance.fingerprint();
      await work.run('test', async (tx) => {
        await roll.chunk(tx, { ...job, checkpoint: undefined });
      });
      expect(await assistance.fingerprint()).toBe(before);
    });

    it('ends with the last month of its gradual exit', async () => {
      await assistance.moveClock('2025-12-31T15:59:00Z');
      await eventually('December is rolled', async () => {
        const rows = await assistance.query(
          `select from job where name = 'month-roll' and scope = $1 and period = '2025-12' and state = 'DONE'`,
          [COUNTY],
        );
        return rows.length === 1;
      });
      expect(await exiting.read()).toMatchObject({ state: 'GRADUAL_EXIT' });
      const roll = assistance.provider(MonthRollJob);
      const job = {
        ...{ id: exiting.awardId, scope: COUNTY, period: '2026-01', parameters: {} },
        requestedBy: 'test',
      };
      const killed = assistance.provider(UnitOfWork).run('test', async (tx) => {
        const { done } = await roll.chunk(tx, { ...job, checkpoint: { phase: 'END', after: NIL } });
        expect(done).toBe(1);
        throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      expect(await exiting.read()).toMatchObject({ state: 'GRADUAL_EXIT' });

      await assistance.moveClock('2025-12-31T16:00:01Z');
      expect(await exiting.becomes('CEASED')).toMatchObject({
        endMonth: '2025-12',
        ceaseCause: 'GRADUAL_EXIT_END',
      });
      const ceased = await eventually('published', async () => {
        const events = await eventsOf(AwardCeasedSchema, exiting.awardId);
        return events.length > 0 && events;
      });
      expect(ceased).toMatchObject([{ fromMonth: '2026-01', cause: 'GRADUAL_EXIT_END' }]);
      for (const kind of [StatusKind.DIBAO, StatusKind.GRADUAL_EXIT]) {
        const told = await statusesOf(exiting.persons, kind);
        expect(told.filter(({ days }) => days?.to === '2026-01-01')).toHaveLength(3);
      }
    });
  });

  it('of a rigid-expenditure family ends with its last day', async () => {
    await assistance.moveClock('2026-09-18T15:59:00Z');
    expect((await rigid.read()).state).toBe('ACTIVE');
    await assistance.moveClock('2026-09-18T16:00:01Z');
    expect(await rigid.becomes('CEASED')).toMatchObject({ ceaseCause: 'EXPIRED' });
    const ended = await eventually('told', async () => {
      const facts = await statusesOf(rigid.persons, StatusKind.RIGID);
      const closed = facts.filter(({ days }) => days?.to !== undefined);
      return closed.length === 3 && closed;
    });
    expect(ended.map(({ days }) => days)).toMatchObject(
      Array(3).fill({ from: '2025-09-19', to: '2026-09-19' }) as object[],
    );
  });
});

const NIL = '00000000-0000-0000-0000-000000000000';
