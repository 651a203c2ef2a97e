import { OfficialRelatives } from '@minzheng/casework/relatives';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { invalidField, Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { disputeRestated } from '../facts/disputed-statements.js';
import { lockPersons } from '../facts/fact.reader.js';
import { OwnFacts } from '../facts/own-facts.js';
import { readStoredFacts, type FactToStore, type StoredFact } from '../facts/stored-fact.js';
import { AppealedRequests } from '../requests/appealed-requests.js';
import { disputedBy, disputeFacts, endDisputeOf } from '../requests/disputed-facts.js';
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
    const appeal = await this.#loadWithPerson(tx, id, version);
    APPEAL_LIFECYCLE.next(appeal.state, 'accept');
    await this.relatives.requireUnrelated(tx, caller.subject, [appeal.personKey]);
    const [at, today] = [this.clock.now(), this.clock.today()];
    const policy = appealPolicy(await this.policies.book(tx), appeal.region, today);
    Object.assign(appeal, {
      ...{ acceptedBy: tx.actor, acceptedOn: today, sourceDueOn: policy.sourceDueOn() },
    });
    const { from } = await tx.move(appeal, APPEAL_LIFECYCLE, 'accept', at);
    const facts = await this.#dispute(tx, appeal, at);
    const standing = facts.filter(({ reply }) => reply !== 'SUPERSEDED');
    await this.requests.accepted(tx, {
      ...{ appealId: id, personKey: appeal.personKey },
      factIds: await disputedBy(tx, id),
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
    const appeal = await this.#loadWithPerson(tx, id, version);
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
    const appeal = await this.#loadWithPerson(tx, id, version);
    APPEAL_LIFECYCLE.next(appeal.state, 'withdraw');
    if ((person ?? null) !== appeal.appellantKey) throw new Problem(APPEAL_PROBLEMS.notTheAppellant);
    await tx.move(appeal, APPEAL_LIFECYCLE, 'withdraw', this.clock.now());
    await this.#end(tx, appeal);
    return appeal;
  }

  /** Persons before other aggregates: what is stored about them waits, or is seen. */
  async #loadWithPerson(tx: Tx, id: string, version: number): Promise<Appeal> {
    const seen = await tx.manager.findOneBy(Appeal, { id });
    if (!seen) throw new NotFound(Appeal.name);
    await lockPersons(tx, [seen.personKey]);
    return tx.loadForUpdate(Appeal, id, version);
  }

  /** What is in doubt from now on: the facts under appeal as their sources state them by now, but for what these have corrected. */
  async #dispute(tx: Tx, { id, personKey }: Appeal, at: Date): Promise<AppealedFact[]> {
    const appealed = (await factsOf(tx.manager, id)).map(({ factId }) => factId);
    await disputeFacts(tx, id, personKey, appealed);
    await disputeRestated(tx, [personKey]);
    await markSuperseded(tx, id, at);
    const facts = await factsOf(tx.manager, id);
    const corrected = facts.filter(({ reply }) => reply === 'SUPERSEDED').map(({ factId }) => factId);
    await endDisputeOf(tx, id, corrected);
    return facts;
  }

  /** @returns the own facts that take the place of disputed ones */
  async #correct(
    tx: Tx,
    appeal: Appeal,
    facts: readonly AppealedFact[],
    corrections: readonly Correction[],
    at: Date,
  ): Promise<FactToStore[]> {
    const own: FactToStore[] = [];
    for (const correction of corrections) {
      const fact = facts.find(({ factId }) => factId === correction.factId);
      const stated = fact ? await statedBy(tx, fact) : [];
      if (!fact || stated.length === 0) throw invalid(correction, 'not-disputed');
      if (fact.reply === 'SUPERSEDED') throw new Problem(APPEAL_PROBLEMS.sourceCorrected);
      if (fact.newFactId !== null) throw invalid(correction, 'corrected-twice');
      own.push(...corrected(appeal, fact, stated, correction, at));
    }
    for (const fact of facts) {
      if (fact.reply === 'SUPERSEDED') fact.newFactId = await successorOf(tx, fact);
      if (fact.newFactId !== null) await tx.manager.save(fact);
    }
    if (!facts.some(({ newFactId }) => newFactId !== null))
      throw new Problem(APPEAL_PROBLEMS.correctionMissing);
    return own;
  }

  async #end(tx: Tx, appeal: Appeal): Promise<void> {
    await tx.execute('update appealed_fact set is_open = false where appeal_id = $1', [appeal.id]);
    await this.requests.ended(tx, appeal.id);
    await evaluateAgain(tx, appeal);
  }
}

/** Facts of this service's own in the place of whatever the source states by now. */
function corrected(
  { region, version }: Appeal,
  fact: AppealedFact,
  stated: readonly StoredFact[],
  correction: Correction,
  at: Date,
): FactToStore[] {
  return stated.map((disputed, index) => {
    const recordId = index === 0 ? fact.id : `${fact.id}/${index}`;
    const made = correctedFact(disputed, correction, { recordId, version, region, at });
    if ('mistake' in made) throw invalid(correction, made.mistake);
    fact.newFactId ??= made.fact.message.factId;
    return made.fact;
  });
}

/** A fact under appeal as its source states it by now: itself, what has stated it again, or both; itself where nothing stands. */
async function statedBy(tx: Tx, { personKey, appealId, factId }: AppealedFact): Promise<StoredFact[]> {
  const again = await tx.query<{ factId: string }>(
    `select fact_id as "factId" from disputed_fact where appeal_id = $1 and person_key = $2 and restates = $3`,
    [appealId, personKey, factId],
  );
  const stored = await readStoredFacts(tx, [personKey], [factId, ...again.map((each) => each.factId)]);
  const standing = stored.filter(({ isVisible }) => isVisible);
  return standing.length > 0 ? standing : stored.filter((each) => each.factId === factId);
}

/** The fact of the source that holds in the place of a superseded one. */
async function successorOf(
  tx: Tx,
  { personKey, recordKey, factId, appealId }: AppealedFact,
): Promise<string | null> {
  const [successor] = await tx.query<{ factId: string }>(
    `select fact_id as "factId" from fact
      where person_key = $1 and fact_id <> $3
        and (record_key = $2 or supersedes_fact_id = $3
          or supersedes_fact_id in (select fact_id from disputed_fact where appeal_id = $4 and restates = $3))
      order by superseded_at is null desc, recorded_at desc limit 1`,
    [personKey, recordKey, factId, appealId],
  );
  return successor?.factId ?? null;
}

const invalid = ({ factId }: Correction, reason: string): Problem =>
  new Problem(APPEAL_PROBLEMS.correctionInvalid, { extensions: { factId, reason } });

/** What is watched of the person may look otherwise. */
async function evaluateAgain(tx: Tx, { personKey }: Appeal): Promise<void> {
  await tx.execute('insert into dirty (person_key) values ($1)', [personKey]);
}
