import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problemCatalogue } from './problem.js';

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457; the names are listed in x-problems',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'https://minzheng.dev/problems/validation' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    traceId: { type: 'string', description: 'for errors of the service itself' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
  additionalProperties: true,
} as const;

const PROBLEM_RESPONSE = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const OPERATIONS = ['get', 'post', 'put', 'patch'] as const;

/** The API document of a service: its routes, and the problems that any of them may answer with. */
export function createApiDocument(app: INestApplication, title: string, version: string): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder().setTitle(title).setVersion(version).addBearerAuth().build(),
  );
  const components = (document.components ??= {});
  components.schemas = { ...components.schemas, Problem: structuredClone(PROBLEM_SCHEMA) as never };
  for (const path of Object.values(document.paths)) {
    for (const verb of OPERATIONS) {
      const operation = path[verb];
      if (operation) operation.responses['default'] = structuredClone(PROBLEM_RESPONSE);
    }
  }
  const problems = problemCatalogue().map(({ name, status, zh, en }) => ({ name, status, zh, en }));
  return Object.assign(document, { 'x-problems': problems });
}
