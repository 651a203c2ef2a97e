import { addMonthsToDate, isCivilDate, type CivilDate } from '@minzheng/kernel/months';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { operationIdOf, type Route } from './routes.js';

/** That a route will go, and what takes its place (接口停用预告). */
export interface Deprecation {
  /** First day on which it should no longer be used. */
  readonly since: CivilDate;
  /** Day from which it is no longer answered: at least 12 months later (docs/life-of-an-api.md). */
  readonly sunset: CivilDate;
  /** Path of what to use instead; none where nothing takes its place. */
  readonly successor?: string;
}

const DEPRECATION = 'minzheng:deprecation';
const LIFE_MONTHS = 12;
const VERBS = ['get', 'post', 'put', 'patch'] as const;

/** How the API document says it of an operation. */
interface Announced {
  readonly 'x-deprecated-since'?: CivilDate;
  readonly 'x-sunset'?: CivilDate;
  readonly 'x-successor'?: string;
}

const HEADERS = {
  Deprecation: {
    description: 'since when it should no longer be used (RFC 9745)',
    schema: { type: 'string', pattern: '^@[0-9]+$', example: '@1798732800' },
  },
  Sunset: {
    description: 'from when it is no longer answered (RFC 8594)',
    schema: { type: 'string', example: 'Fri, 31 Dec 2027 16:00:00 GMT' },
  },
} as const;

/**
 * A route, or all routes of a class, that will go. Each answer says so, also a refusal: `Deprecation` (RFC 9745), `Sunset`
 * (RFC 8594) and, where something takes its place, `Link` with `rel="successor-version"`; so does the API document.
 *
 * @example \@Deprecated({ since: '2027-01-01', sunset: '2028-01-01', successor: '/v2/cases' })
 * @throws RangeError when a day is none, or there are less than 12 months between them
 */
export function Deprecated(deprecation: Deprecation): MethodDecorator & ClassDecorator {
  const { since, sunset } = deprecation;
  if (![since, sunset].every(isCivilDate))
    throw new RangeError('a route is deprecated from a day on, until a day');
  if (sunset < addMonthsToDate(since, LIFE_MONTHS)) {
    throw new RangeError(`what is deprecated is answered for at least ${LIFE_MONTHS} months more`);
  }
  return (target: object, _method?: string | symbol, descriptor?: PropertyDescriptor): void => {
    Reflect.defineMetadata(DEPRECATION, deprecation, (descriptor?.value ?? target) as object);
  };
}

/**
 * Says in each answer of a deprecated route that it will go, also where a request is refused before it comes to the route. Called
 * before the routes are registered.
 * @param document - in which they are marked
 */
export function tellOfDeprecations(fastify: FastifyInstance, document: OpenAPIObject): void {
  const headers = new Map(
    Object.entries(document.paths).flatMap(([path, item]) =>
      VERBS.flatMap((verb): [string, Record<string, string>][] => {
        const operation = (item[verb] ?? {}) as Announced;
        const { 'x-deprecated-since': since, 'x-sunset': sunset, 'x-successor': successor } = operation;
        if (since === undefined || sunset === undefined) return [];
        return [
          [`${verb.toUpperCase()} ${path}`, headersOf({ since, sunset, ...(successor && { successor }) })],
        ];
      }),
    ),
  );
  if (headers.size === 0) return;
  fastify.addHook('onSend', ({ method, routeOptions: { url = '' } }, reply, payload, done) => {
    const route = `${method === 'HEAD' ? 'GET' : method} ${url.replace(/:(\w+)/g, '{$1}')}`;
    for (const [name, value] of Object.entries(headers.get(route) ?? {})) void reply.header(name, value);
    done(null, payload);
  });
}

/** Marks the operations of deprecated routes, with their days and the headers of their answers. */
export function describeDeprecations(document: OpenAPIObject, routes: readonly Route[]): void {
  const declared = new Map(routes.map((route) => [operationIdOf(route), deprecationOf(route)]));
  for (const operation of Object.values(document.paths).flatMap((item) => VERBS.map((verb) => item[verb]))) {
    const deprecation = declared.get(operation?.operationId ?? '');
    if (!operation || !deprecation) continue;
    const { since, sunset, successor } = deprecation;
    const instead = successor === undefined ? '' : `, use \`${successor}\` instead`;
    const said = `Deprecated since ${since}${instead}; answered until ${sunset}.`;
    operation.deprecated = true;
    operation.description = [operation.description, said].filter(Boolean).join('\n\n');
    const days: Announced = { 'x-deprecated-since': since, 'x-sunset': sunset };
    Object.assign(operation, days, successor !== undefined && { 'x-successor': successor });
    for (const response of Object.values(operation.responses)) {
      if (response && !('$ref' in response)) response.headers = { ...response.headers, ...HEADERS };
    }
  }
}

const deprecationOf = ({ handler, controller }: Route): Deprecation | undefined =>
  (Reflect.getMetadata(DEPRECATION, handler) ?? Reflect.getMetadata(DEPRECATION, controller)) as
    Deprecation | undefined;

function headersOf({ since, sunset, successor }: Deprecation): Record<string, string> {
  return {
    Deprecation: `@${startOf(since).getTime() / 1_000}`,
    Sunset: startOf(sunset).toUTCString(),
    ...(successor !== undefined && { Link: `<${successor}>; rel="successor-version"` }),
  };
}

const startOf = (day: CivilDate): Date => new Date(`${day}T00:00:00+08:00`);
