import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { canonicalJson } from '../http/json.js';

/** How far a row has come (政策参数的状态). */
export const POLICY_STATES = [
  /** Somebody proposes it: it is in no book (草拟). */
  'DRAFT',
  /** A second person has put it into force (发布). */
  'PUBLISHED',
  /** Another row has ended it; it holds until then, and stays for what was decided under it (被替代). */
  'SUPERSEDED',
  /** A draft that was given up (撤回). */
  'WITHDRAWN',
] as const;
export type PolicyState = (typeof POLICY_STATES)[number];

/** States whose rows stand in the book. */
export const IN_THE_BOOK: readonly PolicyState[] = ['PUBLISHED', 'SUPERSEDED'];

/** A row as it lies in the database. */
export interface StoredRow {
  readonly id: string;
  readonly owner: string;
  readonly key: string;
  readonly region_prefix: string;
  readonly effective_from: CivilDate;
  readonly effective_to: CivilDate | null;
  readonly value: unknown;
  readonly legal_basis: string;
  readonly supersedes_row_id: string | null;
  /** Rises with each change: the version of the row, and `ce_sequence` of its events. */
  readonly sequence: string;
  readonly state: PolicyState;
  readonly drafted_by: string | null;
  readonly drafted_at: Date | null;
  readonly published_by: string | null;
  readonly published_at: Date | null;
}

export const COLUMNS = `id, owner, key, region_prefix, effective_from::text, effective_to::text, value, legal_basis,
  supersedes_row_id, sequence, state, drafted_by, drafted_at, published_by, published_at`;

export function toPolicyRow(row: StoredRow): PolicyRow {
  return {
    id: row.id,
    key: row.key,
    regionPrefix: row.region_prefix,
    effectiveFrom: row.effective_from,
    ...(row.effective_to === null ? {} : { effectiveTo: row.effective_to }),
    value: row.value,
    legalBasis: row.legal_basis,
  };
}

/** Parameters for key, region, both dates, value and legal basis. */
export function columnsOf(rows: readonly PolicyRow[]): unknown[][] {
  return [
    rows.map(({ key }) => key),
    rows.map(({ regionPrefix }) => regionPrefix),
    rows.map(({ effectiveFrom }) => effectiveFrom),
    rows.map(({ effectiveTo }) => effectiveTo ?? null),
    rows.map(({ value }) => canonicalJson(value)),
    rows.map(({ legalBasis }) => legalBasis),
  ];
}

/** Of one key, one region and one first day there is one row that holds. */
export function beginningOf({ key, regionPrefix, effectiveFrom }: PolicyRow): string {
  return `${key} ${regionPrefix} ${effectiveFrom}`;
}

/** False for a row that a correction replaced on every day. */
export function holdsSomeDay({ effectiveFrom, effectiveTo }: PolicyRow): boolean {
  return effectiveTo === undefined || effectiveTo > effectiveFrom;
}

/** First day on which a row no longer holds once another takes its place from `from` on; never before its first day. */
export function endBefore({ effectiveFrom, effectiveTo }: PolicyRow, from: CivilDate): CivilDate {
  const end = from < effectiveFrom ? effectiveFrom : from;
  return effectiveTo !== undefined && effectiveTo < end ? effectiveTo : end;
}
