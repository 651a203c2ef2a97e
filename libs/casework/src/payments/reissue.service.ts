import { Injectable } from '@nestjs/common';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import { monthOf } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { PersonKeys } from '@minzheng/platform/person-keys';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { v7 as uuidv7 } from 'uuid';
import { keepBack } from './line-offsets.js';
import { againStatement } from './line-plan.js';
import { Payees, type HolderKind } from './payees.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import { PAYMENT_PROBLEMS } from './payment.problems.js';
import { PaymentSources } from './payment-source.js';
import { lockProgramme } from './payroll-build.job.js';
import { placeOf } from './payroll-place.js';
import { PayrollRun } from './payroll-run.entity.js';
import { PayrollService } from './payroll.service.js';

/** An account as somebody names it. */
export interface AccountForm {
  readonly holderIdNumber: string;
  readonly bankCode: string;
  readonly account: string;
}

/** What came back is paid again, to a corrected account. */
@Injectable()
export class Reissues {
  constructor(
    private readonly sources: PaymentSources,
    private readonly lifecycles: PaymentLifecycles,
    private readonly payrolls: PayrollService,
    private readonly payees: Payees,
    private readonly personKeys: PersonKeys,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  /**
   * A new attempt of a returned line, in the supplementary run of its month that is not locked yet, or in the next one.
   * The account is the household's from now on.
   *
   * @throws Problem `line-not-returned`, `custodian-not-allowed`, `id-number-invalid`, `line-not-payable`
   */
  async reissue(tx: Tx, id: string, version: number, form: AccountForm): Promise<PaymentLine> {
    const line = await tx.loadForUpdate(PaymentLine, id, version);
    if (line.state !== 'RETURNED') throw new Problem(PAYMENT_PROBLEMS.lineNotReturned);
    const returned = await tx.manager.findOneByOrFail(PayrollRun, { id: line.runId });
    await lockProgramme(tx, returned);
    const at = this.clock.now();
    const payeeId = await this.#name(tx, line, form, at);
    await this.#requirePayable(tx, line, returned);
    await tx.move(line, this.lifecycles.line, 'reissue', at);
    // subjects before the run
    await this.sources.of(returned.programme).owed?.(tx, { ids: [line.subjectId], month: line.month });
    const run = await this.#supplementary(tx, returned);
    const { version: _version, createdAt: _createdAt, ...same } = line;
    const again = Object.assign(new PaymentLine(), same, {
      ...{ id: uuidv7(), createdBy: tx.actor, runId: run.id, attempt: line.attempt + 1, payeeId },
      ...{ amountFen: line.amountFen + line.offsetFen, offsetFen: 0n, resultCode: null },
    });
    await tx.begin(again, this.lifecycles.line, 'plan', at);
    await this.#keepBack(tx, again, returned.programme);
    run.lineCount += 1;
    run.totalFen += again.amountFen;
    await tx.save(run);
    return again;
  }

  /** @throws Problem `line-not-returned` */
  async writeBack(tx: Tx, id: string, version: number, reason: string): Promise<PaymentLine> {
    const line = await tx.loadForUpdate(PaymentLine, id, version);
    if (line.state !== 'RETURNED') throw new Problem(PAYMENT_PROBLEMS.lineNotReturned);
    await tx.move(line, this.lifecycles.line, 'writeBack', this.clock.now(), reason);
    return line;
  }

  /** What was kept back from the line that came back is open again, and is kept back from this one if it still is. */
  async #keepBack(tx: Tx, again: PaymentLine, programme: string): Promise<void> {
    const { id, runId, month, subjectId } = again;
    await keepBack(tx, this.sources.of(programme), { runId, month, ids: [subjectId], lineId: id });
    const [kept] = await tx.query<{ amount_fen: string; offset_fen: string }>(
      'select amount_fen, offset_fen from payment_line where id = $1',
      [id],
    );
    if (!kept) return;
    again.amountFen = BigInt(kept.amount_fen);
    again.offsetFen = BigInt(kept.offset_fen);
  }

  /** As a run of today would: nobody has died, the account is one household's, the award is not held, it is still due. */
  async #requirePayable(tx: Tx, line: PaymentLine, returned: PayrollRun): Promise<void> {
    const { id: runId, programme, region: countyCode, seq, maxHouseholds } = returned;
    const month = [monthOf(this.clock.today()), returned.month].sort()[1] ?? returned.month;
    const { subjectId } = line;
    const place = placeOf({ programme, countyCode, month, seq }, this.regions);
    const due = this.sources
      .of(programme)
      .due(
        { ...place, runId, lookBackTo: line.month },
        { ids: [subjectId], first: subjectId, last: subjectId },
      );
    const { sql, parameters } = againStatement(due, line, maxHouseholds);
    const [found] = await tx.query<{ reason: string | null }>(sql, parameters);
    const reason = found ? found.reason : 'NOT_DUE';
    if (reason !== null) throw new Problem(PAYMENT_PROBLEMS.lineNotPayable, { extensions: { reason } });
  }

  async #name(tx: Tx, line: PaymentLine, form: AccountForm, at: Date): Promise<string> {
    const holderKey = await this.#keyOf(tx, form.holderIdNumber);
    const { householdId, members, custodians } = await this.sources.host.holders(tx, line);
    let holderKind: HolderKind;
    if (members.includes(holderKey)) holderKind = 'MEMBER';
    else if (custodians.includes(holderKey)) holderKind = 'CUSTODIAN';
    else throw new Problem(PAYMENT_PROBLEMS.custodianNotAllowed);
    const [current] = await tx.query<{ subject_type: string; subject_id: string }>(
      'select subject_type, subject_id from payee where id = $1',
      [line.payeeId],
    );
    const subject =
      current?.subject_type === 'award'
        ? { type: 'award' as const, id: current.subject_id }
        : { type: 'household' as const, id: householdId };
    const { bankCode, account } = form;
    return this.payees.set(tx, { subject, householdId, holderKey, holderKind, bankCode, account }, at);
  }

  async #keyOf(tx: Tx, idNumber: string): Promise<string> {
    const parsed = parseIdNumber(idNumber, this.clock.today());
    if (!parsed.ok) {
      const [field, code] = ['payee.holderIdNumber', 'id-number-invalid'];
      throw new Problem(PROBLEMS.idNumberInvalid, {
        errors: [{ field, code, message: PROBLEMS.idNumberInvalid }],
      });
    }
    const [key = ''] = await this.personKeys.keysOf(tx, [parsed.idNumber]);
    return key;
  }

  async #supplementary(tx: Tx, { region, programme, month }: PayrollRun): Promise<PayrollRun> {
    const key = [region, programme, month];
    const [open] = await tx.query<{ id: string }>(
      `select id from payroll_run
        where region = $1 and programme = $2 and month = $3 and seq > 0 and state = 'BUILT'
        order by seq limit 1`,
      key,
    );
    if (open) {
      const run = await tx.loadForUpdate(PayrollRun, open.id);
      // it may have been locked meanwhile
      if (run.state === 'BUILT') return run;
    }
    const [last] = await tx.query<{ seq: number }>(
      `select max(seq) as seq from payroll_run
        where region = $1 and programme = $2 and month = $3 and state <> 'CANCELLED'`,
      key,
    );
    const seq = (last?.seq ?? 0) + 1;
    const run = await this.payrolls.begin(tx, { countyCode: region, programme, month, seq });
    await tx.move(run, this.lifecycles.run, 'finish', this.clock.now());
    return run;
  }
}
