import type { OpenAPIObject } from '@nestjs/swagger';
import { separateOperationIds } from './openapi-operation-ids.js';

const responses = {};

it('gives operations of one class in several places ids of their own, and leaves all others', () => {
  const paths: OpenAPIObject['paths'] = {
    '/v1/cases/{id}/visits': {
      get: { operationId: 'VisitsController_list', responses },
      post: { operationId: 'VisitsController_record', responses },
    },
    '/v1/awards/{id}/visits': { get: { operationId: 'VisitsController_list', responses } },
    '/v1/public/keys': { get: { operationId: 'KeysController_list', responses } },
  };
  separateOperationIds({ openapi: '3.0.0', info: { title: '', version: '' }, paths });
  expect(Object.values(paths).flatMap(({ get, post }) => [get?.operationId, post?.operationId])).toEqual([
    ...['VisitsController_list_cases', 'VisitsController_record'],
    ...['VisitsController_list_awards', undefined],
    ...['KeysController_list', undefined],
  ]);
});
