/**
 * House visits (入户调查): who visits signs and answers for it (谁入户、谁签字、谁负责; 民发〔2021〕57号 art. 16).
 *
 * - **Taking it in**: `imports: [DepartmentModule.of('eldercare'), VisitsModule]`, `controllers:
 *   [subjectVisitsController('eldercare', kind), …, visitsController('eldercare', readScopes)]`, `providers: [{ provide:
 *   VisitHost, useClass: … }]` and `withParts(definition, [VISITS])`. A kind says what is visited for (`{ name: 'case', path: 'cases', record: AidCase,
 *   readScope: 'assistance:cases:read' }`) and makes its routes `POST` and `GET /v1/<path>/{id}/visits`; `POST
 *   /v1/visits/{id}/sign` and `GET /v1/visits/{id}` are there once. The host ({@link VisitHost}) is the department's: it
 *   locks the subject and tells whom the visit meets, announces what is signed, and hands on what those who supervise
 *   should look at.
 * - **Table**: `house_visit`, which refers to its subject by type and id.
 * - **Policies** of the department: `clock.visitSignDays`, `visit.requiredRoles`, `visit.geoMetres`, `emergency.active`.
 * - **Scopes**: `<department>:visits:write` enters and signs (a lead signs with `notices:write`), `visits:read` reads.
 * - **Guarantees**: at least two investigators of the public staff, all required roles, bought-in or village people as a
 *   third only; the content is frozen by its SHA-256 when it is entered, and encrypted; each investigator signs with a
 *   token of his own, each member who was there signs too or refuses before a witness; with the last signature the visit
 *   never changes. An upload id makes a visit that a device kept without a connection the same visit however often it is
 *   sent. A photo is evidence once: seen before, of another household or taken too far from the dwelling, the visit is
 *   accepted and the host is told; so it is of attempts that were refused.
 *
 * A service asks {@link VisitService}: `isVisited`, `investigators`, `signedVisits`, and `contentOf` a visit.
 */
export * from './distance.rules.js';
export { VisitDto } from './visit.dto.js';
export * from './visit.entity.js';
export * from './visit.lifecycle.js';
export * from './visit.problems.js';
export * from './visit-host.js';
export * from './visit.service.js';
export * from './visits.module.js';
export * from './visit.controller.js';
