import { splitFen, type Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { Share } from './award.entity.js';
import { toRange, type Months } from './months.js';

/** What an award pays one person in a month. */
export interface PersonPart {
  readonly personKey: string;
  readonly baseFen: Fen;
  readonly extraFen: Fen;
  /** Why the extra is due. */
  readonly extraKinds: readonly string[];
}

/** Why a segment begins. */
export interface SegmentCause {
  readonly code: string;
  /** Review, standard, job: one segment a cause. */
  readonly id?: string;
}

/** What an award pays over some months. */
export interface SegmentForm {
  readonly months: Months;
  /** Ascending by personKey. */
  readonly parts: readonly PersonPart[];
  readonly standardFen: Fen;
  readonly cause: SegmentCause;
  readonly policyVersionIds: readonly string[];
}

export const baseOf = (parts: readonly PersonPart[]): Fen =>
  parts.reduce((sum, { baseFen }) => sum + baseFen, 0n);
export const extrasOf = (parts: readonly PersonPart[]): Fen =>
  parts.reduce((sum, { extraFen }) => sum + extraFen, 0n);

/** Base and extras by person: what is announced and shown. */
export const sharesOf = (parts: readonly PersonPart[]): Share[] =>
  parts.map(({ personKey, baseFen, extraFen }) => ({
    personKey,
    amountFen: (baseFen + extraFen).toString(),
  }));

/** A base without extras, in whole-fen parts, larger first, by personKey: what a gradual exit pays. */
export function baseOnly(baseFen: Fen, personKeys: readonly string[]): PersonPart[] {
  const keys = [...personKeys].sort();
  const parts = splitFen(baseFen, keys.length);
  return keys.map((personKey, index) => ({
    personKey,
    baseFen: parts[index] ?? 0n,
    extraFen: 0n,
    extraKinds: [],
  }));
}

/** Writes segments: they may not meet one that stands. */
export function addSegments(tx: Tx, awardId: string, segments: readonly SegmentForm[]): Promise<void> {
  return addSegmentsOfAll(
    tx,
    segments.map((segment) => ({ awardId, segment })),
  );
}

/** As {@link addSegments}, of many awards: one statement. */
export async function addSegmentsOfAll(
  tx: Tx,
  segments: readonly { readonly awardId: string; readonly segment: SegmentForm }[],
): Promise<void> {
  if (segments.length === 0) return;
  await tx.execute(
    `insert into award_segment
       (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen, extra_fen, standard_fen,
        cause, cause_id, policy_version_ids, created_by)
     select s.id, s.award_id, s.months, s.person_keys, s.base_shares_fen, s.extras_fen, s.extra_kinds, s.base_fen, s.extra_fen,
            s.standard_fen, s.cause, s.cause_id, s.policy_version_ids, $2
       from jsonb_to_recordset($1::jsonb) as s(
         id uuid, award_id uuid, months daterange, person_keys uuid[], base_shares_fen bigint[], extras_fen bigint[],
         extra_kinds text[], base_fen bigint, extra_fen bigint, standard_fen bigint, cause text, cause_id uuid,
         policy_version_ids uuid[])`,
    [
      JSON.stringify(segments.map(({ awardId, segment }) => ({ award_id: awardId, ...toRow(segment) }))),
      tx.actor,
    ],
  );
}

/** What stood for the month and later ends before it: a segment that began before is cut, one that did not is replaced. */
export async function endSegments(tx: Tx, awardId: string, from: Month): Promise<void> {
  await tx.execute(
    `update award_segment
        set months = case when lower(months) < $2 then daterange(lower(months), $2) else months end,
            superseded_at = case when lower(months) < $2 then null else clock_timestamp() end
      where award_id = $1 and superseded_at is null and (upper_inf(months) or upper(months) > $2)`,
    [awardId, `${from}-01`],
  );
}

function toRow({ months, parts, standardFen, cause, policyVersionIds }: SegmentForm) {
  return {
    id: uuidv7(),
    months: toRange(months),
    person_keys: parts.map(({ personKey }) => personKey),
    base_shares_fen: parts.map(({ baseFen }) => baseFen.toString()),
    extras_fen: parts.map(({ extraFen }) => extraFen.toString()),
    extra_kinds: parts.map(({ extraKinds }) => extraKinds.join('+')),
    base_fen: baseOf(parts).toString(),
    extra_fen: extrasOf(parts).toString(),
    standard_fen: standardFen.toString(),
    cause: cause.code,
    cause_id: cause.id ?? null,
    policy_version_ids: policyVersionIds,
  };
}

/** A segment as it is read. */
export interface SegmentRow {
  readonly id: string;
  readonly months: string;
  readonly person_keys: readonly string[];
  readonly base_shares_fen: readonly string[];
  readonly extras_fen: readonly string[];
  readonly extra_kinds: readonly string[];
  readonly standard_fen: string;
  readonly cause: string;
  readonly cause_id: string | null;
  readonly policy_version_ids: readonly string[];
}

export const partsOf = (
  row: Pick<SegmentRow, 'person_keys' | 'base_shares_fen' | 'extras_fen' | 'extra_kinds'>,
): PersonPart[] =>
  row.person_keys.map((personKey, index) => ({
    personKey,
    baseFen: BigInt(row.base_shares_fen[index] ?? 0),
    extraFen: BigInt(row.extras_fen[index] ?? 0),
    extraKinds: row.extra_kinds[index] ? row.extra_kinds[index].split('+') : [],
  }));

/** The segments that stand, in the order of their months. */
export async function standingSegments(tx: Pick<Tx, 'query'>, awardId: string): Promise<SegmentRow[]> {
  return tx.query<SegmentRow>(
    `select id, months::text as months, person_keys, base_shares_fen, extras_fen, extra_kinds, standard_fen, cause, cause_id,
            policy_version_ids
       from award_segment where award_id = $1 and superseded_at is null order by lower(months)`,
    [awardId],
  );
}
