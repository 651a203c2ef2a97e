/**
 * Approvals (审批): who may decide, and when it takes two (民发〔2021〕57号 arts. 2, 11, 20; 民发〔2022〕83号 §4).
 *
 * - **Taking it in**: `imports: [DepartmentModule.of('eldercare'), ApprovalsModule]` and `withParts(definition,
 *   [APPROVALS])`. Relatives, whose cases nobody decides, are `@minzheng/casework/relatives`.
 * - **Tables**: `pending_approval`.
 * - **Use** ({@link ApprovalService}): `requireOutsider` (drafter ≠ decider), `requireLevel` (township where it is
 *   delegated, else county), `sign` for what two people have to approve.
 * - **Two signatures**: the command is called twice with the same content. The first call is kept and answered 202; nothing
 *   else changes, so the version that the second person names is still the same. The same person again is `same-person`,
 *   another content `approval-differs`; `forget` drops the first signature when the subject changes otherwise.
 */
export * from './approval.problems.js';
export * from './approval.service.js';
export * from './approvals.module.js';
