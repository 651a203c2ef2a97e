import {
  PaymentSources,
  type PaymentSource,
  type PayrollPlace,
  type PayrollScope,
  type SqlPart,
  type SubjectRange,
} from '@minzheng/casework/payments';
import { IncomeKind } from '@minzheng/contracts/facts';
import { addMonths, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';

export const PRICE_SUBSIDY = 'PRICE_SUBSIDY';

/** So far back a month is looked at that somebody has not been paid. */
const LOOKS_BACK_MONTHS = 12;

/** Children and veterans pay these themselves (catalogue 6.2): as members of an edge family they get nothing here. */
const PAID_ELSEWHERE = ['orphan', 'deFactoUnattended', 'childInDifficulty', 'preferentialObject'];
const DEAD = ['deceased', 'declaredDead'];

/** The statuses of a person that hold on the 1st of the month, as others tell them now. */
const holds = (kinds: string): string => `exists (
  select from status_copy c
   where c.person_key = p.person_key and c.kind = any(${kinds}) and not c.retracted
     and c.quality in ('REGISTERED', 'VERIFIED')
     and c.valid_from <= p.day and (c.valid_to is null or p.day < c.valid_to)
     and not exists (select from status_copy n where n.supersedes_fact_id = c.fact_id))`;

/**
 * The price subsidy (价格临时补贴) as lines of a payroll run: whoever has an open minimum living guarantee on the 1st of a
 * month for which it was triggered; members of edge families where the policy of the month adds them. A person once a
 * month, whatever the statuses: of two indices that cover the place, that of the smaller region counts.
 *
 * Legal basis: 发改价格〔2021〕1553号.
 */
@Injectable()
export class PriceSubsidySource implements PaymentSource, OnModuleInit {
  readonly programme = PRICE_SUBSIDY;
  readonly subjectType = 'award';
  readonly incomeKind = IncomeKind.PRICE_SUBSIDY;

  constructor(private readonly payments: PaymentSources) {}

  onModuleInit(): void {
    this.payments.register(this);
  }

  /** So many working days after the index was published (发改价格〔2021〕1553号). */
  async payOn(
    tx: Tx,
    { countyCode, month }: Pick<PayrollPlace, 'countyCode' | 'month'>,
  ): Promise<CivilDate | undefined> {
    const [index] = await tx.query<{ due_on: CivilDate }>(
      `select due_on::text as due_on from price_index
        where state = 'OPEN' and month = $2 and (starts_with($1, region) or starts_with(region, $1))
        order by length(region) desc limit 1`,
      [countyCode, month],
    );
    return index?.due_on;
  }

  subjects(scope: PayrollPlace): SqlPart {
    const place = scope.within('a.region', 3);
    return {
      sql: `
        select distinct a.id
          from price_index i
          join award_person p on p.months @> (i.month || '-01')::date
          join award a on a.id = p.award_id and starts_with(a.region, i.region)
         where i.state = 'OPEN' and i.amounts <> '[]' and i.month between $1 and $2
           and (a.programme = 'DIBAO' or (a.programme = 'EDGE' and 'EDGE' = any(i.groups))) and ${place.sql}`,
      parameters: [...months(scope), ...place.parameters],
    };
  }

  due(scope: PayrollScope, { first, last }: SubjectRange): SqlPart {
    return {
      sql: `
        select p.subject_id, p.region, p.month, 'PRICE' as part, p.person_key,
               md5('price/' || p.month)::uuid as source_ref, amount.fen as amount_fen,
               array[p.person_key] as beneficiaries, array[amount.fen] as parts_fen, false as household_share,
               payee.id as payee_id, case when ${holds('$6')} then 'DECEASED' end as blocked
          from (
            select a.id as subject_id, a.region, a.programme, a.hukou_type, a.household_id, i.month, i.day, i.amounts,
                   i.groups, p.person_key
              from award a
              join award_person p on p.award_id = a.id
              cross join lateral (
                select distinct on (month) month, (month || '-01')::date as day, amounts, groups
                  from price_index
                 where state = 'OPEN' and month between $1 and $2 and starts_with(a.region, region)
                 order by month, length(region) desc) i
             where a.id between $3 and $4 and p.months @> i.day
               and (a.programme = 'DIBAO'
                    or (a.programme = 'EDGE' and 'EDGE' = any(i.groups) and a.approved_on <= i.day))
               and (a.state not in ('HELD', 'PENDING_START') or (a.state = 'HELD' and i.month < a.held_from))) p
          cross join lateral (
            select (each ->> 'amountFen')::bigint as fen from jsonb_array_elements(p.amounts) each
             where starts_with(p.region, each ->> 'region') and each ->> 'hukouType' = p.hukou_type
             order by length(each ->> 'region') desc limit 1) amount
          left join lateral (
            select id from payee where subject_id in (p.subject_id, p.household_id) and until is null
             order by subject_type limit 1) payee on true
         where p.programme = 'DIBAO'
            or not (${holds('$5')} or exists (
                 select from award_person o
                  where o.person_key = p.person_key and o.months @> p.day
                    and (o.programme in ('DIBAO', 'TEKUN')
                         or (o.programme = 'EDGE' and o.award_id < p.subject_id))))`,
      parameters: [...months(scope), first, last, PAID_ELSEWHERE, DEAD],
    };
  }
}

const months = ({
  month,
  lookBackTo = month,
}: PayrollPlace & Partial<PayrollScope>): readonly [string, string] => {
  const from = addMonths(month, 1 - LOOKS_BACK_MONTHS);
  return [lookBackTo < from ? lookBackTo : from, month];
};
