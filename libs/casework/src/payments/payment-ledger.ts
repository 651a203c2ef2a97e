import { Injectable } from '@nestjs/common';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import type { Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Jobs } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { offsetsOfPlanned } from './line-offsets.js';
import { announcePaid, FACT_COLUMNS, type FactRow } from './payment-facts.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import { PaymentSources, type PaymentSubject } from './payment-source.js';
import { PLAN_AGAIN } from './plan-again.job.js';

/** What one person got of a subject for a month. */
export interface PaidMonth {
  readonly month: Month;
  readonly personKey: string;
  readonly paidFen: bigint;
}

/** What of it was not due. */
export interface NotDue {
  readonly month: Month;
  readonly personKey: string;
  readonly notDueFen: bigint;
}

/** What was paid of a subject, and what is to be done about it: for those who decide on the subject. */
@Injectable()
export class PaymentLedger {
  constructor(
    private readonly sources: PaymentSources,
    private readonly lifecycles: PaymentLifecycles,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Gives up what is planned of a subject and no longer due, as long as the lists are not frozen. What is in a locked
   * run goes out, and is an over-payment if it was not due.
   *
   * @param fromMonth - lines of earlier months stay; without it none does
   * @returns how many lines
   */
  async drop(
    tx: Tx,
    { subjectType, subjectId, fromMonth }: PaymentSubject & { readonly fromMonth?: Month },
  ): Promise<number> {
    const where = 't.subject_type = $2 and t.subject_id = $3 and t.month >= $4';
    const dropped = await this.#giveUp(tx, subjectId, {
      where,
      parameters: [subjectType, subjectId, fromMonth ?? ''],
    });
    return dropped.length;
  }

  /**
   * Gives up these planned lines of a subject, as long as the lists are not frozen, and has what is due to it planned
   * again in the same runs.
   *
   * @returns how many lines
   */
  async planAgain(tx: Tx, { subjectId }: PaymentSubject, lineIds: readonly string[]): Promise<number> {
    if (lineIds.length === 0) return 0;
    const where = 't.subject_id = $2 and t.id = any($3::uuid[])';
    const dropped = await this.#giveUp(tx, subjectId, { where, parameters: [subjectId, lineIds] });
    const runs = await tx.query<{ id: string; region: string }>(
      `select distinct r.id, r.region from payroll_run r join payment_line l on l.run_id = r.id
        where l.id = any($1::uuid[]) order by r.id`,
      [dropped],
    );
    for (const { id: runId, region: scope } of runs) {
      await this.jobs.ask(tx, { name: PLAN_AGAIN, scope, parameters: { runId, subjectId } });
    }
    return dropped.length;
  }

  /** @returns the ids of the lines */
  async #giveUp(
    tx: Tx,
    subjectId: string,
    { where, parameters }: { readonly where: string; readonly parameters: readonly unknown[] },
  ): Promise<string[]> {
    const runs = await tx.query<{ id: string }>(
      `select id from payroll_run
        where state in ('BUILDING', 'BUILT')
          and id in (select run_id from payment_line where subject_id = $1 and state = 'PLANNED')
        order by id for key share`,
      [subjectId],
    );
    if (runs.length === 0) return [];
    const moved = await tx.moveWhere(PaymentLine, this.lifecycles.line, 'cancel', this.clock.now(), {
      where: `t.run_id = any($1::uuid[]) and ${where}`,
      parameters: [runs.map(({ id }) => id), ...parameters],
    });
    const ids = moved.map(({ aggregateId }) => aggregateId);
    await tx.execute('update payment_line set void = true where id = any($1::uuid[])', [ids]);
    const kept = await offsetsOfPlanned(tx, { lineIds: ids });
    if (kept.length > 0) await this.sources.host.offsetsReturned(tx, kept, this.clock.now());
    return ids;
  }

  /** What the bank has paid, by month and person, in their order; price subsidies of the subject too. */
  async paid(
    tx: Tx,
    {
      subjectType,
      subjectId,
      fromMonth,
      toMonth,
    }: PaymentSubject & { readonly fromMonth?: Month; readonly toMonth?: Month },
  ): Promise<PaidMonth[]> {
    const rows = await tx.query<Omit<PaidMonth, 'paidFen'> & { paidFen: string }>(
      `select l.month, of_each.person_key as "personKey", sum(of_each.fen)::text as "paidFen"
         from payment_line l, unnest(l.beneficiaries, l.parts_fen) as of_each(person_key, fen)
        where l.subject_type = $1 and l.subject_id = $2 and l.state = 'PAID'
          and l.month >= coalesce($3, l.month) and l.month <= coalesce($4, l.month)
        group by 1, 2 having sum(of_each.fen) > 0 order by 1, 2`,
      [subjectType, subjectId, fromMonth ?? null, toMonth ?? null],
    );
    return rows.map((row) => ({ ...row, paidFen: BigInt(row.paidFen) }));
  }

  /**
   * Verification is told what was due: the facts of these persons and months are replaced, those of the newest run
   * first, by what is left (0 after a death). Said again, nothing more is taken off.
   *
   * @param amounts - each person and month once; all that was not due of it, also what was said before
   */
  async notDue(
    tx: Tx,
    { subjectType, subjectId }: PaymentSubject,
    amounts: readonly NotDue[],
    at: Date,
  ): Promise<void> {
    const rows = await tx.query<FactRow & { programme: string; payer_uscc: string | null }>(
      `with wrong as (
         select * from unnest($3::text[], $4::uuid[], $5::bigint[]) as wrong(month, person_key, fen)),
       told as materialized (
         select f.*, f.amount_fen + f.not_due_fen as paid_fen, r.seq,
                wrong.fen - coalesce(sum(f.amount_fen + f.not_due_fen) over (
                  partition by f.month, f.person_key order by f.run_id desc
                  rows between unbounded preceding and 1 preceding), 0) as left_fen
           from payment_fact f
           join wrong on wrong.month = f.month and wrong.person_key = f.person_key
           join payroll_run r on r.id = f.run_id
          where f.subject_type = $1 and f.subject_id = $2),
       due as (
         select *, least(paid_fen, greatest(left_fen, 0)) as off_fen from told)
       update payment_fact f
          set not_due_fen = due.off_fen, amount_fen = due.paid_fen - due.off_fen, version = f.version + 1
         from due join payroll_run r on r.id = due.run_id
        where f.subject_id = due.subject_id and f.month = due.month and f.person_key = due.person_key
          and f.run_id = due.run_id and f.not_due_fen <> due.off_fen
       returning ${FACT_COLUMNS.split(', ')
         .map((column) => `f.${column}`)
         .join(', ')}, r.programme, r.payer_uscc`,
      [
        ...[subjectType, subjectId],
        amounts.map(({ month }) => month),
        amounts.map(({ personKey }) => personKey),
        amounts.map(({ notDueFen }) => notDueFen.toString()),
      ],
    );
    for (const row of rows) {
      const kind = this.sources.of(row.programme).incomeKind;
      const programme = enumValue(ProgrammeSchema, row.programme);
      announcePaid(tx, row, { kind, programme, payerUscc: row.payer_uscc ?? '*' }, at);
    }
  }

  /** What came back of a subject that has ended and has no heir is kept. @returns how many lines */
  async writeBack(tx: Tx, { subjectType, subjectId }: PaymentSubject, at: Date): Promise<number> {
    const moved = await tx.moveWhere(PaymentLine, this.lifecycles.line, 'writeBack', at, {
      where: 't.subject_type = $1 and t.subject_id = $2',
      parameters: [subjectType, subjectId],
    });
    return moved.length;
  }
}
