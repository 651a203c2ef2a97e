import { Injectable } from '@nestjs/common';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName, serviceName } from '@minzheng/contracts/catalogue';
import {
  ReferralNeedSchema,
  ReferralUrgency,
  type ReferralAccepted,
  type ReferralDeclined,
  type ReferralNeed,
  type ReferralRaised,
  type ReferralWithdrawn,
} from '@minzheng/contracts/referrals';
import { BusinessClock } from '@minzheng/platform/clock';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Department } from '../department/index.js';
import { Referral } from './referral.entity.js';
import { OPEN_STATES, ReferralBook } from './referral-book.js';

/** An answer or a withdrawal of a referral that nobody knows here. */
export class UnknownReferral extends Error {
  override readonly name = 'UnknownReferral';
}

/** Somebody speaks of a referral that is not his. */
export class ForeignReferral extends Error {
  override readonly name = 'ForeignReferral';
}

const namesOf = (needs: readonly ReferralNeed[]): string[] => [
  ...new Set(needs.map((need) => enumName(ReferralNeedSchema, need))),
];

/** Undefined for all of them: a message without needs is about the whole referral. */
const namedIn = (needs: readonly ReferralNeed[]): string[] | undefined =>
  needs.length === 0 ? undefined : namesOf(needs);

/** What other departments tell: they refer, take back, and answer. `writer` is whose topic a message was on. */
@Injectable()
export class InboundReferrals {
  constructor(
    private readonly book: ReferralBook,
    private readonly department: Department,
    private readonly clock: BusinessClock,
  ) {}

  /** Once more, it changes nothing. @throws ForeignReferral */
  async raised(tx: Tx, message: ReferralRaised, writer: string): Promise<void> {
    const sender = serviceName(message.sender);
    if (sender !== writer || message.receiver !== this.department.name) throw new ForeignReferral();
    const [known] = await tx.query('select from referral where id = $1', [message.referralId]);
    if (known) return;
    const { household } = message;
    const referral = Object.assign(new Referral(), {
      ...{ id: message.referralId, region: message.region?.code ?? '', direction: 'IN' as const, sender },
      ...{ receiver: message.receiver, personKeys: [...message.personKeys], caseRef: message.caseRef },
      householdId: household?.householdId ?? null,
      householdService: household ? serviceName(household.service) : null,
      ...{ subjectRef: message.subjectRef ?? null, consentId: message.consentId ?? null },
      ...{ reasonCode: message.reasonCode, needTextEnc: null, originType: null, originId: null },
      urgency: message.urgency === ReferralUrgency.URGENT ? ('URGENT' as const) : ('NORMAL' as const),
      answerDueAt: message.answerDueAt ? timestampDate(message.answerDueAt) : this.clock.now(),
      overdue: false,
    });
    await tx.begin(referral, this.book.lifecycle, 'receive', this.clock.now());
    const needs = namesOf(message.needs);
    await this.book.addNeeds(tx, referral.id, needs);
    const origin = await this.book.hooks.received(tx, referral, needs);
    if (!origin) return;
    await tx.execute('update referral set origin_type = $2, origin_id = $3 where id = $1', [
      referral.id,
      origin.type,
      origin.id,
    ]);
  }

  /** @throws UnknownReferral, ForeignReferral */
  async withdrawn(tx: Tx, message: ReferralWithdrawn, writer: string): Promise<void> {
    const referral = await this.#known(tx, message.referralId, 'IN');
    if (referral.sender !== writer) throw new ForeignReferral();
    const open = await this.book.needsIn(tx, referral.id, OPEN_STATES, namedIn(message.needs));
    if (open.length === 0) return;
    const { reasonCode } = message;
    await this.book.settle(tx, referral, open, { state: 'WITHDRAWN', reasonCode });
    await this.book.hooks.withdrawn(tx, referral, open, reasonCode);
  }

  /** @throws UnknownReferral, ForeignReferral */
  async answered(tx: Tx, message: ReferralAccepted | ReferralDeclined, writer: string): Promise<void> {
    const referral = await this.#known(tx, message.referralId, 'OUT');
    if (referral.receiver !== writer) throw new ForeignReferral();
    const needs = await this.book.needsIn(tx, referral.id, ['SENT'], namedIn(message.needs));
    if (needs.length === 0) return;
    await this.book.answer(
      tx,
      referral,
      'caseRef' in message
        ? { needs, accepted: true, caseRef: message.caseRef, handleByOn: message.handleByOn || null }
        : { needs, accepted: false, reasonCode: message.reasonCode },
    );
  }

  async #known(tx: Tx, id: string, direction: Referral['direction']): Promise<Referral> {
    try {
      return await this.book.load(tx, id, direction);
    } catch (error) {
      throw error instanceof NotFound ? new UnknownReferral() : error;
    }
  }
}
