import { OfficialRelatives } from '@minzheng/casework/relatives';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { invalidField, Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { lockPersons } from '../facts/fact.reader.js';
import { OwnFacts } from '../facts/own-facts.js';
import { readStoredFacts, type FactToStore, type StoredFact } from '../facts/stored-fact.js';
import { AppealedRequests } from '../requests/appealed-requests.js';
import { Appeal, factsOf, PLACES, type AppealedFact, type AppealOutcome } from './appeal.entity.js';
import { announceCorrected, announceDisputed } from './appeal.events.js';
import { APPEAL_LIFECYCLE } from './appeal.lifecycle.js';
import { appealMetrics } from './appeal.metrics.js';
import { appealPolicy } from './appeal.policy.js';
import { APPEAL_PROBLEMS } from './appeal.problems.js';
import { isAwaited } from './appeal.rules.js';
import { correctedFact, type Correction } from './correction.rules.js';
import { goOn, markSuperseded } from './source-replies.js';

/** How an appeal is decided. */
export interface AppealDecision {
  readonly outcome: AppealOutcome;
  /** In words; stored encrypted. */
  readonly reasons: string;
  /** Of UPHELD: what holds instead of facts whose source has not corrected them itself. */
  readonly corrections?: readonly Correction[] | undefined;
}

/** Decides appeals (异议受理与复核): the facts are in doubt until then, and whoever was told of them is told the outcome. */
@Injectable()
export class AppealService {
  readonly #ownFacts = new OwnFacts();

  constructor(
    private readonly policies: PolicyStore,
    private readonly requests: AppealedRequests,
    private readonly relatives: OfficialRelatives,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * From now on the facts are disputed in checks and reports, reports made of them are reopened, and their senders are asked.
   *
   * @throws Problem `version-conflict`, `illegal-transition`, `conflict-of-interest`
   */
  async accept(tx: Tx, id: string, version: number, caller: AuthenticatedCaller): Promise<Appeal> {
    const appeal = await tx.loadForUpdate(Appeal, id, version);
    APPEAL_LIFECYCLE.next(appeal.state, 'accept');
    await this.relatives.requireUnrelated(tx, caller.subject, [appeal.personKey]);
    const [at, today] = [this.clock.now(), this.clock.today()];
    const policy = appealPolicy(await this.policies.book(tx), appeal.region, today);
    Object.assign(appeal, {
      ...{ acceptedBy: tx.actor, acceptedOn: today, sourceDueOn: policy.sourceDueOn() },
    });
    const { from } = await tx.move(appeal, APPEAL_LIFECYCLE, 'accept', at);
    await markSuperseded(tx, id, at);
    const facts = await factsOf(tx.manager, id);
    const standing = facts.filter(({ reply }) => reply !== 'SUPERSEDED');
    await this.requests.accepted(tx, {
      ...{ appealId: id, personKey: appeal.personKey },
      factIds: standing.map(({ factId }) => factId),
      ...(appeal.reportId === null ? {} : { reportId: appeal.reportId }),
    });
    await evaluateAgain(tx, appeal);
    announceDisputed(tx, appeal, standing, from, at);
    if (!facts.some(isAwaited)) await goOn(tx, appeal, at);
    return appeal;
  }

  /**
   * Another reviewer than who accepted or submitted it decides. Upheld: each fact that was wrong is replaced by one of its
   * source, or else by one of this service's own, and the reports that waited are made anew.
   *
   * @throws Problem `same-person`, `conflict-of-interest`, `correction-missing`, `correction-invalid`, `source-corrected`,
   * `version-conflict`, `illegal-transition`
   */
  async decide(
    tx: Tx,
    id: string,
    version: number,
    decision: AppealDecision,
    caller: AuthenticatedCaller,
  ): Promise<Appeal> {
    const seen = await tx.manager.findOneBy(Appeal, { id });
    if (!seen) throw new NotFound(Appeal.name);
    // persons before other aggregates: what is stored locks them
    await lockPersons(tx, [seen.personKey]);
    const appeal = await tx.loadForUpdate(Appeal, id, version);
    const command = decision.outcome === 'UPHELD' ? 'uphold' : 'reject';
    APPEAL_LIFECYCLE.next(appeal.state, command);
    if (tx.actor === appeal.acceptedBy || tx.actor === appeal.createdBy)
      throw new Problem(PROBLEMS.samePerson);
    await this.relatives.requireUnrelated(tx, caller.subject, [appeal.personKey]);
    const at = this.clock.now();
    await markSuperseded(tx, id, at);
    const facts = await factsOf(tx.manager, id);
    const corrections = decision.corrections ?? [];
    if (command === 'reject' && corrections.length > 0) throw invalidField('corrections', 'unknown');
    const own = command === 'uphold' ? await this.#correct(tx, appeal, facts, corrections, at) : [];
    Object.assign(appeal, {
      ...{ outcome: decision.outcome, decidedBy: tx.actor, decidedOn: this.clock.today() },
      reasonsEnc: this.cipher.encrypt(decision.reasons, PLACES.reasons(id)),
    });
    const { from } = await tx.move(appeal, APPEAL_LIFECYCLE, command, at);
    await this.#ownFacts.store(tx, own);
    for (const { schema, message } of own) {
      tx.announce(schema, message, { aggregate: 'fact', id: message.factId, version: 1n });
    }
    announceCorrected(tx, appeal, facts, from, at);
    await this.#end(tx, appeal);
    tx.afterCommit(() => appealMetrics.decided.inc({ outcome: decision.outcome }));
    return appeal;
  }

  /**
   * The appellant no longer wants it: nothing is disputed by it any longer.
   *
   * @throws Problem `not-the-appellant`, `version-conflict`, `illegal-transition`
   */
  async withdraw(tx: Tx, id: string, version: number, { person }: AuthenticatedCaller): Promise<Appeal> {
    const appeal = await tx.loadForUpdate(Appeal, id, version);
    APPEAL_LIFECYCLE.next(appeal.state, 'withdraw');
    if ((person ?? null) !== appeal.appellantKey) throw new Problem(APPEAL_PROBLEMS.notTheAppellant);
    await tx.move(appeal, APPEAL_LIFECYCLE, 'withdraw', this.clock.now());
    await this.#end(tx, appeal);
    return appeal;
  }

  /** @returns the own facts that take the place of disputed ones */
  async #correct(
    tx: Tx,
    appeal: Appeal,
    facts: readonly AppealedFact[],
    corrections: readonly Correction[],
    at: Date,
  ): Promise<FactToStore[]> {
    const stored = await readStoredFacts(
      tx,
      [appeal.personKey],
      facts.map(({ factId }) => factId),
    );
    const own: FactToStore[] = [];
    for (const correction of corrections) {
      const fact = facts.find(({ factId }) => factId === correction.factId);
      const disputed = stored.find(({ factId }) => factId === correction.factId);
      if (!fact || !disputed) throw invalid(correction, 'not-disputed');
      if (fact.reply === 'SUPERSEDED') throw new Problem(APPEAL_PROBLEMS.sourceCorrected);
      own.push(this.#corrected(appeal, fact, disputed, correction, at));
    }
    for (const fact of facts) {
      if (fact.reply === 'SUPERSEDED') fact.newFactId = await successorOf(tx, fact);
      if (fact.newFactId !== null) await tx.manager.save(fact);
    }
    if (!facts.some(({ newFactId }) => newFactId !== null))
      throw new Problem(APPEAL_PROBLEMS.correctionMissing);
    return own;
  }

  #corrected(
    appeal: Appeal,
    fact: AppealedFact,
    disputed: StoredFact,
    correction: Correction,
    at: Date,
  ): FactToStore {
    const { region, version } = appeal;
    if (fact.newFactId !== null) throw invalid(correction, 'corrected-twice');
    const corrected = correctedFact(disputed, correction, { recordId: fact.id, version, region, at });
    if ('mistake' in corrected) throw invalid(correction, corrected.mistake);
    fact.newFactId = corrected.fact.message.factId;
    return corrected.fact;
  }

  async #end(tx: Tx, appeal: Appeal): Promise<void> {
    await tx.execute('update appealed_fact set is_open = false where appeal_id = $1', [appeal.id]);
    await this.requests.ended(tx, appeal.id);
    await evaluateAgain(tx, appeal);
  }
}

/** The fact of the source that holds in the place of a superseded one. */
async function successorOf(tx: Tx, { personKey, recordKey, factId }: AppealedFact): Promise<string | null> {
  const [successor] = await tx.query<{ factId: string }>(
    `select fact_id as "factId" from fact
      where person_key = $1 and fact_id <> $3 and (record_key = $2 or supersedes_fact_id = $3)
      order by superseded_at is null desc, recorded_at desc limit 1`,
    [personKey, recordKey, factId],
  );
  return successor?.factId ?? null;
}

const invalid = ({ factId }: Correction, reason: string): Problem =>
  new Problem(APPEAL_PROBLEMS.correctionInvalid, { extensions: { factId, reason } });

/** What is watched of the person may look otherwise. */
async function evaluateAgain(tx: Tx, { personKey }: Appeal): Promise<void> {
  await tx.execute('insert into dirty (person_key) values ($1)', [personKey]);
}
