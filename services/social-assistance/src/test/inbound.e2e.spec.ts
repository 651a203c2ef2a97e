import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { CaseDecidedSchema, CaseOutcome, DiscrepancyFoundSchema } from '@minzheng/contracts/assistance';
import { ServiceCode } from '@minzheng/contracts/common';
import {
  ClueClosedSchema,
  ClueClosingOutcome,
  ClueDispatchedSchema,
  ConsentGrantedSchema,
  ConsentWithdrawnSchema,
  ReopenCause,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
  VerificationResult,
} from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType } from './kit/assistance.js';
import { AwardStory } from './kit/award-story.js';
import {
  CaseStory,
  consentForm,
  succeeded,
  township,
  type CaseBody,
  type Cast,
  type DecidedBody,
} from './kit/case-story.js';
import type { Stored } from './kit/client.js';
import { guangyuanFamily, idNumber } from './kit/family.js';
import { clue, report } from './kit/messages.js';

const TODAY = '2025-05-12';

/** What verification tells, and what comes of it (social assistance, section 7). */
describe('what verification says', () => {
  let assistance: Assistance;
  let cast: Cast;

  beforeAll(async () => {
    assistance = await Assistance.start(`${TODAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
  });
  afterAll(() => assistance.drop());

  /** A case that waits for its report. */
  async function waiting(): Promise<CaseStory> {
    const story = await CaseStory.apply(assistance, cast);
    await story.accept();
    await story.requestVerification();
    return story;
  }

  const parked = (key: string) =>
    assistance.query<{ ce_type: string; reason: string }>(
      'select ce_type, reason from parked_event where key = $1',
      [key],
    );
  const reopened = (story: CaseStory) =>
    assistance.hear(VerificationReopenedSchema, {
      occurredAt: timestampFromDate(new Date()),
      requestId: story.requestId,
      requester: ServiceCode.ASSISTANCE,
      cause: ReopenCause.FACT_CORRECTED,
    });
  const requestStates = async (story: CaseStory): Promise<string[]> => {
    const rows = await assistance.query<{ state: string }>(
      'select state from verification_request where subject_id = $1 order by requested_at',
      [story.caseId],
    );
    return rows.map(({ state }) => state);
  };
  /** Says something and waits for something said later, on the same key, to be handled. */
  const heardBefore = async (story: CaseStory): Promise<void> => {
    await reopened(story);
    await eventually('handled', async () => (await requestStates(story)).includes('REOPENED'));
  };

  describe('a report', () => {
    it('for a request that nobody made is parked alone: the reports of others go on', async () => {
      const story = await waiting();
      const unknown = randomUUID();
      await assistance.hear(
        VerificationCompletedSchema,
        report({ requestId: unknown, persons: story.persons }),
      );
      expect((await story.receiveReport()).state).toBe('INVESTIGATING');
      const rows = await eventually('parked', async () => {
        const found = await parked(unknown);
        return found.length > 0 && found;
      });
      expect(rows).toEqual([{ ce_type: VerificationCompletedSchema.typeName, reason: 'UnknownRequest' }]);
      expect(
        await assistance.query('select from verification_report where request_id = $1', [unknown]),
      ).toEqual([]);
    });

    it('that is the second replaces the first while the case is not assessed', async () => {
      const story = await waiting();
      await story.receiveReport();
      await story.visit(TODAY);
      expect((await story.receiveReport({ perCapita: '50000' })).state).toBe('INVESTIGATING');
      const { assessment } = await story.assess();
      expect(assessment?.perCapitaMonthly).toEqual({ numerator: '50000', denominator: '1' });
      expect(assessment?.proposed?.baseFen).toBe('27000');
    });

    it('that comes once more, or late behind its successor, changes nothing', async () => {
      const story = await waiting();
      await story.receiveReport();
      await story.receiveReport({ perCapita: '50000' });
      await story.visit(TODAY);
      const assessed = await story.assess();
      for (const sequence of [1, 2]) {
        const { requestId, persons } = story;
        await assistance.hear(VerificationCompletedSchema, report({ requestId, persons, sequence }));
      }
      await heardBefore(story);
      expect(await story.read()).toMatchObject({ state: 'ASSESSED', version: assessed.version });
    });

    it.each([
      ['assessed', async (story: CaseStory) => story.toAssessed(TODAY)],
      ['under notice', async (story: CaseStory) => story.toNotice(TODAY)],
    ])('that comes when the case is %s sends it back to be assessed again', async (_state, bring) => {
      const story = await CaseStory.apply(assistance, cast);
      await bring(story);
      const back = await story.receiveReport({ perCapita: '45000' });
      expect(back.state).toBe('INVESTIGATING');
      expect(back.assessment).toBeUndefined();
      const notices = await assistance.query<{ state: string }>(
        'select state from public_notice where subject_id = $1',
        [story.caseId],
      );
      expect(notices.filter(({ state }) => state !== 'TAKEN_DOWN')).toEqual([]);
      const { assessment } = await story.assess();
      expect(assessment?.proposed?.baseFen).toBe('42000');
    });

    it('that is refused leaves the case where it is, and verification may be asked again', async () => {
      const story = await waiting();
      const [husband, wife, child] = story.persons as [string, string, string];
      const refusals = [husband, wife, child].map((personKey) => ({ problem: 'consent-scope', personKey }));
      const { report } = await story.receiveReport({ result: VerificationResult.REFUSED, refusals });
      expect(report?.refusals).toEqual(refusals);
      expect(await requestStates(story)).toEqual(['REFUSED']);
      const seenBy = async (person: string) => {
        const { body } = await (await assistance.citizen(person)).get<CaseBody>(story.path);
        return body.report?.refusals;
      };
      const unnamed = { problem: 'consent-scope' };
      expect(await seenBy(husband)).toEqual([refusals[0], unnamed, refusals[2]]);
      expect(await seenBy(wife)).toEqual([unnamed, refusals[1], unnamed]);
      await story.visit(TODAY);
      const assess = await cast.clerk.command(`${story.path}/assess`, story.version);
      expect([assess.status, assess.problem]).toEqual([409, 'report-missing']);
      await story.requestVerification();
      await story.receiveReport();
      expect((await story.assess()).state).toBe('ASSESSED');
    });

    it('that comes for a withdrawn case is kept, and wakes nothing', async () => {
      const story = await waiting();
      const withdrawn = succeeded(
        200,
        await cast.clerk.command<Stored>(`${story.path}/withdraw`, story.version),
      );
      const current = await story.receiveReport();
      expect(current).toMatchObject({ state: 'WITHDRAWN', version: withdrawn.version });
    });
  });

  describe('a material discrepancy', () => {
    const evidence = { evidence: ['e'.repeat(64)] };

    it('stops the case until the applicant answers it; it does so once', async () => {
      const story = await waiting();
      expect((await story.receiveReport({ isMaterial: true })).state).toBe('DISPUTED');
      await story.visit(TODAY);
      const early = await cast.clerk.command(`${story.path}/assess`, story.version);
      expect([early.status, early.problem]).toEqual([409, 'illegal-transition']);
      const citizen = await assistance.citizen(story.persons[0]!);
      const answered = await citizen.command(`${story.path}/dispute`, story.version, evidence);
      expect([answered.status, answered.body.state]).toEqual([200, 'INVESTIGATING']);
      expect((await story.receiveReport({ isMaterial: true })).state).toBe('INVESTIGATING');
      expect((await story.assess()).state).toBe('ASSESSED');
    });

    it('that nobody answers in ten days stops it no longer', async () => {
      const story = await waiting();
      await story.receiveReport({ isMaterial: true });
      await assistance.moveClock('2025-05-22T15:59:00Z');
      while (await assistance.lookAtPeriods());
      expect((await story.read()).state).toBe('DISPUTED');
      await assistance.moveClock('2025-05-22T16:00:01Z');
      await story.becomes('INVESTIGATING');
      const late = await cast.clerk.command(`${story.path}/dispute`, story.version, evidence);
      expect([late.status, late.problem]).toEqual([409, 'dispute-closed']);
    });
  });

  describe('a report that is reopened', () => {
    it('may not be decided on until the next one comes', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.toNotice('2025-05-23');
      await assistance.moveClock('2025-06-03T01:00:00Z');
      await story.becomes('REPORTED');
      await heardBefore(story);
      const decide = () =>
        cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, { outcome: 'APPROVED' });
      const blocked = await decide();
      expect([blocked.status, blocked.problem]).toEqual([409, 'report-missing']);
      expect((await story.receiveReport()).state).toBe('INVESTIGATING');
      await story.assess();
      await story.giveOpinion();
      await story.postNotice('2025-06-03');
      await assistance.moveClock('2025-06-11T01:00:00Z');
      await story.becomes('REPORTED');
      expect(succeeded(200, await decide())).toMatchObject({ outcome: 'APPROVED', monthlyFen: '86500' });
    });

    it('is known beside a newer request', async () => {
      const story = await waiting();
      await story.receiveReport();
      const { requestId } = story;
      await story.requestVerification();
      await assistance.hear(VerificationReopenedSchema, { requestId, requester: ServiceCode.ASSISTANCE });
      await eventually('both are open', async () => {
        const states = await requestStates(story);
        return states.join() === 'REOPENED,OPEN';
      });
      expect(await parked(requestId)).toEqual([]);
    });
  });

  describe('a clue', () => {
    interface TaskBody extends Stored {
      readonly clueId: string;
      readonly indicators: readonly string[];
      readonly awardId: string | null;
      readonly dueAt: string;
    }
    const clueId = randomUUID();
    let story: CaseStory;
    let awardId: string | undefined;

    beforeAll(async () => {
      story = await CaseStory.apply(assistance, cast);
      await story.toNotice('2025-06-11');
      await assistance.moveClock('2025-06-19T01:00:00Z');
      await story.becomes('REPORTED');
      const decided = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
        outcome: 'APPROVED',
      });
      ({ awardId } = succeeded(200, decided));
    });

    const tasks = async (): Promise<TaskBody[]> => {
      const { body } = await cast.clerk.get<{ items: TaskBody[] }>('/v1/clue-tasks');
      return body.items.filter((task) => task.clueId === clueId);
    };
    const told = (change: object = {}) =>
      assistance.hear(
        ClueDispatchedSchema,
        clue({ clueId, householdId: story.householdId, personKeys: [story.persons[1]!], ...change }),
      );
    const taskWith = (what: string, holds: (task: TaskBody) => boolean) =>
      eventually(what, async () => {
        const [task, ...others] = await tasks();
        expect(others).toEqual([]);
        return task && holds(task) && task;
      });

    it('makes one task, however often it is sent', async () => {
      await told();
      await told();
      const task = await taskWith('the task stands', () => true);
      expect(task).toMatchObject({
        state: 'OPEN',
        indicators: ['C3'],
        direction: 'OVER',
        severity: 'YELLOW',
        householdId: story.householdId,
        personKeys: [story.persons[1]],
        awardId,
        months: ['2025-07'],
        dueAt: '2025-08-26T16:00:00.000Z',
        version: 1,
      });
    });

    it('that is sent with more hits brings its task up to date', async () => {
      await told({ revision: 2, indicators: ['C3', 'A1'] });
      const task = await taskWith('revision 2', ({ indicators }) => indicators.length === 2);
      expect(task).toMatchObject({ indicators: ['C3', 'A1'], state: 'OPEN', version: 2 });
    });

    it('is given to people of its region only', async () => {
      const [task] = await tasks();
      const assign = { userIds: ['clerk-wang', 'cadre-zhao'] };
      const elsewhere = await assistance.clerk('clerk-elsewhere', '510803');
      const path = `/v1/clue-tasks/${task?.id}`;
      expect((await elsewhere.get(path)).status).toBe(404);
      expect((await elsewhere.command(`${path}/assign`, 2, assign)).problem).toBe('not-found');
      expect((await cast.clerk.command(`${path}/assign`, 1, assign)).problem).toBe('version-conflict');
      expect(succeeded(200, await cast.clerk.command(`${path}/assign`, 2, assign))).toMatchObject({
        assignees: assign.userIds,
      });
    });

    it('that is closed closes its task', async () => {
      await assistance.hear(ClueClosedSchema, {
        clueId,
        department: ServiceCode.ASSISTANCE,
        outcome: ClueClosingOutcome.NO_CHANGE,
      });
      const task = await taskWith('closed', ({ state }) => state === 'CLOSED');
      const assign = await cast.clerk.command(`/v1/clue-tasks/${task.id}/assign`, task.version, {
        userIds: ['clerk-wang'],
      });
      expect([assign.status, assign.problem]).toEqual([409, 'illegal-transition']);
    });

    it('that carries a number instead of a personKey is parked, and the number is nowhere', async () => {
      const number = idNumber('1990-01-01');
      const wrong = randomUUID();
      await told({ clueId: wrong, personKeys: [number] });
      const rows = await eventually('parked', async () => {
        const found = await parked(wrong);
        return found.length > 0 && found;
      });
      expect(JSON.stringify(rows)).not.toContain(number);
      expect(await assistance.query('select from clue_task where clue_id = $1', [wrong])).toEqual([]);
    });
  });

  describe('a consent', () => {
    it('that is registered stands so, and its withdrawal is told to all', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const form = { ...consentForm(story.persons[0]!), signedAt: '2025-06-11T00:00:00Z' };
      const given = succeeded(201, await cast.clerk.post('/v1/consents', form));
      await assistance.hear(ConsentGrantedSchema, {
        personKey: story.persons[0]!,
        consentId: given.id,
        takenBy: ServiceCode.ASSISTANCE,
      });
      await eventually('registered', async () => {
        const [row] = await assistance.query<{ registered: boolean }>(
          'select registered from consent where id = $1',
          [given.id],
        );
        return row?.registered;
      });
      const citizen = await assistance.citizen(story.persons[0]!);
      const withdrawn = succeeded(
        200,
        await citizen.command(`/v1/consents/${given.id}/withdraw`, given.version),
      );
      expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', registered: true });

      const events = await eventually('published', async () => {
        const published = await assistance.published();
        return ofType(published, ConsentWithdrawnSchema).length > 0 && published;
      });
      expect(ofType(events, ConsentWithdrawnSchema)).toMatchObject([
        {
          consentId: given.id,
          personKey: story.persons[0],
          transition: { aggregate: 'consent', fromState: 'VALID', toState: 'WITHDRAWN', version: 2n },
        },
      ]);
      expect(ofType(events, DiscrepancyFoundSchema)).toMatchObject([
        { kinds: ['wage'], deltaFen: 1_400_000n },
        { kinds: ['wage'], deltaFen: 1_400_000n },
      ]);
      const outcomes = ofType(events, CaseDecidedSchema).map(({ outcome }) => outcome);
      expect(outcomes.sort()).toEqual([CaseOutcome.APPROVED, CaseOutcome.APPROVED, CaseOutcome.WITHDRAWN]);
    });
  });

  describe('a report that fell', () => {
    it.each([
      ['later facts say otherwise', VerificationReportSupersededSchema, { cause: 'FACT_CORRECTED' }],
      ['it was revoked', VerificationReportRevokedSchema, { reasonCode: 'WRONG_IDENTITY' }],
    ])('sends an open case back, and is not rested on: %s', async (_why, schema, fallen) => {
      await assistance.moveClock('2025-06-19T01:00:00Z');
      const story = await CaseStory.apply(assistance, cast);
      await story.toAssessed('2025-06-19');
      const { report: held } = await story.read();
      await assistance.hear(schema, {
        ...{ occurredAt: timestampFromDate(new Date()), requester: ServiceCode.ASSISTANCE },
        ...{ requestId: story.requestId, reportId: held?.reportId ?? '', ...fallen },
      });
      await story.becomes('INVESTIGATING');
      const assess = await cast.clerk.command(`${story.path}/assess`, story.version);
      expect([assess.status, assess.problem]).toEqual([409, 'report-missing']);
      await story.requestVerification();
      await story.receiveReport();
      expect((await story.assess()).state).toBe('ASSESSED');
    });

    const revoke = (requestId: string, reportId: string) =>
      assistance.hear(VerificationReportRevokedSchema, {
        ...{ occurredAt: timestampFromDate(new Date()), requester: ServiceCode.ASSISTANCE },
        ...{ requestId, reportId, reasonCode: 'WRONG_IDENTITY' },
      });
    const looksInto = (type: string, id: string) =>
      eventually('supervision looks into it', async () => {
        const rows = await assistance.query<{ reason: string }>(
          `select reason from supervision_item where kind = 'REPORT' and subject_type = $1 and subject_id = $2`,
          [type, id],
        );
        return rows.length > 0 && rows.map(({ reason }) => reason);
      });
    const groundsOf = async ({ awardId }: AwardStory) =>
      (
        await assistance.query<{ grounds: string[] }>(
          `select grounds from review where award_id = $1 and cause = 'SUPERVISION' order by id`,
          [awardId],
        )
      ).map(({ grounds }) => grounds);
    let award: AwardStory;

    it('has the awards of a decided case looked at by two people', async () => {
      const days = { posted: '2025-06-19', decided: '2025-06-27' };
      award = await AwardStory.approved(assistance, cast, guangyuanFamily(), days);
      const reportId = (await award.story.read()).report?.reportId ?? '';
      await revoke(award.story.requestId, reportId);
      expect(await looksInto('case', award.story.caseId)).toEqual([`revoked/${reportId}`]);
      expect(await groundsOf(award)).toEqual([[`revoked/${reportId}`]]);
      await assistance.moveClock('2025-07-03T01:00:00Z');
      await award.becomes('ACTIVE');
      await award.visit('2025-07-03');
      await award.verify();
      const unchanged = { outcome: 'UNCHANGED' };
      const first = await award.conclude(cast.lead2, 'SUPERVISION', unchanged);
      expect([first.status, first.body]).toMatchObject([202, { awaitsSecond: true, state: 'VISITED' }]);
      const again = await award.conclude(cast.lead2, 'SUPERVISION', unchanged);
      expect([again.status, again.problem]).toEqual([403, 'same-person']);
      const second = await award.conclude(
        await assistance.lead('county-1', '510802'),
        'SUPERVISION',
        unchanged,
      );
      expect(succeeded(200, second)).toMatchObject({ state: 'CONCLUDED', outcome: 'UNCHANGED' });
    });

    it('has a review that rested on it decided again', async () => {
      const [rested] = await assistance.query<{ id: string; request_id: string; report_id: string }>(
        `select r.id, r.request_id, v.report_id from review r
           join verification_report v on v.request_id = r.request_id where r.award_id = $1`,
        [award.awardId],
      );
      await revoke(rested!.request_id, rested!.report_id);
      expect(await looksInto('review', rested!.id)).toEqual([`revoked/${rested!.report_id}`]);
      expect((await groundsOf(award)).at(-1)).toEqual([`revoked/${rested!.report_id}`]);
    });

    it('has a rejection looked into', async () => {
      const story = await CaseStory.apply(assistance, cast);
      await story.toAssessed('2025-07-03', { validTo: '2025-12-31' });
      await story.giveOpinion();
      await story.postNotice('2025-07-03');
      await assistance.moveClock('2025-07-11T01:00:00Z');
      const { report: held } = await story.becomes('REPORTED');
      const rejection = { outcome: 'REJECTED', reasonCodes: ['ASSETS_FAIL'], text: '财产超标' };
      succeeded(200, await cast.lead2.command(`${story.path}/decide`, story.version, rejection));
      await revoke(story.requestId, held?.reportId ?? '');
      expect(await looksInto('case', story.caseId)).toEqual([`revoked/${held?.reportId}`]);
    });
  });
});
