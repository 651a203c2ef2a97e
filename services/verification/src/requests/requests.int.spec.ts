import { generateKeyPairSync } from 'node:crypto';
import { create, fromBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { messageByTypeName } from '@minzheng/contracts/catalogue';
import { Purpose, RegionSchema } from '@minzheng/contracts/common';
import {
  AssetFactSchema,
  AssetKind,
  FactQuality,
  SourceAnsweredSchema,
  SourceAnswerState,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
import {
  ConclusionBasis,
  ConsentWithdrawnSchema,
  EconomicSide,
  VerificationOccasion,
  type VerificationCompleted,
} from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import type { UnitOfWork, Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { JsonLogger } from '@minzheng/platform/telemetry';
import type { DataSource } from 'typeorm';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { SourceQueries } from '../agencies/source-queries.js';
import { Consent } from '../consents/consent.entity.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { FactStore } from '../facts/fact.store.js';
import { storeAnswers } from '../facts/source-answers.js';
import { received, status, wage } from '../facts/test/facts.js';
import type { ReceivedFact } from '../facts/fact-row.js';
import { ReportIssuer } from '../reports/report-issuer.js';
import { replayReport } from '../reports/report-replay.js';
import { ReportSigner, verifyReport } from '../reports/report-signature.js';
import { ReportStanding } from '../reports/report-standing.entity.js';
import { VerificationReport } from '../reports/verification-report.entity.js';
import { AppealedRequests } from './appealed-requests.js';
import { lookAtReportsOf } from './reports-in-force.js';
import { RequestCancellation } from './request.cancellation.js';
import { RequestEvaluation } from './request.evaluation.js';
import { RequestIssue } from './request.issue.js';
import { RequestQuestions } from './request.questions.js';
import { RequestService } from './request.service.js';
import { RequestsHandlers } from './requests.handlers.js';
import { RequestsWorker } from './requests.worker.js';
import { consent, newFamily, requestOf, type Family, type RequestInit } from './test/events.js';
import { allPolicies, serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { CORE } from './test/households.js';
import { thing } from './test/request-world.js';
import { VerificationRequest } from './verification-request.entity.js';

const instant = (text: string) => timestampFromDate(new Date(text));

/** The family in another region, or with an applicant who is registered in another one. */
function livingIn(family: Family, code: string, hukouCode = '510802'): RequestInit {
  const { household: snapshot } = requestOf(family, new Date(0)).message;
  const { household, members = [] } = snapshot!;
  return {
    household: {
      ...snapshot!,
      household: { ...household!, region: create(RegionSchema, { code }) },
      members: members.map((member, index) =>
        index > 0 ? member : { ...member, hukouRegion: create(RegionSchema, { code: hukouCode }) },
      ),
    },
  };
}

describe('requests and their reports', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  let now = new Date('2025-07-15T02:00:00Z');
  const clock = new BusinessClock(() => now.getTime());
  const at = (instant: string): void => {
    now = new Date(instant);
  };
  let handlers: RequestsHandlers;
  let evaluation: RequestEvaluation;
  let worker: RequestsWorker;
  let signer: ReportSigner;
  const logger = new JsonLogger('test', 'silent');
  const facts = new FactStore();

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource, unitOfWork } = database);
    const policies = await allPolicies(database);
    signer = await ReportSigner.of(generateKeyPairSync('ed25519').privateKey);
    const register = new ConsentRegister();
    const sources = new SourceQueries(policies, clock);
    const cancellation = new RequestCancellation(sources, clock);
    evaluation = new RequestEvaluation(
      policies,
      new RequestQuestions(policies, register, clock),
      cancellation,
      new RequestIssue(new ReportIssuer(signer, clock), sources, clock),
      sources,
      clock,
    );
    const regions = await Regions.open(dataSource, unitOfWork, clock, '');
    const requests = new RequestService(policies, register, cancellation, sources, clock, regions);
    handlers = new RequestsHandlers(requests, register);
    worker = new RequestsWorker(unitOfWork, evaluation, clock, logger);
  });
  afterAll(() => database.drop());
  beforeEach(() => at('2025-07-15T02:00:00Z'));

  const requested = (family: Family, rest: RequestInit = {}) => requestOf(family, now, rest);
  const send = async (event: ReturnType<typeof requested>): Promise<string> => {
    await unitOfWork.run('test', (tx) => handlers.requested([event], { tx }));
    return event.message.requestId;
  };
  const withdraw = (person: string, consentId: string): Promise<void> =>
    unitOfWork.run('test', (tx) =>
      handlers.withdrawn(
        [
          received(ConsentWithdrawnSchema, {
            personKey: person,
            consentId,
            withdrawnAt: timestampFromDate(new Date('2025-07-15T03:00:00Z')),
          }),
        ],
        { tx },
      ),
    );
  const answer = (
    persons: readonly string[],
    agencies: readonly string[],
    observedAt: string,
  ): Promise<void> =>
    unitOfWork.run('test', (tx) =>
      storeAnswers(
        tx,
        persons.flatMap((person) =>
          agencies.map((agency) =>
            create(SourceAnsweredSchema, {
              answerId: uuidv4(),
              personKey: person,
              agency,
              dataset: agency,
              state: SourceAnswerState.ANSWERED,
              observedAt: timestampFromDate(new Date(observedAt)),
            }),
          ),
        ),
      ),
    );
  const storeFacts = (stored: readonly ReceivedFact[]): Promise<void> =>
    unitOfWork.run('test', (tx) => facts.store(tx, stored));
  const wages = (person: string): ReceivedFact =>
    wage(person, { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n });
  const deposit = (person: string, valueFen: bigint): ReceivedFact =>
    received(AssetFactSchema, {
      factId: uuidv4(),
      personKey: person,
      occurredAt: timestampFromDate(now),
      region: { code: '510802' },
      kind: AssetKind.DEPOSIT,
      valueFen,
      asOf: '2025-07-14',
      itemKey: uuidv4(),
      shareBp: 10_000,
      quality: FactQuality.REGISTERED,
      source: {
        agency: 'BANK',
        dataset: 'BANK',
        recordId: uuidv4(),
        observedAt: timestampFromDate(new Date('2025-07-16T01:00:00Z')),
      },
    }) as ReceivedFact;
  const drain = async (): Promise<void> => {
    while (await worker.work());
  };
  const stateOf = async (id: string): Promise<string> =>
    (await dataSource.manager.findOneByOrFail(VerificationRequest, { id })).state;
  const reportsOf = (requestId: string): Promise<VerificationReport[]> =>
    dataSource.manager.find(VerificationReport, { where: { requestId }, order: { sequence: 'ASC' } });
  const sentFor = async (subject: string) => {
    const rows = await dataSource.query<
      { ce_type: string; payload: Buffer; ce_sequence: string; key: string }[]
    >('select ce_type, payload, ce_sequence, key from outbox where key = $1 order by id', [subject]);
    return rows.map(({ ce_type, payload }) => ({
      type: ce_type.split('.').at(-1),
      message: fromBinary(messageByTypeName(ce_type)!, payload),
    }));
  };
  const movesOf = async (aggregate: string, id: string): Promise<string[]> => {
    const rows = await dataSource.query<{ command: string; to_state: string }[]>(
      'select command, to_state from lifecycle_log where aggregate = $1 and aggregate_id = $2 order by version',
      [aggregate, id],
    );
    return rows.map(({ command, to_state }) => `${command} ${to_state}`);
  };
  const replay = async (report: VerificationReport) =>
    replayReport({ query: (sql, parameters = []) => dataSource.query(sql, [...parameters]) }, report);

  it('issues a complete report when all of the core set has answered (T1)', async () => {
    const family = newFamily();
    const persons = [family.husband, family.wife, family.child];
    const id = await send(requested(family));
    expect(await sentFor(family.husband)).toMatchObject([
      { type: 'ConsentGranted', message: { validTo: '2026-07-13' } },
    ]);
    const request = await dataSource.manager.findOneByOrFail(VerificationRequest, { id });
    expect(request).toMatchObject({ state: 'ACCEPTED', dueAt: new Date('2025-07-22T16:00:00Z') });
    await drain();
    expect(await stateOf(id)).toBe('COLLECTING');
    expect(await reportsOf(id)).toEqual([]);

    at('2025-07-18T02:00:00Z');
    await storeFacts([wages(family.husband), deposit(family.husband, 800_000n)]);
    await answer(persons, CORE.slice(1), '2025-07-16T02:00:00Z');
    await drain();
    expect(await stateOf(id)).toBe('COLLECTING');
    await answer(persons, CORE.slice(0, 1), '2025-07-16T02:00:00Z');
    await drain();

    expect(await stateOf(id)).toBe('ISSUED');
    const [report] = await reportsOf(id);
    expect(report).toMatchObject({ sequence: 1, result: 'COMPLETE', validTo: '2025-10-16' });
    expect(report!.number).toMatch(/^51-20250718-\d{6}$/);
    const [completed, ...others] = await sentFor(id);
    expect(others).toEqual([]);
    expect(completed!.type).toBe('VerificationCompleted');
    const message = completed!.message as VerificationCompleted;
    expect(message).toMatchObject({
      result: 1,
      caseRef: family.caseRef,
      householdFigures: {
        memberCount: 3,
        annualIncomeFen: 1_728_000n,
        perCapitaMonthly: { numerator: '48000', denominator: '1' },
      },
      conclusions: [{ conclusion: 'WITHIN_LIMITS', purpose: Purpose.DIBAO }],
      validTo: '2025-10-16',
      bodySha256: report!.bodySha256,
    });
    expect(message.discrepancies.filter(({ kind }) => kind === 'wage')).toMatchObject([
      { class: 'UNDER_DECLARED', declaredFen: 1_800_000n, verifiedFen: 2_160_000n, material: true },
    ]);
    const husband = message.members.find((member) => member.personKey === family.husband)!;
    expect(husband.incomes).toHaveLength(12);
    expect(husband.assets).toEqual([
      expect.objectContaining({ kind: AssetKind.RESIDENCE, agency: 'declaration' }),
    ]);
    expect(husband.financialAssetsFen).toBe(800_000n);

    expect(await verifyReport(report!.body, report!.signature, signer.publicKey)).toMatchObject({
      number: report!.number,
      sequence: 1,
    });
    expect(await replay(report!)).toEqual({ digest: report!.bodySha256, equal: true });
    expect(await movesOf('verificationRequest', id)).toEqual([
      'accept ACCEPTED',
      'collect COLLECTING',
      'compare COMPARING',
      'issue ISSUED',
    ]);
  });

  it('does not count a child of whom a court tells that somebody elsewhere has custody, and replays to the same', async () => {
    const family = newFamily();
    const [persons, father] = [[family.husband, family.wife, family.child], uuidv4()];
    const id = await send(requested(family));
    const custody = status(father, StatusKind.GUARDIAN_OF, '2024-01-01', 'COURT');
    Object.assign(custody.message, { attributes: { wardKey: family.child } });
    await storeFacts([custody, wages(father), wages(family.husband)]);
    await answer(persons, CORE, '2025-07-16T02:00:00Z');
    await drain();
    const [report] = await reportsOf(id);
    const [completed] = await sentFor(id);
    expect((completed!.message as VerificationCompleted).householdFigures).toMatchObject({ memberCount: 2 });
    expect(report!.frozenInput.question.custodians).toEqual([father]);
    expect(JSON.stringify(report!.body)).not.toContain(father);
    expect(await replay(report!)).toEqual({ digest: report!.bodySha256, equal: true });
    // what becomes of the guardian otherwise is none of the household's
    await storeFacts([wage(father, { month: '2025-06', amountFen: 9_000_000n })]);
    await drain();
    expect(await reportsOf(id)).toHaveLength(1);
  });

  it('issues a partial report at the deadline, and another when the bank answers late (T2)', async () => {
    const family = newFamily();
    const persons = [family.husband, family.wife, family.child];
    const id = await send(requested(family));
    await storeFacts([wages(family.husband)]);
    await answer(
      persons,
      CORE.filter((agency) => agency !== 'BANK'),
      '2025-07-16T02:00:00Z',
    );
    at('2025-07-22T15:59:59Z');
    await worker.sweep();
    await drain();
    expect(await stateOf(id)).toBe('COLLECTING');
    at('2025-07-22T16:00:00Z');
    await worker.sweep();
    await drain();
    const [first] = await reportsOf(id);
    expect(first).toMatchObject({ sequence: 1, result: 'PARTIAL' });
    expect((await sentFor(id))[0]!.message).toMatchObject({
      result: 2,
      gaps: expect.arrayContaining([expect.objectContaining({ agency: 'BANK', state: 1 })]),
      conclusions: [{ conclusion: 'INCOMPLETE' }],
    });

    at('2025-07-25T02:00:00Z');
    await storeFacts([deposit(family.husband, 6_000_000n)]);
    await answer(persons, ['BANK'], '2025-07-25T01:00:00Z');
    await drain();
    const [, second, ...none] = await reportsOf(id);
    expect(none).toEqual([]);
    expect(second).toMatchObject({ sequence: 2, result: 'COMPLETE', supersedes: first!.id });
    const sent = await sentFor(id);
    expect(sent.map(({ type }) => type)).toEqual([
      'VerificationCompleted',
      'VerificationReopened',
      'VerificationCompleted',
      'VerificationReportSuperseded',
    ]);
    expect(sent[3]!.message).toMatchObject({
      reportId: first!.id,
      supersededByReportId: second!.id,
      oldConclusions: [{ conclusion: 'INCOMPLETE' }],
      newConclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }],
      cause: 'LATE_ANSWER',
    });
    expect(await replay(first!)).toEqual({ digest: first!.bodySha256, equal: true });
    expect(await replay(second!)).toEqual({ digest: second!.bodySha256, equal: true });
  });

  it('does not wait for a late answer for ever', async () => {
    const family = newFamily();
    const persons = [family.husband, family.wife, family.child];
    const id = await send(requested(family));
    await answer(
      persons,
      CORE.filter((agency) => agency !== 'BANK'),
      '2025-07-16T02:00:00Z',
    );
    at('2025-07-23T02:00:00Z');
    await worker.sweep();
    await drain();
    at('2025-08-23T02:00:00Z');
    await answer(persons, ['BANK'], '2025-08-23T01:00:00Z');
    await drain();
    expect(await reportsOf(id)).toHaveLength(1);
  });

  it('evaluates once for many answers', async () => {
    const family = newFamily();
    await send(requested(family));
    await drain();
    for (const agency of CORE.slice(0, 3)) {
      await answer([family.husband, family.wife], [agency], '2025-07-16T02:00:00Z');
      await worker.takeChecks();
    }
    expect(await worker.evaluateNext()).toBe(true);
    expect(await worker.evaluateNext()).toBe(false);
  });

  it('replaces a report when a fact that it used is corrected', async () => {
    const family = newFamily();
    const persons = [family.husband, family.wife, family.child];
    const id = await send(requested(family));
    const first = wage(family.husband, {
      month: '2024-07',
      toMonth: '2025-06',
      amountFen: 2_160_000n,
      recordId: 'job',
    });
    await storeFacts([first]);
    await answer(persons, CORE, '2025-07-16T02:00:00Z');
    await drain();
    await storeFacts([
      wage(family.husband, {
        month: '2024-07',
        toMonth: '2025-06',
        amountFen: 3_000_000n,
        recordId: 'job',
        observedAt: new Date('2025-07-17T00:00:00Z'),
      }),
    ]);
    await drain();
    const [before, after] = await reportsOf(id);
    expect((await sentFor(id))[1]).toMatchObject({ type: 'VerificationReopened', message: { cause: 2 } });
    expect(after).toMatchObject({ sequence: 2 });
    expect(await replay(before!)).toMatchObject({ equal: true });
  });

  it.each<[string, (family: Family) => RequestInit, string[]]>([
    ['one adult’s consent missing', ({ husband }) => ({ consents: [consent(husband)] }), ['consent-missing']],
    [
      'expired',
      ({ husband, wife }) => ({ consents: [{ ...consent(husband), validTo: '2025-07-14' }, consent(wife)] }),
      ['consent-expired'],
    ],
    [
      'too narrow',
      ({ husband, wife }) => ({ consents: [{ ...consent(husband), datasets: ['PSB'] }, consent(wife)] }),
      ['consent-scope'],
    ],
    [
      'wrong purpose',
      ({ husband, wife }) => ({
        consents: [{ ...consent(husband), purposes: [Purpose.EDGE] }, consent(wife)],
      }),
      ['purpose-mismatch'],
    ],
    [
      'for too long',
      ({ husband, wife }) => ({ consents: [{ ...consent(husband), validTo: '2027-07-15' }, consent(wife)] }),
      ['consent-too-long'],
    ],
    ['nothing declared', () => ({ declaredItems: [] }), ['declaration-missing']],
    [
      'an unknown kind',
      ({ husband }) => ({
        declaredItems: [{ personKey: husband, side: EconomicSide.INCOME, kind: 'gold', amountFen: 1n }],
      }),
      ['unknown-kind'],
    ],
    [
      'a negative sum',
      ({ husband }) => ({
        declaredItems: [{ personKey: husband, side: EconomicSide.INCOME, kind: 'wage', amountFen: -1n }],
      }),
      ['invalid-amount'],
    ],
    ['out of the requester’s region', () => ({ region: { code: '510803' } }), ['out-of-region']],
    ['no household', () => ({ household: { members: [] } }), ['household-invalid']],
    ['a county that does not exist', (family) => livingIn(family, '510899'), ['household-invalid']],
    ['a village of no county', (family) => livingIn(family, '510899001001'), ['household-invalid']],
    ['a member of no county', (family) => livingIn(family, '510802', '510899'), ['household-invalid']],
    ['for a day to come', () => ({ asOf: instant('2025-07-16T02:00:00.001Z') }), ['future-instant']],
  ])('refuses a request, and collects nothing: %s', async (_case, rest, problems) => {
    const family = newFamily();
    const id = await send(requested(family, rest(family)));
    expect(await stateOf(id)).toBe('REFUSED');
    const [completed, ...others] = await sentFor(id);
    expect(others).toEqual([]);
    expect(completed!.message).toMatchObject({
      result: 3,
      refusals: problems.map((problem) => ({ problem })),
    });
    const open = await dataSource.query('select from open_request_purpose where request_id = $1', [id]);
    expect(open).toEqual([]);
  });

  it.each<[string, (family: Family) => RequestInit]>([
    ['in a township that was given up, for its successor', (family) => livingIn(family, '510802104')],
    ['in a village newer than the data', (family) => livingIn(family, '510802001001')],
    ['of somebody registered elsewhere in the country', (family) => livingIn(family, '510802', '990101')],
    ['for the day that begins where the requester is', () => ({ asOf: instant('2025-07-16T02:00:00Z') })],
  ])('takes a request %s', async (_case, rest) => {
    const family = newFamily();
    const id = await send(requested(family, rest(family)));
    expect(await stateOf(id)).toBe('ACCEPTED');
  });

  it.each(['51080219850214901X', 'LA-510802 19850214 901X', '王小明的低保', '13812345678'])(
    'neither keeps nor repeats a case number that tells who is meant: %s',
    async (caseRef) => {
      const family = { ...newFamily(), caseRef };
      const id = await send(requested(family));
      expect(await stateOf(id)).toBe('REFUSED');
      expect((await sentFor(id)).map(({ message }) => message)).toMatchObject([
        { caseRef: '', refusals: [{ problem: 'pii-in-event' }] },
      ]);
      const [kept] = await dataSource.query<{ request: string }[]>(
        'select r::text as request from verification_request r where id = $1',
        [id],
      );
      expect(kept?.request).not.toContain(caseRef);
      expect(await dataSource.query('select from consent where person_key = $1', [family.husband])).toEqual(
        [],
      );
    },
  );

  it('names the person whose consent is missing', async () => {
    const family = newFamily();
    const id = await send(requested(family, { consents: [consent(family.husband)] }));
    expect((await sentFor(id))[0]!.message).toMatchObject({
      refusals: [{ personKey: family.wife, problem: 'consent-missing' }],
    });
  });

  it('refuses a second open request of a case and purpose, and takes a request once', async () => {
    const family = newFamily();
    const event = requested(family);
    const id = await send(event);
    await send(event);
    expect(await sentFor(id)).toEqual([]);
    const second = await send(requested(family));
    expect((await sentFor(second))[0]!.message).toMatchObject({
      result: 3,
      refusals: [{ problem: 'duplicate-request' }],
    });
    expect(await stateOf(id)).toBe('ACCEPTED');
  });

  describe('a withdrawn consent', () => {
    it.each(['before', 'after'])('that comes %s its consent blocks the check', async (order) => {
      const family = newFamily();
      const consentId = uuidv7();
      const event = requested(family, {
        consents: [consent(family.husband, consentId), consent(family.wife)],
      });
      if (order === 'before') {
        await withdraw(family.husband, consentId);
        await send(event);
        expect(await stateOf(event.message.requestId)).toBe('REFUSED');
        expect(await sentFor(family.husband)).toEqual([]);
      } else {
        await send(event);
        await withdraw(family.husband, consentId);
        await drain();
        expect(await stateOf(event.message.requestId)).toBe('BLOCKED');
      }
      const stored = await dataSource.manager.findOneByOrFail(Consent, { id: consentId });
      expect(stored).toMatchObject({ state: 'WITHDRAWN', withdrawnAt: new Date('2025-07-15T03:00:00Z') });
    });

    it('stops the clock until a new one comes; a new request takes the place of the blocked one', async () => {
      const family = newFamily();
      const consentId = uuidv7();
      const id = await send(
        requested(family, { consents: [consent(family.husband, consentId), consent(family.wife)] }),
      );
      await withdraw(family.husband, consentId);
      await drain();
      at('2025-07-17T02:00:00Z');
      // the consent comes with a request of another case
      await send(requested({ ...family, caseRef: 'another' }, { consents: [consent(family.husband)] }));
      await drain();
      const request = await dataSource.manager.findOneByOrFail(VerificationRequest, { id });
      expect(request).toMatchObject({
        state: 'COLLECTING',
        dueAt: new Date('2025-07-24T16:00:00Z'),
        blockedOn: null,
      });

      const other = newFamily();
      const lost = uuidv7();
      const blocked = await send(
        requested(other, { consents: [consent(other.husband, lost), consent(other.wife)] }),
      );
      await withdraw(other.husband, lost);
      await drain();
      // one that is refused itself takes nobody's place
      const refused = await send(requested(other, { consents: [consent(other.wife)] }));
      expect(await stateOf(refused)).toBe('REFUSED');
      expect(await stateOf(blocked)).toBe('BLOCKED');
      const successor = await send(requested(other));
      expect(await stateOf(blocked)).toBe('CANCELLED');
      expect((await sentFor(blocked))[0]!.message).toMatchObject({
        result: 3,
        refusals: [{ problem: 'cancelled' }],
      });
      expect(await stateOf(successor)).toBe('ACCEPTED');
    });

    it('ends the request after ten working days', async () => {
      const family = newFamily();
      const consentId = uuidv7();
      const id = await send(
        requested(family, { consents: [consent(family.husband, consentId), consent(family.wife)] }),
      );
      await withdraw(family.husband, consentId);
      await drain();
      at('2025-07-29T02:00:00Z');
      await worker.sweep();
      await drain();
      expect(await stateOf(id)).toBe('BLOCKED');
      at('2025-07-30T02:00:00Z');
      await worker.sweep();
      await drain();
      expect(await stateOf(id)).toBe('CANCELLED');
      expect((await sentFor(id))[0]!.message).toMatchObject({ refusals: [{ problem: 'consent-withdrawn' }] });
    });

    it('leaves a report that was issued', async () => {
      const family = newFamily();
      const consentId = uuidv7();
      const id = await send(
        requested(family, { consents: [consent(family.husband, consentId), consent(family.wife)] }),
      );
      await answer([family.husband, family.wife, family.child], CORE, '2025-07-16T02:00:00Z');
      await drain();
      await withdraw(family.husband, consentId);
      await drain();
      const [report] = await reportsOf(id);
      expect(await stateOf(id)).toBe('ISSUED');
      expect(await replay(report!)).toMatchObject({ equal: true });
    });
  });

  describe('a report whose consent was withdrawn', () => {
    const issuedTo = async (facts: (family: Family) => ReceivedFact[]) => {
      const family = newFamily();
      const consentId = uuidv7();
      const id = await send(
        requested(family, { consents: [consent(family.husband, consentId), consent(family.wife)] }),
      );
      await storeFacts(facts(family));
      await answer([family.husband, family.wife, family.child], CORE, '2025-07-16T02:00:00Z');
      await drain();
      await withdraw(family.husband, consentId);
      await drain();
      const [report] = await reportsOf(id);
      const state = async () =>
        (await dataSource.manager.findOneByOrFail(ReportStanding, { id: report!.id })).state;
      expect(await state()).toBe('ISSUED');
      return { family, id, report: report!, state };
    };
    const job = (family: Family, amountFen: bigint, observedAt = '2025-07-14T00:00:00Z') =>
      wage(family.husband, {
        ...{ month: '2024-07', toMonth: '2025-06', amountFen, recordId: 'job' },
        observedAt: new Date(observedAt),
      });
    const car = (family: Family, count: number, observedAt?: string) =>
      thing(family.husband, AssetKind.PASSENGER_CAR, 'PSB', {
        ...{ count, recordId: 'plate', itemKey: 'plate', ...(observedAt !== undefined && { observedAt }) },
      });

    it('is told of what the law opens and its source corrects, and is made anew by nobody', async () => {
      const { family, id, report, state } = await issuedTo((each) => [job(each, 2_160_000n)]);
      await storeFacts([job(family, 9_000_000n, '2025-07-17T00:00:00Z')]);
      await drain();
      expect([await state(), await stateOf(id), (await reportsOf(id)).length]).toEqual([
        'SUPERSEDED',
        'ISSUED',
        1,
      ]);
      const told = (await sentFor(id)).concat(await sentFor(report.id)).at(-1);
      expect(told).toMatchObject({
        type: 'VerificationReportSuperseded',
        message: { cause: 'FACT_CORRECTED' },
      });
      expect(await replay(report)).toMatchObject({ equal: true });
    });

    it('ends when what the law opens alone changes it, for and against the person', async () => {
      const later = await issuedTo((each) => [job(each, 2_160_000n)]);
      await storeFacts([car(later.family, 1)]);
      // as the evaluator does once it has looked at the person
      await dataSource.query('insert into request_check (person_key) values ($1)', [later.family.husband]);
      await drain();
      expect(await later.state()).toBe('SUPERSEDED');
      const sold = await issuedTo((each) => [job(each, 2_160_000n), car(each, 1)]);
      await storeFacts([car(sold.family, 0, '2025-07-20T01:00:00Z')]);
      await drain();
      expect(await sold.state()).toBe('SUPERSEDED');
    });

    it.each(['BLOCKED', 'CANCELLED'])(
      'ends so also when its request was reopened meanwhile and is %s',
      async (state) => {
        const { family, id, report, ...issued } = await issuedTo((each) => [job(each, 2_160_000n)]);
        const appeals = new AppealedRequests(clock);
        const appeal = { appealId: uuidv7(), personKey: family.husband, factIds: [], reportId: report.id };
        await unitOfWork.run('test', (tx) => appeals.accepted(tx, appeal));
        await unitOfWork.run('test', (tx) => appeals.ended(tx, appeal.appealId));
        await drain();
        expect(await stateOf(id)).toBe('BLOCKED');
        if (state === 'CANCELLED') {
          at('2025-07-31T02:00:00Z');
          await worker.sweep();
          await drain();
        }
        expect([await stateOf(id), await issued.state()]).toEqual([state, 'ISSUED']);
        await storeFacts([car(family, 1)]);
        await unitOfWork.run('test', (tx) => lookAtReportsOf(tx, [family.husband], clock.today()));
        await drain();
        expect([await stateOf(id), await issued.state()]).toEqual([state, 'SUPERSEDED']);
        expect((await sentFor(id)).concat(await sentFor(report.id)).at(-1)).toMatchObject({
          type: 'VerificationReportSuperseded',
          message: { cause: 'LATER_FACT', newConclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }] },
        });
      },
    );

    it('stands otherwise, whatever a bank says, or somebody tells again', async () => {
      const { family, state } = await issuedTo((each) => [
        job(each, 2_160_000n),
        thing(each.husband, AssetKind.DEPOSIT, 'BANK', {
          valueFen: 800_000n,
          recordId: 'account',
          itemKey: 'account',
        }),
      ]);
      await storeFacts([
        job(family, 2_160_000n, '2025-07-17T00:00:00Z'),
        thing(family.husband, AssetKind.DEPOSIT, 'BANK', {
          ...{ valueFen: 90_000_000n, recordId: 'account', itemKey: 'account' },
          observedAt: '2025-07-20T01:00:00Z',
        }),
      ]);
      await drain();
      expect(await state()).toBe('ISSUED');
    });
  });

  it('issues once, however many workers there are', async () => {
    const workers = Array.from(
      { length: 4 },
      () => new RequestsWorker(unitOfWork, evaluation, clock, logger),
    );
    const families = Array.from({ length: 6 }, newFamily);
    const ids = await Promise.all(families.map((family) => send(requested(family))));
    await Promise.all(
      families.map(async ({ husband, wife, child }) => {
        await storeFacts([wages(husband)]);
        for (const agency of CORE) await answer([husband, wife, child], [agency], '2025-07-16T02:00:00Z');
      }),
    );
    await Promise.all(
      workers.map(async (each) => {
        for (let idle = 0; idle < 5;) idle = (await each.work()) ? 0 : idle + 1;
      }),
    );
    await drain();
    for (const id of ids) {
      expect(await reportsOf(id)).toHaveLength(1);
      expect((await sentFor(id)).map(({ type }) => type)).toEqual(['VerificationCompleted']);
    }
  });

  it('leaves nothing half when it dies between evaluation and commit', async () => {
    const family = newFamily();
    const id = await send(requested(family));
    await answer([family.husband, family.wife, family.child], CORE, '2025-07-16T02:00:00Z');
    const dying = new RequestsWorker(
      unitOfWork,
      {
        evaluate: async (tx: Tx, requestId: string) => {
          await evaluation.evaluate(tx, requestId);
          throw new Error('killed');
        },
      } as unknown as RequestEvaluation,
      clock,
      logger,
    );
    await worker.evaluateNext();
    await dying.takeChecks();
    while (await dying.evaluateNext());
    expect(await stateOf(id)).toBe('COLLECTING');
    expect(await reportsOf(id)).toEqual([]);
    expect(await sentFor(id)).toEqual([]);
    await dataSource.query('update request_evaluation set not_before = clock_timestamp()');
    await drain();
    expect(await reportsOf(id)).toHaveLength(1);
    expect(await sentFor(id)).toHaveLength(1);
  });

  it.each([
    ['REVIEW', VerificationOccasion.REVIEW],
    ['SUPERVISION', VerificationOccasion.SUPERVISION],
    ['OBJECTION', VerificationOccasion.OBJECTION],
  ])('checks a household on the occasion of %s as it does for an application', async (name, occasion) => {
    const family = newFamily();
    const first = await send(requested(family));
    await answer([family.husband, family.wife, family.child], CORE, '2025-07-16T02:00:00Z');
    await drain();
    expect(await stateOf(first)).toBe('ISSUED');
    const again = await send(requested(family, { occasion }));
    await drain();
    expect(await dataSource.manager.findOneByOrFail(VerificationRequest, { id: again })).toMatchObject({
      state: 'ISSUED',
      occasion: name,
    });
    expect(await sentFor(again)).toMatchObject([
      { type: 'VerificationCompleted', message: { result: 1, sequence: 1, caseRef: family.caseRef } },
    ]);
  });

  it('concludes for a severely disabled adult alone, and tells of things whose value nobody knows', async () => {
    const family = newFamily();
    const id = await send(requested(family));
    const source = (agency: string) => ({
      agency,
      dataset: agency,
      recordId: uuidv4(),
      observedAt: timestampFromDate(new Date('2025-07-16T01:00:00Z')),
    });
    const company = received(AssetFactSchema, {
      factId: uuidv4(),
      personKey: family.husband,
      occurredAt: timestampFromDate(now),
      region: { code: '510802' },
      kind: AssetKind.COMPANY,
      count: 1,
      asOf: '2025-07-14',
      itemKey: 'company',
      shareBp: 10_000,
      attributes: { active: 'true' },
      quality: FactQuality.REGISTERED,
      source: source('AMR'),
    }) as ReceivedFact;
    const card = received(StatusFactSchema, {
      factId: uuidv4(),
      personKey: family.wife,
      occurredAt: timestampFromDate(now),
      region: { code: '510802' },
      kind: StatusKind.DISABLED,
      days: { from: '2020-01-01' },
      attributes: { category: '4', grade: '2' },
      quality: FactQuality.REGISTERED,
      source: source('DPF'),
    }) as ReceivedFact;
    await storeFacts([company, card, wages(family.husband)]);
    await answer([family.husband, family.wife, family.child], CORE, '2025-07-16T02:00:00Z');
    await drain();
    const [completed] = await sentFor(id);
    const message = completed!.message as VerificationCompleted;
    expect(message.conclusions).toMatchObject([
      {
        purpose: Purpose.DIBAO,
        conclusion: 'NEEDS_REVIEW',
        basis: ConclusionBasis.HOUSEHOLD,
        reasonCodes: ['UNKNOWN_BUSINESS'],
      },
      {
        purpose: Purpose.DIBAO,
        conclusion: 'WITHIN_LIMITS',
        basis: ConclusionBasis.SINGLE_PERSON,
        personKey: family.wife,
      },
    ]);
    expect(message.conclusions[0]?.personKey).toBeUndefined();
    const husband = message.members.find(({ personKey }) => personKey === family.husband);
    const item = husband?.assets.find(({ kind }) => kind === AssetKind.COMPANY);
    expect(item).toMatchObject({
      itemKey: 'company',
      agency: 'AMR',
      attributes: { active: 'true' },
      count: 1,
    });
    expect(item?.valueFen).toBeUndefined();
    const [report] = await reportsOf(id);
    expect(await replay(report!)).toEqual({ digest: report!.bodySha256, equal: true });
  });

  it('lets nobody change a report', async () => {
    const family = newFamily();
    const id = await send(requested(family));
    await answer([family.husband, family.wife, family.child], CORE, '2025-07-16T02:00:00Z');
    await drain();
    await expect(
      dataSource.query('update verification_report set valid_to = $1', ['2099-01-01']),
    ).rejects.toThrow(/never changed/);
    await expect(
      dataSource.query('delete from verification_report where request_id = $1', [id]),
    ).rejects.toThrow(/never changed/);
    await expect(dataSource.query('truncate verification_report cascade')).rejects.toThrow(/never changed/);
  });
});
