import { StandardPublishedSchema } from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { HukouTypeSchema } from '@minzheng/contracts/common';
import type { HukouType } from '@minzheng/kernel/means-test';
import { parseFen, type Fen } from '@minzheng/kernel/money';
import { addDays, firstDay, monthOf, type CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem, PROBLEMS, type ProblemType } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import { enterRows, lockPolicies, PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  checkStandard,
  nextStandard,
  type StandardFloors,
  type StandardMethod,
  type StandardRefusal,
} from '../entitlement/next-standard.rules.js';
import { ConsumptionMissing, readStandardPolicy } from '../entitlement/rule-policies.js';
import { said, transition } from '../messages.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { RECALCULATION, type RecalculationParameters } from './recalculation.job.js';
import { changeStandards } from './standard-lock.js';
import { placeStandard, type StandardValue } from './standard-row.rules.js';
import { StandardSet, type StandardProposal } from './standard-set.entity.js';
import { STANDARD_LIFECYCLE } from './standard-set.lifecycle.js';
import type { DraftStandardDto } from './standard.dto.js';

export const STANDARD_KEY = 'assistance.dibao.standardMonthlyFen';

const REFUSALS: Readonly<Record<StandardRefusal, ProblemType>> = {
  'below-poverty-line': ASSISTANCE_PROBLEMS.belowPovertyLine,
  'below-provincial-minimum': ASSISTANCE_PROBLEMS.belowProvincialMinimum,
  'standard-decrease': ASSISTANCE_PROBLEMS.standardDecrease,
  backdating: ASSISTANCE_PROBLEMS.backdating,
};

/** Minimum living standards: drafted, checked against R10, published by a second person (社会救助暂行办法 art. 10). */
@Injectable()
export class StandardService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `backdating` */
  async draft(tx: Tx, form: DraftStandardDto): Promise<StandardSet> {
    const consumption = form.inputs?.consumptionAnnualFen ?? null;
    const set = Object.assign(new StandardSet(), {
      id: uuidv7(),
      region: form.region,
      hukouType: form.hukouType,
      monthlyFen: parseFen(form.monthlyFen),
      effectiveMonth: form.effectiveMonth,
      consumptionAnnualFen: consumption === null ? null : parseFen(consumption),
      approvalDocNo: form.docNo.trim(),
      proposal: null,
      policyRowIds: [],
      jobId: null,
      publishedBy: null,
      publishedAt: null,
    });
    refuse(set, { povertyLineAnnualFen: 0n, provincialMinimumFen: 0n }, this.clock.today());
    return tx.begin(set, STANDARD_LIFECYCLE, 'draft', this.clock.now());
  }

  /**
   * Checks a draft and stores the proposal of the rule beside it.
   *
   * @throws PolicyMissing, Problem `below-poverty-line`, `below-provincial-minimum`, `standard-decrease`, `backdating`
   */
  async check(tx: Tx, id: string, version: number): Promise<StandardSet> {
    const set = await tx.loadForUpdate(StandardSet, id, version);
    STANDARD_LIFECYCLE.next(set.state, 'check');
    set.proposal = this.#propose(set, await this.policies.book(tx), tx.actor);
    await tx.move(set, STANDARD_LIFECYCLE, 'check', this.clock.now());
    return set;
  }

  /**
   * Puts a checked standard into force: the policy row that holds its number is written, others are told, and the awards
   * are computed again by a job.
   *
   * @throws Problem `same-person` and what {@link check} throws: the rows may have changed since
   */
  async publish(tx: Tx, id: string, version: number): Promise<StandardSet> {
    const set = await tx.loadForUpdate(StandardSet, id, version);
    STANDARD_LIFECYCLE.next(set.state, 'publish');
    if (set.createdBy === tx.actor) throw new Problem(PROBLEMS.samePerson);
    await changeStandards(tx);
    await lockPolicies(tx);
    const book = await this.policies.book(tx);
    const { policyVersionIds } = this.#propose(set, book, tx.actor);
    const at = this.clock.now();
    set.policyRowIds = await this.#writeRows(tx, set, book);
    set.jobId = await this.#askJob(tx, set);
    set.publishedBy = tx.actor;
    set.publishedAt = at;
    const { from, to } = await tx.move(set, STANDARD_LIFECYCLE, 'publish', at);
    tx.announce(
      StandardPublishedSchema,
      {
        ...said(set.region, at),
        regionPrefix: set.region,
        transition: transition('standardSet', set, from, to),
        policyVersionIds: [...policyVersionIds],
        rowId: set.policyRowIds[0] ?? '',
        hukouType: enumValue(HukouTypeSchema, set.hukouType),
        monthlyFen: set.monthlyFen,
        effectiveMonth: set.effectiveMonth,
      },
      { aggregate: 'standardSet', id: set.id, version: BigInt(set.version) },
    );
    return set;
  }

  /**
   * Standards whose first month has come are in force, and those before them no longer are (by the business clock).
   *
   * @returns how many moved
   */
  async followClock(tx: Tx): Promise<number> {
    const at = this.clock.now();
    const begun = await tx.moveWhere(StandardSet, STANDARD_LIFECYCLE, 'enterIntoForce', at, {
      where: `t.effective_month <= $1 and not ${OVERTAKEN}`,
      parameters: [monthOf(this.clock.today())],
      atMost: 1_000,
    });
    const ended = await tx.moveWhere(StandardSet, STANDARD_LIFECYCLE, 'supersede', at, {
      where: `t.effective_month <= $1 and ${OVERTAKEN}`,
      parameters: [monthOf(this.clock.today())],
      atMost: 1_000,
    });
    return begun.length + ended.length;
  }

  /** @throws PolicyMissing, Problem */
  #propose(set: StandardSet, shared: PolicyBook, actor: string): StandardProposal {
    const book = shared.renewed();
    const on = firstDay(set.effectiveMonth);
    const { method, ...floors } = policyOf(set, book, on);
    const previousFen = highestOf([standardOn(book, set, addDays(on, -1)), standardOn(book, set, on)]);
    const today = this.clock.today();
    refuse(set, { ...floors, ...(previousFen === undefined ? {} : { previousFen }) }, today);
    const proposed = previousFen === undefined ? undefined : nextStandard({ ...floors, previousFen, method });
    return {
      checkedBy: actor,
      checkedOn: today,
      method: method.kind,
      previousFen: previousFen?.toString() ?? null,
      povertyLineAnnualFen: floors.povertyLineAnnualFen.toString(),
      provincialMinimumFen: floors.provincialMinimumFen.toString(),
      proposedFen: proposed?.monthlyFen.toString() ?? null,
      reasons: proposed?.reasons ?? [],
      policyVersionIds: book.used().map(({ id }) => id),
    };
  }

  /** @returns ids of the rows, the one of the standard's own region first @throws PolicyMissing where no row is around it */
  async #writeRows(tx: Tx, set: StandardSet, book: PolicyBook): Promise<string[]> {
    const from = firstDay(set.effectiveMonth);
    const rows = book
      .explain(STANDARD_KEY, set.region, from)
      .map(({ row }) => row)
      .filter(({ effectiveFrom, effectiveTo }) => effectiveFrom !== effectiveTo);
    const placed = {
      region: set.region,
      hukouType: set.hukouType,
      monthlyFen: set.monthlyFen,
      from,
    };
    const states = await this.#stating(tx, set.region);
    const changes = placeStandard(placed, book.resolve(STANDARD_KEY, set.region, from), rows, states);
    return enterRows(
      tx,
      this.policies,
      changes.map((change) => ({
        ...change,
        key: STANDARD_KEY,
        legalBasis: `社会救助暂行办法 art. 10; ${set.approvalDocNo}`,
        draftedBy: set.createdBy,
      })),
    );
  }

  /** A row that no standard wrote says both numbers; one that a standard wrote says that of the standards of its first month. */
  async #stating(tx: Tx, region: string): Promise<(row: PolicyRow, hukouType: HukouType) => boolean> {
    const sets = await tx.query<{ place: string; row_ids: string[] }>(
      `select region || ' ' || effective_month || '-01 ' || hukou_type as place, policy_row_ids as row_ids
         from standard_set where published_at is not null and starts_with(region, $1)`,
      [region],
    );
    const places = new Set(sets.map(({ place }) => place));
    const [written] = await tx.query<{ ids: string[] }>(
      `select coalesce(array_agg(distinct row_id), '{}') as ids
         from standard_set, unnest(policy_row_ids) as row_id where published_at is not null`,
    );
    const writtenIds = new Set(written?.ids);
    return ({ id, regionPrefix, effectiveFrom }, hukouType) =>
      !writtenIds.has(id) || places.has(`${regionPrefix} ${effectiveFrom} ${hukouType}`);
  }

  #askJob(tx: Tx, set: StandardSet): Promise<string> {
    const parameters: RecalculationParameters = {
      region: set.region,
      hukouType: set.hukouType,
      fromMonth: set.effectiveMonth,
      cause: 'STANDARD',
      causeId: set.id,
    };
    return this.jobs.ask(tx, {
      name: RECALCULATION,
      scope: set.region,
      period: set.id,
      parameters: { ...parameters },
    });
  }
}

/** Another standard of the region and hukou type has begun later, or was published later for the same month. */
const OVERTAKEN = `exists (
  select from standard_set n
   where n.region = t.region and n.hukou_type = t.hukou_type and n.state in ('PUBLISHED', 'IN_FORCE') and n.id <> t.id
     and n.effective_month <= $1 and (n.effective_month, n.published_at, n.id) > (t.effective_month, t.published_at, t.id))`;

/** @throws Problem: the first refusal, with all reasons */
export function refuse(
  { monthlyFen, effectiveMonth }: Pick<StandardSet, 'monthlyFen' | 'effectiveMonth'>,
  floors: { povertyLineAnnualFen: Fen; provincialMinimumFen: Fen; previousFen?: Fen },
  on: CivilDate,
): void {
  const refusals = checkStandard({ ...floors, monthlyFen, effectiveMonth, on });
  const [first] = refusals;
  if (!first) return;
  throw new Problem(REFUSALS[first.problem], {
    extensions: { reasons: refusals.map(({ reason }) => reason) },
  });
}

/** What stands for the region and hukou type on a day; undefined where nothing does. */
function standardOn(
  book: PolicyBook,
  { region, hukouType }: Pick<StandardSet, 'region' | 'hukouType'>,
  on: CivilDate,
): Fen | undefined {
  try {
    return parseFen((book.resolve(STANDARD_KEY, region, on).value as StandardValue)[hukouType]);
  } catch (error) {
    if (error instanceof PolicyMissing) return undefined;
    throw error;
  }
}

function highestOf(amounts: readonly (Fen | undefined)[]): Fen | undefined {
  return amounts.reduce((highest, next) =>
    highest === undefined || (next !== undefined && next > highest) ? next : highest,
  );
}

/** @throws PolicyMissing, Problem `validation` where the method needs the consumption and it is missing */
function policyOf(
  { region, hukouType, consumptionAnnualFen }: StandardSet,
  book: PolicyBook,
  on: CivilDate,
): StandardFloors & { readonly method: StandardMethod } {
  try {
    return readStandardPolicy(book, region, hukouType, on, consumptionAnnualFen ?? undefined);
  } catch (error) {
    if (error instanceof ConsumptionMissing) throw invalidField('inputs.consumptionAnnualFen', 'missing');
    throw error;
  }
}
