import { PolicyBook } from '@minzheng/kernel/policy';
import { isMemberInCase, type AskedInCase } from './case-member.rules.js';
import type { HouseholdUnderCheck, MemberUnderCheck } from './household-under-check.js';
import { HOUSEHOLD, policyBook, policyRows } from './test/households.js';

const SON = '55555555-5555-8555-8555-555555555555';

const familyWith = (rest: Partial<MemberUnderCheck> = {}): HouseholdUnderCheck => ({
  ...HOUSEHOLD,
  members: [
    ...HOUSEHOLD.members,
    {
      ...{ personKey: SON, relation: 'CHILD', birthDate: '2002-02-01', capacity: 'FULL' },
      ...{ study: 'NONE', hukouRegion: '510802' },
      ...rest,
    },
  ],
});
const STUDENT = familyWith({ study: 'BACHELOR' });
const APART = familyWith();

const asked = (
  day: string,
  household: HouseholdUnderCheck,
  purposes: readonly string[] = ['DIBAO'],
): AskedInCase => ({ household, purposes, asOf: new Date(`${day}T02:00:00Z`) });

describe('whether a person belongs to the household of a case', () => {
  let book: PolicyBook;
  beforeAll(async () => {
    book = await policyBook();
  });

  const isMember = (...requests: readonly AskedInCase[]) => isMemberInCase(SON, 'DIBAO', requests, [], book);

  it('is told by the review, in which he works and lives apart, and not by the application', () => {
    const [application, review] = [asked('2024-03-11', STUDENT), asked('2025-07-14', APART)];
    expect(isMember(application)).toBe(true);
    expect(isMember(application, review)).toBe(false);
    expect(isMember(review, application)).toBe(false);
  });

  it('is told by the review, by which he has become a student', () => {
    expect(isMember(asked('2024-03-11', APART), asked('2025-07-14', STUDENT))).toBe(true);
  });

  it('is not told by what was asked for another purpose, of which means are not tested', () => {
    expect(isMember(asked('2024-03-11', APART), asked('2025-07-14', APART, ['ORPHAN']))).toBe(false);
    expect(isMember(asked('2025-07-14', APART, ['ORPHAN']))).toBe(false);
    expect(isMemberInCase(SON, 'ORPHAN', [asked('2025-07-14', APART, ['ORPHAN'])], [], book)).toBe(true);
  });

  it('is over with a review that no longer names him, or names him outside the household', () => {
    const application = asked('2024-03-11', STUDENT);
    const outside = {
      ...HOUSEHOLD,
      obligors: [
        { personKey: SON, obligorOfKey: HOUSEHOLD.members[0]!.personKey, relation: 'CHILD' as const },
      ],
    };
    expect(isMember(application, asked('2025-07-14', HOUSEHOLD))).toBe(false);
    expect(isMember(application, asked('2025-07-14', outside))).toBe(false);
  });

  it('is told by the one that stands behind where two are of one instant', () => {
    expect(isMember(asked('2025-07-14', STUDENT), asked('2025-07-14', APART))).toBe(false);
    expect(isMember(asked('2025-07-14', APART), asked('2025-07-14', STUDENT))).toBe(true);
  });

  it('is unknown, and so is not, where policy is missing', async () => {
    const rows = (await policyRows()).filter(({ key }) => key !== 'assistance.household.excludedStatuses');
    expect(isMemberInCase(SON, 'DIBAO', [asked('2025-07-14', STUDENT)], [], new PolicyBook(rows))).toBe(
      false,
    );
  });
});
