import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { isScope } from './scope.js';

export const REQUIRED_SCOPES = 'minzheng:scopes';
export const PERSON_ALLOWED = 'minzheng:person';
export const TOKEN_ENOUGH = 'minzheng:token';
export const IS_PUBLIC = 'minzheng:public';

type RouteDecorator = MethodDecorator & ClassDecorator;

/**
 * The route needs one of these scopes.
 *
 * @throws RangeError when a scope is not `<service>:<resource>:<read|write|approve>`
 * @example \@RequireScope('assistance:cases:write')
 */
export const RequireScope = (...alternatives: [string, ...string[]]): RouteDecorator => {
  const wrong = alternatives.find((scope) => !isScope(scope));
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a scope`);
  return applyDecorators(
    SetMetadata(REQUIRED_SCOPES, alternatives),
    ApiBearerAuth(),
    ApiExtension('x-scopes', alternatives),
  );
};

/** A citizen's token is enough; the method confines itself to `caller.requirePerson()`. */
export const AllowPerson = (): RouteDecorator =>
  applyDecorators(SetMetadata(PERSON_ALLOWED, true), ApiBearerAuth(), ApiExtension('x-person', true));

/** Any valid token is enough, an official's or a citizen's: what the route tells is nobody's own. */
export const RequireToken = (): RouteDecorator =>
  applyDecorators(SetMetadata(TOKEN_ENOUGH, true), ApiBearerAuth(), ApiExtension('x-token', true));

/** Needs no token. */
export const Public = (): RouteDecorator => SetMetadata(IS_PUBLIC, true);
