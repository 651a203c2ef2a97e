/**
 * Checks (核对): a department asks verification what a household has, and rests what it decides on the report. What is
 * checked is a subject of the department, such as a case or a review, named by type and id.
 *
 * - **Taking it in**: `imports: [ChecksModule]` (beside PersonsModule and ConsentsModule), `controllers:
 *   [checkHandlers(COMMANDS)]`, the part `CHECKS` in `withParts`, and one provider of the department: `{ provide:
 *   CheckEffects, useClass: … }`, which says what a report means for its subject. A report never decides by itself.
 * - **Using it**: `CheckService.request(tx, …)` sends `VerificationRequested` once the consents are there
 *   (`ConsentService.require`). `usableReport(manager, subject)` is the report that a decision may rest on: the latest,
 *   not refused, reopened, replaced or revoked, and within its validity (`report-missing`, `report-expired`);
 *   `standing(manager, subject)` tells the same, or why there is none, without refusing.
 * - **Tables**: `verification_request`, `verification_report` (the message as it came, never changed).
 * - **Guarantees**: a subject has one open request at a time; a report comes in once, a replaced one does not come back;
 *   a report for a request that was never made here is parked and an operator looks.
 */
export * from './check.effects.js';
export * from './check.entity.js';
export * from './check.handlers.js';
export * from './check.problems.js';
export * from './check.service.js';
export * from './checks.module.js';
export * from './migrations/1705000000103-checks.js';
