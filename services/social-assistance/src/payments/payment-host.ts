import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  PaymentHost,
  PaymentSources,
  type AnsweredLine,
  type Holders,
  type LineOffset,
  type NotedSubject,
  type PaymentSubject,
  type PayrollRun,
  type PayrollRunState,
} from '@minzheng/casework/payments';
import {
  PaymentComponentSchema,
  PaymentFileSentSchema,
  PaymentReturnedSchema,
  PaymentSettledSchema,
  PayrollRunClosedSchema,
  PayrollRunLockedSchema,
} from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import { WorkItems } from '@minzheng/casework/work-items';
import { NotFound, type Move, type Tx } from '@minzheng/platform/persistence';
import { Award } from '../awards/award.entity.js';
import { said, transition } from '../messages.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import { RecoveryOffsets } from '../recoveries/recovery-offsets.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { RETURNED_PAYMENT, returnedPaymentDueAt } from './returned-payments.js';

/** What payments mean here: messages of this service, awards that are held, accounts that are looked into. */
@Injectable()
export class AssistancePayments extends PaymentHost implements OnModuleInit {
  readonly own = `line.subject_id in (
    select award_id from award_person where person_key = :person
    union select award_id from award_person join household_member m using (person_key) where m.guardian_key = :person)`;

  constructor(
    private readonly payments: PaymentSources,
    private readonly endings: AwardEndings,
    private readonly offsets: RecoveryOffsets,
    private readonly supervision: SupervisionService,
    private readonly workItems: WorkItems,
  ) {
    super();
  }

  onModuleInit(): void {
    this.payments.hostedBy(this);
  }

  async holders(tx: Tx, { subjectId }: PaymentSubject): Promise<Holders> {
    const [found] = await tx.query<Holders>(
      `select a.household_id as "householdId",
              array(select person_key from household_member m where m.household_id = a.household_id) as members,
              array(select custodian_key from custody_agreement c
                     where c.subject_id = a.id and c.superseded_at is null) as custodians
         from award a where a.id = $1`,
      [subjectId],
    );
    if (!found) throw new NotFound(Award.name);
    return found;
  }

  runLocked(tx: Tx, run: PayrollRun, move: Move<PayrollRunState>, at: Date): void {
    tx.announce(PayrollRunLockedSchema, toldOf(run, move, at), run);
  }

  fileSent(tx: Tx, run: PayrollRun, move: Move<PayrollRunState>, at: Date): void {
    tx.announce(PaymentFileSentSchema, toldOf(run, move, at), run);
  }

  runClosed(tx: Tx, run: PayrollRun, move: Move<PayrollRunState>, at: Date): void {
    tx.announce(PayrollRunClosedSchema, toldOf(run, move, at), run);
  }

  settled(tx: Tx, run: PayrollRun, lines: readonly AnsweredLine[], at: Date): void {
    for (const line of lines) tx.announce(PaymentSettledSchema, lineOf(run, line, at), subjectOf(line));
  }

  async returned(tx: Tx, run: PayrollRun, lines: readonly AnsweredLine[], at: Date): Promise<void> {
    for (const line of lines) tx.announce(PaymentReturnedSchema, lineOf(run, line, at), subjectOf(line));
    const dueAt = returnedPaymentDueAt(at);
    const items = lines.map(({ id, region }) => ({ subjectId: id, region, dueAt }));
    await this.workItems.open(tx, { kind: RETURNED_PAYMENT, items });
  }

  override offsetsPaid(tx: Tx, offsets: readonly LineOffset[]): Promise<void> {
    return this.offsets.paid(tx, offsets);
  }

  override offsetsReturned(tx: Tx, offsets: readonly LineOffset[]): Promise<void> {
    return this.offsets.returned(tx, offsets);
  }

  async returnLimitReached(tx: Tx, subjects: readonly NotedSubject[]): Promise<void> {
    const ids = subjects.map(({ subjectId }) => subjectId).sort();
    for (const id of ids) await this.endings.holdForReturns(tx, id);
  }

  async accountShared(tx: Tx, subjects: readonly NotedSubject[]): Promise<void> {
    await this.supervision.flagAll(
      tx,
      subjects.map(({ subjectType, subjectId, region }) => ({
        ...{ kind: 'SIGNATURE', region, reason: 'ACCOUNT_SHARED' },
        subject: { type: subjectType, id: subjectId },
      })),
    );
  }
}

const subjectOf = ({ id, version }: AnsweredLine) => ({
  ...{ aggregate: 'paymentLine', id },
  version: BigInt(version),
});

function toldOf(run: PayrollRun, { from, to }: Move<PayrollRunState>, at: Date) {
  return {
    ...said(run.region, at),
    runId: run.id,
    transition: transition('payrollRun', run, from, to),
    programme: enumValue(ProgrammeSchema, run.programme),
    month: run.month,
    count: run.lineCount,
    totalFen: run.totalFen,
    ...(run.fileSha256 === null || run.fileSha256 === undefined ? {} : { fileSha256: run.fileSha256 }),
  };
}

function lineOf(run: PayrollRun, line: AnsweredLine, at: Date) {
  return {
    ...said(line.region, at),
    lineId: line.id,
    transition: transition('paymentLine', line, line.from, line.to),
    awardId: line.subjectId,
    personKey: line.personKey,
    programme: enumValue(ProgrammeSchema, run.programme),
    month: line.month,
    component: enumValue(PaymentComponentSchema, line.component),
    amountFen: line.amountFen,
    ...(line.resultCode === null ? {} : { resultCode: line.resultCode }),
  };
}
