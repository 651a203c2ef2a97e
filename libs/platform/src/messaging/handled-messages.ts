import type { DescMessage } from '@bufbuild/protobuf';
import type { MessageHandler } from '@nestjs/microservices';
import { lastValueFrom, type Observable } from 'rxjs';
import type { BatchHandler, Handled } from './batch-processor.js';

/**
 * Nest's handlers of a consumer by the type of their messages.
 *
 * @param observe - a handler's result as Nest sees it
 * @throws Error when one was not declared with `@On`
 */
export function handledMessages(
  consumer: string,
  handlers: ReadonlyMap<string, MessageHandler>,
  observe: (result: unknown) => Observable<unknown>,
): Map<string, Handled> {
  const handled = new Map<string, Handled>();
  const wrappers = new Map<unknown, BatchHandler>();
  for (const [pattern, callback] of handlers) {
    const schemas = (callback.extras?.['schemas'] ?? []) as readonly DescMessage[];
    const schema = schemas.find(({ typeName }) => typeName === pattern);
    if (!schema) throw new Error(`${consumer}: ${pattern} was not declared with @On`);
    // the patterns of one method share its list of schemas: consecutive events of them are one run
    const handler = wrappers.get(schemas) ?? calling(callback, observe);
    wrappers.set(schemas, handler);
    handled.set(pattern, { schema, handler });
  }
  return handled;
}

function calling(callback: MessageHandler, observe: (result: unknown) => Observable<unknown>): BatchHandler {
  return async (events, context) => {
    await lastValueFrom(observe(await callback(events, context)), { defaultValue: undefined });
  };
}
