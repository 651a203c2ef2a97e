import { randomUUID } from 'node:crypto';
import { ClueDispatchedSchema, FactDisputedSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import {
  accessMatrix,
  askMatrix,
  declarationsOf,
  OPEN_REGIONS,
  platformParameters,
  type ApiDocument,
  type MatrixFixtures,
} from '@minzheng/testing/service';
import { Assistance, TOWNSHIP } from './kit/assistance.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from './kit/case-story.js';
import { clue } from './kit/messages.js';
import { WORK } from '../work-items.js';

/** Who may call what, for every route that there is: what is expected follows from what each declares. */
describe('every route, asked by everybody', () => {
  let assistance: Assistance;
  let document: ApiDocument;
  let fixtures: MatrixFixtures;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    document = (await (await fetch(`${assistance.url}/openapi.json`)).json()) as ApiDocument;
    const cast = await township(assistance);
    const story = await CaseStory.apply(assistance, cast);
    await story.toNotice('2025-05-12');
    const [visit] = (await cast.clerk.get<{ items: { id: string }[] }>(`${story.path}/visits`)).body.items;
    const [consent] = await assistance.query<{ id: string }>('select id from consent where person_key = $1', [
      story.persons[0],
    ]);
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await story.becomes('REPORTED');
    const decided = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
      outcome: 'APPROVED',
    });
    const owner = story.persons[0] ?? '';
    const [notice] = await assistance.query<{ id: string }>(
      'select id from public_notice where subject_id = $1',
      [story.caseId],
    );
    fixtures = {
      region: TOWNSHIP,
      otherRegion: '510803',
      stranger: '86f9367c-2a08-8d62-9d75-d6dbe23270b8',
      records: {
        household: { id: story.householdId, owner },
        aidCase: { id: story.caseId, owner },
        houseVisit: { id: visit?.id ?? '', owner },
        consent: { id: consent?.id ?? '', owner },
        award: { id: succeeded(200, decided).awardId ?? '', owner },
        ...(await reviewOf(story)),
        clueTask: { id: await taskOf(cast, story) },
        factDispute: { id: await disputeOf(story) },
        ...(await caseworkOf(story)),
        ...(await oneDoorOf(story)),
        ...(await standardsOf()),
        ...(await paymentsOf(story)),
        caseImport: await importOf(),
      },
      parameters: {
        ...(await platformParameters((sql, values) => assistance.query(sql, values), TOWNSHIP)),
        '/v1/cases/{id}/notices/{noticeId}': { noticeId: notice?.id ?? '' },
        '/v1/public/notices/{id}/objections': { id: notice?.id ?? '' },
        '/v1/persons/{personKey}/categories': { personKey: owner },
        '/v1/reports/{code}': { code: 'DB-01' },
        '/v1/reports/{code}/freeze': { code: 'DB-01' },
      },
      queries: { '/v1/rankings': 'month=2025-05', '/v1/catalogue-items': `region=${TOWNSHIP}` },
      openRegions: OPEN_REGIONS,
    };
  });
  afterAll(() => assistance.drop());

  const taskOf = async (cast: Cast, { householdId, persons }: CaseStory): Promise<string> => {
    const clueId = randomUUID();
    await assistance.hear(
      ClueDispatchedSchema,
      clue({ clueId, householdId, personKeys: persons.slice(0, 1) }),
    );
    return eventually('the task stands', async () => {
      const { body } = await cast.clerk.get<{ items: { id: string; clueId: string }[] }>('/v1/clue-tasks');
      return body.items.find((task) => task.clueId === clueId)?.id;
    });
  };

  /** A run with a line of the award. */
  const paymentsOf = async ({ caseId, householdId }: CaseStory): Promise<MatrixFixtures['records']> => {
    const [payrollRun, paymentLine] = [randomUUID(), randomUUID()];
    // everybody here is of a township, and a run is a county's
    await assistance.query('alter table payroll_run drop constraint payroll_run_region_check');
    await assistance.query(
      `insert into payroll_run (id, region, version, created_by, programme, month, seq, state, pay_on, max_households,
                                return_limit)
       values ($1, '510802001', 1, 'matrix', 'DIBAO', '2025-06', 0, 'APPROVED', '2025-06-10', 3, 3)`,
      [payrollRun],
    );
    await assistance.query(
      `insert into payment_line (id, region, version, created_by, run_id, subject_type, subject_id, month, component, part,
                                 person_key, source_ref, amount_fen, beneficiaries, parts_fen, household_share, payee_id,
                                 state)
       select $2, a.region, 1, 'matrix', $3, 'award', a.id, '2025-06', 'BASE', 'BASE', p.holder_key, a.id, 1,
              a.person_keys[1:1], array[1], true, p.id, 'PLANNED'
         from award a join payee p on p.subject_id = $4 where a.case_id = $1`,
      [caseId, paymentLine, payrollRun, householdId],
    );
    return { payrollRun: { id: payrollRun }, paymentLine: { id: paymentLine } };
  };

  /** A review of the award, and an order to pay back. */
  const reviewOf = async ({
    caseId,
    householdId,
    persons,
  }: CaseStory): Promise<MatrixFixtures['records']> => {
    const [review, recoveryOrder] = [randomUUID(), randomUUID()];
    const of = `from award where case_id = $1`;
    await assistance.query(
      `insert into review (id, region, version, created_by, award_id, household_id, cause, grounds, opened_on, due_on, state)
       select $2, region, 1, 'matrix', id, $3, 'PERIODIC', array['matrix'], '2025-05-20', '2025-11-30', 'OPEN' ${of}`,
      [caseId, review, householdId],
    );
    await assistance.query(
      `insert into recovery_order (id, region, version, created_by, award_id, months, basis, refund_fen, fine_fen, route,
                                   plan, overpayment_ids, ordered_on, reason, policy_version_ids, state)
       select $2, region, 1, 'matrix', id, array['2025-06'], 'ERROR', 1, 0, 'INSTALMENTS', '[]', '{}', '2025-05-20', '',
              '{}', 'ISSUED' ${of}`,
      [caseId, recoveryOrder],
    );
    return { review: { id: review, owner: persons[0] ?? '' }, recoveryOrder: { id: recoveryOrder } };
  };

  /** A letter, an objection and a filed relative of the household. */
  const caseworkOf = async ({ caseId, persons }: CaseStory): Promise<MatrixFixtures['records']> => {
    const [letter, officialRelative] = [randomUUID(), randomUUID()];
    const applicant = await assistance.citizen(persons[0] ?? '');
    const appeal = await applicant.post(`/v1/cases/${caseId}/appeals`, { text: '金额有误' });
    await assistance.query(
      `insert into letter (id, region, version, created_by, subject_type, subject_id, kind, letter_no, addressee_key,
                           person_keys, content_enc, written_on, state)
       values ($1, $2, 1, 'matrix', 'case', $3, 'REFUSAL', 'matrix', $4, array[$4]::uuid[], '', '2025-05-20', 'WRITTEN')`,
      [letter, TOWNSHIP, caseId, persons[0]],
    );
    await assistance.query(
      `insert into official_relative (id, region, version, created_by, official, role, relative_key, relation, valid_from,
                                      state)
       values ($1, $2, 1, 'matrix', 'somebody', 'HANDLER', $3, 'SIBLING', '2025-01-01', 'FILED')`,
      [officialRelative, TOWNSHIP, persons[0]],
    );
    return {
      letter: { id: letter },
      objection: { id: succeeded(201, appeal).id },
      officialRelative: { id: officialRelative },
    };
  };

  /** A citizen's ticket, what was forwarded of it, a complaint with its item, and a conference. */
  const oneDoorOf = async ({ persons: [owner = ''] }: CaseStory): Promise<MatrixFixtures['records']> => {
    const office = await assistance.official('office', 'tickets:write conferences:write', TOWNSHIP);
    const asked = { channel: 'ONLINE', region: TOWNSHIP, needs: ['DIBAO', 'MEDICAL_AID'], text: '患病住院' };
    const citizen = await assistance.citizen(owner);
    const ticket = succeeded(201, await citizen.post('/v1/tickets', asked));
    const forwarded = await office.command(`/v1/tickets/${ticket.id}/forward`, ticket.version, {
      ...{ needs: ['MEDICAL_AID'], receiver: 'NHSA', needText: '住院自付较多' },
    });
    const complaint = await office.post<{ receipt: string }>('/v1/complaints', {
      ...{ region: TOWNSHIP, text: '未按时发放', target: { kind: 'PAYMENT' } },
    });
    const { receipt } = succeeded(202, complaint);
    const conference = await office.post('/v1/case-conferences', {
      ...{ region: TOWNSHIP, heldOn: '2025-05-19', departments: ['MCA', 'HOU', 'NHSA'] },
      ...{ resolution: '由医保部门优先办理', minutesSha256: 'b'.repeat(64), targetIds: [ticket.id] },
    });
    const [row] = await assistance.query<{ work: string; item: string }>(
      `select (select id from work_item where subject_id = $1 and state = 'OPEN' limit 1) as work,
              (select item_id from complaint where id = $2) as item`,
      [ticket.id, receipt],
    );
    return {
      intakeTicket: { id: ticket.id, owner },
      referral: { id: succeeded(201, forwarded).id },
      complaint: { id: receipt },
      supervisionItem: { id: row?.item ?? '' },
      caseConference: { id: succeeded(201, conference).id },
      workItem: { id: row?.work ?? '' },
    };
  };

  /** A file that was loaded. */
  const importOf = async (): Promise<MatrixFixtures['records'][string]> => {
    const id = randomUUID();
    await assistance.query(
      `insert into stored_file (id, kind, scope, sha256, media_type, byte_length, part_count, stored_by)
       values ($1, 'matrix', '', repeat('0', 64), 'text/csv', 1, 1, 'matrix')`,
      [id],
    );
    await assistance.query(
      `insert into case_import (id, region, version, created_by, file_id, sha256, dry_run, job_id, rows, state)
       values ($1, $2, 1, 'matrix', $1, repeat('0', 64), false, $1, 1, 'DONE')`,
      [id, TOWNSHIP],
    );
    return { id };
  };

  /** A drafted standard and the price indices of a month. */
  const standardsOf = async (): Promise<MatrixFixtures['records']> => {
    const officer = await assistance.official('officer', 'policies:write', TOWNSHIP);
    const standard = await officer.post('/v1/standards', {
      ...{ region: TOWNSHIP, hukouType: 'URBAN', monthlyFen: '64900' },
      ...{ effectiveMonth: '2025-07', docNo: 'matrix' },
    });
    const indices = { region: TOWNSHIP, month: '2025-04', cpiBp: 0, foodBp: 0, publishedOn: '2025-05-12' };
    return {
      standardSet: { id: succeeded(201, standard).id },
      priceIndex: { id: succeeded(201, await officer.post('/v1/price-indices', indices)).id },
    };
  };

  const disputeOf = async ({ persons }: CaseStory): Promise<string> => {
    const factId = randomUUID();
    await assistance.hear(FactDisputedSchema, {
      region: { code: TOWNSHIP },
      ...{ receiver: 'assistance', factId, personKey: persons[0] ?? '', appealId: randomUUID() },
    });
    return eventually('the dispute stands', async () => {
      const [dispute] = await assistance.query<{ id: string }>(
        'select id from fact_dispute where fact_id = $1',
        [factId],
      );
      return dispute?.id;
    });
  };

  it('declares what was agreed', () => {
    expect(declarationsOf(document)).toMatchSnapshot();
  });

  it.each([
    ['DeclaredItemDto', 'tuition', true],
    ['AnsweredItemDto', 'tuition', true],
    ['FindingDto', 'tuition', false],
    ['FindingDto', 'passengerCar', true],
    ['EarnedDto', 'wage', true],
    ['SpentDto', 'wage', false],
  ])('says which kinds of means may be given: of %s %s is %s', (schema, kind, isListed) => {
    const { components } = document as unknown as {
      components: { schemas: Record<string, { properties: { kind: { enum: string[] } } }> };
    };
    expect(components.schemas[schema]?.properties.kind.enum.includes(kind)).toBe(isListed);
  });

  it('gives work to nobody who may not do it', () => {
    const astray = WORK.flatMap(({ kind, command, scope }) => {
      const [method = '', path = ''] = command.split(' ');
      const scopes = document.paths[path]?.[method.toLowerCase()]?.['x-scopes'] ?? [];
      return scopes.includes(scope) ? [] : [[kind, scope, ...scopes]];
    });
    expect(astray).toEqual([]);
  });

  it('stands beside figures, each of which can be read', async () => {
    const lines = (await (await fetch(`${assistance.url}/metrics`)).text()).split('\n');
    const unreadable = lines.filter((line) => line.startsWith('minzheng_figures_unreadable{'));
    expect(unreadable.length).toBeGreaterThan(5);
    expect(unreadable.filter((line) => !line.endsWith(' 0'))).toEqual([]);
  });

  it('is answered as the route declares', async () => {
    const cases = accessMatrix(document, fixtures);
    const routes = new Set(cases.map(({ route }) => route));
    expect(routes.size).toBe(
      Object.values(document.paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0),
    );
    expect(routes.size).toBeGreaterThan(30);
    const deviations = await askMatrix(cases, assistance.url, (claims) =>
      assistance.environment.token(claims),
    );
    expect(deviations).toEqual([]);
  });
});
