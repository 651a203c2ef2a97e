import { AssetKind, StatusKind } from '@minzheng/contracts/facts';
import { selectFacts } from '@minzheng/kernel/means-test';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { closeClues } from '../clues/clue-moves.js';
import { Clue } from '../clues/clue.entity.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { FactStore } from '../facts/fact.store.js';
import { status, wage } from '../facts/test/facts.js';
import type { ReportBody } from '../reports/report-body.js';
import { newFamily } from '../requests/test/events.js';
import { thing } from '../requests/test/request-world.js';
import { Appeal } from './appeal.entity.js';
import { appealWorld, citizen, FIRST, OFFICER, SECOND, type AppealWorld } from './test/appeal-world.js';

const refused = (name: string) => ({ type: { name } });
const UPHELD = { outcome: 'UPHELD', reasons: '车辆已转移登记' } as const;
const REJECTED = { outcome: 'REJECTED', reasons: '登记仍在名下' } as const;

describe('appeals against facts', () => {
  let world: AppealWorld;
  beforeAll(async () => {
    world = await appealWorld();
  });
  afterAll(() => world.drop());
  beforeEach(() => world.at('2025-07-15T02:00:00Z'));

  const carsOf = async (person: string, knownAtMicros?: bigint) => {
    const queries = {
      query: <Row>(sql: string, parameters: readonly unknown[] = []) =>
        world.dataSource.query<Row[]>(sql, [...parameters]),
    };
    const facts = await readVisibleFacts(queries as never, [person], knownAtMicros);
    return selectFacts(facts, { validAt: '2025-07-31' }).assets.map(({ count, source }) => [
      source.agency,
      count,
    ]);
  };
  const conclusions = async (requestId: string) =>
    (await world.reportsOf(requestId)).map(
      ({ body }) => (JSON.parse(body) as ReportBody).conclusions[0]?.conclusion,
    );
  const typesFor = async (key: string) => (await world.sentFor(key)).map(({ type }) => type);
  const disputed = (appealId: string) =>
    world.dataSource.query<object[]>('select fact_id from disputed_fact where appeal_id = $1', [appealId]);

  describe('submitted', () => {
    it('by the person: with its limits, its words encrypted, and disputing nothing yet', async () => {
      const { factId, person } = await world.withCar();
      const appeal = await world.submit(factId, citizen(person));
      expect(await world.latest(appeal.id)).toMatchObject({
        ...{
          state: 'SUBMITTED',
          region: '510802',
          personKey: person,
          appellant: 'SELF',
          appellantKey: person,
        },
        ...{ acceptDueOn: '2025-07-17', dueOn: '2025-08-12', sourceDueOn: null },
      });
      expect(appeal.claimEnc).not.toContain('车辆');
      expect(world.cipher.decrypt(appeal.claimEnc, `appeal/${appeal.id}/claim`)).toContain('车辆');
      expect(await disputed(appeal.id)).toEqual([]);
    });

    it('by an officer of the region, who names the person; by the guardian of a child', async () => {
      const { factId, person, family } = await world.withCar();
      expect(await world.submit(factId, OFFICER, { personKey: person })).toMatchObject({
        ...{ appellant: 'OFFICER', appellantKey: null },
      });
      const ofChild = thing(family.child, AssetKind.PASSENGER_CAR, 'PSB', { count: 1 });
      await world.storeFacts([ofChild]);
      const { factId: childs } = ofChild.message as { factId: string };
      const appeal = await world.submit(childs, citizen(family.wife), { personKey: family.child });
      expect(appeal).toMatchObject({
        appellant: 'GUARDIAN',
        appellantKey: family.wife,
        personKey: family.child,
      });
    });

    it.each(['a stranger', 'an officer of elsewhere', 'the spouse'])('not by %s', async (who) => {
      const { factId, person, family } = await world.withCar();
      const elsewhere = Object.assign(Object.create(OFFICER), OFFICER, {
        region: '510803',
        covers: () => false,
      });
      const caller =
        who === 'a stranger'
          ? citizen(newFamily().wife)
          : who === 'the spouse'
            ? citizen(family.wife)
            : (elsewhere as typeof OFFICER);
      await expect(world.submit(factId, caller, { personKey: person })).rejects.toThrow('Fact');
    });

    it('one at a time for a fact, until it is withdrawn', async () => {
      const { factId, person, report } = await world.withCar();
      const first = await world.submit(factId, citizen(person));
      await expect(world.submit(factId, OFFICER, { personKey: person })).rejects.toMatchObject(
        refused('appeal-open'),
      );
      await expect(world.object(report.id, [factId], OFFICER)).rejects.toMatchObject(refused('appeal-open'));
      await world.withdraw(first.id, citizen(person));
      expect(await world.object(report.id, [factId], OFFICER)).toMatchObject({ reportId: report.id });
    });

    it('up to the sixtieth day after it was learned of, and not of what was superseded', async () => {
      const { factId, person, report, family } = await world.withCar();
      const own = citizen(person);
      await expect(world.submit(factId, own, { learnedOn: '2025-05-15' })).rejects.toMatchObject({
        ...refused('too-late'),
        options: { extensions: { latest: '2025-07-14' } },
      });
      await expect(world.submit(factId, own, { learnedOn: '2025-07-16' })).rejects.toMatchObject({
        ...refused('validation'),
        options: { errors: [{ field: 'learnedOn', code: 'not-future' }] },
      });
      const wifes = thing(family.wife, AssetKind.PASSENGER_CAR, 'PSB', { count: 1 });
      await world.storeFacts([wifes]);
      const { factId: other } = wifes.message as { factId: string };
      await expect(world.object(report.id, [factId, other], OFFICER)).rejects.toMatchObject(
        refused('facts-of-several-persons'),
      );
      const inTime = await world.submit(factId, own, { learnedOn: '2025-05-16' });
      await world.withdraw(inTime.id, own);
      await world.observed(person, { count: 0, observedAt: '2025-07-20T01:00:00Z' });
      await expect(world.submit(factId, own)).rejects.toMatchObject(refused('fact-superseded'));
    });

    it('not against the data of oneself or a relative as an officer', async () => {
      const { factId, person } = await world.withCar();
      await world.dataSource.query(
        `insert into official_relative (id, region, version, created_by, state, official, role, relative_key, relation, valid_from)
         values ($1, '510802', 1, 'test', 'FILED', $2, 'HANDLER', $3, 'SIBLING', '2020-01-01')`,
        [uuidv7(), OFFICER.subject, person],
      );
      await expect(world.submit(factId, OFFICER, { personKey: person })).rejects.toMatchObject(
        refused('conflict-of-interest'),
      );
    });
  });

  describe('accepted', () => {
    it('disputes the fact, reopens the report, and asks the sender', async () => {
      const { factId, person, requestId, report } = await world.withCar();
      const { id } = await world.submit(factId, citizen(person));
      world.at('2025-07-16T02:00:00Z');
      const accepted = await world.accept(id);
      expect(accepted).toMatchObject({
        state: 'ACCEPTED',
        acceptedBy: 'first reviewer',
        sourceDueOn: '2025-07-30',
      });
      expect(await disputed(id)).toEqual([{ fact_id: factId }]);
      expect(await world.requestOf(requestId)).toMatchObject({ state: 'COLLECTING', awaitedAppeals: [id] });
      expect((await world.sentFor(person)).at(-1)).toMatchObject({
        type: 'FactDisputed',
        topic: 'minzheng.verification.own.v1',
        message: {
          ...{ receiver: 'PSB', factId, appealId: id, personKey: person },
          dueAt: { seconds: BigInt(Date.parse('2025-07-30T16:00:00Z') / 1000) },
          transition: { aggregate: 'appeal', fromState: 'SUBMITTED', toState: 'ACCEPTED' },
        },
      });
      expect((await world.standingOf(report.id)).state).toBe('ISSUED');
      await expect(world.accept(id)).rejects.toThrow('does not allow accept');
    });

    it('asks a department on its own topic', async () => {
      const { factId, person } = await world.withCar(newFamily(), 'assistance');
      const { id } = await world.submit(factId, citizen(person));
      await world.accept(id);
      expect((await world.sentFor(person)).at(-1)).toMatchObject({
        ...{ type: 'FactDisputed', topic: 'minzheng.verification.assistance.v1' },
        message: { receiver: 'assistance' },
      });
    });
  });

  describe('the source', () => {
    const accepted = async (agency?: string) => {
      const made = await world.withCar(newFamily(), agency);
      const { id } = await world.submit(made.factId, citizen(made.person));
      await world.accept(id);
      return { ...made, id };
    };

    it('answers through its steward, and no other does', async () => {
      const { id } = await accepted();
      await expect(world.reply(id, 'TAX', 'WRONG')).rejects.toThrow('Appeal');
      await world.reply(id, 'PSB', 'WRONG', '该号牌已于2024-11-02转移登记');
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
      const [fact] = await world.factsOf(id);
      expect(fact).toMatchObject({ reply: 'WRONG', isOpen: true });
      expect(fact?.replyEnc).not.toContain('2024-11-02');
      await world.reply(id, 'PSB', 'STANDS');
      expect((await world.factsOf(id))[0]?.reply).toBe('STANDS');
    });

    it('a department, by its event; another does not speak for it', async () => {
      const { id, factId, person } = await accepted('assistance');
      await expect(world.confirm(id, factId, person, 'eldercare')).rejects.toThrow('does not speak for');
      expect((await world.latest(id)).state).toBe('ACCEPTED');
      await world.confirm(id, factId, person, 'assistance');
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
      const [fact] = await world.factsOf(id);
      expect(fact).toMatchObject({ reply: 'STANDS', replyEvidenceSha256: 'f'.repeat(64) });
      await world.decide(id, REJECTED);
      await world.confirm(id, factId, person, 'assistance');
      expect((await world.latest(id)).state).toBe('DECIDED');
    });

    it('all of them, before the reviewer looks at it', async () => {
      const { report, factId, person } = await world.withCar();
      const flat = thing(person, AssetKind.RESIDENCE, 'NR', { count: 1 });
      await world.storeFacts([flat]);
      const { factId: flatId } = flat.message as { factId: string };
      const { id } = await world.object(report.id, [factId, flatId], citizen(person));
      await world.accept(id);
      await world.reply(id, 'NR', 'STANDS');
      expect((await world.latest(id)).state).toBe('ACCEPTED');
      await world.reply(id, 'PSB', 'WRONG');
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
    });

    it('has corrected itself: nothing of ours takes the place of its fact', async () => {
      const { id, factId, person, requestId } = await accepted();
      const newFactId = uuidv4();
      await world.observed(person, { factId: newFactId, count: 0, observedAt: '2025-07-20T01:00:00Z' });
      await world.drain();
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
      expect((await world.factsOf(id))[0]?.reply).toBe('SUPERSEDED');
      expect(await world.reportsOf(requestId)).toHaveLength(1);
      const correction = { ...UPHELD, corrections: [{ factId, count: 0 }] };
      await expect(world.decide(id, correction)).rejects.toMatchObject(refused('source-corrected'));
      await world.decide(id, UPHELD);
      await world.drain();
      expect((await world.sentFor(person)).at(-1)).toMatchObject({
        type: 'FactCorrected',
        message: { factId, newFactId, receiver: 'PSB', appealId: id },
      });
      expect(await typesFor(person)).not.toContain('AssetFact');
      expect(await conclusions(requestId)).toEqual(['EXCEEDS_PROPERTY', 'WITHIN_LIMITS']);
    });

    it('tells the same again: that is no answer, and upheld our fact takes its place (T6)', async () => {
      const { id, factId, person, requestId } = await accepted();
      const again = { count: 1, observedAt: '2025-07-20T01:00:00Z' };
      await world.observed(person, again);
      await world.drain();
      expect((await world.latest(id)).state).toBe('ACCEPTED');
      expect((await world.factsOf(id))[0]?.reply).toBeNull();
      expect(await disputed(id)).toEqual([{ fact_id: factId }]);
      await world.reply(id, 'PSB', 'WRONG');
      await expect(world.decide(id, UPHELD)).rejects.toMatchObject(refused('correction-missing'));
      await world.decide(id, { ...UPHELD, corrections: [{ factId, retracted: true }] });
      await world.observed(person, { ...again, observedAt: '2025-07-21T01:00:00Z' });
      await world.drain();
      expect(await carsOf(person)).toEqual([]);
      expect(await conclusions(requestId)).toEqual(['EXCEEDS_PROPERTY', 'WITHIN_LIMITS']);
    });

    it('goes on observing: what it states again is disputed too, and upheld our facts take the place of all of it', async () => {
      const { id, factId, person, requestId } = await accepted();
      const disputedOnes = async () => (await disputed(id)).length;
      const later = { count: 1, asOf: '2025-07-15', observedAt: '2025-07-20T01:00:00Z' };
      // the same record on a later day; then the same car in a record of its own
      await world.observed(person, later);
      await world.drain();
      expect((await world.factsOf(id))[0]?.reply).toBeNull();
      expect(await disputedOnes()).toBe(2);
      await world.observed(person, { ...later, recordId: 'row 17', observedAt: '2025-07-21T01:00:00Z' });
      // of something else
      await world.observed(person, { ...later, recordId: 'row 18', itemKey: 'another plate' });
      await world.drain();
      expect((await world.latest(id)).state).toBe('ACCEPTED');
      expect(await disputedOnes()).toBe(3);
      expect(await world.requestOf(requestId)).toMatchObject({ state: 'COLLECTING', awaitedAppeals: [id] });
      await world.reply(id, 'PSB', 'WRONG');
      await expect(world.decide(id, UPHELD)).rejects.toMatchObject(refused('correction-missing'));
      await world.decide(id, { ...UPHELD, corrections: [{ factId, retracted: true }] });
      await world.drain();
      expect(await carsOf(person)).toEqual([['PSB', 1]]);
      expect(await disputedOnes()).toBe(0);
    });

    it('corrects what it has stated again: that is its answer', async () => {
      const { id, factId, person, requestId } = await accepted();
      const again = { count: 1, asOf: '2025-07-15', observedAt: '2025-07-20T01:00:00Z' };
      await world.observed(person, again);
      await world.drain();
      const newFactId = uuidv4();
      await world.observed(person, {
        ...again,
        factId: newFactId,
        count: 0,
        observedAt: '2025-07-21T01:00:00Z',
      });
      await world.drain();
      expect((await world.factsOf(id))[0]?.reply).toBe('SUPERSEDED');
      await world.decide(id, UPHELD);
      await world.drain();
      expect((await world.sentFor(person)).at(-1)).toMatchObject({ message: { factId, newFactId } });
      expect(await conclusions(requestId)).toEqual(['EXCEEDS_PROPERTY', 'WITHIN_LIMITS']);
    });

    it('has stated it again before anybody accepted: that is what is disputed', async () => {
      const { factId, person } = await world.withCar();
      const { id } = await world.submit(factId, citizen(person));
      await world.observed(person, { count: 1, asOf: '2025-07-15', observedAt: '2025-07-20T01:00:00Z' });
      await world.accept(id);
      expect((await world.latest(id)).state).toBe('ACCEPTED');
      expect(await disputed(id)).toHaveLength(2);
    });

    it('has corrected itself before anybody accepted: it is not asked', async () => {
      const { factId, person } = await world.withCar();
      const { id } = await world.submit(factId, citizen(person));
      await world.observed(person, { count: 0, observedAt: '2025-07-20T01:00:00Z' });
      await world.drain();
      expect((await world.latest(id)).state).toBe('SUBMITTED');
      await world.accept(id);
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
      expect(await disputed(id)).toEqual([]);
      expect(await typesFor(person)).not.toContain('FactDisputed');
    });

    it('is silent: after its last day the reviewer decides on the evidence', async () => {
      const { id } = await accepted();
      await expect(world.decide(id, REJECTED)).rejects.toThrow('does not allow reject');
      world.at('2025-07-29T15:59:59Z');
      await world.dayPasses();
      expect((await world.latest(id)).state).toBe('ACCEPTED');
      world.at('2025-07-29T16:00:00Z');
      await world.dayPasses();
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
      await world.decide(id, REJECTED);
    });
  });

  describe('decided', () => {
    const checked = async (who = (person: string) => citizen(person)) => {
      const made = await world.withCar();
      const { id } = await world.submit(made.factId, who(made.person), { personKey: made.person });
      await world.accept(id);
      await world.reply(id, 'PSB', 'WRONG');
      return { ...made, id };
    };
    const correct = (factId: string) => ({
      ...UPHELD,
      corrections: [{ factId, count: 0, asOf: '2024-11-02' }],
    });

    it('upheld: a fact of ours takes the place, is published, and the report is made anew', async () => {
      const { id, factId, person, requestId, report } = await checked();
      const [{ before } = { before: '' }] = await world.dataSource.query<{ before: string }[]>(
        `select (extract(epoch from clock_timestamp()) * 1000000)::bigint::text as before`,
      );
      await world.decide(id, correct(factId));
      await world.drain();
      const [fact] = await world.factsOf(id);
      expect(fact).toMatchObject({ isOpen: false, newFactId: expect.any(String) });
      expect(await carsOf(person)).toEqual([['verification', 0]]);
      expect(await carsOf(person, BigInt(before))).toEqual([['PSB', 1]]);
      expect(await disputed(id)).toEqual([]);
      expect(await world.latest(id)).toMatchObject({
        ...{ state: 'DECIDED', outcome: 'UPHELD', decidedBy: 'second reviewer', decidedOn: '2025-07-15' },
      });
      expect((await world.sentFor(person)).slice(-2)).toMatchObject([
        {
          ...{ type: 'AssetFact', topic: 'minzheng.verification.verification.v1' },
          message: { factId: fact?.newFactId, count: 0, supersedesFactId: factId },
        },
        {
          type: 'FactCorrected',
          message: { newFactId: fact?.newFactId, transition: { toState: 'DECIDED' } },
        },
      ]);
      expect(await conclusions(requestId)).toEqual(['EXCEEDS_PROPERTY', 'WITHIN_LIMITS']);
      expect((await typesFor(requestId)).slice(-2)).toEqual([
        'VerificationCompleted',
        'VerificationReportSuperseded',
      ]);
      expect(await world.replay(report)).toMatchObject({ equal: true });
    });

    it('and counts against what the source says again', async () => {
      const { id, factId, person } = await checked();
      await world.decide(id, correct(factId));
      await world.observed(person, { count: 1, observedAt: '2025-08-20T01:00:00Z' });
      expect(await carsOf(person)).toEqual([['verification', 0]]);
    });

    it('what a bank said is opened, corrected by us, by the consent that opens the bank', async () => {
      const family = newFamily();
      const deposit = thing(family.wife, AssetKind.DEPOSIT, 'BANK', { valueFen: 9_000_000n });
      await world.storeFacts([deposit]);
      const { factId } = deposit.message as { factId: string };
      const { requestId } = await world.withCar(family, 'PSB');
      await world.observed(family.husband, { count: 0, observedAt: '2025-07-20T01:00:00Z' });
      const { id } = await world.submit(factId, citizen(family.wife));
      await world.accept(id);
      await world.reply(id, 'BANK', 'WRONG');
      await world.decide(id, { ...UPHELD, corrections: [{ factId, valueFen: '7000000' }] });
      await world.drain();
      expect((await conclusions(requestId)).at(-1)).toBe('EXCEEDS_PROPERTY');
    });

    it('not by who accepted it, nor by the officer who submitted it', async () => {
      const { id, factId } = await checked();
      await expect(world.decide(id, correct(factId), FIRST)).rejects.toMatchObject(refused('same-person'));
      const submitted = await checked(() => OFFICER);
      await expect(world.decide(submitted.id, REJECTED, OFFICER)).rejects.toMatchObject(
        refused('same-person'),
      );
    });

    it('once: who comes second has the version of before', async () => {
      const { id, factId } = await checked();
      const { version } = await world.latest(id);
      const third = Object.assign(Object.create(SECOND), SECOND, {
        subject: 'third reviewer',
      }) as typeof SECOND;
      const both = await Promise.allSettled([
        world.decide(id, correct(factId), SECOND, version),
        world.decide(id, REJECTED, third, version),
      ]);
      const lost = both.filter((each) => each.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toMatchObject({ current: version + 1 });
    });

    it.each([
      ['without a correction', [], 'correction-missing'],
      ['with one of another fact', [{ factId: uuidv4(), count: 0 }], 'correction-invalid'],
    ])('not upheld %s', async (_name, corrections, problem) => {
      const { id } = await checked();
      await expect(world.decide(id, { ...UPHELD, corrections })).rejects.toMatchObject(refused(problem));
    });

    it('not upheld with a correction that no fact can have, which stores nothing', async () => {
      const { id, factId, person } = await checked();
      const decision = { ...UPHELD, corrections: [{ factId, amountFen: '5' }] };
      await expect(world.decide(id, decision)).rejects.toMatchObject({
        ...refused('correction-invalid'),
        options: { extensions: { factId, reason: 'unknown-field' } },
      });
      expect(await carsOf(person)).toEqual([['PSB', 1]]);
    });

    it('rejected: the fact stands, and the report is made anew with it', async () => {
      const { id, factId, person, requestId } = await checked();
      await expect(
        world.decide(id, { ...REJECTED, ...correct(factId), outcome: 'REJECTED' }),
      ).rejects.toMatchObject(refused('validation'));
      await world.decide(id, REJECTED);
      await world.drain();
      expect(await carsOf(person)).toEqual([['PSB', 1]]);
      expect(await conclusions(requestId)).toEqual(['EXCEEDS_PROPERTY', 'EXCEEDS_PROPERTY']);
      expect(await typesFor(person)).not.toContain('FactCorrected');
      expect(await world.submit(factId, citizen(person))).toMatchObject({ state: 'SUBMITTED' });
    });
  });

  it('withdrawn by the appellant alone, disputes nothing any longer, and the request goes on', async () => {
    const { factId, person, requestId } = await world.withCar();
    const { id } = await world.submit(factId, citizen(person));
    await world.accept(id);
    await expect(world.withdraw(id, OFFICER)).rejects.toMatchObject(refused('not-the-appellant'));
    await world.withdraw(id, citizen(person));
    await world.drain();
    expect(await disputed(id)).toEqual([]);
    expect(await world.requestOf(requestId)).toMatchObject({
      state: 'ISSUED',
      sequence: 2,
      awaitedAppeals: [],
    });
    await expect(world.withdraw(id, citizen(person))).rejects.toThrow('does not allow withdraw');
  });

  it('withdrawn waits for what is being stored of the person: a fact stated again meanwhile is disputed no longer', async () => {
    const { factId, person } = await world.withCar();
    const { id } = await world.submit(factId, citizen(person));
    await world.accept(id);
    const again = thing(person, AssetKind.PASSENGER_CAR, 'PSB', {
      ...{ recordId: 'plate', itemKey: 'plate', count: 1, asOf: '2025-07-15' },
      observedAt: '2025-07-20T01:00:00Z',
    });
    const stored = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const storing = world.run(async (tx) => {
      await new FactStore().store(tx, [again]);
      stored.resolve();
      await commit.promise;
    });
    await stored.promise;
    let isOver = false;
    const withdrawing = world.withdraw(id, citizen(person)).finally(() => {
      isOver = true;
    });
    const isWaiting = async (): Promise<boolean> => {
      const [row] = await world.dataSource.query(
        `select exists (select from pg_locks l join pg_stat_activity a using (pid)
                         where not l.granted and a.datname = current_database()) as waits`,
      );
      return row.waits;
    };
    while (!isOver && !(await isWaiting()));
    commit.resolve();
    await Promise.all([storing, withdrawing]);
    expect(await disputed(id)).toEqual([]);
  });

  it('against what a court tells of a guardian elsewhere has the household looked at, and its report made anew', async () => {
    const family = newFamily();
    const [persons, father] = [[family.husband, family.wife, family.child], newFamily().husband];
    const custody = status(father, StatusKind.GUARDIAN_OF, '2024-01-01', 'COURT');
    Object.assign(custody.message, { attributes: { wardKey: family.child } });
    const car = thing(father, AssetKind.PASSENGER_CAR, 'PSB', { count: 1 });
    const income = { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n };
    const requestId = await world.send(family);
    await world.storeFacts([custody, car, wage(family.husband, income)]);
    await world.answer(persons);
    await world.drain();
    const [report] = await world.reportsOf(requestId);
    const { factId } = custody.message as { factId: string };
    await expect(
      world.object(report!.id, [(car.message as { factId: string }).factId], OFFICER),
    ).rejects.toThrow('Fact');
    const { id } = await world.object(report!.id, [factId], OFFICER);
    const waiting = newFamily();
    const other = await world.send({ ...waiting, child: family.child });
    await world.storeFacts([wage(waiting.husband, income)]);
    await world.accept(id);
    expect(await world.requestOf(requestId)).toMatchObject({ state: 'COLLECTING', awaitedAppeals: [id] });
    await world.answer([waiting.husband, waiting.wife, family.child]);
    await world.drain();
    expect(await conclusions(other)).toEqual(['NEEDS_REVIEW']);
    const [doubted] = await world.reportsOf(other);
    expect(doubted!.frozenInput.question.disputedFactIds).toEqual([factId]);
    expect(await world.replay(doubted!)).toEqual({ digest: doubted!.bodySha256, equal: true });
    await world.reply(id, 'COURT', 'STANDS');
    await world.decide(id, REJECTED);
    await world.drain();
    expect(await world.requestOf(requestId)).toMatchObject({ state: 'ISSUED', sequence: 2 });
  });

  it('a clue that is closed with DATA_WRONG opens one for each person whose facts it rests on, of those that stand', async () => {
    const { factId, person, family } = await world.withCar();
    const other = await world.withCar();
    await world.submit(other.factId, citizen(other.person));
    const clueId = uuidv7();
    const answerId = uuidv7();
    await world.dataSource.query(
      `insert into clue (id, region, version, created_by, state, subject, department, direction, severity, due_on, attempt,
                         revision, answer_id)
       values ($1, '510802001', 1, 'test', 'ANSWERED', $2, 'assistance', 'OVER', 'YELLOW', '2025-08-01', 1, 1, $3)`,
      [clueId, person, answerId],
    );
    await world.dataSource.query(
      `insert into indicator_hit (id, clue_id, indicator, subject, episode_key, person_key, severity, months, fact_ids, explanation)
       select gen_random_uuid(), $1, 'D1', key, 'test', key, 'YELLOW', '{}', array[fact_id, gen_random_uuid()], '{"zh":"","en":""}'
         from unnest($2::uuid[], $3::uuid[]) as h(key, fact_id)`,
      // the wife is named, for what her husband has
      [clueId, [family.wife, other.person], [factId, other.factId]],
    );
    await world.dataSource.query(
      `insert into clue_outcome (id, clue_id, attempt, department, outcome, task_id, visits, decided_by_other, recorded_at,
                                 verdict, shortcomings)
       values ($1, $2, 1, 'assistance', 'DATA_WRONG', $1, $3, true, '2025-07-14T17:00:00Z', 'ACCEPTED', '{}')`,
      [answerId, clueId, JSON.stringify([{ evidenceSha256: 'a'.repeat(64) }])],
    );
    await world.run(async (tx) => {
      const clue = await tx.loadForUpdate(Clue, clueId);
      await closeClues(
        tx,
        [{ clue, outcome: 'DATA_WRONG' }],
        world.clock.now(),
        await world.policies.book(tx),
      );
    });
    const appeals = await world.dataSource.manager.findBy(Appeal, { clueId });
    expect(appeals).toMatchObject([
      {
        ...{ state: 'SUBMITTED', personKey: person, appellant: 'DEPARTMENT', region: '510802001' },
        ...{ learnedOn: '2025-07-15', evidenceSha256: ['a'.repeat(64)] },
      },
    ]);
    expect(await world.factsOf(appeals[0]?.id ?? '')).toMatchObject([
      { factId, agency: 'PSB', kind: 'passengerCar' },
    ]);
  });

  describe('manual facts', () => {
    const proposal = (personKey: string, evidenceValidTo = '2026-07-15') => ({
      ...{
        personKey,
        evidence: ['e'.repeat(64)],
        evidenceValidTo,
        reason: '车辆登记在他人名下，由其实际使用',
      },
      fact: { type: 'asset', kind: 'passengerCar', itemKey: 'plate', count: 2, asOf: '2025-07-10' } as const,
    });
    const approved = async (person: string) => {
      const { id } = await world.by(FIRST, (tx) => world.manualFacts.propose(tx, proposal(person), FIRST));
      return world.by(SECOND, (tx) => world.manualFacts.approve(tx, id, 1, SECOND));
    };

    it('count before every source once another person has approved them', async () => {
      const { person } = await world.withCar();
      const { id } = await world.by(FIRST, (tx) => world.manualFacts.propose(tx, proposal(person), FIRST));
      expect(await carsOf(person)).toEqual([['PSB', 1]]);
      await expect(
        world.by(FIRST, (tx) => world.manualFacts.approve(tx, id, 1, FIRST)),
      ).rejects.toMatchObject(refused('same-person'));
      await world.by(SECOND, (tx) => world.manualFacts.approve(tx, id, 1, SECOND));
      expect(await carsOf(person)).toEqual([['verification', 2]]);
      expect(await typesFor(person)).not.toContain('AssetFact');
    });

    it('need evidence that holds, for at most twelve months, and a fact that can be', async () => {
      const { person } = await world.withCar();
      for (const validTo of ['2025-07-14', '2026-07-16']) {
        await expect(
          world.by(FIRST, (tx) => world.manualFacts.propose(tx, proposal(person, validTo), FIRST)),
        ).rejects.toMatchObject({
          ...refused('evidence-validity'),
          options: { extensions: { latest: '2026-07-15' } },
        });
      }
      const { fact, ...rest } = proposal(person);
      await expect(
        world.by(FIRST, (tx) =>
          world.manualFacts.propose(tx, { ...rest, fact: { ...fact, asOf: '2025-07-17' } }, FIRST),
        ),
      ).rejects.toMatchObject({
        ...refused('manual-fact-invalid'),
        options: { extensions: { reason: 'future-fact' } },
      });
    });

    it('end with their evidence: the sources count again', async () => {
      const { person } = await world.withCar();
      await approved(person);
      world.at('2026-07-15T15:59:59Z');
      await world.dayPasses();
      expect(await carsOf(person)).toEqual([['verification', 2]]);
      world.at('2026-07-15T16:00:00Z');
      await world.dayPasses();
      expect(await carsOf(person)).toEqual([['PSB', 1]]);
    });

    it('can be appealed against: nobody else is asked', async () => {
      const { person } = await world.withCar();
      const { factId } = await approved(person);
      const { id } = await world.submit(factId ?? '', citizen(person));
      await world.accept(id);
      expect((await world.latest(id)).state).toBe('SOURCE_CHECK');
      await world.decide(id, { ...UPHELD, corrections: [{ factId: factId ?? '', retracted: true }] });
      expect(await carsOf(person)).toEqual([['PSB', 1]]);
      const types = await typesFor(person);
      expect(types).not.toContain('FactDisputed');
      expect(types).not.toContain('FactCorrected');
    });
  });
});
