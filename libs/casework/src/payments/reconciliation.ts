import { Injectable } from '@nestjs/common';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { wholeSubjects, type WeighedRow } from './chunk.rules.js';
import { offsetsOf } from './line-offsets.js';
import { announcePaid, FACT_COLUMNS, type FactRow } from './payment-facts.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import type { PaymentLineCommand, PaymentLineState } from './payment-line.lifecycle.js';
import { PaymentSources, type AnsweredLine } from './payment-source.js';
import { PayrollRun } from './payroll-run.entity.js';

/** Fewer than the 4,000 events of a transaction: a chunk ends with a whole subject, and the run may close in it. */
const EVENTS_A_CHUNK = 3_800;
/** Each has a message, and a fact of one person at least. */
const LINES_A_READ = EVENTS_A_CHUNK / 2 + 1;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** How far a result file is applied. */
export interface Applied {
  /** The last subject whose lines have their result. */
  readonly after: string;
  readonly lines: number;
  readonly isFinished: boolean;
}

/** Lines of a result file: of all subjects after one, up to another. */
interface ResultRange {
  readonly resultId: string;
  readonly after: string;
  readonly last: string;
}

type MovedLine = Omit<AnsweredLine, 'amountFen' | 'offsetFen'> & {
  readonly amountFen: string;
  readonly offsetFen: string;
};

/** Columns of {@link MovedLine}. */
const MOVED = `t.id, t.region, t.version, step.from_state as "from", t.state as "to", t.subject_type as "subjectType",
  t.subject_id as "subjectId", t.month, t.component, t.person_key as "personKey", t.amount_fen as "amountFen",
  t.offset_fen as "offsetFen", t.result_code as "resultCode"`;

/**
 * Gives lines the results that the bank has told (对账): all lines of a subject at once, with their messages and what
 * verification is told, in one transaction.
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly sources: PaymentSources,
    private readonly lifecycles: PaymentLifecycles,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The next chunk of a result file. The last one closes the run, if the bank has answered for all of its lines.
   *
   * @param after - where the chunk before has ended
   */
  async chunk(tx: Tx, resultId: string, after = FIRST_ID): Promise<Applied> {
    const [results, isFinished] = await this.#next(tx, resultId, after);
    const subjectIds = [...new Set(results.map(({ subject_id }) => subject_id))];
    const last = subjectIds.at(-1);
    if (last !== undefined) await this.#apply(tx, { resultId, after, last }, subjectIds);
    if (isFinished) await this.#finish(tx, resultId);
    return { after: last ?? after, lines: results.length, isFinished };
  }

  /** Of so many subjects that their events fit into a transaction, at least one; and whether nothing is left. */
  async #next(tx: Tx, resultId: string, after: string): Promise<[WeighedRow[], boolean]> {
    const rows = await tx.query<WeighedRow>(
      `select subject_id, events from bank_result_line
        where result_id = $1 and subject_id > $2 order by subject_id, line_id limit $3`,
      [resultId, after, LINES_A_READ],
    );
    const results = wholeSubjects(rows, EVENTS_A_CHUNK);
    return [results, results.length === rows.length];
  }

  async #apply(tx: Tx, range: ResultRange, subjectIds: readonly string[]): Promise<void> {
    const at = this.clock.now();
    const run = await this.#runOf(tx, range.resultId);
    const paid = await this.#move(tx, 'settle', 'PAID', range);
    const returned = await this.#move(tx, 'return', 'RETURNED', range);
    const { host } = this.sources;
    host.settled(tx, run, paid, at);
    await host.returned(tx, run, returned, at);
    await this.#tellFacts(tx, run, subjectIds, at);
    if (returned.length > 0) await this.#countReturns(tx, run, returned, at);
    // subjects before what is kept back from them
    const [kept, open] = [await offsetsOf(tx, paid), await offsetsOf(tx, returned)];
    if (kept.length > 0) await host.offsetsPaid(tx, kept, at);
    if (open.length > 0) await host.offsetsReturned(tx, open, at);
  }

  async #move(
    tx: Tx,
    command: 'settle' | 'return',
    outcome: 'PAID' | 'RETURNED',
    { resultId, after, last }: ResultRange,
  ): Promise<AnsweredLine[]> {
    const rows = await tx.moveParts<PaymentLineState, PaymentLineCommand, MovedLine>(
      PaymentLine,
      this.lifecycles.line,
      command,
      {
        from: 'bank_result_line r',
        where: `r.result_id = $1 and r.subject_id > $2 and r.subject_id <= $3 and r.outcome = $4 and t.id = r.line_id`,
        parameters: [resultId, after, last, outcome],
        set: 'result_code = r.code',
        returning: MOVED,
      },
    );
    return rows.map((row) => ({
      ...row,
      amountFen: BigInt(row.amountFen),
      offsetFen: BigInt(row.offsetFen),
    }));
  }

  /** Of each person and month of the subjects in the run: what is paid by now, if it is not what was told. */
  async #tellFacts(tx: Tx, run: PayrollRun, subjectIds: readonly string[], at: Date): Promise<void> {
    const rows = await tx.query<FactRow>(
      `with paid as materialized (
         select l.subject_type, l.subject_id, l.month, of_each.person_key, min(l.region) as region,
                bool_or(l.household_share) as household_share,
                coalesce(sum(of_each.fen) filter (where l.state = 'PAID'), 0)::bigint as fen
           from payment_line l cross join unnest(l.beneficiaries, l.parts_fen) as of_each(person_key, fen)
          where l.run_id = $1 and l.subject_id = any($2::uuid[])
          group by 1, 2, 3, 4)
       insert into payment_fact as f (subject_type, subject_id, month, person_key, run_id, region, household_share,
                                      amount_fen)
       select subject_type, subject_id, month, person_key, $1, region, household_share, fen from paid
        -- by limit 1, not exists: that would be a hash of all facts
        where fen > 0 or (select true from payment_fact told
                           where told.subject_id = paid.subject_id and told.month = paid.month
                             and told.person_key = paid.person_key and told.run_id = $1 limit 1)
       on conflict (subject_id, month, person_key, run_id) do update
         set amount_fen = greatest(0, excluded.amount_fen - f.not_due_fen), version = f.version + 1
         where f.amount_fen <> greatest(0, excluded.amount_fen - f.not_due_fen)
       returning ${FACT_COLUMNS}`,
      [run.id, subjectIds],
    );
    const paidBy = {
      kind: this.sources.of(run.programme).incomeKind,
      programme: enumValue(ProgrammeSchema, run.programme),
      payerUscc: run.payerUscc ?? '*',
    };
    for (const row of rows) announcePaid(tx, row, paidBy, at);
  }

  /** Runs in which something came back since the last that was paid, by subject. */
  async #countReturns(tx: Tx, run: PayrollRun, returned: readonly AnsweredLine[], at: Date): Promise<void> {
    const reached = await tx.query<{ subject_id: string }>(
      // looked up subject by subject: a join would read all lines
      `select subject_id from (
         select subject.id as subject_id, l.run_id, l.state, l.created_at,
                max(l.created_at) filter (where l.state = 'PAID') over (partition by subject.id) as paid_at
           from unnest($1::uuid[]) as subject(id)
          cross join lateral (select * from payment_line where subject_id = subject.id offset 0) l) as line
        where state in ('RETURNED', 'REISSUED') and (paid_at is null or created_at >= paid_at)
        group by subject_id having count(distinct run_id) >= $2`,
      [[...new Set(returned.map(({ subjectId }) => subjectId))], run.returnLimit],
    );
    if (reached.length === 0) return;
    const ids = new Set(reached.map(({ subject_id }) => subject_id));
    const subjects = new Map(
      returned.flatMap(({ subjectType, subjectId, region }) =>
        ids.has(subjectId)
          ? [[subjectId, { subjectType, subjectId, region, runId: run.id, month: run.month }] as const]
          : [],
      ),
    );
    await this.sources.host.returnLimitReached(tx, [...subjects.values()], at);
  }

  async #finish(tx: Tx, resultId: string): Promise<void> {
    const { id } = await this.#runOf(tx, resultId);
    const run = await tx.loadForUpdate(PayrollRun, id);
    const at = this.clock.now();
    await tx.execute('update bank_result set applied_at = $2 where id = $1', [resultId, at]);
    const open = await tx.query(`select from payment_line where run_id = $1 and state = 'SENT' limit 1`, [
      id,
    ]);
    if (open.length > 0 || run.state !== 'RECONCILING') return;
    const move = await tx.move(run, this.lifecycles.run, 'close', at);
    this.sources.host.runClosed(tx, run, move, at);
  }

  async #runOf(tx: Tx, resultId: string): Promise<PayrollRun> {
    const [{ run_id } = { run_id: '' }] = await tx.query<{ run_id: string }>(
      'select run_id from bank_result where id = $1',
      [resultId],
    );
    return tx.manager.findOneByOrFail(PayrollRun, { id: run_id });
  }
}
