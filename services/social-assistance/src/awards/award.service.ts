import { Injectable } from '@nestjs/common';
import { Statements } from '@minzheng/casework/statements';
import type { Fen } from '@minzheng/kernel/money';
import {
  addDays,
  addMonths,
  addMonthsToDate,
  monthOf,
  type CivilDate,
  type Month,
} from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { recognitionEndsOn, reviewCategory, reviewDueOn } from '../entitlement/review-due.rules.js';
import { readReviewPolicy } from '../entitlement/rule-policies.js';
import { Household, HouseholdMember } from '../households/household.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { Assessed } from './assessed.js';
import { Award } from './award.entity.js';
import { announceAdjusted, announceStarted, announceTurn } from './award.events.js';
import { AWARD_LIFECYCLE } from './award.lifecycle.js';
import { readAwardPolicy } from './award-policy.js';
import {
  addSegments,
  baseOf,
  baseOnly,
  endSegments,
  extrasOf,
  sharesOf,
  standingSegments,
  type PersonPart,
  type SegmentCause,
  type SegmentForm,
} from './award-segments.js';
import { announceGradualExit, cover, uncover, type StatusOf } from './award-statuses.js';
import { fromRange, type Months } from './months.js';

/** An amount of the minimum living guarantee, and what it was found on. */
export interface AwardAmount {
  readonly subtype: string;
  /** Ascending by personKey. */
  readonly parts: readonly PersonPart[];
  readonly assessed: Assessed;
  /** Standard that it was found with. */
  readonly standardFen: Fen;
}

/** A change of what an award pays from a month on. */
export interface AwardChange {
  readonly fromMonth: Month;
  readonly amount: AwardAmount;
  readonly cause: SegmentCause;
  readonly policyVersionIds: readonly string[];
}

/** Why and from when an award is held. */
export interface HoldForm {
  /** First month that is not due. */
  readonly fromMonth: Month;
  readonly cause: string;
  /** For how long; as long as it may be without it. */
  readonly months?: number;
  /** In words. */
  readonly reason?: string;
}

/** Why and from when an award ends. */
export interface CeaseForm {
  /** First month that is not due; it may be past. */
  readonly fromMonth: Month;
  readonly cause: string;
  readonly reason?: string;
  /** First day on which a recognised group is none; else the first day of the month. */
  readonly day?: CivilDate;
}

/** A gradual exit: what is paid by month, and from when nothing. */
export interface GradualExitForm {
  readonly months: readonly { readonly month: Month; readonly baseFen: Fen }[];
  readonly ceasedFrom: Month;
  readonly cause: SegmentCause;
  readonly standardFen: Fen;
  readonly policyVersionIds: readonly string[];
}

/** Awards: begun by a decision, changed and ended by what comes later, and told as statuses of whom they cover. */
@Injectable()
export class AwardService {
  constructor(
    private readonly statements: Statements,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * The minimum living guarantee, from the month after the decision (民发〔2021〕57号 art. 21); months that are past then are
   * arrears of the next run.
   *
   * @returns the award's id
   */
  async start(tx: Tx, aidCase: AidCase, amount: AwardAmount, months: Months): Promise<string> {
    const { from: month } = months;
    const award = await tx.begin(
      Object.assign(new Award(), {
        ...(await this.#common(tx, aidCase, { programme: 'DIBAO', subtype: amount.subtype })),
        ...amountsOf(amount),
        effectiveMonth: month,
        settleFrom: month < monthOf(this.clock.today()) ? month : null,
      }),
      AWARD_LIFECYCLE,
      'start',
      this.clock.now(),
    );
    const cause = { code: 'DECISION', id: aidCase.id };
    await addSegments(tx, award.id, [segmentOf(amount, { from: month }, cause, award.policyVersionIds)]);
    await this.#announceStart(tx, award, aidCase.caseNo, months);
    return award.id;
  }

  /** A recognised group without cash: from the day of the decision. @returns the award's id */
  async recognise(
    tx: Tx,
    aidCase: AidCase,
    programme: 'EDGE' | 'RIGID',
    since = this.clock.today(),
  ): Promise<string> {
    const today = this.clock.today();
    const policy = readAwardPolicy(await this.policies.book(tx), aidCase.region, today);
    const members = await this.#counted(tx, aidCase.householdId);
    const award = await tx.begin(
      Object.assign(new Award(), {
        ...(await this.#common(tx, aidCase, { programme })),
        ...{ subtype: null, baseFen: 0n, extrasFen: 0n, shares: [], assessed: null },
        personKeys: members.map(({ personKey }) => personKey).sort(),
        effectiveMonth: monthOf(since),
        validTo:
          programme === 'RIGID' ? addDays(recognitionEndsOn(since, policy.rigidValidMonths()), 1) : null,
      }),
      AWARD_LIFECYCLE,
      'recognise',
      this.clock.now(),
    );
    await this.#announceStart(tx, award, aidCase.caseNo, { from: award.effectiveMonth });
    return award.id;
  }

  /**
   * The awards whose first month has come begin to run (social assistance, section 9, month roll). They were announced
   * when they were decided.
   *
   * @returns their ids
   */
  async activateDue(tx: Tx): Promise<string[]> {
    const activated = await tx.moveWhere(Award, AWARD_LIFECYCLE, 'activate', this.clock.now(), {
      where: `t.state = 'PENDING_START' and t.effective_month <= $1`,
      parameters: [monthOf(this.clock.today())],
      atMost: 1_000,
    });
    return activated.map(({ aggregateId }) => aggregateId);
  }

  /** Nobody has the minimum living guarantee twice. @throws Problem `exclusive-programme` */
  async requireNone(tx: Tx, persons: readonly { readonly personKey: string }[]): Promise<void> {
    const running = await tx.query(
      `select from award where programme = 'DIBAO' and state <> 'CEASED' and person_keys && $1::uuid[] limit 1`,
      [persons.map(({ personKey }) => personKey)],
    );
    if (running.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.exclusiveProgramme);
  }

  /**
   * Other amounts from a month on; what was decided for that month and later is replaced. In gradual exit, the award is
   * paid in full again and the rest of the exit lapses (R9).
   */
  async adjust(tx: Tx, award: Award, change: AwardChange): Promise<Award> {
    const { fromMonth, amount, cause, policyVersionIds } = change;
    const at = this.clock.now();
    const before = award.personKeys;
    const isExit = award.state === 'GRADUAL_EXIT';
    const told = await this.#toldOf(tx, award);
    if (isExit) {
      const began = await exitBegan(tx, award.id);
      if (began !== undefined) announceGradualExit(tx, { ...told, personKeys: before }, began, fromMonth, at);
    }
    await keepBasis(tx, award);
    await endSegments(tx, award.id, fromMonth);
    await addSegments(tx, award.id, [segmentOf(amount, { from: fromMonth }, cause, policyVersionIds)]);
    Object.assign(award, amountsOf(amount), { policyVersionIds: [...policyVersionIds], endMonth: null });
    this.#settleFrom(award, fromMonth);
    const move = await tx.move(award, AWARD_LIFECYCLE, isExit ? 'returnToActive' : 'adjust', at);
    const [gone, come] = [without(before, award.personKeys), without(award.personKeys, before)];
    if (gone.length > 0) await uncover(tx, told, gone, { month: fromMonth }, at);
    if (come.length > 0) await cover(tx, told, come, { from: fromMonth }, at);
    announceAdjusted(tx, award, move, { fromMonth, cause: cause.code }, at);
    return award;
  }

  /** R9: the old base goes on by the schedule, without extras, then the award ends. */
  async startGradualExit(tx: Tx, award: Award, form: GradualExitForm): Promise<Award> {
    const at = this.clock.now();
    const from = form.months[0]?.month;
    if (from === undefined) throw new RangeError('a gradual exit has at least one month');
    await endSegments(tx, award.id, from);
    await addSegments(tx, award.id, exitSegments(form, award.personKeys));
    const parts = baseOnly(form.months[0]?.baseFen ?? 0n, award.personKeys);
    Object.assign(award, {
      ...{ baseFen: baseOf(parts), extrasFen: 0n, shares: sharesOf(parts) },
      endMonth: addMonths(form.ceasedFrom, -1),
      policyVersionIds: [...form.policyVersionIds],
    });
    const move = await tx.move(award, AWARD_LIFECYCLE, 'startGradualExit', at);
    announceGradualExit(
      tx,
      { ...(await this.#toldOf(tx, award)), personKeys: award.personKeys },
      from,
      undefined,
      at,
    );
    announceTurn(tx, 'gradualExit', award, move, { fromMonth: from, cause: form.cause.code }, at);
    return award;
  }

  /**
   * Nothing is due from the month on until somebody has looked; months before it stay due.
   *
   * @throws Problem `hold-too-long`, PolicyMissing
   */
  async hold(tx: Tx, award: Award, { fromMonth, cause, months, reason }: HoldForm): Promise<Award> {
    const today = this.clock.today();
    const limit = readAwardPolicy(await this.policies.book(tx), award.region, today).holdMonths();
    if (months !== undefined && months > limit) {
      throw new Problem(ASSISTANCE_PROBLEMS.holdTooLong, { extensions: { months: limit } });
    }
    const before = award.state;
    AWARD_LIFECYCLE.next(before, 'hold');
    // the last month that is due may not be paid yet: it is when the hold is resolved
    this.#settleFrom(award, [addMonths(fromMonth, -1), monthOf(today)].sort()[0] ?? fromMonth);
    Object.assign(award, {
      ...{ heldFrom: fromMonth, holdCause: cause, heldBefore: before },
      holdEndsOn: addMonthsToDate(today, months ?? limit),
    });
    const at = this.clock.now();
    const move = await tx.move(award, AWARD_LIFECYCLE, 'hold', at);
    await this.statements.say(tx, { subject: ofAward(award), kind: 'hold', text: reason });
    announceTurn(tx, 'held', award, move, { fromMonth, cause }, at);
    return award;
  }

  /** As before it was held; the months for which it was are arrears of the next run (R21). */
  async release(tx: Tx, award: Award, cause: string, reason?: string): Promise<Award> {
    const { heldFrom, heldBefore } = award;
    const at = this.clock.now();
    const command = heldBefore === 'GRADUAL_EXIT' ? 'releaseToExit' : 'release';
    AWARD_LIFECYCLE.next(award.state, command);
    Object.assign(award, { heldFrom: null, heldBefore: null, holdCause: null, holdEndsOn: null });
    const fromMonth = heldFrom ?? monthOf(this.clock.today());
    this.#settleFrom(award, fromMonth);
    const move = await tx.move(award, AWARD_LIFECYCLE, command, at);
    await this.statements.say(tx, { subject: ofAward(award), kind: 'release', text: reason });
    announceTurn(tx, 'released', award, move, { fromMonth, cause }, at);
    return award;
  }

  /** Nothing is due from the month on, and no more will be. A month that is past was paid: that is an over-payment. */
  async cease(
    tx: Tx,
    award: Award,
    { fromMonth, cause, reason, day }: CeaseForm,
    command: 'cease' | 'endGradualExit' | 'expire' = 'cease',
  ): Promise<Award> {
    const at = this.clock.now();
    const told = await this.#toldOf(tx, award);
    const began = await exitBegan(tx, award.id);
    const isExit = award.state === 'GRADUAL_EXIT' || award.heldBefore === 'GRADUAL_EXIT';
    await endSegments(tx, award.id, fromMonth);
    // what is due to the end may not be paid yet: this month, and the months for which it was held
    const last = addMonths(fromMonth, -1);
    const current = monthOf(this.clock.today());
    this.#settleFrom(award, [last, current, award.heldFrom ?? current].sort()[0] ?? current);
    Object.assign(award, {
      ...{ endMonth: addMonths(fromMonth, -1), ceaseCause: cause, nextReviewDue: null },
      ...{ heldFrom: null, heldBefore: null, holdCause: null, holdEndsOn: null },
    });
    const move = await tx.move(award, AWARD_LIFECYCLE, command, at);
    await this.statements.say(tx, { subject: ofAward(award), kind: 'cease', text: reason });
    if (isExit && began !== undefined) {
      announceGradualExit(tx, { ...told, personKeys: award.personKeys }, began, fromMonth, at);
    }
    await uncover(
      tx,
      told,
      award.personKeys,
      { month: fromMonth, ...(day === undefined ? {} : { day }) },
      at,
    );
    announceTurn(tx, 'ceased', award, move, { fromMonth, cause }, at);
    return award;
  }

  /** R19: when the household is looked at next, counted from the decision or from a review that has ended. */
  async scheduleReview(tx: Tx, award: Award, since: CivilDate): Promise<void> {
    Object.assign(award, await this.#reviewOf(tx, award, award.householdId, since));
  }

  async #reviewOf(
    tx: Tx,
    {
      programme,
      subtype,
      region,
    }: Pick<Award, 'programme' | 'region'> & { readonly subtype?: string | null },
    householdId: string,
    since: CivilDate,
  ): Promise<Pick<Award, 'reviewCategory' | 'nextReviewDue'>> {
    // what is recognised for a time is applied for again
    if (programme === 'RIGID') return { reviewCategory: null, nextReviewDue: null };
    const policy = readReviewPolicy(await this.policies.book(tx), region, since);
    const kind = { programme, ...(subtype ? { subtype } : {}) };
    const category = reviewCategory(kind, await this.#counted(tx, householdId), since);
    return {
      reviewCategory: category === 'EDGE' ? null : category,
      nextReviewDue: reviewDueOn(category, since, policy, kind.subtype),
    };
  }

  #counted(tx: Tx, householdId: string): Promise<HouseholdMember[]> {
    return tx.manager.findBy(HouseholdMember, { householdId, counted: true });
  }

  async #common(
    tx: Tx,
    { id, region, householdId, policyVersionIds }: AidCase,
    kind: Pick<Award, 'programme'> & { readonly subtype?: string },
  ) {
    const approvedOn = this.clock.today();
    const { hukouType } = await tx.manager.findOneByOrFail(Household, { id: householdId });
    return {
      ...{ id: uuidv7(), region, caseId: id, householdId, hukouType, approvedOn, policyVersionIds },
      programme: kind.programme,
      ...(await this.#reviewOf(tx, { ...kind, region }, householdId, approvedOn)),
    };
  }

  async #announceStart(tx: Tx, award: Award, caseRef: string, months: Months): Promise<void> {
    const at = this.clock.now();
    const { effectiveMonth } = award;
    announceStarted(tx, award, { fromMonth: effectiveMonth, cause: 'DECISION' }, at);
    await cover(tx, { ...award, caseRef }, award.personKeys, months, at);
  }

  async #toldOf(tx: Tx, award: Award): Promise<StatusOf> {
    const { caseNo } = await tx.manager.findOneByOrFail(AidCase, { id: award.caseId });
    const { id, region, programme, subtype, approvedOn, effectiveMonth } = award;
    return { id, region, programme, subtype, approvedOn, effectiveMonth, caseRef: caseNo };
  }

  /** A month that a payment run may have passed already is looked at again by the next one. */
  #settleFrom(award: Award, month: Month): void {
    const isOpen = month <= monthOf(this.clock.today());
    if (isOpen && (award.settleFrom === null || month < award.settleFrom)) award.settleFrom = month;
  }
}

const ofAward = ({ id }: Award) => ({ type: 'award', id });

const amountsOf = ({ subtype, parts, assessed }: AwardAmount) => ({
  subtype,
  assessed,
  personKeys: parts.map(({ personKey }) => personKey),
  ...{ baseFen: baseOf(parts), extrasFen: extrasOf(parts), shares: sharesOf(parts) },
});

const segmentOf = (
  { parts, standardFen }: AwardAmount,
  months: SegmentForm['months'],
  cause: SegmentCause,
  policyVersionIds: readonly string[],
): SegmentForm => ({ months, parts, standardFen, cause, policyVersionIds });

/** Months of the same amount are one segment. */
function exitSegments(form: GradualExitForm, personKeys: readonly string[]): SegmentForm[] {
  const { months, standardFen, cause, policyVersionIds } = form;
  const begins = months.filter(({ baseFen }, index) => index === 0 || months[index - 1]?.baseFen !== baseFen);
  return begins.map(({ month, baseFen }, index) => ({
    months: { from: month, before: begins[index + 1]?.month ?? form.ceasedFrom },
    parts: baseOnly(baseFen, personKeys),
    ...{ standardFen, policyVersionIds },
    cause: { ...cause, code: 'GRADUAL_EXIT' },
  }));
}

/** First month of the last gradual exit. */
async function exitBegan(tx: Tx, awardId: string): Promise<Month | undefined> {
  const exits = (await standingSegments(tx, awardId)).filter(({ cause }) => cause === 'GRADUAL_EXIT');
  const first = exits.find(({ cause_id }) => cause_id === exits.at(-1)?.cause_id);
  return first && fromRange(first.months)?.from;
}

/** What the segments that stay were found on stays with them. */
async function keepBasis(tx: Tx, { id, assessed }: Award): Promise<void> {
  await tx.execute(
    `update award_segment set assessed = $2 where award_id = $1 and superseded_at is null and assessed is null`,
    [id, JSON.stringify(assessed)],
  );
}

const without = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((key) => !others.includes(key));
