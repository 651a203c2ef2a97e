import type { DataSource } from 'typeorm';
import { NotFound } from '../persistence/index.js';
import { COLUMNS, type PolicyState, type StoredRow } from './policy-row.js';

export interface PolicyFilter {
  /** What the key begins with. */
  readonly key?: string | undefined;
  /** Rows of the region, of those in it, and of those that contain it. */
  readonly region?: string | undefined;
  /** Rows that hold on the day. */
  readonly asOf?: string | undefined;
  readonly state?: PolicyState | undefined;
  readonly owner?: string | undefined;
}

/** Rows in the order of key and id, own and copied, drafts too. */
export function listRows(
  dataSource: DataSource,
  { key, region, asOf, state, owner }: PolicyFilter,
  after: { readonly key: string; readonly id: string } | undefined,
  limit: number,
): Promise<StoredRow[]> {
  return dataSource.query<StoredRow[]>(
    `select ${COLUMNS} from policy_row
      where ($1::text is null or starts_with(key, $1))
        and ($2::text is null or starts_with(region_prefix, $2) or starts_with($2, region_prefix))
        and ($3::date is null or (effective_from <= $3 and (effective_to is null or $3 < effective_to)))
        and ($4::text is null or state = $4)
        and ($5::text is null or owner = $5)
        and ($6::text is null or (key collate "C", id) > ($6, $7::uuid))
      order by key collate "C", id limit $8`,
    [
      ...[key ?? null, region ?? null, asOf ?? null, state ?? null, owner ?? null],
      ...[after?.key ?? null, after?.id ?? null, limit],
    ],
  );
}

/** @throws NotFound */
export async function readRow(dataSource: DataSource, id: string): Promise<StoredRow> {
  const [row] = await dataSource.query<StoredRow[]>(`select ${COLUMNS} from policy_row where id = $1`, [id]);
  if (!row) throw new NotFound('policy row');
  return row;
}
