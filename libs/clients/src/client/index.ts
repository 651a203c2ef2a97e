import createClient, { type Client } from 'openapi-fetch';

/** A refusal as every service answers it (RFC 9457). */
export interface ProblemBody {
  /** `https://minzheng.dev/problems/<name>`: what it means and what to do stands at `/docs/problems` of the service. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Of `validation`: the fields that are wrong. */
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

/** Where a service is, and as whom it is called. */
export interface ClientOptions {
  /** `https://verification.example` */
  readonly baseUrl: string;
  /** A bearer token, asked for each request; routes that are public need none. */
  readonly token?: () => string | Promise<string>;
  /** Language of problems; default: that of the service. */
  readonly language?: 'zh-CN' | 'en';
  /** Instead of the global one: to set a time limit, to trace, to try again. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The service has answered that it does not do it. */
export class Refused extends Error {
  override readonly name = 'Refused';

  /** @param problem - undefined where something between here and the service has answered */
  constructor(
    readonly status: number,
    readonly problem: ProblemBody | undefined,
  ) {
    super(`${status} ${problem === undefined ? 'without a problem' : problemName(problem)}`);
  }
}

/**
 * A client of the service whose API document gave the types `Paths`: its methods take paths, parameters and bodies of that document
 * only, and give `data` or `error` of its types.
 */
export function openClient<Paths extends object>(options: ClientOptions): Client<Paths> {
  const { baseUrl, token, language, fetch } = options;
  const client = createClient<Paths>({ baseUrl, ...(fetch && { fetch }) });
  client.use({
    async onRequest({ request }) {
      if (token) request.headers.set('authorization', `Bearer ${await token()}`);
      if (language) request.headers.set('accept-language', language);
      return request;
    },
  });
  return client;
}

/**
 * What a request was answered with.
 *
 * @throws Refused when it was not done
 * @example const clue = await answered(verification.GET('/v1/clues/{id}', { params: { path: { id } } }));
 */
export async function answered<Data>(
  request: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await request;
  if (!response.ok) throw new Refused(response.status, isProblem(error) ? error : undefined);
  return data as Exclude<Data, undefined>;
}

/** `validation` of `https://minzheng.dev/problems/validation` */
export function problemName({ type }: ProblemBody): string {
  return type.split('/').at(-1) ?? type;
}

function isProblem(error: unknown): error is ProblemBody {
  return typeof error === 'object' && error !== null && 'type' in error && 'status' in error;
}
