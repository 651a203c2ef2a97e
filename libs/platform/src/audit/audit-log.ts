import { v7 as uuidv7 } from 'uuid';
import type { FieldCipher } from '../encryption/index.js';
import { Problem, PROBLEMS } from '../http/problem.js';
import { codeOf } from '../messaging/failure.js';
import { jointPersons, personsField } from './joint-entry.js';
import { actText, authenticated, type AuditEntry, type AuditRow } from './audit-entry.js';

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

/** As many entries as there are, in one statement that is always the same. */
const INSERT_TOGETHER = `
  insert into audit_entry (id, actor, role, org, region, action, purpose, case_ref, report_id, target, reason, subject,
                           fields, at, mac)
  select id, actor, role, org, region, action, purpose, case_ref, report_id, target, reason, subject, fields, at, mac
    from json_to_recordset($1::json) as e (
      id uuid, actor text, role text, org text, region text, action text, purpose text, case_ref text, report_id text,
      target text, reason text, subject uuid, fields text[], at timestamptz, mac text)`;

/** Value of a column that PostgreSQL refuses: the caller's fault, not that of the audit. */
const BAD_VALUE_CLASS = '22';

/** As one, whom it is about beside it. */
const INSERT_JOINT = `
  with entered as (${INSERT} returning id)
  insert into audit_entry_persons (entry_id, persons) select id, $16::uuid[] from entered`;

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
   * As {@link write}, for a machine's act on very many persons: one entry, and whom it is about beside it, found by each of
   * them as an entry of their own would be.
   *
   * @throws Problem `audit-unavailable`
   */
  async writeJointly(queries: Queries, { subjects, fields, ...act }: AuditEntry): Promise<void> {
    const persons = jointPersons(subjects);
    if (persons.length === 0) return this.write(queries, { ...act, subjects, fields });
    const entry = { ...act, subjects: [], fields: [...fields, personsField(persons)] };
    await unlessUnavailable(queries.query(INSERT_JOINT, [...this.#rowsOf(entry), persons]));
  }

  /**
   * As {@link write}, for several acts: all of them are entered, or none.
   *
   * @throws Problem `audit-unavailable`; the driver's error when a value of one of them is bad
   */
  async writeTogether(queries: Queries, entries: readonly AuditEntry[]): Promise<void> {
    const rows = entries.flatMap((entry) => this.#entered(entry));
    await unlessUnavailable(queries.query(INSERT_TOGETHER, [JSON.stringify(rows)]));
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
    const rows = this.#entered(entry);
    const { actor, role, org, region, action, purpose, case_ref, report_id, target, reason, fields, at } =
      rows[0];
    return [
      ...[actor, role, org, region, action, purpose, case_ref, report_id, target, reason, fields, at],
      ...[rows.map(({ id }) => id), rows.map(({ subject }) => subject), rows.map(({ mac }) => mac)],
    ];
  }

  /** The rows of an act: one for each person, or one without. */
  #entered(entry: AuditEntry): readonly [AuditRow, ...AuditRow[]] {
    const shared = {
      actor: entry.actor,
      role: entry.role ?? null,
      org: entry.org ?? null,
      region: entry.region ?? null,
      action: entry.action,
      purpose: entry.purpose ?? null,
      case_ref: entry.caseRef ?? null,
      report_id: entry.reportId ?? null,
      target: entry.target ?? null,
      reason: entry.reason?.toWellFormed() ?? null,
      fields: [...entry.fields],
      at: new Date(this.now()),
    };
    const act = actText(shared);
    const rowOf = (subject: string | null): AuditRow => {
      const id = uuidv7();
      return { ...shared, id, subject, mac: this.cipher.fingerprint(authenticated(act, { id, subject })) };
    };
    const [first = null, ...others] = new Set(entry.subjects);
    return [rowOf(first), ...others.map(rowOf)];
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
