import { InvalidSettings } from '../config/index.js';
import type { FieldCipher } from '../encryption/index.js';
import type { Tx } from '../persistence/transaction.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { keyIdOf, type EncryptedColumn } from './encrypted-column.js';

/** How many values of a column are encrypted with a key. */
export interface KeyUse {
  readonly table: string;
  readonly column: string;
  readonly keyId: string;
  readonly values: number;
  /** They were not encrypted but marked with it: that is not made again. */
  readonly fingerprints: boolean;
}

/** Which keys are still needed (密钥清点): counted from the values themselves, remembered for the next start. */
export class KeyInventory {
  constructor(
    readonly columns: readonly EncryptedColumn[],
    private readonly cipher: FieldCipher,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  get currentKeyId(): string {
    return this.cipher.currentKeyId;
  }

  get ringIds(): string[] {
    return this.cipher.keyIds;
  }

  isInRing(keyId: string): boolean {
    return this.cipher.keyIds.includes(keyId);
  }

  /** True when fingerprints of the key are still verified after it is taken out of the ring. */
  isKeptForFingerprints(keyId: string): boolean {
    return this.cipher.keptFingerprintKeyIds.includes(keyId);
  }

  /** Reads every encrypted value. */
  async count(tx: Tx): Promise<KeyUse[]> {
    const uses: KeyUse[] = [];
    for (const column of this.columns) {
      const rows = await tx.query<{ keyId: string; values: string }>(
        `select ${keyIdOf(column)} as "keyId", count(*) as values from ${column.table}
          where ${column.column} is not null group by 1 order by 1`,
      );
      uses.push(
        ...rows.map(({ keyId, values }) => ({
          ...{ table: column.table, column: column.column, keyId },
          ...{ values: Number(values), fingerprints: column.form === 'fingerprint' },
        })),
      );
    }
    return uses;
  }

  /** Remembers which keys the stored values need now. @returns what was counted */
  async settle(tx: Tx): Promise<KeyUse[]> {
    const uses = await this.count(tx);
    const needed = Map.groupBy(uses, ({ keyId }) => keyId);
    if (!needed.has(this.currentKeyId)) needed.set(this.currentKeyId, []);
    await tx.execute(
      `insert into field_key (key_id, only_fingerprints) select * from unnest($1::text[], $2::boolean[])
       on conflict (key_id) do update set retired_at = null, only_fingerprints = excluded.only_fingerprints`,
      [
        [...needed.keys()],
        [...needed].map(
          ([keyId, ofKey]) => keyId !== this.currentKeyId && ofKey.every(({ fingerprints }) => fingerprints),
        ),
      ],
    );
    await tx.execute(
      `update field_key set retired_at = clock_timestamp() where retired_at is null and key_id <> all($1)`,
      [[...needed.keys()]],
    );
    return uses;
  }

  /**
   * At the start of a service: from now on values are encrypted with the current key. Before anything was counted, each
   * key of the ring may be needed.
   *
   * @throws InvalidSettings that names the keys which stored values still need and the ring lacks
   */
  async requireKeys(): Promise<void> {
    const missing = await this.unitOfWork.run('system', async (tx) => {
      const known = await tx.query('select from field_key limit 1');
      await tx.execute(
        `insert into field_key (key_id) select unnest($1::text[])
         on conflict (key_id) do update set retired_at = null, only_fingerprints = false
           where field_key.retired_at is not null or field_key.only_fingerprints`,
        [known.length === 0 ? this.cipher.keyIds : [this.currentKeyId]],
      );
      return tx.query<{ key_id: string }>(
        `select key_id from field_key
          where retired_at is null and key_id <> all($1) and not (only_fingerprints and key_id = any($2))
          order by key_id`,
        [this.cipher.keyIds, this.cipher.keptFingerprintKeyIds],
      );
    });
    if (missing.length === 0) return;
    const names = missing.map(({ key_id }) => key_id).join(', ');
    throw new InvalidSettings([
      `FIELD_ENCRYPTION_KEYS lacks ${names}: stored values still need it (GET /v1/re-encryptions/status tells which)`,
    ]);
  }
}
