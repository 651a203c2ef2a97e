import type { Tx } from '../persistence/transaction.js';

export type JobState = 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED';

/** Values that stand in a job's row: JSON. */
export type JobData = Readonly<Record<string, unknown>>;

/** A job as its handler sees it in one chunk. */
export interface JobUnderWay<Parameters = JobData, Checkpoint = JobData> {
  readonly id: string;
  /** What part of the service it concerns: a region, a data set, `all`. */
  readonly scope: string;
  /** What it is for in time: a month, a day, or the job's own id where it may be asked for at any time. */
  readonly period: string;
  readonly parameters: Parameters;
  /** Where the chunk before has ended; undefined in the first. */
  readonly checkpoint: Checkpoint | undefined;
  readonly requestedBy: string;
}

/** What one chunk did. It commits together with its effect. */
export interface Chunk<Checkpoint = JobData> {
  /** From where the next chunk goes on. */
  readonly checkpoint: Checkpoint;
  /** How many of the job's parts this chunk has dealt with. */
  readonly done: number;
  /** How many parts the job has, once that is known. */
  readonly total?: number;
  readonly finished: boolean;
  /** Real time that the job should rest before the next chunk. */
  readonly pauseMs?: number;
}

/** What a kind of job does (任务): one chunk after the other, each in a transaction of its own. */
export interface JobHandler<Parameters = JobData, Checkpoint = JobData> {
  /** kebab-case, unique in a service: `republication` */
  readonly name: string;
  /**
   * The next chunk. All that it changes goes through `tx`: whatever happens, a chunk has its whole effect once or none.
   * A chunk takes a few seconds at most.
   */
  chunk(tx: Tx, job: JobUnderWay<Parameters, Checkpoint>): Promise<Chunk<Checkpoint>>;
}

/** A job as those see it who asked for it. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly period: string;
  readonly state: JobState;
  readonly done: number;
  /** Null until the job has counted its parts. */
  readonly total: number | null;
  /** Class of the last error, of a job that tries again or has failed. */
  readonly lastError: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}
