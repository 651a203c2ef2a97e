import type { AclEntry, Admin, AclFilter } from 'kafkajs';
import { accessListOf, accessText, applyAccessLists, principalOf } from './access-lists.js';

/** A broker that keeps access lists, and nothing else. */
class Lists {
  entries: AclEntry[] = [];
  writes = 0;
  readonly admin = {
    describeAcls: async () => ({
      resources: this.entries.map(({ principal, host, operation, permissionType, ...resource }) => ({
        ...resource,
        acls: [{ principal, host, operation, permissionType }],
      })),
    }),
    createAcls: async ({ acl }: { acl: AclEntry[] }) => {
      this.writes += 1;
      this.entries.push(...acl);
    },
    deleteAcls: async ({ filters }: { filters: AclFilter[] }) => {
      this.writes += 1;
      const gone = new Set(filters.map((filter) => accessText(filter as AclEntry)));
      this.entries = this.entries.filter((entry) => !gone.has(accessText(entry)));
    },
  } as unknown as Admin;

  get texts(): string[] {
    return this.entries.map(accessText).toSorted();
  }
}

const textsOf = (...entries: readonly AclEntry[]): string[] => entries.map(accessText).toSorted();

describe('accessListOf', () => {
  it('is what a principal may write, read and join, and nothing else', () => {
    expect(accessListOf('gateway').map(accessText)).toEqual([
      'User:gateway may write topic minzheng.inbound.all.v1',
      'User:gateway may write topic minzheng.inbound.verification.v1',
      'User:gateway may read topic minzheng.verification.own.v1',
      'User:gateway may describe configs topic minzheng.*',
      'User:gateway may read group verification-gateway.*',
    ]);
  });

  it('lets nobody read what one service tells another', () => {
    const texts = accessListOf('assistance').map(accessText);
    expect(texts).toContain('User:assistance may read topic minzheng.verification.assistance.v1');
    expect(texts).not.toContain('User:assistance may read topic minzheng.verification.eldercare.v1');
    expect(texts).not.toContain('User:assistance may read topic minzheng.verification.own.v1');
    expect(texts).not.toContain('User:assistance may write topic minzheng.verification.all.v1');
  });

  it('puts the prefix before topics, groups and users', () => {
    for (const entry of accessListOf('verification', 'test.')) {
      expect(entry.resourceName).toMatch(/^test\.(minzheng|verification)\./);
      expect(entry.principal).toBe('User:test.verification');
    }
    expect(principalOf('test.verification', 'test.')).toBe('verification');
    expect(principalOf('verification', 'test.')).toBeUndefined();
    expect(principalOf('intruder', '')).toBeUndefined();
  });
});

describe('applyAccessLists', () => {
  const lists = new Lists();
  beforeEach(() => {
    lists.entries = [];
    lists.writes = 0;
  });

  it('makes them once, and changes nothing the second time', async () => {
    const first = await applyAccessLists(lists.admin, ['assistance', 'verification']);
    expect(lists.texts).toEqual(textsOf(...accessListOf('assistance'), ...accessListOf('verification')));
    expect(first.added).toHaveLength(lists.entries.length);
    lists.writes = 0;
    const second = await applyAccessLists(lists.admin, ['assistance', 'verification']);
    expect([second.added, second.removed, second.foreign, lists.writes]).toEqual([[], [], [], 0]);
  });

  it('takes away what a principal may no longer do, and whoever is no longer one', async () => {
    await applyAccessLists(lists.admin, ['assistance', 'verification', 'eldercare']);
    const [everything] = accessListOf('verification').map((entry) => ({ ...entry, resourceName: '*' }));
    if (everything) lists.entries.push(everything);
    const { removed } = await applyAccessLists(lists.admin, ['assistance', 'verification']);
    expect(removed.map(accessText)).toContain('User:verification may write topic *');
    expect(lists.texts.some((text) => text.startsWith('User:eldercare'))).toBe(false);
    expect(lists.texts).toEqual(textsOf(...accessListOf('assistance'), ...accessListOf('verification')));
  });

  it('leaves others alone, and names those whom somebody has let at our topics', async () => {
    const [write] = accessListOf('assistance');
    if (!write) throw new Error('there is none');
    const audit = { ...write, principal: 'User:audit' };
    const elsewhere = { ...write, principal: 'User:audit', resourceName: 'weather' };
    const anybody = { ...write, principal: 'User:*', resourceName: 'min', resourcePatternType: 4 };
    lists.entries.push(audit, elsewhere, anybody);
    const { foreign } = await applyAccessLists(lists.admin, ['assistance']);
    expect(textsOf(...foreign)).toEqual(textsOf(audit, anybody));
    expect(lists.texts).toEqual(expect.arrayContaining(textsOf(audit, elsewhere, anybody)));
  });
});
