import { Injectable } from '@nestjs/common';
import {
  StatusCopies,
  StatusEffects,
  type StatusChange,
  type StatusCopy,
} from '@minzheng/casework/status-copies';
import { WorkItems } from '@minzheng/casework/work-items';
import type { Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { Award } from '../awards/award.entity.js';
import { monthAfter } from '../awards/months.js';
import { deathReviewDueOn } from '../entitlement/review-due.rules.js';
import { readReviewPolicy } from '../entitlement/rule-policies.js';
import { AwardEndings } from '../recoveries/award-endings.js';
import { DeathShares } from '../recoveries/death-shares.js';
import { OverpaymentService } from '../recoveries/overpayment.service.js';
import { holdStandards } from '../standards/standard-lock.js';
import { DEATH_KINDS, deathsOf, lastDeath, type KnownDeath } from './deaths.js';
import { DEATH_REVIEW, DELEGATED_DEATH_REVIEW, REVIEW_VISIT } from './review-work.js';
import { ReviewService, runningAwardsByPerson, type ReviewedAward } from './review.service.js';
import { countingRefusals } from './work-refusals.js';

/** What others tell that a household is looked at again for (social assistance, section 7). */
const REVIEWED_KINDS: readonly StatusCopy['kind'][] = [
  ...(['declaredMissing', 'imprisoned', 'compulsoryRehab', 'released', 'conscript'] as const),
  ...(['married', 'divorced', 'widowed', 'born', 'guardianOf', 'hukouMoved'] as const),
  ...(['enrolled', 'disabled', 'seriousIllness', 'employed', 'fiscalStaff'] as const),
];

const DEATH = 'DEATH';
const CHANGE = 'REPORTED_CHANGE';

/**
 * What agencies and other services tell of recipients: a verified death of the only person covered holds the award from
 * the month after, and of several who are guaranteed alone it ends what was the own; any death has the household reviewed, and so have the changes of section 7. None of it ends an award.
 */
@Injectable()
export class RecipientStatuses extends StatusEffects {
  constructor(
    private readonly copies: StatusCopies,
    private readonly endings: AwardEndings,
    private readonly overpayments: OverpaymentService,
    private readonly shares: DeathShares,
    private readonly reviews: ReviewService,
    private readonly work: WorkItems,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {
    super();
  }

  override async changed(tx: Tx, changes: readonly StatusChange[]): Promise<void> {
    const deaths = changes.filter(({ kind }) => isDeath(kind)).map(({ personKey }) => personKey);
    await this.reconcileDeaths(tx, [...new Set(deaths)]);
    await this.#reviewChanges(
      tx,
      changes.filter(({ kind }) => REVIEWED_KINDS.includes(kind)),
    );
    const refused = changes.filter(({ kind, began }) => kind === 'jobRefused' && began.length > 0);
    await this.#reviewRefusals(tx, [...new Set(refused.map(({ personKey }) => personKey))]);
  }

  async #reviewChanges(tx: Tx, changes: readonly StatusChange[]): Promise<void> {
    const told = changes.flatMap(({ personKey, kind, began }) =>
      began.map(({ days: { from, to } }) => ({
        personKey,
        ground: [kind, personKey, from, ...(to === undefined ? [] : [to])].join('/'),
      })),
    );
    if (told.length === 0) return;
    const persons = [...new Set(told.map(({ personKey }) => personKey))];
    const awards = await runningAwardsByPerson(tx, persons);
    await this.reviews.openAll(
      tx,
      told.flatMap(({ personKey, ground }) =>
        (awards.get(personKey) ?? []).map((award) => ({ award, form: { cause: CHANGE, ground } })),
      ),
    );
  }

  /** Work that is refused three times running costs the person's own part of the base: somebody looks at the third. */
  async #reviewRefusals(tx: Tx, personKeys: readonly string[]): Promise<void> {
    if (personKeys.length === 0) return;
    const refusals = await countingRefusals(tx, this.copies, personKeys);
    if (refusals.size === 0) return;
    const awards = await paidAwardsOf(tx, [...refusals.keys()]);
    await this.reviews.openAll(
      tx,
      awards.map(({ personKey, ...award }) => ({
        award,
        form: { cause: CHANGE, ground: `jobRefused/${personKey}/${refusals.get(personKey)}` },
      })),
    );
  }

  /** What stands of the deaths of these persons is brought about, whichever came first, it or the award. */
  async reconcileDeaths(tx: Tx, personKeys: readonly string[]): Promise<void> {
    if (personKeys.length === 0) return;
    // an award that is released is computed by the standards in force
    await holdStandards(tx);
    const byPerson = await runningAwardsByPerson(tx, personKeys);
    const ids = [...new Set([...byPerson.values()].flat().map(({ id }) => id))];
    if (ids.length === 0) return;
    const awards = await tx.manager.find(Award, {
      where: { id: In(ids) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const persons = new Set([...personKeys, ...awards.flatMap((award) => award.personKeys)]);
    const deaths = await deathsOf(tx, this.copies, [...persons]);
    for (const award of awards) {
      await this.#reconcile(tx, award, deaths);
      await this.shares.reconcile(tx, award, deaths);
    }
    await this.#reviewDeaths(tx, byPerson, deaths);
    await this.#sayWhatToDo(tx, awards, deaths);
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
  async #reconcile(tx: Tx, award: Award, deaths: Deaths): Promise<void> {
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

  async #reviewDeaths(
    tx: Tx,
    byPerson: ReadonlyMap<string, readonly ReviewedAward[]>,
    deaths: Deaths,
  ): Promise<void> {
    const told = [...byPerson].flatMap(([personKey, awards]) =>
      awards.map((award) => ({ award, ground: `death/${personKey}`, death: deaths.get(personKey) })),
    );
    await this.reviews.settleAll(
      tx,
      told.flatMap(({ award, ground, death }) => (death ? [] : [{ awardId: award.id, ground }])),
    );
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    await this.reviews.openAll(
      tx,
      told.flatMap(({ award, ground, death }) => {
        if (!death) return [];
        const dueOn = deathReviewDueOn(death.diedOn, readReviewPolicy(book, award.region, today));
        return [{ award, form: { cause: DEATH, ground, dueOn } }];
      }),
    );
  }

  /** Where everybody covered has died nobody is visited: the review waits for who concludes it. */
  async #sayWhatToDo(tx: Tx, awards: readonly Award[], deaths: Deaths): Promise<void> {
    const reviews = await tx.query<OpenReview>(
      `select r.id as "subjectId", r.region, r.award_id as "awardId", c.delegated,
              (r.due_on + 1)::timestamp at time zone 'Asia/Shanghai' as "dueAt"
         from review r join award a on a.id = r.award_id join aid_case c on c.id = a.case_id
        where r.award_id = any($1::uuid[]) and r.cause = $2 and r.state = 'OPEN'
        order by r.id`,
      [awards.map(({ id }) => id), DEATH],
    );
    const dead = new Set(
      awards.filter(({ personKeys }) => lastDeath(personKeys, deaths) !== undefined).map(({ id }) => id),
    );
    const kindOf = ({ awardId, delegated }: OpenReview) =>
      dead.has(awardId) ? (delegated ? DELEGATED_DEATH_REVIEW : DEATH_REVIEW) : REVIEW_VISIT;
    const kinds = [REVIEW_VISIT, DEATH_REVIEW, DELEGATED_DEATH_REVIEW];
    await this.work.settleAll(
      tx,
      reviews.flatMap((review) =>
        kinds
          .filter((kind) => kind !== kindOf(review))
          .map((kind) => ({ kind, subjectId: review.subjectId })),
      ),
    );
    for (const kind of kinds) {
      await this.work.open(tx, {
        kind,
        items: reviews
          .filter((review) => kindOf(review) === kind)
          .map(({ subjectId, region, dueAt, awardId }) => ({
            ...{ subjectId, region, dueAt },
            ...(kind === REVIEW_VISIT ? { targetId: awardId } : {}),
          })),
      });
    }
  }
}

type Deaths = ReadonlyMap<string, KnownDeath>;

/** A review that nobody has visited for yet. */
interface OpenReview {
  readonly subjectId: string;
  readonly region: string;
  readonly awardId: string;
  readonly delegated: boolean;
  readonly dueAt: Date;
}

/** Awards that pay for these persons a part of their base. */
async function paidAwardsOf(
  tx: Tx,
  personKeys: readonly string[],
): Promise<(ReviewedAward & { readonly personKey: string })[]> {
  return tx.query(
    `select p.key as "personKey", a.id, a.region, a.household_id as "householdId"
       from unnest($1::uuid[]) as p(key)
       join award a on a.person_keys @> array[p.key] and a.programme = 'DIBAO' and a.state <> 'CEASED'
      order by a.id`,
    [personKeys],
  );
}

const isDeath = (kind: StatusCopy['kind']): boolean => DEATH_KINDS.some((each) => each === kind);
