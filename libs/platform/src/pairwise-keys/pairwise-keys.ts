import { hkdfSync } from 'node:crypto';
import { pairwiseKeyOf } from '@minzheng/kernel/person-key';
import type { DataSource } from 'typeorm';

const PARTY_KEY_BYTES = 32;

/**
 * What persons are called by parties outside the platform: each party has a secret of its own, derived from
 * `PAIRWISE_SECRET` and the party's code, and knows a person by a key that no other party has. What a party was given is
 * stored, so that it can name the person.
 */
export class PairwiseKeys {
  constructor(
    private readonly secret: string,
    private readonly dataSource: DataSource,
  ) {}

  /** False without a secret: then no party is served. */
  get areAvailable(): boolean {
    return this.secret !== '';
  }

  /** The keys by which the party knows these persons, by personKey; from now on it may name them. */
  async give(party: string, personKeys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const secret = this.#secretOf(party);
    const given = new Map(personKeys.map((personKey) => [personKey, pairwiseKeyOf(personKey, secret)]));
    if (given.size > 0) {
      await this.dataSource.query(
        `insert into pairwise_key (party, pairwise_key, person_key)
         select $1, key, person from unnest($2::uuid[], $3::uuid[]) as p(key, person) order by key
         on conflict do nothing`,
        [party, [...given.values()], [...given.keys()]],
      );
    }
    return given;
  }

  /** Who is meant by keys that the party was given, by key; one that it was not given is left out. */
  async meantBy(party: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ pairwise_key: string; person_key: string }[]>(
      'select pairwise_key, person_key from pairwise_key where party = $1 and pairwise_key = any($2::uuid[])',
      [party, keys],
    );
    return new Map(rows.map(({ pairwise_key, person_key }) => [pairwise_key, person_key]));
  }

  #secretOf(party: string): Uint8Array {
    if (!this.areAvailable) throw new TypeError('there is no PAIRWISE_SECRET');
    return new Uint8Array(hkdfSync('sha256', this.secret, '', `minzheng party ${party}`, PARTY_KEY_BYTES));
  }
}
