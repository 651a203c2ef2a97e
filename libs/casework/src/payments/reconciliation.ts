import { Injectable } from '@nestjs/common';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import { BusinessClock } from '@minzheng/platform/clock';
import type { LoggedMove, Tx } from '@minzheng/platform/persistence';
import { wholeSubjects } from './chunk.rules.js';
import { announcePaid, FACT_COLUMNS, type FactRow } from './payment-facts.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import type { PaymentLineCommand } from './payment-line.lifecycle.js';
import { PaymentSources, type AnsweredLine } from './payment-source.js';
import { PayrollRun } from './payroll-run.entity.js';

/** Fewer than the 4,000 events of a transaction: a chunk ends with a whole subject, and the run may close in it. */
const EVENTS_A_CHUNK = 3_800;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** How far a result file is applied. */
export interface Applied {
  /** The last subject whose lines have their result. */
  readonly after: string;
  readonly lines: number;
  readonly isFinished: boolean;
}

/** What the bank says of a line. */
interface Result {
  readonly subject_id: string;
  readonly line_id: string;
  readonly outcome: 'PAID' | 'RETURNED';
  readonly code: string | null;
  readonly events: number;
}

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
    if (results.length > 0) await this.#apply(tx, resultId, results);
    if (isFinished) await this.#finish(tx, resultId);
    return { after: results.at(-1)?.subject_id ?? after, lines: results.length, isFinished };
  }

  /** Of so many subjects that their events fit into a transaction, at least one; and whether nothing is left. */
  async #next(tx: Tx, resultId: string, after: string): Promise<[Result[], boolean]> {
    const rows = await tx.query<Result>(
      `select subject_id, line_id, outcome, code, events from bank_result_line
        where result_id = $1 and subject_id > $2 order by subject_id, line_id limit $3`,
      [resultId, after, EVENTS_A_CHUNK],
    );
    const results = wholeSubjects(rows, EVENTS_A_CHUNK);
    return [results, results.length === rows.length];
  }

  async #apply(tx: Tx, resultId: string, results: readonly Result[]): Promise<void> {
    const at = this.clock.now();
    const run = await this.#runOf(tx, resultId);
    const [paidIds, returnedIds] = (['PAID', 'RETURNED'] as const).map((outcome) =>
      results.filter((result) => result.outcome === outcome).map(({ line_id }) => line_id),
    ) as [string[], string[]];
    const codes = results.filter(({ outcome }) => outcome === 'RETURNED').map(({ code }) => code);
    await tx.execute(
      `update payment_line l set result_code = r.code from unnest($1::uuid[], $2::text[]) as r(line_id, code)
        where l.id = r.line_id`,
      [returnedIds, codes],
    );
    const paid = await this.#move(tx, 'settle', paidIds, at);
    const returned = await this.#move(tx, 'return', returnedIds, at);
    const lines = await this.#answered(tx, [...paid, ...returned]);
    const { host } = this.sources;
    host.settled(
      tx,
      run,
      lines.filter(({ to }) => to === 'PAID'),
      at,
    );
    host.returned(
      tx,
      run,
      lines.filter(({ to }) => to === 'RETURNED'),
      at,
    );
    await this.#tellFacts(tx, run, [...new Set(results.map(({ subject_id }) => subject_id))], at);
    if (returned.length > 0) await this.#countReturns(tx, run, lines, at);
  }

  #move(tx: Tx, command: PaymentLineCommand, ids: readonly string[], at: Date): Promise<LoggedMove[]> {
    return tx.moveWhere(PaymentLine, this.lifecycles.line, command, at, {
      where: 't.id = any($1::uuid[])',
      parameters: [ids],
    });
  }

  async #answered(tx: Tx, moves: readonly LoggedMove[]): Promise<AnsweredLine[]> {
    const rows = await tx.query<Omit<AnsweredLine, 'from' | 'to' | 'amountFen'> & { amountFen: string }>(
      `select id, region, version, subject_type as "subjectType", subject_id as "subjectId", month, component,
              person_key as "personKey", amount_fen as "amountFen", result_code as "resultCode"
         from payment_line where id = any($1::uuid[])`,
      [moves.map(({ aggregateId }) => aggregateId)],
    );
    const moveOf = new Map(moves.map((move) => [move.aggregateId, move]));
    return rows.map((row) => {
      const { from = '', to = '' } = moveOf.get(row.id) ?? {};
      return { ...row, amountFen: BigInt(row.amountFen), from: from ?? '', to };
    });
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
        where fen > 0 or exists (select from payment_fact told
                                  where told.subject_id = paid.subject_id and told.month = paid.month
                                    and told.person_key = paid.person_key and told.run_id = $1)
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
  async #countReturns(tx: Tx, run: PayrollRun, lines: readonly AnsweredLine[], at: Date): Promise<void> {
    const returned = lines.filter(({ to }) => to === 'RETURNED');
    const reached = await tx.query<{ subject_id: string }>(
      `select l.subject_id from payment_line l
        where l.subject_id = any($1::uuid[]) and l.state in ('RETURNED', 'REISSUED')
          and not exists (select from payment_line paid
                           where paid.subject_id = l.subject_id and paid.state = 'PAID'
                             and paid.created_at > l.created_at)
        group by l.subject_id having count(distinct l.run_id) >= $2`,
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
