import { Injectable } from '@nestjs/common';
import {
  StatusCopies,
  StatusEffects,
  type StatusChange,
  type StatusCopy,
} from '@minzheng/casework/status-copies';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { Award } from '../awards/award.entity.js';
import { monthAfter } from '../awards/months.js';
import { deathReviewDueOn } from '../entitlement/review-due.rules.js';
import { readReviewPolicy } from '../entitlement/rule-policies.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import { OverpaymentService } from '../recoveries/overpayment.service.js';
import { DEATH_KINDS, deathsOf, lastDeath, type KnownDeath } from './deaths.js';
import { ReviewService, runningAwardsOf, type ReviewedAward } from './review.service.js';
import { countingRefusals } from './work-refusals.js';

/** What others tell that a household is looked at again for (social assistance, section 7). */
const REVIEWED_KINDS: readonly StatusCopy['kind'][] = [
  ...(['declaredMissing', 'imprisoned', 'compulsoryRehab', 'released', 'conscript'] as const),
  ...(['married', 'divorced', 'widowed', 'born', 'guardianOf', 'hukouMoved'] as const),
  ...(['enrolled', 'disabled', 'seriousIllness', 'employed', 'fiscalStaff'] as const),
];

const DEATH = 'DEATH';

/**
 * What agencies and other services tell of recipients: a verified death of the only person covered holds the award from
 * the month after; any death has the household reviewed, and so have the changes of section 7. None of it ends an award.
 */
@Injectable()
export class RecipientStatuses extends StatusEffects {
  constructor(
    private readonly copies: StatusCopies,
    private readonly endings: AwardEndings,
    private readonly overpayments: OverpaymentService,
    private readonly reviews: ReviewService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {
    super();
  }

  override async changed(tx: Tx, changes: readonly StatusChange[]): Promise<void> {
    const deaths = changes.filter(({ kind }) => isDeath(kind)).map(({ personKey }) => personKey);
    await this.reconcileDeaths(tx, [...new Set(deaths)]);
    for (const { personKey, kind, began } of changes.filter((change) =>
      REVIEWED_KINDS.includes(change.kind),
    )) {
      for (const { days } of began) {
        const ground = [kind, personKey, days.from, ...(days.to === undefined ? [] : [days.to])].join('/');
        await this.reviews.openForPersons(tx, [personKey], { cause: 'REPORTED_CHANGE', ground });
      }
    }
    const refused = changes.filter(({ kind, began }) => kind === 'jobRefused' && began.length > 0);
    await this.#reviewRefusals(tx, [...new Set(refused.map(({ personKey }) => personKey))]);
  }

  /** Work that is refused three times running costs the person's own part of the base: somebody looks at the third. */
  async #reviewRefusals(tx: Tx, personKeys: readonly string[]): Promise<void> {
    if (personKeys.length === 0) return;
    for (const [personKey, refusal] of await countingRefusals(tx, this.copies, personKeys)) {
      const ground = `jobRefused/${personKey}/${refusal}`;
      for (const award of await paidAwardsOf(tx, personKey)) {
        await this.reviews.open(tx, award, { cause: 'REPORTED_CHANGE', ground });
      }
    }
  }

  /** What stands of the deaths of these persons is brought about, whichever came first, it or the award. */
  async reconcileDeaths(tx: Tx, personKeys: readonly string[]): Promise<void> {
    if (personKeys.length === 0) return;
    const deaths = await deathsOf(tx, this.copies, personKeys);
    for (const personKey of personKeys) {
      const death = deaths.get(personKey);
      for (const { id } of await runningAwardsOf(tx, [personKey])) {
        const award = await tx.loadForUpdate(Award, id);
        await this.#reconcile(tx, award);
        await this.#review(tx, award, personKey, death);
      }
    }
  }

  /** Awards that have just begun to run: what was told before them counts as well. */
  async begun(tx: Tx, awardIds: readonly string[]): Promise<void> {
    if (awardIds.length === 0) return;
    const dead = await tx.query<{ person_key: string }>(
      `select distinct c.person_key from status_copy c
        where c.kind = any($2::text[])
          and c.person_key in (select unnest(person_keys) from award where id = any($1::uuid[]))
        order by c.person_key`,
      [awardIds, [...DEATH_KINDS]],
    );
    await this.reconcileDeaths(
      tx,
      dead.map(({ person_key }) => person_key),
    );
  }

  /** Held from the month after the last death while everybody covered is dead; as before when that is no longer so. */
  async #reconcile(tx: Tx, award: Award): Promise<void> {
    const deaths = await deathsOf(tx, this.copies, award.personKeys);
    const last = award.programme === 'DIBAO' ? lastDeath(award.personKeys, deaths) : undefined;
    if (last === undefined) {
      if (award.state !== 'HELD' || award.holdCause !== DEATH) return;
      await this.overpayments.void(tx, award, DEATH);
      await this.endings.release(tx, award, 'DEATH_RETRACTED');
      return;
    }
    const fromMonth = monthAfter(last);
    if (award.state === 'ACTIVE' || award.state === 'GRADUAL_EXIT') {
      await this.endings.hold(tx, award, { fromMonth, cause: DEATH }, DEATH);
    } else if (award.state === 'HELD' && award.heldFrom !== fromMonth) {
      await this.#moveHold(tx, award, fromMonth);
    }
  }

  /** The day of the death was another one, or it was held for something else: the death decides from when. */
  async #moveHold(tx: Tx, award: Award, fromMonth: Month): Promise<void> {
    await this.overpayments.void(tx, award, DEATH);
    Object.assign(award, { heldFrom: fromMonth, holdCause: DEATH });
    await tx.save(award);
    await this.endings.notPaid(tx, award, fromMonth, DEATH);
  }

  async #review(tx: Tx, award: Award, personKey: string, death: KnownDeath | undefined): Promise<void> {
    const ground = `death/${personKey}`;
    if (!death) {
      await this.reviews.settle(tx, award.id, ground);
      return;
    }
    await this.reviews.open(tx, award, {
      ...{ cause: DEATH, ground },
      dueOn: await this.#dueOn(tx, award.region, death.diedOn),
    });
  }

  async #dueOn(tx: Tx, region: string, diedOn: CivilDate): Promise<CivilDate> {
    const book = await this.policies.book(tx);
    return deathReviewDueOn(diedOn, readReviewPolicy(book, region, this.clock.today()));
  }
}

/** Awards that pay for the person a part of their base. */
async function paidAwardsOf(tx: Tx, personKey: string): Promise<ReviewedAward[]> {
  return tx.query<ReviewedAward>(
    `select id, region, household_id as "householdId" from award
      where programme = 'DIBAO' and state <> 'CEASED' and person_keys && array[$1::uuid] order by id`,
    [personKey],
  );
}

const isDeath = (kind: StatusCopy['kind']): boolean => DEATH_KINDS.some((each) => each === kind);
