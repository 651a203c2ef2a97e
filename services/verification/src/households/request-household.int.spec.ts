import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { HouseholdRelation, ObligorSchema } from '@minzheng/contracts/common';
import { v7 as uuidv7 } from 'uuid';
import { consent, newFamily, requestOf, type Family, type RequestInit } from '../requests/test/events.js';
import { requestWorld, type RequestWorld } from '../requests/test/request-world.js';
import { householdsOf, storeHouseholds } from './household.store.js';

describe('a household that only a request has named', () => {
  let world: RequestWorld;
  beforeAll(async () => {
    world = await requestWorld();
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
  const told = async (family: Family, options: Parameters<typeof newsOf>[1] = {}): Promise<string> => {
    const news = newsOf(family, options);
    await world.unitOfWork.run('test', (tx) => storeHouseholds(tx, [news]));
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
    await world.unitOfWork.run('test', (tx) =>
      storeHouseholds(tx, [news(2n), ofOther, news(3n, family.child), news(1n)]),
    );
    const members = async (of: Family) =>
      (await onRecord(of)).map((household) => household.members.map(({ personKey }) => personKey));
    expect(await members(family)).toEqual([[family.husband, family.wife]]);
    expect(await members(other)).toEqual([[other.husband, other.wife, other.child]]);
    expect(await marked(other)).toBe(3);
    await world.dataSource.query('delete from dirty');
    await world.unitOfWork.run('test', (tx) => storeHouseholds(tx, [news(3n), ofOther]));
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
});
