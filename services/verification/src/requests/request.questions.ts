import type { EconomicFact } from '@minzheng/kernel/means-test';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { readAgreedPurposes } from '../agreements/agreed-purposes.js';
import type { AgreedPurposes } from '../agreements/agreed-purposes.rules.js';
import { ConsentRegister } from '../consents/consent.register.js';
import type { ConsentRefusal } from '../consents/consent.rules.js';
import { readFactsForReport, readVisibleFacts, type FactsForReport } from '../facts/fact.reader.js';
import type { CheckQuestion, CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { readCustodians } from './custodians.js';
import { withoutOtherFactsOfCustodians } from './custody.rules.js';
import { readDisputedFacts } from './disputed-facts.js';
import { questionOf } from './request.service.js';
import { depositReading, readSharedDeposits } from './shared-deposits.js';
import { readSourceKnowledge } from './source-knowledge.js';
import { VerificationRequest } from './verification-request.entity.js';

/** Later than anything that is recorded: what is visible now is known. */
const BEYOND = 2n ** 62n;

/** What a check of a request would come to now. */
export type Look = { readonly request: VerificationRequest; readonly facts: readonly EconomicFact[] } & (
  { readonly refusals: readonly ConsentRefusal[] } | { readonly result: CheckResult }
);

/** Guardians of children who are not concerned otherwise. */
interface Custodians {
  readonly custodians: readonly string[];
}

/** Nothing where nothing is limited, as in what was asked before agreements were looked at. */
export const limited = (agreements: readonly AgreedPurposes[]): Pick<CheckQuestion, 'agreements'> =>
  agreements.length === 0 ? {} : { agreements };

/** Puts what is known beside the facts together with a request, as the rules ask for it. */
@Injectable()
export class RequestQuestions {
  constructor(
    private readonly policies: PolicyStore,
    private readonly consents: ConsentRegister,
    private readonly clock: BusinessClock,
  ) {}

  /** What a check would come to, without locking anything. @throws PolicyMissing */
  async look(tx: Tx, id: string): Promise<Look | undefined> {
    const request = await tx.manager.findOneBy(VerificationRequest, { id });
    if (!request) return undefined;
    const custodians = await readCustodians(tx, request);
    const all = await readVisibleFacts(tx, [...request.personKeys, ...custodians]);
    const facts = withoutOtherFactsOfCustodians({ ...request, custodians }, all);
    const question = await this.of(tx, request, facts, custodians);
    const outcome = checkHousehold(question, { facts, knownAtMicros: BEYOND }, await this.policies.book(tx));
    return { request, facts, ...outcome };
  }

  /** What is known of everybody concerned; they are locked. */
  async read(tx: Tx, request: VerificationRequest): Promise<FactsForReport & Custodians> {
    const custodians = await readCustodians(tx, request);
    const known = await readFactsForReport(tx, [...request.personKeys, ...custodians]);
    const facts = withoutOtherFactsOfCustodians({ ...request, custodians }, known.facts);
    return { ...known, facts: [...facts], custodians };
  }

  async of(
    tx: Tx,
    request: VerificationRequest,
    facts: readonly EconomicFact[],
    custodians: readonly string[],
  ): Promise<CheckQuestion> {
    const { personKeys } = request;
    const reading = depositReading(await this.policies.book(tx), request, this.clock.today());
    const told = new Set(facts.map(({ factId }) => factId));
    const disputed = await readDisputedFacts(tx, [...personKeys, ...custodians]);
    return {
      ...questionOf(request, this.clock.today()),
      custodians,
      ...(await readSourceKnowledge(tx, personKeys)),
      consents: await this.consents.formsOf(tx.manager, personKeys),
      disputedFactIds: disputed.filter((factId) => told.has(factId)),
      sharedDeposits: await readSharedDeposits(tx, facts, reading),
      ...limited(await readAgreedPurposes(tx)),
    };
  }
}
