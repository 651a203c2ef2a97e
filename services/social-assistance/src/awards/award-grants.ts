import { Injectable } from '@nestjs/common';
import type { VerificationCompleted } from '@minzheng/contracts/verification';
import { monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import type { AidCase } from '../applications/application.entity.js';
import { reportOf, type AssessmentBasis, type AssessmentResult } from '../applications/assessment.rules.js';
import { readEntitlementPolicy } from '../applications/entitlement-policy.js';
import { HouseholdMember } from '../households/household.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { assessedOf, partsOfOption } from './assessed.rules.js';
import { Award } from './award.entity.js';
import { AwardService, type AwardAmount } from './award.service.js';
import { coveredMonths } from './award-statuses.js';
import type { Months } from './months.js';
import { uncovered } from './uncovered.rules.js';

/** What the rules found of a household, and what that rests on. */
export interface AwardFound {
  readonly result: AssessmentResult;
  readonly report: VerificationCompleted;
  readonly basis: AssessmentBasis;
  /** Day of the decision; of the first one where an appeal has upset it. */
  readonly since: CivilDate;
}

/** What an approval gave. */
export interface Granted {
  readonly awardId: string;
  /** The first month that is due, or of the recognition. */
  readonly fromMonth: Month;
}

/** What approvals give (救助待遇的确认). */
@Injectable()
export class AwardGrants {
  constructor(
    private readonly awards: AwardService,
    private readonly policies: PolicyStore,
  ) {}

  /**
   * What an approval gives: the minimum living guarantee, or a recognised group, or both where members of the group are
   * guaranteed alone. A case that is decided again gives what no other award has covered since the first decision: the
   * months before a newer award, and after it where it has ended.
   *
   * @param begun - is called with each award of the guarantee before the next begins
   * @returns the award that is paid, or the recognition where nothing is, and the first month
   * @throws Problem `exclusive-programme`, `months-covered`
   */
  async grant(
    tx: Tx,
    aidCase: AidCase,
    found: AwardFound,
    begun: (awardId: string) => Promise<unknown>,
  ): Promise<Granted> {
    const { result, basis, since } = found;
    const { proposed, householdClass } = result;
    const group = householdClass === 'EDGE' || householdClass === 'RIGID' ? householdClass : undefined;
    const isBeside = proposed?.subtype === 'SINGLE_PERSON';
    const isKnown = group !== undefined && (await this.#isRecognisedSince(tx, aidCase, since));
    if (isKnown && !proposed) throw new Problem(ASSISTANCE_PROBLEMS.monthsCovered);
    const recognised =
      group && !isKnown && (isBeside || !proposed)
        ? await this.awards.recognise(tx, aidCase, group, since)
        : undefined;
    if (!proposed) {
      if (recognised === undefined) throw new RangeError('an approval gives something');
      return { awardId: recognised, fromMonth: monthOf(since) };
    }
    const book = await this.policies.book(tx);
    const { region, hukouType, asOf, members, firstMonth } = basis;
    const { benefit } = readEntitlementPolicy(book, region, hukouType, asOf);
    const report = reportOf({ ...basis, report: found.report, book });
    const amount = {
      subtype: proposed.subtype,
      parts: partsOfOption(proposed),
      assessed: assessedOf(proposed, result, members, report),
      standardFen: benefit.standardFen,
    };
    await tx.query('select from household where id = $1 for update', [aidCase.householdId]);
    const spans = await this.#spansOf(tx, aidCase, amount, firstMonth);
    let awardId = '';
    for (const { from, before } of spans) {
      awardId = await this.awards.start(tx, aidCase, amount, {
        from,
        ...(before === undefined ? {} : { before }),
      });
      await begun(awardId);
      if (before === undefined) continue;
      const award = await tx.loadForUpdate(Award, awardId);
      await this.awards.cease(tx, award, { fromMonth: before, cause: 'REPLACED' });
    }
    return { awardId, fromMonth: spans[0]?.from ?? firstMonth };
  }

  /** @throws Problem `exclusive-programme`, `months-covered` */
  async #spansOf(
    tx: Tx,
    { earlierDecisions }: AidCase,
    { parts }: AwardAmount,
    firstMonth: Month,
  ): Promise<Months[]> {
    if (earlierDecisions.length === 0) {
      await this.awards.requireNone(tx, parts);
      return [{ from: firstMonth }];
    }
    const persons = parts.map(({ personKey }) => personKey);
    const covered = await coveredMonths(tx, ['DIBAO'], persons, firstMonth);
    const spans = covered === undefined ? [] : uncovered(firstMonth, covered);
    if (spans.length === 0) throw new Problem(ASSISTANCE_PROBLEMS.monthsCovered);
    return spans;
  }

  /** Whether somebody of the household was recognised by another case since the first decision of this one. */
  async #isRecognisedSince(
    tx: Tx,
    { householdId, earlierDecisions }: AidCase,
    since: CivilDate,
  ): Promise<boolean> {
    if (earlierDecisions.length === 0) return false;
    await tx.query('select from household where id = $1 for update', [householdId]);
    const persons = (await tx.manager.findBy(HouseholdMember, { householdId, counted: true })).map(
      ({ personKey }) => personKey,
    );
    const covered = await coveredMonths(tx, ['EDGE', 'RIGID'], persons, monthOf(since));
    return covered?.length !== 0;
  }
}
