import type { FieldCipher } from '../encryption/index.js';
import type { Chunk, JobData, JobHandler, JobUnderWay } from '../jobs/index.js';
import { placeOf, type EncryptedColumn } from '../key-rotation/index.js';
import type { Tx } from '../persistence/transaction.js';
import type { PersonKeys } from './person-keys.js';

/** Name of the job. */
export const PERSON_KEY_ALIASES = 'person-key-aliases';

interface Checkpoint {
  readonly column: number;
  readonly after: string | null;
}

const START: Checkpoint = { column: 0, after: null };
const CHUNK = 1_000;

/** Works out the aliases of all persons whose numbers are stored, after the platform's secret was changed. */
export class PersonKeyAliasesJob implements JobHandler<JobData, Checkpoint> {
  readonly name = PERSON_KEY_ALIASES;

  constructor(
    private readonly columns: readonly EncryptedColumn[],
    private readonly cipher: FieldCipher,
    private readonly personKeys: PersonKeys,
    private readonly chunkSize = CHUNK,
  ) {}

  async chunk(tx: Tx, { checkpoint }: JobUnderWay<JobData, Checkpoint>): Promise<Chunk<Checkpoint>> {
    const at = checkpoint ?? START;
    const counted = checkpoint ? {} : { total: await this.#total(tx) };
    const column = this.columns[at.column];
    if (!column) return { ...counted, checkpoint: at, done: 0, finished: true };
    const rows = await tx.query<{ key: string; value: string }>(
      `select ${column.key}::text as key, ${column.column} as value from ${column.table}
        where ($1::uuid is null or ${column.key} > $1::uuid) order by ${column.key} limit $2`,
      [at.after, this.chunkSize],
    );
    await this.personKeys.remember(
      tx,
      rows.map(({ key, value }) => ({
        personKey: key,
        idNumber: this.cipher.decrypt(value, placeOf(column, key)),
      })),
    );
    const isColumnDone = rows.length < this.chunkSize;
    return {
      ...counted,
      checkpoint: isColumnDone
        ? { column: at.column + 1, after: null }
        : { ...at, after: rows.at(-1)?.key ?? at.after },
      done: rows.length,
      finished: isColumnDone && at.column + 1 >= this.columns.length,
    };
  }

  async #total(tx: Tx): Promise<number> {
    let total = 0;
    for (const { table } of this.columns) {
      const [row] = await tx.query<{ n: string }>(`select count(*) as n from ${table}`);
      total += Number(row?.n ?? 0);
    }
    return total;
  }
}
