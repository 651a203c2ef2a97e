/**
 * Objections, complaints, petitions and appeals (异议、投诉举报、信访、行政复议): receive → answer by the due date → next stage.
 *
 * - **Taking it in**: `imports: [DepartmentModule.of('eldercare'), NoticesModule, ObjectionsModule]`, `controllers:
 *   [noticeObjectionsController(), objectionsController('eldercare', refusals)]`, `providers: [{ provide: ObjectionHost,
 *   useClass: … }]` and `withParts(definition, [NOTICES, OBJECTIONS])`. The host ({@link ObjectionHost}) is the department's:
 *   it locks what a notice is about, says by when an objection is answered and whether it may be yet, and lets go on what
 *   waited for the answer.
 * - **Tables**: `objection`, and `objection_reporter` for who it was.
 * - **Routes**: `POST /v1/public/notices/{id}/objections` without a token (202 with a receipt), `/v1/objections` with
 *   `<department>:notices:read`, its commands with `notices:write`, `GET /v1/objections/{id}/reporter` with
 *   `supervision:read` only. Complaints and appeals come in by the department's own routes, which call
 *   {@link ObjectionService.receive}.
 * - **Guarantees**: a notice that has ended takes none (`notice-ended`); the first objection to a notice has its effect, all
 *   later ones are answered with it; five of one contact are taken in a day (of one network address where none was left),
 *   then 429; text, answer and contact are encrypted, the contact is never in an answer to those who investigate; an answer
 *   is never changed, whoever does not accept it goes to the next stage, which names the one before.
 */
export * from './objection.controller.js';
export * from './objection.entity.js';
export * from './objection.lifecycle.js';
export * from './objection.problems.js';
export * from './objection-host.js';
export * from './objection.service.js';
export * from './objections.module.js';
