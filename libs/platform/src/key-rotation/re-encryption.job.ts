import { DecryptionFailed, type FieldCipher } from '../encryption/index.js';
import type { Chunk, JobData, JobHandler, JobUnderWay } from '../jobs/index.js';
import type { Tx } from '../persistence/transaction.js';
import { keyIdOf, placeOf, type EncryptedColumn } from './encrypted-column.js';
import type { KeyInventory } from './key-inventory.js';

/** Name of the job. */
export const RE_ENCRYPTION = 're-encryption';

interface Checkpoint {
  /** Which of the columns. */
  readonly column: number;
  /** The last row's key, as PostgreSQL writes it; null before the first. */
  readonly after: string | null;
}

interface Row {
  readonly key: string;
  readonly value: string | Buffer;
}

const START: Checkpoint = { column: 0, after: null };
const CHUNK = 500;

/**
 * Encrypts with the current key whatever is encrypted with another one (重新加密). Writers go on meanwhile: a value that
 * changed since it was read stays as they wrote it. A value that none of the keys decrypts stays as it is, and the
 * inventory names its key.
 */
export class ReEncryptionJob implements JobHandler<JobData, Checkpoint> {
  readonly name = RE_ENCRYPTION;
  readonly #columns: readonly EncryptedColumn[];

  constructor(
    private readonly inventory: KeyInventory,
    private readonly cipher: FieldCipher,
    private readonly chunkSize = CHUNK,
  ) {
    this.#columns = inventory.columns.filter(({ form }) => form !== 'fingerprint');
  }

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<JobData, Checkpoint>): Promise<Chunk<Checkpoint>> {
    const at = checkpoint ?? START;
    const counted = checkpoint ? {} : { total: await this.#total(tx) };
    const column = this.#columns[at.column];
    if (!column) {
      await this.inventory.settle(tx);
      return { ...counted, checkpoint: at, done: 0, finished: true };
    }
    const rows = await this.#read(tx, column, at.after);
    await this.#write(tx, column, rows);
    return {
      ...counted,
      checkpoint:
        rows.length < this.chunkSize
          ? { column: at.column + 1, after: null }
          : { ...at, after: rows.at(-1)?.key ?? at.after },
      done: rows.length,
      finished: false,
    };
  }

  async #total(tx: Tx): Promise<number> {
    let total = 0;
    for (const column of this.#columns) {
      const [row] = await tx.query<{ n: string }>(
        `select count(*) as n from ${column.table} where ${isOld(column)}`,
        [this.cipher.currentKeyId],
      );
      total += Number(row?.n ?? 0);
    }
    return total;
  }

  #read(tx: Tx, column: EncryptedColumn, after: string | null): Promise<Row[]> {
    return tx.query<Row>(
      `select ${column.key}::text as key, ${column.column} as value from ${column.table}
        where ${isOld(column)} and ($2::${column.keyType} is null or ${column.key} > $2::${column.keyType})
        order by ${column.key} limit $3`,
      [this.cipher.currentKeyId, after, this.chunkSize],
    );
  }

  async #write(tx: Tx, column: EncryptedColumn, rows: readonly Row[]): Promise<void> {
    const changed = rows.flatMap((row) => {
      const fresh = this.#encryptAnew(column, row);
      return fresh === undefined ? [] : [{ ...row, fresh }];
    });
    if (changed.length === 0) return;
    const type = column.form === 'bytes' ? 'bytea' : 'text';
    await tx.execute(
      `update ${column.table} t set ${column.column} = v.fresh
         from unnest($1::text[], $2::${type}[], $3::${type}[]) as v(key, value, fresh)
        where t.${column.key} = v.key::${column.keyType} and t.${column.column} = v.value`,
      [changed.map(({ key }) => key), changed.map(({ value }) => value), changed.map(({ fresh }) => fresh)],
    );
  }

  #encryptAnew(column: EncryptedColumn, { key, value }: Row): string | Buffer | undefined {
    const place = placeOf(column, key);
    try {
      return typeof value === 'string'
        ? this.cipher.encrypt(this.cipher.decrypt(value, place), place)
        : this.cipher.seal(this.cipher.open(value, place), place);
    } catch (error) {
      if (error instanceof DecryptionFailed) return undefined;
      throw error;
    }
  }
}

const isOld = (column: EncryptedColumn): string =>
  `${column.column} is not null and ${keyIdOf(column)} <> $1`;
