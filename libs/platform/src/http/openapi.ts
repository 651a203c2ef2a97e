import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problemCatalogue, PROBLEMS, type ProblemType } from './problem.js';

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

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const RULE_STATUS = 422;
const RULES = 'the rule that refuses, by its name (x-problems)';
const OPERATIONS = ['get', 'post', 'put', 'patch'] as const;

/** The API document of a service: its routes, and the problems that each may answer with. */
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
      if (operation) complete(operation);
    }
  }
  const problems = problemCatalogue().map(({ name, status, zh, en }) => ({ name, status, zh, en }));
  return Object.assign(document, { 'x-problems': problems });
}

function complete(operation: Operation): void {
  if (operation.security) {
    const requirements = new Map(operation.security.map((entry) => [JSON.stringify(entry), entry]));
    operation.security = [...requirements.values()];
  }
  for (const [status, problems] of Map.groupBy(problemsOf(operation), (problem) => problem.status)) {
    const names = problems.map(({ name }) => `\`${name}\``).join(', ');
    operation.responses[status] ??= problemResponse(status === RULE_STATUS ? `${names}, ${RULES}` : names);
  }
  if (operation.requestBody) operation.responses[RULE_STATUS] ??= problemResponse(RULES);
  operation.responses['default'] = problemResponse('another problem; all are in x-problems');
}

/** What a route may refuse because of what it declares: its access, its parameters, its body. */
function problemsOf({ security, parameters = [], requestBody }: Operation): ProblemType[] {
  const declared = parameters.flatMap((parameter) => ('in' in parameter ? [parameter] : []));
  const isIn = (place: string) => declared.some((parameter) => parameter.in === place);
  const hasHeader = (header: string) => declared.some(({ name }) => name === header);
  const { validation, unauthenticated, scopeMissing, outOfRegion, notFound, tooLarge } = PROBLEMS;
  return [
    ...(requestBody || declared.length > 0 ? [validation] : []),
    ...(security ? [unauthenticated, scopeMissing, outOfRegion] : []),
    ...(isIn('path') ? [notFound] : []),
    ...(hasHeader('If-Match')
      ? [PROBLEMS.ifMatchRequired, PROBLEMS.versionConflict, PROBLEMS.illegalTransition]
      : []),
    ...(hasHeader('Idempotency-Key')
      ? [PROBLEMS.idempotencyKeyRequired, PROBLEMS.requestInProgress, PROBLEMS.idempotencyKeyReused]
      : []),
    ...(requestBody ? [tooLarge, PROBLEMS.unsupportedMediaType] : []),
  ];
}
