import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumName, serviceName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  SourceQueryProgress,
  SourceQueryProgressedSchema,
  type SourceQueryAsked,
} from '@minzheng/contracts/verification';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { currentTrace } from '@minzheng/platform/telemetry';
import { Injectable } from '@nestjs/common';

/** A query as the gateway keeps it while it is open. */
export interface AgencyQuery {
  readonly id: string;
  readonly sequence: string;
  readonly state: 'PENDING' | 'SENT' | 'ENDED';
  readonly agency: string;
  readonly dataset: string;
  readonly region: string;
  readonly personKeys: readonly string[];
  readonly requestId: string;
  readonly caseRef: string;
  readonly purposes: readonly string[];
  /** Short name of the service that holds the numbers. */
  readonly holder: string;
  readonly dueAt: Date;
  readonly retrySeconds: readonly number[];
  readonly circuitFailures: number;
  readonly circuitSeconds: number;
  readonly attempts: number;
  /** Of the request that it is for. */
  readonly traceparent: string | null;
}

export const QUERY_COLUMNS = `id, sequence, state, agency, dataset, region, person_keys as "personKeys",
  request_id as "requestId", case_ref as "caseRef", purposes, holder, due_at as "dueAt", retry_seconds as "retrySeconds",
  circuit_failures as "circuitFailures", circuit_seconds as "circuitSeconds", attempts, traceparent`;

/** Queries that agencies are to answer (查询任务), without a number of anybody. */
@Injectable()
export class QueryStore {
  constructor(private readonly clock: BusinessClock) {}

  /** One that is asked again begins anew; one that goes on, without some of its persons, is not asked again about the others. */
  async asked(tx: Tx, asked: SourceQueryAsked, sequence: bigint): Promise<void> {
    await tx.execute(
      `insert into agency_query as q
              (id, sequence, state, agency, dataset, region, person_keys, request_id, case_ref, purposes, holder, due_at,
               retry_seconds, circuit_failures, circuit_seconds, next_at, traceparent)
       values ($1, $2, 'PENDING', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       on conflict (id) do update
         set sequence = excluded.sequence, person_keys = excluded.person_keys, due_at = excluded.due_at,
             state = case when $17::boolean then q.state else excluded.state end,
             attempts = case when $17::boolean then q.attempts else 0 end,
             next_at = case when $17::boolean then q.next_at else excluded.next_at end,
             traceparent = case when $17::boolean then q.traceparent else excluded.traceparent end
         where q.sequence < excluded.sequence`,
      [
        ...[asked.queryId, sequence.toString(), asked.agency, asked.dataset, asked.region?.code ?? ''],
        ...[asked.personKeys, asked.requestId, asked.caseRef],
        asked.purposes.map((purpose) => enumName(PurposeSchema, purpose)),
        serviceName(asked.holder),
        asked.dueAt ? timestampDate(asked.dueAt) : this.clock.now(),
        ...[asked.retrySeconds, asked.circuitFailures, asked.circuitSeconds],
        ...[this.clock.now(), currentTrace()?.traceparent ?? null, goesOn(asked)],
      ],
    );
  }

  /** The agency is not asked any more; whom the query was about is forgotten. */
  async ended(tx: Tx, queryId: string, sequence: bigint): Promise<void> {
    await tx.execute(
      `update agency_query set state = 'ENDED', person_keys = '{}', sequence = $2 where id = $1 and sequence < $2`,
      [queryId, sequence.toString()],
    );
  }

  /** The agency has it now, or none of it: @param isPartial - nobody holds a number of some of its persons, or of any */
  async sent(tx: Tx, { id, agency, region, attempts }: AgencyQuery, isPartial = false): Promise<void> {
    await tx.execute(
      `update agency_query set state = 'SENT', attempts = $2 where id = $1 and state <> 'ENDED'`,
      [id, attempts + 1],
    );
    this.#tell(
      tx,
      { id, agency, region, attempts: attempts + 1 },
      SourceQueryProgress.SENT,
      isPartial ? PERSONS_UNKNOWN : undefined,
    );
  }

  /** It refuses, and is not asked again. */
  async refused(tx: Tx, { id, agency, region, attempts }: AgencyQuery): Promise<void> {
    await tx.execute(
      `update agency_query set state = 'SENT', attempts = $2 where id = $1 and state <> 'ENDED'`,
      [id, attempts + 1],
    );
    this.#tell(tx, { id, agency, region, attempts: attempts + 1 }, SourceQueryProgress.REFUSED);
  }

  /** It is tried again later. */
  async failed(tx: Tx, query: AgencyQuery, problem: string): Promise<void> {
    const { id, agency, region, attempts, retrySeconds } = query;
    const pause = retryPause(retrySeconds, attempts);
    await tx.execute(
      `update agency_query set attempts = $2, next_at = $3 where id = $1 and state = 'PENDING'`,
      [id, attempts + 1, new Date(this.clock.now().getTime() + pause * MILLISECONDS)],
    );
    this.#tell(tx, { id, agency, region, attempts: attempts + 1 }, SourceQueryProgress.FAILED, problem);
  }

  #tell(
    tx: Tx,
    { id, agency, region, attempts }: Pick<AgencyQuery, 'id' | 'agency' | 'region' | 'attempts'>,
    progress: SourceQueryProgress,
    problem?: string,
  ): void {
    tx.announce(
      SourceQueryProgressedSchema,
      {
        occurredAt: timestampFromDate(this.clock.now()),
        region: { code: region },
        ...{ queryId: id, agency, progress, attempts },
        ...(problem === undefined ? {} : { problem }),
      },
      { aggregate: 'agencyQuery', id, version: BigInt(attempts) },
    );
  }
}

const goesOn = ({ transition }: SourceQueryAsked): boolean =>
  transition !== undefined && transition.fromState === transition.toState;

const MILLISECONDS = 1_000;
/** Why an agency was not asked about everybody. */
const PERSONS_UNKNOWN = 'persons-unknown';

/**
 * Seconds until the next attempt: 1 minute, 5, 30, 2 hours, then every 4 hours.
 *
 * @param attempts - before the one that has failed
 */
export function retryPause(retrySeconds: readonly number[], attempts: number): number {
  return retrySeconds[attempts] ?? retrySeconds.at(-1) ?? 0;
}
