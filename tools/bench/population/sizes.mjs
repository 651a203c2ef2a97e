/** What lies on disk of what was told: the tables with their indexes, the write-ahead log, the records in Kafka. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {import('./station.mjs').Site} Site @typedef {{ table: string, rows: number, bytes: number }} TableSize */

const LARGEST = 12;

/** The largest tables, partitions together, with their indexes. @param {Site} site @returns {Promise<TableSize[]>} */
export async function tableSizes(site) {
  const tables = await site.query(
    `select coalesce(pg_partition_root(oid), oid)::regclass::text as name, sum(pg_total_relation_size(oid))::float8 as bytes
       from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace group by 1 order by 2 desc limit $1`,
    [LARGEST],
  );
  const sizes = [];
  for (const { name, bytes } of tables)
    sizes.push({ table: name, rows: await site.figure(`select count(*) as n from ${name}`), bytes });
  return sizes;
}

/** How far the server's write-ahead log has come, in bytes: the difference of two is what was written between. @param {Site} site */
export const logPosition = (site) =>
  site.figure(`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as n`);

/** The segments of the site's topics, without their indexes. @param {Site} site */
export async function topicBytes({ station, prefix }) {
  const files = await readdir(join(station.dataDir, 'kafka/log'), { recursive: true });
  let bytes = 0;
  for (const file of files) {
    if (file.startsWith(prefix) && file.endsWith('.log'))
      bytes += (await stat(join(station.dataDir, 'kafka/log', file))).size;
  }
  return bytes;
}
