import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { COMPUTES } from './route.decorators.js';

/** A method of a controller that answers requests. */
export interface Route {
  readonly controller: { readonly name: string; readonly prototype: object };
  readonly method: string;
  readonly handler: object;
  readonly verb: RequestMethod;
}

/** Every route of the application, whichever module it comes from. */
export function routesOf(app: INestApplicationContext): Route[] {
  const controllers = new Set<Route['controller']>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype === 'function') controllers.add(metatype);
    }
  }
  return [...controllers].flatMap((controller) =>
    methodsOf(controller.prototype).flatMap(([method, handler]) => {
      const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      const isRoute = verb !== undefined && Reflect.hasMetadata(PATH_METADATA, handler);
      return isRoute ? [{ controller, method, handler, verb }] : [];
    }),
  );
}

/** By which the API document knows the route. */
export const operationIdOf = ({ controller, method }: Route): string => `${controller.name}_${method}`;

function methodsOf(prototype: object | null): [string, object][] {
  if (prototype === null || prototype === Object.prototype) return [];
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(
    ([name, { value }]): [string, object][] =>
      typeof value === 'function' && name !== 'constructor' ? [[name, value]] : [],
  );
  const inherited = methodsOf(Object.getPrototypeOf(prototype) as object | null);
  return [...own, ...inherited.filter(([name]) => own.every(([ownName]) => ownName !== name))];
}

/**
 * A POST answers 200 unless it creates or says otherwise (Nest's own default is 201), and documents the header
 * that it needs. Called before the routes are registered.
 */
export function applyRouteConventions(routes: readonly Route[]): void {
  for (const { controller, method, handler, verb } of routes) {
    if (verb !== RequestMethod.POST) continue;
    if (!Reflect.hasMetadata(HTTP_CODE_METADATA, handler))
      Reflect.defineMetadata(HTTP_CODE_METADATA, 200, handler);
    if (Reflect.hasMetadata(COMPUTES, handler)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, method);
    if (!descriptor) continue;
    const header = ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'one for each command; the same again repeats the first answer',
      schema: { type: 'string', pattern: '^[!-~]{1,200}$', example: '0f5c1a52-6f0e-4c53-9b8e-2f1d5f3f7c11' },
    });
    header(controller.prototype, method, descriptor);
  }
}
