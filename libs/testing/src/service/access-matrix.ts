import { randomUUID } from 'node:crypto';
import type { TestClaims } from './service-environment.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Operation {
  readonly 'x-discloses'?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly object[];
  readonly 'x-scopes'?: readonly string[];
  readonly 'x-person'?: boolean;
  readonly 'x-record'?: { readonly type: string; readonly parameter?: string; readonly body?: string };
}

/** What the matrix reads of an API document: each route with what it declares about access. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A record that exists, and who may and may not see it. */
export interface MatrixRecord {
  readonly id: string;
  /** Whose own it is; none where no citizen sees such records. */
  readonly owner?: string;
  /** An official of another region is told `out-of-region` instead of `not-found`. */
  readonly isKnownElsewhere?: true;
}

export interface MatrixFixtures {
  /** Region in which all records lie. */
  readonly region: string;
  readonly otherRegion: string;
  readonly stranger: string;
  /** By the record's type in lower camel case. */
  readonly records: Readonly<Record<string, MatrixRecord>>;
  /** Values of path parameters that name no record of the service, by path: `{ '/v1/jobs/{id}': { id: … } }`. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Paths whose filter `region` is no question of jurisdiction: what they show is no secret among officials. */
  readonly openRegions?: readonly string[];
  /** Headers of every request, for example a stated purpose. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that stand instead of those, by path. */
  readonly headersOf?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Queries that a list needs, by path. */
  readonly queries?: Readonly<Record<string, string>>;
}

/** One request, and what it must be answered. */
export interface MatrixCase {
  readonly route: string;
  readonly who: 'no token' | 'wrong scope' | 'wrong region' | 'other person' | 'official' | 'own person';
  readonly claims?: TestClaims;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers: Readonly<Record<string, string>>;
  /** A status, and the problem's name where it is refused; `passed`: whatever is not a refusal of access. */
  readonly expected: `${number} ${string}` | 'passed';
}

/** The answer says that this caller may not do that, or that it does not exist; anything from 500 on says nothing. */
const ACCESS_REFUSALS = [401, 403, 404, 500, 503];

/**
 * Every route of a service × {no token, wrong scope, wrong region, other person, right}: what is to be answered follows
 * from what the routes declare.
 *
 * @throws RangeError for a path parameter or a kind of record without a fixture: no route is left out
 */
export function accessMatrix(document: ApiDocument, fixtures: MatrixFixtures): MatrixCase[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => casesOf(path, method, operation, fixtures)),
  );
}

/**
 * What each route declares, one line a route: held against a reviewed snapshot, so that a route that is opened by mistake
 * turns a test red although it does what it declares.
 */
export function declarationsOf(document: ApiDocument): string[] {
  return Object.entries(document.paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => {
        const {
          'x-scopes': scopes = [],
          'x-person': person,
          'x-record': record,
          'x-discloses': shown,
        } = operation;
        return [
          `${method.toUpperCase()} ${path}`,
          operation.security
            ? [...scopes, ...(person ? ['person'] : [])].join(', ') || 'any token'
            : 'public',
          record ? `concerns ${record.type}${record.body === undefined ? '' : ` by ${record.body}`}` : '',
          shown ? `discloses ${shown.join(', ')}` : '',
        ]
          .filter((part) => part !== '')
          .join(' · ');
      }),
    )
    .sort();
}

function casesOf(path: string, method: string, operation: Operation, fixtures: MatrixFixtures): MatrixCase[] {
  const { 'x-scopes': scopes = [], 'x-person': person = false, 'x-record': concern } = operation;
  const record = concern && fixtures.records[concern.type];
  if (concern && !record) throw new RangeError(`${path}: no record ${concern.type} among the fixtures`);
  const isPublic = !operation.security;
  const isAnyToken = scopes.length === 0 && !person;
  const request = {
    route: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path: pathOf(path, concern, record, fixtures),
    headers: { ...fixtures.headers, ...fixtures.headersOf?.[path] },
    ...(concern?.body === undefined || !record ? {} : { body: { [concern.body]: record.id } }),
  };
  const ask = (
    who: MatrixCase['who'],
    expected: MatrixCase['expected'],
    claims?: TestClaims,
    change: Partial<MatrixCase> = {},
  ): MatrixCase => ({ ...request, ...change, who, expected, ...(claims ? { claims } : {}) });
  if (isPublic) return [ask('no token', 'passed')];

  const [scope = 'nothing:at-all:read'] = scopes;
  const official = { sub: `official-${randomUUID()}`, scope, region: fixtures.region };
  const stranger = { sub: 'stranger', person: fixtures.stranger };
  const takesRegion = operation.parameters?.some(
    ({ name, in: place }) => name === 'region' && place === 'query',
  );
  const elsewhere = { ...official, region: fixtures.otherRegion };
  if (isAnyToken) return [ask('no token', '401 unauthenticated'), ask('official', 'passed', official)];
  return [
    ask('no token', '401 unauthenticated'),
    ask('wrong scope', '403 scope-missing', { ...official, scope: 'nothing:at-all:write' }),
    ...(scopes.length === 0 ? [] : [ask('official', rightAnswer(method, concern), official)]),
    ...(person ? [] : [ask('other person', '403 scope-missing', stranger)]),
    ...(record && scopes.length > 0
      ? [ask('wrong region', record.isKnownElsewhere ? '403 out-of-region' : '404 not-found', elsewhere)]
      : []),
    ...(takesRegion && !record && scopes.length > 0 && !fixtures.openRegions?.includes(path)
      ? [
          ask('wrong region', '403 out-of-region', elsewhere, {
            path: withQuery(request.path, `region=${fixtures.region}`),
          }),
        ]
      : []),
    ...(record && person ? [ask('other person', '404 not-found', stranger)] : []),
    ...(record?.owner !== undefined && person
      ? [ask('own person', rightAnswer(method, concern), { sub: 'owner', person: record.owner })]
      : []),
  ];
}

/** A read answers; a command that has passed is refused for what it lacks. */
function rightAnswer(method: string, concern: Operation['x-record']): MatrixCase['expected'] {
  return method === 'get' && concern ? '200 ' : 'passed';
}

/**
 * Asks all of it, and tells what was answered otherwise than the declarations say.
 *
 * @param token - a token with these claims
 */
export async function askMatrix(
  cases: readonly MatrixCase[],
  url: string,
  token: (claims: TestClaims) => Promise<string>,
): Promise<string[]> {
  const deviations: string[] = [];
  for (const { route, who, claims, method, path, body, headers, expected } of cases) {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(claims ? { authorization: `Bearer ${await token(claims)}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { status } = response;
    const answered = `${status} ${problemIn(await response.text())}`;
    const isAsExpected = expected === 'passed' ? !ACCESS_REFUSALS.includes(status) : answered === expected;
    if (!isAsExpected) deviations.push(`${route}, ${who}: ${answered} instead of ${expected}`);
  }
  return deviations;
}

function problemIn(text: string): string {
  try {
    const { type } = JSON.parse(text) as { type?: unknown };
    return typeof type === 'string' && type.includes('/problems/') ? (type.split('/').at(-1) ?? '') : '';
  } catch {
    return '';
  }
}

function pathOf(
  path: string,
  concern: Operation['x-record'],
  record: MatrixRecord | undefined,
  { parameters = {}, queries = {} }: MatrixFixtures,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value =
      concern && concern.body === undefined && name === (concern.parameter ?? 'id')
        ? record?.id
        : parameters[path]?.[name];
    if (value === undefined) throw new RangeError(`${path}: no value for {${name}}`);
    return value;
  });
  const query = queries[path];
  return query === undefined ? filled : withQuery(filled, query);
}

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

/** Policies, jobs and the like, of which every service has some: one of each, for the paths that name one. */
export async function platformParameters(
  query: (sql: string, parameters: unknown[]) => Promise<unknown>,
  region: string,
): Promise<NonNullable<MatrixFixtures['parameters']>> {
  const id = randomUUID();
  await query(
    `insert into job (id, name, scope, period, parameters, state, requested_by)
     values ($1, 'matrix', '', '', '{}', 'PENDING', 'matrix')`,
    [id],
  );
  await query(
    `insert into region_change (id, kind, from_codes, to_regions, effective_on, legal_basis, doc_no, state, version, drafted_by)
     values ($1, 'RENAME', array[$2], '[]', '2030-01-01', 'matrix', '1', 'DRAFT', 1, 'matrix')`,
    [id, region],
  );
  await query(
    `insert into break_glass_access (id, region, version, created_by, state, target_type, target_id, reason,
                                     opened_at, valid_until, review_due)
     values ($1, $2, 1, 'matrix', 'OPEN', 'matrix', $1, 'matrix', now(), now(), '2030-01-01')`,
    [id, region],
  );
  const [policy] = (await query('select id from policy_row order by id limit 1', [])) as { id: string }[];
  const one = { id };
  const row = { id: policy?.id ?? '' };
  return {
    '/v1/jobs/{id}': one,
    '/v1/regions/{code}': { code: region },
    '/v1/regions/changes/{id}': one,
    '/v1/regions/changes/{id}/publish': one,
    '/v1/break-glass-accesses/{id}': one,
    '/v1/break-glass-accesses/{id}/review': one,
    '/v1/policies/{id}': row,
    '/v1/policies/{id}/publish': row,
    '/v1/policies/{id}/withdraw': row,
    '/v1/parked-events/{id}': one,
    '/v1/parked-events/{id}/replay': one,
    '/v1/parked-events/{id}/drop': one,
  };
}

/** Their filter `region` says where a row holds, and rows are no secret among officials. */
export const OPEN_REGIONS = ['/v1/policies', '/v1/policies/explain', '/v1/regions'];
