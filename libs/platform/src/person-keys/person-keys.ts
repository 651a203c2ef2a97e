import { personKeyOf } from '@minzheng/kernel/person-key';
import type { PlatformSettings } from '../config/index.js';

type Secrets = Pick<PlatformSettings, 'personKeySecret' | 'personKeySecretsPrevious'>;

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** The secret that persons get their keys under: the first that the platform had, for as long as it is in the settings. */
export function leadingSecret({ personKeySecret, personKeySecretsPrevious }: Secrets): string {
  const [oldest = personKeySecret] = personKeySecretsPrevious.values();
  return oldest;
}

/**
 * What a person is called (人员标识), also after the platform's secret was changed: the key under which the person was
 * first known stays, and what it would be under a later secret is its alias (decision 5).
 */
export class PersonKeys {
  /** The leading one first, the current one last. */
  readonly #secrets: readonly string[];

  constructor(secrets: Secrets) {
    const { personKeySecret, personKeySecretsPrevious } = secrets;
    this.#secrets = [...new Set([...personKeySecretsPrevious.values(), personKeySecret])];
  }

  /** The keys of these numbers, in their order; one statement. */
  async keysOf(queries: Queries, idNumbers: readonly string[]): Promise<string[]> {
    const derived = idNumbers.map((idNumber) => this.#derive(idNumber));
    const rows = await queries.query<{ alias: string; person_key: string }>(
      'select alias, person_key from person_key_alias where alias = any($1::uuid[])',
      [derived.flat()],
    );
    const known = new Map(rows.map(({ alias, person_key }) => [alias, person_key]));
    return derived.map(([leading = '', ...later]) => {
      const alias = [leading, ...later].find((key) => known.has(key));
      return (alias === undefined ? undefined : known.get(alias)) ?? leading;
    });
  }

  /** As {@link keysOf}, of persons whose numbers are stored now: their aliases are stored with them. */
  async takeIn(tx: Queries, idNumbers: readonly string[]): Promise<string[]> {
    const keys = await this.keysOf(tx, idNumbers);
    await this.remember(
      tx,
      keys.map((personKey, index) => ({ personKey, idNumber: idNumbers[index] ?? '' })),
    );
    return keys;
  }

  /** Stores what these persons would be called under the other secrets of the settings. */
  async remember(
    tx: Queries,
    persons: readonly { readonly personKey: string; readonly idNumber: string }[],
  ): Promise<void> {
    const aliases = persons.flatMap(({ personKey, idNumber }) =>
      this.#derive(idNumber).flatMap((alias) => (alias === personKey ? [] : [{ alias, personKey }])),
    );
    const ordered = aliases.toSorted((a, b) => (a.alias < b.alias ? -1 : 1));
    if (ordered.length === 0) return;
    await tx.query(
      `insert into person_key_alias (alias, person_key) select * from unnest($1::uuid[], $2::uuid[])
       on conflict (alias) do nothing`,
      [ordered.map(({ alias }) => alias), ordered.map(({ personKey }) => personKey)],
    );
  }

  #derive(idNumber: string): string[] {
    return this.#secrets.map((secret) => personKeyOf(idNumber, secret));
  }
}
