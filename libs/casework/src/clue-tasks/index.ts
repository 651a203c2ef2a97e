/**
 * Tasks from clues (预警线索任务): verification raises, sends and closes clues; the department that a clue names looks,
 * decides, and says what it found.
 *
 * - **Taking it in**: `imports: [ClueTasksModule]`, `controllers: [clueTasksController('eldercare'),
 *   clueTaskHandlers(COMMANDS)]`, the part `CLUE_TASKS` in `withParts`, and one provider of the department: `{ provide:
 *   ClueTaskHooks, useClass: … }`. It says which award a clue is about, what has to be done about it (a review, a ticket,
 *   a visit), reads the department's own visits, and proposes an outcome from what came of them.
 * - **Using it**: a task is made only by `ClueDispatched`, one for each clue. Where a visit is signed, the department
 *   calls `ClueTaskService.visited(tx, …)`.
 * - **Table**: `clue_task`. Lifecycle `clueTask`: OPEN → VISITED → ANSWERED (`ClueOutcomeRecorded`); again OPEN when the
 *   clue is sent back or has more hits; CLOSED by `ClueClosed`.
 * - **Routes**: `GET /v1/clue-tasks`, `GET /v1/clue-tasks/{id}`, `POST /v1/clue-tasks/{id}/assign` (`clue-tasks:write`),
 *   `POST /v1/clue-tasks/{id}/answer` (`clue-tasks:approve`).
 * - **Guarantees**: an answer rests on two people who were at the dwelling after the clue was sent, or who looked at
 *   documents where every hit allows that (422 `record-missing`); nobody met means two days; who decides did not visit
 *   (403 `same-person`). What is sent again changes nothing; the outcome says what was found, the department's own
 *   decision may follow in its own time.
 */
export * from './clue-answer.rules.js';
export * from './clue-task.controller.js';
export * from './clue-task.dto.js';
export * from './clue-task.entity.js';
export * from './clue-task.handlers.js';
export * from './clue-task.hooks.js';
export * from './clue-task.lifecycle.js';
export * from './clue-task.problems.js';
export * from './clue-task.service.js';
export * from './clue-tasks.module.js';
export * from './migrations/1705000000104-clue-tasks.js';
