import { isCivilDate } from '@minzheng/kernel/months';
import type { RegionPrefixes } from '@minzheng/kernel/region';
import type { SelectQueryBuilder } from 'typeorm';
import type { AuthenticatedCaller } from '../access/caller.js';
import { regionFilter } from '../regions/region-filter.js';
import { page, readCursor, type ListQuery, type Page, type PageQuery } from './page.js';
import { isUuid } from './route.decorators.js';
import { invalidField } from './validation.pipe.js';

/** What of a list its service declares; order, cursor, limit and shared filters are the same everywhere. */
export interface ListDeclaration<Item, Query> {
  /** Whose list it is: an official sees the region of the token or the part asked for, a citizen what `own` leaves. */
  readonly caller?: AuthenticatedCaller;
  /** SQL that is true of what is a citizen's own; `:person` is the personKey. Without it a citizen sees nothing. */
  readonly own?: string;
  /** Filters that equal the property of their name. */
  readonly equal?: readonly (keyof Item & keyof Query & string)[];
  /** Filters that are on or off, each with the SQL that is true of what is shown when it is on. */
  readonly flags?: Readonly<Partial<Record<keyof Query & string, string>>>;
  /** A civil date by which the first comes first, then by id; without it the newest comes first. */
  readonly ascending?: keyof Item & string;
  /** Whoever creates an item chooses its id, which tells no time: the newest by `createdAt`, to the millisecond, comes first. */
  readonly hasForeignIds?: boolean;
  /** Property whose day `from` and `to` bound, both included, in Asia/Shanghai; an instant. */
  readonly day?: keyof Item & string;
}

/** True for what a cursor over ids may hold. */
export const isIdKey = (key: unknown): key is string => typeof key === 'string' && isUuid(key);

/** True for what a cursor over versions may hold. */
export const isVersionKey = (key: unknown): key is number =>
  typeof key === 'number' && Number.isInteger(key) && key > 0 && key < 2 ** 31;

/**
 * One page of what `read` finds behind the key where the page before ended.
 *
 * @param read - at most `limit` items, in the order of their key
 * @throws Problem `validation` when the cursor is not one of this list
 */
export async function keyedPage<Item, Key extends string | number>(
  { cursor, limit }: PageQuery,
  isKey: (key: unknown) => key is Key,
  keyOf: (item: Item) => Key,
  read: (behind: Key | undefined, limit: number) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const behind = readCursor(cursor, 1)?.[0];
  if (behind !== undefined && !isKey(behind)) throw invalidField('cursor', 'is-cursor');
  return page(await read(behind, limit + 1), limit, (item) => [keyOf(item)]);
}

/**
 * One page of entities, the newest first: by id, which is a UUIDv7.
 *
 * @param found - what there is to list, with the service's own conditions
 * @throws Problem `validation`, `out-of-region` when an official asks for a region beyond the token's
 * @example
 * listOf(dataSource.createQueryBuilder(Permit, 'permit'), query, { caller, equal: ['state'] });
 */
export function listOf<Item extends { id: string }, Query extends ListQuery>(
  found: SelectQueryBuilder<Item>,
  query: Query,
  { caller, own = 'false', equal = [], flags, day, ascending, hasForeignIds }: ListDeclaration<Item, Query>,
): Promise<Page<Item>> {
  const { alias } = found;
  if (caller?.person !== undefined) {
    found.andWhere(`(${own})`, { person: caller.person });
    if (query.region !== undefined) within(found, caller.prefixesWithin(query.region));
  } else if (caller) {
    if (query.region !== undefined) caller.requireRegion(query.region);
    within(found, caller.prefixesWithin(query.region));
  }
  for (const name of equal) {
    if (query[name] !== undefined) found.andWhere(`${alias}.${name} = :${name}`, { [name]: query[name] });
  }
  for (const [name, sql] of Object.entries(flags ?? {})) {
    const value: unknown = Reflect.get(query, name);
    if (value !== undefined) found.andWhere(`(${String(sql)}) is ${value === 'true' ? '' : 'not '}true`);
  }
  const instant = `${alias}.${day ?? 'createdAt'}`;
  if (query.from !== undefined) found.andWhere(`${instant} >= ${midnight('from')}`, { from: query.from });
  if (query.to !== undefined)
    found.andWhere(`${instant} < ${midnight('to')} + interval '1 day'`, { to: query.to });
  if (ascending !== undefined) return ascendingPage(found, query, ascending);
  if (hasForeignIds) return newestPage(found, query);
  return keyedPage(
    query,
    isIdKey,
    ({ id }) => id,
    (behind, limit) => {
      if (behind !== undefined) found.andWhere(`${alias}.id < :behind`, { behind });
      return found.orderBy(`${alias}.id`, 'DESC').limit(limit).getMany();
    },
  );
}

async function ascendingPage<Item extends { id: string }>(
  found: SelectQueryBuilder<Item>,
  { cursor, limit }: PageQuery,
  property: keyof Item & string,
): Promise<Page<Item>> {
  const { alias } = found;
  const [date, id] = readCursor(cursor, 2) ?? [];
  if (date !== undefined) {
    if (typeof date !== 'string' || !isCivilDate(date) || !isIdKey(id))
      throw invalidField('cursor', 'is-cursor');
    const isBehind = `(${alias}.${property}, ${alias}.id) > (cast(:date as date), cast(:id as uuid))`;
    found.andWhere(isBehind, { date, id });
  }
  const items = await found
    .orderBy(`${alias}.${property}`, 'ASC')
    .addOrderBy(`${alias}.id`, 'ASC')
    .limit(limit + 1)
    .getMany();
  return page(items, limit, (item) => [String(item[property]), item.id]);
}

async function newestPage<Item extends { id: string; createdAt?: Date }>(
  found: SelectQueryBuilder<Item>,
  { cursor, limit }: PageQuery,
): Promise<Page<Item>> {
  const { alias } = found;
  const createdAt = `date_trunc('milliseconds', ${alias}.createdAt)`;
  const [at, id] = readCursor(cursor, 2) ?? [];
  if (at !== undefined) {
    if (typeof at !== 'number' || !Number.isSafeInteger(at) || !isIdKey(id))
      throw invalidField('cursor', 'is-cursor');
    found.andWhere(
      `(${createdAt}, ${alias}.id) < (timestamptz 'epoch' + :at * interval '1 millisecond', cast(:id as uuid))`,
      { at, id },
    );
  }
  const items = await found
    .orderBy(createdAt, 'DESC')
    .addOrderBy(`${alias}.id`, 'DESC')
    .limit(limit + 1)
    .getMany();
  return page(items, limit, ({ id, createdAt }) => [createdAt?.getTime() ?? 0, id]);
}

function within<Item extends object>(
  found: SelectQueryBuilder<Item>,
  prefixes: readonly RegionPrefixes[],
): void {
  const { sql, parameters } = regionFilter(`${found.alias}.region`, prefixes);
  found.andWhere(sql, parameters);
}

/** When the day begins in Asia/Shanghai, which has no daylight saving time. */
const midnight = (parameter: string): string =>
  `(cast(:${parameter} as date)::timestamp at time zone 'Asia/Shanghai')`;
