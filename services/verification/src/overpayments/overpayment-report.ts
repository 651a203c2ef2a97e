import type { PolicyBook } from '@minzheng/kernel/policy';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Caller } from '@minzheng/platform/access';
import { numberedRegionFilter } from '@minzheng/platform/regions';
import type { DataSource } from 'typeorm';
import { wholeNumber } from '../requests/check-policy.js';

/** What was found paid and not due, and what came back, of one programme in one month; sums in fen. */
export interface OverpaymentCell {
  readonly month: string;
  readonly programme: string;
  readonly persons: number;
  readonly found: string;
  /** Of these, what a clue of monitoring had led to. */
  readonly foundByMonitoring: string;
  readonly recovered: string;
  readonly writtenOff: string;
}

/** A cell as it is shown: of a few persons only that there is one. */
export type ShownCell =
  | (OverpaymentCell & { readonly suppressed: false })
  | (Pick<OverpaymentCell, 'month' | 'programme'> & { readonly suppressed: true });

/** Cells of fewer persons tell too much of each. @param under - the least number of persons that is shown */
export function suppressSmall(cells: readonly OverpaymentCell[], under: number): ShownCell[] {
  return cells.map((cell) =>
    cell.persons < under
      ? { month: cell.month, programme: cell.programme, suppressed: true }
      : { ...cell, suppressed: false },
  );
}

export interface OverpaymentQuestion {
  readonly region?: string | undefined;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}

/**
 * Over-payments found and recovered (多发与追回), by the month in which it was announced, and programme. Verification,
 * section 10.
 *
 * @throws PolicyMissing
 */
export async function readOverpaymentReport(
  dataSource: DataSource,
  { region, from, to }: OverpaymentQuestion,
  caller: Caller,
  book: PolicyBook,
  today: CivilDate,
): Promise<ShownCell[]> {
  const within = numberedRegionFilter('region', caller.prefixesWithin(region), 3);
  const cells = await dataSource.query<OverpaymentCell[]>(
    `with told as (
       select person_key, region, programme, detected_at as at, amount_fen as found,
              case when clue_id is null then 0 else amount_fen end as by_monitoring, 0 as recovered, 0 as written_off
         from overpayment
       union all
       select person_key, region, programme, recovered_at, 0, 0,
              case when way = 'WRITTEN_OFF' then 0 else amount_fen end,
              case when way = 'WRITTEN_OFF' then amount_fen else 0 end
         from overpayment_recovery
     )
     select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, programme,
            count(distinct person_key)::int as persons, sum(found)::text as found,
            sum(by_monitoring)::text as "foundByMonitoring", sum(recovered)::text as recovered,
            sum(written_off)::text as "writtenOff"
       from told
      where ($1::date is null or at >= $1::date::timestamp at time zone 'Asia/Shanghai')
        and ($2::date is null or at < $2::date::timestamp at time zone 'Asia/Shanghai' + interval '1 day')
        and ${within.sql}
      group by 1, 2 order by 1, 2`,
    [from ?? null, to ?? null, ...within.parameters],
  );
  const place = region ?? caller.region ?? '';
  return suppressSmall(
    cells,
    wholeNumber(book.resolve('verification.access.suppressCellUnder', place, today)),
  );
}
