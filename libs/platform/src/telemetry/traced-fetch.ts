import { currentTrace } from './trace-context.js';
import { traced } from './tracing.js';

/** Who is called. */
export interface Peer {
  /** In traces: `assistance`, `agency TAX`. */
  readonly name: string;
  /** A service of ours continues the trace; others are told nothing of it. */
  readonly isOurs: boolean;
}

/** As `fetch`, as a step of the work that is running. Of an address only the peer's name is recorded. */
export function tracedFetch(
  request: string | Request,
  init: RequestInit,
  { name, isOurs }: Peer,
): Promise<Response> {
  const asked: Partial<Request> = typeof request === 'string' ? {} : request;
  const method = init.method ?? asked.method ?? 'GET';
  return traced(
    `${method} ${name}`,
    'client',
    { 'http.request.method': method, 'peer.service': name },
    async () => {
      const response = await fetch(request, isOurs ? continuing(init, asked.headers) : init);
      currentTrace()?.recorded?.tell({ 'http.response.status_code': response.status });
      return response;
    },
  );
}

function continuing(init: RequestInit, given: Headers | undefined): RequestInit {
  const traceparent = currentTrace()?.traceparent;
  if (traceparent === undefined) return init;
  const headers = new Headers(init.headers ?? given);
  headers.set('traceparent', traceparent);
  return { ...init, headers };
}
