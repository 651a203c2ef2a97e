import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { In } from 'typeorm';
import { Clocks, type FiredClock } from '../clocks/index.js';
import { Referral } from './referral.entity.js';
import { REFERRAL_CLOCKS, ReferralBook } from './referral-book.js';

/** What happens to referrals that nobody answers: marked and told, and some days later passed up. */
@Injectable()
export class ReferralDeadlines implements OnModuleInit {
  constructor(
    private readonly book: ReferralBook,
    private readonly clocks: Clocks,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    const { answer, escalation } = REFERRAL_CLOCKS;
    this.clocks.register({ name: answer, fire: (tx, fired) => this.#overdue(tx, fired) });
    this.clocks.register({
      name: escalation,
      fire: async (tx, fired) => this.book.hooks.escalated(tx, await waiting(tx, fired)),
    });
  }

  async #overdue(tx: Tx, fired: readonly FiredClock[]): Promise<void> {
    const referrals = await waiting(tx, fired);
    const ids = referrals.map(({ id }) => id);
    await tx.moveWhere(Referral, this.book.lifecycle, 'markOverdue', this.clock.now(), {
      where: 't.id = any($1)',
      parameters: [ids],
    });
    await tx.execute('update referral set overdue = true where id = any($1)', [ids]);
    await this.book.hooks.overdue(tx, referrals);
  }
}

/** Those of the clocks' referrals that nobody has answered. */
async function waiting(tx: Tx, fired: readonly FiredClock[]): Promise<Referral[]> {
  return tx.manager.find(Referral, {
    where: { id: In(fired.map(({ subject }) => subject.id)), state: 'SENT' },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}
