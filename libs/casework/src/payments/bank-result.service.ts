import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, type UploadedText } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { NAMED_MISMATCHES, parseResultFile, type Mismatch, type ResultFile } from './bank-file.rules.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PAYMENT_PROBLEMS } from './payment.problems.js';
import { PayrollRun } from './payroll-run.entity.js';
import { Reconciliation } from './reconciliation.js';

/** What is told of an offset, at most: what is recovered of each person of a household. */
const EVENTS_OF_AN_OFFSET = 20;

/** What came of a result file. */
export interface ResultAnswer {
  readonly run: PayrollRun;
  /** Lines of the file that were paid. */
  readonly paid: number;
  readonly returned: number;
  /** Lines of the run for which the bank has not answered yet. */
  readonly unmatched: number;
  /** The job that applies what did not fit into the request. */
  readonly jobId: string | null;
}

/** Result files of the bank: taken whole or not at all, and each once. */
@Injectable()
export class BankResults {
  constructor(
    private readonly lifecycles: PaymentLifecycles,
    private readonly reconciliation: Reconciliation,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Takes a file. A file that was taken before changes nothing, whatever version the run has meanwhile.
   *
   * @throws Problem `result-file-mismatch`, `results-pending`
   */
  async take(tx: Tx, runId: string, version: number, file: UploadedText): Promise<ResultAnswer> {
    const known = await this.#known(tx, runId, file.sha256);
    if (known) return this.#answer(tx, runId, known, null);
    const run = await tx.loadForUpdate(PayrollRun, runId, version);
    this.lifecycles.run.next(run.state, 'loadResults');
    await this.#requireNonePending(tx, runId);
    const about = { runId, fileSha256: run.fileSha256 ?? '', today: this.clock.today() };
    const parsed = parseResultFile(file.text, about);
    if ('mismatches' in parsed) throw mismatch(parsed.mismatches);
    const resultId = await this.#store(tx, run, file.sha256, parsed.file);
    await tx.move(run, this.lifecycles.run, 'loadResults', this.clock.now());
    const { after, isFinished } = await this.reconciliation.chunk(tx, resultId);
    const jobId = isFinished
      ? null
      : await this.jobs.ask(tx, {
          ...{ name: 'payroll-reconciliation', scope: run.region, period: resultId },
          parameters: { resultId, after, total: parsed.file.lineIds.length },
        });
    return this.#answer(tx, runId, resultId, jobId);
  }

  async #known(tx: Tx, runId: string, sha256: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      'select id from bank_result where run_id = $1 and file_sha256 = $2',
      [runId, sha256],
    );
    return row?.id;
  }

  async #requireNonePending(tx: Tx, runId: string): Promise<void> {
    const pending = await tx.query(
      'select from bank_result where run_id = $1 and applied_at is null limit 1',
      [runId],
    );
    if (pending.length > 0) throw new Problem(PAYMENT_PROBLEMS.resultsPending);
  }

  async #store(tx: Tx, run: PayrollRun, sha256: string, file: ResultFile): Promise<string> {
    const { lineIds, amounts, codes, totalFen, settledOn } = file;
    const columns = [run.id, lineIds, amounts];
    const wrong = await tx.query<Mismatch>(
      `select (place + 1)::int as line, reason from (
         select r.place,
                case when l.id is null then 'UNKNOWN_LINE'
                     when row_number() over (partition by r.line_id order by r.place) > 1 then 'LINE_TWICE'
                     when l.amount_fen <> r.fen then 'AMOUNT_CHANGED'
                     when l.state = 'SENT' or (l.state = 'PAID' and r.code is not null) then null
                     else 'ALREADY_ANSWERED' end as reason
           from unnest($2::uuid[], $3::bigint[], $4::text[]) with ordinality as r(line_id, fen, code, place)
           left join (select id, amount_fen, state from payment_line where run_id = $1 offset 0) l on l.id = r.line_id) as looked_at
        where reason is not null order by place limit $5`,
      [...columns, codes, NAMED_MISMATCHES],
    );
    if (wrong.length > 0) throw mismatch(wrong);
    const id = uuidv7();
    await tx.execute(
      `insert into bank_result (id, run_id, file_sha256, line_count, total_fen, settled_on, loaded_at, loaded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[id, run.id, sha256, lineIds.length, totalFen.toString(), settledOn],
        ...[this.clock.now(), tx.actor],
      ],
    );
    await tx.execute(
      `insert into bank_result_line (result_id, subject_id, line_id, outcome, code, events)
       select $1, l.subject_id, l.id, case when r.code is null then 'PAID' else 'RETURNED' end, r.code,
              1 + cardinality(l.beneficiaries) + case when l.offset_fen > 0 then ${EVENTS_OF_AN_OFFSET} else 0 end
         from unnest($2::uuid[], $3::text[]) as r(line_id, code)
         join (select id, subject_id, beneficiaries, offset_fen from payment_line where run_id = $4 offset 0) l on l.id = r.line_id
        order by l.subject_id, l.id`,
      [id, lineIds, codes, run.id],
    );
    return id;
  }

  async #answer(tx: Tx, runId: string, resultId: string, jobId: string | null): Promise<ResultAnswer> {
    const [counts] = await tx.query<Pick<ResultAnswer, 'paid' | 'returned' | 'unmatched'>>(
      `select count(*) filter (where outcome = 'PAID')::int as paid,
              count(*) filter (where outcome = 'RETURNED')::int as returned,
              (select count(*)::int from payment_line l where l.run_id = $2 and l.state = 'SENT'
                 and not exists (select from bank_result_line r where r.result_id = $1
                                    and r.subject_id = l.subject_id and r.line_id = l.id)) as unmatched
         from bank_result_line where result_id = $1`,
      [resultId, runId],
    );
    const run = await tx.manager.findOneByOrFail(PayrollRun, { id: runId });
    return { run, ...{ paid: 0, returned: 0, unmatched: 0 }, ...counts, jobId };
  }
}

const mismatch = (mismatches: readonly Mismatch[]): Problem =>
  new Problem(PAYMENT_PROBLEMS.resultFileMismatch, { extensions: { mismatches } });
