import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PollingLoop } from '@minzheng/platform/jobs';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { noteSourceCorrections } from '../appeals/source-replies.js';
import { ReportStanding } from '../reports/report-standing.entity.js';
import { REPORT_LIFECYCLE } from '../reports/report.lifecycle.js';
import { RequestEvaluation } from './request.evaluation.js';

const POLL_MS = 50;
const SWEEP_MS = 500;
const CHECKS = 1_000;
const EXPIRED_AT_ONCE = 1_000;
const LONGEST_PAUSE_SECONDS = 60;
const ACTOR = 'requests-worker';

/**
 * Has requests evaluated when something came that they may wait for, and when their deadline has passed. Any number of
 * workers share the work; what is taken and what follows from it commit together.
 */
@Injectable()
export class RequestsWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #loop: PollingLoop;
  #sweptAt = Number.NEGATIVE_INFINITY;
  #sweptDay = '';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly evaluation: RequestEvaluation,
    private readonly clock: BusinessClock,
    private readonly logger: JsonLogger,
  ) {
    this.#loop = new PollingLoop('requests worker', logger.pino, POLL_MS, async () => {
      await this.#sweepNowAndThen();
      return this.work();
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** @returns whether there was anything to do */
  async work(): Promise<boolean> {
    const taken = await this.takeChecks();
    const evaluated = await this.evaluateNext();
    return taken || evaluated;
  }

  /**
   * What came for a person becomes evaluations of the requests that concern the person, while they are open or their
   * report is in force; a standing feed that has come on, those of all requests that may wait for it.
   */
  async takeChecks(): Promise<boolean> {
    const now = this.clock.now();
    return this.unitOfWork.run(ACTOR, async (tx) => {
      const taken = await tx.query<{ person_key: string | null }>(
        `delete from request_check where id in
           (select id from request_check order by id limit $1 for update skip locked)
         returning person_key`,
        [CHECKS],
      );
      if (taken.length === 0) return false;
      const persons = taken.flatMap(({ person_key }) => (person_key === null ? [] : [person_key]));
      await tx.execute(
        `insert into request_evaluation (request_id)
         select id from verification_request r
          where (state in ('ACCEPTED', 'COLLECTING') and ($2 or person_keys && $1::uuid[]))
             or (state in ('ISSUED', 'BLOCKED', 'CANCELLED') and sequence > 0 and exists (
                  select from verification_report p join report_standing s on s.id = p.id
                   where p.request_id = r.id and p.sequence = r.sequence and s.state = 'ISSUED'
                     and ((s.valid_to >= $4 and person_keys && $1::uuid[])
                       or ($2 and r.state = 'ISSUED' and late_answers_until >= $3 and p.result <> 'COMPLETE'))))
          order by id`,
        [persons, persons.length < taken.length, now, this.clock.today()],
      );
      await noteSourceCorrections(tx, persons, now);
      return true;
    });
  }

  /** Evaluates one request; an error leaves it to be tried again later, and the others go on. */
  async evaluateNext(): Promise<boolean> {
    let taken: { id: string; request_id: string } | undefined;
    try {
      return await this.unitOfWork.run(ACTOR, async (tx) => {
        [taken] = await tx.query<{ id: string; request_id: string }>(
          `select id, request_id from request_evaluation where not_before <= clock_timestamp()
              order by id limit 1 for update skip locked`,
        );
        if (!taken) return false;
        // all that is visible now is looked at by this one evaluation
        await tx.execute(
          `delete from request_evaluation where id in
             (select id from request_evaluation where request_id = $1 for update skip locked)`,
          [taken.request_id],
        );
        await this.evaluation.evaluate(tx, taken.request_id);
        return true;
      });
    } catch (error) {
      if (!taken) throw error;
      this.logger.pino.warn({ err: error, requestId: taken.request_id }, 'a request could not be evaluated');
      await this.#postpone(taken.id);
      return true;
    }
  }

  /**
   * Requests whose deadline has passed, unless they wait for an appeal, whose end has them evaluated, and, once a day, those
   * that are blocked, those that wait for late answers no longer, and the reports whose last day has passed, by the business
   * clock.
   */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const today = this.clock.today();
    const isNewDay = this.#sweptDay !== today;
    await this.unitOfWork.run(ACTOR, (tx) =>
      tx.execute(
        `insert into request_evaluation (request_id)
         select id from verification_request r
          where ((state = 'COLLECTING' and due_at <= $1 and awaited_appeals = '{}') or (state = 'BLOCKED' and $2))
            and not exists (select from request_evaluation e where e.request_id = r.id)
          order by id`,
        [now, isNewDay],
      ),
    );
    if (isNewDay) {
      await this.#expireReports(now, today);
      await this.unitOfWork.run(ACTOR, (tx) => lookOnceMore(tx, now, today));
      await this.unitOfWork.run(ACTOR, (tx) => this.evaluation.forgetOldHouseholds(tx));
    }
    this.#sweptDay = today;
  }

  async #expireReports(now: Date, today: CivilDate): Promise<void> {
    for (let moved = EXPIRED_AT_ONCE; moved === EXPIRED_AT_ONCE;) {
      moved = await this.unitOfWork.run(ACTOR, async (tx) => {
        const expired = await tx.moveWhere(ReportStanding, REPORT_LIFECYCLE, 'expire', now, {
          where: 't.valid_to < $1',
          parameters: [today],
          atMost: EXPIRED_AT_ONCE,
        });
        return expired.length;
      });
    }
  }

  async #sweepNowAndThen(): Promise<void> {
    if (performance.now() - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = performance.now();
    await this.sweep();
  }

  async #postpone(id: string): Promise<void> {
    await this.unitOfWork.run(ACTOR, (tx) =>
      tx.execute(
        `update request_evaluation
            set attempts = attempts + 1,
                not_before = clock_timestamp() + least(power(2, attempts), $2) * interval '1 second'
          where id = $1`,
        [id, LONGEST_PAUSE_SECONDS],
      ),
    );
  }
}

/**
 * Late answers are waited for no longer: what their sources have sent without an answer is looked at now, once, as far as a
 * report is in force that was made without them.
 */
async function lookOnceMore(tx: Tx, now: Date, today: CivilDate): Promise<void> {
  await tx.execute(
    `with over as materialized (
       select r.id from report_standing s
         join verification_report p on p.id = s.id and p.result <> 'COMPLETE'
         join verification_request r on r.id = p.request_id and r.sequence = p.sequence
        where s.state = 'ISSUED' and s.valid_to >= $2 and r.state = 'ISSUED' and r.late_answers_until < $1
        order by r.id for update of r skip locked)
     , ended as (update verification_request set late_answers_until = null where id in (select id from over))
     insert into request_evaluation (request_id) select id from over order by id`,
    [now, today],
  );
}
