import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { NotFound, UnitOfWork } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { csvLine, FILE_VERSION } from './bank-file.rules.js';
import { Payees } from './payees.js';
import { PaymentLifecycles } from './payment-lifecycles.js';
import { PaymentLine } from './payment-line.entity.js';
import { PaymentSources } from './payment-source.js';
import { PayrollRun } from './payroll-run.entity.js';

const LINES_A_READ = 2_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** A file of so many characters is handed out as it was digested; a longer one is made once more. */
const KEPT_LENGTH = 8_388_608;

interface FileRow {
  readonly id: string;
  readonly subject_id: string;
  readonly month: string;
  readonly component: string;
  readonly amount_fen: string;
  readonly payee_id: string;
  readonly bank_code: string;
  readonly account_enc: string;
  readonly holder_key: string;
  /** Null: the holder is not known by name, and nothing can be sent. */
  readonly name_enc: string | null;
}

/** The file of a run, as it is handed out. */
export interface BankFile {
  readonly name: string;
  readonly sha256: string;
  readonly content: AsyncIterable<string>;
}

interface Sent {
  readonly sha256: string;
  /** The file, where it is not too long to be kept. */
  readonly pieces?: AsyncIterable<string>;
}

/**
 * The payment file of a run: the only place where accounts and names are decrypted. Its content follows from the run
 * alone, so that its digest can be told before it.
 */
@Injectable()
export class BankFiles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly lifecycles: PaymentLifecycles,
    private readonly sources: PaymentSources,
    private readonly payees: Payees,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The file of an approved run. Whoever fetches it first sends it: the run and its lines are SENT, with its digest;
   * from then on it is the same file.
   *
   * @throws NotFound, IllegalTransition before the approval
   */
  async fetch(actor: string, id: string): Promise<BankFile> {
    const run = await this.dataSource.manager.findOneBy(PayrollRun, { id });
    if (!run) throw new NotFound(PayrollRun.name);
    const { sha256, pieces } =
      run.fileSha256 === null ? await this.#send(actor, run) : { sha256: run.fileSha256 };
    return {
      name: `${run.region}-${run.programme}-${run.month}-${run.seq}.csv`,
      sha256,
      content: pieces ?? this.#verified(run, sha256),
    };
  }

  async #send(actor: string, run: PayrollRun): Promise<Sent> {
    this.lifecycles.run.next(run.state, 'send');
    const digest = createHash('sha256');
    let pieces: string[] | undefined = [];
    let length = 0;
    for await (const piece of this.#content(run)) {
      digest.update(piece);
      length += piece.length;
      if (length > KEPT_LENGTH) pieces = undefined;
      pieces?.push(piece);
    }
    const sha256 = digest.digest('hex');
    return this.unitOfWork.run(actor, async (tx) => {
      const sent = await tx.loadForUpdate(PayrollRun, run.id);
      // somebody else has fetched it meanwhile
      if (sent.fileSha256 !== null) return { sha256: sent.fileSha256 };
      const at = this.clock.now();
      sent.fileSha256 = sha256;
      sent.sentAt = at;
      const move = await tx.move(sent, this.lifecycles.run, 'send', at);
      await tx.moveParts(PaymentLine, this.lifecycles.line, 'send', {
        where: 't.run_id = $1',
        parameters: [run.id],
      });
      this.sources.host.fileSent(tx, sent, move, at);
      return { sha256, ...(pieces && { pieces: kept(pieces) }) };
    });
  }

  /** @throws Error at its end when it is not the file that was sent: what was received has another digest */
  async *#verified(run: PayrollRun, sha256: string): AsyncIterable<string> {
    const digest = createHash('sha256');
    for await (const piece of this.#content(run)) {
      digest.update(piece);
      yield piece;
    }
    if (digest.digest('hex') !== sha256)
      throw new Error(`the file of run ${run.id} is no longer the one sent`);
  }

  async *#content(run: PayrollRun): AsyncIterable<string> {
    const { id, region, programme, month, seq, payOn, payerUscc } = run;
    yield csvLine(['H', FILE_VERSION, id, region, programme, month, seq, payOn, payerUscc ?? '']);
    let [number, totalFen] = [0, 0n];
    let behind: Pick<FileRow, 'subject_id' | 'id'> | undefined = { subject_id: FIRST_ID, id: FIRST_ID };
    while (behind) {
      const rows: FileRow[] = await this.#rows(id, behind);
      const open = new Map<string, { readonly account: string; readonly holder: string }>();
      let piece = '';
      for (const row of rows) {
        let payee = open.get(row.payee_id);
        if (!payee) open.set(row.payee_id, (payee = this.#open(row)));
        number += 1;
        totalFen += BigInt(row.amount_fen);
        const { account, holder } = payee;
        const { id: lineId, bank_code: bank, amount_fen: fen, component } = row;
        piece += csvLine(['L', number, lineId, bank, account, holder, fen, row.month, component]);
      }
      if (piece !== '') yield piece;
      behind = rows.length < LINES_A_READ ? undefined : rows.at(-1);
    }
    yield csvLine(['T', number, totalFen]);
  }

  #rows(runId: string, behind: Pick<FileRow, 'subject_id' | 'id'>): Promise<FileRow[]> {
    return this.dataSource.query<FileRow[]>(
      `select l.id, l.subject_id, l.month, l.component, l.amount_fen, l.payee_id,
              p.bank_code, p.account_enc, p.holder_key, person.name_enc
         from (select * from payment_line
                where run_id = $1 and not void and (subject_id, id) > ($2::uuid, $3::uuid)
                order by subject_id, id limit $4) l
         -- looked up one by one: a page is a small part of them
        cross join lateral (select * from payee where id = l.payee_id offset 0) p
         left join lateral (select * from person where person_key = p.holder_key offset 0) person on true
        order by l.subject_id, l.id`,
      [runId, behind.subject_id, behind.id, LINES_A_READ],
    );
  }

  #open({ payee_id, account_enc, holder_key, name_enc }: FileRow): { account: string; holder: string } {
    if (name_enc === null) throw new TypeError(`the holder of payee ${payee_id} is not among the persons`);
    return {
      account: this.payees.reveal(payee_id, account_enc),
      holder: this.cipher.decrypt(name_enc, `person/${holder_key}/name`),
    };
  }
}

async function* kept(pieces: readonly string[]): AsyncIterable<string> {
  yield* pieces;
}
