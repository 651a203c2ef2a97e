import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const EPOCH_2000_MICROS = 946_684_800_000_000n;
const EPOCH_2000_DAYS = 10_957;
const DAY_MS = 86_400_000;

/**
 * Rows in PostgreSQL's binary COPY format: the fastest way in. A writer is filled row by row, each field with
 * the method of its column's type, and then sent as one statement.
 */
export class BinaryCopy {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  constructor(
    private readonly table: string,
    private readonly columns: readonly string[],
  ) {
    this.#reserve(SIGNATURE.length);
    this.#length += SIGNATURE.copy(this.#bytes, 0);
  }

  startRow(): this {
    this.#reserve(2);
    this.#length = this.#bytes.writeInt16BE(this.columns.length, this.#length);
    return this;
  }

  uuid(value: string | null): this {
    if (value === null) return this.#null();
    this.#reserve(20);
    this.#length = this.#bytes.writeInt32BE(16, this.#length);
    const hex = value.replaceAll('-', '');
    this.#length += this.#bytes.write(hex, this.#length, 16, 'hex');
    return this;
  }

  bigint(value: bigint | null): this {
    if (value === null) return this.#null();
    this.#reserve(12);
    this.#length = this.#bytes.writeInt32BE(8, this.#length);
    this.#length = this.#bytes.writeBigInt64BE(value, this.#length);
    return this;
  }

  int(value: number | null): this {
    if (value === null) return this.#null();
    this.#reserve(8);
    this.#length = this.#bytes.writeInt32BE(4, this.#length);
    this.#length = this.#bytes.writeInt32BE(value, this.#length);
    return this;
  }

  smallint(value: number | null): this {
    if (value === null) return this.#null();
    this.#reserve(6);
    this.#length = this.#bytes.writeInt32BE(2, this.#length);
    this.#length = this.#bytes.writeInt16BE(value, this.#length);
    return this;
  }

  /** `timestamptz` from microseconds since 1970. */
  instant(micros: bigint | null): this {
    return this.bigint(micros === null ? null : micros - EPOCH_2000_MICROS);
  }

  /** `date` from `YYYY-MM-DD`. */
  date(value: string | null): this {
    return this.int(value === null ? null : Date.parse(value) / DAY_MS - EPOCH_2000_DAYS);
  }

  text(value: string | null): this {
    if (value === null) return this.#null();
    const length = Buffer.byteLength(value);
    this.#reserve(4 + length);
    this.#length = this.#bytes.writeInt32BE(length, this.#length);
    this.#length += this.#bytes.write(value, this.#length);
    return this;
  }

  jsonb(value: unknown): this {
    if (value === null || value === undefined) return this.#null();
    const text = JSON.stringify(value);
    const length = Buffer.byteLength(text) + 1;
    this.#reserve(4 + length);
    this.#length = this.#bytes.writeInt32BE(length, this.#length);
    this.#length = this.#bytes.writeUInt8(1, this.#length);
    this.#length += this.#bytes.write(text, this.#length);
    return this;
  }

  /** Sends the rows on the transaction's connection. */
  async send(client: PoolClient): Promise<void> {
    this.#reserve(2);
    this.#length = this.#bytes.writeInt16BE(-1, this.#length);
    const stream = client.query(
      copyFrom(`copy ${this.table} (${this.columns.join(', ')}) from stdin with (format binary)`),
    );
    stream.end(this.#bytes.subarray(0, this.#length));
    await finished(stream);
  }

  #null(): this {
    this.#reserve(4);
    this.#length = this.#bytes.writeInt32BE(-1, this.#length);
    return this;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
