import { Injectable } from '@nestjs/common';
import { NoticeService } from '@minzheng/casework/notices';
import { Statements } from '@minzheng/casework/statements';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { HouseholdMember } from '../households/household.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AidCase } from './application.entity.js';
import { announceDecided } from './application.events.js';
import { CASE_LIFECYCLE } from './application.lifecycle.js';
import { CaseGuards } from './case-guards.js';
import { CaseOffers } from './case-offers.service.js';
import { RefusalLetters } from './refusal-letters.js';

/** So many recorded refusals end a case. */
const REFUSALS = 2;

/** A case that ends without a decision: withdrawn, lapsed, or ended after refusals to cooperate. */
@Injectable()
export class CaseEndingsService {
  constructor(
    private readonly notices: NoticeService,
    private readonly guards: CaseGuards,
    private readonly letters: RefusalLetters,
    private readonly statements: Statements,
    private readonly offers: CaseOffers,
    private readonly clock: BusinessClock,
  ) {}

  /** The applicant withdraws it. */
  async withdraw(tx: Tx, id: string, version: number): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'withdraw', at);
    await this.notices.takeDown(tx, 'case', id);
    const personKeys = await this.#counted(tx, aidCase);
    announceDecided(tx, aidCase, move, { reasonCodes: ['WITHDRAWN_BY_APPLICANT'] }, personKeys, at);
    return aidCase;
  }

  /** The papers did not come in time: the application lapses (民发〔2021〕57号 art. 10). @returns how many */
  async lapse(tx: Tx): Promise<number> {
    const late = await tx.query<{ id: string }>(
      `select id from aid_case where state = 'CORRECTION' and correction_due_on < $1::date
        order by id limit 100 for update skip locked`,
      [this.clock.today()],
    );
    for (const { id } of late) {
      const aidCase = await tx.loadForUpdate(AidCase, id);
      const at = this.clock.now();
      const move = await tx.move(aidCase, CASE_LIFECYCLE, 'lapse', at);
      const personKeys = await this.#counted(tx, aidCase);
      announceDecided(tx, aidCase, move, { reasonCodes: ['PAPERS_NOT_FILED'] }, personKeys, at);
    }
    return late.length;
  }

  /** Somebody of the household would not cooperate (民发〔2021〕57号 art. 29). */
  async recordRefusal(
    tx: Tx,
    id: string,
    version: number,
    { on, what }: { readonly on: CivilDate; readonly what: string },
  ): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    if (on > this.clock.today()) throw invalidField('on', 'max');
    aidCase.refusals = [...aidCase.refusals, { on, by: tx.actor }];
    await tx.move(aidCase, CASE_LIFECYCLE, 'recordRefusal', this.clock.now());
    const subject = { type: 'case', id };
    await this.statements.say(tx, { subject, kind: 'recordRefusal', about: on, text: what });
    return aidCase;
  }

  /**
   * After two recorded refusals on different days the case is ended; the household is told in writing, and what it may ask
   * for instead (R23).
   */
  async terminate(tx: Tx, id: string, version: number, reason: string): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id, version);
    CASE_LIFECYCLE.next(aidCase.state, 'terminate');
    await this.guards.requireUnrelated(tx, aidCase);
    if (new Set(aidCase.refusals.map(({ on }) => on)).size < REFUSALS) {
      throw new Problem(ASSISTANCE_PROBLEMS.refusalsMissing);
    }
    const reasonCodes = ['REFUSED_TO_COOPERATE'];
    const answer = { outcome: 'TERMINATED' as const, reasonCodes, text: reason };
    const offers = await this.offers.of(tx, aidCase);
    const { text, ...decided } = answer;
    aidCase.decision = { ...decided, by: tx.actor, decidedOn: this.clock.today(), offers };
    const at = this.clock.now();
    const move = await tx.move(aidCase, CASE_LIFECYCLE, 'terminate', at);
    await this.statements.say(tx, { subject: { type: 'case', id }, kind: 'terminate', text });
    await this.notices.takeDown(tx, 'case', id);
    await this.letters.write(tx, aidCase, answer);
    const counted = await this.#counted(tx, aidCase);
    announceDecided(tx, aidCase, move, answer, counted, at);
    await this.offers.open(tx, aidCase, counted, offers);
    return aidCase;
  }

  async #counted(tx: Tx, { householdId }: AidCase): Promise<string[]> {
    const members = await tx.manager.find(HouseholdMember, {
      where: { householdId, counted: true },
      order: { place: 'ASC' },
    });
    return members.map(({ personKey }) => personKey);
  }
}
