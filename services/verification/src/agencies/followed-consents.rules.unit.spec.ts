import { followConsents, type IsClosed, type StandingQuery } from './followed-consents.rules.js';
import type { AskedAgency } from './source-queries.js';

const query = (state: StandingQuery['state'], ...personKeys: string[]): StandingQuery => ({
  ...{ id: 'q', agency: 'BANK', state },
  personKeys,
});
const ask = (...personKeys: string[]): AskedAgency => ({ agency: 'BANK', personKeys, fresh: false });
const fresh = (...personKeys: string[]): AskedAgency => ({ agency: 'BANK', personKeys, fresh: true });
const NOTHING: ReturnType<typeof followConsents> = { ended: [], narrowed: [], asked: [] };
const open: IsClosed = () => false;
const closedTo =
  (...keys: string[]): IsClosed =>
  (_agency, personKey) =>
    keys.includes(personKey);

describe('the queries of a request after consents have come or gone', () => {
  it.each<[string, StandingQuery[], AskedAgency[], IsClosed, ReturnType<typeof followConsents>]>([
    ['stay as they are', [query('SENT', 'a', 'b')], [ask('b')], open, NOTHING],
    [
      'ask about who has agreed since',
      [query('ANSWERED', 'a')],
      [ask('son')],
      open,
      { ...NOTHING, asked: [ask('son')] },
    ],
    ['ask an agency that was not asked', [], [ask('son')], open, { ...NOTHING, asked: [ask('son')] }],
    [
      'are asked anew where they are open',
      [query('PENDING', 'a')],
      [ask('a', 'son')],
      open,
      { ...NOTHING, ended: [{ id: 'q', personKeys: ['a'], answered: false }], asked: [ask('a', 'son')] },
    ],
    ...(['PENDING', 'SENT'] as const).map(
      (state): [string, StandingQuery[], AskedAgency[], IsClosed, ReturnType<typeof followConsents>] => [
        `${state} leave out whose consent has ended, and nobody is asked about again`,
        [query(state, 'a', 'b', 'son')],
        [ask('a')],
        closedTo('son'),
        { ...NOTHING, narrowed: [{ id: 'q', leftOut: ['son'] }] },
      ],
    ),
    [
      'take in who has agreed, and leave out whose consent has ended',
      [query('SENT', 'a', 'son')],
      [ask('a', 'b')],
      closedTo('son'),
      { ...NOTHING, ended: [{ id: 'q', personKeys: ['a'], answered: false }], asked: [ask('a', 'b')] },
    ],
    [
      'end when nobody who is left has to be asked about',
      [query('SENT', 'a', 'son')],
      [],
      closedTo('son'),
      { ...NOTHING, ended: [{ id: 'q', personKeys: ['a'], answered: false }] },
    ],
    [
      'are answered when only whose consent has ended is left',
      [query('SENT', 'a', 'son')],
      [fresh('a')],
      closedTo('son'),
      { ...NOTHING, ended: [{ id: 'q', personKeys: ['a'], answered: true }] },
    ],
    [
      'end when nobody is left',
      [query('PENDING', 'son')],
      [],
      closedTo('son'),
      { ...NOTHING, ended: [{ id: 'q', personKeys: [], answered: false }] },
    ],
    [
      'that have ended stay so, refused ones too',
      [query('REFUSED', 'a', 'son')],
      [ask('a')],
      closedTo('son'),
      NOTHING,
    ],
  ])('%s', (_what, queries, asked, isClosed, expected) => {
    expect(followConsents(queries, asked, isClosed)).toEqual(expected);
  });
});
