/** What the server says of itself: version, archive, and what lies in its databases. */
import pg from 'pg';
import { BackupRefused } from './manifest.mjs';

/** @param {string} url @returns {Promise<pg.Client>} */
export async function connect(url) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'backup',
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * @typedef {object} ServerFacts
 * @property {string} version
 * @property {string} systemIdentifier
 * @property {string} dataDirectory
 * @property {number} timeline
 * @property {number} segmentBytes
 * @property {string} archive folder in which it archives
 */

/**
 * @param {pg.Client} client
 * @returns {Promise<ServerFacts>}
 * @throws BackupRefused where a copy of this server could not be rolled forward
 */
export async function serverFacts(client) {
  const {
    rows: [row],
  } = await client.query(`
    select current_setting('server_version') as version,
           (select system_identifier::text from pg_control_system()) as "systemIdentifier",
           current_setting('data_directory') as "dataDirectory",
           (select timeline_id from pg_control_checkpoint()) as timeline,
           (select setting::int from pg_settings where name = 'wal_segment_size') as "segmentBytes",
           pg_is_in_recovery() as recovering,
           current_setting('archive_mode') as mode,
           current_setting('archive_library') as library,
           coalesce(current_setting('basic_archive.archive_directory', true), '') as archive,
           (select string_agg(spcname, ', ') from pg_tablespace where spcname not in ('pg_default', 'pg_global')) as spaces`);
  if (row.recovering) throw new BackupRefused('the server is recovering: back up the one that writes');
  if (row.mode === 'off') {
    throw new BackupRefused(
      'the server does not archive (archive_mode is off): a copy could not be rolled forward. Locally: npm start -- --archive <folder>',
    );
  }
  if (row.library !== 'basic_archive' || row.archive === '') {
    throw new BackupRefused(
      `the server archives by ${row.library || 'archive_command'}, not by basic_archive: use its own tool for the base copy`,
    );
  }
  if (row.spaces !== null) {
    throw new BackupRefused(`tables lie in other places too (tablespaces ${row.spaces}): use pg_basebackup`);
  }
  return row;
}

/**
 * Waits until the server has archived this segment.
 * @param {pg.Client} client
 * @param {string} segment
 * @param {number} seconds
 * @throws BackupRefused when it does not in that time
 */
export async function whenArchived(client, segment, seconds) {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const { rows } = await client.query(
      `select coalesce(substr(last_archived_wal, 9, 16) >= substr($1, 9, 16), false) as archived,
              failed_count, last_failed_wal, last_failed_time from pg_stat_archiver`,
      [segment],
    );
    if (rows[0].archived) return;
    if (Date.now() > deadline) {
      const { failed_count: failed, last_failed_wal: last } = rows[0];
      throw new BackupRefused(
        `the server has not archived ${segment} within ${seconds} s` +
          (failed > 0 ? ` (${failed} failures, last of ${last}: its log says why)` : ''),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * The databases of the server, and what those of services say of themselves.
 * @param {string} url of any of them
 * @returns {Promise<import('./manifest.mjs').CopiedDatabase[]>}
 */
export async function databasesOf(url) {
  const client = await connect(url);
  const { rows } = await client
    .query(
      `select datname as name, pg_database_size(datname)::float8 as bytes from pg_database
        where not datistemplate and datallowconn order by 1`,
    )
    .finally(() => client.end());
  const databases = [];
  for (const { name, bytes } of rows) {
    const place = new URL(url);
    place.pathname = `/${name}`;
    databases.push({ name, bytes, ...(await contentOf(place.href)) });
  }
  return databases;
}

/** @param {string} url of a database */
async function contentOf(url) {
  const client = await connect(url);
  try {
    const column = async (/** @type {string} */ table, /** @type {string} */ sql) => {
      const { rows } = await client.query('select to_regclass($1) is not null as there', [table]);
      return rows[0].there ? (await client.query(sql)).rows.map((row) => Object.values(row)[0]) : [];
    };
    return {
      keyIds: await column(
        'field_key',
        'select key_id from field_key where retired_at is null and not only_fingerprints order by 1',
      ),
      kafkaClusters: await column(
        'consumer_position',
        'select distinct cluster_id from consumer_position order by 1',
      ),
      epoch: (await column('sequence_epoch', 'select coalesce(max(epoch), 0) from sequence_epoch'))[0] ?? 0,
    };
  } finally {
    await client.end();
  }
}
