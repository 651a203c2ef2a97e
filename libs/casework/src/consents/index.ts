/**
 * Consents to verify (核对授权): a person, a guardian or an agent signs that verification may ask for the person's data,
 * for purposes and data sets, until a day. A check of a household needs one of every adult (民发〔2021〕57号 art. 17).
 *
 * - **Taking it in**: `imports: [PersonsModule, ConsentsModule]`, `controllers: [consentsController('eldercare'),
 *   consentHandlers(COMMANDS)]`, the parts `PERSONS` and `CONSENTS` in `withParts`, a copy of verification's policy row
 *   `verification.consent.maxMonths`, and one provider of the department: `{ provide: ConsentHooks, useClass: … }`. It
 *   says who is named where with which legal capacity, and what follows when a consent expires or is withdrawn.
 * - **Using it**: `ConsentService.require(tx, personKeys, purposes)` before a check is asked for, `holding(…)` for what
 *   goes with the request. The consents travel inside `VerificationRequested`; verification registers them.
 * - **Table**: `consent`. Lifecycle `consent`: VALID → EXPIRED by `ConsentExpired`, VALID → WITHDRAWN by the signer at
 *   any time (PIPL art. 15), which sends `ConsentWithdrawn`; also by `ConsentWithdrawn` of verification's self-service.
 * - **Routes**: `POST /v1/consents`, `POST /v1/consents/{id}/withdraw`, `GET /v1/consents`, `GET /v1/consents/{id}`
 *   (scopes `<service>:consents:*`, or a citizen's own).
 * - **Guarantees**: nobody signs for an adult with full capacity without a power; a consent lasts no longer than the
 *   row allows; one that expired, was withdrawn or is over by its last day is none.
 */
export * from './consent-list.js';
export * from './consent.controller.js';
export * from './consent.dto.js';
export * from './consent.entity.js';
export * from './consent.handlers.js';
export * from './consent.hooks.js';
export * from './consent.lifecycle.js';
export * from './consent.problems.js';
export * from './consent.service.js';
export * from './consents.module.js';
export * from './migrations/1705000000102-consents.js';
