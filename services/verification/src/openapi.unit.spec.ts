import { describeService } from '@minzheng/platform/start-service';
import { misfitExamples } from '@minzheng/testing/service';
import { GATEWAY } from './gateway/gateway.module.js';
import { VERIFICATION } from './verification.definition.js';

/** A department's system asks again and again how far its request is; it is shown which agencies have answered, and no data. */
const UNCOUNTED = ['/v1/verification-requests/{id}'];
const VERBS = ['get', 'post', 'put', 'patch'] as const;

describe.each([VERIFICATION, GATEWAY])(
  'the API document of $name, made without starting it',
  (definition) => {
    const paths = async () => Object.entries((await describeService(definition)).paths);

    it('tells of each route what it is for, who may, and what it refuses', async () => {
      const operations = (await paths()).flatMap(([path, item]) =>
        VERBS.flatMap((verb) => (item[verb] ? [{ route: `${verb} ${path}`, ...item[verb] }] : [])),
      );
      expect(operations.length).toBeGreaterThan(20);
      expect(operations.filter(({ summary = '' }) => summary.length < 5).map(({ route }) => route)).toEqual(
        [],
      );
      expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
      const isOpen = (path: string) => /\/(?:public|health|metrics)/.test(path);
      const undeclared = operations.filter(({ route, security }) => !security && !isOpen(route));
      expect(undeclared.map(({ route }) => route)).toEqual([]);
      expect(operations.every((operation) => 'x-problems' in operation)).toBe(true);
    });

    it('lets no official open one person after another: each detail counts toward the reads of a day', async () => {
      const details = (await paths()).flatMap(([path, { get }]) =>
        get && 'x-discloses' in get && path.endsWith('}')
          ? [{ path, isCounted: 'x-detail-read' in get }]
          : [],
      );
      expect(details.filter(({ isCounted }) => !isCounted).map(({ path }) => path)).toEqual(
        definition === VERIFICATION ? UNCOUNTED : [],
      );
    });

    it('has examples that may be sent', async () => {
      expect(misfitExamples(await describeService(definition))).toEqual([]);
    });

    it('leaves nothing of a service behind', async () => {
      const [once, again] = [await paths(), await paths()];
      expect(again.map(([path]) => path)).toEqual(once.map(([path]) => path));
    });
  },
);
