import { AwardStartedSchema, CaseDecidedSchema } from '@minzheng/contracts/assistance';
import { StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType } from './kit/assistance.js';
import { guangyuanFamily, idNumber, registeredIn, type HouseholdForm } from './kit/family.js';
import {
  CaseStory,
  OPINION,
  SIGNATURE,
  succeeded,
  township,
  visitForm,
  type Cast,
  type DecidedBody,
} from './kit/case-story.js';
import type { Answer, Client, Stored } from './kit/client.js';

const DAY = '2025-05-12';
const COUNTY = '510803';
const VILLAGE_OF_COUNTY = '510803001001';

interface AwardBody extends Stored {
  readonly subtype: string;
  readonly shares: readonly { readonly personKey: string; readonly amountFen: string }[];
}

/** The child of the family comes of age on 2025-08-15: its extra is due for August, and no more for September. */
function familyOfAnAlmostGrownChild(): HouseholdForm {
  const form = guangyuanFamily();
  const almostGrown = idNumber('2007-08-15');
  return {
    ...form,
    members: form.members.map((member, index) =>
      index === 2 ? { ...member, idNumber: almostGrown } : member,
    ),
  };
}

/** Social assistance, sections 4 and 5: who decides, what may be approved, and when the award begins. */
describe('a case and its decision', () => {
  let assistance: Assistance;
  let cast: Cast;
  const approve = (lead: Client, story: CaseStory) =>
    lead.command<DecidedBody>(`${story.path}/decide`, story.version, { outcome: 'APPROVED' });
  const expectRefusal = ({ status, problem }: Answer<unknown>, ...refusal: [number, string]) =>
    expect([status, problem]).toEqual(refusal);

  beforeAll(async () => {
    assistance = await Assistance.start(`${DAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
  });
  afterAll(() => assistance.drop());

  it('a visit is signed within three days', async () => {
    const story = await CaseStory.apply(assistance, cast);
    await story.accept();
    const enter = async () => succeeded(201, await cast.clerk.post(`${story.path}/visits`, visitForm(DAY)));
    const [first, second] = [await enter(), await enter()];
    const sign = (by: Client, { id, version }: Stored) =>
      by.command(`/v1/visits/${id}/sign`, version, SIGNATURE);
    await assistance.moveClock('2025-05-15T15:59:00Z');
    const signed = succeeded(200, await sign(cast.clerk, first));
    await assistance.moveClock('2025-05-15T16:00:01Z');
    expectRefusal(await sign(cast.cadre, signed), 422, 'visit-sign-expired');
    expectRefusal(await sign(cast.clerk, second), 422, 'visit-sign-expired');
  });

  it('is the county’s where approval is not delegated', async () => {
    const rural = await township(assistance, `${COUNTY}001`);
    const form = registeredIn(guangyuanFamily(VILLAGE_OF_COUNTY), VILLAGE_OF_COUNTY);
    const story = await CaseStory.apply(assistance, rural, form);
    expect(await story.accept()).toMatchObject({ delegated: false });
    await story.requestVerification();
    await story.receiveReport();
    await story.visit('2025-05-16');
    await story.assess();
    await story.giveOpinion();
    await story.postNotice('2025-05-16');
    await assistance.moveClock('2025-05-24T01:00:00Z');
    await story.becomes('REPORTED');
    const back = { defects: ['缺少照片'] };
    expectRefusal(await approve(rural.lead2, story), 403, 'out-of-region');
    expectRefusal(
      await rural.lead2.command(`${story.path}/return`, story.version, back),
      403,
      'out-of-region',
    );
    const county = await assistance.lead('county-approver', COUNTY);
    expect(succeeded(200, await approve(county, story))).toMatchObject({ outcome: 'APPROVED' });
  });

  describe('about a severely disabled adult in a household that is over every limit', () => {
    let story: CaseStory;
    let wife: string;
    let awardId: string;
    const award = async () => succeeded(200, await cast.clerk.get<AwardBody>(`/v1/awards/${awardId}`));

    it('covers that person alone', async () => {
      story = await CaseStory.apply(assistance, cast);
      wife = story.persons[1]!;
      await story.accept();
      await story.requestVerification();
      await story.receiveReport({ perCapita: '200000', conclusion: 'EXCEEDS_INCOME' });
      await story.becomes('DISPUTED');
      const evidence = { evidence: ['d'.repeat(64)] };
      succeeded(200, await cast.clerk.command(`${story.path}/dispute`, story.version, evidence));
      await story.read();
      await story.visit('2025-05-24');
      const { assessment } = await story.assess();
      expect(assessment).toMatchObject({
        householdClass: 'NONE',
        proposed: { subtype: 'SINGLE_PERSON', personKeys: [wife], monthlyFen: '76700' },
      });
      await story.giveOpinion();
      await story.postNotice('2025-05-24');
      await assistance.moveClock('2025-06-03T01:00:00Z');
      await story.becomes('REPORTED');
      const decided = succeeded(200, await approve(cast.lead2, story));
      expect(decided).toMatchObject({ monthlyFen: '76700', effectiveMonth: '2025-07' });
      awardId = decided.awardId ?? '';
      expect(await award()).toMatchObject({
        subtype: 'SINGLE_PERSON',
        shares: [{ personKey: wife, amountFen: '76700' }],
      });
    });

    it('and begins on the first day of its month, which is announced no second time', async () => {
      await assistance.moveClock('2025-06-30T15:59:00Z');
      while (await assistance.lookAtPeriods());
      expect(await award()).toMatchObject({ state: 'PENDING_START', version: 1 });
      await assistance.moveClock('2025-06-30T16:00:01Z');
      await eventually('the award runs', async () => (await award()).state === 'ACTIVE');
      expect(await award()).toMatchObject({ version: 2 });
      const events = await eventually('all is published', async () => {
        const published = await assistance.published();
        return ofType(published, AwardStartedSchema).some((told) => told.awardId === awardId) && published;
      });
      expect(ofType(events, AwardStartedSchema).filter((told) => told.awardId === awardId)).toHaveLength(1);
      expect(ofType(events, CaseDecidedSchema).find((told) => told.caseId === story.caseId)).toMatchObject({
        subtype: 'SINGLE_PERSON',
        personKeys: [wife],
      });
      const statuses = ofType(events, StatusFactSchema).filter(
        ({ kind, personKey }) => kind === StatusKind.DIBAO && story.persons.includes(personKey),
      );
      expect(statuses).toMatchObject([{ personKey: wife, days: { from: '2025-07-01' } }]);
    });
  });

  it('approves the base that was posted with the extras of the month that is paid first', async () => {
    await assistance.moveClock('2025-07-22T01:00:00Z');
    const story = await CaseStory.apply(assistance, cast, familyOfAnAlmostGrownChild());
    await story.toNotice('2025-07-22');
    expect((await story.read()).assessment?.proposed?.monthlyFen).toBe('86500');
    await assistance.moveClock('2025-08-01T01:00:00Z');
    await story.becomes('REPORTED');
    expect(succeeded(200, await approve(cast.lead2, story))).toMatchObject({
      monthlyFen: '74700',
      effectiveMonth: '2025-09',
    });
  });

  it('proposes no other amount than was assessed; the case is returned once and posted again', async () => {
    const story = await CaseStory.apply(assistance, cast);
    await story.toAssessed('2025-08-01', { validTo: '2025-10-30' });
    const another = { ...OPINION, proposedFen: '90000' };
    const proposed = await cast.lead1.command(`${story.path}/give-opinion`, story.version, another);
    expectRefusal(proposed, 409, 'notice-differs');
    await story.giveOpinion();
    await story.postNotice('2025-08-01');
    await assistance.moveClock('2025-08-11T01:00:00Z');
    await story.becomes('REPORTED');
    const sendBack = (lead: Client) =>
      lead.command(`${story.path}/return`, story.version, { defects: ['公示金额与认定金额不一致'] });
    expectRefusal(await sendBack(cast.lead1), 403, 'actor-already-involved');
    expect(succeeded(200, await sendBack(cast.lead2))).toMatchObject({ state: 'INVESTIGATING' });
    await story.read();
    await story.assess();
    await story.giveOpinion();
    await story.postNotice('2025-08-11');
    await assistance.moveClock('2025-08-19T01:00:00Z');
    await story.becomes('REPORTED');
    expectRefusal(await sendBack(cast.lead2), 409, 'case-already-returned');
    expect(succeeded(200, await approve(cast.lead2, story))).toMatchObject({ monthlyFen: '86500' });
  });
});
