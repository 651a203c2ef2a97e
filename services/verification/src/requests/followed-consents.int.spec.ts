import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdRelation, ObligorSchema, Purpose } from '@minzheng/contracts/common';
import {
  ConsentWithdrawnSchema,
  SourceQueryProgress,
  SourceQueryProgressedSchema,
} from '@minzheng/contracts/verification';
import { v7 as uuidv7 } from 'uuid';
import { ConsentRegister } from '../consents/consent.register.js';
import { consent, newFamily, requestOf, type Family } from './test/events.js';
import { CORE } from './test/households.js';
import { requestWorld, type RequestWorld } from './test/request-world.js';

describe('queries to agencies about who may refuse to be asked about', () => {
  let world: RequestWorld;
  beforeAll(async () => {
    world = await requestWorld();
  });
  afterAll(() => world.drop());
  beforeEach(() => world.at('2025-07-15T02:00:00Z'));

  const requestWith = (family: Family, son: string, sonsConsents: readonly ReturnType<typeof consent>[]) => {
    const { household } = requestOf(family, world.now()).message;
    if (household === undefined) throw new Error('no household');
    const pair = { personKey: son, obligorOfKey: family.husband, relation: HouseholdRelation.CHILD };
    return world.send(family, {
      household: { ...household, obligors: [create(ObligorSchema, pair)] },
      consents: [consent(family.husband), consent(family.wife), ...sonsConsents],
    });
  };
  const queriesOf = async (id: string) => {
    const rows = await world.dataSource.query<
      { id: string; agency: string; state: string; persons: string[] }[]
    >(
      'select id, agency, state, person_keys as persons from source_query where request_id = $1 order by agency',
      [id],
    );
    return rows.filter(({ agency }) => CORE.includes(agency));
  };
  const withdraw = (personKey: string, consentId: string) =>
    world.unitOfWork.run('test', async (tx) => {
      const withdrawnAt = timestampFromDate(world.now());
      const withdrawn = create(ConsentWithdrawnSchema, { consentId, personKey, withdrawnAt });
      await world.requests.consentsChanged(tx, await new ConsentRegister().withdraw(tx, [withdrawn]));
    });
  const sent = (queryId: string, agency = 'BANK') =>
    world.unitOfWork.run('test', (tx) =>
      world.sources.progressed(
        tx,
        create(SourceQueryProgressedSchema, {
          ...{ queryId, agency, attempts: 1, progress: SourceQueryProgress.SENT },
        }),
      ),
    );
  const told = async (queryId: string) =>
    (await world.sentFor(queryId)).map(({ type, message }): [string | undefined, unknown] => [
      type,
      Reflect.get(message, 'personKeys'),
    ]);
  const persons = ({ husband, wife, child }: Family) => [husband, wife, child];

  it('go on with who is left when the consent of an obligor ends', async () => {
    const [family, son, given] = [newFamily(), newFamily().husband, uuidv7()];
    const id = await requestWith(family, son, [consent(son, given)]);
    await world.drain();
    await world.answer(persons(family), ['PSB']);
    await world.drain();
    const before = await queriesOf(id);
    expect(before.every((query) => query.persons.includes(son))).toBe(true);
    const idOf = (agency: string): string => before.find((query) => query.agency === agency)?.id ?? '';
    await sent(idOf('TAX'), 'TAX');
    await withdraw(son, given);
    await world.drain();
    const queries = await queriesOf(id);
    expect(queries.filter((query) => query.persons.includes(son))).toEqual([]);
    const states: Readonly<Record<string, string>> = { PSB: 'ANSWERED', TAX: 'SENT' };
    expect(queries.map(({ agency, state }) => `${agency} ${state}`)).toEqual(
      CORE.toSorted().map((agency) => `${agency} ${states[agency] ?? 'PENDING'}`),
    );
    const others = persons(family).toSorted();
    for (const agency of ['BANK', 'TAX']) {
      expect(await told(idOf(agency))).toEqual([
        ['SourceQueryAsked', [...others, son].toSorted()],
        ['SourceQueryAsked', others],
      ]);
    }
    const [, last] = await world.sentFor(idOf('TAX'));
    expect(last?.message).toMatchObject({ transition: { fromState: 'SENT', toState: 'SENT' } });
  });

  it('are asked when an obligor consents after the request was accepted, once', async () => {
    const [family, son] = [newFamily(), newFamily().husband];
    const id = await requestWith(family, son, []);
    await world.drain();
    await world.answer(
      persons(family),
      CORE.filter((agency) => agency !== 'BANK'),
    );
    await world.unitOfWork.run('test', (tx) => world.sources.answered(tx, persons(family)));
    expect((await queriesOf(id)).flatMap((query) => query.persons)).not.toContain(son);
    const given = requestOf(family, world.now(), { consents: [consent(son)] }).message.consents;
    const { requester, region } = await world.requestOf(id);
    await world.unitOfWork.run('test', async (tx) => {
      const taken = { service: requester, region, caseRef: family.caseRef, at: world.now() };
      await new ConsentRegister().register(tx, given, taken);
      await world.requests.consentsChanged(tx, [son]);
    });
    await world.drain();
    const asked = await queriesOf(id);
    const others = persons(family);
    expect(
      Object.fromEntries(asked.map(({ agency, state, persons: who }) => [agency, [state, who]])),
    ).toEqual(
      Object.fromEntries(
        CORE.map((agency) => [agency, ['PENDING', agency === 'BANK' ? [...others, son].toSorted() : [son]]]),
      ),
    );
    await world.unitOfWork.run('test', (tx) => world.requests.consentsChanged(tx, [son]));
    await world.drain();
    expect(await queriesOf(id)).toEqual(asked);
    const bank = asked.find(({ agency }) => agency === 'BANK');
    expect(await world.sentFor(bank?.id ?? '')).toHaveLength(3);
  });

  describe('for no request, as of recipients each quarter,', () => {
    const recipients = ['DIBAO', 'MONITORING'];
    const BOTH = [Purpose.DIBAO, Purpose.MONITORING];
    const taken = () => ({
      ...{ service: 'assistance' as const, region: '51', caseRef: 'of the consents', at: world.now() },
    });
    const agree = (...consents: readonly ReturnType<typeof consent>[]) =>
      world.unitOfWork.run('test', (tx) => {
        const given = requestOf(newFamily(), world.now(), { consents: [...consents] }).message.consents;
        return new ConsentRegister().register(tx, given, taken());
      });
    const ask = async (personKeys: readonly string[], purposes: readonly string[] = ['DIBAO']) => {
      const requestId = uuidv7();
      await world.unitOfWork.run('test', (tx) =>
        world.sources.open(
          tx,
          {
            ...{ id: requestId, region: '51', caseRef: `recipients-${requestId}`, purposes },
            ...{ holder: 'assistance', dueAt: new Date('2025-07-22T16:00:00Z') },
          },
          [{ agency: 'BANK', personKeys, fresh: false }],
        ),
      );
      const [query] = await queriesOf(requestId);
      return { requestId, id: query?.id ?? '' };
    };
    const standing = async (requestId: string) =>
      (await queriesOf(requestId)).map(({ state, persons: who }) => [state, who]);

    it('leave out whose consent has ended before they are sent, and tell who is left', async () => {
      const [staying, leaving, other] = [newFamily().husband, newFamily().husband, newFamily().husband];
      const given = uuidv7();
      await agree(consent(staying), consent(leaving, given), consent(other));
      const query = await ask([staying, leaving, other]);
      await world.answer([other], ['BANK']);
      await world.unitOfWork.run('test', (tx) => world.requests.consentsChanged(tx, [staying]));
      expect(await standing(query.requestId)).toEqual([['PENDING', [staying, leaving, other]]]);
      await withdraw(leaving, given);
      expect(await standing(query.requestId)).toEqual([['PENDING', [staying, other]]]);
      expect(await told(query.id)).toEqual([
        ['SourceQueryAsked', [staying, leaving, other]],
        ['SourceQueryAsked', [staying, other]],
      ]);
      await world.answer([staying], ['BANK']);
      await world.unitOfWork.run('test', (tx) => world.sources.answered(tx, [staying]));
      expect(await standing(query.requestId)).toEqual([['ANSWERED', [staying, other]]]);
    });

    it('are not sent again about others when a consent has ended since, and wait for these alone', async () => {
      const keys = [newFamily().husband, newFamily().husband, newFamily().husband];
      const [staying = '', leaving = '', last = ''] = keys;
      const [given, final] = [uuidv7(), uuidv7()];
      await agree(consent(staying), consent(leaving, given), consent(last, final));
      const [query, second] = [await ask(keys), await ask([leaving, last])];
      for (const { id } of [query, second]) await sent(id);
      await withdraw(leaving, given);
      expect(await standing(query.requestId)).toEqual([['SENT', [staying, last]]]);
      expect(await standing(second.requestId)).toEqual([['SENT', [last]]]);
      await world.answer([staying], ['BANK']);
      await world.unitOfWork.run('test', (tx) => world.sources.answered(tx, [staying]));
      expect(await standing(query.requestId)).toEqual([['SENT', [staying, last]]]);
      await withdraw(last, final);
      expect(await standing(query.requestId)).toEqual([['ANSWERED', [staying]]]);
      expect(await standing(second.requestId)).toEqual([['TIMEOUT', []]]);
      for (const { id } of [query, second]) {
        expect((await told(id)).map(([type]) => type)).toEqual([
          ...['SourceQueryAsked', 'SourceQueryAsked', 'SourceQueryEnded'],
        ]);
      }
    });

    it.each<[string, Partial<ReturnType<typeof consent>>, boolean]>([
      ['both, by the name of the banks', { purposes: BOTH, datasets: ['BANK'] }, true],
      ['both, by one of their datasets', { purposes: BOTH, datasets: ['BANK.x'] }, false],
      ['both, by the core set, which monitoring has not', { purposes: BOTH }, false],
      ['one alone', { purposes: [Purpose.MONITORING], datasets: ['BANK'] }, false],
      ['another purpose', { purposes: [Purpose.LEGAL_AID] }, false],
      ['another agency', { datasets: ['TAX'] }, false],
    ])('of two purposes keep who still agrees to them, and nobody else: %s', async (_what, rest, isKept) => {
      const [staying, halved] = [newFamily().husband, newFamily().husband];
      const given = uuidv7();
      await agree(consent(staying), consent(halved, given), { ...consent(halved), ...rest });
      const { requestId } = await ask([staying, halved], recipients);
      await withdraw(halved, given);
      expect(await standing(requestId)).toEqual([['PENDING', isKept ? [staying, halved] : [staying]]]);
    });

    it('are locked by no request in which persons agree', async () => {
      const family = newFamily();
      await agree(consent(family.husband));
      const { id } = await ask([family.husband]);
      await world.unitOfWork.run('test', async (tx) => {
        await world.requests.take(tx, requestOf(family, world.now()).message);
        const free = await world.dataSource.query<unknown[]>(
          'select from source_query where id = $1 for update skip locked',
          [id],
        );
        expect(free).toHaveLength(1);
      });
    });
  });
});
