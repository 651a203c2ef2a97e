/**
 * Copies of statuses (身份状态副本): what agencies and other services say of the persons whom the department knows, as
 * `StatusFact`s on the `all` topics. About anybody else nothing is kept.
 *
 * - **Taking it in**: `const STATUSES = statusConsumer('eldercare')` in the definition's `consumers`,
 *   `statusHandlers(STATUSES)` among the controllers, {@link StatusCopies} among the providers, the part
 *   `STATUS_COPIES` behind `PERSONS` in `withParts`, and one provider of the department:
 *   `{ provide: StatusEffects, useClass: … }`, which says what a change comes to.
 * - **Table**: `status_copy`, one row a fact, never changed.
 * - **Guarantees**: what stands follows from the facts alone, in whatever order they came: a later observation of one
 *   record, a fact that replaces another, and a retraction count as in the means test. A change is told once, in the
 *   transaction that keeps it (of facts that come together what they come to); a fact that comes again, or late behind its successor, tells nothing. Facts about one
 *   person are handled one after the other, whatever topic they come by.
 * - **Both orders**: a status may come before the matter that it concerns. A service method that begins such a matter
 *   asks {@link StatusCopies.standing}.
 */
import type { ServicePart } from '@minzheng/platform/start-service';
import { StatusCopies1705000000160 } from './migrations/1705000000160-status-copies.js';

export * from './migrations/1705000000160-status-copies.js';
export * from './status-copies.js';
export * from './status-copy.js';
export * from './status.handlers.js';

/** Table of the copies. */
export const STATUS_COPIES: ServicePart = { migrations: [StatusCopies1705000000160] };
