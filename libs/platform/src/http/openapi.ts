import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { describeDeprecations } from './deprecation.js';
import { separateOperationIds } from './openapi-operation-ids.js';
import { closeRequestSchemas } from './openapi-schemas.js';
import { describeValidation } from './openapi-validation.js';
import { exampleOf } from './problem-example.js';
import { pageOfProblem, problemCatalogue, PROBLEMS, type ProblemType } from './problem.js';
import { refusalsOf } from './route.decorators.js';
import { operationIdOf, routesOf } from './routes.js';

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457; the types are listed in x-problems',
  externalDocs: { description: 'each type: what it means and what to do', url: '/docs/problems' },
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

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & { 'x-problems'?: readonly string[] };
type Response = Exclude<Operation['responses'][string], { $ref: string } | undefined>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

interface Place {
  readonly path: string;
  readonly isWrite: boolean;
}

const OPERATIONS = ['get', 'post', 'put', 'patch'] as const;
const CREATED = 201;
/** What does not touch the database or Kafka, or tells by itself how it is. */
const OPERATION_PATHS = /^\/(?:health|metrics)/;

const LOCATION = {
  required: true,
  description: 'path of what was created',
  schema: { type: 'string', format: 'uri-reference' },
} as const;
const ETAG = {
  required: true,
  description: 'the version, for `If-Match`',
  schema: { type: 'string', pattern: '^"[0-9]+"$', example: '"3"' },
} as const;
const PROBLEM_HEADERS: Readonly<Record<number, NonNullable<Response['headers']>>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string' }, example: 'Bearer' } },
  429: { 'Retry-After': { schema: { type: 'string', pattern: '^[0-9]+$' }, example: '1' } },
  503: { 'Retry-After': { schema: { type: 'string', pattern: '^[0-9]+$' }, example: '1' } },
};

/**
 * The API document of a service: its routes, what they take (which is what validation takes), and the problems that each
 * may answer with.
 */
export function createApiDocument(app: INestApplication, title: string, version: string): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle(title)
      .setVersion(version)
      .setExternalDoc('problem types: what they mean and what to do', '/docs/problems')
      .addBearerAuth()
      .build(),
  );
  const catalogue = new Map(problemCatalogue().map((problem) => [problem.name, problem]));
  const components = (document.components ??= {});
  components.schemas = { ...components.schemas, Problem: structuredClone(PROBLEM_SCHEMA) as never };
  components.examples = Object.fromEntries(
    [...catalogue].map(([name, problem]) => [
      name,
      { summary: problem.en, description: pageOfProblem(problem), value: exampleOf(problem, 'en') },
    ]),
  );
  const routes = routesOf(app);
  const refusals = new Map(
    routes.map((route) => [
      operationIdOf(route),
      [...refusalsOf(route.handler), ...refusalsOf(route.controller)],
    ]),
  );
  for (const [path, item] of Object.entries(document.paths)) {
    for (const verb of OPERATIONS) {
      const operation = item[verb];
      if (operation) complete(operation, { path, isWrite: verb !== 'get' }, refusals, components.schemas);
    }
  }
  describeValidation(document, routes);
  closeRequestSchemas(document);
  describeDeprecations(document, routes);
  // last: until here an operation is known by the names of its route
  separateOperationIds(document);
  const problems = [...catalogue.values()].map((problem) => {
    const { name, status, zh, en } = problem;
    return { name, status, zh, en, page: pageOfProblem(problem) };
  });
  return Object.assign(document, { 'x-problems': problems });
}

function complete(
  operation: Operation,
  place: Place,
  refusals: ReadonlyMap<string, readonly ProblemType[]>,
  schemas: Schemas,
): void {
  if (operation.security) {
    const requirements = new Map(operation.security.map((entry) => [JSON.stringify(entry), entry]));
    operation.security = [...requirements.values()];
  }
  const declared = refusals.get(operation.operationId ?? '') ?? [];
  const named = [...problemsOf(operation, place), ...declared];
  const problems = [...new Map(named.map((problem) => [problem.name, problem])).values()];
  for (const [status, ofStatus] of Map.groupBy(problems, (problem) => problem.status)) {
    operation.responses[status] ??= problemResponse(status, ofStatus);
  }
  operation['x-problems'] = problems.map(({ name }) => name).sort();
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response && !('$ref' in response)) nameHeaders(Number(status), response, schemas);
  }
}

function problemResponse(status: number, problems: readonly ProblemType[]): Response {
  const headers = PROBLEM_HEADERS[status];
  return {
    description: problems.map(({ name }) => `[\`${name}\`](/docs/problems/${name})`).join(', '),
    ...(headers ? { headers } : {}),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(
          problems.map(({ name }) => [name, { $ref: `#/components/examples/${name}` }]),
        ),
      },
    },
  };
}

/** Headers that follow from what is answered: where something was created, and its version. */
function nameHeaders(status: number, response: Response, schemas: Schemas): void {
  const headers = {
    ...(status === CREATED ? { Location: LOCATION } : {}),
    ...(isVersioned(response, schemas) ? { ETag: ETAG } : {}),
  };
  if (Object.keys(headers).length > 0) response.headers = { ...response.headers, ...headers };
}

function isVersioned({ content }: Response, schemas: Schemas): boolean {
  const schema = content?.['application/json']?.schema;
  const named =
    schema && '$ref' in schema ? schemas[schema.$ref.replace('#/components/schemas/', '')] : schema;
  return named !== undefined && !('$ref' in named) && (named.required ?? []).includes('version');
}

/** What a route may refuse because of what it declares: its access, its parameters, its body. */
function problemsOf(
  { security, parameters = [], requestBody }: Operation,
  { path, isWrite }: Place,
): ProblemType[] {
  const declared = parameters.flatMap((parameter) => ('in' in parameter ? [parameter] : []));
  const isIn = (place: string) => declared.some((parameter) => parameter.in === place);
  const hasHeader = (header: string) => declared.some(({ name }) => name === header);
  const { validation, unauthenticated, scopeMissing, outOfRegion, notFound, tooLarge } = PROBLEMS;
  const isOperation = OPERATION_PATHS.test(path);
  return [
    ...(isWrite || requestBody || declared.length > 0 ? [validation] : []),
    ...(security ? [unauthenticated, scopeMissing, outOfRegion] : []),
    ...(isIn('path') ? [notFound] : []),
    ...(hasHeader('If-Match')
      ? [PROBLEMS.ifMatchRequired, PROBLEMS.versionConflict, PROBLEMS.illegalTransition]
      : []),
    ...(hasHeader('Idempotency-Key')
      ? [PROBLEMS.idempotencyKeyRequired, PROBLEMS.requestInProgress, PROBLEMS.idempotencyKeyReused]
      : []),
    // also where there is none: a body that is sent is read before the route takes it
    ...(isWrite ? [tooLarge, PROBLEMS.unsupportedMediaType] : []),
    ...(isOperation ? [] : [PROBLEMS.rateLimited, PROBLEMS.dependencyUnavailable]),
  ];
}
