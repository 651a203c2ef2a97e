import { hkdfSync } from 'node:crypto';
import { pairwiseKeyOf } from '@minzheng/kernel/person-key';
import type { DataSource } from 'typeorm';

const PARTY_KEY_BYTES = 32;
/** Of all ids of the platform only the keys of persons are UUIDs of version 8, wherever they stand in a text. */
const KEY_OF_PERSON =
  /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-f])/gi;

/** The keys of persons in a text, each once. */
export const personKeysIn = (text: string): string[] => [
  ...new Set((text.match(KEY_OF_PERSON) ?? []).map((key) => key.toLowerCase())),
];

/** The text with other keys of persons; one for which there is none is taken out. */
export const replacedKeys = (text: string, keys: ReadonlyMap<string, string>): string =>
  text.replace(KEY_OF_PERSON, (key) => keys.get(key.toLowerCase()) ?? '');

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

  /** Those of these persons of whom the party has been given a key. */
  async knownTo(party: string, personKeys: readonly string[]): Promise<ReadonlySet<string>> {
    const secret = this.#secretOf(party);
    const keys = personKeys.map((personKey) => pairwiseKeyOf(personKey, secret));
    return new Set((await this.meantBy(party, keys)).values());
  }

  /** A text as the party may have it: each personKey in it, wherever it stands, is the party's own key. */
  async told(party: string, text: string): Promise<string> {
    const persons = personKeysIn(text);
    if (persons.length === 0) return text;
    return replacedKeys(text, await this.give(party, persons));
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
