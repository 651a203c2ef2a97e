import { Injectable } from '@nestjs/common';
import type { IncomeKind } from '@minzheng/contracts/facts';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { Move, Tx } from '@minzheng/platform/persistence';
import type { LineOffset } from './line-offsets.js';
import type { Component } from './payment-line.entity.js';
import type { PayrollRun } from './payroll-run.entity.js';
import type { PayrollRunState } from './payroll-run.lifecycle.js';

/** A piece of SQL with its numbered parameters. */
export interface SqlPart {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What a run would pay, for the SQL of a source. */
export interface PayrollPlace {
  readonly programme: string;
  readonly countyCode: string;
  readonly month: Month;
  readonly seq: number;
  /**
   * A condition: the column lies in the county, by the codes of today.
   *
   * @param first - number of its first parameter: 2 for `$2`
   */
  within(column: string, first: number): SqlPart;
}

/** What a run pays. */
export interface PayrollScope extends PayrollPlace {
  readonly runId: string;
  /** A month of which what is due is asked for too, whether or not it may be unpaid. */
  readonly lookBackTo?: Month;
}

/** Subjects of one chunk, ascending. */
export interface SubjectRange {
  readonly ids: readonly string[];
  /** Of the ids; between them lie ids of others too. */
  readonly first: string;
  readonly last: string;
}

/** What a payment is about: an award, a case. */
export interface PaymentSubject {
  readonly subjectType: string;
  readonly subjectId: string;
}

/** What a subject owes and has agreed to have kept back from what it is paid (抵扣). */
export interface OwedClaim {
  readonly subjectId: string;
  readonly claimId: string;
  /** At most so much a month. */
  readonly instalmentFen: bigint;
  /** At most so much of what the subject is paid for a month, in basis points. */
  readonly shareBp: number;
  /** What is still open of it. */
  readonly balanceFen: bigint;
}

/** Where the lines of a programme come from (应发): the department says what is due, by month, part and person. */
export interface PaymentSource {
  readonly programme: string;
  readonly subjectType: string;
  /** As what verification is told of it. */
  readonly incomeKind: IncomeKind;

  /** `select id …`: the subjects to which something may be due, each once, in any order. */
  subjects(place: PayrollPlace): SqlPart;

  /**
   * What is due to the subjects of the range, whether or not it was paid (rows of others between them are left out): `subject_id uuid, region text, month text`
   * (none after the run's), `part text, person_key uuid` (null: the holder of the account), `source_ref uuid,
   * amount_fen bigint` (more than 0), `beneficiaries uuid[]` (ascending), `parts_fen bigint[]` (their sum is the
   * amount), `household_share boolean, payee_id uuid` (null: nobody yet), `blocked text` (null, or why it must not be
   * paid). One row for each subject, month, part and person.
   */
  due(scope: PayrollScope, range: SubjectRange): SqlPart;

  /** By when the law has a month paid; without it, or where it names none, on the pay day of the policy of that month. */
  payOn?(tx: Tx, place: Pick<PayrollPlace, 'countyCode' | 'month'>): Promise<CivilDate | undefined>;

  /**
   * What is to be kept back from the lines of a month of these subjects, older claims with lower ids. What is open of them
   * stays so until the transaction ends.
   */
  owed?(
    tx: Tx,
    of: { readonly ids: readonly string[]; readonly month: Month },
  ): Promise<readonly OwedClaim[]>;

  /** The lines of a chunk stand; `payment_blocked` tells what could not be paid and is due again in the next run. */
  settled?(tx: Tx, scope: PayrollScope, range: SubjectRange): Promise<void>;

  /** Before the lines of a run are given up: what they would have paid is due again. */
  released?(tx: Tx, runId: string): Promise<void>;
}

/** A line that the bank has answered for, as messages tell it. */
export interface AnsweredLine extends PaymentSubject {
  readonly id: string;
  readonly region: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly month: Month;
  readonly component: Component;
  readonly personKey: string;
  /** What the bank was to pay. */
  readonly amountFen: bigint;
  /** What of it was due and is kept back. */
  readonly offsetFen: bigint;
  readonly resultCode: string | null;
}

/** Who may hold the account of a subject's household. */
export interface Holders {
  readonly householdId: string;
  readonly members: readonly string[];
  readonly custodians: readonly string[];
}

/** Subjects that somebody has to look at. */
export interface NotedSubject extends PaymentSubject {
  readonly region: string;
  readonly runId: string;
  readonly month: Month;
}

/** What the department adds to payments: its messages, and what it does when something comes back. */
export abstract class PaymentHost {
  /** SQL that is true of the citizen's own lines: `line` is the payment line, `:person` the personKey. */
  abstract readonly own: string;

  /** @throws NotFound */
  abstract holders(tx: Tx, subject: PaymentSubject): Promise<Holders>;

  abstract runLocked(tx: Tx, run: PayrollRun, move: Move<PayrollRunState>, at: Date): void;
  abstract fileSent(tx: Tx, run: PayrollRun, move: Move<PayrollRunState>, at: Date): void;
  abstract runClosed(tx: Tx, run: PayrollRun, move: Move<PayrollRunState>, at: Date): void;
  abstract settled(tx: Tx, run: PayrollRun, lines: readonly AnsweredLine[], at: Date): void;
  abstract returned(tx: Tx, run: PayrollRun, lines: readonly AnsweredLine[], at: Date): void | Promise<void>;

  /** Lines are paid from which something was kept back: so much has come in of what it was kept back for. */
  offsetsPaid(_tx: Tx, _offsets: readonly LineOffset[], _at: Date): void | Promise<void> {}

  /** Lines came back, or were given up, from which something was kept back: it is open again, also what had counted as come in. */
  offsetsReturned(_tx: Tx, _offsets: readonly LineOffset[], _at: Date): void | Promise<void> {}

  /** So many runs in a row have come back that the policy has the subject held. */
  abstract returnLimitReached(tx: Tx, subjects: readonly NotedSubject[], at: Date): Promise<void>;

  /** Their lines were blocked: one account serves too many households. */
  abstract accountShared(tx: Tx, subjects: readonly NotedSubject[], at: Date): Promise<void>;
}

/** What a department pays: it registers its sources and itself when its module starts. */
@Injectable()
export class PaymentSources {
  readonly #sources = new Map<string, PaymentSource>();
  #host: PaymentHost | undefined;

  /** @throws RangeError when the programme has a source already */
  register(source: PaymentSource): void {
    if (this.#sources.has(source.programme)) throw new RangeError(`${source.programme} has a source already`);
    this.#sources.set(source.programme, source);
  }

  hostedBy(host: PaymentHost): void {
    this.#host = host;
  }

  get programmes(): readonly string[] {
    return [...this.#sources.keys()];
  }

  find(programme: string): PaymentSource | undefined {
    return this.#sources.get(programme);
  }

  /** @throws RangeError when nobody pays the programme */
  of(programme: string): PaymentSource {
    const source = this.#sources.get(programme);
    if (!source) throw new RangeError(`no source of payments for ${programme}`);
    return source;
  }

  /** @throws TypeError when the department has not registered itself */
  get host(): PaymentHost {
    if (!this.#host) throw new TypeError('the department has no PaymentHost');
    return this.#host;
  }
}
