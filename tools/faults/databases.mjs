/** The databases of a run, read past the services. */
import pg from 'pg';

/** @typedef {'assistance' | 'verification' | 'gateway' | 'witness'} DatabaseName */

export class Databases {
  #urls;

  /** @param {Record<DatabaseName, string>} urls */
  constructor(urls) {
    this.#urls = urls;
  }

  /**
   * Every query has a connection of its own: the server may have been killed since the last.
   * @param {DatabaseName} name @param {string} sql @param {unknown[]} [parameters]
   * @returns {Promise<any[]>}
   */
  async query(name, sql, parameters = []) {
    const client = new pg.Client({ connectionString: this.#urls[name], connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, parameters)).rows;
    } finally {
      await client.end();
    }
  }

  /** The first column of each row. @param {DatabaseName} name @param {string} sql @returns {Promise<any[]>} */
  async column(name, sql) {
    return (await this.query(name, sql)).map((row) => Object.values(row)[0]);
  }
}
