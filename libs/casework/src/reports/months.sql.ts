/** Tables of a report's months: `m` with first day, day after the last, and both as instants in Asia/Shanghai; `today`. */
export const MONTHS = `
  m as materialized (
    select month, (month || '-01')::date as first, ((month || '-01')::date + interval '1 month')::date as after,
           (month || '-01')::timestamp at time zone 'Asia/Shanghai' as begins,
           ((month || '-01')::timestamp + interval '1 month') at time zone 'Asia/Shanghai' as ends
      from unnest($1::text[]) as month),
  now as (select $2::date as today)`;

/** The code of whose household something is; what is told of no household is NONE. */
export const hukou = (column: string): string => `coalesce(${column}, 'NONE')`;

/** The place that figures are kept of. */
export const township = (column: string): string => `left(${column}, 9)`;
