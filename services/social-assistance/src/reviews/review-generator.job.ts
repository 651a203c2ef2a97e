import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, lastDay, monthOf, type CivilDate } from '@minzheng/kernel/months';
import { JobRunner, Jobs, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { Award } from '../awards/award.entity.js';
import { AwardService } from '../awards/award.service.js';
import { ConsentRenewals } from '../consents/consent-renewals.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import { OverpaymentService } from '../recoveries/overpayment.service.js';
import { ReviewService } from './review.service.js';

const NAME = 'review-generator';
const CHUNK = 500;
const ENDED_CHUNK = 100;

/** What is done in turn, each until nothing of it is left. */
const PHASES = ['SCHEDULE', 'OPEN', 'OVERDUE', 'EXPIRE', 'PAID_LATE'] as const;
type Phase = (typeof PHASES)[number];

interface Place extends Record<string, unknown> {
  readonly phase: Phase;
  readonly after: string;
}

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * The day's work on awards (复核清单), once a day: reviews of the month are opened on its first day, what is late is marked,
 * recognitions that have run their time end, and what a bank paid after an award had ended or was held is found.
 */
@Injectable()
export class ReviewGeneratorJob implements JobHandler<Record<string, unknown>, Place>, OnModuleInit {
  readonly name = NAME;

  constructor(
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly reviews: ReviewService,
    private readonly awards: AwardService,
    private readonly endings: AwardEndings,
    private readonly overpayments: OverpaymentService,
    private readonly renewals: ConsentRenewals,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async ask(tx: Tx, today: CivilDate): Promise<void> {
    await this.jobs.ask(tx, { name: NAME, scope: 'all', period: today });
  }

  async chunk(tx: Tx, job: JobUnderWay<Record<string, unknown>, Place>): Promise<Chunk<Place>> {
    const { phase, after } = job.checkpoint ?? { phase: PHASES[0], after: NIL };
    const ids = await this.#do(tx, phase, after, job.period);
    const last = ids.at(-1);
    if (last !== undefined) return { checkpoint: { phase, after: last }, done: ids.length, finished: false };
    const next = PHASES[PHASES.indexOf(phase) + 1];
    return next === undefined
      ? { checkpoint: { phase, after }, done: 0, finished: true }
      : { checkpoint: { phase: next, after: NIL }, done: 0, finished: false };
  }

  /** @returns the ids that were dealt with, in order; none when the phase is over */
  #do(tx: Tx, phase: Phase, after: string, today: CivilDate): Promise<string[]> {
    switch (phase) {
      case 'SCHEDULE':
        return this.#schedule(tx, after);
      case 'OPEN':
        return this.#open(tx, after, today);
      case 'OVERDUE':
        return this.#markOverdue(tx, after, today);
      case 'EXPIRE':
        return this.#expire(tx, after, today);
      case 'PAID_LATE':
        return this.#findPaidLate(tx, after, today);
    }
  }

  /** Awards of before there were reviews: as if their decision had set the day. */
  async #schedule(tx: Tx, after: string): Promise<string[]> {
    const ids = await idsOf(
      tx,
      `select id from award where id > $1 and next_review_due is null and approved_on is not null
          and programme <> 'RIGID' and state in ('PENDING_START', 'ACTIVE', 'GRADUAL_EXIT', 'HELD')
        order by id limit ${CHUNK}`,
      [after],
    );
    for (const id of ids) {
      const award = await tx.loadForUpdate(Award, id);
      await this.awards.scheduleReview(tx, award, award.approvedOn ?? '');
      await tx.save(award);
    }
    return ids;
  }

  /**
   * The reviews of a month are opened on its first day: there is time to visit, to ask for consents that do not last, and
   * to ask verification.
   */
  async #open(tx: Tx, after: string, today: CivilDate): Promise<string[]> {
    const awards = await tx.query<{ id: string; region: string; household_id: string; due: CivilDate }>(
      `select id, region, household_id, next_review_due::text as due from award a
        where id > $1 and next_review_due <= $2 and state in ('ACTIVE', 'GRADUAL_EXIT', 'HELD')
          and not exists (select from review r where r.award_id = a.id and r.cause = 'PERIODIC'
                             and 'due/' || a.next_review_due = any(r.grounds))
        order by id limit ${CHUNK}`,
      [after, lastDay(monthOf(today))],
    );
    await this.reviews.openPeriodic(
      tx,
      awards.map(({ id, region, household_id: householdId, due: dueOn }) => ({
        id,
        region,
        householdId,
        dueOn,
      })),
    );
    await this.renewals.beforeReviews(tx, awards);
    return awards.map(({ id }) => id);
  }

  /** Late is late: it is shown, and ends nothing by itself. */
  async #markOverdue(tx: Tx, after: string, today: CivilDate): Promise<string[]> {
    const marked = await idsOf(
      tx,
      `with late as (
         select id from review where id > $1 and due_on < $2 and state <> 'CONCLUDED' and not overdue
          order by id limit ${CHUNK} for update)
       update review r set overdue = true, version = r.version + 1 from late where r.id = late.id returning r.id`,
      [after, today],
    );
    return marked.sort();
  }

  async #expire(tx: Tx, after: string, today: CivilDate): Promise<string[]> {
    const ids = await idsOf(
      tx,
      `select id from award where id > $1 and programme = 'RIGID' and state = 'ACTIVE' and valid_to <= $2
        order by id limit ${ENDED_CHUNK}`,
      [after, today],
    );
    for (const id of ids) {
      const award = await tx.loadForUpdate(Award, id);
      const day = award.validTo ?? today;
      const ending = { fromMonth: monthOf(day), cause: 'EXPIRED', day };
      await this.endings.cease(tx, award, ending, 'ERROR', 'expire');
    }
    return ids;
  }

  /** A line that was with the bank when its award ended, or was held by a death, is paid all the same. */
  async #findPaidLate(tx: Tx, after: string, today: CivilDate): Promise<string[]> {
    const ids = await idsOf(
      tx,
      `select a.id from award a
        where a.id > $1 and a.programme = 'DIBAO'
          and (a.state = 'HELD' and a.hold_cause = 'DEATH' or a.state = 'CEASED' and a.end_month >= $2)
          and exists (select from payment_line l
                       where l.subject_id = a.id and l.state = 'PAID'
                         and l.month >= coalesce(a.held_from, '9999-12')
                          or l.subject_id = a.id and l.state = 'PAID' and l.month > coalesce(a.end_month, '9999-12'))
        order by a.id limit ${ENDED_CHUNK}`,
      [after, monthOf(addDays(today, -LATE_DAYS))],
    );
    for (const id of ids) {
      const award = await tx.loadForUpdate(Award, id);
      const isDeath = award.holdCause === 'DEATH' || award.ceaseCause === 'DEATH';
      const cause = isDeath ? 'DEATH' : 'INELIGIBLE';
      await this.overpayments.detect(tx, award, { fromMonth: award.heldFrom ?? award.endMonth ?? '', cause });
    }
    return ids;
  }
}

/** Banks answer within weeks: an award that ended longer ago has no line on its way. */
const LATE_DAYS = 120;

async function idsOf(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql, parameters);
  return rows.map(({ id }) => id);
}
