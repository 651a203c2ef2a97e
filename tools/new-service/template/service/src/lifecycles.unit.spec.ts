import { readFileSync } from 'node:fs';
import { allMessages } from '@minzheng/contracts/catalogue';
import { problemCatalogue } from '@minzheng/platform/http';
import { LIFECYCLES, LIFECYCLES_SECTION } from './lifecycles.js';
import './sample-service.module.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the lifecycles of the service', () => {
  const steps = LIFECYCLES.flatMap(({ begins, transitions }) => [...begins, ...transitions]);

  it('are drawn in the documentation as the tables have them (npm run docs:lifecycles)', () => {
    expect(read('../../../docs/lifecycles.md')).toContain(LIFECYCLES_SECTION);
  });

  it('are refused with problems, and announce messages, that exist', () => {
    const problems = new Set(problemCatalogue().map(({ name }) => name));
    const messages = new Set(allMessages().map(({ name }) => name));
    expect(steps.flatMap(({ guard = [] }) => guard).filter((name) => !problems.has(name))).toEqual([]);
    expect(steps.flatMap(({ effect = [] }) => effect).filter((name) => !messages.has(name))).toEqual([]);
  });

  it('take their limits from shipped rows', () => {
    const limits = steps.flatMap(({ limit }) => (limit && 'policy' in limit ? [limit.policy] : []));
    const shipped = read('../policies/matter.yaml');
    expect(limits).not.toEqual([]);
    expect(limits.filter((key) => !shipped.includes(`key: ${key.replace(/<.*/u, '')}`))).toEqual([]);
  });
});
