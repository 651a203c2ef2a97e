import { Injectable, type OnModuleInit } from '@nestjs/common';
import { parseFen } from '@minzheng/kernel/money';
import { addMonths, firstDay, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { isUscc } from '@minzheng/kernel/uscc';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem, PROBLEMS } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { dayOfMonth } from './day-of-month.js';
import { offsetsOfPlanned } from './line-offsets.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import { PAYMENT_PROBLEMS } from './payment.problems.js';
import { PaymentSources } from './payment-source.js';
import { placeOf } from './payroll-place.js';
import { PayrollRun } from './payroll-run.entity.js';

/** Which run. */
export interface RunKey {
  readonly countyCode: string;
  readonly programme: string;
  readonly month: Month;
  readonly seq: number;
}

/** Stand in the way of another run: what they pay is approved. */
const APPROVED = ['APPROVED', 'SENT', 'RECONCILING', 'CLOSED'];
const BUDGET_LOCK_CLASS = 0x6d7a_6275;

/** Payroll runs from the order to build one up to the approval; the bank's side is elsewhere. */
@Injectable()
export class PayrollService implements OnModuleInit {
  constructor(
    private readonly department: Department,
    private readonly sources: PaymentSources,
    private readonly lifecycles: PaymentLifecycles,
    private readonly policies: PolicyStore,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  onModuleInit(): void {
    this.policies.guard(`${this.department.name}.payroll.payDay`, (_tx, row) => {
      dayOfMonth(row);
    });
  }

  /** Whether there is somebody for the run to pay, and there never was such a run: one that was cancelled stays so. */
  async isWanted(tx: Tx, key: RunKey): Promise<boolean> {
    const { countyCode, programme, month, seq } = key;
    const runs = await tx.query(
      'select from payroll_run where region = $1 and programme = $2 and month = $3 and seq = $4 limit 1',
      [countyCode, programme, month, seq],
    );
    if (runs.length > 0) return false;
    const { sql, parameters } = this.sources.of(programme).subjects(placeOf(key, this.regions));
    return (await tx.query(`select from (${sql}) as subject limit 1`, [...parameters])).length > 0;
  }

  /**
   * Orders a run: its lines are planned by a job.
   *
   * @throws Problem `validation` (a month that has not begun: nobody knows yet what is due), `run-exists`,
   * `policy-out-of-range`, PolicyMissing
   */
  async open(tx: Tx, key: RunKey): Promise<PayrollRun> {
    if (!this.sources.find(key.programme)) throw invalidField('programme', 'is-in');
    if (key.month > monthOf(this.clock.today())) throw invalidField('month', 'max');
    const run = await this.begin(tx, key);
    run.jobId = await this.jobs.ask(tx, {
      ...{ name: 'payroll-build', scope: key.countyCode, period: run.id },
      parameters: { runId: run.id },
    });
    await tx.execute('update payroll_run set job_id = $2 where id = $1', [run.id, run.jobId]);
    return run;
  }

  /** A run without lines. @throws Problem `run-exists`, `policy-out-of-range`, PolicyMissing */
  async begin(tx: Tx, { countyCode, programme, month, seq }: RunKey): Promise<PayrollRun> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `payroll_run/${countyCode}/${programme}/${month}/${seq}`,
    ]);
    const [taken] = await tx.query<{ id: string }>(
      `select id from payroll_run
        where region = $1 and programme = $2 and month = $3 and seq = $4 and state <> 'CANCELLED'`,
      [countyCode, programme, month, seq],
    );
    if (taken) throw new Problem(PAYMENT_PROBLEMS.runExists, { extensions: { runId: taken.id } });
    const book = await this.policies.book(tx);
    const row = (name: string) =>
      book.resolve(`${this.department.name}.${name}`, countyCode, firstDay(month));
    const number = (name: string): number => Number(row(name).value);
    const payDay = String(dayOfMonth(row('payroll.payDay'))).padStart(2, '0');
    const ofSource = await this.sources.find(programme)?.payOn?.(tx, { countyCode, month });
    const payOn = payOnOf(ofSource ?? `${month}-${payDay}`, payDay, this.clock.today());
    return tx.begin(
      Object.assign(new PayrollRun(), {
        ...{ id: uuidv7(), region: countyCode, programme, month, seq, lineCount: 0, totalFen: 0n },
        payOn,
        maxHouseholds: number('account.maxHouseholds'),
        returnLimit: number('payroll.returnLimit'),
        policyVersionIds: book.used().map(({ id }) => id),
      }),
      this.lifecycles.run,
      'open',
      this.clock.now(),
    );
  }

  /** Freezes the lists. @throws Problem `run-not-balanced` */
  async lock(tx: Tx, id: string, version: number): Promise<PayrollRun> {
    const run = await tx.loadForUpdate(PayrollRun, id, version);
    this.lifecycles.run.next(run.state, 'lock');
    const [found] = await tx.query<{ count: number; fen: string; all: number; all_fen: string; odd: number }>(
      `select count(*) filter (where not void)::int as count, count(*)::int as all,
              coalesce(sum(amount_fen) filter (where not void), 0)::text as fen,
              coalesce(sum(amount_fen), 0)::text as all_fen,
              count(*) filter (where amount_fen + offset_fen <> (select sum(fen) from unnest(parts_fen) as fen))::int as odd
         from payment_line where run_id = $1`,
      [id],
    );
    if (!found || found.all !== run.lineCount || BigInt(found.all_fen) !== run.totalFen || found.odd > 0) {
      throw new Problem(PAYMENT_PROBLEMS.runNotBalanced);
    }
    // what was given up since it was built is no longer counted
    run.lineCount = found.count;
    run.totalFen = BigInt(found.fen);
    run.lockedBy = tx.actor;
    const at = this.clock.now();
    const move = await tx.move(run, this.lifecycles.run, 'lock', at);
    this.sources.host.runLocked(tx, run, move, at);
    return run;
  }

  /** @throws Problem `same-person`, `budget-exceeded`, PolicyMissing */
  async approve(tx: Tx, id: string, version: number): Promise<PayrollRun> {
    const run = await tx.loadForUpdate(PayrollRun, id, version);
    this.lifecycles.run.next(run.state, 'approve');
    if (tx.actor === run.createdBy || tx.actor === run.lockedBy) throw new Problem(PROBLEMS.samePerson);
    run.payerUscc = await this.#requireBudget(tx, run);
    run.approvedBy = tx.actor;
    await tx.move(run, this.lifecycles.run, 'approve', this.clock.now());
    return run;
  }

  /** Gives a run up before its file is sent: its lines are due again. */
  async cancel(tx: Tx, id: string, version: number, reason: string): Promise<PayrollRun> {
    const known = await tx.manager.findOneBy(PayrollRun, { id });
    if (!known) throw new NotFound(PayrollRun.name);
    // subjects before the run: whoever gives up a line holds its subject and looks at the run
    await this.sources.of(known.programme).released?.(tx, id);
    const run = await tx.loadForUpdate(PayrollRun, id, version);
    const at = this.clock.now();
    const kept = await offsetsOfPlanned(tx, { runId: id });
    await tx.move(run, this.lifecycles.run, 'cancel', at, reason);
    await tx.moveWhere(PaymentLine, this.lifecycles.line, 'cancel', at, {
      where: 't.run_id = $1',
      parameters: [id],
    });
    await tx.execute('update payment_line set void = true where run_id = $1 and not void', [id]);
    if (kept.length > 0) await this.sources.host.offsetsReturned(tx, kept, at);
    return run;
  }

  /** @returns the credit code of the payer */
  async #requireBudget(tx: Tx, { region, programme, month, totalFen }: PayrollRun): Promise<string> {
    const year = month.slice(0, 4);
    const on = firstDay(month);
    const book = await this.policies.book(tx);
    const key = `${this.department.name}.payroll.budgetFen`;
    const { value, regionPrefix } = book.resolve(key, region, on);
    const budget = (value as Readonly<Record<string, string>>)[programme];
    if (budget === undefined) {
      throw new Problem(PROBLEMS.policyMissing, { extensions: { key: `${key}.${programme}`, region, on } });
    }
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [
      BUDGET_LOCK_CLASS,
      `${regionPrefix}/${programme}/${year}`,
    ]);
    const [spent] = await tx.query<{ fen: string }>(
      `select coalesce(sum(total_fen), 0)::text as fen from payroll_run
        where programme = $1 and left(month, 4) = $2 and starts_with(region, $3) and state = any($4)`,
      [programme, year, regionPrefix, APPROVED],
    );
    const [budgetFen, spentFen] = [parseFen(budget), BigInt(spent?.fen ?? 0)];
    if (spentFen + totalFen > budgetFen) {
      const extensions = { budgetFen: `${budgetFen}`, spentFen: `${spentFen}`, totalFen: `${totalFen}` };
      throw new Problem(PAYMENT_PROBLEMS.budgetExceeded, { extensions });
    }
    const payer = book.resolve(`${this.department.name}.payroll.payerUscc`, region, on).value;
    if (typeof payer !== 'string' || !isUscc(payer)) throw new RangeError('the payer has no credit code');
    return payer;
  }
}

/**
 * By when a run is paid: on its own day (民发〔2021〕57号 art. 25); one that is built after it, of an earlier month or a
 * supplementary one, on the next pay day.
 */
function payOnOf(own: CivilDate, payDay: string, today: CivilDate): CivilDate {
  if (own >= today) return own;
  const next = `${monthOf(today)}-${payDay}`;
  return next >= today ? next : `${addMonths(monthOf(today), 1)}-${payDay}`;
}
