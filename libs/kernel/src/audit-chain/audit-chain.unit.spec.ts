import {
  entryHash,
  GENESIS_HASH,
  shardOf,
  verifyChain,
  type ChainBreak,
  type ChainLink,
  type ChainPoint,
} from './audit-chain.js';

const SUBJECT = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const FIRST = {
  actor: 'u1',
  at: '2025-07-15T02:00:00.000Z',
  fields: ['conclusion'],
  purpose: 'DIBAO',
  reportId: 'r1',
  seq: 1,
  subject: SUBJECT,
};

describe('entryHash', () => {
  it('gives the vectors of the specification', () => {
    const first = entryHash(GENESIS_HASH, FIRST);
    expect(first).toBe('4b852e8501797c75abeb53ae65151af423dc538dab020c21d78cad28475ba099');
    const second = entryHash(first, {
      ...FIRST,
      seq: 2,
      at: '2025-07-15T02:00:01.000Z',
      fields: ['conclusion', 'items'],
    });
    expect(second).toBe('fd02718436def33208c0825402bfe35836d9bc7c4412376ce3ecb2f0e4d11388');
  });

  it('leaves out what an entry does not have', () => {
    expect(entryHash(GENESIS_HASH, { ...FIRST, caseRef: undefined })).toBe(entryHash(GENESIS_HASH, FIRST));
  });
});

it('a shard is the first digit of the personKey', () => {
  expect(shardOf(SUBJECT)).toBe('6');
});

describe('verifyChain', () => {
  function chainOf(length: number): ChainLink[] {
    const links: ChainLink[] = [];
    for (let seq = 1; seq <= length; seq += 1) links.push(linkAfter(links.at(-1), seq, `u${seq}`));
    return links;
  }
  function linkAfter(before: ChainLink | undefined, seq: number, actor: string): ChainLink {
    const prevHash = before?.hash ?? GENESIS_HASH;
    const content = { ...FIRST, actor, seq };
    return { content, prevHash, hash: entryHash(prevHash, content), isAuthentic: true };
  }
  const pointOf = (link: ChainLink | undefined): ChainPoint => ({
    seq: link?.content.seq ?? 0,
    hash: link?.hash ?? GENESIS_HASH,
    isAuthentic: true,
  });
  const chain = chainOf(5);
  const head = pointOf(chain.at(-1));
  const renumbered = (link: ChainLink, by: number): ChainLink => ({
    ...link,
    content: { ...link.content, seq: link.content.seq + by },
  });
  /** Everything after the place is computed anew, as somebody would who can write to the database. */
  const rewritten = (links: readonly ChainLink[]): ChainLink[] => {
    const result: ChainLink[] = [];
    for (const [place, link] of links.entries()) {
      result.push({
        ...linkAfter(result.at(-1), place + 1, String(link.content['actor'])),
        isAuthentic: link.isAuthentic,
      });
    }
    return result;
  };
  const changed = chain.with(2, { ...chain[2]!, content: { ...chain[2]!.content, actor: 'u9' } });
  const forged = { ...linkAfter(chain[1], 3, 'u3'), isAuthentic: false };

  it.each<[string, ChainLink[], ChainPoint, ChainPoint[], ChainBreak | undefined]>([
    ['nothing', [], pointOf(undefined), [], undefined],
    ['a whole chain', chain, head, [pointOf(chain[2])], undefined],
    ['a changed entry', changed, head, [], { seq: 3, problem: 'changed' }],
    ['a changed last entry', changed.slice(0, 3), pointOf(chain[2]), [], { seq: 3, problem: 'changed' }],
    ['a removed entry', chain.toSpliced(2, 1), head, [], { seq: 3, problem: 'missing' }],
    ['a removed tail', chain.slice(0, 3), head, [], { seq: 4, problem: 'missing' }],
    [
      'a removed tail with its head put back',
      chain.slice(0, 3),
      pointOf(chain[2]),
      [head],
      { seq: 4, problem: 'missing' },
    ],
    [
      'an entry put in, those after it renumbered',
      [...chain.slice(0, 2), forged, ...chain.slice(2).map((link) => renumbered(link, 1))],
      { ...head, seq: 6 },
      [],
      { seq: 3, problem: 'inserted' },
    ],
    [
      'an entry put in with nonsense for a hash',
      [
        ...chain.slice(0, 2),
        { ...forged, hash: 'f'.repeat(64) },
        ...chain.slice(2).map((link) => renumbered(link, 1)),
      ],
      head,
      [],
      { seq: 3, problem: 'inserted' },
    ],
    [
      'an entry put in and the rest computed anew',
      rewritten([...chain.slice(0, 2), forged, ...chain.slice(2)]),
      { ...head, seq: 6 },
      [],
      { seq: 3, problem: 'inserted' },
    ],
    ['an entry beyond the head', chain, pointOf(chain[3]), [], { seq: 5, problem: 'inserted' }],
    [
      'a chain computed anew without an entry',
      rewritten(chain.toSpliced(2, 1)),
      pointOf(rewritten(chain.toSpliced(2, 1)).at(-1)),
      [pointOf(chain[3])],
      { seq: 4, problem: 'changed' },
    ],
    [
      'a head that the service did not write',
      chain,
      { ...head, isAuthentic: false },
      [],
      { seq: 5, problem: 'changed' },
    ],
  ])('of %s', (_what, links, itsHead, anchors, expected) => {
    expect(verifyChain(links, itsHead, anchors)).toEqual(expected);
  });
});
