import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdRelation, ObligorSchema } from '@minzheng/contracts/common';
import { ConsentWithdrawnSchema } from '@minzheng/contracts/verification';
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
  const persons = ({ husband, wife, child }: Family) => [husband, wife, child];

  it('end with the consent of an obligor; what is left of them is asked anew', async () => {
    const [family, son, given] = [newFamily(), newFamily().husband, uuidv7()];
    const id = await requestWith(family, son, [consent(son, given)]);
    await world.drain();
    await world.answer(persons(family), ['PSB']);
    await world.drain();
    expect((await queriesOf(id)).every((query) => query.persons.includes(son))).toBe(true);
    await withdraw(son, given);
    await world.drain();
    const queries = await queriesOf(id);
    expect(queries.filter((query) => query.persons.includes(son))).toEqual([]);
    expect(queries.map(({ agency, state }) => `${agency} ${state}`)).toEqual(
      CORE.toSorted().map((agency) => `${agency} ${agency === 'PSB' ? 'ANSWERED' : 'PENDING'}`),
    );
    const bank = queries.find(({ agency }) => agency === 'BANK');
    const sent = await world.sentFor(bank?.id ?? '');
    expect(sent.map(({ type }) => type)).toEqual([
      'SourceQueryAsked',
      'SourceQueryEnded',
      'SourceQueryAsked',
    ]);
    expect(sent.at(-1)?.message).toMatchObject({ personKeys: persons(family).toSorted() });
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

  it('for no request, as of recipients each quarter, leave out whose consent has ended', async () => {
    const [staying, leaving, answered] = [newFamily().husband, newFamily().husband, newFamily().husband];
    const [id, given] = [uuidv7(), uuidv7()];
    await world.unitOfWork.run('test', async (tx) => {
      const taken = {
        service: 'assistance' as const,
        region: '51',
        caseRef: 'of the consents',
        at: world.now(),
      };
      const consents = [consent(staying), consent(leaving, given), consent(answered)];
      const messages = requestOf(newFamily(), world.now(), { consents }).message.consents;
      await new ConsentRegister().register(tx, messages, taken);
      const asking = { id, region: '51', caseRef: 'recipients-2025-Q3-00001', purposes: ['DIBAO'] };
      await world.sources.open(
        tx,
        { ...asking, holder: 'assistance', dueAt: new Date('2025-07-22T16:00:00Z') },
        [{ agency: 'BANK', personKeys: [staying, leaving, answered], fresh: false }],
      );
    });
    await world.answer([answered], ['BANK']);
    const query = async () =>
      (await queriesOf(id)).map(({ state, persons: who }) => ({ state, persons: who }));
    await world.unitOfWork.run('test', (tx) => world.requests.consentsChanged(tx, [staying]));
    await world.drain();
    expect(await query()).toEqual([{ state: 'PENDING', persons: [staying, leaving, answered] }]);
    await withdraw(leaving, given);
    await world.drain();
    expect(await query()).toEqual([{ state: 'PENDING', persons: [staying] }]);
  });
});
