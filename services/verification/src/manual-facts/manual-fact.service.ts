import { addMonthsToDate } from '@minzheng/kernel/months';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { retract } from '../appeals/correction.rules.js';
import { subjectOf } from '../consents/consent-subject.js';
import { lockPersons } from '../facts/fact.reader.js';
import { ownFact, OwnFacts } from '../facts/own-facts.js';
import { readStoredFacts, toFactMessage } from '../facts/stored-fact.js';
import { wholeNumber } from '../requests/check-policy.js';
import { ManualFact, reasonPlace } from './manual-fact.entity.js';
import { MANUAL_FACT_LIFECYCLE } from './manual-fact.lifecycle.js';
import { MANUAL_FACT_PROBLEMS } from './manual-fact.problems.js';
import { isEvidenceUsable, manualFact, type ManualStatement } from './manual-fact.rules.js';

/** What is to be entered by hand. */
export interface Proposal {
  readonly personKey: string;
  readonly fact: ManualStatement;
  readonly evidence: readonly string[];
  readonly evidenceValidTo: string;
  /** In words; stored encrypted. */
  readonly reason: string;
}

/** Manual facts (人工认定): one person enters, another approves, and then it counts before every source. */
@Injectable()
export class ManualFacts {
  readonly #ownFacts = new OwnFacts();

  constructor(
    private readonly policies: PolicyStore,
    private readonly relatives: OfficialRelatives,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws NotFound, Problem `manual-fact-invalid`, `evidence-validity`, `conflict-of-interest` */
  async propose(tx: Tx, proposal: Proposal, caller: AuthenticatedCaller): Promise<ManualFact> {
    const { personKey, fact, evidence, evidenceValidTo, reason } = proposal;
    const today = this.clock.today();
    const { region = caller.region } = await subjectOf(tx, personKey, personKey, today);
    if (region === undefined || !caller.covers(region)) throw new NotFound('Person');
    await this.relatives.requireUnrelated(tx, caller.subject, [personKey]);
    await this.#requireEvidence(tx, region, evidenceValidTo);
    const id = uuidv7();
    const entered = Object.assign(new ManualFact(), {
      ...{ id, region, personKey, fact, evidenceValidTo, approvedBy: null, factId: null },
      evidenceSha256: [...new Set(evidence)],
      reasonEnc: this.cipher.encrypt(reason, reasonPlace(id)),
    });
    this.#read(entered);
    return tx.begin(entered, MANUAL_FACT_LIFECYCLE, 'propose', this.clock.now());
  }

  /** @throws Problem `same-person`, `conflict-of-interest`, `evidence-validity`, `version-conflict`, `illegal-transition` */
  async approve(tx: Tx, id: string, version: number, caller: AuthenticatedCaller): Promise<ManualFact> {
    const entered = await this.#lock(tx, id, version);
    MANUAL_FACT_LIFECYCLE.next(entered.state, 'approve');
    if (tx.actor === entered.createdBy) throw new Problem(PROBLEMS.samePerson);
    await this.relatives.requireUnrelated(tx, caller.subject, [entered.personKey]);
    await this.#requireEvidence(tx, entered.region, entered.evidenceValidTo);
    const fact = this.#read(entered);
    Object.assign(entered, { approvedBy: tx.actor, factId: fact.message.factId });
    await tx.move(entered, MANUAL_FACT_LIFECYCLE, 'approve', this.clock.now());
    await this.#ownFacts.store(tx, [fact]);
    return entered;
  }

  /** Its evidence holds no longer: what it said is taken back, and the sources count again. */
  async expire(tx: Tx, id: string): Promise<void> {
    const entered = await this.#lock(tx, id);
    const at = this.clock.now();
    await tx.move(entered, MANUAL_FACT_LIFECYCLE, 'expire', at);
    const { factId, personKey, region, version } = entered;
    if (factId === null) return;
    const [stored] = await readStoredFacts(tx, [personKey], [factId]);
    // an appeal may have replaced it already
    if (!stored?.isVisible) return;
    const told = toFactMessage(stored);
    retract(told.message);
    const origin = { dataset: 'verification.manual', recordId: id, supersedesFactId: factId } as const;
    await this.#ownFacts.store(tx, [ownFact(told, { ...origin, version, region, at })]);
  }

  /** Persons before other aggregates: what is stored locks them. */
  async #lock(tx: Tx, id: string, version?: number): Promise<ManualFact> {
    const seen = await tx.manager.findOneBy(ManualFact, { id });
    if (!seen) throw new NotFound(ManualFact.name);
    await lockPersons(tx, [seen.personKey]);
    return tx.loadForUpdate(ManualFact, id, version);
  }

  async #requireEvidence(tx: Tx, region: string, validTo: string): Promise<void> {
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const months = wholeNumber(book.resolve('verification.manualFact.evidenceMonths', region, today));
    if (isEvidenceUsable(validTo, today, months)) return;
    const latest = addMonthsToDate(today, months);
    throw new Problem(MANUAL_FACT_PROBLEMS.evidenceValidity, { extensions: { latest } });
  }

  #read({ id, personKey, region, fact }: ManualFact) {
    const read = manualFact(personKey, fact, { recordId: id, version: 1, region, at: this.clock.now() });
    if ('fact' in read) return read.fact;
    throw new Problem(MANUAL_FACT_PROBLEMS.manualFactInvalid, { extensions: { ...read.mistake } });
  }
}
