import { readdirSync, readFileSync } from 'node:fs';
import { allMessages } from '@minzheng/contracts/catalogue';
import { REQUIRED_SCOPES } from '@minzheng/platform/access';
import { problemCatalogue } from '@minzheng/platform/http';
import { parse } from 'yaml';
import { LIFECYCLES, LIFECYCLES_SECTION } from './lifecycles.js';
import './problems.js';
import { SocialAssistanceModule } from './social-assistance.module.js';

const DOCUMENT = readFileSync(new URL('../../../docs/lifecycles.md', import.meta.url), 'utf8');
const POLICIES = new URL('../policies/', import.meta.url);
const policyKeys = readdirSync(POLICIES)
  .flatMap((file) => parse(readFileSync(new URL(file, POLICIES), 'utf8')) as { key: string }[])
  .map(({ key }) => key);

interface Room {
  readonly module: object;
  readonly controllers?: readonly { prototype: object }[];
}

/** Of a module and of all that it imports. */
function controllersOf(room: Room | (new (...parameters: never[]) => object)): { prototype: object }[] {
  const { module, controllers: own = [] } = 'module' in room ? room : { module: room };
  const declared = (Reflect.getMetadata('controllers', module) ?? []) as { prototype: object }[];
  const imports = (Reflect.getMetadata('imports', module) ?? []) as Room[];
  return [...declared, ...own, ...imports.flatMap(controllersOf)];
}

const controllers = controllersOf(SocialAssistanceModule);
const requiredScopes = new Set(
  controllers
    .flatMap(({ prototype }) => Object.values(Object.getOwnPropertyDescriptors(prototype)))
    .filter(({ value }) => typeof value === 'function')
    .flatMap(({ value }) => (Reflect.getMetadata(REQUIRED_SCOPES, value as object) ?? []) as string[]),
);

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

    it('asks for scopes that a route asks for', () => {
      const scopes = steps
        .flatMap(({ who }) => who)
        .flatMap((party) => (party.by === 'official' ? [party.scope] : []));
      expect(scopes.filter((scope) => !requiredScopes.has(scope))).toEqual([]);
    });

    it('takes its limits from shipped rows', () => {
      const limits = steps.flatMap(({ limit }) => (limit && 'policy' in limit ? [limit.policy] : []));
      const isShipped = (policy: string): boolean =>
        policyKeys.some((key) => key === policy || key.startsWith(policy.replace(/<.*/u, '')));
      expect(limits.filter((policy) => !isShipped(policy))).toEqual([]);
    });
  });
});
