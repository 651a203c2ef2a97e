import { SupervisionFlaggedSchema } from '@minzheng/contracts/assistance';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { sampledCases } from '../entitlement/supervision.rules.js';
import { Assistance, ofType, TOWNSHIP, VILLAGE } from './kit/assistance.js';
import { CaseStory, SIGNATURE, succeeded, township, visitForm, type Cast } from './kit/case-story.js';
import type { Client, Stored } from './kit/client.js';

/** A Monday. */
const MONDAY = '2025-05-12T01:00:00Z';

interface WorkBody extends Stored {
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly climbedTo: string | null;
  readonly dueAt: string;
  readonly command: { readonly method: string; readonly path: string };
}

interface ItemBody extends Stored {
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly reason: string;
  readonly finding: string | null;
  readonly checkedBy: string | null;
  readonly findingText?: string | null;
  readonly reporter?: { readonly name: string | null; readonly contact: string | null } | null;
}

interface List<Item> {
  readonly items: readonly Item[];
}

/** The inbox of an office, and who looks after it (监督检查): social assistance, R20 and sections 4, 6 and 9. */
describe('the inbox and its supervision', () => {
  let assistance: Assistance;
  let cast: Cast;
  let supervisor: Client;
  let county: Client;
  beforeAll(async () => {
    assistance = await Assistance.start(MONDAY);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    supervisor = await assistance.official('supervisor', 'supervision:write', '5108');
    county = await assistance.official('county', 'cases:approve', '510802');
  });
  beforeEach(() => assistance.moveClock(MONDAY));
  afterAll(() => assistance.drop());

  const workOn = async (by: Client, id: string): Promise<readonly WorkBody[]> => {
    const { items } = succeeded(200, await by.get<List<WorkBody>>('/v1/work-items?limit=200'));
    return items.filter(({ subject }) => subject.id === id);
  };
  const kinds = async (by: Client, id: string) => (await workOn(by, id)).map(({ kind }) => kind);
  const flagged = async (query: string): Promise<readonly ItemBody[]> =>
    succeeded(200, await supervisor.get<List<ItemBody>>(`/v1/supervision-items?limit=200&${query}`)).items;

  describe('the inbox', () => {
    it('leads a case from its application to its decision, each item to the command that settles it', async () => {
      const { clerk, cadre, lead1, lead2 } = cast;
      const story = await CaseStory.apply(assistance, cast);
      const [acceptance] = await workOn(clerk, story.caseId);
      expect(acceptance).toMatchObject({ kind: 'caseAcceptance', dueAt: '2025-05-13T16:00:00.000Z' });
      expect(await kinds(lead1, story.caseId)).toEqual([]);
      const { path } = acceptance!.command;
      succeeded(200, await clerk.command(path, story.version));
      await story.read();

      expect((await kinds(clerk, story.caseId)).toSorted()).toEqual(['caseSurvey', 'caseVerification']);
      await story.requestVerification();
      await story.receiveReport();
      expect((await kinds(clerk, story.caseId)).toSorted()).toEqual(['caseAssessment', 'caseSurvey']);
      const visit = succeeded(201, await clerk.post<Stored>(`${story.path}/visits`, visitForm('2025-05-12')));
      expect(await kinds(clerk, story.caseId)).toEqual(['caseAssessment']);
      expect(await kinds(cadre, visit.id)).toEqual(['visitSignature']);
      let { version } = visit;
      for (const official of [clerk, cadre]) {
        const signed = await official.command(`/v1/visits/${visit.id}/sign`, version, SIGNATURE);
        ({ version } = succeeded(200, signed));
      }
      expect(await kinds(cadre, visit.id)).toEqual([]);
      await story.read();
      await story.assess();
      expect(await kinds(clerk, story.caseId)).toEqual([]);
      expect(await kinds(lead1, story.caseId)).toEqual(['caseOpinion']);
      await story.giveOpinion();
      await story.postNotice('2025-05-12');
      expect(await kinds(lead1, story.caseId)).toEqual([]);
      await assistance.query(`update aid_case set due_on = '2025-05-22' where id = $1`, [story.caseId]);
      await assistance.moveClock('2025-05-20T01:00:00Z');
      await story.becomes('REPORTED');
      expect(await kinds(lead2, story.caseId)).toEqual(['delegatedDecision']);
      const [decision] = await workOn(lead2, story.caseId);
      // the case is late before the ten working days of the decision are over
      expect(decision).toMatchObject({ dueAt: '2025-05-22T16:00:00.000Z' });
      succeeded(200, await lead2.command(decision!.command.path, story.version, { outcome: 'APPROVED' }));
      expect(await kinds(lead2, story.caseId)).toEqual([]);
    });

    it('sends what is late to the county, once, and to the supervisor', async () => {
      const { clerk } = cast;
      const story = await CaseStory.apply(assistance, cast);
      expect(await kinds(county, story.caseId)).toEqual([]);
      await assistance.moveClock('2025-05-13T16:00:01Z');
      const [late] = await eventually('the county has it', async () => {
        const found = await workOn(county, story.caseId);
        return found.length > 0 && found;
      });
      expect(late).toMatchObject({ kind: 'caseAcceptance', climbedTo: '510802' });
      expect(await kinds(clerk, story.caseId)).toEqual(['caseAcceptance']);
      const items = (await flagged('kind=LATE')).filter(({ subject }) => subject.id === story.caseId);
      expect(items).toMatchObject([{ reason: 'caseAcceptance', state: 'OPEN', finding: null }]);
      const [told] = await eventually('announced', async () => {
        const all = ofType(await assistance.published(), SupervisionFlaggedSchema);
        const mine = all.filter(({ itemId }) => itemId === items[0]?.id);
        return mine.length > 0 && mine;
      });
      expect(told).toMatchObject({ kind: 'LATE', transition: { toState: 'OPEN' } });
      await story.accept();
      expect(await kinds(county, story.caseId)).toEqual([]);
    });
  });

  describe('a supervision item', () => {
    const late = async (): Promise<ItemBody> => {
      const story = await CaseStory.apply(assistance, cast);
      await assistance.moveClock('2025-05-13T16:00:01Z');
      return eventually('it is late', async () =>
        (await flagged('kind=LATE')).find(({ subject }) => subject.id === story.caseId),
      );
    };
    const finding = { finding: 'CONFIRMED', text: '材料齐全但未按期受理' };

    it('is checked with a finding, then closed; what was found is encrypted', async () => {
      const item = await late();
      const path = `/v1/supervision-items/${item.id}`;
      const early = await supervisor.command(`${path}/close`, item.version);
      expect([early.status, early.problem]).toEqual([409, 'illegal-transition']);
      const checked = await supervisor.command<ItemBody>(`${path}/check`, item.version, finding);
      expect(checked.body).toMatchObject({ state: 'CHECKED', finding: 'CONFIRMED', checkedBy: 'supervisor' });
      const { body } = await supervisor.get<ItemBody>(path);
      expect(body).toMatchObject({ findingText: finding.text, reporter: null });
      const [row] = await assistance.query<{ row: string; checked_region: string }>(
        'select i::text as row, checked_region from supervision_item i where id = $1',
        [item.id],
      );
      expect(row?.row).not.toContain('材料');
      expect(row?.checked_region).toBe('5108');
      const closed = await supervisor.command<ItemBody>(`${path}/close`, checked.body.version);
      expect(closed.body.state).toBe('CLOSED');
    });

    it('is the supervisors’ alone, in their region', async () => {
      const item = await late();
      const path = `/v1/supervision-items/${item.id}`;
      const reader = await assistance.official('reader', 'supervision:read', '5108');
      expect((await reader.command(`${path}/check`, item.version, finding)).problem).toBe('scope-missing');
      const elsewhere = await assistance.official('elsewhere', 'supervision:write', '510803');
      expect((await elsewhere.command(`${path}/check`, item.version, finding)).problem).toBe('not-found');
      expect((await cast.clerk.get(path)).problem).toBe('scope-missing');
    });
  });

  describe('a complaint', () => {
    let contacts = 0;
    const phone = () => `1390000${String(++contacts).padStart(4, '0')}`;
    const anybody = async (body: object) => {
      const response = await fetch(`${assistance.url}/v1/complaints`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': uuidv7() },
        body: JSON.stringify({
          ...{ region: TOWNSHIP, text: '公示的家庭有人在外就业未申报', target: { kind: 'OTHER' } },
          ...body,
        }),
      });
      const json = (await response.json()) as { receipt?: string; type?: string };
      return { status: response.status, receipt: json.receipt ?? '', problem: json.type?.split('/').at(-1) };
    };
    const itemOf = async (receipt: string): Promise<ItemBody> => {
      const items = await flagged('kind=COMPLAINT');
      return items.find(({ reason }) => reason === `complaint/${receipt}`)!;
    };

    it('by name about a case is looked into and answered; who made it is told to supervisors alone', async () => {
      const story = await CaseStory.apply(assistance, cast);
      const { caseNo } = await story.read();
      const contact = phone();
      const made = await anybody({ name: '赵大海', contact, target: { kind: 'CASE', caseNo } });
      expect(made.status).toBe(202);
      const item = await itemOf(made.receipt);
      expect(item).toMatchObject({ subject: { type: 'case', id: story.caseId }, state: 'OPEN' });

      const path = `/v1/complaints/${made.receipt}`;
      const complaint = succeeded(200, await supervisor.get<Stored & { named: boolean; text: string }>(path));
      expect(complaint).toMatchObject({
        state: 'RECEIVED',
        named: true,
        text: '公示的家庭有人在外就业未申报',
      });
      expect(JSON.stringify(complaint)).not.toContain('赵');
      expect(await kinds(supervisor, made.receipt)).toEqual(['complaintAnswer']);
      const early = await supervisor.command(`${path}/answer`, complaint.version, { text: '已核实' });
      expect([early.status, early.problem]).toEqual([409, 'illegal-transition']);

      const shown = (await supervisor.get<ItemBody>(`/v1/supervision-items/${item.id}`)).body.reporter;
      expect(shown).toEqual({ name: '赵**', contact: '1**********' });
      const revealing = await assistance.official('discipline', 'supervision:read identities:read', '51');
      const reason = { 'x-reveal-reason': encodeURIComponent('向实名举报人反馈') };
      const whole = await revealing.get<ItemBody>(`/v1/supervision-items/${item.id}`, reason);
      expect(whole.body.reporter).toEqual({ name: '赵大海', contact });
      const rows = await assistance.query<{ row: string }>(
        `select r::text || c::text as row from complaint_reporter r join complaint c using (id) where id = $1`,
        [made.receipt],
      );
      for (const said of ['赵大海', contact, '就业']) expect(rows[0]?.row).not.toContain(said);

      const found = { finding: 'NOT_CONFIRMED', text: '核实无工作' };
      const checked = await supervisor.command(`/v1/supervision-items/${item.id}/check`, item.version, found);
      succeeded(200, checked);
      const { version, state } = succeeded(200, await supervisor.get<Stored>(path));
      expect(state).toBe('CHECKED');
      const answer = { text: '经核查，该户成员未就业' };
      expect((await supervisor.command(`${path}/answer`, version, answer)).body.state).toBe('ANSWERED');
      expect((await supervisor.get<{ answer: string }>(path)).body.answer).toBe(answer.text);
      expect(await kinds(supervisor, made.receipt)).toEqual([]);
    });

    it('without a name is looked into as well, also about a case that does not exist', async () => {
      const { status, receipt } = await anybody({ target: { kind: 'CASE', caseNo: 'none' } });
      expect(status).toBe(202);
      expect(await itemOf(receipt)).toMatchObject({ subject: { type: 'complaint', id: receipt } });
    });

    it('comes five times a day from one contact, however it is written', async () => {
      const contact = phone();
      for (let count = 0; count < 4; count++) expect((await anybody({ contact })).status).toBe(202);
      const spaced = `${contact.slice(0, 3)} ${contact.slice(3, 7)}-${contact.slice(7)}`;
      expect((await anybody({ contact: spaced })).status).toBe(202);
      const before = await assistance.fingerprint();
      expect(await anybody({ contact })).toMatchObject({ status: 429, problem: 'rate-limited' });
      expect(await assistance.fingerprint()).toBe(before);
      expect((await anybody({ contact: phone() })).status).toBe(202);
      await assistance.moveClock('2025-05-13T01:00:00Z');
      expect((await anybody({ contact })).status).toBe(202);
    });
  });

  describe('a month that is over', () => {
    const COUNTY = '510802';
    let pattern: CaseStory;
    beforeAll(async () => {
      pattern = await CaseStory.apply(assistance, cast);
    });

    /** A case as that of the story, but decided. */
    const decidedCase = async (decidedOn: string, delegated: boolean): Promise<string> => {
      const id = uuidv7();
      await assistance.query(
        `insert into aid_case
         select (jsonb_populate_record(c, jsonb_build_object(
                   'id', $2::uuid, 'case_no', $2::text, 'state', 'APPROVED', 'delegated', $3::boolean,
                   'decision', jsonb_build_object('decidedOn', $4::text)))).*
           from aid_case c where id = $1`,
        [pattern.caseId, id, delegated, decidedOn],
      );
      return id;
    };
    const award = async (person: string, approvedOn: string, months: string): Promise<string> => {
      const id = uuidv7();
      const caseId = await decidedCase(approvedOn, false);
      const state = months.endsWith(',)') ? 'ACTIVE' : 'CEASED';
      await assistance.query(
        `insert into award (id, region, version, created_by, case_id, household_id, programme, person_keys, effective_month,
                            base_fen, extras_fen, shares, state, approved_on)
         values ($1, $2, 1, 'test', $3, $4, 'DIBAO', array[$5::uuid], '2025-01', 0, 0, '[]', $6, $7)`,
        [id, VILLAGE, caseId, pattern.householdId, person, state, approvedOn],
      );
      await assistance.query(
        `insert into award_person (award_id, person_key, programme, months) values ($1, $2, 'DIBAO', $3::daterange)`,
        [id, person, months],
      );
      return id;
    };
    const looked = (month: string) =>
      eventually('the month was looked into', async () => {
        const jobs = await assistance.query<{ state: string }>(
          `select state from job where name = 'monthly-supervision' and period = $1`,
          [month],
        );
        return jobs[0]?.state === 'DONE';
      });
    const drawnIn = async (reason: string) =>
      (await flagged('kind=SAMPLE'))
        .filter((item) => item.reason === reason)
        .map(({ subject }) => subject.id)
        .toSorted();

    it('is sampled: three in ten of what townships decided, always the same', async () => {
      const ids: string[] = [];
      for (let day = 1; day <= 10; day++)
        ids.push(await decidedCase(`2025-06-${String(day).padStart(2, '0')}`, true));
      await decidedCase('2025-06-10', false);
      await decidedCase('2025-07-01', true);
      await assistance.moveClock('2025-06-30T18:59:00Z');
      await looked('2025-05');
      expect(await drawnIn('DELEGATED/2025-06')).toEqual([]);
      await assistance.moveClock('2025-06-30T19:00:01Z');
      await looked('2025-06');
      const question = { county: COUNTY, month: '2025-06', population: 'DELEGATED' as const, caseIds: ids };
      const shares = { tekunSampleBp: 3_000, delegatedSampleBp: 3_000 };
      const expected = sampledCases(question, 'test-platform-secret', shares).toSorted();
      expect(expected).toHaveLength(3);
      expect(await drawnIn('DELEGATED/2025-06')).toEqual(expected);
      const [sample] = await assistance.query(
        `select cases, drawn from supervision_sample where month = '2025-06' and population = 'DELEGATED'`,
      );
      expect(sample).toEqual({ cases: 10, drawn: 3 });

      await decidedCase('2025-06-11', true);
      await assistance.query(
        `update job set state = 'PENDING', ended_at = null, checkpoint = null, not_before = clock_timestamp()
          where name = 'monthly-supervision' and period = '2025-06'`,
      );
      await looked('2025-06');
      expect(await drawnIn('DELEGATED/2025-06')).toEqual(expected);
    });

    it('shows who came back soon, and who comes and goes', async () => {
      const [soon, later, restless, settled] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
      await award(soon, '2024-12-10', '[2025-01-01,2025-04-01)');
      const back = await award(soon, '2025-09-10', '[2025-10-01,)');
      await award(later, '2024-12-10', '[2025-01-01,2025-03-01)');
      await award(later, '2025-09-10', '[2025-10-01,)');
      await award(restless, '2023-10-10', '[2023-11-01,2024-02-01)');
      await award(restless, '2024-08-10', '[2024-09-01,2024-12-01)');
      const third = await award(restless, '2025-07-10', '[2025-08-01,2025-09-01)');
      await award(settled, '2023-05-10', '[2023-06-01,2023-09-01)');
      await award(settled, '2024-08-10', '[2024-09-01,2024-12-01)');
      await award(settled, '2025-07-10', '[2025-08-01,2025-09-01)');
      await assistance.moveClock('2025-10-01T01:00:00Z');
      await looked('2025-09');
      const of = async (kind: string) =>
        (await flagged(`kind=${kind}`))
          .filter(({ reason }) => reason === '2025-09')
          .map(({ subject }) => subject.id);
      expect(await of('REENTRY')).toEqual([back]);
      expect(await of('CHURN')).toEqual([third]);
    });
  });
});
