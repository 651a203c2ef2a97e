/**
 * Public notices (公示、公布) and numbered letters (文书、函件).
 *
 * - **Taking it in**: `imports: [DepartmentModule.of('eldercare'), NoticesModule]`, `controllers:
 *   [lettersController('eldercare')]`, `providers: [{ provide: NoticeHost, useClass: … }]` and `withParts(definition,
 *   [NOTICES])`. Posting is a command on the department's own subject: its controller calls
 *   {@link NoticeService.post} with the subject's type and id. The host ({@link NoticeHost}) is the department's: it locks
 *   the subject and says what follows when a notice has ended. A job of the department calls `closeEnded` often.
 * - **Tables**: `public_notice`, `letter`, which refer to their subject by type and id.
 * - **Policy** of the department: `notice.days`, calendar days after the day of posting.
 * - **Notices**: POSTED → CLEAN when the last day is over, once, however late the job comes; → OBJECTED by an objection
 *   (see `../objections`), which ends its effect; → TAKEN_DOWN when what it says no longer holds. Nothing of a person is
 *   stored with a notice.
 * - **Letters**: each has a number of its own that is never given twice. To a person ({@link LetterService.write}) it is
 *   WRITTEN until the proof of service is recorded (`POST /v1/letters/{id}/record-service`): then it counts
 *   ({@link LetterService.isServed}). To an agency ({@link LetterService.send}) it is SENT until its answer is recorded.
 *   What letters and answers say is encrypted. Neither is changed afterwards.
 */
export * from './letter.controller.js';
export * from './letter.entity.js';
export * from './letter.lifecycle.js';
export * from './letter.service.js';
export * from './notice.entity.js';
export * from './notice.lifecycle.js';
export * from './notice.problems.js';
export * from './notice-end.rules.js';
export * from './notice-host.js';
export * from './notice.service.js';
export * from './notices.module.js';
