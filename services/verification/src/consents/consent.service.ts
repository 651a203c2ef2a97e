import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { ConsentMethodSchema, ConsentSchema, SignerRoleSchema } from '@minzheng/contracts/verification';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { FUTURE_INSTANT } from '../facts/profile-instant.js';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import { wholeNumber } from '../requests/check-policy.js';
import { REQUEST_PROBLEMS } from '../requests/request-problems.js';
import { RequestService } from '../requests/request.service.js';
import { outsideRequester } from '../requests/requester.js';
import type { GiveConsentDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import { ConsentRegister } from './consent.register.js';
import { isProperlySigned, latestValidTo, maySign, type ConsentForm } from './consent.rules.js';
import { subjectOf, type KnownSubject } from './consent-subject.js';

/** Consents that are given and withdrawn here: by the person, or by a department outside the platform. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly register: ConsentRegister,
    private readonly requests: RequestService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Whoever has full capacity signs here, known or not: of whom nothing is on record, says where he or she lives. By the own
   * login a person signs for himself or as a minor's guardian; the guardian of an adult, an agent and an heir sign at a
   * department.
   *
   * @throws Problem `signer-lacks-capacity`, `power-missing`, `consent-too-long`, `consent-expired`, `future-instant`,
   * `validation` where nobody knows the region
   */
  async give(tx: Tx, form: GiveConsentDto, caller: AuthenticatedCaller): Promise<Consent> {
    const today = this.clock.today();
    const subject = await subjectOf(tx, form.personKey, form.signerKey, today);
    const isSigner = caller.person === undefined || caller.person === form.signerKey;
    if (!isSigner) throw new NotFound('Person');
    const region = caller.region ?? subject.region ?? form.region;
    if (region === undefined) throw invalidField('region', 'missing');
    if (new Date(form.signedAt) > this.clock.now()) throw new Problem(FUTURE_INSTANT);
    if (form.validTo < today) throw new Problem(VERIFICATION_PROBLEMS.consentExpired);
    // the digest of a power proves nothing to whom has not seen the paper: a department looks at it
    const powerSha256 = caller.person === undefined ? (form.powerSha256 ?? undefined) : undefined;
    await this.#assertSigned(tx, { ...form, powerSha256 }, subject, region);
    const consent = create(ConsentSchema, {
      consentId: uuidv7(),
      personKey: form.personKey,
      signerKey: form.signerKey,
      signerRole: enumValue(SignerRoleSchema, form.signerRole),
      purposes: form.purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
      datasets: form.datasets,
      method: enumValue(ConsentMethodSchema, form.method),
      documentSha256: form.documentSha256,
      ...(powerSha256 !== undefined && { powerSha256 }),
      signedAt: timestampFromDate(new Date(form.signedAt)),
      validTo: form.validTo,
    });
    await this.register.register(tx, [consent], {
      service: caller.person === undefined ? outsideRequester(caller) : 'verification',
      region,
      caseRef: form.caseRef ?? null,
      at: this.clock.now(),
    });
    await this.requests.consentsChanged(tx, [form.personKey]);
    return tx.manager.findOneByOrFail(Consent, { id: consent.consentId });
  }

  /**
   * What it opened is closed from now on; a report that was issued stands. Who has signed may withdraw it, and whose data they
   * are once of full capacity, whoever has signed: the right is the individual's. PIPL art. 15.
   */
  async withdraw(
    tx: Tx,
    id: string,
    version: number,
    caller: AuthenticatedCaller,
    reason?: string,
  ): Promise<Consent> {
    const consent = await tx.loadForUpdate(Consent, id, version);
    if (!(await this.#mayWithdraw(tx, consent, caller))) throw new NotFound(Consent.name);
    await this.register.withdrawHere(tx, consent, this.clock.now(), reason);
    await this.requests.consentsChanged(tx, [consent.personKey]);
    return consent;
  }

  async #mayWithdraw(
    tx: Tx,
    { personKey, signerKey, takenBy }: Consent,
    caller: AuthenticatedCaller,
  ): Promise<boolean> {
    const { person } = caller;
    if (person === undefined) return takenBy === outsideRequester(caller);
    if (person === signerKey) return true;
    if (person !== personKey) return false;
    const { capacity } = await subjectOf(tx, personKey, personKey, this.clock.today());
    return capacity === 'FULL';
  }

  async #assertSigned(
    tx: Tx,
    form: Omit<GiveConsentDto, 'powerSha256'> & Pick<ConsentForm, 'powerSha256'>,
    subject: KnownSubject,
    region: string,
  ): Promise<void> {
    const today = this.clock.today();
    const { personKey } = form;
    const signed = { ...form, consentId: '' };
    if (!maySign(signed, subject)) {
      throw new Problem(VERIFICATION_PROBLEMS.signerLacksCapacity, { extensions: { personKey } });
    }
    if (!isProperlySigned(signed, subject, today)) {
      throw new Problem(VERIFICATION_PROBLEMS.powerMissing, { extensions: { personKey } });
    }
    const book = await this.policies.book(tx);
    const most = wholeNumber(book.resolve('verification.consent.maxMonths', region, today));
    const latest = latestValidTo(form.signedAt, most);
    if (form.validTo > latest) throw new Problem(REQUEST_PROBLEMS.consentTooLong, { extensions: { latest } });
  }
}
