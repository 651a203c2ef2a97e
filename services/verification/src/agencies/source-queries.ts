import { Injectable } from '@nestjs/common';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue, serviceCode, type ServiceName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  SourceQueryAskedSchema,
  SourceQueryEndedSchema,
  SourceQueryProgress as Progress,
  type SourceQueryProgressed,
} from '@minzheng/contracts/verification';
import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { opensAgency, purposesWithCore } from '../consents/opening-consents.js';
import type { Queries } from '../facts/fact.reader.js';
import { SOURCE_DATASETS, sourceDatasets } from '../requests/check-policy.js';
import {
  followConsents,
  type EndedQuery,
  type IsClosed,
  type NarrowedQuery,
} from './followed-consents.rules.js';
import { isAgencyFailure } from './failed-asking.rules.js';
import { readSourcePolicy, type SourcePolicy } from './source-policy.js';
import { SourceQuery } from './source-query.entity.js';
import {
  SOURCE_QUERY_LIFECYCLE,
  type SourceQueryCommand,
  type SourceQueryState,
} from './source-query.lifecycle.js';

/** The request for which agencies are asked. */
export interface AskingRequest {
  readonly id: string;
  readonly region: string;
  readonly caseRef: string;
  readonly purposes: readonly string[];
  /** Who holds the ID numbers: the service that has asked. */
  readonly holder: ServiceName;
  readonly dueAt: Date;
}

/** One agency that is to be asked. */
export interface AskedAgency {
  readonly agency: string;
  readonly personKeys: readonly string[];
  /** What is known of all these persons is fresh: it is not asked. */
  readonly fresh: boolean;
  /** How far its feed has come. */
  readonly watermark?: Date;
}

/** How far one agency is with its answer. */
export interface SourceQueryStanding {
  readonly agency: string;
  readonly state: SourceQueryState;
  readonly attempts: number;
  readonly persons: number;
  readonly askedAt: Date;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
  readonly watermark: Date | null;
}

/** One that waits for answers. */
interface OpenQuery {
  readonly id: string;
  readonly agency: string;
  readonly region: string;
}

interface QueryPurposes extends OpenQuery {
  readonly purposes: readonly string[];
}

const OPEN: readonly SourceQueryState[] = ['PENDING', 'SENT'];

/** Whether a consent lets an agency still be asked for a purpose of a query: `$4` is today. */
const STILL_OPEN = opensAgency('c', {
  ...{ isWhole: true, agency: 'q.agency', purposes: 'array[u.purpose]', today: '$4' },
  corePurposes: `case when u.purpose = any(q.core) then array[u.purpose] end`,
});

/** What agencies are asked for requests (查询任务), and how far they are; the gateway does the asking. */
@Injectable()
export class SourceQueries {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Asks each agency once for a request; one whose query has ended is asked again, an open one is left as it is.
   *
   * @throws PolicyMissing while a row of `verification.source.*` has not come
   */
  async open(tx: Tx, request: AskingRequest, asked: readonly AskedAgency[]): Promise<void> {
    const known = await tx.manager.find(SourceQuery, {
      where: { requestId: request.id },
      lock: { mode: 'pessimistic_write' },
      order: { id: 'ASC' },
    });
    const byAgency = new Map(known.map((query) => [query.agency, query]));
    const at = this.clock.now();
    const fresh = asked.filter(({ agency }) => !byAgency.has(agency));
    const skipped = fresh.filter((each) => each.fresh).map((each) => newQuery(request, each, at));
    const pending = fresh.filter((each) => !each.fresh).map((each) => newQuery(request, each, at));
    await tx.beginAll(skipped, SOURCE_QUERY_LIFECYCLE, 'skip', at);
    await tx.beginAll(pending, SOURCE_QUERY_LIFECYCLE, 'ask', at);
    const again = asked.flatMap((each) => {
      const query = byAgency.get(each.agency);
      return query && !each.fresh && !OPEN.includes(query.state) ? [{ query, each }] : [];
    });
    for (const { query, each } of again) {
      Object.assign(query, {
        ...{ personKeys: each.personKeys, dueAt: request.dueAt, askedAt: at, askedRecordedAt: new Date() },
        ...{ attempts: 0, sentAt: null, endedAt: null, problem: null, watermark: each.watermark ?? null },
      });
      await tx.move(query, SOURCE_QUERY_LIFECYCLE, 'askAgain', at);
      pending.push(query);
    }
    if (pending.length === 0) return;
    const book = await this.policies.book(tx);
    const policy = readSourcePolicy(book, request.region, this.clock.today());
    for (const query of pending) announceAsked(tx, query, at, policy);
  }

  /** What of a request's queries does not agree with the consents of now; looked at without locking anything. */
  async lacksConsents(
    tx: Tx,
    requestId: string,
    asked: readonly AskedAgency[],
    isClosed: IsClosed,
  ): Promise<boolean> {
    const change = followConsents(await tx.manager.findBy(SourceQuery, { requestId }), asked, isClosed);
    return change.ended.length + change.narrowed.length + change.asked.length > 0;
  }

  /**
   * Asks about who may be asked about since consents have come, and no longer about whose consent has ended.
   *
   * @throws PolicyMissing while a row of `verification.source.*` has not come
   */
  async followConsents(
    tx: Tx,
    request: AskingRequest,
    asked: readonly AskedAgency[],
    isClosed: IsClosed,
  ): Promise<void> {
    const known = await tx.manager.find(SourceQuery, {
      where: { requestId: request.id },
      lock: { mode: 'pessimistic_write' },
      order: { id: 'ASC' },
    });
    const change = followConsents(known, asked, isClosed);
    await this.#endEach(tx, change.ended);
    await this.#narrow(tx, change.narrowed);
    await this.open(tx, request, change.asked);
  }

  /**
   * Of what is asked for no request (在享对象季度核对): no longer about those of these persons whose consents do not open the agency
   * for all of its purposes any more.
   *
   * @throws PolicyMissing while a core set has not come
   */
  async leaveOutWithoutConsent(tx: Tx, personKeys: readonly string[]): Promise<void> {
    const open = await tx.query<QueryPurposes>(
      `select id, agency, region, purposes from source_query q
        where person_keys && $1::uuid[] and state in ('PENDING', 'SENT')
          and not exists (select from verification_request r where r.id = q.request_id) order by id for update`,
      [personKeys],
    );
    if (open.length === 0) return;
    const [book, today] = [await this.policies.book(tx), this.clock.today()];
    const corePurposes = open.map(({ agency, region, purposes }) =>
      JSON.stringify(purposesWithCore(book, purposes, agency, { region, on: today })),
    );
    const narrowed = await tx.query<NarrowedQuery>(
      `with asked as materialized (
         select q.id, q.agency, q.purposes, q.person_keys, array(select jsonb_array_elements_text(o.core)) as core
           from unnest($1::uuid[], $2::jsonb[]) as o(id, core) join source_query q on q.id = o.id)
       select q.id, array_agg(p.key) as "leftOut" from asked q cross join unnest(q.person_keys) as p(key)
        where p.key = any($3::uuid[])
          and exists (select from unnest(q.purposes) as u(purpose) where not exists (
                        select from consent c where c.person_key = p.key and ${STILL_OPEN}))
        group by q.id`,
      [open.map(({ id }) => id), corePurposes, personKeys, today],
    );
    await this.#narrow(tx, narrowed);
  }

  /**
   * These persons are asked about no longer, and answers about them are waited for no longer: the gateway is told who is left,
   * and sends nothing again. What nobody is left of, or only who has been answered, ends.
   */
  async #narrow(tx: Tx, narrowed: readonly NarrowedQuery[]): Promise<void> {
    if (narrowed.length === 0) return;
    const ids = narrowed.map(({ id }) => id);
    const left = await tx.query<OpenQuery>(
      `update source_query q
          set person_keys = array(select key from unnest(q.person_keys) with ordinality as p(key, place)
                                   where not n.keys ? key::text order by place),
              version = q.version + 1
         from unnest($1::uuid[], $2::jsonb[]) as n(id, keys) where q.id = n.id
       returning q.id, q.agency, q.region`,
      [ids, narrowed.map(({ leftOut }) => JSON.stringify(leftOut))],
    );
    await this.#move(tx, 'timeOut', `t.id = any($1::uuid[]) and t.person_keys = '{}'`, [ids]);
    await this.#endAnswered(tx, left);
    const open = await tx.manager.find(SourceQuery, {
      where: { id: In(ids), state: In([...OPEN]) },
      order: { id: 'ASC' },
    });
    if (open.length === 0) return;
    const [book, at] = [await this.policies.book(tx), this.clock.now()];
    for (const query of open) {
      announceAsked(tx, query, at, readSourcePolicy(book, query.region, this.clock.today()), query.state);
    }
  }

  /** They end, whom they may not be about left out. */
  async #endEach(tx: Tx, ended: readonly EndedQuery[]): Promise<void> {
    for (const { id, personKeys } of ended) {
      await tx.execute('update source_query set person_keys = $2 where id = $1', [id, personKeys]);
    }
    const commands = Map.groupBy(ended, ({ answered }): SourceQueryCommand =>
      answered ? 'answer' : 'timeOut',
    );
    for (const [command, queries] of commands) {
      await this.#move(tx, command, 't.id = any($1::uuid[])', [queries.map(({ id }) => id)]);
    }
  }

  /** Nobody waits for what has not been answered by now: the report is issued, or the request has ended. */
  async end(tx: Tx, requestId: string): Promise<void> {
    await this.#move(tx, 'timeOut', 't.request_id = $1', [requestId]);
  }

  /** Nobody waits any longer for what belongs to no request and was not answered by its day. @param casePrefix - of its case */
  async endLate(tx: Tx, casePrefix: string): Promise<void> {
    await this.#move(tx, 'timeOut', 'starts_with(t.case_ref, $1) and t.due_at <= $2', [
      casePrefix,
      this.clock.now(),
    ]);
  }

  /** By agency, in the order of the codes. */
  progressOf(queries: Queries, requestId: string): Promise<SourceQueryStanding[]> {
    return queries.query<SourceQueryStanding>(
      `select agency, state, attempts, cardinality(person_keys) as persons, asked_at as "askedAt", sent_at as "sentAt",
              ended_at as "endedAt", watermark
         from source_query where request_id = $1 order by agency`,
      [requestId],
    );
  }

  /**
   * Ends queries that are answered for all their persons, after answers about these persons were stored: for all that the agency
   * has, or for each of its datasets.
   */
  async answered(tx: Tx, personKeys: readonly string[]): Promise<void> {
    // answers about the persons of one query come in parallel: whoever is second sees what the first has stored
    const open = await tx.query<OpenQuery>(
      `select id, agency, region from source_query
        where person_keys && $1::uuid[] and state in ('PENDING', 'SENT', 'REFUSED') order by id for update`,
      [personKeys],
    );
    await this.#endAnswered(tx, open);
  }

  /** @param open - locked */
  async #endAnswered(tx: Tx, open: readonly OpenQuery[]): Promise<void> {
    if (open.length === 0) return;
    const book = await this.policies.book(tx);
    const done = await tx.query<{ id: string; refused: boolean; none: boolean }>(
      `with asked as materialized (
         select q.id, q.agency, q.person_keys, q.asked_recorded_at, o.datasets
           from unnest($1::uuid[], $2::jsonb[]) as o(id, datasets) join source_query q on q.id = o.id)
       select o.id, bool_or(a.state = 'REFUSED') as refused, bool_and(a.state = 'NO_RECORD') as none
         from asked o cross join unnest(o.person_keys) as p(key)
        cross join jsonb_array_elements_text(o.datasets) as d(dataset)
         left join lateral (
           select state from source_answer a
            where a.person_key = p.key and a.agency = o.agency and a.dataset in (d.dataset, o.agency)
              and a.recorded_at >= o.asked_recorded_at
            order by a.observed_at desc limit 1) a on true
        group by o.id having bool_and(a.state is not null)`,
      [
        open.map(({ id }) => id),
        open.map(({ agency, region }) =>
          JSON.stringify(datasetsOf(book, agency, region, this.clock.today())),
        ),
      ],
    );
    const byCommand = Map.groupBy(done, ({ refused, none }): SourceQueryCommand => {
      if (refused) return 'refuse';
      return none ? 'answerNone' : 'answer';
    });
    for (const [command, queries] of byCommand) {
      await this.#move(tx, command, 't.id = any($1::uuid[])', [queries.map(({ id }) => id)]);
    }
  }

  /** What the gateway tells of its asking; only a later attempt changes anything. */
  async progressed(
    tx: Tx,
    { queryId, agency, progress, attempts, problem }: SourceQueryProgressed,
  ): Promise<void> {
    const counted = await tx.execute(
      `update source_query set attempts = $2, problem = $3 where id = $1 and attempts < $2 and state in ('PENDING', 'SENT')`,
      [queryId, attempts, problem ?? null],
    );
    if (counted === 0) return;
    if (progress === Progress.SENT) {
      await tx.execute('update source_query set sent_at = $2 where id = $1', [queryId, this.clock.now()]);
      await tx.moveWhere(SourceQuery, SOURCE_QUERY_LIFECYCLE, 'send', this.clock.now(), {
        where: 't.id = $1',
        parameters: [queryId],
      });
    }
    if (progress === Progress.REFUSED) await this.#move(tx, 'refuse', 't.id = $1', [queryId]);
    if (progress === Progress.FAILED && isAgencyFailure(problem)) {
      await tx.execute(
        `insert into agency_failure as f (agency, on_day, failures) values ($1, $2, 1)
         on conflict (agency, on_day) do update set failures = f.failures + 1`,
        [agency, this.clock.today()],
      );
    }
  }

  async #move(
    tx: Tx,
    command: SourceQueryCommand,
    where: string,
    parameters: readonly unknown[],
  ): Promise<void> {
    const at = this.clock.now();
    const moved = await tx.moveWhere(SourceQuery, SOURCE_QUERY_LIFECYCLE, command, at, { where, parameters });
    if (moved.length === 0) return;
    const ids = moved.map(({ aggregateId }) => aggregateId);
    await tx.execute('update source_query set ended_at = $2 where id = any($1::uuid[])', [ids, at]);
    const from = new Map(moved.map((move) => [move.aggregateId, move.from ?? '']));
    for (const query of await tx.manager.findBy(SourceQuery, { id: In(ids) })) {
      tx.announce(SourceQueryEndedSchema, common(query, from.get(query.id) ?? '', at), query);
    }
  }
}

/** Locks these queries, and those that answers about these persons may end, in the order of their ids. */
export async function lockSourceQueries(
  tx: Tx,
  ids: readonly string[],
  personKeys: readonly string[],
): Promise<void> {
  if (ids.length === 0 && personKeys.length === 0) return;
  await tx.query(
    `select from source_query
      where id = any($1::uuid[]) or (person_keys && $2::uuid[] and state in ('PENDING', 'SENT', 'REFUSED'))
      order by id for update`,
    [ids, personKeys],
  );
}

/** What has to be answered of an agency: each of its datasets, or what it says for all at once. */
function datasetsOf(book: PolicyBook, agency: string, region: string, today: CivilDate): string[] {
  const datasets = sourceDatasets(book.resolve(SOURCE_DATASETS, region, today)).get(agency) ?? [];
  return datasets.length === 0 ? [agency] : datasets.map(({ dataset }) => dataset);
}

function newQuery(
  request: AskingRequest,
  { agency, personKeys, watermark }: AskedAgency,
  at: Date,
): SourceQuery {
  return Object.assign(new SourceQuery(), {
    id: uuidv7(),
    region: request.region,
    requestId: request.id,
    ...{ agency, dataset: agency, personKeys: [...personKeys] },
    ...{ holder: request.holder, caseRef: request.caseRef, purposes: [...request.purposes] },
    ...{ dueAt: request.dueAt, askedAt: at, attempts: 0, sentAt: null, endedAt: null, problem: null },
    watermark: watermark ?? null,
  });
}

/** @param fromState - of one that goes on: its state */
function announceAsked(
  tx: Tx,
  query: SourceQuery,
  at: Date,
  policy: SourcePolicy,
  fromState: SourceQueryState | '' = '',
): void {
  const { dataset, personKeys, requestId, caseRef, purposes, holder, dueAt } = query;
  tx.announce(
    SourceQueryAskedSchema,
    {
      ...common(query, fromState, at),
      policyVersionIds: [...policy.rowIds],
      ...{ dataset, requestId, caseRef },
      personKeys: [...personKeys],
      purposes: purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
      holder: serviceCode(holder),
      dueAt: timestampFromDate(dueAt),
      retrySeconds: [...policy.retrySeconds],
      circuitFailures: policy.circuitFailures,
      circuitSeconds: policy.circuitSeconds,
    },
    query,
  );
}

const common = (query: SourceQuery, fromState: string, at: Date) => ({
  occurredAt: timestampFromDate(at),
  region: { code: query.region },
  queryId: query.id,
  agency: query.agency,
  transition: {
    aggregate: 'source-query',
    aggregateId: query.id,
    fromState,
    toState: query.state,
    version: BigInt(query.version),
  },
});
