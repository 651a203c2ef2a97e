/**
 * Statements (陈述与理由): what officials and applicants say in their own words of a record: why an award is held, what a
 * decision rests on beside its reason codes, what somebody has reported.
 *
 * - **Taking it in**: `imports: [StatementsModule]` (global), `controllers: [statementsController({ name: 'case', path:
 *   'cases', record: AidCase, readers: ['assistance:cases:approve'] }), …]`, and `withParts(definition, [STATEMENTS])`.
 * - **Table**: `statement`, which refers to its subject by type and id; the text is encrypted, and stands nowhere else: not
 *   in the record, not in its log, in no message. Nothing in it is ever changed.
 * - **Route**: `GET /v1/<path>/{id}/statements`, for the readers of the kind; each read is entered in the audit, and counts
 *   toward those that an official may make in a day.
 *
 * A service says {@link Statements.say} in the transaction of the command.
 */
export * from './migrations/1705000000176-statements.js';
export * from './statement.controller.js';
export * from './statements.js';
export * from './statements.module.js';
