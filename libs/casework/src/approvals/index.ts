/**
 * Approvals (审批): who may decide, and when it takes two (民发〔2021〕57号 arts. 2, 11, 20; 民发〔2022〕83号 §4).
 *
 * - **Taking it in**: `imports: [DepartmentModule.of('eldercare'), ApprovalsModule]`, `controllers:
 *   [officialRelativesController('eldercare')]`, `providers: [{ provide: ApprovalHooks, useClass: … }]` and
 *   `withParts(definition, [APPROVALS])`. The hook is told of each filed relation, so that what was handled before it was
 *   known can be looked at again.
 * - **Tables**: `official_relative`, `pending_approval`.
 * - **Use** ({@link ApprovalService}): `requireOutsider` (drafter ≠ decider), `requireUnrelated` (403
 *   `conflict-of-interest`), `relativesOf` (does anybody who handles or sits in a committee belong to them?), `requireLevel`
 *   (township where it is delegated, else county), `sign` for what two people have to approve.
 * - **Two signatures**: the command is called twice with the same content. The first call is kept and answered 202; nothing
 *   else changes, so the version that the second person names is still the same. The same person again is `same-person`,
 *   another content `approval-differs`; `forget` drops the first signature when the subject changes otherwise.
 * - **Guarantees**: a relative's ID number is never stored here, only the personKey; a filing is never edited.
 */
export * from './approval-hooks.js';
export * from './approval.problems.js';
export * from './approval.service.js';
export * from './approvals.module.js';
export * from './relative.entity.js';
export * from './relative.lifecycle.js';
export * from './relatives.controller.js';
