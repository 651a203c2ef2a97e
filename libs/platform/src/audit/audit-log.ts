import { v7 as uuidv7 } from 'uuid';
import type { FieldCipher } from '../encryption/index.js';
import { Problem, PROBLEMS } from '../http/problem.js';
import { codeOf } from '../messaging/failure.js';
import { actText, authenticated, type AuditEntry } from './audit-entry.js';

/** What runs one SQL statement: a transaction, or the pool of connections. */
export interface Queries {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

const ROWS = `select e.id, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, e.subject, $11::text[], $12::timestamptz, e.mac
                from unnest($13::uuid[], $14::uuid[], $15::text[]) as e (id, subject, mac)`;
const INSERT = `insert into audit_entry (id, actor, role, org, region, action, purpose, case_ref, report_id, target,
                                         reason, subject, fields, at, mac) ${ROWS}`;
/** Counts the read and enters it, or does neither when the day's reads are used up. */
const COUNT_AND_INSERT = `
  with counted as (
    insert into audit_daily_read as d (actor, day, reads) select $1, $16::date, 1 where $17::int > 0
    on conflict (actor, day) do update set reads = d.reads + 1 where d.reads < $17::int
    returning 1
  ), entered as (${INSERT} where exists (select from counted) returning 1)
  select count(*)::int as entered from entered`;

/** Value of a column that PostgreSQL refuses: the caller's fault, not that of the audit. */
const BAD_VALUE_CLASS = '22';

/** Who looked at whom, why and when; written before the data leave. PIPL arts. 44–47, 51, 54. */
export class AuditLog {
  /** @param now - the real time in milliseconds */
  constructor(
    private readonly cipher: FieldCipher,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * One statement, however many persons the act concerns.
   *
   * @param queries - a command's own transaction; for a read the pool: the entry is durable when this returns
   * @throws Problem `audit-unavailable`: then nothing may be shown
   */
  async write(queries: Queries, entry: AuditEntry): Promise<void> {
    await unlessUnavailable(queries.query(INSERT, this.#rowsOf(entry)));
  }

  /**
   * As {@link write}, for a detail read that counts toward the actor's day.
   *
   * @param day - of the read, in Asia/Shanghai
   * @param limit - detail reads that an actor may make in a day
   * @returns false when the day's reads are used up: nothing was written, and nothing may be shown
   * @throws Problem `audit-unavailable`
   */
  async writeCounted(queries: Queries, entry: AuditEntry, day: string, limit: number): Promise<boolean> {
    const parameters = [...this.#rowsOf(entry), day, limit];
    const rows = await unlessUnavailable(queries.query(COUNT_AND_INSERT, parameters));
    return (rows as { entered: number }[])[0]?.entered !== 0;
  }

  #rowsOf(entry: AuditEntry): unknown[] {
    const { actor, role, org, region, action, purpose, caseRef, reportId, target, reason, fields } = entry;
    const at = new Date(this.now());
    const optional = [purpose, caseRef, reportId, target, reason?.toWellFormed()].map(
      (value) => value ?? null,
    );
    const [statedPurpose, case_ref, report_id, itsTarget, itsReason] = optional;
    const act = actText({
      ...{ actor, action, fields, at, case_ref: case_ref ?? null, report_id: report_id ?? null },
      ...{ role: role ?? null, org: org ?? null, region: region ?? null },
      ...{ purpose: statedPurpose ?? null, target: itsTarget ?? null, reason: itsReason ?? null },
    });
    const subjects: (string | null)[] = entry.subjects.length === 0 ? [null] : [...new Set(entry.subjects)];
    const ids = subjects.map(() => uuidv7());
    const macs = subjects.map((subject, place) =>
      this.cipher.fingerprint(authenticated(act, { id: ids[place] ?? '', subject })),
    );
    return [
      ...[actor, role ?? null, org ?? null, region ?? null, action, ...optional],
      ...[[...fields], at, ids, subjects, macs],
    ];
  }
}

async function unlessUnavailable<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (codeOf(error)?.startsWith(BAD_VALUE_CLASS)) throw error;
    throw new Problem(PROBLEMS.auditUnavailable, { cause: error });
  }
}
