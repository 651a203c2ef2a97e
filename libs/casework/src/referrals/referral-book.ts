import { Injectable } from '@nestjs/common';
import type { Lifecycle } from '@minzheng/kernel/lifecycle';
import { BusinessClock } from '@minzheng/platform/clock';
import { NotFound, type Move, type Tx } from '@minzheng/platform/persistence';
import { Clocks } from '../clocks/index.js';
import { Department } from '../department/index.js';
import { Referral } from './referral.entity.js';
import type { ReferralAnswer, ReferralHooks } from './referral.hooks.js';
import { referralLifecycle, type ReferralCommand, type ReferralState } from './referral.lifecycle.js';
import { commandTo, stateOf } from './referral-state.rules.js';

/** What some needs of a referral come to. */
interface Outcome {
  readonly state: ReferralState;
  readonly caseRef?: string;
  readonly handleByOn?: string | null;
  readonly amountFen?: bigint | null;
  readonly reasonCode?: string;
}

/** Until somebody answers, and until it goes up. */
export const REFERRAL_CLOCKS = { answer: 'referral.answer', escalation: 'referral.escalate' } as const;

/** What is not over. */
export const OPEN_STATES: readonly ReferralState[] = ['SENT', 'ACCEPTED'];

/** Referrals and their needs as they are stored, and how they move. */
@Injectable()
export class ReferralBook {
  readonly lifecycle: Lifecycle<ReferralState, ReferralCommand>;
  #hooks: ReferralHooks | undefined;

  constructor(
    department: Department,
    private readonly clocks: Clocks,
    private readonly clock: BusinessClock,
  ) {
    this.lifecycle = referralLifecycle(department.name);
  }

  hookIn(hooks: ReferralHooks): void {
    this.#hooks = hooks;
  }

  /** What the department does about referrals. */
  get hooks(): ReferralHooks {
    if (!this.#hooks) throw new Error('the department has not hooked into referrals');
    return this.#hooks;
  }

  async addNeeds(tx: Tx, id: string, needs: readonly string[]): Promise<void> {
    await tx.execute(
      `insert into referral_need (referral_id, need, state) select $1, need, 'SENT' from unnest($2::text[]) as need`,
      [id, needs],
    );
  }

  /** Those of its needs in some states. @param named - only of these */
  async needsIn(
    tx: Tx,
    id: string,
    states: readonly ReferralState[],
    named?: readonly string[],
  ): Promise<string[]> {
    const rows = await tx.query<{ need: string }>(
      `select need from referral_need
        where referral_id = $1 and state = any($2) and ($3::text[] is null or need = any($3)) order by need`,
      [id, states, named ?? null],
    );
    return rows.map(({ need }) => need);
  }

  /** Locked, behind the record that it belongs to. @throws NotFound, VersionConflict */
  async load(tx: Tx, id: string, direction?: Referral['direction'], version?: number): Promise<Referral> {
    const [origin] = await tx.query<{ type: string; id: string }>(
      'select origin_type as type, origin_id as id from referral where id = $1 and origin_id is not null',
      [id],
    );
    if (origin) await this.hooks.lock(tx, origin);
    const referral = await tx.loadForUpdate(Referral, id, version);
    if (direction !== undefined && referral.direction !== direction) throw new NotFound(Referral.name);
    return referral;
  }

  /** Some needs come to a state, and the referral to where its needs are. */
  async settle(
    tx: Tx,
    referral: Referral,
    needs: readonly string[],
    to: Outcome,
  ): Promise<Move<ReferralState>> {
    const at = this.clock.now();
    await tx.execute(
      `update referral_need
          set state = $3, case_ref = coalesce($4, case_ref), handle_by_on = coalesce($5, handle_by_on),
              amount_fen = coalesce($6, amount_fen), reason_code = coalesce($7, reason_code), answered_at = $8
        where referral_id = $1 and need = any($2)`,
      [
        ...[referral.id, needs, to.state, to.caseRef ?? null, to.handleByOn ?? null],
        ...[to.amountFen?.toString() ?? null, to.reasonCode ?? null, at],
      ],
    );
    const states = await tx.query<{ state: ReferralState }>(
      'select distinct state from referral_need where referral_id = $1',
      [referral.id],
    );
    const next = stateOf(states.map(({ state }) => state));
    const command = commandTo(referral.state, next);
    const move = await tx.move(referral, this.lifecycle, command, at, to.reasonCode);
    if (next !== 'SENT') await this.#stopClocks(tx, referral.id);
    return move;
  }

  /** A receiver's answer is stored, and the department told of it. */
  async answer(tx: Tx, referral: Referral, answer: ReferralAnswer): Promise<Move<ReferralState>> {
    const move = await this.settle(
      tx,
      referral,
      answer.needs,
      answer.accepted
        ? {
            state: answer.amountFen === undefined ? 'ACCEPTED' : 'DONE',
            ...{
              caseRef: answer.caseRef,
              handleByOn: answer.handleByOn,
              amountFen: answer.amountFen ?? null,
            },
          }
        : { state: 'DECLINED', reasonCode: answer.reasonCode },
    );
    await this.hooks.answered(tx, referral, answer);
    return move;
  }

  async #stopClocks(tx: Tx, id: string): Promise<void> {
    for (const name of Object.values(REFERRAL_CLOCKS)) {
      await this.clocks.stop(tx, { name, type: this.lifecycle.name, ids: [id] });
    }
  }
}
