import { Injectable } from '@nestjs/common';
import { addDays, civilDateOf } from '@minzheng/kernel/months';
import { levelOf } from '@minzheng/kernel/region';
import type { Caller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { Not } from 'typeorm';
import { lockSubjects } from '../evaluation/evaluation-locks.js';
import type { ClosingOutcome } from './clue-answer.rules.js';
import { restoreHits } from './clue-hits.js';
import { closeClues, dispatchAgain } from './clue-moves.js';
import { ClueOutcomeRecord } from './clue-outcome.entity.js';
import { cluePolicy } from './clue-policy.js';
import { CLUE_PROBLEMS } from './clue-problems.js';
import type { DispatchClueDto } from './clue.dto.js';
import { Clue } from './clue.entity.js';
import { CLUE_LIFECYCLE } from './clue.lifecycle.js';

/** What the clue coordinator (线索协调员) decides: who looks into it, whether an answer suffices, whether it is over. */
@Injectable()
export class ClueCoordination {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Sends a clue that its department has declined to another, or to the same again; its time limit begins anew.
   *
   * @throws Problem `not-declined`, `province-decides`, `out-of-region`, `open-clue-exists`
   */
  async dispatch(
    tx: Tx,
    id: string,
    version: number,
    { department, region, reason }: DispatchClueDto,
    caller: Caller,
  ): Promise<Clue> {
    const clue = await tx.loadForUpdate(Clue, id, version);
    CLUE_LIFECYCLE.next(clue.state, 'dispatch');
    if (!clue.declined) throw new Problem(CLUE_PROBLEMS.notDeclined);
    if (clue.timesDeclined > 1 && !isOfProvince(caller)) throw new Problem(CLUE_PROBLEMS.provinceDecides);
    caller.requireRegion(region);
    Object.assign(clue, { department, region });
    await requireNoOther(tx, clue);
    const { at, book, policy } = await this.#today(tx, clue);
    const dueOn = policy.dueOn(clue.severity);
    await dispatchAgain(tx, [{ clue, command: 'dispatch', dueOn, reason }], at, book);
    return clue;
  }

  /** @throws Problem `already-sent-back`; IllegalTransition */
  async sendBack(tx: Tx, id: string, version: number, reason: string): Promise<Clue> {
    const clue = await tx.loadForUpdate(Clue, id, version);
    CLUE_LIFECYCLE.next(clue.state, 'sendBack');
    if (clue.sentBack) throw new Problem(CLUE_PROBLEMS.alreadySentBack);
    const { at, book, policy } = await this.#today(tx, clue);
    const sent = { command: 'sendBack', dueOn: policy.sendBackDueOn(), reasonCode: 'COORDINATOR' } as const;
    await dispatchAgain(tx, [{ clue, ...sent, reason }], at, book);
    return clue;
  }

  /** With what the department has answered. @throws IllegalTransition */
  async close(tx: Tx, id: string, version: number, reason: string): Promise<Clue> {
    const clue = await tx.loadForUpdate(Clue, id, version);
    CLUE_LIFECYCLE.next(clue.state, 'close');
    const { outcome, muteUntilOn, shortcomings } = await tx.manager.findOneByOrFail(ClueOutcomeRecord, {
      id: clue.answerId ?? '',
    });
    const { at, book } = await this.#today(tx, clue);
    const isMuteInOrder = !shortcomings.some((each) => each.startsWith('MUTE_'));
    const mute = muteUntilOn !== null && isMuteInOrder ? { muteUntilOn } : {};
    await closeClues(tx, [{ clue, outcome: outcome as ClosingOutcome, ...mute, reason }], at, book);
    return clue;
  }

  /** @throws Problem `reopen-too-late`, `open-clue-exists`; IllegalTransition */
  async reopen(tx: Tx, id: string, version: number, reason: string): Promise<Clue> {
    // before the clue itself, as who raises or withdraws does
    const seen = await tx.manager.findOneBy(Clue, { id });
    if (seen) await lockSubjects(tx, [seen.subject]);
    const clue = await tx.loadForUpdate(Clue, id, version);
    CLUE_LIFECYCLE.next(clue.state, 'reopen');
    const { at, book, policy } = await this.#today(tx, clue);
    const latest = addDays(civilDateOf(clue.closedAt ?? at), policy.reopenDays());
    if (civilDateOf(at) > latest) throw new Problem(CLUE_PROBLEMS.reopenTooLate, { extensions: { latest } });
    await requireNoOther(tx, clue);
    Object.assign(clue, { closingOutcome: null, closedAt: null, mutedUntilOn: null });
    await restoreHits(tx, id);
    const dueOn = policy.dueOn(clue.severity);
    await dispatchAgain(tx, [{ clue, command: 'reopen', dueOn, reopened: true, reason }], at, book);
    return clue;
  }

  async #today(tx: Tx, { region }: Clue) {
    const at = this.clock.now();
    const book = await this.policies.book(tx);
    return { at, book, policy: cluePolicy(book, region, civilDateOf(at)) };
  }
}

/**
 * Of the province's centre (省级核对中心). Clues are moved by `clues:approve` alone (section 6), which coordinators of a county and of
 * the province hold (roles, ibidem): whose it is tells the region of the token, not `operations:write`.
 */
const isOfProvince = ({ region }: Caller): boolean => region !== undefined && levelOf(region) === 'PROVINCE';

async function requireNoOther(tx: Tx, { id, subject, department, direction }: Clue): Promise<void> {
  const open = await tx.manager.existsBy(Clue, {
    ...{ id: Not(id), subject, department, direction, state: Not('CLOSED' as const) },
  });
  if (open) throw new Problem(CLUE_PROBLEMS.openClueExists);
}
