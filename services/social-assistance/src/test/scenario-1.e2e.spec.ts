import { timestampDate } from '@bufbuild/protobuf/wkt';
import {
  ApplicationAcceptedSchema,
  ApplicationSubmittedSchema,
  AwardStartedSchema,
  CaseAssessedSchema,
  CaseDecidedSchema,
  CaseOutcome,
  CaseReportedSchema,
  HouseholdChangeCause,
  HouseholdChangedSchema,
  HouseVisitSignedSchema,
  NoticePostedSchema,
  PreliminaryOpinionGivenSchema,
} from '@minzheng/contracts/assistance';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import { Programme, Purpose, ServiceCode } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKind,
  FactQuality,
  IncomeFactSchema,
  IncomeKind,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import { EconomicSide, VerificationRequestedSchema } from '@minzheng/contracts/verification';
import { administer, eventually, type RecordedEvent } from '@minzheng/testing/servers';
import { Assistance, ofType, VILLAGE } from './kit/assistance.js';
import { ACCOUNT, ADDRESS, guangyuanFamily } from './kit/family.js';
import {
  application,
  openWithConsents,
  succeeded,
  township,
  type Cast,
  type CaseBody,
  CaseStory,
  type DecidedBody,
} from './kit/case-story.js';

/** Social assistance, acceptance scenario 1: a Guangyuan family in a township that decides. */
describe('a family of three with one wage', () => {
  const form = guangyuanFamily();
  let assistance: Assistance;
  let cast: Cast;
  let story: CaseStory;
  let husband: string;
  let wife: string;
  let child: string;
  let awardId: string;
  let events: RecordedEvent[];
  let submittedCase: CaseBody;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
  });
  afterAll(() => assistance.drop());

  it('applies on 2025-05-12 and is accepted: the township decides by 2025-06-10', async () => {
    story = await CaseStory.apply(assistance, cast, form);
    [husband, wife, child] = story.persons as [string, string, string];
    const submitted = await story.read();
    expect(submitted).toMatchObject({ state: 'SUBMITTED', dueOn: null, version: 1 });
    expect(submitted.caseNo).toMatch(/^510802001001-20250512-\d{6}$/);
    submittedCase = submitted;
    expect(await story.accept()).toMatchObject({ state: 'ACCEPTED', dueOn: '2025-06-10', delegated: true });
  });

  it('is verified from 05-13: the case waits for the report of 05-19', async () => {
    await assistance.moveClock('2025-05-13T01:00:00Z');
    await story.requestVerification();
    expect(await story.read()).toMatchObject({ state: 'INVESTIGATING' });
    await assistance.moveClock('2025-05-19T01:00:00Z');
    const reported = await story.receiveReport();
    expect(reported).toMatchObject({
      state: 'INVESTIGATING',
      report: { requestId: story.requestId, sequence: 1, result: 'COMPLETE', validTo: '2025-08-17' },
    });
  });

  it('is visited on 05-20 and assessed on 05-21: DIBAO of 570.00 and two extras', async () => {
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await story.visit('2025-05-20');
    await assistance.moveClock('2025-05-21T01:00:00Z');
    const { state, assessment } = await story.assess();
    expect(state).toBe('ASSESSED');
    expect(assessment).toMatchObject({
      householdClass: 'DIBAO',
      subtype: 'HOUSEHOLD',
      perCapitaMonthly: { numerator: '40000', denominator: '1' },
      assessedBy: 'clerk-wang',
      assessedOn: '2025-05-21',
      alternatives: [],
    });
    expect(assessment?.proposed).toMatchObject({ baseFen: '57000', monthlyFen: '86500' });
    const extras = new Map(
      assessment?.proposed?.extras.map(({ personKey, amountFen }) => [personKey, amountFen]),
    );
    expect(extras).toEqual(
      new Map([
        [wife, '17700'],
        [child, '11800'],
      ]),
    );
  });

  it('has its notice from 05-23 to 05-30, and nothing is decided before', async () => {
    await assistance.moveClock('2025-05-23T01:00:00Z');
    await story.giveOpinion();
    expect(await story.postNotice('2025-05-23')).toMatchObject({ endsOn: '2025-05-30', state: 'POSTED' });
    await assistance.moveClock('2025-05-30T15:59:00Z');
    const early = await cast.lead2.command(`${story.path}/decide`, story.version, { outcome: 'APPROVED' });
    expect([early.status, early.problem]).toEqual([409, 'notice-open']);
  });

  it('is reported by the system when the notice has ended, also if the service was down', async () => {
    await assistance.stop();
    await administer(
      assistance.environment.database.url,
      `update business_clock set anchor_business = '2025-06-03T01:00:00Z', anchor_real = clock_timestamp()`,
    );
    await assistance.startAgain();
    expect(await story.becomes('REPORTED')).toMatchObject({ dueOn: '2025-06-10' });
  });

  it('is decided on 06-03 by L2, not by L1 who gave the opinion', async () => {
    const decision = { outcome: 'APPROVED' };
    const byFirst = await cast.lead1.command(`${story.path}/decide`, story.version, decision);
    expect([byFirst.status, byFirst.problem]).toEqual([403, 'actor-already-involved']);
    const decided = succeeded(
      200,
      await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, decision),
    );
    expect(decided).toMatchObject({ outcome: 'APPROVED', monthlyFen: '86500', effectiveMonth: '2025-07' });
    awardId = decided.awardId ?? '';
    expect(await story.read()).toMatchObject({ state: 'APPROVED', decision: { by: 'lead-2' } });
  });

  it('has an award from July: shares of 190.00 each and the extras, in the order of personKey', async () => {
    const extras = new Map([
      [husband, 0],
      [wife, 17_700],
      [child, 11_800],
    ]);
    const shares = [husband, wife, child]
      .sort()
      .map((personKey) => ({ personKey, amountFen: String(19_000 + (extras.get(personKey) ?? 0)) }));
    const own = await assistance.citizen(wife);
    const award = await own.get<object>(`/v1/awards/${awardId}`);
    expect(award.body).toMatchObject({
      caseId: story.caseId,
      programme: 'DIBAO',
      subtype: 'HOUSEHOLD',
      state: 'PENDING_START',
      effectiveMonth: '2025-07',
      baseFen: '57000',
      extrasFen: '29500',
      shares,
    });
    const stranger = await assistance.citizen('00000000-0000-8000-8000-000000000000');
    expect((await stranger.get(`/v1/awards/${awardId}`)).status).toBe(404);
  });

  it('is told why, in Chinese and in English, with the rows that were read', async () => {
    const own = await assistance.citizen(husband);
    const { body } = await own.get<{
      householdClass: string;
      monthlyFen: string;
      reasons: { code: string; zh: string; en: string }[];
      policies: { key: string; regionPrefix: string; value: object; legalBasis: string }[];
    }>(`${story.path}/explanation`);
    expect(body).toMatchObject({ householdClass: 'DIBAO', subtype: 'HOUSEHOLD', monthlyFen: '86500' });
    expect(body.reasons).toContainEqual({
      code: 'INCOME_BELOW',
      zh: '家庭人均月收入400.00元，低于低保标准590.00元。',
      en: 'Income a head of 400.00 yuan is below the standard of 590.00 yuan.',
    });
    const minor = body.reasons.find(({ code }) => code === 'DISCREPANCY_UNDER_DECLARED');
    expect(minor).toMatchObject({
      zh: expect.stringContaining('轻微'),
      en: expect.stringContaining('minor'),
    });
    expect(
      body.reasons.filter(({ zh, en }) => !/[\u4e00-\u9fff]/.test(zh) || /[\u4e00-\u9fff]/.test(en)),
    ).toEqual([]);
    expect(body.policies).toContainEqual(
      expect.objectContaining({
        key: 'assistance.dibao.standardMonthlyFen',
        regionPrefix: '5108',
        value: { URBAN: '59000', RURAL: '39000' },
        legalBasis: expect.stringContaining('社会救助暂行办法'),
      }),
    );
  });

  it('may not be approved twice: whoever has the guarantee asks for it no more', async () => {
    const again = await cast.clerk.post('/v1/cases', application(story.householdId, story.persons));
    expect([again.status, again.problem]).toEqual([409, 'exclusive-programme']);
  });

  describe('and what others heard of it', () => {
    const about = <M extends { caseId: string }>(messages: M[]): M[] =>
      messages.filter(({ caseId }) => caseId === story.caseId);

    beforeAll(async () => {
      events = await eventually('all is published', async () => {
        const published = await assistance.published();
        const dibao = ofType(published, StatusFactSchema).filter(({ kind }) => kind === StatusKind.DIBAO);
        // topics are read one after the other: what came later may be seen before what came first
        return dibao.length === 3 && about(ofType(published, CaseDecidedSchema)).length > 0 && published;
      });
    });

    it('the household, and the application', () => {
      const [opened] = ofType(events, HouseholdChangedSchema);
      expect(opened).toMatchObject({
        householdId: story.householdId,
        cause: HouseholdChangeCause.OPENED,
        snapshot: { members: [{ personKey: husband }, { personKey: wife }, { guardianKey: husband }] },
      });
      expect(about(ofType(events, ApplicationSubmittedSchema))).toMatchObject([
        { channel: 'COUNTER', transition: { fromState: '', toState: 'SUBMITTED', version: 1n } },
      ]);
      expect(about(ofType(events, ApplicationAcceptedSchema))).toMatchObject([
        { dueOn: '2025-06-10', delegated: true, transition: { fromState: 'SUBMITTED', toState: 'ACCEPTED' } },
      ]);
    });

    it('the request, with the consents of both adults and what was declared', () => {
      const [asked, ...others] = ofType(events, VerificationRequestedSchema);
      expect(others).toEqual([]);
      expect(asked).toMatchObject({
        requestId: story.requestId,
        requester: ServiceCode.ASSISTANCE,
        purposes: [Purpose.DIBAO, Purpose.EDGE, Purpose.RIGID],
        household: { members: [{ personKey: husband }, { personKey: wife }, { personKey: child }] },
        declaredItems: [
          { side: EconomicSide.INCOME, kind: 'wage', amountFen: 1_600_000n },
          { side: EconomicSide.ASSET, kind: 'deposit', valueFen: 800_000n },
          { side: EconomicSide.ASSET, kind: 'residence', count: 1 },
        ],
      });
      expect(asked?.consents.map(({ personKey }) => personKey)).toEqual([husband, wife]);
      // the day of acceptance, and five working days from 05-13
      expect(timestampDate(asked!.asOf!).toISOString()).toBe('2025-05-11T16:00:00.000Z');
      expect(timestampDate(asked!.dueAt!).toISOString()).toBe('2025-05-20T16:00:00.000Z');
    });

    it('what was declared, as facts that any better source replaces', () => {
      const { caseNo } = submittedCase;
      const declared = { quality: FactQuality.DECLARED, caseRef: caseNo, personKey: husband };
      expect(ofType(events, IncomeFactSchema)).toMatchObject([
        {
          ...{ ...declared, kind: IncomeKind.WAGE, amountFen: 1_600_000n, payerKey: '91510800MA6253U27D' },
          period: { fromMonth: '2024-05', toMonth: '2025-04' },
        },
      ]);
      expect(ofType(events, AssetFactSchema)).toMatchObject([
        { ...declared, kind: AssetKind.DEPOSIT, valueFen: 800_000n, asOf: '2025-05-12' },
        { ...declared, kind: AssetKind.RESIDENCE, count: 1, asOf: '2025-05-12' },
      ]);
    });

    it('visit, assessment, opinion, notice and report', () => {
      expect(about(ofType(events, HouseVisitSignedSchema))).toMatchObject([
        { investigatorIds: ['clerk-wang', 'cadre-zhao'], mode: 'IN_PERSON' },
      ]);
      expect(about(ofType(events, CaseAssessedSchema))).toMatchObject([
        {
          classification: 'DIBAO',
          subtype: 'HOUSEHOLD',
          perCapitaMonthly: { numerator: '40000', denominator: '1' },
          alternatives: [],
        },
      ]);
      expect(about(ofType(events, PreliminaryOpinionGivenSchema))).toMatchObject([
        { opinion: 'SUPPORT', proposedFen: 86_500n },
      ]);
      expect(about(ofType(events, NoticePostedSchema))).toMatchObject([{ endsOn: '2025-05-30' }]);
      expect(about(ofType(events, CaseReportedSchema))).toMatchObject([
        { dueOn: '2025-06-10', transition: { fromState: 'NOTICE', toState: 'REPORTED' } },
      ]);
    });

    it('the decision and the award', () => {
      const personKeys = [...story.persons].sort();
      const [decided] = about(ofType(events, CaseDecidedSchema));
      expect(decided).toMatchObject({
        outcome: CaseOutcome.APPROVED,
        programme: Programme.DIBAO,
        subtype: 'HOUSEHOLD',
        personKeys,
        awardId,
        monthlyFen: 86_500n,
        effectiveMonth: '2025-07',
        delegated: true,
        transition: { fromState: 'REPORTED', toState: 'APPROVED' },
      });
      expect(decided?.policyVersionIds.length).toBeGreaterThan(0);
      expect(ofType(events, AwardStartedSchema)).toMatchObject([
        {
          awardId,
          programme: Programme.DIBAO,
          baseFen: 57_000n,
          extrasFen: 29_500n,
          fromMonth: '2025-07',
          cause: 'DECISION',
          transition: { fromState: '', toState: 'PENDING_START' },
          shares: personKeys.map((personKey) => ({
            personKey,
            amountFen: { [husband]: 19_000n, [wife]: 36_700n, [child]: 30_800n }[personKey],
          })),
        },
      ]);
    });

    it('that each was visited, and has dibao from 2025-07-01', () => {
      const facts = ofType(events, StatusFactSchema);
      const told = (kind: StatusKind) =>
        facts
          .filter((fact) => fact.kind === kind)
          .map(({ personKey, days }) => ({ personKey, from: days?.from }))
          .sort((a, b) => (a.personKey < b.personKey ? -1 : 1));
      const each = (from: string) => [...story.persons].sort().map((personKey) => ({ personKey, from }));
      expect(told(StatusKind.VISITED)).toEqual(each('2025-05-20'));
      expect(told(StatusKind.DIBAO)).toEqual(each('2025-07-01'));
    });

    it('nobody’s number, name, address or account', () => {
      const secrets = [ADDRESS, ACCOUNT, ...form.members.flatMap(({ idNumber, name }) => [idNumber, name])];
      for (const { headers, key, value } of events) {
        expect(messageByTypeName(headers['ce_type'] ?? '')).toBeDefined();
        const text = `${JSON.stringify(headers)} ${key} ${value?.toString('utf8')}`;
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }
    });
  });
});

describe('two people at once', () => {
  let assistance: Assistance;
  let cast: Cast;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
  });
  afterAll(() => assistance.drop());

  it('accept one case: one does, the other is told that it has changed', async () => {
    const story = await CaseStory.apply(assistance, cast);
    const answers = await Promise.all(
      [cast.clerk, cast.cadre].map((clerk) => clerk.command(`${story.path}/accept`, story.version)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)).toMatchObject({
      problem: 'version-conflict',
      body: { currentVersion: story.version + 1 },
    });
  });

  it('decide one case: there is one decision and one award', async () => {
    const story = await CaseStory.apply(assistance, cast);
    await story.toNotice('2025-05-12');
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await story.becomes('REPORTED');
    const lead3 = await assistance.lead('lead-3');
    const answers = await Promise.all(
      [cast.lead2, lead3].map((lead) =>
        lead.command(`${story.path}/decide`, story.version, { outcome: 'APPROVED' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await assistance.query('select from award where case_id = $1', [story.caseId])).toHaveLength(1);
  });

  it('apply for one household: there is one open case', async () => {
    const { id, persons } = await openWithConsents(cast.clerk, guangyuanFamily(VILLAGE));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => cast.clerk.post<CaseBody>('/v1/cases', application(id, persons))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.filter(({ problem }) => problem === 'open-case-exists')).toHaveLength(4);
  });
});
