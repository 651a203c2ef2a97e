import { createHash } from 'node:crypto';
import type { FieldCipher } from '../encryption/index.js';
import type { Tx } from '../persistence/transaction.js';
import { canonicalJson, toJson } from './json.js';
import { Problem, PROBLEMS } from './problem.js';

/** What a caller was answered, so that it can be answered again. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A request that must have its effect only once. */
export interface KeyedRequest {
  readonly caller: string;
  /** Value of the Idempotency-Key header. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export type Claim =
  { readonly state: 'new' | 'running' } | { readonly state: 'answered'; readonly answer: Answer };

const KEPT = '30 days';
/** Namespace of the advisory locks of running requests. */
const LOCK_CLASS = 0x6d7a_6964;

interface RecordRow {
  fingerprint: string;
  answer: Buffer;
}

/**
 * Remembers the answers of commands by their Idempotency-Key for 30 days. The record is written in the command's
 * own transaction: there is an answer exactly if there was an effect. Answers may name people, so they are stored
 * encrypted; the key and its caller are stored as a hash, the request as an HMAC.
 */
export class IdempotencyRecords {
  constructor(private readonly cipher: FieldCipher) {}

  /**
   * First statement of a command. `running`: another transaction has the key and has not ended.
   *
   * @throws Problem `idempotency-key-reused`
   */
  async claim(tx: Tx, request: KeyedRequest): Promise<Claim> {
    const id = idOf(request);
    const [lock] = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1, $2) as taken', [
      LOCK_CLASS,
      id.readInt32BE(0),
    ]);
    if (!lock?.taken) return { state: 'running' };
    const [record] = await tx.query<RecordRow>(
      `select fingerprint, answer from idempotency_record
        where id = $1 and recorded_at > clock_timestamp() - $2::interval`,
      [id, KEPT],
    );
    if (!record) return { state: 'new' };
    if (!this.cipher.matches(record.fingerprint, contentOf(request))) {
      throw new Problem(PROBLEMS.idempotencyKeyReused);
    }
    const answer = JSON.parse(this.cipher.open(record.answer, placeOf(id)).toString('utf8')) as Answer;
    return { state: 'answered', answer };
  }

  /** Last statement of a command. */
  async record(tx: Tx, request: KeyedRequest, answer: Answer): Promise<void> {
    const id = idOf(request);
    await tx.query(
      `insert into idempotency_record (id, fingerprint, answer) values ($1, $2, $3)
       on conflict (id) do update
         set fingerprint = excluded.fingerprint, answer = excluded.answer, recorded_at = excluded.recorded_at`,
      [
        id,
        this.cipher.fingerprint(contentOf(request)),
        this.cipher.seal(Buffer.from(toJson(answer)), placeOf(id)),
      ],
    );
  }

  /** Deletes what is older than 30 days; returns how many. */
  async sweep(tx: Tx): Promise<number> {
    return tx.execute(
      'delete from idempotency_record where recorded_at <= clock_timestamp() - $1::interval',
      [KEPT],
    );
  }
}

function idOf({ caller, key }: KeyedRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([caller, key]))
    .digest();
}

function contentOf({ caller, method, path, body }: KeyedRequest): string {
  return canonicalJson([caller, method, path, body]);
}

function placeOf(id: Buffer): string {
  return `idempotency_record/${id.toString('hex')}`;
}
