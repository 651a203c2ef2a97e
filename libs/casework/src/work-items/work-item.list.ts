import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { invalidField, isIdKey, page, readCursor, type Page } from '@minzheng/platform/http';
import { regionFilter } from '@minzheng/platform/regions';
import type { DataSource } from 'typeorm';
import type { WorkItemQuery } from './work-item.dto.js';
import { WorkItem } from './work-item.entity.js';
import type { WorkTable } from './work-table.js';

const midnight = (parameter: string): string =>
  `(cast(:${parameter} as date)::timestamp at time zone 'Asia/Shanghai')`;

/**
 * What the caller could do in the region, the most urgent first: what the scopes of the token allow, and what was overdue
 * below and has climbed to the caller's office.
 *
 * @throws Problem `out-of-region`, `validation`
 */
export async function listWorkItems(
  dataSource: DataSource,
  { lines }: WorkTable,
  query: WorkItemQuery,
  caller: AuthenticatedCaller,
  now: Date,
): Promise<Page<WorkItem>> {
  if (query.region !== undefined) caller.requireRegion(query.region);
  const found = dataSource.createQueryBuilder(WorkItem, 'w');
  const within = regionFilter('w.region', caller.prefixesWithin(query.region));
  const climbed = regionFilter('w.climbed_to', caller.prefixesWithin());
  const own = lines.flatMap(({ kind, scope }) => (caller.hasScope(scope) ? [kind] : []));
  const above = lines.flatMap(({ kind, scope, overdueScope = scope }) =>
    caller.hasScope(overdueScope) ? [kind] : [],
  );
  found
    .where(within.sql, within.parameters)
    .andWhere(`(w.kind = any(:own) or w.kind = any(:above) and ${climbed.sql})`, {
      ...climbed.parameters,
      own,
      above,
    })
    .andWhere('w.state = :state', { state: query.state ?? 'OPEN' });
  const { kind, assignee, from, to } = query;
  if (kind !== undefined) found.andWhere('w.kind = :kind', { kind });
  if (assignee !== undefined) found.andWhere('w.assignee = :assignee', { assignee });
  const seen = 'coalesce(w.settled_at, :now)';
  found.setParameter('now', now);
  flag(`w.due_at <= ${seen}`, query.overdue);
  flag(`w.amber_at <= ${seen} and w.due_at > ${seen}`, query.amber);
  if (from !== undefined) found.andWhere(`w.opened_at >= ${midnight('from')}`, { from });
  if (to !== undefined) found.andWhere(`w.opened_at < ${midnight('to')} + interval '1 day'`, { to });
  const behind = keyIn(query.cursor);
  if (behind) found.andWhere('(w.due_at, w.id) > (:dueAt, :id)', behind);
  const rows = await found
    .orderBy('w.due_at', 'ASC')
    .addOrderBy('w.id', 'ASC')
    .limit(query.limit + 1)
    .getMany();
  return page(rows, query.limit, ({ dueAt, id }) => [dueAt.toISOString(), id]);

  function flag(sql: string, value: string | undefined): void {
    if (value !== undefined) found.andWhere(`${value === 'true' ? '' : 'not '}(${sql})`);
  }
}

/** @throws Problem `validation` */
function keyIn(cursor: string | undefined): { readonly dueAt: Date; readonly id: string } | undefined {
  const [due, id] = readCursor(cursor, 2) ?? [];
  if (due === undefined) return undefined;
  const dueAt = new Date(due);
  if (Number.isNaN(dueAt.getTime()) || !isIdKey(id)) throw invalidField('cursor', 'is-cursor');
  return { dueAt, id };
}
