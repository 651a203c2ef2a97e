import { describeService } from '@minzheng/platform/start-service';
import { SAMPLE_SERVICE } from './sample-service.definition.js';

const VERBS = ['get', 'post', 'put', 'patch'] as const;

describe('the API document, made without starting the service', () => {
  it('tells of each route what it is for, who may, and what it refuses', async () => {
    const { paths } = await describeService(SAMPLE_SERVICE);
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      VERBS.flatMap((verb) => (item[verb] ? [{ route: `${verb} ${path}`, ...item[verb] }] : [])),
    );
    expect(operations.map(({ route }) => route)).toEqual(
      expect.arrayContaining(['post /v1/matters', 'get /v1/matters/{id}', 'post /v1/matters/{id}/settle']),
    );
    expect(operations.filter(({ summary = '' }) => summary.length < 5).map(({ route }) => route)).toEqual([]);
    const isOpen = (route: string): boolean => /\/(?:public|health|metrics)/.test(route);
    const undeclared = operations.filter(({ route, security }) => !security && !isOpen(route));
    expect(undeclared.map(({ route }) => route)).toEqual([]);
    expect(operations.every((operation) => 'x-problems' in operation)).toBe(true);
  });
});
