/**
 * # Work items (待办)
 * The one inbox of an office: what there is to do, about what, by when, whose it is, and the command that settles it.
 *
 * **A department takes it in** with one table, `WorkItemsModule.of([...])`, and `WORK_ITEMS` among the parts of its
 * definition. A line says in which states of an aggregate something is to be done:
 *
 * ```ts
 * WorkItemsModule.of([
 *   ...workOf(Permit, PERMIT_LIFECYCLE, [
 *     {
 *       kind: 'permitAnswer', title: { zh: '答复申请', en: 'Answer the application' }, while: ['FILED'],
 *       due: workingDays('assistance.permit.answerWd'), office: 'TOWNSHIP', scope: 'assistance:permits:write',
 *       command: 'POST /v1/permits/{id}/grant',
 *     },
 *   ]),
 * ]);
 * ```
 *
 * Nobody calls anything: `tx.begin`, `tx.move` and `tx.moveWhere` tell of every move, set-based and in its transaction.
 * What no state tells is opened and settled by hand (`byHand`, `WorkItems.open`, `WorkItems.settle`). Who has to know of
 * what is overdue listens (`WorkItems.whenOverdue`).
 *
 * **Table**: `work_item`. **Routes**: `GET /v1/work-items`, `GET /v1/work-items/{id}`, `POST /v1/work-items/{id}/assign`.
 *
 * **Guarantees**
 * - A subject has at most one open item of a kind. It is opened and settled with the command that moves the subject, or
 *   not at all.
 * - Somebody sees what the token's region covers and its scopes allow to do. Amber is four fifths of the time between
 *   opening and limit.
 * - What is overdue climbs one level (village, township, county, city, province), once: the office above sees it too
 *   (`overdueScope`), and the listeners are told in the same transaction.
 * - `minzheng_work_items{kind, standing}` counts what is open, amber and overdue.
 */
export * from './migrations/1705000000111-work-items.js';
export * from './migrations/1705000000113-work-item-targets.js';
export * from './move-watch.js';
export * from './office.rules.js';
export * from './overdue-loop.js';
export * from './work-item.dto.js';
export * from './work-item.entity.js';
export * from './work-items.controller.js';
export * from './work-items.js';
export * from './work-items.module.js';
export * from './work-table.js';
