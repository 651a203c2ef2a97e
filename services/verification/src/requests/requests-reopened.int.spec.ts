import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AssetKind } from '@minzheng/contracts/facts';
import { HouseholdRelation, ObligorSchema } from '@minzheng/contracts/common';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { ConsentRegister } from '../consents/consent.register.js';
import { wage } from '../facts/test/facts.js';
import type { ReportBody } from '../reports/report-body.js';
import { lookAtReportsOf } from './reports-in-force.js';
import { toVerificationRequested } from './asked-request.js';
import { scheduleEvaluation } from './request.service.js';
import { consent, newFamily, requestOf, type Family, type RequestInit } from './test/events.js';
import { CORE } from './test/households.js';
import { requestWorld, thing, type RequestWorld } from './test/request-world.js';
import { VERIFICATION_REQUEST_EXAMPLES } from './requests.examples.js';
import type { AskVerificationDto } from './verification-request.dto.js';

describe('what becomes of requests and their reports', () => {
  let world: RequestWorld;
  beforeAll(async () => {
    world = await requestWorld();
  });
  afterAll(() => world.drop());
  beforeEach(() => world.at('2025-07-15T02:00:00Z'));

  const personsOf = ({ husband, wife, child }: Family) => [husband, wife, child];
  const run = <T>(work: (tx: Tx) => Promise<T>, actor = 'test'): Promise<T> =>
    world.unitOfWork.run(actor, work);
  const wages = (family: Family) =>
    wage(family.husband, { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n });
  const car = (family: Family, rest: Parameters<typeof thing>[3] = {}) =>
    thing(family.husband, AssetKind.PASSENGER_CAR, 'PSB', { count: 1, ...rest });
  /** A request whose report is issued. */
  const issued = async (
    family = newFamily(),
    facts = [wages(family)],
    consents = [consent(family.husband), consent(family.wife)],
  ) => {
    const id = await world.send(family, { consents });
    await world.storeFacts(facts);
    await world.answer(personsOf(family));
    await world.drain();
    const [report] = await world.reportsOf(id);
    if (!report) throw new Error('no report');
    return { family, id, report };
  };
  const withdraw = (personKey: string, consentId: string) =>
    run(async (tx) => {
      const withdrawnAt = timestampFromDate(world.now());
      const persons = await new ConsentRegister().withdraw(tx, [
        create(ConsentWithdrawnSchema, { consentId, personKey, withdrawnAt }),
      ]);
      await world.requests.consentsChanged(tx, persons);
    });
  const conclusionsOf = ({ body }: { readonly body: string }) =>
    (JSON.parse(body) as ReportBody).conclusions.map(({ conclusion }) => conclusion);
  const facts = (family: Family) => run((tx) => lookAtReportsOf(tx, personsOf(family), world.clock.today()));

  describe('a later fact', () => {
    it('that changes the conclusion ends the report, which stays and replays, and no other takes its place', async () => {
      const { family, id, report } = await issued();
      world.at('2025-07-28T02:00:00Z');
      await world.storeFacts([car(family)]);
      await facts(family);
      await world.drain();
      expect(await world.standingOf(report.id)).toMatchObject({ state: 'SUPERSEDED', supersededBy: null });
      expect(await world.reportsOf(id)).toHaveLength(1);
      const [, superseded, ...others] = await world.sentFor(id);
      expect(others).toEqual([]);
      expect(superseded).toMatchObject({
        type: 'VerificationReportSuperseded',
        message: {
          reportId: report.id,
          oldConclusions: [{ conclusion: 'WITHIN_LIMITS' }],
          newConclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }],
          cause: 'LATER_FACT',
          transition: { aggregate: 'verificationReport', fromState: 'ISSUED', toState: 'SUPERSEDED' },
        },
      });
      expect(
        (superseded?.message as unknown as { supersededByReportId?: string }).supersededByReportId,
      ).toBeUndefined();
      expect((await world.requestOf(id)).state).toBe('ISSUED');
      await facts(family);
      await world.drain();
      expect(await world.sentFor(id)).toHaveLength(2);
      expect(await world.replay(report)).toEqual({ digest: report.bodySha256, equal: true });
    });

    /** A report that was issued at the deadline, without the banks' answer. */
    const partial = async () => {
      const family = newFamily();
      const id = await world.send(family);
      await world.storeFacts([wages(family)]);
      await world.answer(
        personsOf(family),
        CORE.filter((agency) => agency !== 'BANK'),
      );
      world.at('2025-07-22T16:00:00Z');
      await world.worker.sweep();
      await world.drain();
      const [report] = await world.reportsOf(id);
      expect(report && conclusionsOf(report)).toEqual(['INCOMPLETE']);
      await world.storeFacts([
        thing(family.husband, AssetKind.DEPOSIT, 'BANK', { valueFen: 9_000_000n, itemKey: uuidv4() }),
      ]);
      await facts(family);
      await world.drain();
      expect((await world.standingOf(report!.id)).state).toBe('ISSUED');
      return { family, id, report: report! };
    };
    const expectExceeded = async (id: string, reportId: string) => {
      expect((await world.standingOf(reportId)).state).toBe('SUPERSEDED');
      expect((await world.sentFor(id)).at(-1)).toMatchObject({
        type: 'VerificationReportSuperseded',
        message: { newConclusions: [{ conclusion: 'EXCEEDS_PROPERTY' }], cause: 'LATER_FACT' },
      });
    };

    it('is not held up by what a source has sent whose answer is still waited for', async () => {
      const { family, id, report } = await partial();
      await world.storeFacts([car(family)]);
      await facts(family);
      await world.drain();
      await expectExceeded(id, report.id);
    });

    it('of a source that never answered is looked at when its answer is waited for no longer, once', async () => {
      const { id, report } = await partial();
      world.at('2025-08-21T16:00:00Z');
      await world.worker.sweep();
      await world.drain();
      expect((await world.standingOf(report.id)).state).toBe('ISSUED');
      world.at('2025-08-22T16:00:00Z');
      await world.worker.sweep();
      await world.drain();
      await expectExceeded(id, report.id);
      expect((await world.requestOf(id)).lateAnswersUntil).toBeNull();
    });

    it('of after the day of the check, or that changes nothing, leaves it', async () => {
      const { family, id, report } = await issued();
      await world.storeFacts([
        car(family, { asOf: '2025-07-16' }),
        thing(family.wife, AssetKind.DEPOSIT, 'BANK', { valueFen: 5n }),
      ]);
      await facts(family);
      await world.drain();
      expect((await world.standingOf(report.id)).state).toBe('ISSUED');
      expect(await world.sentFor(id)).toHaveLength(1);
    });
  });

  it('a report is made anew when the source that was passed over in it takes its word back', async () => {
    const family = newFamily();
    const year = { month: '2024-07', toMonth: '2025-06' };
    const base = { ...year, agency: 'HRSS', recordId: 'base' };
    const { id, report } = await issued(family, [
      wages(family),
      wage(family.husband, { ...base, amountFen: 3_600_000n }),
    ]);
    expect(conclusionsOf(report)).toEqual(['NEEDS_REVIEW']);
    await world.storeFacts([
      wage(family.husband, { ...base, retracted: true, observedAt: new Date('2025-07-15T00:00:00Z') }),
    ]);
    await facts(family);
    await world.drain();
    const [, second] = await world.reportsOf(id);
    expect(second && conclusionsOf(second)).toEqual(['WITHIN_LIMITS']);
    expect((await world.sentFor(id)).at(-1)).toMatchObject({
      type: 'VerificationReportSuperseded',
      message: { cause: 'FACT_CORRECTED' },
    });
  });

  it('a report expires when its last day has passed, by the timer', async () => {
    const { report } = await issued();
    expect(report.validTo).toBe('2025-10-13');
    world.at('2025-10-13T15:59:59Z');
    await world.worker.sweep();
    expect((await world.standingOf(report.id)).state).toBe('ISSUED');
    world.at('2025-10-13T16:00:00Z');
    await world.worker.sweep();
    expect((await world.standingOf(report.id)).state).toBe('EXPIRED');
    expect(await world.replay(report)).toMatchObject({ equal: true });
  });

  describe('an accepted appeal', () => {
    it('reopens the request, which waits; upheld, the next report is another one (T6)', async () => {
      const family = newFamily();
      const carFact = car(family, { recordId: 'plate' });
      const { id, report } = await issued(family, [wages(family), carFact]);
      expect(conclusionsOf(report)).toEqual(['EXCEEDS_PROPERTY']);
      const appealId = uuidv7();
      const { factId } = carFact.message as { factId: string };
      const waiting = await run((tx) =>
        world.appeals.accepted(tx, { appealId, personKey: family.husband, factIds: [factId] }),
      );
      expect(waiting).toEqual([id]);
      await world.drain();
      expect(await world.requestOf(id)).toMatchObject({ state: 'COLLECTING', awaitedAppeals: [appealId] });
      // it waits for the appeal, not for a deadline that is over
      world.at('2025-07-25T02:00:00Z');
      await world.worker.sweep();
      expect(
        await world.dataSource.query('select from request_evaluation where request_id = $1', [id]),
      ).toEqual([]);
      world.at('2025-07-15T02:00:00Z');
      expect((await world.sentFor(id)).at(-1)).toMatchObject({
        type: 'VerificationReopened',
        message: { cause: 3, reportId: report.id },
      });
      expect(await world.reportsOf(id)).toHaveLength(1);

      const other = await world.send({ ...family, caseRef: `${family.caseRef}-2` });
      await world.drain();
      const [meanwhile] = await world.reportsOf(other);
      expect(meanwhile && conclusionsOf(meanwhile)).toEqual(['NEEDS_REVIEW']);

      await world.storeFacts([
        car(family, { recordId: 'plate', count: 0, observedAt: '2025-07-20T01:00:00Z' }),
      ]);
      await run((tx) => world.appeals.ended(tx, appealId));
      await world.drain();
      const [, second, ...none] = await world.reportsOf(id);
      expect(none).toEqual([]);
      expect(second && conclusionsOf(second)).toEqual(['WITHIN_LIMITS']);
      expect(await world.standingOf(report.id)).toMatchObject({
        state: 'SUPERSEDED',
        supersededBy: second?.id,
      });
      expect((await world.sentFor(id)).slice(-2)).toMatchObject([
        { type: 'VerificationCompleted', message: { sequence: 2 } },
        { type: 'VerificationReportSuperseded', message: { cause: 'APPEAL' } },
      ]);
      for (const each of [report, second!, meanwhile!]) {
        expect(await world.replay(each)).toEqual({ digest: each.bodySha256, equal: true });
      }
    });

    it('that was rejected ends in a report with the next sequence and the same conclusion', async () => {
      const family = newFamily();
      const { id, report } = await issued(family, [wages(family), car(family)]);
      const [first, second] = [uuidv7(), uuidv7()];
      const named = { personKey: family.husband, factIds: [], reportId: report.id };
      await run((tx) => world.appeals.accepted(tx, { ...named, appealId: first }));
      await run((tx) => world.appeals.accepted(tx, { ...named, appealId: second }));
      await run((tx) => world.appeals.ended(tx, first));
      await world.drain();
      expect(await world.reportsOf(id)).toHaveLength(1);
      await run((tx) => world.appeals.ended(tx, second));
      await world.drain();
      const reports = await world.reportsOf(id);
      expect(reports.map(conclusionsOf)).toEqual([['EXCEEDS_PROPERTY'], ['EXCEEDS_PROPERTY']]);
      expect(await world.requestOf(id)).toMatchObject({ state: 'ISSUED', sequence: 2, reopenCause: null });
    });

    it('opens its request again: another of the same case and purpose is refused meanwhile', async () => {
      const { family, report } = await issued();
      const appealId = uuidv7();
      const named = { appealId, personKey: family.husband, factIds: [], reportId: report.id };
      await run((tx) => world.appeals.accepted(tx, named));
      const second = await world.send(family);
      expect(await world.requestOf(second)).toMatchObject({
        state: 'REFUSED',
        refusals: [{ problem: 'duplicate-request' }],
      });
      await run((tx) => world.appeals.ended(tx, appealId));
      await world.drain();
      const third = await world.send(family);
      expect((await world.requestOf(third)).state).toBe('ACCEPTED');
    });

    it('lets one that was asked for before it go on beside it', async () => {
      const { family, id, report } = await issued();
      const second = await world.send(family);
      const appealId = uuidv7();
      const named = { appealId, personKey: family.husband, factIds: [], reportId: report.id };
      await run((tx) => world.appeals.accepted(tx, named));
      expect((await world.requestOf(await world.send(family))).state).toBe('REFUSED');
      await run((tx) => world.appeals.ended(tx, appealId));
      await world.drain();
      expect(await world.reportsOf(id)).toHaveLength(2);
      expect(await world.reportsOf(second)).toHaveLength(1);
    });

    it('leaves reports that do not rest on it, and those that are no longer in force', async () => {
      const { family, id, report } = await issued();
      const appealOf = (factIds: string[]) =>
        run((tx) => world.appeals.accepted(tx, { appealId: uuidv7(), personKey: family.husband, factIds }));
      expect(await appealOf([uuidv4()])).toEqual([]);
      world.at('2025-10-14T02:00:00Z');
      expect(await appealOf([...report.frozenInput.usedFactIds])).toEqual([]);
      expect((await world.requestOf(id)).state).toBe('ISSUED');
    });
  });

  describe('a requester who no longer wants it', () => {
    it('ends the request, and is told so', async () => {
      const id = await world.send(newFamily());
      await world.drain();
      const { version } = await world.requestOf(id);
      await run((tx) => world.cancellation.withdraw(tx, id, version));
      expect((await world.requestOf(id)).state).toBe('CANCELLED');
      expect(await world.sentFor(id)).toMatchObject([
        { type: 'VerificationCompleted', message: { result: 3, refusals: [{ problem: 'cancelled' }] } },
      ]);
    });

    it('is refused when the report has been issued', async () => {
      const { id } = await issued();
      const { version } = await world.requestOf(id);
      await expect(run((tx) => world.cancellation.withdraw(tx, id, version))).rejects.toMatchObject({
        type: { name: 'already-issued', status: 409 },
      });
    });
  });

  it('a revoked report is not evaluated again, and still replays', async () => {
    const family = newFamily();
    const job = { recordId: 'job', month: '2024-07', toMonth: '2025-06' };
    const { id, report } = await issued(family, [wage(family.husband, { ...job, amountFen: 2_160_000n })]);
    const reason = { reasonCode: 'FORGED_CONSENT' as const, reason: '授权书签名系伪造' };
    await run((tx) => world.revocation.propose(tx, report.id, 1, reason), 'operator');
    expect((await world.standingOf(report.id)).state).toBe('ISSUED');
    await expect(
      run((tx) => world.revocation.complete(tx, report.id, 2, reason), 'operator'),
    ).rejects.toMatchObject({ type: { name: 'same-person' } });
    await expect(
      run(
        (tx) => world.revocation.complete(tx, report.id, 2, { ...reason, reasonCode: 'WRONG_IDENTITY' }),
        'other',
      ),
    ).rejects.toMatchObject({ type: { name: 'revocation-differs' } });
    await run((tx) => world.revocation.complete(tx, report.id, 2, reason), 'reviewer');
    expect((await world.sentFor(id)).at(-1)).toMatchObject({
      type: 'VerificationReportRevoked',
      topic: 'minzheng.verification.assistance.v1',
      message: { reportId: report.id, reasonCode: 'FORGED_CONSENT', transition: { toState: 'REVOKED' } },
    });
    await world.storeFacts([
      wage(family.husband, { ...job, amountFen: 9n, observedAt: new Date('2025-07-15T00:00:00Z') }),
    ]);
    // asked for before it was revoked
    await run((tx) => scheduleEvaluation(tx, id));
    await world.drain();
    expect((await world.standingOf(report.id)).state).toBe('REVOKED');
    expect(await world.sentFor(id)).toHaveLength(2);
    expect(await world.replay(report)).toMatchObject({ equal: true });
  });

  describe('a report that is revoked while its request is evaluated again', () => {
    const reason = { reasonCode: 'FORGED_CONSENT' as const, reason: '授权书签名系伪造' };
    const revoke = async (reportId: string) => {
      await run((tx) => world.revocation.propose(tx, reportId, 1, reason), 'operator');
      await run((tx) => world.revocation.complete(tx, reportId, 2, reason), 'reviewer');
    };
    const appealed = async () => {
      const family = newFamily();
      const given = uuidv7();
      const { id, report } = await issued(family, undefined, [
        consent(family.husband, given),
        consent(family.wife),
      ]);
      const appealId = uuidv7();
      await run((tx) =>
        world.appeals.accepted(tx, {
          ...{ appealId, personKey: family.husband, reportId: report.id },
          factIds: [...report.frozenInput.usedFactIds],
        }),
      );
      return { family, given, id, report, appealId };
    };
    const expectEnded = async (id: string) => {
      expect(await world.requestOf(id)).toMatchObject({
        state: 'CANCELLED',
        awaitedAppeals: [],
        sequence: 1,
      });
      expect(await world.reportsOf(id)).toHaveLength(1);
      expect((await world.sentFor(id)).slice(-2)).toMatchObject([
        { type: 'VerificationReportRevoked' },
        { type: 'VerificationCompleted', message: { result: 3, refusals: [{ problem: 'cancelled' }] } },
      ]);
    };

    it('for an appeal: the request ends, and no report is made when the appeal is decided', async () => {
      const { id, report, appealId } = await appealed();
      await revoke(report.id);
      await run((tx) => world.appeals.ended(tx, appealId));
      await world.drain();
      await expectEnded(id);
    });

    it('and waits for a consent: one that comes lets nothing go on', async () => {
      const { family, given, id, report, appealId } = await appealed();
      await withdraw(family.husband, given);
      await run((tx) => world.appeals.ended(tx, appealId));
      await world.drain();
      expect((await world.requestOf(id)).state).toBe('BLOCKED');
      await revoke(report.id);
      await world.send({ ...family, caseRef: 'another' }, { consents: [consent(family.husband)] });
      await world.drain();
      await expectEnded(id);
    });

    it('is followed by no other where it was revoked just before its request was reopened', async () => {
      const { id, report, appealId } = await appealed();
      await world.dataSource.query(`update report_standing set state = 'REVOKED' where id = $1`, [report.id]);
      await run((tx) => world.appeals.ended(tx, appealId));
      await world.drain();
      expect((await world.requestOf(id)).state).toBe('CANCELLED');
      expect(await world.reportsOf(id)).toHaveLength(1);
    });
  });

  it('one account in three households sends the third to review (P7)', async () => {
    const account = (family: Family) =>
      thing(family.wife, AssetKind.DEPOSIT, 'BANK', { valueFen: 100n, itemKey: 'one account' });
    const found = [];
    const families = [newFamily(), newFamily(), newFamily()];
    for (const family of families) {
      const { report } = await issued(family, [account(family)]);
      found.push(conclusionsOf(report));
      expect(await world.replay(report)).toMatchObject({ equal: true });
    }
    expect(found).toEqual([['WITHIN_LIMITS'], ['WITHIN_LIMITS'], ['NEEDS_REVIEW']]);

    // what banks say of who has withdrawn is used for nobody else
    await world.dataSource.query(
      `update consent set state = 'WITHDRAWN', withdrawn_at = clock_timestamp() where person_key = any($1::uuid[])`,
      [families.slice(0, 2).map(({ wife }) => wife)],
    );
    const another = newFamily();
    const { report } = await issued(another, [account(another)]);
    expect(conclusionsOf(report)).toEqual(['WITHIN_LIMITS']);
  });

  it.each([
    ['outside the household', false],
    ['as a member who lives apart', true],
  ])(
    'looks at the household on record of an obligor named %s, and replays it after that has changed',
    async (_where, isMember) => {
      const family = newFamily();
      const [son, sonsWife] = [newFamily().husband, newFamily().wife];
      const householdId = uuidv4();
      const member = (personKey: string, relation: string) => ({
        ...{ personKey, relation },
        birthDate: '1990-01-01',
        study: 'NONE',
      });
      await world.dataSource.query(
        `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
       values ($1, 'assistance', '510802', 'URBAN', clock_timestamp(), 1, $2, '[]')`,
        [householdId, JSON.stringify([member(son, 'APPLICANT'), member(sonsWife, 'SPOUSE')])],
      );
      await world.dataSource.query(
        'insert into household_person (household_id, person_key) select $1, unnest($2::uuid[])',
        [householdId, [son, sonsWife]],
      );
      const { household } = requestOf(family, world.now()).message;
      const asObligor = create(ObligorSchema, {
        ...{ personKey: son, obligorOfKey: family.husband, relation: HouseholdRelation.CHILD },
      });
      const asMember = {
        ...{ ...household!.members[0]!, personKey: son, birthDate: '1990-01-01' },
        relation: HouseholdRelation.CHILD,
      };
      const id = await world.send(family, {
        household: isMember
          ? { ...household!, members: [...household!.members, asMember] }
          : { ...household!, obligors: [asObligor] },
        consents: [consent(family.husband), consent(family.wife), consent(son)],
      } as RequestInit);
      expect((await world.requestOf(id)).personKeys).toContain(sonsWife);
      // 409,000 a month less the cost of work, capped at the standard: 350,000, of two 175,000
      await world.storeFacts([wage(son, { month: '2024-07', toMonth: '2025-06', amountFen: 4_908_000n })]);
      await world.answer([...personsOf(family), son]);
      await world.drain();
      const [report] = await world.reportsOf(id);
      const body = JSON.parse(report!.body) as ReportBody;
      const own = body.members.find(({ personKey }) => personKey === family.husband);
      // (175,000 − 118,000) × 50 %, and what he has declared: 150,000 less the cost of work
      expect(own?.ownMonthly).toMatchObject({ numerator: '148500', denominator: '1' });
      expect(JSON.stringify(body)).not.toContain(sonsWife);
      await world.dataSource.query('update household set members = $2 where id = $1', [
        householdId,
        JSON.stringify([member(son, 'APPLICANT')]),
      ]);
      expect(await world.replay(report!)).toEqual({ digest: report!.bodySha256, equal: true });
    },
  );

  describe('a department outside the platform', () => {
    const asked = (family: Family, rest: Partial<AskVerificationDto> = {}): AskVerificationDto => {
      const example = VERIFICATION_REQUEST_EXAMPLES.legalAid.value;
      const renamed = JSON.parse(
        JSON.stringify(example)
          .replaceAll(example.household.members[0]!.personKey, family.husband)
          .replaceAll(example.household.members[1]!.personKey, family.wife)
          .replaceAll('01980000-0000-7000-8000-000000000011', uuidv7())
          .replaceAll('01980000-0000-7000-8000-000000000012', uuidv7()),
      ) as AskVerificationDto;
      return { ...renamed, caseRef: family.caseRef, ...rest };
    };
    const ask = (family: Family, rest: Partial<AskVerificationDto> = {}, region = '510802') =>
      run((tx) =>
        world.requests.ask(
          tx,
          toVerificationRequested(uuidv7(), region, asked(family, rest), world.now()),
          'outside:JUS',
        ),
      );

    it('gets its report, which nobody else is told of', async () => {
      const family = newFamily();
      const { id, dueAt, requester } = await ask(family);
      expect({ dueAt, requester }).toEqual({
        dueAt: new Date('2025-07-22T16:00:00Z'),
        requester: 'outside:JUS',
      });
      await world.answer([family.husband, family.wife]);
      await world.drain();
      const [report] = await world.reportsOf(id);
      expect(report).toMatchObject({ requester: 'outside:JUS', result: 'COMPLETE' });
      expect(await world.sentFor(id)).toMatchObject([
        { type: 'VerificationCompleted', topic: 'minzheng.verification.own.v1' },
      ]);
      expect(await world.sentFor(family.husband)).toMatchObject([
        { type: 'ConsentGranted', topic: 'minzheng.verification.own.v1' },
      ]);
      expect(await world.replay(report!)).toMatchObject({ equal: true });
    });

    it.each<[string, (family: Family) => Partial<AskVerificationDto>, string, number]>([
      [
        'one adult’s consent missing',
        (family) => ({ consents: asked(family).consents.slice(0, 1) }),
        'consent-missing',
        422,
      ],
      ['nothing declared', () => ({ declaredItems: [] }), 'declaration-missing', 422],
      ['another purpose than was agreed to', () => ({ purposes: ['DIBAO'] }), 'purpose-mismatch', 422],
    ])('is refused: %s; nothing is stored', async (_case, rest, problem, status) => {
      const family = newFamily();
      await expect(ask(family, rest(family))).rejects.toMatchObject({ type: { name: problem, status } });
      expect(await world.sentFor(family.husband)).toEqual([]);
      const [row] = await world.dataSource.query<{ n: number }[]>(
        'select count(*)::int as n from verification_request where case_ref = $1',
        [family.caseRef],
      );
      expect(row?.n).toBe(0);
    });

    it('is told of each person whose consent is amiss', async () => {
      const family = newFamily();
      await expect(ask(family, { consents: [] })).rejects.toMatchObject({
        options: {
          extensions: {
            refusals: [family.husband, family.wife].map((personKey) => ({
              personKey,
              problem: 'consent-missing',
            })),
          },
        },
      });
    });

    it('asks once for a case and purpose, beside a service with the same case number', async () => {
      const family = newFamily();
      await world.send(family);
      await ask(family);
      await expect(ask(family)).rejects.toMatchObject({ type: { name: 'duplicate-request', status: 409 } });
    });

    it('does not ask beyond its own region', async () => {
      await expect(ask(newFamily(), {}, '510803')).rejects.toMatchObject({
        options: { extensions: { refusals: [{ problem: 'out-of-region' }] } },
      });
    });
  });

  it('a request that is blocked before anything was asked goes on when a consent comes', async () => {
    const family = newFamily();
    const id = await world.send(family, {
      consents: [{ ...consent(family.husband), validTo: '2025-07-15' }, consent(family.wife)],
    });
    world.at('2025-07-16T02:00:00Z');
    await world.drain();
    expect(await world.requestOf(id)).toMatchObject({ state: 'BLOCKED', blockedProblem: 'consent-expired' });
    await world.send({ ...family, caseRef: 'another' }, { consents: [consent(family.husband)] });
    await world.answer(personsOf(family), CORE);
    await world.drain();
    expect((await world.requestOf(id)).state).toBe('ISSUED');
  });
});
