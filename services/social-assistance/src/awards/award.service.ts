import { Injectable } from '@nestjs/common';
import { AwardStartedSchema } from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import { StatusKind } from '@minzheng/contracts/facts';
import { firstDay, monthOf, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { AidCase } from '../applications/application.entity.js';
import type { StoredOption } from '../applications/assessment.js';
import { announceStatus } from '../facts/status-fact.js';
import { HouseholdMember } from '../households/household.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { householdRef, said, transition } from '../messages.js';
import { Award } from './award.entity.js';
import { AWARD_LIFECYCLE } from './award.lifecycle.js';

const STATUS = { DIBAO: StatusKind.DIBAO, EDGE: StatusKind.EDGE, RIGID: StatusKind.RIGID } as const;

/** Awards: begun by a decision, and told as statuses of the persons whom they cover. */
@Injectable()
export class AwardService {
  constructor(private readonly clock: BusinessClock) {}

  /** The minimum living guarantee, from the month after the decision (民发〔2021〕57号 art. 21). @returns the award's id */
  async start(tx: Tx, aidCase: AidCase, option: StoredOption, month: Month): Promise<string> {
    await tx.query('select from household where id = $1 for update', [aidCase.householdId]);
    await this.requireNone(
      tx,
      option.personKeys.map((personKey) => ({ personKey })),
    );
    const extrasFen = BigInt(option.monthlyFen) - BigInt(option.baseFen);
    const award = await tx.begin(
      Object.assign(new Award(), {
        ...this.#common(aidCase),
        programme: 'DIBAO' as const,
        subtype: option.subtype,
        personKeys: [...option.personKeys],
        effectiveMonth: month,
        baseFen: BigInt(option.baseFen),
        extrasFen,
        shares: [...option.shares],
      }),
      AWARD_LIFECYCLE,
      'start',
      this.clock.now(),
    );
    this.#announce(tx, award, aidCase, firstDay(month));
    return award.id;
  }

  /**
   * The awards whose first month has come begin to run (social assistance, section 9, month roll). They were announced
   * when they were decided.
   *
   * @returns how many
   */
  async activateDue(tx: Tx): Promise<number> {
    const activated = await tx.moveWhere(Award, AWARD_LIFECYCLE, 'activate', this.clock.now(), {
      where: `t.state = 'PENDING_START' and t.effective_month <= $1`,
      parameters: [monthOf(this.clock.today())],
      atMost: 1_000,
    });
    return activated.length;
  }

  /** Nobody has the minimum living guarantee twice. @throws Problem `exclusive-programme` */
  async requireNone(tx: Tx, persons: readonly { readonly personKey: string }[]): Promise<void> {
    const running = await tx.query(
      `select from award where programme = 'DIBAO' and state <> 'CEASED' and person_keys && $1::uuid[] limit 1`,
      [persons.map(({ personKey }) => personKey)],
    );
    if (running.length > 0) throw new Problem(ASSISTANCE_PROBLEMS.exclusiveProgramme);
  }

  /** A recognised group without cash: from the day of the decision. @returns the award's id */
  async recognise(tx: Tx, aidCase: AidCase, programme: 'EDGE' | 'RIGID'): Promise<string> {
    const today = this.clock.today();
    const members = await tx.manager.findBy(HouseholdMember, {
      householdId: aidCase.householdId,
      counted: true,
    });
    const award = await tx.begin(
      Object.assign(new Award(), {
        ...this.#common(aidCase),
        programme,
        subtype: null,
        personKeys: members.map(({ personKey }) => personKey).sort(),
        effectiveMonth: monthOf(today),
        baseFen: 0n,
        extrasFen: 0n,
        shares: [],
      }),
      AWARD_LIFECYCLE,
      'recognise',
      this.clock.now(),
    );
    this.#announce(tx, award, aidCase, today);
    return award.id;
  }

  #common({ id, region, householdId }: AidCase) {
    return { id: uuidv7(), region, caseId: id, householdId };
  }

  #announce(tx: Tx, award: Award, aidCase: AidCase, from: string): void {
    const at = this.clock.now();
    tx.announce(
      AwardStartedSchema,
      {
        ...said(award.region, at),
        awardId: award.id,
        transition: transition('award', award, '', award.state),
        policyVersionIds: aidCase.policyVersionIds,
        programme: enumValue(ProgrammeSchema, award.programme),
        ...(award.subtype === null ? {} : { subtype: award.subtype }),
        household: householdRef(award.householdId, award.region),
        shares: award.shares.map(({ personKey, amountFen }) => ({ personKey, amountFen: BigInt(amountFen) })),
        baseFen: award.baseFen,
        extrasFen: award.extrasFen,
        fromMonth: award.effectiveMonth,
        cause: 'DECISION',
      },
      award,
    );
    for (const personKey of award.personKeys) {
      announceStatus(tx, {
        personKey,
        region: award.region,
        kind: STATUS[award.programme],
        from,
        record: `award/${award.id}/${personKey}`,
        ...(award.subtype === null ? {} : { attributes: { subtype: award.subtype } }),
        caseRef: aidCase.caseNo,
        at,
      });
    }
  }
}
