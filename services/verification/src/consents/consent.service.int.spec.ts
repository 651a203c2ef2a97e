import { LegalCapacity } from '@minzheng/contracts/common';
import { SignerRole } from '@minzheng/contracts/verification';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { Problem } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import type { PolicyStore } from '@minzheng/platform/policies';
import { consent, newFamily, requestOf, type Family } from '../requests/test/events.js';
import { policyBook } from '../requests/test/households.js';
import { requestWorld, type RequestWorld } from '../requests/test/request-world.js';
import type { GiveConsentDto } from './consent.dto.js';
import type { Consent } from './consent.entity.js';
import { ConsentRegister } from './consent.register.js';
import { ConsentService } from './consent.service.js';
import { subjectOf } from './consent-subject.js';

describe('who signs for whom', () => {
  let world: RequestWorld;
  let consents: ConsentService;

  beforeAll(async () => {
    world = await requestWorld();
    const book = await policyBook();
    consents = new ConsentService(
      new ConsentRegister(),
      world.requests,
      { book: () => Promise.resolve(book) } as unknown as PolicyStore,
      world.clock,
    );
  });
  afterAll(() => world.drop());
  beforeEach(() => world.at('2025-07-15T02:00:00Z'));

  /** The family of a request whose last member is a pupil of 17, or whose wife lacks capacity and has a guardian. */
  async function familyOf(change: { readonly pupil?: string; readonly guardianOfWife?: boolean }) {
    const family = newFamily();
    const { household } = requestOf(family, world.now()).message;
    const [husband, wife, child] = household?.members ?? [];
    if (!household || !husband || !wife || !child) throw new RangeError('no household');
    const ofWife = {
      ...consent(family.wife),
      ...(change.guardianOfWife && {
        ...{ signerKey: family.husband, signerRole: SignerRole.GUARDIAN, powerSha256: 'ef'.repeat(32) },
      }),
    };
    await world.send(family, {
      consents: [consent(family.husband), ofWife],
      household: {
        ...household,
        members: [
          husband,
          change.guardianOfWife
            ? { ...wife, capacity: LegalCapacity.NONE, guardianKey: family.husband }
            : wife,
          change.pupil === undefined
            ? child
            : { ...child, birthDate: change.pupil, capacity: LegalCapacity.LIMITED },
        ],
      },
    });
    await world.drain();
    return family;
  }
  const ownLogin = (person: string) => ({ subject: person, person }) as AuthenticatedCaller;
  const department = { subject: 'officer', org: 'GJJ', region: '5108' } as AuthenticatedCaller;
  const give = (caller: AuthenticatedCaller, personKey: string, rest: Partial<GiveConsentDto> = {}) =>
    world.unitOfWork.run('test', (tx) =>
      consents.give(
        tx,
        {
          ...{ personKey, signerKey: personKey, signerRole: 'SELF', purposes: ['DIBAO'], datasets: ['CORE'] },
          ...{ method: 'E_SIGN', documentSha256: 'cd'.repeat(32) },
          ...{ signedAt: world.now().toISOString(), validTo: '2026-07-14' },
          ...rest,
        },
        caller,
      ),
    );
  const byMother = ({ wife }: Family) => ({
    ...{ signerKey: wife, signerRole: 'GUARDIAN' as const, powerSha256: 'ef'.repeat(32) },
  });
  const withdraw = (caller: AuthenticatedCaller, { id, version }: Consent) =>
    world.unitOfWork.run('test', (tx) => consents.withdraw(tx, id, version, caller));
  const refusal = (given: Promise<unknown>): Promise<string> =>
    given.then(
      () => 'taken',
      (error: unknown) => {
        if (error instanceof Problem) return error.type.name;
        if (error instanceof NotFound) return 'not-found';
        throw error;
      },
    );

  it('a parent for a pupil of 17, up to the day before the 18th birthday', async () => {
    const family = await familyOf({ pupil: '2007-08-01' });
    const [pupil, mother] = [ownLogin(family.child), ownLogin(family.wife)];
    world.at('2025-07-31T02:00:00Z');
    expect(await refusal(give(pupil, family.child))).toBe('signer-lacks-capacity');
    const given = await give(mother, family.child, byMother(family));
    expect(await refusal(withdraw(pupil, given))).toBe('not-found');

    world.at('2025-08-01T02:00:00Z');
    expect(await refusal(give(mother, family.child, byMother(family)))).toBe('signer-lacks-capacity');
    expect(await refusal(give(department, family.child, byMother(family)))).toBe('signer-lacks-capacity');
    expect(await refusal(withdraw(pupil, given))).toBe('taken');
    expect(await refusal(give(pupil, family.child))).toBe('taken');
  });

  it('with a power that a department has seen, and without one that nobody has', async () => {
    const family = await familyOf({ pupil: '2007-08-01' });
    const mother = ownLogin(family.wife);
    expect((await give(mother, family.child, byMother(family))).powerSha256).toBeNull();
    expect((await give(department, family.child, byMother(family))).powerSha256).toBe('ef'.repeat(32));
  });

  it('a parent is no longer the guardian of who has come of age', async () => {
    const { wife, child } = await familyOf({ pupil: '2007-08-01' });
    const guardians = async (on: string) =>
      (await world.unitOfWork.run('test', (tx) => subjectOf(tx, child, wife, on))).guardianKeys.includes(
        wife,
      );
    expect(await guardians('2025-07-31')).toBe(true);
    expect(await guardians('2025-08-01')).toBe(false);
  });

  it('the guardian of an adult at a department, which looks at the paper, and not by the own login', async () => {
    const family = await familyOf({ guardianOfWife: true });
    const form = { signerKey: family.husband, signerRole: 'GUARDIAN' as const, powerSha256: 'ef'.repeat(32) };
    expect(await refusal(give(ownLogin(family.husband), family.wife, form))).toBe('power-missing');
    expect(await refusal(give(department, family.wife, form))).toBe('taken');
  });
});
