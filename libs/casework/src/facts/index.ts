/**
 * Facts (事实): what a department knows of a person, told to verification and, as a status, to all services, in the
 * transaction of the change that it reports.
 *
 * - **Taking it in**: the part `FACTS` in `withParts`. A service method that has `tx` calls {@link announceStatus}, {@link announceIncome}, {@link announceAsset} or {@link announceExpenditure}. The agency is
 *   the service whose database it is, the dataset `<short name>.statuses`, `.incomes`, `.assets` or `.expenditures`.
 * - **What is told of one row**: `record` names the row and the person, such as `award/<id>/<personKey>`; it is sent
 *   hashed. Told for the first time it is version 1. A change is told with the next version and replaces the fact of
 *   the one before; a status ends by a version with `to`; what was never so is told with `retracted`.
 * - **Guarantees**: the id of a fact follows from record and version alone, so that a job that runs again sends the
 *   same fact, which counts once; the fact commits with the change or not at all. No name, number or account is in it.
 * - **Disputes**: `imports: [FactsModule]`, `controllers: [factDisputesController('eldercare'),
 *   factDisputeHandlers(COMMANDS)]`. A fact that somebody disputes at verification (`FactDisputed`) is a row of
 *   `fact_dispute`, answered in time by `POST /v1/fact-disputes/{id}/confirm` (`FactConfirmed`) or `/retract` (a fact that
 *   replaces it); after `FactCorrected` the register is corrected and the dispute settled. Scopes
 *   `<service>:fact-disputes:*`.
 *
 * Kinds, attributes and who may tell which: the registry of facts in `proto/minzheng/facts`.
 */
export * from './fact.rules.js';
export * from './announce-fact.js';
export * from './fact-dispute.dto.js';
export * from './fact-dispute.entity.js';
export * from './fact-dispute.handlers.js';
export * from './fact-dispute.lifecycle.js';
export * from './fact-disputes.controller.js';
export * from './fact-disputes.js';
export * from './facts.module.js';
export * from './migrations/1705000000105-fact-disputes.js';
