import { hash } from 'node:crypto';
import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Statements outside a transaction, each one of its own, that PostgreSQL prepares once for each connection instead of
 * planning them each time: for those that run all the time, and where planning costs as much as running (tables of many
 * partitions). What is read is what is committed now, what is written is durable with the answer. Only for statements of
 * the program: one that is composed for its parameters would be kept by every connection for good.
 */
export class PreparedStatements {
  readonly #names = new Map<string, string>();

  constructor(private readonly dataSource: DataSource) {}

  /** @returns the rows; on failure the driver's error */
  async query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#pool.query<Row & QueryResultRow>({
      name: this.#nameOf(sql),
      text: sql,
      values: [...parameters],
    });
    return rows;
  }

  get #pool(): Pool {
    return (this.dataSource.driver as unknown as { readonly master: Pool }).master;
  }

  #nameOf(sql: string): string {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    const name = `statement-${hash('sha256', sql, 'hex').slice(0, 16)}`;
    this.#names.set(sql, name);
    return name;
  }
}
