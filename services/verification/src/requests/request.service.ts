import { timestampDate } from '@bufbuild/protobuf/wkt';
import { enumName, isServiceName, serviceName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  VerificationOccasionSchema,
  VerificationPriority,
  type Consent as ConsentMessage,
  type VerificationRequested,
} from '@minzheng/contracts/verification';
import { addDays, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import { mentionsPerson } from '@minzheng/kernel/personal-data';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Injectable } from '@nestjs/common';
import { SourceQueries } from '../agencies/source-queries.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { isProperlySigned, latestValidTo, type ConsentForm } from '../consents/consent.rules.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { FUTURE_INSTANT } from '../facts/profile-instant.js';
import { recordRequestHousehold, type RequestHousehold } from '../households/request-household.js';
import { REPORT_FORM, type CheckQuestion } from './check.js';
import { refusalsOfConsent } from './check.rules.js';
import { wholeNumber } from './check-policy.js';
import { problemOfItem } from './declared-facts.rules.js';
import { isValidHousehold, isWithinJurisdiction, unknownRegionIn } from './household.rules.js';
import { guardiansOf, personsOf, type HouseholdUnderCheck } from './household-under-check.js';
import { holdPurposes } from './open-purposes.js';
import { readCustodians } from './custodians.js';
import { personsConcerned, readObligorHouseholds } from './obligor-households.js';
import { RequestCancellation } from './request.cancellation.js';
import { announceRefused } from './request.events.js';
import { REQUEST_LIFECYCLE } from './request.lifecycle.js';
import { toConsentForm, toDeclaredItem, toHousehold } from './request.messages.js';
import { refusalProblem } from './request-refusals.js';
import type { Requester } from './requester.js';
import { VerificationRequest, type Refusal } from './verification-request.entity.js';

const NOBODY: HouseholdUnderCheck = { region: '', hukouType: 'URBAN', members: [], obligors: [] };

/** Purposes of this service's own runs: nobody else has a household checked for them. */
const OWN_PURPOSES: readonly string[] = ['MONITORING', 'AUDIT'];

/** The case number tells who is meant: an ID number, a name, a telephone or an account. */
const PERSONAL_DATA = 'pii-in-event';

/** The requester's clock may be ahead of this one by so much: one day, as that of whoever sends a fact. */
const AHEAD_MS = 86_400_000;

/** Takes requests in (核对委托受理): registers their consents, and accepts or refuses them. */
@Injectable()
export class RequestService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly consents: ConsentRegister,
    private readonly cancellation: RequestCancellation,
    private readonly sources: SourceQueries,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  /**
   * Accepts a request of a service, or refuses it with every reason and collects nothing. One that is known changes
   * nothing; the case number of one that tells who is meant is neither kept nor repeated (PIPL art. 51).
   *
   * @throws PolicyMissing while a row that the request needs has not come
   */
  async take(tx: Tx, message: VerificationRequested): Promise<void> {
    if (await tx.manager.existsBy(VerificationRequest, { id: message.requestId })) return;
    const requester = serviceName(message.requester);
    if (mentionsPerson(message.caseRef)) {
      const request = Object.assign(newRequest(message, requester), { caseRef: '' });
      await this.#refuse(tx, request, [{ problem: PERSONAL_DATA }]);
      return;
    }
    const outcome = await this.#accept(tx, message, requester);
    if ('refusals' in outcome) await this.#refuse(tx, newRequest(message, requester), outcome.refusals);
  }

  /**
   * Accepts a request of a department outside the platform (平台外单位委托).
   *
   * @param message - its region is that of the department
   * @throws Problem of the first refusal, which names all of them; then nothing is stored
   * @throws PolicyMissing
   */
  async ask(tx: Tx, message: VerificationRequested, requester: Requester): Promise<VerificationRequest> {
    const outcome = await this.#accept(tx, message, requester);
    if ('refusals' in outcome) throw refusalProblem(outcome.refusals);
    return outcome.request;
  }

  async #accept(
    tx: Tx,
    message: VerificationRequested,
    requester: Requester,
  ): Promise<{ readonly request: VerificationRequest } | { readonly refusals: readonly Refusal[] }> {
    const request = newRequest(message, requester);
    const problems = this.#problemsOfForm(request, message);
    if (problems.length > 0) return { refusals: problems };

    const book = await this.policies.book(tx);
    request.obligorHouseholds = await readObligorHouseholds(
      tx,
      questionOf(request, this.#today()),
      book,
      requestHousehold(request, message).id.toLowerCase(),
    );
    const forms = await this.#register(tx, request, message.consents, book);
    const refusals = await this.#consentRefusals(tx, request, forms, book);
    if (refusals.length > 0) return { refusals };

    request.acceptedAt = this.clock.now();
    request.dueAt = dueAt(request, message, request.acceptedAt, book);
    request.personKeys = personsConcerned(request);
    await tx.execute('savepoint acceptance');
    await tx.begin(request, REQUEST_LIFECYCLE, 'accept', request.acceptedAt);
    if (!(await holdPurposes(tx, request))) {
      await tx.execute('rollback to savepoint acceptance');
      return { refusals: [{ problem: 'duplicate-request' }] };
    }
    await this.#cancelBlocked(tx, request);
    await scheduleEvaluation(tx, request.id);
    await recordRequestHousehold(tx, requestHousehold(request, message), { book, today: this.#today() });
    return { request };
  }

  /** What can be refused without asking anything else. */
  #problemsOfForm(request: VerificationRequest, message: VerificationRequested): Refusal[] {
    const { household, asOf } = request;
    const isKnown =
      isValidHousehold(household, civilDateOf(asOf)) &&
      unknownRegionIn(household, this.regions, this.#today()) === undefined;
    if (!message.asOf || !isKnown) return [{ problem: 'household-invalid' }];
    const isFuture = asOf.getTime() > this.clock.now().getTime() + AHEAD_MS;
    return [...(isFuture ? [{ problem: FUTURE_INSTANT.name }] : []), ...problemsOfContent(request, message)];
  }

  /**
   * Requests whose consent was lost, or came back, are looked at again, and what is watched under it (D4–D6, G2); what agencies
   * are asked for no request is not asked about whose consent was lost.
   */
  async consentsChanged(tx: Tx, personKeys: readonly string[]): Promise<void> {
    await this.#lookAgain(tx, personKeys);
    await this.sources.leaveOutWithoutConsent(tx, personKeys);
  }

  async #lookAgain(tx: Tx, personKeys: readonly string[]): Promise<void> {
    await tx.execute('insert into dirty (person_key) select unnest($1::uuid[])', [
      [...new Set(personKeys)].sort(),
    ]);
    await tx.execute(
      `insert into request_evaluation (request_id)
       select id from verification_request
        where person_keys && $1::uuid[] and state in ('ACCEPTED', 'COLLECTING', 'BLOCKED') order by id`,
      [personKeys],
    );
  }

  async #register(
    tx: Tx,
    request: VerificationRequest,
    messages: readonly ConsentMessage[],
    book: PolicyBook,
  ): Promise<ConsentForm[]> {
    const asOf = civilDateOf(request.asOf);
    const forms = messages.map(toConsentForm);
    const maxMonths = wholeNumber(
      book.resolve('verification.consent.maxMonths', request.household.region, asOf),
    );
    const registrable = new Set(
      forms
        .filter((form) => form.validTo <= latestValidTo(form.signedAt, maxMonths))
        .filter((form) => isSignedInHousehold(form, request.household, asOf))
        .map(({ consentId }) => consentId),
    );
    await this.consents.register(
      tx,
      messages.filter(({ consentId }) => registrable.has(consentId)),
      { service: request.requester, region: request.region, caseRef: request.caseRef, at: this.clock.now() },
    );
    // what was granted leaves nobody out: the queries about these persons are not locked here, request by request
    await this.#lookAgain(
      tx,
      forms.filter(({ consentId }) => registrable.has(consentId)).map(({ personKey }) => personKey),
    );
    return forms;
  }

  async #consentRefusals(
    tx: Tx,
    request: VerificationRequest,
    forms: readonly ConsentForm[],
    book: PolicyBook,
  ): Promise<Refusal[]> {
    const { household, asOf } = request;
    const maxMonths = wholeNumber(
      book.resolve('verification.consent.maxMonths', household.region, civilDateOf(asOf)),
    );
    const tooLong = forms.filter(({ signedAt, validTo }) => validTo > latestValidTo(signedAt, maxMonths));
    if (tooLong.length > 0)
      return tooLong.map(({ personKey }) => ({ personKey, problem: 'consent-too-long' }));
    const registered = await this.consents.formsOf(tx.manager, request.personKeys);
    const known = new Set(registered.map(({ consentId }) => consentId));
    const custodians = await readCustodians(tx, request);
    const question: CheckQuestion = {
      ...questionOf(request, this.#today()),
      custodians,
      consents: [...registered, ...forms.filter(({ consentId }) => !known.has(consentId))],
    };
    const facts = await readVisibleFacts(tx, [...request.personKeys, ...custodians]);
    return [...refusalsOfConsent(question, facts, book)];
  }

  /** A request of the same case and purpose that waits for a consent gives way to one that is accepted. */
  async #cancelBlocked(tx: Tx, request: VerificationRequest): Promise<void> {
    const blocked = await tx.query<{ id: string }>(
      `select id from verification_request
        where requester = $1 and case_ref = $2 and purposes && $3::text[] and state = 'BLOCKED' order by id for update`,
      [request.requester, request.caseRef, request.purposes],
    );
    for (const { id } of blocked) {
      const old = await tx.loadForUpdate(VerificationRequest, id);
      await this.cancellation.cancel(tx, old, [{ problem: 'cancelled' }]);
    }
  }

  async #refuse(tx: Tx, request: VerificationRequest, refusals: readonly Refusal[]): Promise<void> {
    request.refusals = refusals;
    request.personKeys = [];
    const at = this.clock.now();
    await tx.begin(request, REQUEST_LIFECYCLE, 'refuse', at);
    announceRefused(tx, request, '', refusals, at);
  }

  #today(): CivilDate {
    return this.clock.today();
  }
}

/** The question of a request, without what is read for its evaluation. */
export function questionOf(request: VerificationRequest, today: CivilDate): CheckQuestion {
  return {
    requestId: request.id,
    household: request.household,
    purposes: request.purposes,
    declaredItems: request.declaredItems,
    asOf: request.asOf.toISOString(),
    today,
    consents: [],
    answers: [],
    watermarks: [],
    disputedFactIds: [],
    form: REPORT_FORM.NEWEST,
    obligorHouseholds: request.obligorHouseholds,
  };
}

/** Has a request evaluated by whichever worker is free. */
export async function scheduleEvaluation(tx: Tx, requestId: string): Promise<void> {
  await tx.execute('insert into request_evaluation (request_id) values ($1)', [requestId]);
}

function problemsOfContent(request: VerificationRequest, { region }: VerificationRequested): Refusal[] {
  const { household, declaredItems, purposes } = request;
  const day = civilDateOf(request.asOf);
  const persons = new Set(household.members.map(({ personKey }) => personKey));
  const items = declaredItems.map((item): Refusal | undefined => {
    const problem = problemOfItem(item, persons, day);
    return problem && { problem, ...(persons.has(item.personKey) && { personKey: item.personKey }) };
  });
  return [
    ...(isWithinJurisdiction(region?.code ?? '', household) ? [] : [{ problem: 'out-of-region' }]),
    ...(declaredItems.length === 0 ? [{ problem: 'declaration-missing' }] : []),
    ...(purposes.length === 0 || purposes.some((purpose) => OWN_PURPOSES.includes(purpose))
      ? [{ problem: 'purpose-missing' }]
      : []),
    ...items.filter((refusal) => refusal !== undefined),
  ];
}

function isSignedInHousehold(form: ConsentForm, household: HouseholdUnderCheck, asOf: CivilDate): boolean {
  const member = household.members.find(({ personKey }) => personKey === form.personKey);
  if (member)
    return isProperlySigned(form, { ...member, guardianKeys: guardiansOf(member, household) }, asOf);
  const obligor = household.obligors.find(({ personKey }) => personKey === form.personKey);
  const adult = { personKey: form.personKey, capacity: 'FULL' as const, guardianKeys: [], birthDate: asOf };
  return obligor !== undefined && isProperlySigned(form, adult, asOf);
}

function newRequest(message: VerificationRequested, requester: Requester): VerificationRequest {
  const household = orNobody(message);
  return Object.assign(new VerificationRequest(), {
    id: message.requestId,
    region: household.region === '' ? (message.region?.code ?? '') : household.region,
    requester,
    caseRef: message.caseRef,
    occasion: enumName(VerificationOccasionSchema, message.occasion),
    priority: message.priority === VerificationPriority.URGENT ? ('URGENT' as const) : ('NORMAL' as const),
    purposes: message.purposes.map((purpose) => enumName(PurposeSchema, purpose)),
    household,
    obligorHouseholds: {},
    declaredItems: message.declaredItems.map(toDeclaredItem),
    personKeys: personsOf(household),
    asOf: message.asOf ? timestampDate(message.asOf) : new Date(0),
    acceptedAt: null,
    dueAt: null,
    blockedOn: null,
    blockedProblem: null,
    refusals: [],
    sequence: 0,
    lateAnswersUntil: null,
    awaitedAppeals: [],
    reopenCause: null,
  });
}

/** A household of a department outside the platform has no id here but that of the request. */
function requestHousehold(
  { id, requester, household, asOf }: VerificationRequest,
  { household: snapshot }: VerificationRequested,
): RequestHousehold {
  const { householdId = '' } = snapshot?.household ?? {};
  const isOfService = isServiceName(requester) && householdId !== '';
  return {
    ...{ region: household.region, hukouType: household.hukouType, asOf },
    requestId: id,
    id: isOfService ? householdId.toLowerCase() : id,
    service: isOfService ? requester : 'verification',
    members: household.members,
    obligors: household.obligors,
  };
}

/** End of the last day, or the earlier instant that the requester named; one that has passed cannot be kept any more. */
function dueAt(
  { priority, household, asOf }: VerificationRequest,
  message: VerificationRequested,
  now: Date,
  book: PolicyBook,
): Date {
  const key = priority === 'URGENT' ? 'verification.request.urgentWd' : 'verification.request.deadlineWd';
  const workingDays = wholeNumber(book.resolve(key, household.region, civilDateOf(asOf)));
  const due = endOfDay(dueOn(civilDateOf(now), workingDays));
  const wished = message.dueAt && timestampDate(message.dueAt);
  return wished && wished > now && wished < due ? wished : due;
}

/** 24:00 in Asia/Shanghai, which has no daylight saving time. */
export const endOfDay = (day: CivilDate): Date => new Date(`${addDays(day, 1)}T00:00:00+08:00`);

function orNobody(message: VerificationRequested): HouseholdUnderCheck {
  try {
    return toHousehold(message.household);
  } catch (error) {
    if (error instanceof RangeError) return NOBODY;
    throw error;
  }
}
