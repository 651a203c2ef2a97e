/**
 * Payments (发放): once a month, from what is due to what the bank has paid. A run is built, locked, approved by another
 * person, sent as a file, and closed when the bank has answered for each line.
 *
 * - **Taking it in**: `imports: [DepartmentModule.of('eldercare'), PersonsModule, PaymentsModule.of('eldercare')]`, the
 *   parts `PERSONS` and `PAYMENTS` in `withParts`, and two things that register themselves when their module starts
 *   (`onModuleInit`): a {@link PaymentSource} for each programme (`payments.register(this)`), SQL that says what is due to
 *   whom for which month, whether or not it was paid; and a {@link PaymentHost} (`payments.hostedBy(this)`): the
 *   department's messages, who may hold an account, and what happens when payments keep coming back. Accounts are named
 *   by {@link Payees}. `payments.int.spec.ts` has a department in some forty lines.
 * - **By the clock**: a department that orders its runs itself asks `PayrollService.isWanted(tx, key)` and calls `open`.
 * - **Policies** of the department: `<name>.payroll.payDay`, `.payroll.returnLimit`, `.payroll.budgetFen` (by programme;
 *   the sum of the year for the region of the row), `.payroll.payerUscc`, `.account.maxHouseholds`.
 * - **Kept back** (抵扣): a source may say what its subjects owe (`owed`): so much less is paid, what is due stays the sum of
 *   the line's parts, and the department is told when the line is paid (`offsetsPaid`), or comes back or is given up
 *   (`offsetsReturned`). What turns out not to be owed is due again (`OffsetReleases`).
 * - **Tables**: `payee`, `custody_agreement`, `payroll_run`, `payment_line`, `payment_offset`, `payment_blocked`, `bank_result`,
 *   `bank_result_line`, `payment_fact`. Accounts are encrypted, each once; they and names are in the clear in the bank's
 *   file only.
 * - **Routes**: `/v1/payroll-runs` (`/lock`, `/approve`, `/cancel`, `/bank-file`, `/import-results`, `/blocked-lines`),
 *   `/v1/payment-lines` (`/reissue`, `/write-back`), `/v1/me/payments`; scopes `<name>:payroll-runs:read|write|approve`.
 * - **Guarantees**: what is due of a part in a month is paid once, whichever process is killed: lines are made by what is
 *   due less what has a line, and the database knows each source, person, part and month once an attempt. What is missing
 *   of an earlier month is paid as arrears in the next run. What must not be paid stands with its reason
 *   (`/blocked-lines`) and is due again. A result file is taken whole or not at all, and once. A line's result, its
 *   message and the IncomeFacts of its persons commit together; a fact is replaced by what is left when a line comes back
 *   or was not due.
 * - **Files**: `bank-file.rules.ts` has the format of both.
 */
export * from './bank-file.rules.js';
export * from './custody.service.js';
export * from './day-of-month.js';
export * from './line-offsets.js';
export * from './line-plan.js';
export * from './migrations/1705000000150-payments.js';
export * from './migrations/1705000000171-line-offsets.js';
export * from './offset-release.js';
export * from './payees.js';
export * from './payment-ledger.js';
export * from './payment-line.entity.js';
export * from './payment-line.lifecycle.js';
export * from './payment-lifecycles.js';
export * from './payment-source.js';
export * from './payment.problems.js';
export * from './payments.module.js';
export * from './payroll-run.entity.js';
export * from './payroll-run.lifecycle.js';
export * from './payroll.service.js';
