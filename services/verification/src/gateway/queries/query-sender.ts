import { AuditLog } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { PollingLoop } from '@minzheng/platform/jobs';
import { Problem } from '@minzheng/platform/http';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { ending, JsonLogger, tracedFetch, Tracing, withTrace } from '@minzheng/platform/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { NO_AGREEMENT } from '../../agreements/agreement.problems.js';
import { IDENTITIES_UNAVAILABLE, isAgencyFailure, NO_INTERFACE } from '../../agencies/failed-asking.rules.js';
import { InboundAgreement } from '../inbound-agreement.js';
import { InboundBatchDto } from '../inbound-batch.dto.js';
import { InboundService } from '../inbound.service.js';
import type { GATEWAY_SETTINGS } from '../gateway.settings.js';
import { AgencyCircuits } from './agency-circuits.js';
import { IdentitiesUnavailable, IdentityResolver } from './identity-resolver.js';
import { QUERY_COLUMNS, QueryStore, type AgencyQuery } from './query.store.js';

const POLL_MS = 250;
/** Agencies that are asked at once: most of the time goes by in waiting for them. */
const LANES = 8;
const TIMEOUT_MS = 8_000;
/** A claimed query is another process's again after this time, in seconds. */
const CLAIM_SECONDS = 60;
const MILLISECONDS = 1_000;
const ACTOR = 'query-sender';

/** What came of asking an agency; partial: nobody holds a number of some of the persons, about whom it was not asked. */
type Outcome = { readonly isPartial?: boolean } & (
  | { readonly kind: 'answered'; readonly batch: InboundBatchDto }
  /** It will send its answer as it sends other data. */
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused' }
  /** Nobody holds a number of any of the persons: there is nothing to ask. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'failed'; readonly problem: string }
);

/**
 * Asks agencies that have an interface of their own (数源接口): who is meant is resolved in memory, entered in the audit before it
 * leaves, and what they answer is taken in as if they had sent it. An agency whose agreement is not in force could not answer,
 * and is told nothing. An agency without an interface picks its queries up.
 */
@Injectable()
export class QuerySender implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #lanes: readonly PollingLoop[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: QueryStore,
    private readonly circuits: AgencyCircuits,
    private readonly identities: IdentityResolver,
    private readonly agreement: InboundAgreement,
    private readonly inbound: InboundService,
    private readonly audit: AuditLog,
    private readonly clock: BusinessClock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<typeof GATEWAY_SETTINGS>,
    private readonly tracing: Tracing,
    logger: JsonLogger,
  ) {
    this.#lanes = Array.from(
      { length: LANES },
      () => new PollingLoop('query sender', logger.pino, POLL_MS, () => this.askNext()),
    );
  }

  onApplicationBootstrap(): void {
    if (Object.keys(this.settings.agencyInterfaces).length === 0) return;
    for (const lane of this.#lanes) lane.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }

  /** Asks one agency one query that is due. @returns whether there was one */
  async askNext(): Promise<boolean> {
    const query = await this.#claim();
    if (!query) return false;
    const trace = this.tracing.begin('ask agency', {
      kind: 'internal',
      parent: query.traceparent ?? undefined,
    });
    await withTrace(trace, () => ending(trace, () => this.#askFor(query)));
    return true;
  }

  /** One attempt a claim: whoever dies after it lets another try again a minute later. */
  #claim(): Promise<AgencyQuery | undefined> {
    const now = this.clock.now();
    const claimedUntil = new Date(now.getTime() + CLAIM_SECONDS * MILLISECONDS);
    return this.unitOfWork.run(ACTOR, async (tx) => {
      const [query] = await tx.query<AgencyQuery>(
        `update agency_query set next_at = $3
          where id = (
            select q.id from agency_query q
             where q.state = 'PENDING' and q.next_at <= $1 and q.id in (
               select due.id
                 from unnest($2::text[]) as a(agency) left join agency_circuit c using (agency)
                cross join lateral (
                  select id from agency_query d
                   where d.agency = a.agency and d.state = 'PENDING' and d.next_at <= $1 and d.due_at > $1
                   order by d.next_at, d.id limit ${LANES}) as due
                where c.is_open is not true or c.open_until <= $1)
             order by q.next_at, q.id limit 1 for update skip locked)
         returning ${QUERY_COLUMNS}`,
        [now, Object.keys(this.settings.agencyInterfaces), claimedUntil],
      );
      return query;
    });
  }

  async #askFor(query: AgencyQuery): Promise<void> {
    const outcome = await this.#ask(query);
    await this.unitOfWork.run(ACTOR, (tx) => this.#keep(tx, query, outcome));
  }

  async #ask(query: AgencyQuery): Promise<Outcome> {
    const target = this.settings.agencyInterfaces[query.agency];
    if (!target) return { kind: 'failed', problem: NO_INTERFACE };
    if (!(await this.agreement.mayBeAsked(query))) return { kind: 'failed', problem: NO_AGREEMENT.name };
    let numbers: ReadonlyMap<string, string>;
    try {
      numbers = await this.identities.numbersOf(query);
    } catch (error) {
      if (!(error instanceof IdentitiesUnavailable)) throw error;
      return { kind: 'failed', problem: IDENTITIES_UNAVAILABLE };
    }
    if (numbers.size === 0) return { kind: 'nobody' };
    await this.#enter(query, [...numbers.keys()]);
    try {
      const request: RequestInit = {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          ...(target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }),
        },
        body: JSON.stringify(questionOf(query, numbers)),
      };
      const response = await tracedFetch(target.url, request, {
        name: `agency ${query.agency}`,
        isOurs: false,
      });
      return { ...(await outcomeOf(query, response)), isPartial: numbers.size < query.personKeys.length };
    } catch {
      return { kind: 'failed', problem: 'agency-unreachable' };
    }
  }

  /** Whose numbers the agency is told, and what for. @throws Problem `audit-unavailable`: then it is told nothing */
  #enter({ id, agency, region, purposes, caseRef }: AgencyQuery, subjects: readonly string[]): Promise<void> {
    return this.unitOfWork.run(ACTOR, (tx) =>
      this.audit.writeJointly(tx, {
        ...{ actor: ACTOR, org: agency, region, action: 'ask agency', purpose: purposes.join(), caseRef },
        ...{ target: `agencyQuery/${id}`, reason: `source query ${id}`, subjects, fields: ['idNumber'] },
      }),
    );
  }

  async #keep(tx: Tx, query: AgencyQuery, outcome: Outcome): Promise<void> {
    const { agency, region, circuitFailures, circuitSeconds } = query;
    if (outcome.kind === 'failed') {
      await this.queries.failed(tx, query, outcome.problem);
      if (!isAgencyFailure(outcome.problem)) return;
      await this.circuits.failed(tx, agency, { failures: circuitFailures, seconds: circuitSeconds });
      return;
    }
    if (outcome.kind === 'nobody') return this.queries.sent(tx, query, true);
    await this.circuits.answered(tx, agency);
    if (outcome.kind === 'refused') return this.queries.refused(tx, query);
    if (outcome.kind === 'answered') {
      try {
        await this.inbound.receive(tx, outcome.batch, { org: agency, region });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return this.queries.failed(tx, query, error.type.name);
      }
    }
    await this.queries.sent(tx, query, outcome.isPartial);
  }
}

/** What an agency is asked: `idNumber` leaves to it alone, and is kept nowhere. */
export function questionOf(
  { id, requestId, dataset, purposes, dueAt, personKeys }: AgencyQuery,
  numbers: ReadonlyMap<string, string>,
) {
  return {
    ...{ queryId: id, requestId, dataset, purposes },
    dueAt: dueAt.toISOString(),
    persons: personKeys.flatMap((personKey) => {
      const idNumber = numbers.get(personKey);
      return idNumber === undefined ? [] : [{ idNumber }];
    }),
  };
}

const ACCEPTED = 202;
const REFUSALS = new Set([403, 451]);

async function outcomeOf({ agency, requestId }: AgencyQuery, response: Response): Promise<Outcome> {
  if (response.status === ACCEPTED) return { kind: 'accepted' };
  if (REFUSALS.has(response.status)) return { kind: 'refused' };
  if (!response.ok) return { kind: 'failed', problem: 'agency-error' };
  const answer = (await response.json()) as { readonly facts?: unknown; readonly answers?: unknown };
  const batch = plainToInstance(InboundBatchDto, {
    agency,
    facts: answer.facts ?? [],
    answers: answersOf(answer.answers, requestId),
  });
  const problems = await validate(batch);
  return problems.length === 0
    ? { kind: 'answered', batch }
    : { kind: 'failed', problem: 'agency-answer-malformed' };
}

/** Each answer says what it answers, whether the agency repeats it or not. */
function answersOf(answers: unknown, requestId: string): unknown {
  if (!Array.isArray(answers)) return answers ?? [];
  return answers.map((answer: unknown) =>
    typeof answer === 'object' && answer !== null ? { ...answer, requestId } : answer,
  );
}
