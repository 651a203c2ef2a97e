import { randomUUID } from 'node:crypto';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { DeliveryStore } from './delivery.store.js';

const TODAY = '2025-07-15';
const NOW = new Date('2025-07-15T02:00:00Z');
const LANES = 8;

describe('whose turn it is to be told', () => {
  let database: ServiceDatabase;
  let store: DeliveryStore;

  beforeAll(async () => {
    database = await serviceDatabase();
    store = new DeliveryStore(database.unitOfWork);
  });
  afterAll(() => database.drop());

  const claim = async (): Promise<string[]> =>
    (await store.claim(NOW, TODAY, LANES)).map(({ id, party }) => {
      partyOf.set(id, party);
      return id;
    });
  const partyOf = new Map<string, string>();

  /** Subscriptions of a party with something to send each. */
  async function subscribe(party: string, count: number): Promise<void> {
    const agreementId = randomUUID();
    await database.dataSource.query(
      `insert into data_agreement (id, region, version, created_by, state, agency, dataset, direction, mode, purposes, kinds,
                                   fields, legal_basis, consent_gated, rate_per_second, daily_quota, valid_from, valid_to)
       values ($1, '51', 1, 'test', 'ACTIVE', $2, 'events', 'OUT', 'HTTP', '{}', '{}', '{}', 'test', false, 10, 1000,
               '2025-01-01', '2025-12-31')`,
      [agreementId, party],
    );
    await database.dataSource.query('insert into event_feed (party, last_position) values ($1, 9)', [party]);
    await database.dataSource.query(
      `with made as (
         insert into subscription (id, region, version, created_by, state, agreement_id, party, event_types, url, secret_enc)
         select gen_random_uuid(), '51', 1, 'test', 'ACTIVE', $1, $2, '{test}', 'https://receiver.example/' || n, 'test'
           from generate_series(1, $3::int) as n returning id)
       insert into subscription_progress (subscription_id, cursor) select id, 0 from made`,
      [agreementId, party, count],
    );
  }

  it('is that of the party with the fewest under way, then of who has waited longest', async () => {
    await subscribe('MANY', 3 * LANES);
    const first = await claim();
    expect(first).toHaveLength(LANES);
    await subscribe('FEW', 2);
    await Promise.all(first.map((id) => store.release(id)));

    const second = await claim();
    expect(second.filter((id) => partyOf.get(id) === 'FEW')).toHaveLength(2);
    const third = await claim();
    const everyTurn = [...first, ...second, ...third];
    // nobody has a second turn before each has had one
    expect(new Set(everyTurn).size).toBe(everyTurn.length);
    expect(third).toHaveLength(LANES);
  });
});
