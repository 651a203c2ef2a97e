import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { Award } from '../awards/award.entity.js';
import { Review, type ReportedChange, type ReviewCause } from './review.entity.js';
import { REVIEW_LIFECYCLE } from './review.lifecycle.js';

/** Whose award is reviewed. */
export type ReviewedAward = Pick<Award, 'id' | 'region' | 'householdId'>;

export interface OpenForm {
  readonly cause: ReviewCause;
  /** What it is opened for, such as `clue/<id>`: told again, it opens nothing. */
  readonly ground: string;
  /** Without it as long as a case may take. */
  readonly dueOn?: CivilDate;
  readonly reported?: ReportedChange;
}

const TAKEN_BACK = 'taken-back/';

/** Ground of a review whose award was decided on a report that was revoked: followed by the report's id. */
export const REVOKED_REPORT = 'revoked/';

/** Reviews: opened once for each ground, joined while one of the cause is open. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The review of an award for a ground: the one that is open for its cause, or a new one. It is due by the earliest of
   * its grounds.
   *
   * @returns undefined when the ground was dealt with already
   */
  async open(
    tx: Tx,
    { id, region, householdId }: ReviewedAward,
    form: OpenForm,
  ): Promise<Review | undefined> {
    const { cause, ground, reported } = form;
    // reviews of one award are opened one after the other
    await tx.query('select from award where id = $1 for update', [id]);
    const known = await tx.manager.findBy(Review, { awardId: id, cause });
    const open = known.find(({ state }) => state !== 'CONCLUDED');
    if (known.some(({ grounds }) => grounds.includes(ground))) {
      return open?.grounds.includes(ground) ? open : undefined;
    }
    const due = form.dueOn ?? (await this.#dueOn(tx, region));
    if (open) return this.#join(tx, open, ground, due, reported);
    const review = this.#new({ id, region, householdId }, { cause, ground, dueOn: due });
    if (reported) review.reported = [reported];
    return tx.begin(review, REVIEW_LIFECYCLE, 'open', this.clock.now());
  }

  /**
   * The regular reviews of awards whose day comes, in few statements; a regular review that is still open is joined.
   *
   * @param awards - none of which has had a review for its day
   */
  async openPeriodic(
    tx: Tx,
    awards: readonly (ReviewedAward & { readonly dueOn: CivilDate })[],
  ): Promise<void> {
    const ids = awards.map(({ id }) => id);
    await tx.query('select from award where id = any($1::uuid[]) order by id for update', [ids]);
    const open = await tx.query<{ award_id: string }>(
      `select award_id from review where award_id = any($1::uuid[]) and cause = 'PERIODIC' and state <> 'CONCLUDED'`,
      [ids],
    );
    const late = new Set(open.map(({ award_id }) => award_id));
    const form = ({ dueOn }: { readonly dueOn: CivilDate }) =>
      ({ cause: 'PERIODIC', ground: `due/${dueOn}`, dueOn }) as const;
    for (const award of awards.filter(({ id }) => late.has(id))) await this.open(tx, award, form(award));
    const fresh = awards.filter(({ id }) => !late.has(id)).map((award) => this.#new(award, form(award)));
    await tx.beginAll(fresh, REVIEW_LIFECYCLE, 'open', this.clock.now());
  }

  /** Of every award of the households in which these persons count. @returns the ids of the reviews, new or joined */
  async openForPersons(tx: Tx, personKeys: readonly string[], form: OpenForm): Promise<string[]> {
    return this.#openEach(tx, await runningAwardsOf(tx, personKeys), form);
  }

  /** Of every award of a household. @returns the ids of the reviews, new or joined */
  async openForHousehold(tx: Tx, householdId: string, form: OpenForm): Promise<string[]> {
    const awards = await tx.query<ReviewedAward>(
      `select id, region, household_id as "householdId" from award
        where household_id = $1 and state <> 'CEASED' order by id`,
      [householdId],
    );
    return this.#openEach(tx, awards, form);
  }

  /** Of every award that a case has led to. @returns the ids of the reviews, new or joined */
  async openForCase(tx: Tx, caseId: string, form: OpenForm): Promise<string[]> {
    const awards = await tx.query<ReviewedAward>(
      `select id, region, household_id as "householdId" from award
        where case_id = $1 and state <> 'CEASED' order by id`,
      [caseId],
    );
    return this.#openEach(tx, awards, form);
  }

  /**
   * There is nothing left to decide: what it was opened for is no more, and the award stays as it is; or without a ground,
   * the award has ended otherwise.
   */
  async settle(tx: Tx, awardId: string, ground?: string): Promise<void> {
    const open = await tx.query<{ id: string }>(
      `select id from review where award_id = $1 and state <> 'CONCLUDED' and ($2::text is null or $2 = any(grounds))
        order by id`,
      [awardId, ground ?? null],
    );
    for (const { id } of open) {
      const review = await tx.loadForUpdate(Review, id);
      // told again, what was taken back is a ground once more
      review.grounds = review.grounds.map((each) => (each === ground ? `${TAKEN_BACK}${each}` : each));
      if (ground !== undefined && review.grounds.some((each) => !each.startsWith(TAKEN_BACK))) {
        await tx.save(review);
        continue;
      }
      Object.assign(review, {
        ...{ outcome: ground === undefined ? 'CEASE' : 'UNCHANGED' },
        ...{ concludedOn: this.clock.today(), concludedBy: tx.actor },
        finding: { reasons: [], causes: [] },
      });
      await tx.move(review, REVIEW_LIFECYCLE, 'settle', this.clock.now());
    }
  }

  async #openEach(tx: Tx, awards: readonly ReviewedAward[], form: OpenForm): Promise<string[]> {
    const ids: string[] = [];
    for (const award of awards) {
      const review = await this.open(tx, award, form);
      if (review) ids.push(review.id);
    }
    return ids;
  }

  async #join(
    tx: Tx,
    review: Review,
    ground: string,
    due: CivilDate,
    reported: ReportedChange | undefined,
  ): Promise<Review> {
    review.grounds = [...review.grounds, ground];
    if (due < review.dueOn) review.dueOn = due;
    if (reported) review.reported = [...(review.reported ?? []), reported];
    return tx.save(review);
  }

  #new(
    { id, region, householdId }: ReviewedAward,
    { cause, ground, dueOn: due }: Required<Pick<OpenForm, 'cause' | 'ground' | 'dueOn'>>,
  ): Review {
    return Object.assign(new Review(), {
      ...{ id: uuidv7(), region, awardId: id, householdId, cause, dueOn: due, grounds: [ground] },
      ...{ reported: null, openedOn: this.clock.today(), overdue: false, policyVersionIds: [] },
      ...{ outcome: null, finding: null, visitId: null, requestId: null, sequence: null },
      ...{ concludedOn: null, concludedBy: null },
    });
  }

  /** A review takes no longer than a case may. */
  async #dueOn(tx: Tx, region: string): Promise<CivilDate> {
    const today = this.clock.today();
    const row = (await this.policies.book(tx)).resolve('assistance.clock.totalWd', region, today);
    return dueOn(today, Number(row.value));
  }
}

/** Awards that have not ended, of the households in which these persons count, or that cover them. */
export async function runningAwardsOf(tx: Tx, personKeys: readonly string[]): Promise<ReviewedAward[]> {
  return tx.query<ReviewedAward>(
    `select a.id, a.region, a.household_id as "householdId" from award a
      where a.state <> 'CEASED'
        and (a.household_id in (select household_id from household_member where person_key = any($1::uuid[]) and open)
             or a.person_keys && $1::uuid[])
      order by a.id`,
    [personKeys],
  );
}
