import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
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
  async open(tx: Tx, award: ReviewedAward, form: OpenForm): Promise<Review | undefined> {
    const [review] = await this.openAll(tx, [{ award, form }]);
    return review;
  }

  /** As {@link open}, of many awards and grounds in few statements. @returns in the order of what was asked */
  async openAll(
    tx: Tx,
    wanted: readonly { readonly award: ReviewedAward; readonly form: OpenForm }[],
  ): Promise<(Review | undefined)[]> {
    if (wanted.length === 0) return [];
    const ids = [...new Set(wanted.map(({ award }) => award.id))];
    // reviews of one award are opened one after the other
    await tx.query('select from award where id = any($1::uuid[]) order by id for update', [ids]);
    const causes = [...new Set(wanted.map(({ form }) => form.cause))];
    const found = await tx.manager.findBy(Review, { awardId: In(ids), cause: In(causes) });
    const known = Map.groupBy(found, ({ awardId, cause }) => `${awardId} ${cause}`);
    const dueOf = await this.#limits(tx, wanted);
    const [fresh, joined] = [new Set<Review>(), new Set<Review>()];
    const opened = wanted.map(({ award, form }) => {
      const key = `${award.id} ${form.cause}`;
      const reviews = known.get(key) ?? [];
      const open = reviews.find((review) => fresh.has(review) || review.state !== 'CONCLUDED');
      if (reviews.some(({ grounds }) => grounds.includes(form.ground))) {
        return open?.grounds.includes(form.ground) ? open : undefined;
      }
      const dueOn = form.dueOn ?? dueOf(award.region);
      if (open) {
        if (!fresh.has(open)) joined.add(open);
        return join(open, form, dueOn);
      }
      const review = this.#new(award, { ...form, dueOn });
      if (form.reported) review.reported = [form.reported];
      fresh.add(review);
      known.set(key, [...reviews, review]);
      return review;
    });
    await this.#storeJoined(tx, [...joined]);
    await tx.beginAll([...fresh], REVIEW_LIFECYCLE, 'open', this.clock.now());
    return opened;
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
  settle(tx: Tx, awardId: string, ground?: string): Promise<void> {
    return this.settleAll(tx, [{ awardId, ...(ground === undefined ? {} : { ground }) }]);
  }

  /** As {@link settle}, of many: only what is open is looked at one by one. */
  async settleAll(
    tx: Tx,
    settled: readonly { readonly awardId: string; readonly ground?: string }[],
  ): Promise<void> {
    if (settled.length === 0) return;
    const open = await tx.query<{ id: string; ground: string | null }>(
      `select r.id, s.ground from review r
         join unnest($1::uuid[], $2::text[]) as s(award_id, ground) on s.award_id = r.award_id
        where r.state <> 'CONCLUDED' and (s.ground is null or s.ground = any(r.grounds))
        order by r.id, s.ground`,
      [settled.map(({ awardId }) => awardId), settled.map(({ ground }) => ground ?? null)],
    );
    for (const { id, ground } of open) {
      const review = await tx.loadForUpdate(Review, id);
      if (review.state === 'CONCLUDED') continue;
      // told again, what was taken back is a ground once more
      review.grounds = review.grounds.map((each) => (each === ground ? `${TAKEN_BACK}${each}` : each));
      if (ground !== null && review.grounds.some((each) => !each.startsWith(TAKEN_BACK))) {
        await tx.save(review);
        continue;
      }
      Object.assign(review, {
        ...{ outcome: ground === null ? 'CEASE' : 'UNCHANGED' },
        ...{ concludedOn: this.clock.today(), concludedBy: tx.actor },
        finding: { reasons: [], causes: [] },
      });
      await tx.move(review, REVIEW_LIFECYCLE, 'settle', this.clock.now());
    }
  }

  async #openEach(tx: Tx, awards: readonly ReviewedAward[], form: OpenForm): Promise<string[]> {
    const reviews = await this.openAll(
      tx,
      awards.map((award) => ({ award, form })),
    );
    return reviews.flatMap((review) => (review ? [review.id] : []));
  }

  /** The log tells what has joined it, and who had to do something about it has the new day. */
  async #storeJoined(tx: Tx, joined: readonly Review[]): Promise<void> {
    if (joined.length === 0) return;
    const rows = joined.map(({ id, grounds, dueOn: due, reported }) => ({
      ...{ id, grounds, due_on: due, reported },
    }));
    await tx.moveWhere(Review, REVIEW_LIFECYCLE, 'join', this.clock.now(), {
      where: 't.id in (select id from jsonb_to_recordset($1::jsonb) as n(id uuid))',
      parameters: [JSON.stringify(rows)],
      also: {
        rows: `select id, grounds, due_on, nullif(reported, 'null'::jsonb) as reported
                 from jsonb_to_recordset($1::jsonb) as n(id uuid, grounds text[], due_on date, reported jsonb)`,
        set: 'grounds = n.grounds, due_on = n.due_on, reported = n.reported',
      },
    });
    for (const review of joined) review.version += 1;
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
  async #limits(
    tx: Tx,
    wanted: readonly { readonly award: ReviewedAward; readonly form: OpenForm }[],
  ): Promise<(region: string) => CivilDate> {
    const regions = wanted.filter(({ form }) => form.dueOn === undefined).map(({ award }) => award.region);
    if (regions.length === 0) return () => '';
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const dues = new Map(
      [...new Set(regions)].map((region) => {
        const { value } = book.resolve('assistance.clock.totalWd', region, today);
        return [region, dueOn(today, Number(value))];
      }),
    );
    return (region) => dues.get(region) ?? today;
  }
}

/** It is due by the earliest of its grounds. */
function join(review: Review, { ground, reported }: OpenForm, due: CivilDate): Review {
  review.grounds = [...review.grounds, ground];
  if (due < review.dueOn) review.dueOn = due;
  if (reported) review.reported = [...(review.reported ?? []), reported];
  return review;
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

/** The same, by person: whose change it is that the award is looked at for. */
export async function runningAwardsByPerson(
  tx: Tx,
  personKeys: readonly string[],
): Promise<ReadonlyMap<string, ReviewedAward[]>> {
  const rows = await tx.query<ReviewedAward & { personKey: string }>(
    `select p.key as "personKey", a.id, a.region, a.household_id as "householdId"
       from unnest($1::uuid[]) as p(key)
       join household_member m on m.person_key = p.key and m.open
       join award a on a.household_id = m.household_id and a.state <> 'CEASED'
     union
     select p.key, a.id, a.region, a.household_id
       from unnest($1::uuid[]) as p(key)
       join award a on a.person_keys @> array[p.key] and a.state <> 'CEASED'
      order by 2`,
    [personKeys],
  );
  return Map.groupBy(rows, ({ personKey }) => personKey);
}
