import { CaseAssessedSchema, CaseDecidedSchema, CaseOutcome } from '@minzheng/contracts/assistance';
import { AssetKind } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType } from './kit/assistance.js';
import { Client, type Answer, type Stored } from './kit/client.js';
import { guangyuanFamily, idNumber, type HouseholdForm, type MemberForm } from './kit/family.js';
import {
  CaseStory,
  SIGNATURE,
  succeeded,
  township,
  visitForm,
  type Cast,
  type CaseBody,
  type DecidedBody,
} from './kit/case-story.js';
import type { ReportOptions } from './kit/messages.js';

const TODAY = '2025-05-12';
const POLICIES = ['read', 'write', 'approve'].map((verb) => `assistance:policies:${verb}`).join(' ');
const MINUTES = 'e'.repeat(64);

interface RankingBody {
  readonly items: readonly { readonly caseId: string; readonly rank: number; readonly score: string }[];
  readonly nextCursor: null;
}

/** The three households of R15, of a village in the countryside. */
interface Household {
  readonly members: readonly Partial<MemberForm & { birthDate: string }>[];
  readonly report: Partial<ReportOptions>;
  readonly votes: { readonly agree: number; readonly against: number };
}

const SEVERE = { disability: { kind: 4, grade: 1, cardValidTo: '2029-05-31' } };
const home = (areaDm2: string, itemKey: string) => ({
  ...{ kind: AssetKind.RESIDENCE, count: 1, shareBp: 10_000, itemKey, agency: 'NR', asOf: '2025-05-01' },
  attributes: { areaDm2 },
  factId: `0198a000-0000-7000-8000-00000000000${itemKey}`,
});

const HOUSEHOLDS: Readonly<Record<'A' | 'B' | 'C', Household>> = {
  A: {
    members: [
      { birthDate: '1980-01-01' },
      { birthDate: '1982-01-01', ...SEVERE },
      { birthDate: '2015-01-01' },
    ],
    report: { perCapita: '12000', rigidAnnualFen: 800_000n },
    votes: { agree: 18, against: 2 },
  },
  B: {
    members: [{ birthDate: '1950-01-01' }, { birthDate: '1950-02-01' }],
    report: { perCapita: '20000', rigidAnnualFen: 200_000n },
    votes: { agree: 20, against: 0 },
  },
  C: {
    members: [
      { birthDate: '1980-01-01' },
      { birthDate: '1982-01-01' },
      { birthDate: '2006-01-01', study: 'BACHELOR' },
    ],
    report: {
      ...{ perCapita: '30000', rigidAnnualFen: 300_000n },
      // 88 m² in all
      figuresOf: (place) => (place > 0 ? {} : { assets: [home('5000', '1'), home('3800', '2')] }),
    },
    votes: { agree: 9, against: 11 },
  },
};

/** Social assistance, acceptance scenario 4: a village list in Gansu (困难状况评估), where it is decisive and where not. */
describe.each([
  ['ranking', '510803'],
  ['advisory', '510802'],
] as const)('a village list where the index is %s', (mode, county) => {
  const village = `${county}001001`;
  let assistance: Assistance;
  let cast: Cast;
  let lead: Client;
  let approver: Client;
  const stories = new Map<string, CaseStory>();
  const of = (name: keyof typeof HOUSEHOLDS) => stories.get(name)!;
  const refused = (answer: Answer<unknown>, status: number, problem: string) =>
    expect([answer.status, answer.problem, answer.text]).toEqual([status, problem, answer.text]);

  beforeAll(async () => {
    assistance = await Assistance.start(`${TODAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance, `${county}001`);
    lead = await assistance.lead('lead-of-village', `${county}001`);
    approver = await assistance.lead('county-approver', county);
    const official = async (sub: string) =>
      new Client(
        () => assistance.url,
        await assistance.environment.token({ sub, scope: POLICIES, region: '5108' }),
        sub,
      );
    const [drafter, publisher] = [await official('drafter'), await official('publisher')];
    const publish = async (key: string, value: unknown) => {
      const draft = await drafter.post<Stored>('/v1/policies', {
        ...{ key: `assistance.${key}`, regionPrefix: county, effectiveFrom: TODAY, value },
        legalBasis: '甘肃省城乡低保对象困难状况评估',
      });
      const { id, version } = succeeded(201, draft);
      succeeded(200, await publisher.command(`/v1/policies/${id}/publish`, version));
    };
    await publish('hardshipScore.mode', mode);
    await publish('visit.requiredRoles', ['TOWNSHIP_LEAD', 'STATIONED_CADRE', 'CLERK']);
  });
  afterAll(() => assistance.drop());

  function form({ members }: Household): HouseholdForm {
    const family = guangyuanFamily(village);
    const [husband, wife, child] = family.members as [MemberForm, MemberForm, MemberForm];
    const guardian = idNumber(members[0]!.birthDate!);
    const named = members.map(({ birthDate = '', ...change }, index) => {
      const { disability: _none, guardianIdNumber: _one, ...base } = [husband, wife, child][index]!;
      const isMinor = birthDate > '2007';
      return {
        ...base,
        ...{ capacity: 'FULL', study: 'NONE', labour: 'FULL', hukouRegion: village },
        ...(isMinor ? { capacity: 'LIMITED', guardianIdNumber: guardian } : {}),
        ...change,
        idNumber: index === 0 ? guardian : idNumber(birthDate),
      };
    });
    const { payee: _payee, ...household } = family;
    return { ...household, hukouType: 'RURAL', members: named };
  }

  async function visit(story: CaseStory): Promise<() => Promise<void>> {
    const entered = await cast.clerk.post(`${story.path}/visits`, {
      ...visitForm(TODAY),
      investigators: [
        { userId: 'lead-of-village', role: 'TOWNSHIP_LEAD' },
        { userId: 'cadre-zhao', role: 'STATIONED_CADRE' },
        { userId: 'clerk-wang', role: 'CLERK' },
      ],
    });
    const { id } = succeeded(201, entered);
    const path = `/v1/visits/${id}/sign`;
    succeeded(200, await cast.clerk.command(path, 1, SIGNATURE));
    succeeded(200, await cast.cadre.command(path, 2, SIGNATURE));
    return async () => {
      expect(succeeded(200, await lead.command(path, 3, SIGNATURE)).state).toBe('SIGNED');
    };
  }

  const evaluate = (story: CaseStory, { agree, against }: Household['votes'], representatives = 14) =>
    lead.command<{ points: object; version: number }>(`${story.path}/record-evaluation`, story.version, {
      heldOn: TODAY,
      attendants: [
        { role: 'VILLAGERS_REPRESENTATIVE', count: representatives },
        { role: 'COMMITTEE_MEMBER', count: agree + against - representatives },
      ],
      votes: { agree, against, void: 0 },
      minutes: MINUTES,
    });

  it('is made of cases that the lead has visited too, and the village has evaluated', async () => {
    for (const [name, household] of Object.entries(HOUSEHOLDS)) {
      const story = await CaseStory.apply(assistance, cast, form(household));
      stories.set(name, story);
      await story.accept();
      await story.requestVerification();
      await story.receiveReport(household.report);
      const signAsLead = await visit(story);
      if (name === 'C') {
        refused(await cast.clerk.command(`${story.path}/assess`, story.version), 409, 'visit-missing');
      }
      await signAsLead();
      if (mode === 'ranking') {
        refused(await cast.clerk.command(`${story.path}/assess`, story.version), 409, 'evaluation-missing');
      }
      refused(await evaluate(story, household.votes, 13), 422, 'evaluation-quorum');
      const evaluated = succeeded(200, await evaluate(story, household.votes));
      const { agree, against } = household.votes;
      expect(evaluated.points).toEqual(
        agree === 20
          ? { numerator: '100', denominator: '1' }
          : { numerator: String((100 * agree) / (agree + against)), denominator: '1' },
      );
      story.version = evaluated.version;
      await story.assess();
    }
  });

  it('is ranked B, A, C', async () => {
    const path = `/v1/rankings?region=${village}&month=2025-05`;
    const { items, nextCursor } = succeeded(200, await approver.get<RankingBody>(path));
    expect(nextCursor).toBeNull();
    expect(items.map(({ caseId, rank, score }) => [caseId, rank, score])).toEqual([
      [of('B').caseId, 1, '72.51'],
      [of('A').caseId, 2, '72.43'],
      [of('C').caseId, 3, '35.58'],
    ]);
    const township = `/v1/rankings?region=${village.slice(0, 9)}&month=2025-05`;
    refused(await approver.get(township), 400, 'validation');
    const elsewhere = await assistance.clerk('clerk-elsewhere', '510804');
    refused(await elsewhere.get(path), 403, 'out-of-region');
    const events = await eventually('the scores are sent', async () => {
      const assessed = ofType(await assistance.published(), CaseAssessedSchema);
      return assessed.length === 3 && assessed;
    });
    expect(events.map(({ caseId, hardshipScoreCenti }) => [caseId, hardshipScoreCenti]).toSorted()).toEqual(
      [
        [of('A').caseId, 7243],
        [of('B').caseId, 7251],
        [of('C').caseId, 3558],
      ].toSorted(),
    );
  });

  it('by the means alone would give 810.00, 380.00 and 270.00 as bases', async () => {
    const bases = await Promise.all(
      (['A', 'B', 'C'] as const).map(async (name) => (await of(name).read()).assessment?.proposed?.baseFen),
    );
    expect(bases).toEqual(['81000', '38000', '27000']);
  });

  it(mode === 'ranking' ? 'lets in A and B, and C not' : 'does not decide', async () => {
    for (const story of stories.values()) {
      await story.giveOpinion();
      await story.postNotice(TODAY);
    }
    await assistance.moveClock('2025-05-20T01:00:00Z');
    for (const story of stories.values()) await story.becomes('REPORTED');
    // the township decides in 510802
    const decider = mode === 'ranking' ? approver : cast.lead2;
    const decide = (story: CaseStory, form: object) =>
      decider.command<DecidedBody>(`${story.path}/decide`, story.version, form);
    for (const name of ['A', 'B'] as const) {
      expect(succeeded(200, await decide(of(name), { outcome: 'APPROVED' })).outcome).toBe('APPROVED');
    }
    const c = of('C');
    if (mode === 'advisory') {
      expect(succeeded(200, await decide(c, { outcome: 'APPROVED' })).outcome).toBe('APPROVED');
      return;
    }
    const tooLow = await decide(c, { outcome: 'APPROVED' });
    refused(tooLow, 422, 'not-entitled');
    expect(tooLow.text).toContain('困难状况评估得分35.58分，低于60分');
    const no = { outcome: 'REJECTED', reasonCodes: ['SCORE_BELOW'], text: '困难状况评估得分低于60分' };
    expect(succeeded(200, await decide(c, no)).outcome).toBe('REJECTED');
    const rejected = (await c.read()) as CaseBody & { decision?: { offers?: { need: string }[] } };
    expect(rejected.decision?.offers?.map(({ need }) => need)).toEqual(['TEMP_AID']);
    const tickets = await assistance.query<{ needs: string[]; state: string }>(
      `select array_agg(n.need) as needs, min(t.state) as state from intake_ticket t
         join ticket_need n on n.ticket_id = t.id where t.household_id = $1`,
      [c.householdId],
    );
    expect(tickets[0]?.needs).toEqual(['TEMP_AID']);
    const events = await eventually('it is published', async () => {
      const decided = ofType(await assistance.published(), CaseDecidedSchema);
      return decided.length === 3 && decided;
    });
    expect(events.find(({ caseId }) => caseId === c.caseId)).toMatchObject({
      outcome: CaseOutcome.REJECTED,
      reasonCodes: ['SCORE_BELOW'],
    });
  });
});
