import { randomUUID } from 'node:crypto';
import { AssetKind, StatusKind } from '@minzheng/contracts/facts';
import { SignerRole } from '@minzheng/contracts/verification';
import type { OfficialRelatives } from '@minzheng/casework/relatives';
import { PolicyBook } from '@minzheng/kernel/policy';
import type { Caller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import type { PolicyStore } from '@minzheng/platform/policies';
import { v7 as uuidv7 } from 'uuid';
import { TEXT_FORMAT } from '../facts/fact-pack.text.js';
import { ProfileController } from '../facts/profile.controller.js';
import { status } from '../facts/test/facts.js';
import { consent, newFamily, type Family } from '../requests/test/events.js';
import { policyBook, policyRows } from '../requests/test/households.js';
import { requestWorld, thing, type RequestWorld } from '../requests/test/request-world.js';
import { readPackedFacts } from '../runs/slice-facts.js';
import { eraseAfterConsents } from './consent-erasure.js';
import { Consent } from './consent.entity.js';
import { ConsentRegister } from './consent.register.js';
import { MinorsOfEndedConsents1710000000495 } from './migrations/1710000000495-minors-of-ended-consents.js';
import { MinorsOfUncountedGuardians1710000000496 } from './migrations/1710000000496-minors-of-uncounted-guardians.js';

const FIRST = '00000000-0000-0000-0000-000000000000';

describe('what banks tell of a child whose parents have consented', () => {
  let world: RequestWorld;
  let book: PolicyBook;
  /** Without what tells who counts. */
  let bookWithoutCount: PolicyBook;
  const register = new ConsentRegister();

  beforeAll(async () => {
    world = await requestWorld();
    book = await policyBook();
    const rows = await policyRows();
    bookWithoutCount = new PolicyBook(rows.filter(({ key }) => !key.startsWith('assistance.household.')));
  });
  afterAll(() => world.drop());
  beforeEach(() => world.at('2025-07-15T02:00:00Z'));

  const formOf = (family: Family, role: 'husband' | 'wife') => consent(family[role], uuidv7());
  /** A family of whom banks have told, and no report was made. */
  async function checkedFamily(
    more: readonly ReturnType<typeof consent>[] = [],
    family = newFamily(),
    his: ReturnType<typeof consent> = formOf(family, 'husband'),
  ) {
    const hers = formOf(family, 'wife');
    const requestId = await world.send(family, { consents: [his, hers, ...more] });
    await world.drain();
    await world.storeFacts(
      [family.husband, family.child].map((each) =>
        thing(each, AssetKind.DEPOSIT, 'BANK', { valueFen: 100n, itemKey: `of ${each}` }),
      ),
    );
    await hold(family.child);
    return { ...family, his: his.consentId, hers: hers.consentId, requestId };
  }
  const hold = (person: string) =>
    world.dataSource.query('insert into deposit_holding (person_key, item_key) values ($1, $2)', [
      person,
      `of ${person}`,
    ]);
  const withdraw = (consentId: string): Promise<void> =>
    world.unitOfWork.run('test', async (tx) => {
      const found = await tx.manager.findOneByOrFail(Consent, { id: consentId });
      await register.withdrawHere(tx, found, world.now());
      await world.requests.consentsChanged(tx, [found.personKey]);
    });
  const erase = (today: string, by = book) =>
    world.unitOfWork.run('test', (tx) => eraseAfterConsents(tx, by, today, FIRST, 500));
  const imprison = (person: string, from: string) =>
    world.storeFacts([status(person, StatusKind.IMPRISONED, from, 'JUS')]);
  const erasedWith = async (...consents: string[]): Promise<number[]> => {
    const rows = await world.dataSource.query<{ facts: number }[]>(
      `select facts from unnest($1::uuid[]) with ordinality as c(id, place)
         join consent_erasure e on e.consent_id = c.id order by place`,
      [consents],
    );
    return rows.map(({ facts }) => facts);
  };
  const kept = async (...persons: string[]): Promise<number[]> => {
    const rows = await world.dataSource.query<{ key: string; n: number }[]>(
      `select p.key, (select count(*) from fact f where f.person_key = p.key)::int
                   + (select count(*) from deposit_holding d where d.person_key = p.key)::int as n
         from unnest($1::uuid[]) with ordinality as p(key, place) order by place`,
      [persons],
    );
    return rows.map(({ n }) => n);
  };

  it('is erased with the parents’ once neither consent has held for 30 days, and not before', async () => {
    const { husband, child, his, hers } = await checkedFamily();
    await withdraw(his);
    world.at('2025-07-20T02:00:00Z');
    await withdraw(hers);
    await erase('2025-08-14');
    expect(await kept(husband, child)).toEqual([0, 2]);
    await erase('2025-08-18');
    expect(await kept(child)).toEqual([2]);
    await erase('2025-08-19');
    expect(await kept(child)).toEqual([0]);
    expect(await erasedWith(his, hers)).toEqual([1, 1]);
  });

  it('is erased though the request was cancelled for it', async () => {
    const { child, his, hers, requestId } = await checkedFamily();
    await withdraw(his);
    await withdraw(hers);
    await world.dataSource.query(`update verification_request set state = 'CANCELLED' where id = $1`, [
      requestId,
    ]);
    await erase('2025-08-14');
    expect(await kept(child)).toEqual([0]);
  });

  const lookedAtWithoutChild = (consents: readonly string[]) =>
    world.dataSource.query(
      `with looked as (delete from consent_ending where consent_id = any($1::uuid[]) returning consent_id)
       insert into consent_erasure (consent_id, erased_on, facts) select consent_id, '2025-08-14', 0 from looked`,
      [consents],
    );

  it.each([MinorsOfEndedConsents1710000000495, MinorsOfUncountedGuardians1710000000496])(
    'is erased by the next look where the parents’ consents were looked at without it: %p',
    async (Migration) => {
      const { child, his, hers } = await checkedFamily();
      await withdraw(his);
      await withdraw(hers);
      await lookedAtWithoutChild([his, hers]);
      await erase('2025-08-14');
      expect(await kept(child)).toEqual([2]);
      await new Migration().up(world.dataSource.createQueryRunner());
      await erase('2025-08-14');
      expect(await kept(child)).toEqual([0]);
    },
  );

  it('is erased by the next look though an agent had signed for the parent', async () => {
    const family = newFamily();
    const byAgent = {
      ...formOf(family, 'husband'),
      ...{ signerKey: family.wife, signerRole: SignerRole.AGENT, powerSha256: 'cd'.repeat(32) },
    };
    const { child, his, hers } = await checkedFamily([], family, byAgent);
    await withdraw(hers);
    await lookedAtWithoutChild([hers]);
    await world.dataSource.query('delete from consent_erasure where consent_id = $1', [hers]);
    world.at('2025-07-20T02:00:00Z');
    await withdraw(his);
    await lookedAtWithoutChild([his]);
    await new MinorsOfUncountedGuardians1710000000496().up(world.dataSource.createQueryRunner());
    await erase('2025-08-19');
    expect(await kept(child)).toEqual([0]);
  });

  it('stays while a parent’s consent holds, though one for the child alone has ended', async () => {
    const family = newFamily();
    const own = {
      ...consent(family.child, uuidv7()),
      ...{ signerKey: family.wife, signerRole: SignerRole.GUARDIAN },
    };
    const { child } = await checkedFamily([own], family);
    await withdraw(own.consentId);
    await erase('2025-08-14');
    expect(await kept(child)).toEqual([2]);
  });

  it('of who has come of age is erased 30 days after that, though a parent’s consent still holds', async () => {
    const { husband, child, his } = await checkedFamily();
    await withdraw(his);
    await world.dataSource.query(
      `update verification_request set household = jsonb_set(household, '{members,2,birthDate}', '"2007-08-01"')
        where person_keys @> array[$1::uuid]`,
      [child],
    );
    await erase('2025-08-14');
    expect(await kept(husband, child)).toEqual([0, 2]);
    await erase('2025-08-30');
    expect(await kept(child)).toEqual([2]);
    await erase('2025-08-31');
    expect(await kept(child)).toEqual([0]);
    expect(await erasedWith(his)).toEqual([2]);
  });

  it('is erased though the consent of a parent holds who does not count', async () => {
    const { child, wife, his } = await checkedFamily();
    await imprison(wife, '2025-07-10');
    await withdraw(his);
    await erase('2025-08-14');
    expect(await kept(child)).toEqual([0]);
  });

  it('is erased 30 days after the parent has ceased to count whose consent still holds', async () => {
    const { child, wife, his } = await checkedFamily();
    await withdraw(his);
    await imprison(wife, '2025-08-05');
    await erase('2025-08-14');
    await erase('2025-09-03');
    expect(await kept(child)).toEqual([2]);
    await erase('2025-09-04');
    expect(await kept(child)).toEqual([0]);
  });

  it('stays while nobody can say whether a parent counts whose consent holds', async () => {
    const { child, wife, his } = await checkedFamily();
    await imprison(wife, '2025-07-10');
    await withdraw(his);
    await erase('2025-08-14', bookWithoutCount);
    expect(await kept(child)).toEqual([2]);
  });

  describe('in the profile', () => {
    const shown = async (personKey: string, caseRef: string, by = book): Promise<string[]> => {
      await world.dataSource.query(
        `with known as (
           insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
           values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, '[]', '[]') returning id)
         insert into household_person (household_id, person_key) select id, $2 from known`,
        [randomUUID(), personKey],
      );
      const profiles = new ProfileController(
        world.dataSource,
        register,
        { book: () => Promise.resolve(by) } as unknown as PolicyStore,
        { requireUnrelated: () => Promise.resolve() } as unknown as OfficialRelatives,
        world.clock,
      );
      const { facts } = await profiles.one(
        { personKey },
        {},
        { subject: 'officer', covers: () => true, hasScope: () => true } as unknown as Caller,
        { purpose: 'DIBAO', caseRef },
        { add: () => undefined, about: () => undefined } as unknown as Disclosure,
      );
      return facts.map(({ kind }) => kind);
    };

    it('is shown while a parent’s consent holds', async () => {
      const { child, caseRef, his, hers } = await checkedFamily();
      expect(await shown(child, caseRef)).toEqual(['deposit']);
      await withdraw(his);
      expect(await shown(child, caseRef)).toEqual(['deposit']);
      await withdraw(hers);
      expect(await shown(child, caseRef)).toEqual([]);
    });

    it('is not shown by the consent of a parent who has died', async () => {
      const { child, caseRef, wife, his } = await checkedFamily();
      await withdraw(his);
      await world.storeFacts([status(wife, StatusKind.DECEASED, '2025-07-10', 'PSB')]);
      expect(await shown(child, caseRef)).toEqual([]);
    });

    it('is not shown by the consent of a parent who is in prison, and is again after the release', async () => {
      const { child, caseRef, wife, his } = await checkedFamily();
      await withdraw(his);
      await imprison(wife, '2025-07-10');
      expect(await shown(child, caseRef)).toEqual([]);
      await world.storeFacts([status(wife, StatusKind.RELEASED, '2025-07-14', 'JUS')]);
      expect(await shown(child, caseRef)).toEqual(['deposit']);
    });

    it('is not shown while nobody can say whether the parent counts', async () => {
      const family = newFamily();
      const named = { ...formOf(family, 'husband'), datasets: ['CORE', 'BANK'] };
      const { child, caseRef } = await checkedFamily([], family, named);
      expect(await shown(child, caseRef)).toEqual(['deposit']);
      expect(await shown(child, caseRef, bookWithoutCount)).toEqual([]);
    });

    it('is no longer shown to anybody by a parent’s once the child has come of age', async () => {
      const { child, caseRef } = await checkedFamily();
      world.at('2033-05-01T02:00:00Z');
      await world.dataSource.query(`update consent set valid_to = '2034-01-01'`);
      expect(await shown(child, caseRef)).toEqual([]);
    });
  });

  it('is read by a run while a parent’s consent holds', async () => {
    const [family, id] = [newFamily(), randomUUID()];
    const [his, hers] = [formOf(family, 'husband'), formOf(family, 'wife')];
    await world.send(family, { consents: [his, hers] });
    const members = [
      { personKey: family.husband, relation: 'APPLICANT', birthDate: '1985-03-01' },
      { personKey: family.wife, relation: 'SPOUSE', birthDate: '1986-04-01' },
      { personKey: family.child, relation: 'CHILD', birthDate: '2015-05-01' },
    ];
    await world.dataSource.query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, $2, '[]') returning id),
       persons as (
         insert into household_person (household_id, person_key) select id, unnest($3::uuid[]) from known),
       known_persons as (
         insert into person (person_key, last_recorded_at, fact_seq) select unnest($3::uuid[]), clock_timestamp(), 1
         on conflict (person_key) do update set fact_seq = 1)
       insert into fact_summary (person_key, fact_seq, format, facts, gated_facts, pack, gated_pack)
       select unnest($3::uuid[]), 1, $4, '', 'gated', null, null`,
      [id, JSON.stringify(members), [family.husband, family.wife, family.child], TEXT_FORMAT],
    );
    const read = async () => {
      const rows = await readPackedFacts(
        { query: (sql, parameters = []) => world.dataSource.query(sql, [...parameters]) },
        [family.child],
        '2025-07-15',
        world.now(),
      );
      return rows.map(({ gated_facts }) => gated_facts);
    };
    expect(await read()).toEqual(['gated']);
    await withdraw(his.consentId);
    expect(await read()).toEqual(['gated']);
    await withdraw(hers.consentId);
    expect(await read()).toEqual(['']);
  });
});
