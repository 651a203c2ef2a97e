import { randomUUID } from 'node:crypto';

/** What most answers carry. */
export interface Stored {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: Headers;
  /** Name of the problem of an answer that refuses. */
  readonly problem: string | undefined;
}

/** Somebody with a token. */
export class Client {
  constructor(
    private readonly url: () => string,
    private readonly token: string,
    readonly subject: string,
  ) {}

  get<Body = Stored>(path: string, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    return this.send<Body>('GET', path, headers);
  }

  /** Creates something, with a key of its own. */
  post<Body = Stored>(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return this.send<Body>('POST', path, { 'idempotency-key': randomUUID(), ...headers }, body);
  }

  /** Moves something that was seen at this version. */
  command<Body = Stored>(path: string, version: number, body: object = {}): Promise<Answer<Body>> {
    return this.post<Body>(path, body, { 'if-match': `"${version}"` });
  }

  /** A command whose body is a file. */
  upload<Body = Stored>(path: string, version: number, csv: string): Promise<Answer<Body>> {
    const headers = {
      'idempotency-key': randomUUID(),
      'if-match': `"${version}"`,
      'content-type': 'text/csv',
    };
    return this.send<Body>('POST', path, headers, csv);
  }

  async send<Body = Stored>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object | string,
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url() + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const isJson = text !== '' && (response.headers.get('content-type') ?? '').includes('json');
    const json = (isJson ? JSON.parse(text) : {}) as Body & { type?: string };
    return {
      status: response.status,
      body: json,
      text,
      headers: response.headers,
      problem: json.type?.split('/').at(-1),
    };
  }
}
