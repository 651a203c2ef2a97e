import { Injectable } from '@nestjs/common';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import type { Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { announcePaid, FACT_COLUMNS, type FactRow } from './payment-facts.js';
import { PaymentLedger } from './payment-ledger.js';
import { PaymentSources, type PaymentSubject } from './payment-source.js';

/** What is kept back from a line that goes out or went out. */
export interface HeldBack {
  readonly lineId: string;
  readonly claimId: string;
  readonly month: Month;
  readonly fen: bigint;
  /** False while the bank has not answered. */
  readonly isPaid: boolean;
}

/** What of it is no longer kept back. */
export interface ReleasedOffset {
  readonly lineId: string;
  readonly fen: bigint;
}

/** Gives back what was kept back (抵扣) for something that turns out not to be owed: it is due again. */
@Injectable()
export class OffsetReleases {
  constructor(
    private readonly sources: PaymentSources,
    private readonly ledger: PaymentLedger,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Lines of a subject from which something is kept back for these claims, until the transaction ends. Those whose lists
   * are not frozen are given up, and planned again by what is owed then.
   *
   * @returns what goes out or went out with less, and the months of all of them
   */
  async held(
    tx: Tx,
    subject: PaymentSubject,
    claimIds: readonly string[],
  ): Promise<{ readonly held: readonly HeldBack[]; readonly months: readonly Month[] }> {
    const planned = await tx.query<{ id: string; month: Month }>(
      `select l.id, l.month from payment_offset o join payment_line l on l.id = o.line_id
        where o.claim_id = any($1::uuid[]) and l.state = 'PLANNED' and not l.void order by l.id`,
      [claimIds],
    );
    await this.ledger.planAgain(
      tx,
      subject,
      planned.map(({ id }) => id),
    );
    const rows = await tx.query<Omit<HeldBack, 'fen'> & { readonly fen: string }>(
      `select l.id as "lineId", o.claim_id as "claimId", l.month, o.fen::text as fen, l.state = 'PAID' as "isPaid"
         from payment_line l join payment_offset o on o.line_id = l.id
        where o.claim_id = any($1::uuid[]) and l.state in ('PLANNED', 'SENT', 'PAID') and not l.void
        order by l.id for no key update of l`,
      [claimIds],
    );
    const held = rows.map((row) => ({ ...row, fen: BigInt(row.fen) }));
    return { held, months: [...planned, ...held].map(({ month }) => month) };
  }

  /**
   * The lines are what the bank pays or has paid: so much less of what is due has a line, and the next run pays the rest.
   * Verification is told what was paid.
   */
  async release(tx: Tx, { subjectId }: PaymentSubject, released: readonly ReleasedOffset[]): Promise<void> {
    if (released.length === 0) return;
    const columns = [released.map(({ lineId }) => lineId), released.map(({ fen }) => fen.toString())];
    await tx.execute(
      `with given as (select * from unnest($1::uuid[], $2::bigint[]) as given(line_id, fen)),
       none as (delete from payment_offset o using given where o.line_id = given.line_id and o.fen <= given.fen),
       less as (update payment_offset o set fen = o.fen - given.fen from given
                 where o.line_id = given.line_id and o.fen > given.fen)
       update payment_line l
          set offset_fen = l.offset_fen - given.fen,
              parts_fen = (
                select array_agg((fen - least(fen, greatest(given.fen - before, 0)))::bigint order by place)
                  from (select fen, place, coalesce(sum(fen) over (
                                 order by place rows between unbounded preceding and 1 preceding), 0) as before
                          from unnest(l.parts_fen) with ordinality as part(fen, place)) as of_each)
         from given where l.id = given.line_id`,
      columns,
    );
    const rows = await tx.query<FactRow & { programme: string; payer_uscc: string | null }>(
      `with paid as materialized (
         select l.run_id, l.month, p.person_key, coalesce(sum(p.fen) filter (where l.state = 'PAID'), 0)::bigint as fen
           from payment_line l cross join lateral unnest(l.beneficiaries, l.parts_fen) as p(person_key, fen)
          where l.subject_id = $1 and l.run_id in (select run_id from payment_line where id = any($2::uuid[]))
          group by 1, 2, 3)
       update payment_fact f
          set amount_fen = greatest(0, paid.fen - f.not_due_fen), version = f.version + 1
         from paid join payroll_run r on r.id = paid.run_id
        where f.subject_id = $1 and f.run_id = paid.run_id and f.month = paid.month and f.person_key = paid.person_key
          and f.amount_fen <> greatest(0, paid.fen - f.not_due_fen)
       returning ${FACT_COLUMNS.split(', ')
         .map((column) => `f.${column}`)
         .join(', ')}, r.programme, r.payer_uscc`,
      [subjectId, columns[0]],
    );
    const at = this.clock.now();
    for (const row of rows) {
      const kind = this.sources.of(row.programme).incomeKind;
      const programme = enumValue(ProgrammeSchema, row.programme);
      announcePaid(tx, row, { kind, programme, payerUscc: row.payer_uscc ?? '*' }, at);
    }
  }
}
