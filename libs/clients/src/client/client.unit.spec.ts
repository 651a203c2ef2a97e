import { answered, openClient, problemName, Refused } from './index.js';

interface Paths {
  '/v1/things/{id}': {
    get: {
      parameters: { path: { id: string }; query?: { asOf?: string } };
      responses: { 200: { content: { 'application/json': { id: string } } } };
    };
  };
}

/** A service that answers once; what it was asked is kept. */
function service(status: number, body: string, type = 'application/json') {
  const asked: Request[] = [];
  const client = openClient<Paths>({
    baseUrl: 'https://things.example',
    token: () => 'secret',
    language: 'en',
    fetch: async (request) => {
      asked.push(request);
      return new Response(body, { status, headers: { 'content-type': type } });
    },
  });
  const one = (id: string) =>
    answered(client.GET('/v1/things/{id}', { params: { path: { id }, query: { asOf: '2025-05-12' } } }));
  return { asked, one };
}

describe('a client of a service', () => {
  it('asks as whom it was opened for, and gives what is answered', async () => {
    const { asked, one } = service(200, '{"id":"a/b"}');
    expect(await one('a/b')).toEqual({ id: 'a/b' });
    const [request] = asked;
    expect(request!.url).toBe('https://things.example/v1/things/a%2Fb?asOf=2025-05-12');
    expect(request!.headers.get('authorization')).toBe('Bearer secret');
    expect(request!.headers.get('accept-language')).toBe('en');
  });

  it('throws the problem by which it is refused', async () => {
    const problem = { type: 'https://minzheng.dev/problems/not-found', title: 'Not found', status: 404 };
    const { one } = service(404, JSON.stringify(problem), 'application/problem+json');
    const refused = (await one('a').catch((error: unknown) => error)) as Refused;
    expect(refused).toBeInstanceOf(Refused);
    expect([refused.status, refused.message, problemName(refused.problem!)]).toEqual([
      ...[404, '404 not-found', 'not-found'],
    ]);
  });

  it('says that something else has answered', async () => {
    const { one } = service(502, '<html>bad gateway</html>', 'text/html');
    await expect(one('a')).rejects.toMatchObject({ status: 502, problem: undefined });
  });
});
