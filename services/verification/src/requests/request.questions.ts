import type { EconomicFact } from '@minzheng/kernel/means-test';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { ConsentRegister } from '../consents/consent.register.js';
import type { ConsentRefusal } from '../consents/consent.rules.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import type { CheckQuestion, CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { readDisputedFacts } from './disputed-facts.js';
import { questionOf } from './request.service.js';
import { readSharedDeposits } from './shared-deposits.js';
import { readSourceKnowledge } from './source-knowledge.js';
import { VerificationRequest } from './verification-request.entity.js';

/** Later than anything that is recorded: what is visible now is known. */
const BEYOND = 2n ** 62n;

/** What a check of a request would come to now. */
export type Look = { readonly request: VerificationRequest; readonly facts: readonly EconomicFact[] } & (
  { readonly refusals: readonly ConsentRefusal[] } | { readonly result: CheckResult }
);

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
    const facts = await readVisibleFacts(tx, request.personKeys);
    const question = await this.of(tx, request, facts);
    const outcome = checkHousehold(question, { facts, knownAtMicros: BEYOND }, await this.policies.book(tx));
    return { request, facts, ...outcome };
  }

  async of(tx: Tx, request: VerificationRequest, facts: readonly EconomicFact[]): Promise<CheckQuestion> {
    const { personKeys } = request;
    return {
      ...questionOf(request, this.clock.today()),
      ...(await readSourceKnowledge(tx, personKeys)),
      consents: await this.consents.formsOf(tx.manager, personKeys),
      disputedFactIds: await readDisputedFacts(tx, personKeys),
      sharedDeposits: await readSharedDeposits(tx, facts, personKeys),
    };
  }
}
