import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { HouseholdRelation, ObligorSchema } from '@minzheng/contracts/common';
import { AssetKind } from '@minzheng/contracts/facts';
import { EconomicSide } from '@minzheng/contracts/verification';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { v7 as uuidv7 } from 'uuid';
import { wage } from '../facts/test/facts.js';
import { consent, newFamily, requestOf, type Family, type RequestInit } from '../requests/test/events.js';
import { policyBook } from '../requests/test/households.js';
import { requestWorld, thing, type RequestWorld } from '../requests/test/request-world.js';
import { householdsOf, storeHouseholds, type HouseholdNews } from './household.store.js';

describe('a household that only a request has named', () => {
  let world: RequestWorld;
  let book: PolicyBook;
  beforeAll(async () => {
    world = await requestWorld();
    book = await policyBook();
  });
  afterAll(() => world.drop());
  beforeEach(() => world.at('2025-07-15T02:00:00Z'));

  const onRecord = (family: Family) =>
    world.unitOfWork.run('test', (tx) => householdsOf(tx, [family.husband]));
  /** What assistance tells of the family. */
  const newsOf = (
    family: Family,
    { householdId = uuidv7(), sequence = 1n, without = '', cause = HouseholdChangeCause.OPENED } = {},
  ) => {
    const { household: snapshot } = requestOf(family, world.now()).message;
    if (snapshot) snapshot.members = snapshot.members.filter(({ personKey }) => personKey !== without);
    const message = create(HouseholdChangedSchema, {
      householdId,
      occurredAt: timestampFromDate(world.now()),
      cause,
      ...(snapshot && { snapshot: { ...snapshot, household: { ...snapshot.household!, householdId } } }),
    });
    return { message, sequence };
  };
  const store = (...news: readonly HouseholdNews[]): Promise<void> =>
    world.unitOfWork.run('test', (tx) => storeHouseholds(tx, news, { book, today: world.clock.today() }));
  const told = async (family: Family, options: Parameters<typeof newsOf>[1] = {}): Promise<string> => {
    const news = newsOf(family, options);
    await store(news);
    return news.message.householdId;
  };
  const marked = async (family: Family): Promise<number> => {
    const [row] = await world.dataSource.query<{ n: number }[]>(
      'select count(distinct person_key)::int as n from dirty where person_key = any($1::uuid[])',
      [[family.husband, family.wife, family.child]],
    );
    return row?.n ?? 0;
  };

  it('is on record, its persons are evaluated, and the next request takes its place', async () => {
    const family = newFamily();
    await world.send(family);
    expect(await onRecord(family)).toMatchObject([
      { service: 'assistance', region: '510802', hukouType: 'URBAN', members: { length: 3 } },
    ]);
    expect(await marked(family)).toBe(3);
    await world.send({ ...family, caseRef: `${family.caseRef}/2` });
    expect(await onRecord(family)).toHaveLength(1);
  });

  it('keeps its id while requests without one name the same applicant: clues are found by it', async () => {
    const family = newFamily();
    const nameless = (without = '') => {
      const { household } = requestOf(family, world.now()).message;
      return {
        household: {
          ...household!,
          household: { ...household!.household!, householdId: '' },
          members: household!.members.filter(({ personKey }) => personKey !== without),
        },
      } as RequestInit;
    };
    const id = await world.send(family, nameless());
    expect(await onRecord(family)).toMatchObject([{ id, service: 'verification', members: { length: 3 } }]);
    await world.dataSource.query('delete from dirty');
    await world.send({ ...family, caseRef: `${family.caseRef}/2` }, nameless(family.child));
    expect(await onRecord(family)).toMatchObject([{ id, service: 'verification', members: { length: 2 } }]);
    expect(await marked(family)).toBe(3);
    await world.send({ ...family, caseRef: `${family.caseRef}/3` });
    expect(await onRecord(family)).toMatchObject([{ service: 'assistance', members: { length: 3 } }]);
  });

  it('gives way to what assistance tells, and is not taken where assistance knows better', async () => {
    const family = newFamily();
    await world.send(family);
    const known = await told(family);
    expect(await onRecord(family)).toMatchObject([{ id: known }]);
    await world.send({ ...family, caseRef: `${family.caseRef}/2` });
    expect(await onRecord(family)).toMatchObject([{ id: known }]);
  });

  it('is forgotten after twelve months, and its persons are evaluated again', async () => {
    const family = newFamily();
    await world.send(family);
    await world.dataSource.query('delete from dirty');
    world.at('2026-07-15T02:00:00Z');
    await world.worker.sweep();
    expect(await onRecord(family)).toHaveLength(1);
    world.at('2026-07-16T02:00:00Z');
    await world.worker.sweep();
    expect(await onRecord(family)).toEqual([]);
    expect(await marked(family)).toBe(3);
  });

  it('is one from which somebody may leave, who is evaluated as well: support may be owed elsewhere', async () => {
    const family = newFamily();
    const householdId = await told(family);
    await world.dataSource.query('delete from dirty');
    await told(family, { householdId, sequence: 2n, without: family.child });
    const [{ members } = { members: [] }] = await onRecord(family);
    expect(members.map(({ personKey }) => personKey)).not.toContain(family.child);
    expect(await marked(family)).toBe(3);
  });

  it('gives way to the newest of what is told at once, of whichever household', async () => {
    const [family, other] = [newFamily(), newFamily()];
    await world.send(family);
    const householdId = uuidv7();
    const news = (sequence: bigint, without = '') => newsOf(family, { householdId, sequence, without });
    const ofOther = newsOf(other);
    await store(news(2n), ofOther, news(3n, family.child), news(1n));
    const members = async (of: Family) =>
      (await onRecord(of)).map((household) => household.members.map(({ personKey }) => personKey));
    expect(await members(family)).toEqual([[family.husband, family.wife]]);
    expect(await members(other)).toEqual([[other.husband, other.wife, other.child]]);
    expect(await marked(other)).toBe(3);
    await world.dataSource.query('delete from dirty');
    await store(news(3n), ofOther);
    expect(await members(family)).toEqual([[family.husband, family.wife]]);
    expect([await marked(family), await marked(other)]).toEqual([0, 0]);
  });

  it('stays when a person who owes its members support gets a household', async () => {
    const parents = newFamily();
    const child = newFamily();
    await world.send(parents, {
      household: {
        ...requestOf(parents, world.now()).message.household!,
        obligors: [
          create(ObligorSchema, {
            personKey: child.husband,
            obligorOfKey: parents.husband,
            relation: HouseholdRelation.CHILD,
          }),
        ],
      },
      consents: [parents.husband, parents.wife, child.husband].map((person) => consent(person)),
    } as RequestInit);
    const [known] = await onRecord(parents);
    expect(known).toMatchObject({ obligors: [{ personKey: child.husband }] });
    await world.send(child);
    expect(await onRecord(parents)).toEqual([known]);
    await told(child);
    expect(await onRecord(parents)).toEqual([known]);
  });

  it('stays when assistance tells of one of theirs that is closed', async () => {
    const family = newFamily();
    await world.send(family);
    const before = await onRecord(family);
    await told(family, { cause: HouseholdChangeCause.CLOSED });
    expect(before).toHaveLength(1);
    expect(await onRecord(family)).toEqual(before);
  });

  it('is on record again after assistance has closed it, until assistance tells of it', async () => {
    const family = newFamily();
    const householdId = await told(family);
    await told(family, { householdId, sequence: 2n, cause: HouseholdChangeCause.CLOSED });
    expect(await onRecord(family)).toEqual([]);
    await world.dataSource.query('delete from dirty');
    const { household } = requestOf(family, world.now()).message;
    const smaller = {
      ...household!,
      household: { ...household!.household!, householdId },
      members: household!.members.filter(({ personKey }) => personKey !== family.child),
    };
    await world.send(family, { household: smaller } as RequestInit);
    expect(await onRecord(family)).toMatchObject([{ id: householdId, members: { length: 2 } }]);
    expect(await marked(family)).toBe(3);
    await told(family, { householdId, sequence: 2n, cause: HouseholdChangeCause.CLOSED });
    expect(await onRecord(family)).toHaveLength(1);
    await told(family, { householdId, sequence: 3n, cause: HouseholdChangeCause.CLOSED });
    expect(await onRecord(family)).toEqual([]);
  });

  it('is that of the latest request, whichever was accepted last', async () => {
    const family = newFamily();
    const asked = (householdId: string, caseRef: string, asOf: string) => {
      const { household } = requestOf(family, world.now()).message;
      return world.send({ ...family, caseRef }, {
        household: { ...household!, household: { ...household!.household!, householdId } },
        asOf: timestampFromDate(new Date(asOf)),
      } as RequestInit);
    };
    const [early, late] = [uuidv7(), uuidv7()];
    await asked(late, 'late', '2025-07-14T16:00:00Z');
    await asked(early, 'early', '2025-07-13T16:00:00Z');
    expect(await onRecord(family)).toMatchObject([{ id: late }]);
  });

  it('is not taken from a request that was refused', async () => {
    const family = newFamily();
    await world.send(family, { declaredItems: [] });
    expect(await onRecord(family)).toEqual([]);
  });

  describe('of somebody whom another household names too', () => {
    type Named = ReturnType<typeof householdOf>;
    type Word = 'own asked' | 'own told' | 'parents asked' | 'parents told';
    const householdOf = (family: Family) => {
      const { household: snapshot } = requestOf(family, world.now()).message;
      const [applicant] = snapshot?.members ?? [];
      if (snapshot?.household === undefined || applicant === undefined) throw new Error('no household');
      return { family, snapshot, applicant, id: snapshot.household.householdId };
    };
    /** A couple who name a grown son as well. */
    const parentsOf = (son: string, livesTogetherSince?: string): Named => {
      const parents = householdOf(newFamily());
      const member = { ...parents.applicant, personKey: son, relation: HouseholdRelation.CHILD };
      parents.snapshot.members.push({ ...member, ...(livesTogetherSince && { livesTogetherSince }) });
      return parents;
    };
    const asks = ({ family, snapshot }: Named, rest: RequestInit = {}): Promise<string> =>
      world.send(family, { household: snapshot, ...rest } as RequestInit);
    const tells = ({ id: householdId, snapshot }: Named): Promise<void> => {
      const occurredAt = timestampFromDate(world.now());
      const cause = HouseholdChangeCause.OPENED;
      const message = create(HouseholdChangedSchema, { householdId, occurredAt, cause, snapshot });
      return store({ message, sequence: 1n });
    };
    const taken = async (words: readonly Word[], own: Named, parents: Named): Promise<void> => {
      for (const word of words) {
        const household = word.startsWith('own') ? own : parents;
        await (word.endsWith('told') ? tells(household) : asks(household));
      }
    };
    const agreed = ({ snapshot }: Named) => ({
      consents: snapshot.members.map(({ personKey }) => consent(personKey)),
    });
    const homeOf = (personKey: string) => [
      { personKey, side: EconomicSide.ASSET, kind: 'residence', count: 1 },
    ];
    const idsOf = async ({ husband, wife, child }: Family): Promise<string[]> => {
      const households = await world.unitOfWork.run('test', (tx) => householdsOf(tx, [husband, wife, child]));
      return households.map(({ id }) => id);
    };

    it.each<[string, readonly Word[]]>([
      ['his parents ask later', ['own asked', 'parents asked']],
      ['his parents have asked before', ['parents asked', 'own asked']],
      ['assistance tells of his parents later', ['own asked', 'parents told']],
      ['assistance has told of his parents before', ['parents told', 'own asked']],
      ['it is that of his parents, and assistance tells of his own', ['parents asked', 'own told']],
    ])('stays beside it where he may live apart: %s', async (_when, words) => {
      const own = householdOf(newFamily());
      const parents = parentsOf(own.family.husband);
      await taken(words, own, parents);
      expect(await idsOf(own.family)).toEqual([own.id, parents.id].sort());
      expect(await idsOf(parents.family)).toEqual([parents.id]);
    });

    it.each<[string, (own: Family) => Named]>([
      ['his wife as theirs', ({ wife }) => householdOf({ ...newFamily(), wife })],
      ['him, who lives with them', ({ husband }) => parentsOf(husband, '2020-01-01')],
    ])('gives way to others who name %s', async (whom, namedBy) => {
      const again = ({ family, ...named }: Named): Named => ({
        ...named,
        family: { ...family, caseRef: `${family.caseRef}/2` },
      });
      const own = householdOf(newFamily());
      const others = namedBy(own.family);
      await asks(own);
      await asks(others, agreed(others));
      expect(await idsOf(own.family)).toEqual([others.id]);
      await asks(again(own));
      // of the parents themselves nobody has said anything else since
      expect(await idsOf(own.family)).toEqual(whom.startsWith('him') ? [own.id, others.id].sort() : [own.id]);
      await tells(others);
      expect(await idsOf(own.family)).toEqual([others.id]);
      await asks(again(again(own)));
      expect(await idsOf(own.family)).toEqual([others.id]);
    });

    it('stays beside that of others who name the child as theirs', async () => {
      const own = householdOf(newFamily());
      const others = householdOf({ ...newFamily(), child: own.family.child });
      await asks(own);
      await asks(others, agreed(others));
      expect(await idsOf(own.family)).toEqual([own.id, others.id].sort());
    });

    it('stays when an older request is taken, which is on record unless it gives way', async () => {
      const own = householdOf(newFamily());
      const { husband, wife } = own.family;
      await asks(own);
      const asOf = timestampFromDate(new Date('2025-07-13T16:00:00Z'));
      const ofWife = householdOf({ ...newFamily(), wife });
      await asks(ofWife, { asOf, ...agreed(ofWife) });
      expect(await idsOf(own.family)).toEqual([own.id]);
      const apart = parentsOf(husband);
      await asks(apart, { asOf });
      expect(await idsOf(own.family)).toEqual([own.id, apart.id].sort());
    });

    it('is what the latest request says of it under its id, and assistance', async () => {
      const parents = parentsOf(newFamily().husband);
      const [, , , son] = parents.snapshot.members;
      if (son === undefined) throw new Error('no son');
      const ofSon = (caseRef: string): Promise<string> => {
        const members = [{ ...son, relation: HouseholdRelation.APPLICANT }];
        const family = { ...parents.family, caseRef };
        return asks(
          { ...parents, family, snapshot: { ...parents.snapshot, members } },
          { consents: [consent(son.personKey)], declaredItems: homeOf(son.personKey) },
        );
      };
      const membersNow = async () => {
        const households = await world.unitOfWork.run('test', (tx) => householdsOf(tx, [son.personKey]));
        return households.map(({ id, members }) => [id, members.map(({ personKey }) => personKey)]);
      };
      const { husband, wife, child, caseRef } = parents.family;
      await asks(parents);
      await ofSon(`${caseRef}/2`);
      expect(await membersNow()).toEqual([[parents.id, [son.personKey]]]);
      await tells(parents);
      await ofSon(`${caseRef}/3`);
      expect(await membersNow()).toEqual([[parents.id, [husband, wife, child, son.personKey]]]);
    });

    it.each<[string, readonly Word[]]>([
      ['they have asked since', ['own asked', 'parents asked']],
      ['assistance has told of them since', ['own asked', 'parents told']],
      ['assistance had told of them before', ['parents told', 'own asked']],
    ])('is that by which support of his parents is imputed: %s', async (_when, words) => {
      const own = householdOf(newFamily());
      const { husband: son } = own.family;
      const parents = parentsOf(son);
      await taken(words, own, parents);
      const { husband, wife, child, caseRef } = parents.family;
      const id = await asks(
        { ...parents, family: { ...parents.family, caseRef: `${caseRef}/2` } },
        {
          consents: [husband, wife, son].map((person) => consent(person)),
          declaredItems: homeOf(husband),
        },
      );
      await world.drain();
      world.at('2025-07-18T02:00:00Z');
      await world.storeFacts([
        // 441,000 a month after the cost of work: 147,000 a head of three
        wage(son, { month: '2024-07', toMonth: '2025-06', amountFen: 6_000_000n }),
        thing(husband, AssetKind.RESIDENCE, 'NR', { count: 1 }),
      ]);
      await world.answer([husband, wife, child, ...Object.values(own.family).slice(0, 3)]);
      await world.drain();
      const [completed] = await world.sentFor(id);
      // half of what is above 118,000, for each of three
      expect(completed?.message).toMatchObject({
        householdFigures: {
          memberCount: 3,
          annualIncomeFen: 12n * 14_500n,
          perCapitaMonthly: { numerator: '14500', denominator: '3' },
        },
      });
    });
  });
});
