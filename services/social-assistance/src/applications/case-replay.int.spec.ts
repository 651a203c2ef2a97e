import { create, toBinary } from '@bufbuild/protobuf';
import { topicsOf } from '@minzheng/contracts/catalogue';
import { VerificationCompletedSchema, type VerificationCompleted } from '@minzheng/contracts/verification';
import { sha256Hex } from '@minzheng/kernel/canonical-json';
import { PolicyMissing } from '@minzheng/kernel/policy';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { PolicyDrafts, PolicyStore, usesOf, type PolicyDraft } from '@minzheng/platform/policies';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import { ServiceEnvironment } from '@minzheng/testing/service';
import { DataSource } from 'typeorm';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { SOCIAL_ASSISTANCE } from '../social-assistance.definition.js';
import { randomHouseholds } from '../test/kit/random-households.js';
import type { AssessmentBasis } from './assessment.rules.js';
import { keepComputations, replayCases, type Computation } from './case-computations.js';
import { computedText, type ComputedAct, type ComputedBody } from './computation.rules.js';
import { ASSISTANCE_TABLES } from '../test/kit/database.js';

const CASES = 1_000;
/** Cases were accepted on these days, the last ones on the day on which the policies change. */
const DAYS = ['2025-01-15', '2025-02-28', '2025-03-31', '2025-04-30', '2025-05-12', '2025-06-30'];
const TODAY = '2025-06-30';
const STANDARD = 'assistance.dibao.standardMonthlyFen';
const SHIPPED_STANDARD = '0197c000-0001-7026-a893-672db218e711';
const SHIPPED_ILLNESS = '0197c000-001f-714d-a6a9-e62c3e4c0c7d';

interface PastCase {
  readonly id: string;
  readonly report: VerificationCompleted;
  readonly bases: Readonly<Record<ComputedAct, AssessmentBasis>>;
  readonly computations: readonly Computation[];
}

/** A decision is computed again from what it rested on, whatever was published since. */
describe('past decisions', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let store: PolicyStore;
  let cases: readonly PastCase[];
  const ids = () => cases.map(({ id }) => id);
  const digestOf = ({ computations }: PastCase) =>
    sha256Hex(`[${computations.map(({ body }) => body).join(',')}]`);

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [...topicsOf('assistance'), ...topicsOf('verification')],
      ASSISTANCE_TABLES,
    );
    const { consumers: _unheard, ...withoutEvents } = SOCIAL_ASSISTANCE;
    service = await buildService(withoutEvents, environment.settings());
    dataSource = service.app.get(DataSource);
    unitOfWork = service.app.get(UnitOfWork);
    store = service.app.get(PolicyStore);
    await copyRowsOfVerification();
    cases = await Promise.all(
      randomHouseholds(CASES, DAYS).map(({ basis, report }) =>
        pastCase(create(VerificationCompletedSchema, report), basis),
      ),
    );
    await unitOfWork.run('test', keepCases);
  });
  afterAll(async () => {
    await service.stop();
    await environment.drop();
  });

  it('are of many kinds', () => {
    const bodies = cases.map(({ computations }) => JSON.parse(computations[1]!.body) as ComputedBody);
    const kinds = new Set(bodies.map(({ householdClass, subtype }) => `${householdClass} ${subtype ?? ''}`));
    expect(kinds.size).toBeGreaterThanOrEqual(4);
    expect(bodies.filter(({ proposed }) => proposed).length).toBeGreaterThan(CASES / 4);
    // with a score, with what a visit has added, and with what a person has decided of property
    expect(bodies.filter(({ hardship }) => hardship).length).toBeGreaterThan(CASES / 4);
    const supplements = cases.flatMap(({ bases }) => bases.DECISION.supplement ?? []);
    expect(supplements.length).toBeGreaterThan(CASES / 5);
    expect(supplements.flatMap(({ assetDecisions }) => assetDecisions).length).toBeGreaterThan(CASES / 10);
  });

  it('give the same bytes after three changes of the policies, where today’s rows would not', async () => {
    await changePolicies();
    const replays = await replayCases(dataSource.manager, ids());
    expect(replays.size).toBe(CASES);
    const wrong = cases.filter((each) => {
      const replay = replays.get(each.id);
      return !replay?.equal || replay.digest !== digestOf(each);
    });
    expect(wrong).toEqual([]);
    const today = await store.book();
    const changed = cases.filter(({ report, bases, computations }) =>
      computations.some(
        ({ act, body }) => computedText(act, { ...bases[act], report, book: today.renewed() }) !== body,
      ),
    );
    expect(changed.length).toBeGreaterThan(CASES / 4);
  });

  it('that were altered are found, with the place', async () => {
    const altered = cases.find(({ computations }) => computations[1]?.body.includes('"proposed"'))!;
    await dataSource.query(
      `update aid_case set assessment = jsonb_set(assessment, '{proposed,monthlyFen}', '"99900"') where id = $1`,
      [altered.id],
    );
    const replay = (await replayCases(dataSource.manager, [altered.id])).get(altered.id);
    expect(replay).toEqual({
      digest: digestOf(altered),
      equal: false,
      firstDifference: '1.proposed.monthlyFen',
    });
  });

  it('that were made before the cost of illness was read are computed as then', async () => {
    const old = cases[0]!;
    await dataSource.query(
      `update case_computation set policies = (
         select jsonb_agg(p) from jsonb_array_elements(policies) p where p ->> 'id' <> $1) where case_id = $2`,
      [SHIPPED_ILLNESS, old.id],
    );
    const replay = (await replayCases(dataSource.manager, [old.id])).get(old.id);
    expect(replay).toEqual({ digest: digestOf(old), equal: true });
  });

  it('that have read it are policy-missing where its row is gone', async () => {
    await dataSource.query(`delete from policy_row where id = $1`, [SHIPPED_ILLNESS]);
    await expect(replayCases(dataSource.manager, ids().slice(1, 2))).rejects.toThrow(PolicyMissing);
  });

  it('are policy-missing where a row is gone', async () => {
    await dataSource.query(`delete from policy_row where id = $1`, [SHIPPED_STANDARD]);
    await expect(replayCases(dataSource.manager, ids().slice(0, 1))).rejects.toThrow(PolicyMissing);
  });

  /** By what income counts: as verification has sent it. */
  async function copyRowsOfVerification(): Promise<void> {
    const rows = [
      ['verification.income.treatment.casualWork', '"counted"'],
      ['verification.property.minShareBp', '5000'],
    ];
    await unitOfWork.run('test', async (tx) => {
      for (const [key, value] of rows) {
        await tx.execute(
          `insert into policy_row (id, key, region_prefix, effective_from, value, legal_basis, state, owner, sequence)
           values ($1, $2, '', '2018-01-01', $3::jsonb, '民发〔2021〕57号 art. 13', 'PUBLISHED', 'verification', 1)`,
          [uuidv4(), key, value],
        );
      }
    });
  }

  /** A standard that rises today, a county's own extras, and a standard that was wrong from its first day. */
  async function changePolicies(): Promise<void> {
    await publish({
      key: STANDARD,
      regionPrefix: '5108',
      effectiveFrom: TODAY,
      value: { URBAN: '65000', RURAL: '45000' },
      legalBasis: '广府规〔2025〕3号',
      supersedesRowId: SHIPPED_STANDARD,
    });
    await publish({
      key: 'assistance.extra.bp',
      regionPrefix: '510802',
      effectiveFrom: TODAY,
      value: { MINOR: 1_000, AGE_70: 1_500, SEVERE_DISABILITY: 2_500, SERIOUS_ILLNESS: 2_500 },
      legalBasis: '广利府规〔2025〕1号',
    });
    await publish({
      key: STANDARD,
      regionPrefix: '5108',
      effectiveFrom: '2020-01-01',
      value: { URBAN: '60000', RURAL: '40000' },
      legalBasis: '广府规〔2019〕1号（更正）',
      supersedesRowId: SHIPPED_STANDARD,
    });
  }

  async function publish(draft: PolicyDraft): Promise<void> {
    // as rows were published before standards had a route of their own
    const unguarded = new PolicyStore(service.app.get(DataSource), unitOfWork, 'assistance');
    const drafts = new PolicyDrafts(unguarded, { today: () => TODAY });
    const { id } = await unitOfWork.run('drafter', (tx) => drafts.draft(tx, draft, '51'));
    await unitOfWork.run('publisher', (tx) => drafts.publish(tx, id, 1, '51'));
  }

  /** Assessed in the month of acceptance, decided in the next one. */
  async function pastCase(
    report: VerificationCompleted,
    basis: Omit<AssessmentBasis, 'firstMonth'>,
  ): Promise<PastCase> {
    const bases = {
      ASSESSMENT: { ...basis, firstMonth: '2025-07' },
      DECISION: { ...basis, firstMonth: '2025-08' },
    };
    const computations = await Promise.all(
      (['ASSESSMENT', 'DECISION'] as const).map(async (act) => {
        const book = await store.book();
        const body = computedText(act, { ...bases[act], report, book });
        return { act, report, basis: bases[act], policies: usesOf(book), body };
      }),
    );
    return { id: uuidv7(), report, bases, computations };
  }

  async function keepCases(tx: Tx): Promise<void> {
    const householdId = uuidv7();
    await tx.execute(
      `insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
       values ($1, '510802001', 1, 'test', 'H-1', 'URBAN', 'sealed', 'OPEN')`,
      [householdId],
    );
    const told = cases.map(({ computations }) => {
      const { act: _act, decision, ...result } = JSON.parse(computations[1]!.body) as ComputedBody;
      return { assessment: result, decision };
    });
    await tx.execute(
      `insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state,
                             declared_items, assessment, decision)
       select c.id, '510802001', 3, 'test', 'case ' || c.place, $2, 'DIBAO', 'COUNTER', 'APPROVED', '[]', c.assessment,
              c.decision
         from unnest($1::uuid[], $3::jsonb[], $4::jsonb[]) with ordinality c (id, assessment, decision, place)`,
      [
        ids(),
        householdId,
        told.map(({ assessment }) => JSON.stringify(assessment)),
        told.map(({ decision }) => JSON.stringify(decision)),
      ],
    );
    await tx.execute(
      `insert into verification_request (id, subject_type, subject_id, purposes, requested_at, due_at, state)
       select id, 'case', case_id, '{DIBAO}', now(), now(), 'ANSWERED' from unnest($1::uuid[], $2::uuid[]) r (id, case_id)`,
      [cases.map(({ report }) => report.requestId), ids()],
    );
    await tx.execute(
      `insert into verification_report (request_id, sequence, report_id, subject_type, subject_id, result, valid_to, message)
       select request_id, 1, $3, 'case', case_id, 'COMPLETE', '2025-12-31', message
         from unnest($1::uuid[], $2::uuid[], $4::bytea[]) r (request_id, case_id, message)`,
      [
        cases.map(({ report }) => report.requestId),
        ids(),
        uuidv4(),
        cases.map(({ report }) => Buffer.from(toBinary(VerificationCompletedSchema, report))),
      ],
    );
    await keepComputations(
      tx,
      cases.flatMap(({ id, computations }) =>
        computations.map((computation, index) => ({ ...computation, aidCase: { id, version: 2 + index } })),
      ),
    );
  }
});
