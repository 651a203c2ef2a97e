import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../persistence/transaction.js';
import type { Job, JobData } from './job.js';

/** What somebody asks for. */
export interface JobRequest {
  /** Name of its handler. */
  readonly name: string;
  readonly scope: string;
  /** Left out where the job may be asked for at any time: then each request is a job of its own. */
  readonly period?: string;
  readonly parameters?: JobData;
}

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** Long work of a service: asked for in a command's transaction, done by whichever process is free. */
export class Jobs {
  /**
   * Asks for a job with the commit. There is one for each name, scope and period: asked for again, it is the same job,
   * and one that has failed goes on at its checkpoint.
   *
   * @returns the job's id
   */
  async ask(tx: Tx, { name, scope, period, parameters = {} }: JobRequest): Promise<string> {
    const id = uuidv7();
    const [job] = await tx.query<{ id: string }>(
      `insert into job as j (id, name, scope, period, parameters, state, requested_by)
       values ($1, $2, $3, $4, $5, 'PENDING', $6)
       on conflict on constraint job_once do update
         set state = case j.state when 'FAILED' then 'PENDING' else j.state end,
             ended_at = case j.state when 'FAILED' then null else j.ended_at end,
             attempts = 0, not_before = clock_timestamp()
       returning id`,
      [id, name, scope, period ?? id, JSON.stringify(parameters), tx.actor],
    );
    return job?.id ?? id;
  }

  /** Forgets jobs of a name for other periods that were done so many days ago (real time); what has failed stays. */
  async forget(tx: Tx, name: string, period: string, days: number): Promise<void> {
    await tx.execute(
      `delete from job
        where name = $1 and period <> $2 and state = 'DONE' and ended_at < clock_timestamp() - $3 * interval '1 day'`,
      [name, period, days],
    );
  }

  async find(queries: Queries, id: string): Promise<Job | undefined> {
    const [job] = await queries.query<Omit<Job, 'done' | 'total'> & { done: string; total: string | null }>(
      `select id, name, scope, period, state, done, total, last_error as "lastError", requested_by as "requestedBy",
              requested_at as "requestedAt", started_at as "startedAt", ended_at as "endedAt"
         from job where id = $1`,
      [id],
    );
    return job && { ...job, done: Number(job.done), total: job.total === null ? null : Number(job.total) };
  }
}
