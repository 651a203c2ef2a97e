import { transcriptOf } from './transcript.mjs';

const ROLES = new Map([
  ['a.b.c', 'township-clerk'],
  ['d.e.f', 'agency-steward'],
  ['g.h.i', 'citizen'],
]);
const call = (from: number, change: object = {}) => ({
  ...{ service: 'verification', actor: 'township-clerk', isParty: false, method: 'GET', path: '/v1/clues' },
  ...{ status: 200, from, to: from, persons: new Set<string>(), url: '/v1/clues?limit=2', body: '' },
  ...{
    headers: { authorization: 'Bearer a.b.c', accept: '*/*', 'x-purpose': 'DIBAO' },
    answer: '{"items":[]}',
  },
  ...change,
});

describe('the story as calls', () => {
  it('names who calls by the file of the token, and what is told beside it', () => {
    const told = transcriptOf([call(5)], [], ROLES);
    expect(told).toContain(
      [
        '### township-clerk: GET /v1/clues → 200',
        '',
        '```sh',
        'curl "$VERIFICATION/v1/clues?limit=2" \\',
        '  -H "Authorization: Bearer $(cat .data/tokens/township-clerk)" \\',
        "  -H 'x-purpose: DIBAO'",
        '```',
        '',
        '```',
        '{',
        '  "items": []',
        '}',
        '```',
      ].join('\n'),
    );
    expect(told).toContain('VERIFICATION=http://127.0.0.1:<port of verification>');
    expect(told).not.toContain('accept');
  });

  it('has a citizen ask with a token for the person', () => {
    const person = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
    const asked = { actor: `citizen ${person}`, headers: { authorization: 'Bearer g.h.i' } };
    const told = transcriptOf([call(5, asked)], [], ROLES);
    expect(told).toContain(`-H "Authorization: Bearer $(citizen ${person})"`);
    expect(told).toMatch(/^citizen\(\) \{$/m);
  });

  it('sends what a shell would take for its own', () => {
    const headers = { authorization: 'Bearer d.e.f', 'content-type': 'application/json' };
    const sent = { method: 'POST', actor: 'steward-TAX', headers, body: '{"name":"O\'Neil"}' };
    const told = transcriptOf([call(5, sent)], [], ROLES);
    expect(told).toContain('-X POST \\\n  -H "Authorization: Bearer $(cat .data/tokens/agency-tax)"');
    expect(told).toContain(`--data-binary '{\n  "name": "O'\\''Neil"\n}'`);
  });

  it('puts each call behind its heading, and of what is asked again the last alone', () => {
    const told = transcriptOf(
      [call(9, { status: 201, path: '/v1/cases', url: '/v1/cases' }), call(5, { status: 404 }), call(6)],
      [
        { at: 9, heading: '## Later' },
        { at: 1, heading: '## First' },
      ],
      ROLES,
    );
    expect(told.match(/^##+ .*$/gm)).toEqual([
      '## First',
      '### township-clerk: GET /v1/clues → 200',
      '## Later',
      '### township-clerk: GET /v1/cases → 201',
    ]);
  });

  it('leaves out the rest of a long answer, and says how much', () => {
    const told = transcriptOf([call(5, { answer: JSON.stringify(Array(70).fill(1)) })], [], ROLES);
    expect(told).toContain('… 12 lines more');
  });
});
