import { readdirSync, readFileSync } from 'node:fs';
import { allMessages } from '@minzheng/contracts/catalogue';
import { problemCatalogue } from '@minzheng/platform/http';
import { parse } from 'yaml';
import './gateway/gateway.module.js';
import './verification.module.js';
import { LIFECYCLES, LIFECYCLES_SECTION } from './lifecycles.js';

const DOCUMENT = readFileSync(new URL('../../../docs/lifecycles.md', import.meta.url), 'utf8');
const POLICIES = new URL('../policies/', import.meta.url);
const policyKeys = readdirSync(POLICIES)
  .flatMap((file) => parse(readFileSync(new URL(file, POLICIES), 'utf8')) as { key: string }[])
  .map(({ key }) => key);

describe('the lifecycles', () => {
  it('are drawn in the documentation as the tables have them (npm run docs:lifecycles)', () => {
    expect(DOCUMENT).toContain(LIFECYCLES_SECTION);
  });

  describe.each(LIFECYCLES.map((lifecycle) => [lifecycle.name, lifecycle] as const))('%s', (_name, table) => {
    const steps = [...table.begins, ...table.transitions];

    it('is refused with problems of the catalogue', () => {
      const known = new Set(problemCatalogue().map(({ name }) => name));
      expect(steps.flatMap(({ guard = [] }) => guard).filter((name) => !known.has(name))).toEqual([]);
    });

    it('announces messages that exist', () => {
      const known = new Set(allMessages().map(({ name }) => name));
      expect(steps.flatMap(({ effect = [] }) => effect).filter((name) => !known.has(name))).toEqual([]);
    });

    it('takes its limits from shipped rows', () => {
      const limits = steps.flatMap(({ limit }) => (limit && 'policy' in limit ? [limit.policy] : []));
      const isShipped = (policy: string): boolean =>
        policyKeys.some((key) => key === policy || key.startsWith(policy.replace(/<.*/u, '')));
      expect(limits.filter((policy) => !isShipped(policy))).toEqual([]);
    });
  });
});
