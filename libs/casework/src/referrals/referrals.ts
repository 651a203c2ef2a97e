import { Injectable } from '@nestjs/common';
import { isServiceName } from '@minzheng/contracts/catalogue';
import { IllegalTransition, type Lifecycle } from '@minzheng/kernel/lifecycle';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Clocks, lateFrom } from '../clocks/index.js';
import { Department } from '../department/index.js';
import { announceAccepted, announceDeclined, announceRaised, announceWithdrawn } from './referral.events.js';
import { Referral, ReferralNeedRow, type Urgency } from './referral.entity.js';
import type { ReferralAnswer, ReferralHooks } from './referral.hooks.js';
import type { ReferralCommand, ReferralState } from './referral.lifecycle.js';
import { OPEN_STATES, REFERRAL_CLOCKS, ReferralBook } from './referral-book.js';

/** What is handed over. */
export interface NewReferral {
  readonly region: string;
  /** Short name of a service, agency code, UNION or PARTY. */
  readonly receiver: string;
  /** ReferralNeeds of the catalogue. */
  readonly needs: readonly string[];
  readonly reasonCode: string;
  readonly urgency: Urgency;
  readonly personKeys: readonly string[];
  /** As this department has it on record. */
  readonly householdId: string | null;
  /** This department's case. */
  readonly caseRef: string;
  /** The record that it comes from; it is told of the answers. */
  readonly origin: { readonly type: string; readonly id: string } | null;
  /** In words, for those who work on it here; it is never sent. */
  readonly needText?: string;
  readonly consentId?: string;
}

const URGENT_MS = 24 * 3_600_000;

const needTextPlace = (id: string): string => `referral/${id}/needText`;

/** Referrals (转办): what this department sends, and its answers to what it has received; see `index.ts`. */
@Injectable()
export class Referrals {
  constructor(
    private readonly book: ReferralBook,
    private readonly department: Department,
    private readonly clocks: Clocks,
    private readonly policies: PolicyStore,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  get lifecycle(): Lifecycle<ReferralState, ReferralCommand> {
    return this.book.lifecycle;
  }

  /** The department says once what it does about referrals. */
  hookIn(hooks: ReferralHooks): void {
    this.book.hookIn(hooks);
  }

  /** Hands over; an agency outside reads it here, a service is told. @throws PolicyMissing */
  async raise(tx: Tx, form: NewReferral): Promise<Referral> {
    const { receiver, region, urgency, householdId, origin, needText, consentId, caseRef, reasonCode } = form;
    const id = uuidv7();
    const at = this.clock.now();
    const referral = Object.assign(new Referral(), {
      ...{ id, region, direction: 'OUT' as const, sender: this.department.name, receiver, urgency, caseRef },
      ...{ originType: origin?.type ?? null, originId: origin?.id ?? null, reasonCode },
      ...{ personKeys: [...form.personKeys], householdId, consentId: consentId ?? null },
      subjectRef: form.personKeys.length === 0 ? caseRef : null,
      householdService: householdId === null ? null : this.department.name,
      needTextEnc: needText === undefined ? null : this.cipher.encrypt(needText, needTextPlace(id)),
      answerDueAt: await this.#answerDue(tx, region, urgency),
      overdue: false,
    });
    await tx.begin(referral, this.book.lifecycle, 'raise', at);
    const needs = [...new Set(form.needs)];
    await this.book.addNeeds(tx, id, needs);
    await this.#startClocks(tx, referral);
    announceRaised(tx, referral, needs, at);
    return referral;
  }

  /**
   * The need is gone, or its consent was withdrawn.
   *
   * @param named - default: all that are not over
   */
  async withdraw(tx: Tx, id: string, reasonCode: string, named?: readonly string[]): Promise<Referral> {
    const referral = await this.book.load(tx, id, 'OUT');
    const needs = await this.book.needsIn(tx, id, OPEN_STATES, named);
    if (needs.length === 0) return referral;
    const move = await this.book.settle(tx, referral, needs, { state: 'WITHDRAWN', reasonCode });
    announceWithdrawn(tx, referral, move, { needs, reasonCode }, this.clock.now());
    await this.book.hooks.withdrawn(tx, referral, needs, reasonCode);
    return referral;
  }

  /** What rests on the consent and is not over is taken back (民发〔2023〕46号). */
  async consentWithdrawn(tx: Tx, consentId: string): Promise<void> {
    const rows = await tx.query<{ id: string }>(
      `select id from referral where consent_id = $1 and direction = 'OUT' and state = any($2) order by id`,
      [consentId, OPEN_STATES],
    );
    for (const { id } of rows) await this.withdraw(tx, id, 'CONSENT_WITHDRAWN');
  }

  /** Takes over what was referred here, with a case of this department. */
  async accept(
    tx: Tx,
    id: string,
    answer: { readonly needs: readonly string[]; readonly caseRef: string; readonly handleByOn: CivilDate },
  ): Promise<Referral> {
    const referral = await this.book.load(tx, id, 'IN');
    const { caseRef, handleByOn } = answer;
    const needs = await this.book.needsIn(tx, id, ['SENT'], answer.needs);
    if (needs.length === 0) return referral;
    const move = await this.book.settle(tx, referral, needs, { state: 'ACCEPTED', caseRef, handleByOn });
    announceAccepted(tx, referral, move, { needs, caseRef, handleByOn }, this.clock.now());
    return referral;
  }

  /** Declines what was referred here: the sender takes it back. */
  async decline(
    tx: Tx,
    id: string,
    { reasonCode, ...named }: { readonly needs: readonly string[]; readonly reasonCode: string },
  ): Promise<Referral> {
    const referral = await this.book.load(tx, id, 'IN');
    const needs = await this.book.needsIn(tx, id, ['SENT'], named.needs);
    if (needs.length === 0) return referral;
    const move = await this.book.settle(tx, referral, needs, { state: 'DECLINED', reasonCode });
    announceDeclined(tx, referral, move, { needs, reasonCode }, this.clock.now());
    return referral;
  }

  /** What came of what was accepted is known; the record that it belongs to stays as it is, so it is not locked. */
  async complete(tx: Tx, id: string, named: readonly string[]): Promise<void> {
    const referral = await tx.loadForUpdate(Referral, id);
    const needs = await this.book.needsIn(tx, id, ['ACCEPTED'], named);
    if (needs.length > 0) await this.book.settle(tx, referral, needs, { state: 'DONE' });
  }

  /**
   * An agency outside answers here, for all needs that wait, or some of them. It may answer once more, with what was
   * given.
   *
   * @throws IllegalTransition where nothing of it waits, or the receiver answers by message
   */
  async answerHere(tx: Tx, id: string, version: number, answer: ReferralAnswer): Promise<Referral> {
    const referral = await this.book.load(tx, id, undefined, version);
    const isAgency = referral.direction === 'OUT' && !isServiceName(referral.receiver);
    const from: readonly ReferralState[] =
      answer.accepted && answer.amountFen !== undefined ? OPEN_STATES : ['SENT'];
    const needs = isAgency ? await this.book.needsIn(tx, id, from, answer.needs) : [];
    if (needs.length === 0) throw new IllegalTransition(this.lifecycle.name, referral.state, 'answer');
    const said = { ...answer, needs };
    const move = await this.book.answer(tx, referral, said);
    const at = this.clock.now();
    if (said.accepted) {
      const { caseRef, handleByOn } = said;
      announceAccepted(tx, referral, move, { needs, caseRef, handleByOn: handleByOn ?? '' }, at);
    } else announceDeclined(tx, referral, move, said, at);
    return referral;
  }

  needsOf(manager: EntityManager, ids: readonly string[]): Promise<ReferralNeedRow[]> {
    return manager.find(ReferralNeedRow, { where: { referralId: In([...ids]) }, order: { need: 'ASC' } });
  }

  needTextOf({ id, needTextEnc }: Pick<Referral, 'id' | 'needTextEnc'>): string | null {
    return needTextEnc === null ? null : this.cipher.decrypt(needTextEnc, needTextPlace(id));
  }

  /**
   * Persons of a referral about whom its receiver may ask here who they are: while it is open (catalogue, section 8).
   *
   * @param receiver - who asks
   */
  async personsOpenTo(manager: EntityManager, id: string, receiver: string): Promise<readonly string[]> {
    const referral = await manager.findOneBy(Referral, {
      ...{ id, receiver, direction: 'OUT' },
      state: In([...OPEN_STATES]),
    });
    return referral?.personKeys ?? [];
  }

  async #answerDue(tx: Tx, region: string, urgency: Urgency): Promise<Date> {
    if (urgency === 'URGENT') return new Date(this.clock.now().getTime() + URGENT_MS);
    return lateFrom({ workingDays: await this.#days(tx, region, 'answerWd') }, this.clock.today());
  }

  async #startClocks(tx: Tx, { id, region, answerDueAt }: Referral): Promise<void> {
    const subject = { type: this.lifecycle.name, id };
    const { answer, escalation } = REFERRAL_CLOCKS;
    const workingDays = await this.#days(tx, region, 'escalateWd');
    await this.clocks.start(tx, { name: answer, subject, region, limit: { at: answerDueAt } });
    await this.clocks.start(tx, { name: escalation, subject, region, limit: { workingDays } });
  }

  async #days(tx: Tx, region: string, limit: 'answerWd' | 'escalateWd'): Promise<number> {
    const book = await this.policies.book(tx);
    const key = `${this.department.name}.oneDoor.${limit}`;
    return Number(book.resolve(key, region, this.clock.today()).value);
  }
}
