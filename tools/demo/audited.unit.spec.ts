import { heldAgainst } from './audited.mjs';

const HER = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const HIS = '0a11367c-2a08-8d62-9d75-d6dbe23270b8';
const DOCUMENT = {
  paths: {
    '/v1/clues': { get: { 'x-discloses': ['hits'] } },
    '/v1/clues/{id}': { get: { 'x-discloses': ['hits'] } },
    '/v1/datasets': { get: {} },
  },
};
const call = (change: object = {}) => ({
  ...{ service: 'verification', actor: 'clerk', isParty: false, method: 'GET', path: '/v1/clues/7' },
  ...{ status: 200, from: 100, to: 110, persons: new Set([HER]) },
  ...change,
});
const act = (change: object = {}) => ({
  ...{ at: 105, actor: 'clerk', action: 'GET /v1/clues/{id}', target: 'clues/7', rows: 1, subjects: [HER] },
  ...change,
});

describe('calls held against the audit', () => {
  it('are whole where each read has its entry, with whom it has shown', () => {
    const list = { action: 'GET /v1/clues', target: null, at: 120, rows: 2, subjects: [HIS, HER] };
    const calls = [
      call(),
      call({ path: '/v1/clues', from: 119, to: 121, persons: new Set([HER, HIS]) }),
      call({ path: '/v1/datasets', persons: new Set() }),
      call({ status: 404 }),
    ];
    expect(heldAgainst(DOCUMENT, [act(), act(list)], calls)).toEqual({ reads: 2, persons: 3, unaudited: [] });
  });

  it.each([
    ['no entry', []],
    ['no entry', [act({ at: 99 })]],
    ['no entry', [act({ target: 'clues/8' })]],
    ['no entry', [act({ actor: 'other' })]],
    ['a person is entered twice', [act({ rows: 2, subjects: [HER, HER] })]],
    ['1 of 1 persons without an entry', [act({ subjects: [HIS] })]],
    ['an entry that no call has made', [act(), act({ at: 106 })]],
  ])('name what is wrong: %s', (wrong, acts) => {
    const { unaudited } = heldAgainst(DOCUMENT, acts, [call()]);
    expect(unaudited).toContainEqual(`clerk GET /v1/clues/{id}: ${wrong}`);
  });

  it('name a route that shows persons and says that it does not', () => {
    const calls = [call({ path: '/v1/datasets' }), call({ path: '/v1/sandbox/people' })];
    expect(heldAgainst(DOCUMENT, [], calls).unaudited).toEqual([
      'clerk GET /v1/datasets: names 1 persons and is declared to show none',
    ]);
  });

  it('tell no keys of a party apart, which are its own', () => {
    const ofParty = call({ isParty: true, persons: new Set([HIS]) });
    expect(heldAgainst(DOCUMENT, [act()], [ofParty]).unaudited).toEqual([]);
    const tooMany = call({ isParty: true, persons: new Set([HER, HIS]) });
    expect(heldAgainst(DOCUMENT, [act()], [tooMany]).unaudited).toEqual([
      'clerk GET /v1/clues/{id}: 1 of 2 persons without an entry',
    ]);
  });
});
