import { describeService } from '@minzheng/platform/start-service';
import { misfitExamples } from '@minzheng/testing/service';
import { SOCIAL_ASSISTANCE } from './social-assistance.definition.js';

describe('the API document, made without starting the service', () => {
  it('tells of each route what it is for, by an id of its own', async () => {
    const { paths } = await describeService(SOCIAL_ASSISTANCE);
    const operations = Object.values(paths).flatMap(({ get, post, put, patch }) =>
      [get, post, put, patch].filter((operation) => operation !== undefined),
    );
    expect(operations.length).toBeGreaterThan(100);
    expect(operations.filter(({ summary = '' }) => summary.length < 5)).toEqual([]);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has examples that may be sent', async () => {
    expect(misfitExamples(await describeService(SOCIAL_ASSISTANCE))).toEqual([]);
  });
});
