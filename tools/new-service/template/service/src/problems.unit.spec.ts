import { problemCatalogue } from '@minzheng/platform/http';
import './sample-service.module.js';

describe('the problems of the service', () => {
  it.each(problemCatalogue().map((problem) => [problem.name, problem] as const))(
    '%s say in both languages what they mean and what to do',
    (_name, { meaning, remedy }) => {
      for (const text of [meaning, remedy]) {
        expect(text?.zh).toMatch(/[\u4e00-\u9fff].*。$/);
        expect(text?.en).toMatch(/^[A-Z].*\.$/);
      }
    },
  );
});
