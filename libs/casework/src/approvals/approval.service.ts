import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { canonicalJson, sha256Hex } from '@minzheng/kernel/canonical-json';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import type { CivilDate } from '@minzheng/kernel/months';
import { countyOf } from '@minzheng/kernel/region';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { PersonKeys } from '@minzheng/platform/person-keys';
import { Regions } from '@minzheng/platform/regions';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { ApprovalHooks } from './approval-hooks.js';
import { APPROVAL_PROBLEMS } from './approval.problems.js';
import { OfficialRelative, type FiledRole, type NearRelation } from './relative.entity.js';
import { relativeLifecycle } from './relative.lifecycle.js';

/** What is approved, as the department names it. */
export interface ApprovedSubject {
  readonly type: string;
  readonly id: string;
}

/** A relation to be filed. */
export interface RelativeToFile {
  readonly official: string;
  readonly role: FiledRole;
  readonly region: string;
  readonly relativeIdNumber: string;
  readonly relation: NearRelation;
  readonly from: CivilDate;
  readonly to?: CivilDate | undefined;
}

const OF_COUNTY = {
  zh: '该事项没有委托乡镇（街道）审核确认，由县级办理。',
  en: 'This is not delegated to the township: the county decides it.',
};

/** Second people, relatives and levels: who may decide, and when it takes two. */
@Injectable()
export class ApprovalService implements OnModuleInit {
  readonly #lifecycle;
  #hooks!: ApprovalHooks;

  constructor(
    department: Department,
    private readonly personKeys: PersonKeys,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
    private readonly moduleRef: ModuleRef,
  ) {
    this.#lifecycle = relativeLifecycle(department.name);
  }

  onModuleInit(): void {
    this.#hooks = this.moduleRef.get(ApprovalHooks, { strict: false });
  }

  /** Who has had a part in it does not decide. @throws Problem `actor-already-involved` */
  requireOutsider(actor: string, involved: ReadonlySet<string>): void {
    if (involved.has(actor)) throw new Problem(APPROVAL_PROBLEMS.actorAlreadyInvolved);
  }

  /**
   * A township decides what is delegated to it (委托审核确认), the county everything else.
   *
   * @throws Problem `out-of-region`
   */
  requireLevel(caller: AuthenticatedCaller, region: string, isDelegated: boolean): void {
    if (isDelegated) {
      caller.requireRegion(region);
      return;
    }
    const county = countyOf(this.regions.currentOf(region));
    if (!caller.covers(county)) throw new Problem(PROBLEMS.outOfRegion, { detail: OF_COUNTY });
  }

  /** Filings that concern any of these persons today. */
  relativesOf(tx: Tx, personKeys: readonly string[]): Promise<{ official: string; role: FiledRole }[]> {
    return tx.query(
      `select distinct official, role from official_relative
        where relative_key = any($1::uuid[]) and valid_from <= $2 and (valid_to is null or $2 < valid_to)`,
      [personKeys, this.clock.today()],
    );
  }

  /** Nobody acts on the case of a near relative. @throws Problem `conflict-of-interest` */
  async requireUnrelated(tx: Tx, personKeys: readonly string[]): Promise<void> {
    const filings = await this.relativesOf(tx, personKeys);
    if (filings.some(({ official }) => official === tx.actor)) throw new Problem(PROBLEMS.conflictOfInterest);
  }

  /**
   * An act that needs two people: the first call is kept and changes nothing else, the second one by somebody else, saying
   * the same, completes it. The first person may say otherwise in between: that is then the first call.
   *
   * @param content - what both have to say the same
   * @returns who was the first; undefined for the first call
   * @throws Problem `same-person`, `approval-differs`
   */
  async sign(
    tx: Tx,
    { type, id }: ApprovedSubject,
    act: string,
    content: object,
  ): Promise<string | undefined> {
    const digest = sha256Hex(canonicalJson(content));
    const [first] = await tx.query<{ approver: string; content_sha256: string }>(
      `select approver, content_sha256 from pending_approval
        where subject_type = $1 and subject_id = $2 and act = $3 for update`,
      [type, id, act],
    );
    if (!first) {
      await tx.execute(
        `insert into pending_approval (subject_type, subject_id, act, content_sha256, approver, business_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [type, id, act, digest, tx.actor, this.clock.now()],
      );
      return undefined;
    }
    const isSame = first.content_sha256 === digest;
    if (first.approver === tx.actor) {
      if (isSame) throw new Problem(PROBLEMS.samePerson);
      await this.forget(tx, { type, id });
      return this.sign(tx, { type, id }, act, content);
    }
    if (!isSame) throw new Problem(APPROVAL_PROBLEMS.approvalDiffers);
    await this.forget(tx, { type, id });
    return first.approver;
  }

  /** What was signed once no longer counts: the subject has changed. */
  async forget(tx: Tx, { type, id }: ApprovedSubject): Promise<void> {
    await tx.execute('delete from pending_approval where subject_type = $1 and subject_id = $2', [type, id]);
  }

  /** @throws Problem `id-number-invalid` */
  async file(tx: Tx, filing: RelativeToFile): Promise<OfficialRelative> {
    const parsed = parseIdNumber(filing.relativeIdNumber, this.clock.today());
    if (!parsed.ok) {
      const field = 'relativeIdNumber';
      throw new Problem(PROBLEMS.idNumberInvalid, {
        errors: [{ field, code: 'id-number-invalid', message: PROBLEMS.idNumberInvalid }],
      });
    }
    const [relativeKey = ''] = await this.personKeys.takeIn(tx, [parsed.idNumber]);
    const stored = await tx.begin(
      Object.assign(new OfficialRelative(), {
        id: uuidv7(),
        region: filing.region,
        official: filing.official,
        role: filing.role,
        relativeKey,
        relation: filing.relation,
        validFrom: filing.from,
        validTo: filing.to ?? null,
      }),
      this.#lifecycle,
      'file',
      this.clock.now(),
    );
    await this.#hooks.filed(tx, stored);
    return stored;
  }
}
